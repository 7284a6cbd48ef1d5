/**
 * One entry as this machine has it: what the server is known to have, and what was keyed here and is not settled yet. No disk, no
 * line. Whatever is not settled is a packet of its own, so two tabs that key one entry never overwrite each other's record.
 */
import type { Override } from "../desk/findings";
import type { Conflict, Finish, PacketResult, PacketType, Refusal } from "../desk/packets";
import type { EntryStatus, Fields, FieldValue, Finding, MarginNote, Saved, SubjectState } from "../desk/types";
import { saysTheSame } from "../desk/values";
import { type AskedQuestion, type Remark, questionsAfter } from "../questions/remarks";
import type { WorkState } from "../telemetry/telemetry";
import type { PacketState, Sealed } from "./rows";

/** The entry as the server last said it. */
export interface Draft {
  book: string;
  pass: number;
  /** What opening the entry says of its place. */
  place: Readonly<Record<string, unknown>>;
  seq: number;
  status: EntryStatus;
  fields: Record<string, FieldValue>;
  findings: readonly Finding[];
  number: string | null;
  current: Readonly<Record<string, string>>;
  notes: readonly MarginNote[];
  flags: readonly string[];
  subjects: readonly SubjectState[];
  seen_fields: readonly string[];
  /** What was asked of the team leader. */
  questions: readonly AskedQuestion[];
  /** This machine's own packets that the log took behind what was known here: they conflict with nothing keyed here. */
  own: { readonly tx_id: string; readonly seq: number }[];
}

/** Where the officer is in the entry. */
export interface Mark {
  /** The field that had the focus, and what stood in it uncommitted. */
  readonly at: string | null;
  readonly text: string | null;
  readonly overrides: readonly Override[];
  readonly seen: readonly (readonly [string, "register" | "beside"])[];
  /** What stood in the transcription when it was seen, beside the identity: a change needs its reason. */
  readonly keyed_before?: readonly string[];
  /** Who was still to be looked up when the entry was left. */
  readonly pending: readonly string[];
  /** How the keying has gone so far, in numbers. */
  readonly work?: WorkState | null;
}

/** A packet as the officer's own tab knows it. */
export interface Held {
  readonly tx_id: string;
  readonly n: number;
  readonly type: PacketType;
  readonly tab: string;
  /** What of the log was known here when its first field was committed. */
  readonly base: number;
  readonly at: number;
  state: PacketState;
  values: Record<string, FieldValue>;
  payload: Readonly<Record<string, unknown>>;
  said: { readonly code: string; readonly message: string } | null;
  conflicts: Record<string, Conflict>;
  /** Counts its changes; what is on disk is `written`, what is sealed is `sealedAs`. */
  version: number;
  written: number;
  sealedAs: string | null;
  sealed: Sealed | null;
}

/** What an act changed, to be written down in one transaction. */
export interface Changed {
  readonly packets: Held[];
  readonly gone: Held[];
}

export interface Told {
  readonly findings: readonly Finding[] | null;
  readonly objections: readonly Finding[];
}

export const NO_MARK: Mark = { at: null, text: null, overrides: [], seen: [], pending: [] };
export const HELD_BACK = "finish.held";
/** How many of this machine's packets of one entry are remembered by name. */
const OWN = 200;
const HELD_BACK_SENTENCE = "Chưa hoàn thành được: còn mục máy chủ không nhận hoặc hai bản khác nhau. Giải quyết các mục ấy rồi hoàn thành lại.";

export function isFinish(type: PacketType): type is Finish {
  return type === "completed" || type === "voided" || type === "marked_unreadable" || type === "reopened";
}

/** What says something of the book: a refusal of it holds the entry's end back. */
export function isKeying(type: PacketType): boolean {
  return type === "entry_opened" || type === "fields_keyed";
}

function isRemark(type: PacketType): type is Remark["type"] {
  return type === "asked" || type === "question_closed";
}

export class EntryState {
  readonly entry: string;
  draft: Draft;
  mark: Mark = NO_MARK;
  held: Held[] = [];
  /** Fields that others changed while something else was being typed in them: what of the log was known when that began. */
  readonly #unseen = new Map<string, number>();

  constructor(entry: string, draft: Draft) {
    this.entry = entry;
    this.draft = draft;
  }

  get isOpened(): boolean {
    return this.draft.seq > 0;
  }

  /** What the officer sees: the server's values, and his own on top of them. */
  get fields(): Fields {
    const fields = { ...this.draft.fields };
    for (const held of this.held) Object.assign(fields, held.values);
    return fields;
  }

