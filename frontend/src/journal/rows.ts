/** What the journal writes down. In the clear stands only what the sender and the counters need; no value, no name, no number. */
import type { Packet, PacketType } from "../desk/packets";

/** Something only the officer's working key opens; `bare` in a journal that lives in memory alone. */
export type Locked = { readonly iv: Uint8Array<ArrayBuffer>; readonly box: ArrayBuffer } | { readonly bare: unknown };

/** Something only the server opens. */
export interface Sealed {
  readonly key: string;
  readonly epk: string;
  readonly iv: string;
  readonly box: string;
}

/** `open` still takes fields; `waiting` is to be sent as it is; the others were answered and wait for the officer. */
export type PacketState = "open" | "waiting" | "refused" | "conflict";

export interface PacketRow {
  readonly tx_id: string;
  /** Its place in the order in which everything was keyed at this machine. */
  readonly n: number;
  readonly entry: string;
  readonly officer: number;
  readonly type: PacketType;
  /** The tab that may still add to it. */
  readonly tab: string;
  readonly state: PacketState;
  readonly at: number;
  readonly sealed: Sealed | null;
  /** The packet itself, in a journal that lives in memory alone. */
  readonly bare: Packet | null;
  /** The officer's copy; null in a row that came from a backup file. */
  readonly copy: Locked | null;
  /** Why it was refused, in the server's words. */
  readonly said: { readonly code: string; readonly message: string } | null;
  /** What else the server answered: conflicts, findings. */
  readonly more: Locked | null;
}

/** One entry as the server last had it, or where the officer is in it. */
export interface EntryRow {
  readonly officer: number;
  readonly entry: string;
  readonly at: number;
  readonly copy: Locked;
}

export interface ShiftRow {
  readonly officer: number;
  readonly at: number;
  readonly copy: Locked;
}

/** Which of the two records of an entry. */
export type EntryTable = "drafts" | "marks";

/** One transaction: all of it or nothing. */
export interface Change {
  readonly packets?: readonly PacketRow[];
  readonly gone?: readonly string[];
  readonly drafts?: readonly EntryRow[];
  readonly marks?: readonly EntryRow[];
  /** Entries of which nothing is kept any more. */
  readonly forget?: readonly { readonly officer: number; readonly entry: string }[];
}
