/** Between a held packet and the line, without a disk: what goes out, and small parts of what comes back. */
import type { Packet, PacketResult } from "../desk/packets";
import type { FieldValue } from "../desk/types";
import { forPacket, saysTheSame } from "../desk/values";
import type { Draft, EntryState, Held } from "./entry-state";
import type { Change, PacketRow } from "./rows";

/** The machine's own packets as two tabs know them. */
export function joinedOwn(one: Draft["own"], other: Draft["own"]): Draft["own"] {
  return [...new Map([...one, ...other].map((packet) => [packet.tx_id, packet])).values()];
}

export const byOrder = (one: Held, other: Held): number => one.n - other.n;

/** What becomes of a packet whose content this session cannot read. */
export function answeredBlind(row: PacketRow, result: PacketResult): Change {
  const isTaken = result.status === "saved" || result.status === "repeated" || (result.status === "conflict" && row.copy === null);
  if (isTaken) return { gone: [row.tx_id] };
  const said = { code: result.code ?? "", message: result.message ?? "Máy chủ không nhận lần ghi này." };
  return { packets: [{ ...row, state: result.status === "conflict" ? "conflict" : "refused", said, sealed: row.copy === null ? row.sealed : null, bare: null }] };
}

/** Fields in which two pictures of an entry say different things. */
export function differing(before: Readonly<Record<string, FieldValue>>, after: Readonly<Record<string, FieldValue>>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((field) => !saysTheSame(before[field], after[field]));
}

/** A held packet as `/api/sync` takes it. */
export function packetOf(state: EntryState, held: Held, grant: string): Packet {
  const payload =
    held.type === "fields_keyed"
      ? Object.fromEntries(Object.entries(held.values).map(([field, value]) => [field, forPacket(value)]))
      : held.payload;
  const { book, pass } = state.draft;
  return {
    tx_id: held.tx_id, entry: state.entry, book, pass, base_seq: held.base, own: state.ownBeside(held),
    device_time: new Date(held.at).toISOString(), grant, type: held.type, payload,
  };
}