  get status(): EntryStatus {
    let status = this.draft.status;
    for (const { type, state } of this.held) if (state === "waiting" && isFinish(type)) status = type === "reopened" ? "keying" : "completed";
    return status;
  }

  get refusals(): readonly Refusal[] {
    return this.held.flatMap((held) => {
      if (held.state !== "refused") return [];
      const { tx_id, type, said, values } = held;
      const refusal = { tx_id, type, code: said?.code ?? "", message: said?.message ?? "", values: new Map(Object.entries(values)) };
      return [isRemark(type) ? { ...refusal, remark: remarkOf(held) } : refusal];
    });
  }

  /** What was said beside the fields and is not with the server yet. */
  get remarks(): readonly Remark[] {
    return this.held.filter(({ type }) => isRemark(type)).map(remarkOf);
  }

  get conflicts(): ReadonlyMap<string, Conflict> {
    const found = new Map<string, Conflict>();
    for (const { state, conflicts } of this.held) {
      if (state === "conflict") for (const [field, conflict] of Object.entries(conflicts)) found.set(field, conflict);
    }
    return found;
  }

  /** Whether the officer has to decide something before the entry can go on. */
  get asksForHim(): boolean {
    return this.held.some(({ state }) => state === "refused" || state === "conflict");
  }

  /** How many packets the server has not taken. */
  get unsent(): number {
    return this.held.filter(({ state }) => state === "open" || state === "waiting").length;
  }

  stateOf(field: string, durable: boolean, sending: ReadonlySet<string>): Saved {
    const last = this.held.findLast(({ values }) => field in values);
    if (last === undefined) return "server";
    if (sending.has(last.tx_id)) return "sending";
    return durable && last.written === last.version ? "local" : "writing";
  }

