/** Where the journal is written: IndexedDB, each transaction on the disk before it counts; memory where there is no room or no right. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Change, EntryRow, EntryTable, PacketRow, ShiftRow } from "./rows";

export const DATABASE = "hotich-desk";
const VERSION = 1;

/** Encrypted bytes of a page's image. */
export interface ImageRow {
  readonly url: string;
  readonly officer: number;
  readonly at: number;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly box: ArrayBuffer;
  readonly type: string;
}

export interface KeyRow {
  readonly id: "current";
  readonly officer: number;
  readonly key: CryptoKey;
}

export interface DeskSchema extends DBSchema {
  keys: { key: string; value: KeyRow };
  packets: { key: string; value: PacketRow; indexes: { n: number } };
  drafts: { key: [number, string]; value: EntryRow };
  marks: { key: [number, string]; value: EntryRow };
  shifts: { key: number; value: ShiftRow };
  images: { key: string; value: ImageRow; indexes: { at: number } };
}

export type DeskDatabase = IDBPDatabase<DeskSchema>;

/** What keeps a journal. */
export interface Store {
  packets(): Promise<PacketRow[]>;
  entries(table: EntryTable, officer: number): Promise<EntryRow[]>;
  entry(table: EntryTable, officer: number, entry: string): Promise<EntryRow | undefined>;
  /** Keeps all of it or nothing. */
  write(change: Change): Promise<void>;
  /** The last place that is taken in the order. */
  last(): Promise<number>;
}

