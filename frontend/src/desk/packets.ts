/**
 * The queue between the form and `/api/sync`: one packet is one action of the entry's log, never two are on their
 * way for one entry, and a packet that may have arrived is sent again unchanged, under the same `tx_id`.
 */
import type { Remark } from "../questions/panel";
import type { FieldValue, Finding, Saved } from "./types";
import { forPacket } from "./values";

/** Acts that end the keying of an entry, or take it up again. They go out after everything keyed before them. */
export type Finish = "completed" | "voided" | "marked_unreadable" | "reopened";

export type PacketType = "entry_opened" | "fields_keyed" | Remark["type"] | Finish;

export interface Packet {
  readonly tx_id: string;
  readonly entry: string;
  readonly book: string;
  readonly pass: number;
  readonly base_seq: number;
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
  readonly code?: string | null;
  readonly message?: string | null;
}

/** What one request came to. `down` is worth another try, `rejected` is not. */
export type Delivery =
  | { readonly kind: "answered"; readonly results: readonly PacketResult[]; readonly grant?: string | null }
  | { readonly kind: "down"; readonly message: string | null }
  | { readonly kind: "rejected"; readonly message: string };

export interface Refusal {
  readonly type: PacketType;
  readonly code: string;
  readonly message: string;
  readonly values: ReadonlyMap<string, FieldValue>;
  /** What was to be said beside the fields: it is shown, and can be sent again. */
  readonly remark?: Remark;
}

export interface QueueSettings {
  readonly entry: string;
  readonly book: string;
  readonly pass: number;
  readonly grant: string;
  readonly seq: number;
  /** What `entry_opened` says of the entry's place in the book. */
  readonly place: Readonly<Record<string, unknown>>;
  readonly deliver: (packets: readonly Packet[]) => Promise<Delivery>;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Runs `act` after `milliseconds`; the returned function forgets it. */
  readonly after: (act: () => void, milliseconds: number) => () => void;
}

export interface QueueEvents {
  /** Something on screen may have to change: field states, the badge, the line, trays. */
  changed(): void;
  /** The server has judged what it holds; `settled` is false while newer values are still here. */
  judged(findings: readonly Finding[], settled: boolean): void;
  /** A refusal came with what it objects to: more than the desk had found itself. */
  objected(findings: readonly Finding[]): void;
  finished(type: Finish): void;
}

/** Seconds between tries; the last one is repeated. */
const BACK_OFF = [1, 2, 4, 8, 15];

interface Flight {
  readonly packet: Packet;
  readonly values: ReadonlyMap<string, FieldValue>;
  readonly remark?: Remark;
}

export class PacketQueue {
  #settings: QueueSettings;
  #events: QueueEvents;
  #seq: number;
  #opened: boolean;
  #waiting = new Map<string, FieldValue>();
  #remarks: Remark[] = [];
  #finish: { readonly type: Finish; readonly payload: Readonly<Record<string, unknown>> } | null = null;
  #grant: string;
  #flight: Flight | null = null;
  #onTheWay = false;
  #failures = 0;
  #lastFailure: string | null = null;
  #forget: (() => void) | null = null;
  #refusals: Refusal[] = [];
  #conflicts = new Map<string, Conflict>();

  constructor(settings: QueueSettings, events: QueueEvents) {
    this.#settings = settings;
    this.#events = events;
    this.#seq = settings.seq;
    this.#grant = settings.grant;
    this.#opened = settings.seq > 0;
  }

  get refusals(): readonly Refusal[] {
    return this.#refusals;
  }

  get conflicts(): ReadonlyMap<string, Conflict> {
    return this.#conflicts;
  }

  /** Null while the line works, else what the last failed try said. */
  get trouble(): string | null {
    return this.#failures === 0 ? null : (this.#lastFailure ?? "");
  }

