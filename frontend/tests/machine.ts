/** A machine with its disk, its tabs and a server behind a line that the test bends as it likes. */
import "fake-indexeddb/auto";
import { fromBase64Url, toBase64Url } from "../src/journal/base64";
import { Journal } from "../src/journal/journal";
import type { Change } from "../src/journal/rows";
import { Covered, workingKey } from "../src/journal/seal";
import { type Load, Sender } from "../src/journal/sender";
import { type DeskDatabase, DiskStore, openDatabase, SpillingStore, type Store } from "../src/journal/store";
import type { Message, Tabs } from "../src/journal/tabs";
import type { Delivery, Packet, PacketResult } from "../src/desk/packets";
import type { FieldValue } from "../src/desk/types";
import type { Draft } from "../src/journal/entry-state";

export const value = (v: string): FieldValue => ({ v, m: null, o: "typed" });

interface Action {
  readonly seq: number;
  readonly packet: Packet;
  readonly result: PacketResult;
}

/** `/api/sync` in small: idempotent by `tx_id`, conflicts by field against what is neither older nor the desk's own. */
export class Server {
  readonly log = new Map<string, Action[]>();
  readonly requests: Packet[][] = [];
  seal: { id: string; public: string } = { id: "k1", public: "" };
  #private!: CryptoKey;
  /** Says what is refused, by packet; null takes it. */
  refuse: (packet: Packet) => { code: string; message: string } | null = () => null;
  /** Whose session brings the packets. */
  session: number | null = null;

  static async start(): Promise<Server> {
    const server = new Server();
    const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
    server.#private = pair.privateKey;
    server.seal = { id: "k1", public: toBase64Url(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))) };
    return server;
  }

  async open(sealed: Load["sealed"][number]): Promise<Packet> {
    const epk = fromBase64Url(sealed.epk);
    const theirs = await crypto.subtle.importKey("raw", epk, { name: "ECDH", namedCurve: "P-256" }, false, []);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, this.#private, 256);
    const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const info = new TextEncoder().encode("hotich outbox 1");
    const key = await crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: epk, info }, secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    const about = { name: "AES-GCM", iv: fromBase64Url(sealed.iv), additionalData: new TextEncoder().encode(sealed.tx_id) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(about, key, fromBase64Url(sealed.box)))) as Packet;
  }

  async receive({ packets, sealed }: Load): Promise<Delivery> {
    const opened = [...packets, ...(await Promise.all(sealed.map((one) => this.open(one))))];
    this.requests.push(opened);
    return { kind: "answered", results: opened.map((packet) => this.#record(packet)), grant: "signed" };
  }

  /** Somebody at another desk keys fields. */
  keyedElsewhere(entry: string, payload: Record<string, FieldValue>): void {
    const base_seq = this.log.get(entry)?.length ?? 0;
    this.#record({ tx_id: `other-${entry}-${base_seq}`, entry, book: "b", pass: 0, base_seq, own: [], device_time: "", grant: "", type: "fields_keyed", payload });
  }

  fields(entry: string): Record<string, string | null> {
    const fields: Record<string, string | null> = {};
    for (const { packet, result } of this.log.get(entry) ?? []) {
      if (packet.type !== "fields_keyed") continue;
      for (const [field, one] of Object.entries(packet.payload as Record<string, FieldValue>)) if (!(field in (result.conflicts ?? {}))) fields[field] = one.v;
    }
    return fields;
  }

  #record(packet: Packet): PacketResult {
    const actions = this.log.get(packet.entry) ?? [];
    const known = actions.find((action) => action.packet.tx_id === packet.tx_id);
    if (known !== undefined) return { ...known.result, status: "repeated" };
    const refused = this.refuse(packet);
    const { tx_id } = packet;
    if (refused !== null) return { tx_id, status: "refused", ...refused };
    if (actions.length === 0 && packet.type !== "entry_opened") return { tx_id, status: "refused", code: "entry.not_opened", message: "Chưa mở." };
    if (packet.type === "entry_opened" && actions.length > 0) return { tx_id, status: "repeated", seq: actions.length, news: this.#news(actions, packet) };
    const seq = actions.length + 1;
    const news = this.#news(actions, packet);
    const mine = packet.type === "fields_keyed" ? (packet.payload as Record<string, FieldValue>) : {};
    const conflicts = Object.fromEntries(
      Object.entries(mine).flatMap(([field, one]) => {
        const theirs = news[field];
        return theirs === undefined || theirs.v === one.v ? [] : [[field, { mine: one, theirs, by: "Người khác", at: "2023-06-01T00:00:00Z" }]];
      }),
    );
    const status = Object.keys(conflicts).length > 0 ? "conflict" : "saved";
    const others = Object.fromEntries(Object.entries(news).filter(([field]) => !(field in mine)));
    const result: PacketResult = { tx_id, status, seq, findings: [], conflicts, news: others };
    this.log.set(packet.entry, [...actions, { seq, packet, result }]);
    return result;
  }

  #news(actions: readonly Action[], packet: Packet): Record<string, FieldValue> {
    const own = new Set(packet.own);
    const news: Record<string, FieldValue> = {};
    for (const { seq, packet: other, result } of actions) {
      if (seq <= packet.base_seq || other.type !== "fields_keyed") continue;
      for (const [field, one] of Object.entries(other.payload as Record<string, FieldValue>)) {
        if (field in (result.conflicts ?? {})) continue;
        if (own.has(other.tx_id)) delete news[field];
        else news[field] = one;
      }
    }
    return news;
  }
}