  /** Somebody else has changed a field that has other text in it already: `since` is the line of the log up to which that was keyed knowingly. */
  leaveUnseen(field: string, since: number): void {
    if (!this.#unseen.has(field)) this.#unseen.set(field, since);
  }

  /** Takes committed values into the packet that is still open, or a new one. What was objected to in these fields is settled by it. */
  take(values: Readonly<Record<string, FieldValue>>, tab: string, make: Make): Changed {
    const changed: Changed = { packets: [], gone: [] };
    const fields = Object.keys(values);
    const wasObjected = this.#withdraw(fields, changed);
    // Its other fields were keyed before what the conflict says was known.
    const since = this.#seenBy(fields);
    if (wasObjected || since !== null) this.#close(tab, changed);
    this.#open(make, changed);
    let open = this.held.at(-1);
    if (open?.state !== "open" || open.tab !== tab) {
      open = make("fields_keyed", {}, since ?? this.draft.seq, "open");
      this.held.push(open);
    }
    open.values = { ...open.values, ...values };
    note(changed, open);
    // What is keyed next knows more.
    if (since !== null) this.#close(tab, changed);
    return changed;
  }

  /** From now on the open packet takes nothing more. */
  close(tab: string): Changed {
    const changed: Changed = { packets: [], gone: [] };
    this.#close(tab, changed);
    return changed;
  }

  finish(type: Finish, payload: Readonly<Record<string, unknown>>, tab: string, make: Make): Changed {
    const changed: Changed = { packets: [], gone: [] };
    this.#close(tab, changed);
    this.#drop(({ state, type: other }) => state === "refused" && isFinish(other), changed);
    this.#open(make, changed);
    const finish = make(type, payload, this.draft.seq, "waiting");
    this.held.push(finish);
    note(changed, finish);
    return changed;
  }

  /** Says something beside the fields, after everything keyed so far. It changes nothing of the entry and holds nothing up. */
  remark({ type, payload }: Remark, tab: string, make: Make): Changed {
    const changed: Changed = { packets: [], gone: [] };
    this.#close(tab, changed);
    this.#open(make, changed);
    const said = make(type, payload, this.draft.seq, "waiting");
    this.held.push(said);
    note(changed, said);
    return changed;
  }

  /** Gives up a refused packet and sends what it held as a new one. */
  sendAgain(tx_id: string, tab: string, make: Make): Changed {
    const changed: Changed = { packets: [], gone: [] };
    const refused = this.held.find((held) => held.tx_id === tx_id && held.state === "refused");
    if (refused === undefined) return changed;
    this.#drop((held) => held === refused, changed);
    if (refused.type === "entry_opened") {
      // In its old place: what was keyed behind it waits for it.
      const again = { ...make("entry_opened", refused.payload, 0, "waiting"), n: refused.n };
      this.held.unshift(again);
      note(changed, again);
    } else if (isRemark(refused.type)) {
      join(changed, this.remark(remarkOf(refused), tab, make));
    } else if (isFinish(refused.type)) {
      join(changed, this.finish(refused.type, refused.payload, tab, make));
    } else {
      const later = new Set(this.held.filter((held) => held.n > refused.n).flatMap((held) => Object.keys(held.values)));
      const values = Object.fromEntries(Object.entries(refused.values).filter(([field]) => !later.has(field)));
      if (Object.keys(values).length > 0) join(changed, this.take(values, tab, make));
      this.#close(tab, changed);
    }
    return changed;
  }

  /** `mine` goes out again on top of what the server has, `theirs` stands there already. */
  settle(field: string, choice: "mine" | "theirs", tab: string, make: Make): Changed {
    const changed: Changed = { packets: [], gone: [] };
    const conflict = this.conflicts.get(field);
    if (conflict === undefined) return changed;
    if (choice === "mine") return this.take({ [field]: conflict.mine }, tab, make);
    this.#withdraw([field], changed);
    return changed;
  }

  /** Works in what the server said of one packet. */
  answered(held: Held | undefined, result: PacketResult): Changed & Told {
    const changed: Changed = { packets: [], gone: [] };
    if (held === undefined) return { ...changed, findings: null, objections: [] };
    if (result.status === "refused") {
      held.state = "refused";
      held.said = { code: result.code ?? "", message: result.message ?? "Máy chủ không nhận lần ghi này." };
      note(changed, held);
      this.holdBack(changed);
      return { ...changed, findings: null, objections: result.findings ?? [] };
    }
    const conflicts = result.conflicts ?? {};
    this.#learn(held, result);
    const fields = { ...this.draft.fields, ...(result.news ?? {}), ...held.values };
    for (const [field, { theirs }] of Object.entries(conflicts)) fields[field] = theirs;
    this.draft.fields = fields;
    if (isRemark(held.type) && typeof result.seq === "number") {
      this.draft.questions = questionsAfter(this.draft.questions ?? [], remarkOf(held), result.seq);
    }
    if (isFinish(held.type)) this.draft.status = held.type === "reopened" ? "keying" : "completed";
    if (result.findings) this.draft.findings = result.findings;
    if (Object.keys(conflicts).length > 0) this.#object(held, conflicts, changed);
    else if (result.status === "conflict" && Object.keys(held.values).length > 0) {
      // Said to another officer's session, which may not see what differs: the next answer to his own shows it.
      held.state = "conflict";
      note(changed, held);
    } else {
      this.#drop((other) => other === held, changed);
    }
    this.holdBack(changed);
    return { ...changed, findings: result.findings ?? null, objections: [] };
  }

  /** Takes the server's own picture of the entry where it is newer, or says what theirs is where it was not told. Null where it is neither. */
  renew(known: Pick<Draft, "seq" | "status" | "fields" | "number" | "current" | "notes" | "flags" | "subjects" | "seen_fields" | "questions">): Changed | null {
    const asksForTheirs = this.held.some(({ state, conflicts }) => state === "conflict" && Object.keys(conflicts).length === 0);
    if (known.seq < this.draft.seq || (known.seq === this.draft.seq && !asksForTheirs)) return null;
    const changed: Changed = { packets: [], gone: [] };
    this.draft = { ...this.draft, ...known, fields: { ...known.fields } };
    for (const held of [...this.held]) {
      if (held.state !== "conflict" || Object.keys(held.conflicts).length > 0) continue;
      const differing = Object.entries(held.values).filter(([field, mine]) => !saysTheSame(known.fields[field], mine));
      if (differing.length === 0) this.#drop((other) => other === held, changed);
      else {
        held.values = Object.fromEntries(differing);
        const theirs = (field: string): FieldValue => known.fields[field] ?? { v: null, m: null, o: "typed" };
        held.conflicts = Object.fromEntries(differing.map(([field, mine]) => [field, { mine, theirs: theirs(field), by: "", at: "" }]));
        note(changed, held);
      }
    }
    return changed;
  }

  /** The packets of this machine that a packet cannot conflict with. */
  ownBeside(held: Held): string[] {
    const known = this.draft.own.filter(({ seq }) => seq > held.base).map(({ tx_id }) => tx_id);
    const pending = this.held.filter((other) => other !== held && other.state !== "refused" && !isFinish(other.type));
    return [...new Set([...known, ...pending.map(({ tx_id }) => tx_id)])];
  }

  /** Up to which line of the log these fields were keyed knowingly, where that is less than what is known; asked once. */
  #seenBy(fields: readonly string[]): number | null {
    const known = fields.flatMap((field) => this.#unseen.get(field) ?? []);
    for (const field of fields) this.#unseen.delete(field);
    return known.length === 0 ? null : Math.min(...known);
  }

  #learn(held: Held, { tx_id, seq, news }: PacketResult): void {
    if (typeof seq !== "number") return;
    const { draft } = this;
    draft.own.push({ tx_id, seq });
    // A jump in the log of which nothing was told hides what others changed: what is keyed next must still be compared with it.
    if (news || seq === draft.seq + 1) draft.seq = Math.max(draft.seq, seq);
    else if (held.type === "entry_opened") draft.seq = Math.max(draft.seq, 1);
    // Another tab may hold a packet that began before this one was taken and is not known here yet.
    draft.own = draft.own.slice(-OWN);
  }

