/** What the page gives the desk, what a compiled edition says, and what the log keeps of one field. */
import type { ContextJson, Variant } from "../core/edition";
import type { Checking, PageOfShift } from "../shift/types";

export type {
  CodeJson as CodeItem,
  EditionJson as Edition,
  FieldJson as FieldSpec,
  GroupJson as GroupSpec,
  SubjectJson as SubjectSpec,
} from "../core/edition";
export type { Finding } from "../core/findings";

export type MissingReason = "blank_in_book" | "illegible" | "struck_out" | "not_in_edition";

export type Origin =
  | "typed"
  | "picked"
  | "carried"
  | "constant"
  | "confirmed"
  | "after_seeing"
  | "beside_register"
  | "imported"
  | "annotation";

/** One field as the book has it: `v` as written (NFC), `m` why there is none, `o` how it came, `struck` what was struck out. */
export interface FieldValue {
  readonly v: string | null;
  readonly m: MissingReason | null;
  readonly o: Origin;
  readonly struck?: string | null;
  readonly norm?: unknown;
  /** Why a transcription changed after the register's values were shown. */
  readonly reason?: string;
}

export type Fields = Readonly<Record<string, FieldValue>>;

export type Outcome = "matched" | "mismatched" | "not_found" | "unavailable" | "pending" | "unreadable";

export type EntryStatus = "keying" | "completed" | "in_check" | "returned" | "accepted";

export interface SubjectState {
  readonly role: string;
  readonly outcome: Outcome;
  readonly personal_id: string | null;
  /** The register's values of this subject were shown to somebody. */
  readonly seen?: boolean;
}

/** A note in one sentence, with what it made of fields. */
export interface MarginNote {
  readonly said: string;
  readonly amends: Readonly<Record<string, string>>;
}

/** What the desk knows of the entry on screen and around it, put together from the shift and the journal. */
export interface DeskData {
  readonly entry: {
    readonly id: string;
    readonly book: string;
    readonly number: string | null;
    readonly kind: string;
    readonly edition: string;
    readonly status: EntryStatus;
    readonly seq: number;
    readonly page: number | string | null;
    readonly line: number | string | null;
    readonly position: number | string | null;
    readonly fields: Fields;
    /** What margin notes have since made of a field. */
    readonly current: Readonly<Record<string, string>>;
    /** The margin notes in force. */
    readonly notes: readonly MarginNote[];
    readonly flags: readonly string[];
    readonly subjects: readonly SubjectState[];
    /** Fields whose change needs a reason, because the register was seen when they stood there. */
    readonly seen_fields: readonly string[];
  };
  readonly book: {
    readonly id: string;
    readonly title: string;
    readonly kind: string;
    /** What the kind of register is called. */
    readonly register: string;
    readonly year_opened: number | null;
    readonly volume: string;
    readonly office: string;
    readonly constants: Readonly<Record<string, { readonly v: string }>>;
    readonly variant: Variant | null;
    /** Whether an officer has stated which columns the book prints. */
    readonly form_confirmed: boolean;
    readonly has_images: boolean;
  };
  readonly edition_url: string;
  readonly station: string;
  /** Signed by the server; without one the entry can be read and not keyed. */
  readonly grant: string | null;
  readonly pass: number;
  /** The columns asked where the entry is keyed again to check it. */
  readonly check?: Checking | null;
  readonly previous: { readonly number: string | null; readonly fields: Fields } | null;
  /** The page with its image, and where its fields lie on it; null in a book without images. */
  readonly page: PageOfShift | null;
  /** How many entries a page of this book has, as far as this machine knows. */
  readonly lines_per_page: number;
  /** Where the next entry stands, and its number where it has one already. */
  readonly next: { readonly page: number | null; readonly line: number | null; readonly position: number; readonly number: string | null } | null;
  /** Whether suggestions and the register's values may be shown while it is keyed. */
  readonly assisted: boolean;
  /** The unit whose places come first. */
  readonly near: string | null;
  /** Numbers that other entries of the book have. */
  readonly numbers: readonly string[];
  /** What the judge may know beside the entry, as the server knows it; without it the desk gathers what the page says. */
  readonly context?: ContextJson | null;
  readonly campaign: { readonly scope_until: string | null; readonly way: "confirm" | "blind" };
  readonly may: { readonly annotate: boolean; readonly look_up: boolean; readonly recorded: boolean };
  readonly urls: {
    readonly entry: string;
    readonly look_up: string;
    readonly judge: string;
    readonly recorded: string;
    readonly notes: string;
  };
  readonly csrf: string;
}

/** Where a value is: in memory until the journal has it, on this machine's disk, on its way, or acknowledged by the server. */
export type Saved = "writing" | "local" | "sending" | "server";