/** The desk's database. The version is raised only by adding stores: an older page beside a newer one must go on working. */
export function openDatabase(name: string = DATABASE): Promise<IDBPDatabase<DeskSchema>> {
  return openDB<DeskSchema>(name, VERSION, {
    upgrade(database) {
      database.createObjectStore("keys", { keyPath: "id" });
      database.createObjectStore("packets", { keyPath: "tx_id" }).createIndex("n", "n");
      database.createObjectStore("drafts", { keyPath: ["officer", "entry"] });
      database.createObjectStore("marks", { keyPath: ["officer", "entry"] });
      database.createObjectStore("shifts", { keyPath: "officer" });
      database.createObjectStore("images", { keyPath: "url" }).createIndex("at", "at");
    },
    // A newer page wants to raise the version: it must not wait for this one.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
}

export class DiskStore implements Store {
  readonly database: IDBPDatabase<DeskSchema>;

  constructor(database: IDBPDatabase<DeskSchema>) {
    this.database = database;
  }

  packets(): Promise<PacketRow[]> {
    return this.database.getAllFromIndex("packets", "n");
  }

  entries(table: EntryTable, officer: number): Promise<EntryRow[]> {
    return this.database.getAll(table, IDBKeyRange.bound([officer, ""], [officer, "\uffff"]));
  }

  entry(table: EntryTable, officer: number, entry: string): Promise<EntryRow | undefined> {
    return this.database.get(table, [officer, entry]);
  }

  async write(change: Change): Promise<void> {
    const transaction = this.database.transaction(["packets", "drafts", "marks"], "readwrite", { durability: "strict" });
    const [packets, drafts, marks] = (["packets", "drafts", "marks"] as const).map((name) => transaction.objectStore(name));
    const acts: Promise<unknown>[] = [
      ...(change.gone ?? []).map((tx_id) => packets!.delete(tx_id as never)),
      ...(change.packets ?? []).map((row) => packets!.put(row as never)),
      ...(change.drafts ?? []).map((row) => drafts!.put(row as never)),
      ...(change.marks ?? []).map((row) => marks!.put(row as never)),
      ...(change.forget ?? []).flatMap(({ officer, entry }) => [
        drafts!.delete([officer, entry] as never),
        marks!.delete([officer, entry] as never),
      ]),
    ];
    await Promise.all([...acts, transaction.done]);
  }

  async last(): Promise<number> {
    const cursor = await this.database.transaction("packets").store.index("n").openKeyCursor(null, "prev");
    return cursor?.key ?? 0;
  }
}

const inOrder = (one: PacketRow, other: PacketRow): number => one.n - other.n || (one.tx_id < other.tx_id ? -1 : 1);

export class MemoryStore implements Store {
  readonly #packets = new Map<string, PacketRow>();
  readonly #entries = { drafts: new Map<string, EntryRow>(), marks: new Map<string, EntryRow>() };

  get isEmpty(): boolean {
    return this.#packets.size === 0;
  }

  packets(): Promise<PacketRow[]> {
    return Promise.resolve([...this.#packets.values()].sort(inOrder));
  }

  entries(table: EntryTable, officer: number): Promise<EntryRow[]> {
    return Promise.resolve([...this.#entries[table].values()].filter((row) => row.officer === officer));
  }

  entry(table: EntryTable, officer: number, entry: string): Promise<EntryRow | undefined> {
    return Promise.resolve(this.#entries[table].get(`${officer} ${entry}`));
  }

  write(change: Change): Promise<void> {
    for (const tx_id of change.gone ?? []) this.#packets.delete(tx_id);
    for (const row of change.packets ?? []) this.#packets.set(row.tx_id, row);
    for (const table of ["drafts", "marks"] as const) {
      for (const row of change[table] ?? []) this.#entries[table].set(`${row.officer} ${row.entry}`, row);
      for (const { officer, entry } of change.forget ?? []) this.#entries[table].delete(`${officer} ${entry}`);
    }
    return Promise.resolve();
  }

  last(): Promise<number> {
    return Promise.resolve(Math.max(0, ...[...this.#packets.values()].map((row) => row.n)));
  }
}

/**
 * The disk, and memory for what the disk did not take. Work goes on; `onFull` says so, and what lies in memory is sent first of all.
 * As soon as the disk takes something again, what lies in memory goes there with it.
 */
export class SpillingStore implements Store {
  readonly #disk: Store;
  #spilled: Change[] = [];
  readonly #memory = new MemoryStore();
  readonly #onFull: (full: boolean) => void;

  constructor(disk: Store, onFull: (full: boolean) => void) {
    this.#disk = disk;
    this.#onFull = onFull;
  }

  get isFull(): boolean {
    return this.#spilled.length > 0;
  }

  async packets(): Promise<PacketRow[]> {
    const gone = new Set(this.#spilled.flatMap((change) => change.gone ?? []));
    const rows = new Map((await this.#disk.packets()).filter((row) => !gone.has(row.tx_id)).map((row) => [row.tx_id, row]));
    for (const row of await this.#memory.packets()) rows.set(row.tx_id, row);
    return [...rows.values()].sort(inOrder);
  }

  async entries(table: EntryTable, officer: number): Promise<EntryRow[]> {
    const rows = new Map((await this.#disk.entries(table, officer)).map((row) => [row.entry, row]));
    for (const row of await this.#memory.entries(table, officer)) rows.set(row.entry, row);
    return [...rows.values()];
  }

  async entry(table: EntryTable, officer: number, entry: string): Promise<EntryRow | undefined> {
    return (await this.#memory.entry(table, officer, entry)) ?? this.#disk.entry(table, officer, entry);
  }

  async write(change: Change): Promise<void> {
    const all = joined([...this.#spilled, change]);
    try {
      await this.#disk.write(all);
    } catch {
      // No room, or the browser has closed the database: whatever it is, what was keyed must not stop here.
      this.#spilled = [all];
      await this.#memory.write(change);
      this.#onFull(true);
      return;
    }
    if (this.#spilled.length === 0) return;
    await this.#memory.write({ gone: (all.packets ?? []).map((row) => row.tx_id), forget: [...(all.drafts ?? []), ...(all.marks ?? [])] });
    this.#spilled = [];
    this.#onFull(false);
  }

  async last(): Promise<number> {
    return Math.max(await this.#disk.last(), await this.#memory.last());
  }
}

/** Several changes as one: of each row the last word counts. */
function joined(changes: readonly Change[]): Change {
  const packets = new Map<string, PacketRow>();
  const gone = new Set<string>();
  const tables = { drafts: new Map<string, EntryRow>(), marks: new Map<string, EntryRow>() };
  const forget = new Map<string, { officer: number; entry: string }>();
  for (const change of changes) {
    for (const tx_id of change.gone ?? []) {
      packets.delete(tx_id);
      gone.add(tx_id);
    }
    for (const row of change.packets ?? []) packets.set(row.tx_id, row);
    for (const one of change.forget ?? []) {
      const key = `${one.officer} ${one.entry}`;
      forget.set(key, one);
      tables.drafts.delete(key);
      tables.marks.delete(key);
    }
    for (const table of ["drafts", "marks"] as const) {
      for (const row of change[table] ?? []) {
        tables[table].set(`${row.officer} ${row.entry}`, row);
        forget.delete(`${row.officer} ${row.entry}`);
      }
    }
  }
  return {
    packets: [...packets.values()],
    gone: [...gone].filter((tx_id) => !packets.has(tx_id)),
    drafts: [...tables.drafts.values()],
    marks: [...tables.marks.values()],
    forget: [...forget.values()],
  };
}