  #object(held: Held, conflicts: Readonly<Record<string, Conflict>>, changed: Changed): void {
    const earlier = this.held.filter((other) => other.state === "conflict" && other !== held);
    for (const other of earlier) this.#strip(other, Object.keys(conflicts), changed);
    // A value committed meanwhile was keyed without knowing theirs: the officer still has to choose.
    const mine = (field: string, first: FieldValue): FieldValue =>
      this.held.findLast((other) => other.state === "open" && field in other.values)?.values[field] ?? first;
    held.conflicts = Object.fromEntries(
      Object.entries(conflicts).map(([field, one]) => [field, { ...one, mine: mine(field, held.values[field] ?? one.mine) }]),
    );
    for (const open of this.held.filter(({ state }) => state === "open")) this.#strip(open, Object.keys(conflicts), changed);
    held.values = Object.fromEntries(Object.entries(held.conflicts).map(([field, one]) => [field, one.mine]));
    held.state = "conflict";
    note(changed, held);
  }

  /** What stands on paper has not reached the server whole: finishing waits for the officer. */
  holdBack(changed: Changed): void {
    if (!this.held.some(({ state, type }) => state === "conflict" || (state === "refused" && isKeying(type)))) return;
    for (const held of this.held.filter(({ state, type }) => state === "waiting" && isFinish(type))) {
      held.state = "refused";
      held.said = { code: HELD_BACK, message: HELD_BACK_SENTENCE };
      note(changed, held);
    }
  }

  #open(make: Make, changed: Changed): void {
    if (this.isOpened || this.held.some(({ type }) => type === "entry_opened")) return;
    const opening = make("entry_opened", this.draft.place, 0, "waiting");
    this.held.push(opening);
    note(changed, opening);
  }

  #close(tab: string, changed: Changed): void {
    for (const held of this.held.filter((one) => one.state === "open" && one.tab === tab)) {
      held.state = "waiting";
      note(changed, held);
    }
  }

  #withdraw(fields: readonly string[], changed: Changed): boolean {
    let any = false;
    for (const held of this.held.filter(({ state }) => state === "refused" || state === "conflict")) {
      const about = fields.filter((field) => field in held.values);
      if (about.length === 0) continue;
      any = true;
      this.#strip(held, about, changed);
    }
    return any;
  }

  #strip(held: Held, fields: readonly string[], changed: Changed): void {
    const left = (record: Record<string, unknown>): never =>
      Object.fromEntries(Object.entries(record).filter(([field]) => !fields.includes(field))) as never;
    if (!fields.some((field) => field in held.values)) return;
    held.values = left(held.values);
    held.conflicts = left(held.conflicts);
    if (Object.keys(held.values).length === 0) this.#drop((other) => other === held, changed);
    else note(changed, held);
  }

  #drop(which: (held: Held) => boolean, changed: Changed): void {
    changed.gone.push(...this.held.filter(which));
    this.held = this.held.filter((held) => !which(held));
  }
}

function remarkOf({ type, payload }: Held): Remark {
  return { type, payload } as unknown as Remark;
}

/** Makes a packet's record, at the end of the order. */
export type Make = (type: PacketType, payload: Readonly<Record<string, unknown>>, base: number, state: PacketState) => Held;

function note(changed: Changed, held: Held): void {
  held.version += 1;
  if (!changed.packets.includes(held)) changed.packets.push(held);
}

function join(changed: Changed, more: Changed): void {
  for (const held of more.packets) if (!changed.packets.includes(held)) changed.packets.push(held);
  changed.gone.push(...more.gone);
}
