/**
 * The journal of one officer in one tab: everything he keys is in memory at once, on disk a moment later, and with the server when
 * the line allows. Nothing here waits for the line.
 */
import type { Finish, PacketResult } from "../desk/packets";
import type { Fields, FieldValue, Finding } from "../desk/types";
import type { Remark } from "../questions/remarks";
import { type Changed, type Draft, EntryState, type Held, type Make, type Mark, NO_MARK, type Told } from "./entry-state";
import type { Change, EntryRow, PacketRow } from "./rows";
import type { Cover } from "./seal";
import type { Store } from "./store";
import { answeredBlind, byOrder, differing, joinedOwn, packetOf } from "./taking";
import type { Message, Tabs } from "./tabs";

export interface JournalParts {
  readonly store: Store;
  readonly cover: Cover;
  readonly officer: number;
  readonly tabs: Tabs;
  /** Whether what is written survives the page; false on a plain-HTTP address. */
  readonly durable: () => boolean;
  readonly grant: () => string;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly after: (act: () => void, milliseconds: number) => () => void;
}

/** What happened to an entry, for who has it on screen. */
export interface EntryNews {
  readonly findings?: readonly Finding[] | null;
  readonly objections?: readonly Finding[];
  /** Fields that somebody else changed: another desk, another tab. */
  readonly renewed?: readonly string[];
  /** The line of the log up to which the entry was known before that. */
  readonly since?: number;
}

/** Quiet after which the open packet is closed, and the longest it stays open while the officer goes on typing. */
const QUIET = 1000;
const LONGEST_OPEN = 4000;
/** How long what is done and sent stays readable at this machine. */
const KEPT_FOR = 3 * 24 * 3_600_000;

/** What a packet's own copy says, under the officer's key. */
type Copy = Pick<Held, "type" | "values" | "payload" | "base">;

export class Journal {
  readonly officer: number;
  readonly #parts: JournalParts;
  readonly #entries = new Map<string, EntryState>();
  readonly #listeners = new Map<string, Set<(news: EntryNews) => void>>();
  readonly #quiet = new Map<string, () => void>();
  readonly #ages = new Map<string, number>();
  readonly #marks = new Map<string, Mark>();
  /** What this tab knows to be settled, whatever a record still says that was read before. */
  readonly #dropped = new Set<string>();
  #sending: ReadonlySet<string> = new Set();
  #last = 0;
  #writing: Promise<void> = Promise.resolve();
  #reading: Promise<void> = Promise.resolve();
  #onWork: () => void = () => {};
  #onAny: () => void = () => {};

