/** The entry while it is keyed: its values, its findings, what was seen of the register, what may be completed. No screen here. */
import { labelInFull } from "../core/edition";
import { constantsOf } from "./constants";
import type { Mark } from "../journal/entry-state";
import type { Journal } from "../journal/journal";
import type { Completion, DeskEvents, Outside, Rules } from "./desk-parts";
import { at, keyOf, merged, type Override, shown, unanswered } from "./findings";
import { bookField, identityKey, isReady, type JudgementAnswer, mayConfirm } from "./look-ups";
import type { Finish, Refusal } from "./packets";
import { PacketQueue } from "./queue";
import { firstOpen, type Stops, walk } from "./stops";
import { fitting } from "./suggestions";
import type {
  DeskData,
  Edition,
  EntryStatus,
  Fields,
  FieldSpec,
  FieldValue,
  Finding,
  GroupSpec,
  Origin,
  Saved,
  SubjectSpec,
} from "./types";
import { Telemetry } from "../telemetry/telemetry";
import { asWritten, constantsToAdd, groupsToDraw, isBegun, isGiven, saysTheSame, typed } from "./values";

export class Desk {
  readonly data: DeskData;
  readonly edition: Edition;
  readonly groups: readonly GroupSpec[];
  readonly specs: ReadonlyMap<string, FieldSpec>;
  /** Who is looked up, in the order of the page. */
  readonly principals: readonly SubjectSpec[];
  readonly queue: PacketQueue;
  readonly overrides = new Map<string, Override>();
  /** How the keying goes, in numbers; sent when the entry is completed. */
  readonly work = new Telemetry();
  fields: Fields;
  status: EntryStatus;
  #rules: Rules;
  #journal: Journal;
  #events: DeskEvents;
  #constants: Record<string, FieldValue>;
  #opened = new Set<string>();
  #visited = new Set<string>();
  #lastCommitted: string | null = null;
  #typing = new Map<string, readonly Finding[]>();
  #server: readonly Finding[] = [];
  #serverOnly: ReadonlySet<string>;
  #findings: Finding[] = [];
  #identity: ReadonlySet<string>;
  #seen = new Map<string, "register" | "beside">();
  /** What was keyed of a person before his register values were on screen. */
  #keyedBefore = new Set<string>();
  #register = new Map<string, { readonly role: string; readonly text: string }>();
  #stops: Stops = { visible: [], stops: [] };

