/** What the desk over one entry is given, what it tells, and what completing can come to. */
import type { Journal } from "../journal/journal";
import type { Sender } from "../journal/sender";
import type { LookUpServer } from "./look-ups";
import type { Finish } from "./packets";
import type { Fields, FieldSpec, FieldValue, Finding } from "./types";

/** The core, as the desk uses it: dates, names and the edition's predicates. */
export interface Rules {
  isVisible(field: FieldSpec, fields: Fields): boolean;
  isRequired(field: FieldSpec, fields: Fields): boolean;
  judge(fields: Fields): Finding[];
  /** A date as it is kept, and what the shorthand could not tell. */
  readDate(field: string, text: string, fields: Fields): { readonly v: string; readonly findings: readonly Finding[] };
  /** How a value is understood, to be compared with the book. */
  echo(field: FieldSpec, value: FieldValue): string | null;
  /** Whether the entry was registered after the campaign's last day, however its date is read. */
  isOutOfScope(fields: Fields): boolean;
}

/** Where what is keyed goes; the journal knows the entry already. */
export interface Outside {
  readonly journal: Journal;
  readonly sender: Sender;
  /** Who answers look-ups where our server does not: in the practice book. */
  readonly lookUps?: LookUpServer;
}

export interface DeskEvents {
  changed(): void;
  /** Another desk or another tab changed fields. */
  renewed(fields: readonly string[], since: number): void;
  finished(type: Finish): void;
}

export type Completion =
  | { readonly kind: "hard"; readonly findings: readonly Finding[] }
  | { readonly kind: "soft"; readonly findings: readonly Finding[] }
  | { readonly kind: "empty" }
  | { readonly kind: "unsettled" }
  | { readonly kind: "sent" }
  | { readonly kind: "nothing_to_send" };
