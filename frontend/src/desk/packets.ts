/** What goes between the desk and `/api/sync`: one packet is one action of the entry's log. */
import type { Remark } from "../questions/remarks";
import type { FieldValue, Finding } from "./types";

/** Acts that end the keying of an entry, or take it up again. They go out after everything keyed before them. */
export type Finish = "completed" | "voided" | "marked_unreadable" | "reopened";

export type PacketType = "entry_opened" | "fields_keyed" | Remark["type"] | Finish;

export interface Packet {
  readonly tx_id: string;
  readonly entry: string;
  readonly book: string;
  readonly pass: number;
  /** What of the log was known here when its first value was committed. */
  readonly base_seq: number;
  /** Packets of this machine that the log may have taken since: they conflict with nothing. */
  readonly own: readonly string[];
  readonly device_time: string;
  readonly grant: string;
  readonly type: PacketType;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Conflict {
  readonly mine: FieldValue;
  readonly theirs: FieldValue;
  readonly by: string;
  readonly at: string;
}

export interface PacketResult {
  readonly tx_id: string;
  readonly status: "saved" | "repeated" | "conflict" | "refused";
  readonly seq?: number | null;
  readonly findings?: readonly Finding[] | null;
  readonly conflicts?: Readonly<Record<string, Conflict>> | null;
  /** What others have made of fields since `base_seq`. */
  readonly news?: Readonly<Record<string, FieldValue>> | null;
  readonly code?: string | null;
  readonly message?: string | null;
}

/** What one request came to. `down` is worth another try, `rejected` is not. */
export type Delivery =
  | { readonly kind: "answered"; readonly results: readonly PacketResult[]; readonly grant?: string | null }
  | { readonly kind: "down"; readonly message: string | null }
  | { readonly kind: "rejected"; readonly message: string };

export interface Refusal {
  readonly tx_id: string;
  readonly type: PacketType;
  readonly code: string;
  readonly message: string;
  readonly values: ReadonlyMap<string, FieldValue>;
  /** What was to be said beside the fields: it is shown, and can be sent again. */
  readonly remark?: Remark;
}