  /** @param edition as this book has it: its variant is applied already */
  constructor(data: DeskData, edition: Edition, rules: Rules, outside: Outside, events: DeskEvents) {
    this.data = data;
    this.edition = edition;
    this.status = data.entry.status;
    this.#rules = rules;
    this.#events = events;
    this.groups = groupsToDraw(edition, data.entry.fields);
    const specs = this.groups.flatMap((group) => group.fields);
    this.specs = new Map(specs.map((spec) => [spec.id, spec]));
    const place = new Map(specs.map((spec, index) => [spec.id, index]));
    this.principals = edition.subjects
      .filter((subject) => subject.principal)
      .sort((one, other) => (place.get(one.name) ?? 0) - (place.get(other.name) ?? 0))
      .map((subject) => ({ ...subject, identity: subject.identity.filter((field) => this.specs.has(field)) }));
    this.#identity = new Set(this.principals.flatMap((subject) => subject.identity));
    this.#serverOnly = new Set(edition.findings.filter((finding) => finding.server).map((finding) => finding.code));
    this.#constants = this.readOnly || this.isCheck ? {} : constantsToAdd(data.entry.fields, specs, constantsOf(data));
    this.fields = { ...data.entry.fields, ...this.#constants };
    this.#journal = outside.journal;
    this.queue = new PacketQueue(outside.journal, outside.sender, data.entry.id, {
      changed: () => events.changed(),
      judged: (findings, settled) => this.#takeServerFindings(findings, settled),
      objected: (findings) => this.#takeObjections(findings),
      renewed: (fields, since) => this.#takeRenewed(fields, since),
      finished: (type) => this.#finished(type),
    });
    const { draft, mark } = outside.journal.entry(data.entry.id);
    this.#server = draft.findings;
    for (const override of mark.overrides) this.overrides.set(keyOf(override), override);
    for (const [role, how] of mark.seen) this.#seen.set(role, how);
    for (const field of [...(mark.keyed_before ?? []), ...data.entry.seen_fields]) this.#keyedBefore.add(field);
    this.work.restore(mark.work);
    for (const subject of data.entry.subjects) {
      if (subject.seen === true || ["matched", "mismatched"].includes(subject.outcome)) this.#seen.set(subject.role, "register");
    }
    this.#judge();
  }

  /** Whether an entry of somebody else is keyed again to check it. */
  get isCheck(): boolean {
    return (this.data.check ?? null) !== null;
  }

  get hasGrant(): boolean {
    return this.data.grant !== null && this.data.grant !== "";
  }

  /** Whether nothing can be keyed: no grant, or an entry that is finished until somebody reopens it. */
  get readOnly(): boolean {
    return !this.hasGrant || !["keying", "returned"].includes(this.status);
  }

  get stops(): Stops {
    return this.#stops;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** What is good to know and asks for nothing: the work goes on as ever. */
  get notes(): readonly string[] {
    if (this.isCheck) {
      return [`Nhập lại ${this.specs.size} ô theo sổ. Bản nhập trước không hiện ở đây; hai bản khác nhau thì người thứ ba xem sổ và quyết định.`];
    }
    const notes: string[] = [];
    const until = this.data.campaign.scope_until;
    if (until !== null && this.#rules.isOutOfScope(this.fields)) {
      const day = until.split("-").reverse().join("/");
      notes.push(`Đăng ký sau ${day}: ngoài phạm vi đợt cao điểm. Cứ nhập và lưu; trường hợp được tính riêng.`);
    }
    if (!this.data.book.form_confirmed) {
      notes.push("Quyển này chưa xác nhận mẫu sổ: cứ nhập; cột nào khác với sổ thì báo công chức hộ tịch.");
    }
    return notes;
  }

  savedState(field: string): Saved {
    return field in this.#constants ? "local" : this.queue.stateOf(field);
  }

  start(): string | null {
    return firstOpen(this.#stops.stops, (field) => isGiven(this.fields[field]));
  }

  isRequired(field: FieldSpec): boolean {
    return this.#rules.isRequired(field, this.fields);
  }

  echo(field: FieldSpec): string | null {
    const value = this.fields[field.id];
    return value === undefined || (value.v ?? "") === "" ? null : this.#rules.echo(field, value);
  }

  findingsAt(field: string): Finding[] {
    return at(field, shown(this.#findings, this.fields, this.#visited), this.#lastCommitted);
  }

  /** The register's value to show beside a field, and whether F6 may state that the book says the same. */
  registerAt(field: string): { readonly text: string; readonly offered: boolean } | null {
    const known = this.#register.get(field);
    if (known === undefined) return null;
    // A parent's name in the child's record is shown, never offered: it belongs to another person's identity.
    const own = field.startsWith(`${known.role}.`);
    const offered = own && !this.readOnly && mayConfirm(field, this.fields, this.#identity, this.data.campaign.way);
    return { text: known.text, offered };
  }

  groupOf(field: string): GroupSpec | undefined {
    return this.groups.find((group) => group.fields.some((spec) => spec.id === field));
  }

  labelOf(field: string): string {
    const spec = this.specs.get(field);
    return spec === undefined ? field : labelInFull(this.edition, spec);
  }

  /** The label beside other columns of the same person: it need not say whose it is. */
  labelBeside(subject: SubjectSpec, field: string): string {
    const spec = this.specs.get(field);
    return spec !== undefined && field.startsWith(`${subject.role}.`) ? spec.label : this.labelOf(field);
  }

  /** What leaving a control with this text would commit. */
  read(field: string, text: string, origin: Origin): FieldValue {
    const before = this.fields[field];
    if (this.specs.get(field)?.type !== "partial_date" || text.trim() === "") {
      this.#typing.delete(field);
      return typed(text, this.#originOf(field, origin), before);
    }
    const { v, findings } = this.#rules.readDate(field, asWritten(text), this.fields);
    if (findings.length > 0) this.#typing.set(field, findings);
    else this.#typing.delete(field);
    return typed(v, this.#originOf(field, origin), before);
  }

  /** A second reading of a field as it would be kept: a date in full, a code by its label. Nothing is committed. */
  readAgain(field: string, text: string): string {
    const spec = this.specs.get(field);
    const written = asWritten(text);
    if (spec?.type === "partial_date" && written !== "") return this.#rules.readDate(field, written, this.fields).v;
    const codes = spec === undefined || spec.codes === null ? undefined : this.edition.code_lists[spec.codes];
    return codes === undefined || written === "" ? written : (fitting(codes, written, 1)[0]?.label ?? written);
  }

  /** Whether the value would change what stood in the transcription when the register's values came on screen. */
  needsReason(field: string, value: FieldValue): boolean {
    return this.#isGuarded(field) && !saysTheSame(this.fields[field], value);
  }

  #isGuarded(field: string): boolean {
    const subject = this.principals.find((principal) => principal.identity.includes(field));
    return (subject !== undefined && this.#seen.has(subject.role)) || this.#keyedBefore.has(field);
  }

  /** Notes that the officer has been at a field, whether or not he keyed anything. */
  leave(field: string): void {
    if (this.#visited.has(field)) return;
    this.#visited.add(field);
    this.#events.changed();
  }

  /** Keeps values, judges them and hands them to the queue. Returns whether anything changed. */
  commit(values: Readonly<Record<string, FieldValue>>): boolean {
    const changed = Object.entries(values).filter(([field, value]) => !saysTheSame(this.fields[field], value));
    if (changed.length === 0 || this.readOnly) return false;
    // A new object each time: what is computed from the values is remembered by it.
    this.fields = { ...this.fields, ...Object.fromEntries(changed) };
    for (const [field, value] of changed) {
      this.#visited.add(field);
      delete this.#constants[field];
      if (value.m !== null) this.#typing.delete(field);
      for (const [key, override] of this.overrides) if (override.fields.includes(field)) this.overrides.delete(key);
    }
    this.#lastCommitted = changed.at(-1)![0];
    this.work.committed(changed.map(([field, { m, o }]) => ({ m, o, group: this.groupOf(field)?.id })));
    const constants = this.#constants;
    this.#constants = {};
    this.#judge();
    this.queue.commit({ ...constants, ...Object.fromEntries(changed) });
    return true;
  }

  /** Notes where the officer is, with what stands uncommitted in the field: after a crash he goes on there. */
  mark(at: string | null, text: string | null, pending: readonly string[] = []): void {
    const work = this.work.state(performance.now());
    const seen = { seen: [...this.#seen], keyed_before: [...this.#keyedBefore] };
    this.#journal.mark(this.data.entry.id, { at, text, overrides: [...this.overrides.values()], ...seen, pending, work });
  }

  /** Where he was when the entry was last on screen. */
  get lastMark(): Mark {
    return this.#journal.entry(this.data.entry.id).mark;
  }

  stepInto(constant: string): void {
    this.#opened.add(constant);
    this.#walk();
    this.#events.changed();
  }

  isSkipped(field: string): boolean {
    return this.fields[field]?.o === "constant" && !this.#opened.has(field);
  }

  keep(findings: readonly Finding[], reason: string): void {
    for (const { code, fields } of findings) this.overrides.set(keyOf({ code, fields }), { code, fields, reason });
    const { at, text, pending } = this.lastMark;
    this.mark(at, text, pending);
    this.#events.changed();
  }

  /** The soft findings at a field that F10 can answer. */
  softAt(field: string): Finding[] {
    return unanswered(this.findingsAt(field), this.overrides);
  }

  /** Takes the other side's value of a conflict: it stands on the server already, so nothing is sent. */
  takeTheirs(field: string, value: FieldValue): void {
    this.fields = { ...this.fields, [field]: value };
    this.#judge();
  }

  saw(role: string, how: "register" | "beside"): void {
    this.#seen.set(role, how);
    const compared = Object.values(this.principals.find((known) => known.role === role)?.compared ?? {});
    for (const field of compared) if (isGiven(this.fields[field])) this.#keyedBefore.add(field);
  }

  identityKey(subject: SubjectSpec): string {
    return identityKey(subject, this.fields);
  }

  /** Whether a subject's identity can be searched with: keyed, possible, on the server. */
  isReadyToLookUp(subject: SubjectSpec): boolean {
    return isReady(subject, this.fields, this.#findings, (field) => this.savedState(field));
  }

  /** Whether the entry speaks of a principal subject: of one who may be missing only once he has a name. */
  speaksOf(role: string): boolean {
    const subject = this.principals.find((known) => known.role === role)!;
    return !subject.optional || (this.fields[subject.name]?.v ?? "") !== "";
  }

  /** Shows what the register says beside the fields, and the subject's new state. */
  takeJudgement(role: string, answer: JudgementAnswer): void {
    this.#register = new Map([...this.#register].filter(([, known]) => known.role !== role));
    const subject = this.principals.find((known) => known.role === role)!;
    for (const [key, text] of Object.entries(answer.register ?? {})) {
      const field = bookField(subject, key);
      if (text && this.specs.has(field) && key !== "personal_id") this.#register.set(field, { role, text });
    }
    this.#events.changed();
  }

  /** F6: the officer states that the book says what the register says. Null where that may not be stated. */
  confirmed(field: string): FieldValue | null {
    const register = this.registerAt(field);
    return register?.offered === true ? { v: register.text, m: null, o: "confirmed", struck: null } : null;
  }

  complete(): Completion {
    if (this.readOnly) return { kind: "nothing_to_send" };
    // Ctrl+Enter pressed twice arrives at an entry of which nothing is keyed: an empty form is no list of mistakes.
    if (!isBegun(this.fields)) return { kind: "empty" };
    for (const field of this.#stops.visible) this.#visited.add(field);
    const findings = shown(this.#findings, this.fields, this.#visited);
    const hard = this.inTheWay;
    const soft = unanswered(findings, this.overrides);
    this.#events.changed();
    if (hard.length > 0) return { kind: "hard", findings: hard };
    if (soft.length > 0) return { kind: "soft", findings: soft };
    const refused = this.queue.refusals.some((refusal) => refusal.values.size > 0 || refusal.type === "entry_opened");
    if (refused || this.queue.conflicts.size > 0) return { kind: "unsettled" };
    const constants = this.#constants;
    this.#constants = {};
    if (Object.keys(constants).length > 0) this.queue.commit(constants);
    const work = this.work.work(this.overrides.size, performance.now());
    this.queue.finish("completed", { overrides: [...this.overrides.values()], work });
    return { kind: "sent" };
  }

  /** What has to be put right before the entry can be completed. */
  get inTheWay(): Finding[] {
    return shown(this.#findings, this.fields, this.#visited).filter((finding) => finding.grade === "hard");
  }

  /** Ends the entry otherwise than by completing it, or takes it up again. */
  finish(type: Exclude<Finish, "completed">, reason: string): void {
    // One that cannot be read counts as keyed: so does the time it took.
    const work = type === "marked_unreadable" ? { work: this.work.work(this.overrides.size, performance.now()) } : {};
    this.queue.finish(type, { reason, ...work });
  }

  /** Sends what the server refused for want of a reason once more, with it. */
  giveReason(refusal: Refusal, reason: string): void {
    for (const field of refusal.values.keys()) {
      const subject = this.principals.find((principal) => principal.identity.includes(field));
      if (subject !== undefined && !this.#seen.has(subject.role)) this.#seen.set(subject.role, "register");
    }
    const values = [...refusal.values].map(([field, value]): [string, FieldValue] => [
      field,
      // Of what else the server asks a reason for, it says itself which was changed after seeing.
      this.#identity.has(field) ? { ...value, o: "after_seeing", reason } : { ...value, reason },
    ]);
    this.queue.commit(Object.fromEntries(values));
  }

  #originOf(field: string, origin: Origin): Origin {
    const role = field.slice(0, field.indexOf("."));
    return origin === "typed" && this.#seen.get(role) === "beside" ? "beside_register" : origin;
  }

  #judge(): void {
    this.#walk();
    this.#findings = this.#withTyping(merged(this.#rules.judge(this.fields), this.#server, this.#serverOnly, false));
  }

  #walk(): void {
    this.#stops = walk(this.groups, this.fields, (field) => this.#rules.isVisible(field, this.fields), this.#opened);
  }

  #takeServerFindings(findings: readonly Finding[], settled: boolean): void {
    // The server says nothing of a check: what it knows is the first keying's.
    if (this.isCheck) return;
    this.#server = findings;
    const local = settled ? [] : this.#rules.judge(this.fields);
    this.#findings = this.#withTyping(merged(local, findings, this.#serverOnly, settled));
  }

  #takeRenewed(fields: readonly string[], since: number): void {
    const known = this.#journal.entry(this.data.entry.id).fields;
    this.fields = { ...this.fields, ...Object.fromEntries(fields.flatMap((field) => (known[field] === undefined ? [] : [[field, known[field]!]]))) };
    for (const field of fields) delete this.#constants[field];
    this.#judge();
    this.#events.renewed(fields, since);
  }

  #takeObjections(findings: readonly Finding[]): void {
    const known = new Set(this.#findings.map(keyOf));
    this.#findings = [...this.#findings, ...findings.filter((finding) => !known.has(keyOf(finding)))];
    for (const field of findings.flatMap((finding) => finding.fields)) this.#visited.add(field);
  }

  #finished(type: Finish): void {
    this.status = type === "reopened" ? "keying" : "completed";
    this.#events.finished(type);
  }

  /** What the shorthand could not tell says more than "not a date", and stands in its place. */
  #withTyping(findings: readonly Finding[]): Finding[] {
    const others = findings.filter(
      ({ code, fields }) => !(code.startsWith("date.") && fields.length === 1 && this.#typing.has(fields[0]!)),
    );
    return [...others, ...[...this.#typing.values()].flat()];
  }
}