  /** How many committed fields the server has not acknowledged. */
  get unsent(): number {
    const fields = new Set([...this.#waiting.keys(), ...(this.#flight?.values.keys() ?? [])]);
    for (const refusal of this.#refusals) for (const field of refusal.values.keys()) fields.add(field);
    for (const field of this.#conflicts.keys()) fields.add(field);
    return fields.size;
  }

  /** Whether the server has the entry. */
  get isOpened(): boolean {
    return this.#opened;
  }

  /** Whether leaving the page now would lose something. */
  get holdsAnything(): boolean {
    return this.unsent > 0 || this.#remarks.length > 0 || this.#flight !== null || this.#finish !== null;
  }

  get finishing(): boolean {
    const type = this.#flight?.packet.type;
    return this.#finish !== null || (type !== undefined && isFinish(type));
  }

  stateOf(field: string): Saved {
    if (this.#waiting.has(field) || this.#conflicts.has(field)) return "local";
    if (this.#refusals.some((refusal) => refusal.values.has(field))) return "local";
    if (this.#flight?.values.has(field) === true) return this.#onTheWay ? "sending" : "local";
    return "server";
  }

  stateOfEntry(): Saved {
    if (this.#onTheWay) return "sending";
    return this.holdsAnything ? "local" : "server";
  }

  /** Takes a committed value and sends it as soon as nothing else of this entry is on its way. */
  commit(values: Readonly<Record<string, FieldValue>>): void {
    for (const [field, value] of Object.entries(values)) {
      this.#waiting.set(field, value);
      this.#conflicts.delete(field);
      this.#withdrawRefused(field);
    }
    this.#pump();
    this.#events.changed();
  }

  /** Says something beside the fields: a question to the team leader, or that one is settled. */
  remark(remark: Remark): void {
    this.#remarks.push(remark);
    this.#pump();
    this.#events.changed();
  }

  /** Whether a remark has not reached the server yet. */
  waits(remark: Remark): boolean {
    return this.#remarks.includes(remark) || this.#flight?.remark === remark || this.#refusals.some((refusal) => refusal.remark === remark);
  }

  /** Ends the keying of the entry, or reopens it, once everything before it is acknowledged. */
  finish(type: Finish, payload: Readonly<Record<string, unknown>>): void {
    this.#refusals = this.#refusals.filter((refusal) => isOfKeying(refusal) || refusal.remark !== undefined);
    this.#finish = { type, payload };
    this.#pump();
    this.#events.changed();
  }

  /** Tries again without waiting for the back-off: the line came back, or the officer asked for it. */
  flush(): void {
    this.#forget?.();
    this.#forget = null;
    this.#pump();
    this.#events.changed();
  }

  /** Sends what was refused once more, as a new packet. */
  sendAgain(refusal: Refusal): void {
    this.#refusals = this.#refusals.filter((known) => known !== refusal);
    for (const [field, value] of refusal.values) if (!this.#waiting.has(field)) this.#waiting.set(field, value);
    if (refusal.remark !== undefined) this.#remarks.push(refusal.remark);
    this.flush();
  }

  /** Settles a conflict: `mine` is sent again on top of what the server has, `theirs` is left standing. */
  settle(field: string, choice: "mine" | "theirs"): void {
    const conflict = this.#conflicts.get(field);
    if (conflict === undefined) return;
    this.#conflicts.delete(field);
    if (choice === "mine") this.#waiting.set(field, conflict.mine);
    this.flush();
  }

  #pump(): void {
    if (this.#onTheWay || this.#forget !== null) return;
    this.#flight ??= this.#pack();
    if (this.#flight === null) return;
    this.#onTheWay = true;
    void this.#send(this.#flight);
  }

  #pack(): Flight | null {
    if (this.#waiting.size === 0 && this.#remarks.length === 0 && this.#finish === null) return null;
    if (this.#refusals.some((refusal) => refusal.type === "entry_opened")) return null;
    if (!this.#opened) return this.#flightOf("entry_opened", this.#settings.place, new Map());
    if (this.#waiting.size > 0) {
      const values = this.#waiting;
      this.#waiting = new Map();
      const payload = Object.fromEntries([...values].map(([field, value]) => [field, forPacket(value)]));
      return this.#flightOf("fields_keyed", payload, values);
    }
    const remark = this.#remarks.shift();
    if (remark !== undefined) return { ...this.#flightOf(remark.type, remark.payload, new Map()), remark };
    if (this.#refusals.some(isOfKeying) || this.#conflicts.size > 0) {
      // What stands on paper has not reached the server whole: finishing waits for the officer's decision.
      this.#finish = null;
      return null;
    }
    const { type, payload } = this.#finish!;
    this.#finish = null;
    return this.#flightOf(type, payload, new Map());
  }

  #flightOf(
    type: PacketType,
    payload: Readonly<Record<string, unknown>>,
    values: ReadonlyMap<string, FieldValue>,
  ): Flight {
    const { entry, book, pass, newId, now } = this.#settings;
    const [tx_id, device_time, grant] = [newId(), now().toISOString(), this.#grant];
    return { packet: { tx_id, entry, book, pass, base_seq: this.#seq, device_time, grant, type, payload }, values };
  }

  async #send(flight: Flight): Promise<void> {
    const delivery = await this.#settings.deliver([flight.packet]);
    this.#onTheWay = false;
    if (delivery.kind === "down") return this.#waitAndRetry(delivery.message);
    if (delivery.kind === "answered" && delivery.grant) this.#grant = delivery.grant;
    const result: PacketResult | undefined =
      delivery.kind === "answered"
        ? delivery.results.find((answer) => answer.tx_id === flight.packet.tx_id)
        : { tx_id: flight.packet.tx_id, status: "refused", message: delivery.message };
    if (result === undefined) return this.#waitAndRetry("Máy chủ trả lời thiếu gói vừa gửi.");
    this.#failures = 0;
    this.#lastFailure = null;
    this.#flight = null;
    this.#take(flight, result);
    this.#pump();
    this.#events.changed();
  }

  #waitAndRetry(message: string | null): void {
    const seconds = BACK_OFF[Math.min(this.#failures, BACK_OFF.length - 1)]!;
    this.#failures += 1;
    this.#lastFailure = message;
    this.#forget = this.#settings.after(() => {
      this.#forget = null;
      this.#pump();
      this.#events.changed();
    }, seconds * 1000);
    this.#events.changed();
  }

  #take(flight: Flight, result: PacketResult): void {
    if (typeof result.seq === "number") this.#seq = Math.max(this.#seq, result.seq);
    const { type } = flight.packet;
    if (result.status === "refused") {
      // A remark that was not taken holds nothing up: the entry goes on without it.
      if (flight.remark === undefined) this.#finish = null;
      const message = result.message ?? "Máy chủ không nhận gói này.";
      const remark = flight.remark === undefined ? {} : { remark: flight.remark };
      this.#refusals.push({ type, code: result.code ?? "", message, values: flight.values, ...remark });
      if (result.findings && result.findings.length > 0) this.#events.objected(result.findings);
      return;
    }
    if (type === "entry_opened") this.#opened = true;
    // The first answer to a repeated packet can hold conflicts too: its status says only that it came before.
    this.#takeConflicts(flight, result.conflicts ?? {});
    if (result.findings) this.#events.judged(result.findings, this.#waiting.size === 0);
    if (isFinish(type)) this.#events.finished(type);
  }

  #takeConflicts(flight: Flight, conflicts: Readonly<Record<string, Conflict>>): void {
    for (const [field, conflict] of Object.entries(conflicts)) {
      // A value committed meanwhile was keyed without knowing theirs: the officer still has to choose.
      const mine = this.#waiting.get(field) ?? flight.values.get(field) ?? conflict.mine;
      this.#waiting.delete(field);
      this.#conflicts.set(field, { ...conflict, mine });
    }
  }

  #withdrawRefused(field: string): void {
    this.#refusals = this.#refusals
      .map((refusal) => {
        if (!refusal.values.has(field)) return refusal;
        return { ...refusal, values: new Map([...refusal.values].filter(([id]) => id !== field)) };
      })
      .filter((refusal) => refusal.values.size > 0 || refusal.type !== "fields_keyed");
  }
}

function isFinish(type: PacketType): type is Finish {
  return type === "completed" || type === "voided" || type === "marked_unreadable" || type === "reopened";
}

function isOfKeying(refusal: Refusal): boolean {
  return refusal.type === "entry_opened" || refusal.type === "fields_keyed";
}
