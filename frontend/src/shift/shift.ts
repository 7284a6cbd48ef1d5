/** The work of one shift as this machine has it: which places there are, what comes next, and how more is fetched without waiting. */
import type { Fields } from "../desk/types";
import type { EntryState } from "../journal/entry-state";
import type { Journal } from "../journal/journal";
import { draftOf, NUMBER, type Around } from "./desk-data";
import type { BookOfShift, PlaceOfShift, Shift } from "./types";

/** With fewer places left than this, more are fetched. */
export const FEW = 25;
/** What somebody who waits is given: soon there, and enough until the rest comes. */
export const WANT = 60;
/** A whole shift at the plan's pace (300 entries) and what is passed over: fetched behind the first, so that a line may be down as long. */
export const WHOLE = 340;
/** How often a shift is renewed while nothing else asks for it: leases, the grant, what others have keyed. */
const RENEW = 20 * 60_000;
/** After a refusal or a broken line. */
const PAUSE = 20_000;

export interface ShiftParts {
  readonly journal: Journal;
  readonly fetch: (body: { readonly book: string | null; readonly entry: string | null; readonly want: number }) => Promise<Shift>;
  /** Keeps the shift for a start without a line. */
  readonly keep: (shift: Shift) => Promise<void>;
  readonly now: () => Date;
  readonly changed: () => void;
}

export class ShiftWork {
  readonly #parts: ShiftParts;
  #shift: Shift;
  #fetching: Promise<boolean> | null = null;
  #fetched: number;
  #notBefore = 0;
  /** Whether a whole shift was asked for since somebody waited for less, and whether there was that much. */
  #isWhole = false;
  #isAll = false;

  constructor(shift: Shift, isFresh: boolean, parts: ShiftParts) {
    this.#parts = parts;
    this.#shift = shift;
    this.#fetched = isFresh ? parts.now().getTime() : 0;
    this.#learn(shift.places);
  }

  get shift(): Shift {
    return this.#shift;
  }

  granted(grant: string): void {
    this.#shift = { ...this.#shift, grant };
    void this.keep();
  }

  /** Writes the shift down for a start without a line. */
  keep(): Promise<void> {
    return this.#parts.keep(this.#shift);
  }

  place(entry: string): PlaceOfShift | undefined {
    return this.#shift.places.find((place) => place.entry === entry);
  }

  book(id: string): BookOfShift | undefined {
    return this.#shift.books.find((book) => book.id === id);
  }

  state(place: PlaceOfShift): EntryState {
    return this.#parts.journal.entries.get(place.entry) ?? this.#parts.journal.know(place.entry, draftOf(place));
  }

  isToKey(place: PlaceOfShift): boolean {
    const state = this.#parts.journal.entries.get(place.entry);
    const [status, flags] = state === undefined ? [place.kept?.status ?? "keying", place.kept?.flags ?? []] : [state.status, state.draft.flags];
    return (status === "keying" || status === "returned") && !flags.includes("void");
  }

  /** How many places are left to key. */
  get left(): number {
    return this.#shift.places.filter((place) => this.isToKey(place)).length;
  }

  /** The next place to key after an entry, in the order of work; what was passed over comes last. */
  next(after: string | null): PlaceOfShift | null {
    const { places } = this.#shift;
    const from = after === null ? -1 : places.findIndex(({ entry }) => entry === after);
    const inOrder = [...places.slice(from + 1), ...places.slice(0, from + 1)];
    return inOrder.find((place) => place.entry !== after && this.isToKey(place)) ?? null;
  }

  /** The place before or after an entry in its book, as far as this machine knows the book. */
  neighbour(entry: string, step: 1 | -1): PlaceOfShift | null {
    const here = this.place(entry);
    if (here === undefined) return null;
    const beyond = this.#shift.places.filter(({ book, position }) => book === here.book && (position - here.position) * step > 0);
    return beyond.reduce<PlaceOfShift | null>((nearest, place) => (nearest === null || (nearest.position - place.position) * step > 0 ? place : nearest), null);
  }

