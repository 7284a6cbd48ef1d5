/** Puts together what the desk needs of one entry: from the shift, which holds for all, and from the journal, which has the newest. */
import { csrfToken } from "../desk/http";
import type { DeskData } from "../desk/types";
import type { Draft, EntryState } from "../journal/entry-state";
import type { BookOfShift, PlaceOfShift, Shift } from "./types";

export const NUMBER = "registration.number";

/** What the journal begins an entry with: the server's picture of it, or an empty place. */
export function draftOf(place: PlaceOfShift): Draft {
  const { kept } = place;
  return {
    book: place.book,
    pass: place.pass,
    place: { page: place.page, line: place.line, position: place.position, assisted: place.assisted },
    seq: kept?.seq ?? 0,
    status: kept?.status ?? "keying",
    fields: { ...kept?.fields },
    findings: [],
    number: kept?.number ?? null,
    current: kept?.current ?? {},
    notes: kept?.notes ?? [],
    flags: kept?.flags ?? [],
    subjects: kept?.subjects ?? [],
    seen_fields: kept?.seen_fields ?? [],
    questions: kept?.questions ?? [],
    own: [],
  };
}

export interface Around {
  readonly previous: DeskData["previous"];
  /** Numbers that other entries of the book have, those keyed at this machine included. */
  readonly numbers: readonly { readonly number: string; readonly year?: number | null }[];
  readonly next: DeskData["next"];
  readonly lines: number;
}

export function deskData(shift: Shift, book: BookOfShift, place: PlaceOfShift, state: EntryState, around: Around): DeskData {
  const { draft } = state;
  const prefix = `/api/entries/${place.entry}`;
  // Who checks is told nothing of the entries around.
  const check = place.check ?? null;
  const previous = check === null ? around.previous : null;
  const written = Object.entries(previous?.fields ?? {}).flatMap(([field, { v }]): [string, string][] => (v ? [[field, v]] : []));
  return {
    entry: {
      id: place.entry,
      book: place.book,
      number: draft.number,
      kind: book.kind,
      edition: place.edition,
      status: state.status,
      seq: draft.seq,
      page: place.page,
      line: place.line,
      position: place.position,
      fields: state.fields,
      current: draft.current,
      notes: draft.notes,
      flags: draft.flags,
      subjects: draft.subjects,
      seen_fields: draft.seen_fields ?? [],
    },
    book: { ...book, variant: place.variant },
    edition_url: place.edition_url,
    station: shift.station.code,
    grant: shift.grant || null,
    pass: place.pass,
    check,
    previous,
    page: book.pages.find(({ number }) => number === place.page) ?? null,
    lines_per_page: around.lines,
    next: around.next,
    assisted: place.assisted,
    near: book.near,
    numbers: around.numbers.map(({ number }) => number),
    context: { ...book.context, previous: previous === null ? null : Object.fromEntries(written), numbers: around.numbers },
    campaign: { scope_until: book.scope_until, way: book.way },
    may: book.may,
    urls: {
      entry: prefix,
      look_up: `${prefix}/look-ups`,
      judge: `${prefix}/judgements`,
      recorded: `${prefix}/recorded-look-ups`,
      notes: `/truong-hop/${place.entry}/ghi-chu/?ve=nhap`,
    },
    // A token is good until the next sign-in, which may happen in another tab while this entry is on screen.
    get csrf() {
      return csrfToken();
    },
  };
}