  private constructor(parts: JournalParts) {
    this.#parts = parts;
    this.officer = parts.officer;
    parts.tabs.hear((message) => this.#hear(message));
  }

  /** Opens what this machine has of the officer's work. */
  static async open(parts: JournalParts): Promise<Journal> {
    const journal = new Journal(parts);
    journal.#last = await parts.store.last();
    for (const row of await parts.store.entries("drafts", parts.officer)) await journal.#loadDraft(row);
    for (const row of await parts.store.entries("marks", parts.officer)) await journal.#loadMark(row);
    for (const row of await parts.store.packets()) await journal.#loadPacket(row);
    for (const state of journal.#entries.values()) {
      const changed: Changed = { packets: [], gone: [] };
      state.holdBack(changed);
      journal.#save(state, changed);
    }
    return journal;
  }

  /** @param onWork something waits to be sent; @param onAny what the whole shift shows may have changed */
  connect(onWork: () => void, onAny: () => void): void {
    this.#onWork = onWork;
    this.#onAny = onAny;
  }

  get entries(): ReadonlyMap<string, EntryState> {
    return this.#entries;
  }

  get isDurable(): boolean {
    return this.#parts.durable();
  }

  get sending(): ReadonlySet<string> {
    return this.#sending;
  }

  /** The entry, which has to be known: `know` comes first. */
  entry(id: string): EntryState {
    return this.#entries.get(id)!;
  }

  /** Makes an entry known, or renews what is known of it by the server's newer picture. */
  know(entry: string, fresh: Draft): EntryState {
    const known = this.#entries.get(entry);
    if (known === undefined) {
      const state = new EntryState(entry, fresh);
      state.mark = this.#marks.get(entry) ?? NO_MARK;
      this.#entries.set(entry, state);
      return state;
    }
    const [before, since] = [known.fields, known.draft.seq];
    const changed = known.renew(fresh);
    if (changed !== null && fresh.seq > 0) {
      this.#save(known, changed, { draft: true });
      this.#tellRenewed(known, before, since);
    }
    return known;
  }

  listen(entry: string, listener: (news: EntryNews) => void): () => void {
    const known = this.#listeners.get(entry) ?? new Set();
    this.#listeners.set(entry, known.add(listener));
    return () => known.delete(listener);
  }

  commit(entry: string, values: Readonly<Record<string, FieldValue>>): void {
    const state = this.entry(entry);
    const { mark } = state;
    // What stood half typed in the field is older than what is committed now: both change on disk at once, so that no crash brings it back.
    const outdates = mark.text !== null && mark.at !== null && mark.at in values;
    if (outdates) state.mark = { ...mark, text: null };
    this.#save(state, state.take(values, this.#parts.tabs.id, this.#make), { mark: outdates });
    this.#closeWhenQuiet(state);
  }

  /** Closes the entry's open packet: a group was left, the entry is finished, the page goes out of sight. */
  close(entry: string): void {
    this.#quiet.get(entry)?.();
    this.#quiet.delete(entry);
    const state = this.#entries.get(entry);
    if (state !== undefined) this.#save(state, state.close(this.#parts.tabs.id));
  }

  closeAll(): void {
    for (const entry of this.#entries.keys()) this.close(entry);
  }

  finish(entry: string, type: Finish, payload: Readonly<Record<string, unknown>>): void {
    this.close(entry);
    const state = this.entry(entry);
    this.#save(state, state.finish(type, payload, this.#parts.tabs.id, this.#make));
  }

  /** Says something beside the fields of an entry: a question to the team leader, or that one is settled. */
  remark(entry: string, remark: Remark): void {
    const state = this.entry(entry);
    this.#save(state, state.remark(remark, this.#parts.tabs.id, this.#make));
  }

  sendAgain(entry: string, tx_id: string): void {
    const state = this.entry(entry);
    this.#save(state, state.sendAgain(tx_id, this.#parts.tabs.id, this.#make));
  }

  settle(entry: string, field: string, choice: "mine" | "theirs"): void {
    const state = this.entry(entry);
    this.#save(state, state.settle(field, choice, this.#parts.tabs.id, this.#make));
    this.close(entry);
  }

  /** Notes where the officer is, so that a crash brings him back to the same letter. */
  mark(entry: string, mark: Mark): void {
    const state = this.entry(entry);
    state.mark = mark;
    this.#enqueue(async () => {
      if (state.mark !== mark) return;
      await this.#parts.store.write({ marks: [await this.#row(entry, mark)] });
    });
  }

  /** When everything said so far is on disk, or where it goes instead. */
  written(): Promise<void> {
    return this.#writing;
  }

  /** How many packets of his the server has not taken. */
  get unsent(): number {
    return [...this.#entries.values()].reduce((sum, state) => sum + state.unsent, 0);
  }

  /** Works in answers to the officer's own packets; those that are not his are the sender's. Called by one tab at a time. */
  async take(results: readonly (readonly [PacketRow, PacketResult])[]): Promise<void> {
    // Another tab may have had the answers before these: its picture of the entry is the one to go on from.
    await this.#writing;
    for (const entry of new Set(results.map(([row]) => row.entry))) await this.#refreshDraft(entry);
    for (const [row, result] of results) {
      // What another tab wrote is answered as it was sent, not as it was last heard of here.
      if (row.tab !== this.#parts.tabs.id) await this.#loadPacket(row);
      const state = this.#entries.get(row.entry);
      const held = state?.held.find(({ tx_id }) => tx_id === row.tx_id);
      if (state === undefined || held === undefined) {
        // Nobody here can say what was in it: it came from a file, or the record of its entry is gone.
        await this.#parts.store.write(answeredBlind(row, result));
        continue;
      }
      const [before, since] = [state.fields, state.draft.seq];
      const changed = state.answered(held, result);
      this.#save(state, changed, { draft: true });
      this.#tellRenewed(state, before, since, changed);
    }
    await this.#writing;
  }

  /** Forgets entries of which everything is sent and nothing is asked, once they are old. */
  forgetOld(stillWork: ReadonlySet<string>): void {
    const until = this.#parts.now().getTime() - KEPT_FOR;
    const old = [...this.#entries.values()].filter((state) => state.held.length === 0 && !stillWork.has(state.entry) && this.#touched(state) < until);
    for (const { entry } of old) this.#entries.delete(entry);
    if (old.length === 0) return;
    const forget = old.map(({ entry }) => ({ officer: this.officer, entry }));
    this.#enqueue(() => this.#parts.store.write({ forget }));
  }

  showSending(packets: readonly string[]): void {
    this.#sending = new Set(packets);
    this.#parts.tabs.say({ kind: "sending", packets });
    this.#onAny();
  }

  #touched(state: EntryState): number {
    return this.#ages.get(state.entry) ?? this.#parts.now().getTime();
  }

  readonly #make: Make = (type, payload, base, state) => {
    const now = this.#parts.now().getTime();
    this.#last = Math.max(now, this.#last + 1);
    return {
      tx_id: this.#parts.newId(), n: this.#last, type, tab: this.#parts.tabs.id, base, at: now, state, values: {}, payload, said: null,
      conflicts: {}, version: 0, written: -1, sealedAs: null, sealed: null,
    };
  };

  #closeWhenQuiet(state: EntryState): void {
    const open = state.held.at(-1);
    const age = open === undefined ? 0 : this.#parts.now().getTime() - open.at;
    this.#quiet.get(state.entry)?.();
    // What only memory holds goes out straight away.
    const wait = this.isDurable ? Math.max(0, Math.min(QUIET, LONGEST_OPEN - age)) : 0;
    this.#quiet.set(state.entry, this.#parts.after(() => this.close(state.entry), wait));
  }

