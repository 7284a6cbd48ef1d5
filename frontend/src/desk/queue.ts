/** The journal as one entry's form sees it: what is committed here is on its way, whatever the line does. */
import type { EntryNews, Journal } from "../journal/journal";
import { type EntryState, isFinish } from "../journal/entry-state";
import type { Sender } from "../journal/sender";
import type { AskedQuestion, Remark } from "../questions/remarks";
import type { Conflict, Finish, Refusal } from "./packets";
import type { FieldValue, Finding, Saved } from "./types";

export interface QueueEvents {
  /** Something on screen may have to change: field states, the badge, the line, trays. */
  changed(): void;
  /** The server has judged what it holds; `settled` is false while newer values are still here. */
  judged(findings: readonly Finding[], settled: boolean): void;
  /** A refusal came with what it objects to: more than the desk had found itself. */
  objected(findings: readonly Finding[]): void;
  /** Another desk or another tab changed fields. */
  renewed(fields: readonly string[], since: number): void;
  finished(type: Finish): void;
}

export class PacketQueue {
  readonly #journal: Journal;
  readonly #sender: Sender;
  readonly #entry: string;
  readonly #events: QueueEvents;
  readonly #stop: () => void;

  /** @param entry one the journal knows */
  constructor(journal: Journal, sender: Sender, entry: string, events: QueueEvents) {
    this.#journal = journal;
    this.#sender = sender;
    this.#entry = entry;
    this.#events = events;
    this.#stop = journal.listen(entry, (news) => this.#take(news));
  }

  /** The form goes on to another entry: what happens to this one is no longer its business. */
  leave(): void {
    this.#stop();
  }

  get #state(): EntryState {
    return this.#journal.entry(this.#entry);
  }

  get refusals(): readonly Refusal[] {
    return this.#state.refusals;
  }

  get conflicts(): ReadonlyMap<string, Conflict> {
    return this.#state.conflicts;
  }

  /** Null while the line works, else what the last failed try said. */
  get trouble(): string | null {
    return this.#sender.trouble;
  }

  /** How many committed fields of this entry the server has not acknowledged. */
  get unsent(): number {
    return new Set(this.#state.held.flatMap(({ values }) => Object.keys(values))).size;
  }

  /** Whether the server has the entry. */
  get isOpened(): boolean {
    return this.#state.isOpened;
  }

  /** Whether the server lacks something of this entry. */
  get holdsAnything(): boolean {
    return this.#state.held.length > 0;
  }

  /** Whether what ends the entry is on its way. */
  get finishing(): boolean {
    return this.#state.held.some(({ type, state }) => state === "waiting" && isFinish(type));
  }

  /** Whether everything keyed here would survive the page. */
  get isKept(): boolean {
    return this.#journal.isDurable && this.#state.held.every(({ written, version }) => written === version);
  }

  stateOf(field: string): Saved {
    return this.#state.stateOf(field, this.#journal.isDurable, this.#journal.sending);
  }

  stateOfEntry(): Saved {
    const { held } = this.#state;
    if (held.length === 0) return "server";
    if (held.some(({ tx_id }) => this.#journal.sending.has(tx_id))) return "sending";
    return this.isKept ? "local" : "writing";
  }

  /** Takes committed values: into the journal now, to the server when the line allows. */
  commit(values: Readonly<Record<string, FieldValue>>): void {
    this.#journal.commit(this.#entry, values);
  }

  /** Ends the keying of the entry, or reopens it: here at once, with the server after everything keyed before. */
  finish(type: Finish, payload: Readonly<Record<string, unknown>>): void {
    this.#journal.finish(this.#entry, type, payload);
    this.#events.finished(type);
  }

  /** Says something beside the fields: it goes out after everything keyed so far. */
  remark(remark: Remark): void {
    this.#journal.remark(this.#entry, remark);
    this.#events.changed();
  }

  /** What was said beside the fields and waits in this browser. */
  get remarks(): readonly Remark[] {
    return this.#state.remarks;
  }

  /** What was asked of the team leader, as far as the server has it. */
  get questions(): readonly AskedQuestion[] {
    return this.#state.draft.questions ?? [];
  }

  /** A group was left: what was keyed in it is one packet. */
  close(): void {
    this.#journal.close(this.#entry);
  }

  /** Sends now, without waiting for quiet or for the back-off. */
  flush(): void {
    this.close();
    void this.#journal.written().then(() => this.#sender.flush());
    this.#events.changed();
  }

  /** Sends what was refused once more, as a new packet. */
  sendAgain(refusal: Refusal): void {
    this.#journal.sendAgain(this.#entry, refusal.tx_id);
    this.flush();
  }

  /** Settles a conflict: `mine` is sent again on top of what the server has, `theirs` is left standing. */
  settle(field: string, choice: "mine" | "theirs"): void {
    this.#journal.settle(this.#entry, field, choice);
    this.flush();
  }

  /** Another has changed a field in which something else stands, not committed yet. */
  leaveUnseen(field: string, since: number): void {
    this.#state.leaveUnseen(field, since);
  }

  #take({ findings, objections, renewed, since }: EntryNews): void {
    if (renewed !== undefined && renewed.length > 0) this.#events.renewed(renewed, since ?? 0);
    if (findings) this.#events.judged(findings, this.#state.unsent === 0);
    if (objections !== undefined && objections.length > 0) this.#events.objected(objections);
    this.#events.changed();
  }
}