/** One browser: what lies on its disk outlives its tabs. */
export class Machine {
  readonly server: Server;
  readonly tabs = new Set<Tab>();
  readonly alive = new Set<string>();
  /** What the line does with the next request. */
  line: (load: Load, send: () => Promise<Delivery>) => Promise<Delivery> = (_load, send) => send();
  /** Whether the disk takes anything. */
  isFull = false;
  clock = 1_700_000_000_000;
  database!: DeskDatabase;
  #turns = new Map<string, Promise<void>>();
  #made = 0;

  constructor(server: Server) {
    this.server = server;
  }

  static async start(server: Server): Promise<Machine> {
    const machine = new Machine(server);
    machine.database = await openDatabase(`desk-${Math.random()}`);
    return machine;
  }

  async open(officer = 7, secret = officer): Promise<Tab> {
    const id = `tab${(this.#made += 1)}`;
    this.alive.add(id);
    const tab = new Tab(this, id, officer);
    this.tabs.add(tab);
    await tab.start(await workingKey(toBase64Url(new Uint8Array(32).fill(secret))));
    return tab;
  }

  exclusive(name: string, tab: Tab, act: () => Promise<void>): Promise<void> {
    // A tab that dies gives its lock back.
    const mine = (this.#turns.get(name) ?? Promise.resolve()).then(() => (tab.isDead ? undefined : Promise.race([act(), tab.death])));
    this.#turns.set(name, mine.catch(() => {}));
    return mine;
  }
}

export class Tab {
  readonly machine: Machine;
  readonly id: string;
  readonly officer: number;
  readonly timers: (() => void)[] = [];
  readonly listeners: ((message: Message) => void)[] = [];
  readonly fullness: boolean[] = [];
  journal!: Journal;
  sender!: Sender;
  store!: Store;
  isDead = false;
  #die!: () => void;
  readonly death = new Promise<void>((resolve) => (this.#die = resolve));

  constructor(machine: Machine, id: string, officer: number) {
    this.machine = machine;
    this.id = id;
    this.officer = officer;
  }

  async start(key: CryptoKey): Promise<void> {
    const { machine } = this;
    const never = <Value>(): Promise<Value> => new Promise<Value>(() => {});
    const disk = new DiskStore(machine.database);
    const mortal: Store = {
      packets: () => (this.isDead ? never() : disk.packets()),
      entries: (table, officer) => (this.isDead ? never() : disk.entries(table, officer)),
      entry: (table, officer, entry) => (this.isDead ? never() : disk.entry(table, officer, entry)),
      last: () => disk.last(),
      write: (change: Change) => {
        if (this.isDead) return never();
        return machine.isFull ? Promise.reject(new DOMException("full", "QuotaExceededError")) : disk.write(change);
      },
    };
    this.store = new SpillingStore(mortal, (isFull) => this.fullness.push(isFull));
    const tabs: Tabs = {
      id: this.id,
      exclusive: (name, act) => machine.exclusive(name, this, act),
      say: (message) => {
        if (this.isDead) return;
        for (const other of machine.tabs) if (other !== this && !other.isDead) setImmediate(() => other.listeners.forEach((listen) => listen(message)));
      },
      hear: (listener) => this.listeners.push(listener),
      alive: () => Promise.resolve(new Set(machine.alive)),
    };
    const after = (act: () => void): (() => void) => {
      const timer = (): void => {
        if (!this.isDead) act();
      };
      this.timers.push(timer);
      return () => {
        const at = this.timers.indexOf(timer);
        if (at >= 0) this.timers.splice(at, 1);
      };
    };
    let made = 0;
    const now = (): Date => new Date((machine.clock += 1));
    this.journal = await Journal.open({
      store: this.store, cover: new Covered(key, () => machine.server.seal), officer: this.officer, tabs, durable: () => true,
      grant: () => "signed", newId: () => `${this.id}-${(made += 1)}`, now, after,
    });
    this.sender = new Sender({
      store: this.store, tabs, officer: this.officer, now, after, random: () => 1,
      deliver: async (load) => {
        const answer = await machine.line(load, () => machine.server.receive(load));
        return this.isDead ? never() : answer;
      },
      take: (answers) => this.journal.take(answers),
      showSending: (packets) => this.journal.showSending(packets),
      granted: () => {},
      changed: () => {},
    });
    this.journal.connect(() => this.sender.wake(), () => {});
  }

  know(entry: string, more: Partial<Draft> = {}): void {
    const place = { page: 1, line: 1, position: 1001 };
    this.journal.know(entry, {
      book: "b", pass: 0, place, seq: 0, status: "keying", fields: {}, findings: [], number: null, current: {}, notes: [], flags: [], subjects: [], seen_fields: [], questions: [], own: [], ...more,
    });
  }

  /** SIGKILL: nothing of what was not on disk is ever written, and no answer is ever read. */
  kill(): void {
    this.isDead = true;
    this.machine.alive.delete(this.id);
    this.machine.tabs.delete(this);
    this.#die();
  }

  runTimers(): void {
    for (const timer of this.timers.splice(0)) timer();
  }
}

const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** Lets everything that can happen without a timer happen: ciphers work on threads of their own. */
export async function settled(rounds = 15): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await moment();
}

/** Waits for what must come, however busy the machine is; what never comes is the test's to say. */
export async function until(holds: () => boolean, patience = 5_000): Promise<void> {
  const late = performance.now() + patience;
  while (!holds() && performance.now() < late) await moment();
}

/** Runs timers and the line until nothing is left to send, or the patience ends. */
export async function drained(tab: Tab, patience = 200): Promise<void> {
  for (let round = 0; round < patience; round += 1) {
    await tab.journal.written();
    await moment();
    if (tab.journal.unsent === 0 && (await tab.store.packets()).every(({ state }) => state === "refused" || state === "conflict")) return;
    tab.runTimers();
    tab.sender.flush();
  }
}