  #save(state: EntryState, changed: Changed, also: { readonly draft?: boolean; readonly mark?: boolean } = {}): void {
    const packets = changed.packets.filter((held) => !changed.gone.includes(held));
    if (packets.length === 0 && changed.gone.length === 0 && also.draft !== true) return;
    for (const { tx_id } of changed.gone) this.#dropped.add(tx_id);
    const isNew = !this.#ages.has(state.entry);
    this.#ages.set(state.entry, this.#parts.now().getTime());
    this.#enqueue(async () => {
      // What other tabs were told meanwhile stays known.
      if (also.draft === true) await this.#refreshDraft(state.entry);
      const fresh = packets.filter((held) => held.written !== held.version && state.held.includes(held));
      const versions = fresh.map((held) => held.version);
      const change: Change = {
        packets: await Promise.all(fresh.map((held) => this.#packetRow(state, held))),
        gone: changed.gone.map(({ tx_id }) => tx_id),
        drafts: also.draft === true || isNew ? [await this.#row(state.entry, state.draft)] : [],
        marks: also.mark === true ? [await this.#row(state.entry, state.mark)] : [],
      };
      await this.#parts.store.write(change);
      fresh.forEach((held, index) => (held.written = versions[index]!));
      this.#parts.tabs.say({ kind: "entry", entry: state.entry });
      this.#tell(state.entry, {});
      if (state.held.some((held) => held.state === "waiting")) this.#onWork();
    });
    this.#tell(state.entry, {});
  }

  #enqueue(act: () => Promise<void>): void {
    this.#writing = this.#writing.then(act).catch((error: unknown) => {
      // One record that cannot be written must not stop those behind it.
      console.error("journal", error instanceof Error ? error.name : "error");
    });
  }

  async #packetRow(state: EntryState, held: Held): Promise<PacketRow> {
    const { cover, officer } = this.#parts;
    const { tx_id, n, type, tab, at, said, values, payload, base, conflicts } = held;
    const kept = { tx_id, n, entry: state.entry, officer, type, tab, state: held.state, at, said };
    const isToSend = held.state === "open" || held.state === "waiting";
    const content = JSON.stringify(type === "fields_keyed" ? values : payload);
    const packet = isToSend ? packetOf(state, held, this.#parts.grant()) : null;
    const copy: Copy = { type, values, payload, base };
    if (packet !== null && held.sealedAs !== content) {
      held.sealed = await cover.seal(tx_id, packet);
      held.sealedAs = content;
    }
    return {
      ...kept,
      sealed: isToSend ? held.sealed : null,
      bare: held.sealed === null ? packet : null,
      copy: await cover.lock(copy),
      more: Object.keys(conflicts).length > 0 ? await cover.lock(conflicts) : null,
    };
  }

  async #row(entry: string, value: Draft | Mark): Promise<EntryRow> {
    return { officer: this.officer, entry, at: this.#parts.now().getTime(), copy: await this.#parts.cover.lock(value) };
  }

  async #loadDraft(row: EntryRow): Promise<void> {
    const draft = await this.#opened<Draft>(row.copy);
    if (draft === null) return;
    const known = this.#entries.get(row.entry);
    if (known === undefined) this.#entries.set(row.entry, new EntryState(row.entry, draft));
    else if (draft.seq >= known.draft.seq) known.draft = { ...draft, own: joinedOwn(known.draft.own, draft.own) };
    else known.draft.own = joinedOwn(draft.own, known.draft.own);
    this.#ages.set(row.entry, row.at);
  }

  async #refreshDraft(entry: string): Promise<void> {
    const row = await this.#parts.store.entry("drafts", this.officer, entry);
    if (row !== undefined) await this.#loadDraft(row);
  }

  async #loadMark(row: EntryRow): Promise<void> {
    const mark = await this.#opened<Mark>(row.copy);
    const state = this.#entries.get(row.entry);
    if (mark === null) return;
    // Where only a few letters were typed there is no record of the entry yet: they wait for it.
    if (state === undefined) this.#marks.set(row.entry, mark);
    else state.mark = mark;
  }

  async #loadPacket(row: PacketRow): Promise<void> {
    if (row.officer !== this.officer || row.copy === null || this.#dropped.has(row.tx_id)) return;
    const state = this.#entries.get(row.entry);
    const known = state?.held.find(({ tx_id }) => tx_id === row.tx_id);
    const version = known?.version;
    // What this tab has changed since is newer than any row.
    if (known !== undefined && known.written !== version) return;
    const copy = state === undefined ? null : await this.#opened<Copy>(row.copy);
    const conflicts = row.more === null ? {} : ((await this.#opened<Held["conflicts"]>(row.more)) ?? {});
    if (state === undefined || copy === null || this.#dropped.has(row.tx_id)) return;
    const { tx_id, n, tab, at, said, sealed } = row;
    const sealedAs = sealed === null ? null : JSON.stringify(copy.type === "fields_keyed" ? copy.values : copy.payload);
    const now = state.held.find((held) => held.tx_id === tx_id);
    if (now !== undefined && (now !== known || now.version !== version)) return;
    if (now !== undefined) Object.assign(now, { ...copy, said, sealed, state: row.state, conflicts, sealedAs });
    else state.held = [...state.held, { ...copy, tx_id, n, tab, at, said, sealed, state: row.state, conflicts, version: 0, written: 0, sealedAs }].sort(byOrder);
  }

  /** Null where it was locked under another key: it stays where it is, and unread. */
  async #opened<Value>(locked: EntryRow["copy"]): Promise<Value | null> {
    return this.#parts.cover.open<Value>(locked).catch(() => null);
  }

  /** Another tab wrote: its packets come in, what it saw answered goes. What this tab has not written yet stays. */
  #reload(entry: string): Promise<void> {
    // One after the other: what an older reading brings must not come behind a newer one.
    this.#reading = this.#reading.then(() => this.#readAgain(entry)).catch(() => {});
    return this.#reading;
  }

  async #readAgain(entry: string): Promise<void> {
    const { store, tabs } = this.#parts;
    await this.#writing;
    const before = this.#entries.get(entry)?.fields ?? {};
    const since = this.#entries.get(entry)?.draft.seq ?? 0;
    await this.#refreshDraft(entry);
    const state = this.#entries.get(entry);
    if (state === undefined) return;
    const rows = new Map((await store.packets()).filter((row) => row.entry === entry).map((row) => [row.tx_id, row]));
    state.held = state.held.filter((held) => held.written < 0 || rows.has(held.tx_id));
    for (const row of rows.values()) {
      // Of its own packets a tab learns only how they were answered.
      const isOwn = row.tab === tabs.id && state.held.some(({ tx_id }) => tx_id === row.tx_id);
      if (!isOwn || row.state === "refused" || row.state === "conflict") await this.#loadPacket(row);
    }
    this.#tellRenewed(state, before, since);
  }

  /** Tells what others changed. What is keyed from now on is keyed knowing it: it goes into another packet than what was keyed before. */
  #tellRenewed(state: EntryState, before: Fields, since: number, { findings, objections }: Partial<Told> = {}): void {
    const renewed = differing(before, state.fields);
    if (renewed.length > 0) this.close(state.entry);
    this.#tell(state.entry, { renewed, since, ...(findings === undefined ? {} : { findings }), ...(objections === undefined ? {} : { objections }) });
  }

  #hear(message: Message): void {
    if (message.kind === "entry") void this.#reload(message.entry);
    if (message.kind === "sending") {
      this.#sending = new Set(message.packets);
      this.#onAny();
    }
    if (message.kind === "work") this.#onWork();
  }

  #tell(entry: string, news: EntryNews): void {
    for (const listener of this.#listeners.get(entry) ?? []) listener(news);
    this.#onAny();
  }
}
