/** The outbox as a file (xuất dự phòng): sealed as it lies here, so whoever carries it can read nothing of it. */
import type { PacketRow, Sealed } from "./rows";
import type { Store } from "./store";

const FORMAT = "hotich outbox 1";

interface Line extends Sealed {
  readonly tx_id: string;
  readonly entry: string;
  readonly officer: number;
  readonly type: PacketRow["type"];
}

interface BackupFile {
  readonly format: typeof FORMAT;
  readonly made: string;
  readonly packets: readonly Line[];
}

/** Everything at this machine that the server has not taken, whoever keyed it. */
export async function backupOf(store: Store, now: Date): Promise<{ readonly blob: Blob; readonly count: number; readonly name: string }> {
  const packets = (await store.packets()).flatMap(({ tx_id, entry, officer, type, sealed }): Line[] =>
    sealed === null ? [] : [{ tx_id, entry, officer, type, ...sealed }],
  );
  const file: BackupFile = { format: FORMAT, made: now.toISOString(), packets };
  const stamp = file.made.slice(0, 16).replaceAll(/[-:T]/g, "");
  return { blob: new Blob([JSON.stringify(file)], { type: "application/json" }), count: packets.length, name: `hotich-du-phong-${stamp}.json` };
}

export class NotABackup extends Error {}

/** Takes a file's packets into this machine's outbox; what is here already stays as it is. Returns how many were new. */
export async function takeBackup(store: Store, text: string, now: Date): Promise<number> {
  const lines = read(text);
  const known = new Set((await store.packets()).map(({ tx_id }) => tx_id));
  const last = await store.last();
  const fresh = lines.filter(({ tx_id }) => !known.has(tx_id));
  const rows = fresh.map(
    ({ tx_id, entry, officer, type, key, epk, iv, box }, index): PacketRow => ({
      tx_id, n: last + 1 + index, entry, officer, type, tab: "", state: "waiting", at: now.getTime(), sealed: { key, epk, iv, box },
      bare: null, copy: null, said: null, more: null,
    }),
  );
  await store.write({ packets: rows });
  return rows.length;
}

function read(text: string): readonly Line[] {
  let file: Partial<BackupFile> | null = null;
  try {
    file = JSON.parse(text) as Partial<BackupFile> | null;
  } catch {
    // Said below, with everything else that is no such file.
  }
  if (file?.format !== FORMAT || !Array.isArray(file.packets)) throw new NotABackup("Tệp này không phải tệp dự phòng của bàn nhập.");
  const isWhole = (line: Partial<Line>): boolean =>
    [line.tx_id, line.entry, line.type, line.key, line.epk, line.iv, line.box].every((part) => typeof part === "string") && typeof line.officer === "number";
  if (!file.packets.every(isWhole)) throw new NotABackup("Tệp dự phòng bị hỏng: sao chép lại tệp rồi nạp lại.");
  return file.packets;
}
