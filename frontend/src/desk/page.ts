/** The desk's page: strip, image, form and look-up together, and the keys that belong to all of them. */
import { Desk } from "./desk";
import type { Outside, Rules } from "./desk-parts";
import { announcers, h, say, tell } from "./dom";
import { Form } from "./form";
import { commandFor, isComposing } from "./keymap";
import { LookUps } from "./look-up-desk";
import { lookUpServer } from "./look-up-server";
import { nextLine, previousLine } from "./neighbours";
import { notesPanel } from "./notes-panel";
import type { Finish } from "./packets";
import { Overlay } from "./overlay";
import { QuestionsPanel } from "../questions/panel";
import type { Listening } from "../telemetry/listen";
import { Strip } from "./strip";
import { Trays } from "./trays";
import type { DeskData, Edition } from "./types";
import { asWritten } from "./values";
import { isViewCommand } from "../viewer/keys";
import type { Looked } from "../viewer/pane";
import type { Views } from "../viewer/views";

const IN_WORDS = { value: "other", label: "lý do khác", words: true };

const OTHER_ACTS = [
  {
    type: "voided",
    label: "Số bỏ trống hoặc bị hủy trong sổ",
    reasons: [{ value: "empty", label: "sổ bỏ trống số này" }, { value: "cancelled", label: "sổ gạch hủy số này" }, IN_WORDS],
  },
  {
    type: "marked_unreadable",
    label: "Không đọc được trường hợp này",
    reasons: [{ value: "damaged", label: "trang rách, mốc hoặc mất" }, { value: "faded", label: "chữ mờ, nhòe" }, IN_WORDS],
  },
  {
    type: "reopened",
    label: "Mở lại để sửa",
    reasons: [{ value: "slip", label: "phát hiện nhập sai" }, { value: "completed_early", label: "hoàn thành khi còn thiếu" }, IN_WORDS],
  },
] as const;

/** What leads away from the entry; the page that stays open for the whole shift decides where to. */
export interface Ways {
  /** The entry is done here: on to the next. */
  goOn(): void;
  step(step: 1 | -1): void;
  /** Puts a check back for somebody else. */
  giveBack?(check: string): Promise<void>;
  /** The list of the shift. */
  openShift(): void;
  /** The line that suggests a rest. */
  readonly rest: Listening;
}

/** Commands that lead to something else than the book: who checks has nothing else. */
const BESIDE_THE_BOOK: ReadonlySet<string> = new Set(["look_up", "same_person", "waiting", "notes", "ask"]);

/** Quiet after which what stands in an open field is noted down too. */
const NOTED_AFTER = 400;

export class Page {
  readonly desk: Desk;
  #root: HTMLElement;
  #form: Form;
  #strip: Strip;
  #trays: Trays;
  #overlay = new Overlay();
  #views: Views;
  #lookUps: LookUps;
  #questions: QuestionsPanel;
  #toNotesNext = false;
  #ways: Ways;
  /** Ends the page's listeners when the next entry takes its place. */
  #gone = new AbortController();
  #noting: number | undefined;
  #group: string | undefined;