  /** What the judge and the keys may know of the entries around one. */
  around(place: PlaceOfShift): Around {
    const others = this.#shift.places.filter(({ book, entry }) => book === place.book && entry !== place.entry);
    const keyed = others.flatMap((other) => {
      const fields = this.#parts.journal.entries.get(other.entry)?.fields ?? other.kept?.fields;
      return fields === undefined ? [] : [{ position: other.position, fields }];
    });
    const before = keyed.filter(({ position, fields }) => position < place.position && Object.keys(fields).length > 0).sort((one, other) => other.position - one.position)[0];
    const nearest = before === undefined ? null : { number: numberOf(before.fields), fields: before.fields };
    const here = keyed.map(({ fields }) => numberOf(fields)).filter((number) => number !== null);
    const own = place.kept?.number ?? null;
    const known = [...(this.book(place.book)?.context.numbers ?? [])];
    const mine = own === null ? -1 : known.findIndex(({ number }) => number === own);
    if (mine >= 0) known.splice(mine, 1);
    const said = new Set(known.map(({ number }) => number));
    const after = this.neighbour(place.entry, 1);
    const beyond = after === null ? {} : (this.#parts.journal.entries.get(after.entry)?.fields ?? after.kept?.fields ?? {});
    return {
      previous: this.#shift.previous[place.entry] ?? nearest,
      numbers: [...known, ...here.filter((number) => !said.has(number)).map((number) => ({ number }))],
      next: after && { page: after.page, line: after.line, position: after.position, number: numberOf(beyond) },
      lines: Math.max(1, place.line ?? 1, ...others.map(({ line }) => line ?? 1)),
    };
  }

  /** Fetches more where little is left or the shift is old. Never waited for by who types. */
  topUp(): void {
    const now = this.#parts.now().getTime();
    const isDue = !this.#isWhole || (this.left < FEW && !this.#isAll) || now - this.#fetched > RENEW;
    if (isDue && now >= this.#notBefore && this.#fetching === null) void this.fetch(null, null, WHOLE);
  }

  /** Asks the server for the shift anew. False where it did not answer. */
  async fetch(book: string | null, entry: string | null, want = WANT): Promise<boolean> {
    if (this.#fetching !== null) {
      const done = await this.#fetching;
      if (entry === null) return done;
    }
    this.#fetching = this.#fetch(book, entry, want).finally(() => (this.#fetching = null));
    return this.#fetching;
  }

  async #fetch(book: string | null, entry: string | null, want: number): Promise<boolean> {
    try {
      const fresh = await this.#parts.fetch({ book, entry, want });
      if (fresh.officer.id !== this.#shift.officer.id) return false;
      this.#fetched = this.#parts.now().getTime();
      this.#isWhole = want === WHOLE;
      this.#isAll = fresh.places.length < want;
      this.take(fresh);
      return true;
    } catch {
      this.#notBefore = this.#parts.now().getTime() + PAUSE;
      return false;
    }
  }

  /** Works a newer shift in. What was keyed here stays listed until the journal forgets it. */
  take(fresh: Shift): void {
    const listed = new Set(fresh.places.map(({ entry }) => entry));
    const kept = this.#shift.places.filter(({ entry }) => !listed.has(entry) && this.#parts.journal.entries.has(entry));
    // Places in the order they had: who is keying must not see the order change under him.
    const known = new Map(fresh.places.map((place) => [place.entry, place]));
    const old = this.#shift.places.flatMap((place) => known.get(place.entry) ?? (kept.includes(place) ? [place] : []));
    const stood = new Set(old.map(({ entry }) => entry));
    const books = new Map([...this.#shift.books, ...fresh.books].map((book) => [book.id, book]));
    const places = [...old, ...fresh.places.filter(({ entry }) => !stood.has(entry))];
    const used = new Set(places.map(({ book }) => book));
    // Of places that are listed no more, who stands before them is known from when they were.
    const before = Object.entries(this.#shift.previous).filter(([entry]) => kept.some((place) => place.entry === entry));
    const previous = { ...Object.fromEntries(before), ...fresh.previous };
    this.#shift = { ...fresh, places, previous, books: [...books.values()].filter(({ id }) => used.has(id)) };
    this.#learn(fresh.places);
    void this.keep();
    this.#parts.changed();
  }

  /** The server's picture of entries that are there already goes into the journal, where what was keyed here lies on top of it. */
  #learn(places: readonly PlaceOfShift[]): void {
    for (const place of places) if (place.kept !== null) this.#parts.journal.know(place.entry, draftOf(place));
  }
}

function numberOf(fields: Fields): string | null {
  const number = fields[NUMBER]?.v ?? "";
  return number === "" ? null : number;
}
