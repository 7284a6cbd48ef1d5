/** What `/api/desk/shift` hands out: the work of one officer at one machine, enough to key a whole shift without a line. */
import type { ContextJson, Variant } from "../core/edition";
import type { AskedQuestion } from "../questions/remarks";
import type { EntryStatus, Fields, MarginNote, SubjectState } from "../desk/types";

/** A page of a book that has images: its working image, and where its fields lie on it, in parts of width and height. */
export interface PageOfShift {
  readonly id: string;
  readonly number: number;
  readonly image: string;
  /** Tiles of the full resolution, online only; null where only the working image is kept. */
  readonly tiles: string | null;
  readonly width: number;
  readonly height: number;
  /** By line of the page, then by dotted field: x, y, width, height of the field's box, 0 to 1; null where the layout is unknown. */
  readonly boxes: Readonly<Record<string, Readonly<Record<string, readonly [number, number, number, number]>>>> | null;
}

/** How an officer works with the register's values in a campaign (rules.md §4). */
export type Way = "confirm" | "blind";

/** What holds for every place of a book. */
export interface BookOfShift {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  /** What the kind of register is called. */
  readonly register: string;
  readonly year_opened: number | null;
  readonly volume: string;
  readonly office: string;
  readonly constants: Readonly<Record<string, { readonly v: string }>>;
  readonly form_confirmed: boolean;
  readonly has_images: boolean;
  /** Id of the unit the book belongs to, for offering the nearest places first. */
  readonly near: string | null;
  /** What the judge may know beside an entry; `previous` is the desk's own to say. */
  readonly context: ContextJson;
  readonly pages: readonly PageOfShift[];
  readonly scope_until: string | null;
  readonly way: Way;
  readonly may: { readonly annotate: boolean; readonly look_up: boolean; readonly recorded: boolean };
}

/** One place to key, or an entry that stands there already, in the order of work. */
export interface PlaceOfShift {
  readonly entry: string;
  readonly book: string;
  readonly page: number | null;
  readonly line: number | null;
  readonly position: number;
  readonly edition: string;
  readonly edition_url: string;
  readonly variant: Variant | null;
  /** Whether suggestions and the register's values may be shown while it is keyed; some entries, drawn by chance, go without. */
  readonly assisted: boolean;
  readonly pass: number;
  /** Where the place is keyed again to check it: which columns, and nothing of what the first officer keyed. */
  readonly check?: Checking | null;
  /** What the server has of it; null for a free place. */
  readonly kept: KeptEntry | null;
}

/** Lượt kiểm tra: an entry keyed again by somebody who does not know what was keyed. */
export interface Checking {
  readonly id: string;
  readonly fields: readonly string[];
}

export interface KeptEntry {
  readonly number: string | null;
  readonly status: EntryStatus;
  readonly seq: number;
  readonly fields: Fields;
  readonly current: Readonly<Record<string, string>>;
  readonly notes: readonly MarginNote[];
  readonly flags: readonly string[];
  readonly subjects: readonly SubjectState[];
  /** Fields whose change needs a reason, because the register was seen when they stood there. */
  readonly seen_fields: readonly string[];
  /** What was asked of the team leader about it. */
  readonly questions: readonly AskedQuestion[];
}

export interface Shift {
  readonly officer: { readonly id: number; readonly name: string };
  readonly station: { readonly code: string; readonly name: string };
  /** Signed by the server; every packet carries the newest one. */
  readonly grant: string;
  /** The server's public key for sealing packets: P-256, uncompressed point, base64url. */
  readonly seal: { readonly id: string; readonly public: string };
  readonly server_time: string;
  /** Minutes of keying after which a rest is suggested (0: never), and how long it should be. */
  readonly breaks: { readonly after: number; readonly minutes: number };
  /** Until when what is leased here may be keyed as a matter of course. */
  readonly until: string;
  readonly books: readonly BookOfShift[];
  readonly places: readonly PlaceOfShift[];
  /** Who stands directly before a place, by the place's entry, where the neighbour is not listed itself. */
  readonly previous: Readonly<Record<string, { readonly number: string | null; readonly fields: Fields }>>;
}