  constructor(root: HTMLElement, data: DeskData, edition: Edition, rules: Rules, outside: Outside, ways: Ways, views: Views) {
    this.#root = root;
    this.#views = views;
    this.#ways = ways;
    this.desk = new Desk(data, edition, rules, outside, {
      changed: () => this.#changed(),
      renewed: (fields, since) => this.#renew(fields, since),
      finished: (type) => this.#finished(type),
    });
    this.#strip = new Strip(this.desk, () => void this.complete(), () => void this.#other(), () => this.#overlay.open());
    this.#form = new Form(this.desk, () => this.#strip.complete.focus());
    this.#trays = new Trays(this.desk, {
      goTo: (field) => this.#form.focus(field),
      take: (field, value) => {
        this.desk.takeTheirs(field, value);
        this.#form.write(field);
      },
      complete: () => void this.complete(),
    });
    this.#views.show(data.book.kind, lookedAt(data));
    this.#lookUps = new LookUps(this.desk, this.#form, {
      server: outside.lookUps ?? lookUpServer,
      follow: (field) => this.#views.pane?.follow(field),
      judged: (role) => {
        const { at, text, pending } = this.desk.lastMark;
        this.desk.mark(at, text, pending.filter((waiting) => waiting !== role));
      },
      unsent: () => outside.journal.unsent,
    });
    this.#questions = this.#questionsPanel();
    if (!this.desk.readOnly) this.desk.work.begin(performance.now());
    this.#draw();
    this.#listen();
    this.#changed();
    if (this.desk.readOnly) this.#strip.complete.focus();
    else this.#resume();
  }

  /** The next entry takes the page's place. What is half typed is kept with the entry. */
  leave(): void {
    this.#note(true);
    this.#gone.abort();
    this.#overlay.release();
    this.#lookUps.close();
    this.desk.queue.close();
    this.desk.queue.leave();
  }

  /** The line or the shift changed: what is shown of them is drawn anew. */
  refresh(): void {
    this.#changed();
  }

  /** The focus comes back to where the work goes on. */
  back(): void {
    if (this.desk.readOnly) this.#strip.complete.focus();
    else this.#form.focus(this.#form.current ?? this.desk.start());
  }

  /** Back to the field and the letters that were on screen when the page was last here. */
  #resume(): void {
    const { at, text } = this.desk.lastMark;
    const known = at !== null && this.desk.stops.stops.includes(at) ? at : null;
    this.#form.focus(known ?? this.desk.start());
    const control = known === null ? null : this.#control(known);
    if (control === null || text === null || control.value === text) return;
    control.value = text;
    control.dispatchEvent(new InputEvent("input", { bubbles: true }));
    control.setSelectionRange(text.length, text.length);
  }

  #control(field: string): HTMLInputElement | HTMLTextAreaElement | null {
    return this.#form.element.querySelector(`[data-field="${CSS.escape(field)}"]`);
  }

  /** Notes the field he is in and what stands in it uncommitted: no crash takes more than that. */
  #note(always = false): void {
    window.clearTimeout(this.#noting);
    this.#noting = undefined;
    if (this.desk.readOnly) return;
    const at = this.#form.current;
    const control = at === null ? null : this.#control(at);
    const isDirty = control !== null && asWritten(control.value) !== (this.desk.fields[at!]?.v ?? "");
    const { pending, ...before } = this.desk.lastMark;
    const text = isDirty ? control.value : null;
    if (always || before.at !== at || before.text !== text) this.desk.mark(at, text, pending);
  }

  #noteSoon(): void {
    this.#noting ??= window.setTimeout(() => this.#note(), NOTED_AFTER);
  }

  /** Another desk or another tab changed these: shown, except under the hands of who is typing. */
  #renew(fields: readonly string[], since: number): void {
    if (!this.#root.classList.contains("desk-ready")) return;
    // What is being typed is not taken away: it is compared with theirs when it is committed. Asked before anything is drawn anew.
    const typing = new Set(fields.filter((field) => this.#form.isTyping(field)));
    for (const field of typing) this.desk.queue.leaveUnseen(field, since);
    for (const field of fields) if (!typing.has(field)) this.#form.write(field);
    this.#changed();
  }

  /** Ctrl+Enter: everything committed, nothing hard left, soft findings answered, then the next entry. */
  async complete(): Promise<void> {
    if (!this.#form.commitCurrent()) return;
    this.#trays.hideSummary();
    if (this.#lookUps.leadsToSecondKeying()) return;
    const completion = this.desk.complete();
    this.#form.render();
    switch (completion.kind) {
      case "empty":
        return say("Trường hợp này chưa nhập gì. Sổ bỏ trống số này thì chọn “Khác…”.");
      case "hard":
        return this.#trays.showHard(completion.findings);
      case "soft": {
        const reason = await this.#trays.askSoft(completion.findings);
        if (reason === null) return;
        this.desk.keep(completion.findings, reason);
        return this.complete();
      }
      case "unsettled":
        return this.#trays.showSentence("Còn mục máy chủ không nhận hoặc hai bản khác nhau. Giải quyết các mục ấy rồi hoàn thành.");
      case "nothing_to_send":
        return this.#ways.goOn();
      case "sent":
        return;
    }
  }

  #finished(type: Finish): void {
    if (type !== "reopened") {
      this.desk.mark(null, null, this.desk.data.may.look_up && type === "completed" ? this.#lookUps.open : []);
      return this.#ways.goOn();
    }
    this.#changed();
    this.#form.focus(this.desk.start());
  }

  /** What else can be done with an entry: taking a finished one up again, a number left empty, a page beyond reading. */
  async #other(): Promise<void> {
    if (!this.#form.commitCurrent()) return;
    if (this.desk.isCheck) return this.#giveBack();
    const acts = OTHER_ACTS.filter((act) => (act.type === "reopened") === this.desk.readOnly);
    const chosen = await this.#trays.ask("Việc khác với trường hợp này", "Chọn việc:", acts.map(({ type, label }) => ({ value: type, label })));
    const act = acts.find(({ type }) => type === chosen?.value);
    if (act === undefined) return this.#strip.other.focus();
    const reason = await this.#trays.ask(act.label, "Vì:", act.reasons);
    if (reason === null) return this.#strip.other.focus();
    this.desk.finish(act.type, reason.text);
  }

  /** A check that he will not finish goes to somebody else; what he keyed of it stays on record. */
  async #giveBack(): Promise<void> {
    const check = this.desk.data.check!;
    const chosen = await this.#trays.ask("Trả lại lượt kiểm tra này", "Để người khác kiểm tra:", [{ value: "yes", label: "trả lại" }]);
    if (chosen === null) return this.#strip.other.focus();
    await this.#ways.giveBack?.(check.id);
  }

  #changed(): void {
    // The queue may speak while the page is still being put together.
    if (!this.#root.classList.contains("desk-ready")) return;
    this.#form.render();
    this.#strip.show(this.desk);
    this.#trays.show();
    this.#questions.show();
    this.desk.work.line(this.desk.queue.trouble === null, performance.now());
    this.#lookUps.consider();
    if (this.#toNotesNext && !this.desk.queue.holdsAnything) {
      this.#toNotesNext = false;
      this.#toNotes();
    }
  }

  #draw(): void {
    const { entry, may } = this.desk.data;
    const notes = notesPanel(entry.notes, (field) => this.desk.labelOf(field), may.annotate, () => this.#toNotes());
    // Who checks sees the book alone.
    const beside = this.desk.isCheck ? [] : [...this.#lookUps.elements, notes, this.#questions.element];
    this.#strip.element.append(this.#ways.rest.element);
    const panels = h("aside", { class: "panels", "aria-label": "Tra cứu dân cư, ghi chú bên lề, hỏi Tổ trưởng" }, ...beside);
    const keying = h(
      "div",
      { class: "keying" },
      this.#trays.element,
      !this.desk.isCheck && previousLine(this.desk.data, this.desk.edition),
      h("div", { class: "form-pane" }, this.#form.element),
      this.desk.data.page === null && !this.desk.isCheck && nextLine(this.desk.data),
    );
    const columns = h("div", { class: "desk-columns" }, this.#views.pane?.element, keying, this.desk.isCheck ? null : panels);
    this.#root.replaceChildren(this.#strip.element, columns, ...announcers(), this.#overlay.element);
    this.#root.classList.add("desk-ready");
  }

  #questionsPanel(): QuestionsPanel {
    const { desk } = this;
    return new QuestionsPanel({
      label: (field) => desk.labelOf(field),
      crop: (field) => this.#views.pane?.cropOf(field === "" ? null : field) ?? null,
      send: (remark) => desk.queue.remark(remark),
      known: () => desk.queue.questions,
      waiting: () => desk.queue.remarks,
      mayAsk: () => desk.hasGrant,
      leave: () => this.#form.focus(this.#form.current ?? desk.start()),
    });
  }

  /** Ctrl+G: a question to the team leader about the field that has the focus, else about the entry. */
  async #ask(): Promise<void> {
    if (!this.desk.hasGrant) return say("Chưa hỏi được từ màn hình này: trường hợp không thuộc phần việc được giao.");
    if (!this.#form.hasFocus) return this.#questions.askAboutEntry();
    const said = await this.#form.askAt("Hỏi Tổ trưởng về ô");
    if (said !== null && this.#questions.ask(said.field, said.text)) tell("Đã ghi câu hỏi cho Tổ trưởng.");
  }

  /** Ctrl+B: the page on which a margin note is written. It shows what the server has, so everything keyed goes there first. */
  #toNotes(): void {
    if (!this.desk.data.may.annotate || !this.#form.commitCurrent()) return;
    const { queue } = this.desk;
    if (!queue.isOpened && !queue.holdsAnything) return say("Chưa có gì để ghi chú: nhập ít nhất một ô trước.");
    if (queue.holdsAnything) {
      this.#toNotesNext = true;
      queue.flush();
      return say("Đang gửi nốt, gửi xong thì mở ghi chú bên lề.");
    }
    window.location.assign(this.desk.data.urls.notes);
  }

  #listen(): void {
    const { signal } = this.#gone;
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    document.addEventListener(
      "keyup",
      (event) => {
        if (event.key === "Control") this.#overlay.release();
      },
      { signal },
    );
    window.addEventListener("blur", () => this.#overlay.release(), { signal });
    window.addEventListener("online", () => this.#lookUps.retry(), { signal });
    this.#form.element.addEventListener("input", () => this.#noteSoon());
    this.#form.element.addEventListener("focusin", (event) => {
      const field = (event.target as HTMLElement).dataset["field"];
      if (field !== undefined) this.#views.pane?.follow(field);
      const group = (event.target as HTMLElement).closest("fieldset")?.id;
      if (group !== this.#group && this.#group !== undefined) this.desk.queue.close();
      this.#group = group;
      this.#noteSoon();
    });
    document.addEventListener(
      "visibilitychange",
      () => {
        if (document.visibilityState !== "hidden") return;
        this.#form.commitUnasked();
        this.#note();
        this.desk.queue.flush();
      },
      { signal },
    );
  }

  #key(event: KeyboardEvent): void {
    this.#overlay.keyDown(event.key, event.repeat);
    if (isComposing(event) || this.#overlay.isOpen) return;
    if (this.#views.nudgeBy(event)) return event.preventDefault();
    const command = commandFor(event, this.#views.pane !== null);
    if (command === null || !this.#run(command, event)) return;
    event.preventDefault();
  }

  #run(command: NonNullable<ReturnType<typeof commandFor>>, event: KeyboardEvent): boolean {
    if (this.desk.isCheck && BESIDE_THE_BOOK.has(command)) return true;
    switch (command) {
      case "complete":
        if (!this.#form.waits(() => void this.complete())) void this.complete();
        return true;
      case "flush":
        if (this.#form.commitCurrent()) this.desk.queue.flush();
        return true;
      case "look_up":
        this.#lookUps.toggle();
        return true;
      case "same_person":
        this.#lookUps.confirm();
        return true;
      case "waiting":
        this.#lookUps.openWaiting();
        return true;
      case "notes":
        this.#toNotes();
        return true;
      case "ask":
        void this.#ask();
        return true;
      case "help":
        this.#overlay.open();
        return true;
      case "shift":
        this.#ways.openShift();
        return true;
      case "entry_before":
      case "entry_after":
        if (this.#form.commitCurrent()) this.#ways.step(command === "entry_before" ? -1 : 1);
        return true;
      default:
        if (isViewCommand(command)) {
          this.#views.run(command);
          return true;
        }
        if (this.#form.run(command, event)) return true;
        if (command === "escape") return this.#ways.rest.dismiss();
        // F7 and F10 belong to the browser and to Windows: here they are ours wherever the focus is.
        return ["step_into_constant", "override"].includes(command);
    }
  }
}

/** The page and line that the entry stands on, or null for a book without images. */
function lookedAt({ entry, book, page, lines_per_page }: DeskData): Looked | null {
  return page === null ? null : { book: book.id, page, line: entry.line === null ? null : Number(entry.line), lines: lines_per_page };
}
