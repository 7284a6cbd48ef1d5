/** The desk's page: strip, image, form and look-up together, and the keys that belong to all of them. */
import { Desk, type Outside, type Rules } from "./desk";
import { announcers, h, say, tell } from "./dom";
import { Form } from "./form";
import { PageImage } from "./image";
import { commandFor, isComposing } from "./keymap";
import { parentsKeyedSince, type JudgementAnswer } from "./look-ups";
import { LookUpPanel } from "./look-up-panel";
import { notesPanel } from "./notes-panel";
import type { Finish } from "./packets";
import { Overlay } from "./overlay";
import { recordedForm } from "./recorded-form";
import { Strip } from "./strip";
import { Trays } from "./trays";
import type { DeskData, Edition, SubjectSpec } from "./types";
import { asWritten } from "./values";

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
  /** The list of the shift. */
  openShift(): void;
}

/** Quiet after which what stands in an open field is noted down too. */
const NOTED_AFTER = 400;

export class Page {
  readonly desk: Desk;
  #root: HTMLElement;
  #form: Form;
  #strip: Strip;
  #trays: Trays;
  #overlay = new Overlay();
  #image: PageImage | null;
  #panels: LookUpPanel[] = [];
  /** Answers, by what they were asked with, for which a newer question is on its way. */
  #renewing = new WeakSet<object>();
  #asked = new Map<string, string>();
  #warnedUndecided = false;
  #toNotesNext = false;
  #ways: Ways;
  /** Ends the page's listeners when the next entry takes its place. */
  #gone = new AbortController();
  #noting: number | undefined;
  #group: string | undefined;

  constructor(root: HTMLElement, data: DeskData, edition: Edition, rules: Rules, outside: Outside, ways: Ways) {
    this.#root = root;
    this.#ways = ways;
    this.desk = new Desk(data, edition, rules, outside, {
      changed: () => this.#changed(),
      renewed: (fields) => this.#renew(fields),
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
    this.#image = data.page === null ? null : new PageImage(data.page, data.entry.line);
    this.#panels = this.desk.principals.map((subject) => this.#panel(subject));
    this.#draw();
    this.#listen();
    this.#changed();
    if (this.desk.readOnly) this.#strip.complete.focus();
    else this.#resume();
  }

  /** The next entry takes the page's place. What is half typed is kept with the entry. */
  leave(): void {
    this.#note();
    this.#gone.abort();
    this.#overlay.release();
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
  #note(): void {
    window.clearTimeout(this.#noting);
    this.#noting = undefined;
    if (this.desk.readOnly) return;
    const at = this.#form.current;
    const control = at === null ? null : this.#control(at);
    const isDirty = control !== null && asWritten(control.value) !== (this.desk.fields[at!]?.v ?? "");
    const { pending, ...before } = this.desk.lastMark;
    const text = isDirty ? control.value : null;
    if (before.at !== at || before.text !== text) this.desk.mark(at, text, pending);
  }

  #noteSoon(): void {
    this.#noting ??= window.setTimeout(() => this.#note(), NOTED_AFTER);
  }

  /** Another desk or another tab changed these: shown, except under the hands of who is typing. */
  #renew(fields: readonly string[]): void {
    if (!this.#root.classList.contains("desk-ready")) return;
    for (const field of fields) if (this.#control(field) !== document.activeElement) this.#form.write(field);
    this.#changed();
  }

  /** Ctrl+Enter: everything committed, nothing hard left, soft findings answered, then the next entry. */
  async complete(): Promise<void> {
    if (!this.#form.commitCurrent()) return;
    this.#trays.hideSummary();
    const undecided = this.#panels.find((panel) => panel.awaitsDecision);
    if (undecided !== undefined && !this.#warnedUndecided) {
      this.#warnedUndecided = true;
      const sentence = "Chưa xác định người trong kết quả tra cứu. Xác định bên phải, hoặc Ctrl + Enter lần nữa để hoàn thành và để chờ.";
      this.#trays.showSentence(sentence);
      tell(sentence);
      return undecided.focus();
    }
    const completion = this.desk.complete();
    this.#form.render();
    switch (completion.kind) {
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
      const waiting = this.#panels.filter((panel) => panel.outcome === "pending" && this.desk.speaksOf(panel.role));
      this.desk.mark(null, null, this.desk.data.may.look_up && type === "completed" ? waiting.map(({ role }) => role) : []);
      return this.#ways.goOn();
    }
    this.#changed();
    this.#form.focus(this.desk.start());
  }

  /** What else can be done with an entry: taking a finished one up again, a number left empty, a page beyond reading. */
  async #other(): Promise<void> {
    if (!this.#form.commitCurrent()) return;
    const acts = OTHER_ACTS.filter((act) => (act.type === "reopened") === this.desk.readOnly);
    const chosen = await this.#trays.ask("Việc khác với trường hợp này", "Chọn việc:", acts.map(({ type, label }) => ({ value: type, label })));
    const act = acts.find(({ type }) => type === chosen?.value);
    if (act === undefined) return this.#strip.other.focus();
    const reason = await this.#trays.ask(act.label, "Vì:", act.reasons);
    if (reason === null) return this.#strip.other.focus();
    this.desk.finish(act.type, reason.text);
  }

  #changed(): void {
    // The queue may speak while the page is still being put together.
    if (!this.#root.classList.contains("desk-ready")) return;
    this.#form.render();
    this.#strip.show(this.desk);
    this.#trays.show();
    for (const panel of this.#panels) panel.element.hidden = !this.desk.speaksOf(panel.role);
    this.#considerLookUps();
    if (this.#toNotesNext && !this.desk.queue.holdsAnything) {
      this.#toNotesNext = false;
      this.#toNotes();
    }
  }

  #draw(): void {
    const { entry, may } = this.desk.data;
    const notes = notesPanel(entry.notes, (field) => this.desk.labelOf(field), may.annotate, () => this.#toNotes());
    const beside = [...this.#panels.map((panel) => panel.element), notes];
    const panels = h("aside", { class: "panels", "aria-label": "Tra cứu dân cư, ghi chú bên lề" }, ...beside);
    const work = h("div", { class: "work" }, this.#image?.element, this.#trays.element, h("div", { class: "form-pane" }, this.#form.element));
    this.#root.replaceChildren(this.#strip.element, h("div", { class: "desk-columns" }, work, panels), ...announcers(), this.#overlay.element);
    this.#root.classList.add("desk-ready");
    this.#root.classList.toggle("desk--image", this.#image !== null);
  }

  #panel(subject: SubjectSpec): LookUpPanel {
    const { desk } = this;
    const state = desk.data.entry.subjects.find((known) => known.role === subject.role);
    const panel = new LookUpPanel(subject, state, desk.data, {
      seen: (role) => desk.saw(role, "register"),
      judged: (role, answer) => this.#takeJudgement(role, answer),
      leave: () => this.#form.focus(this.#form.current ?? desk.start()),
      label: (field) => desk.labelBeside(subject, field),
    });
    // A subject judged before this page was opened is not asked about again until its identity changes.
    if (panel.outcome !== "pending") this.#asked.set(subject.role, desk.identityKey(subject));
    if (desk.data.may.recorded && panel.outcome === "pending") {
      panel.showForm(
        recordedForm(subject, desk.data, {
          fields: [...desk.specs.keys()],
          label: (field) => desk.labelBeside(subject, field),
          value: (field) => desk.fields[field],
          saved: () => !desk.queue.holdsAnything && !this.#form.isDirty,
          recorded: (answer) => {
            panel.showJudgement(answer);
            if (answer.outcome === "matched" || answer.outcome === "mismatched") desk.saw(subject.role, "beside");
          },
          leave: () => this.#form.focus(this.#form.current ?? desk.start()),
        }),
      );
    }
    return panel;
  }

  #takeJudgement(role: string, answer: JudgementAnswer): void {
    if (answer.outcome === "matched" || answer.outcome === "mismatched") this.desk.saw(role, "register");
    const { at, text, pending } = this.desk.lastMark;
    this.desk.mark(at, text, pending.filter((waiting) => waiting !== role));
    this.desk.takeJudgement(role, answer);
    this.#warnedUndecided = false;
  }

  /** Looks a principal subject up as soon as its identity stands on the server, and again when it has changed. */
  #considerLookUps(): void {
    const { may } = this.desk.data;
    if (!may.look_up || may.recorded) return;
    for (const panel of this.#panels) {
      const subject = this.desk.principals.find((known) => known.role === panel.role)!;
      const key = this.desk.identityKey(subject);
      if (panel.isAsking) continue;
      if (this.#asked.get(panel.role) === key) {
        this.#considerRenewing(panel, subject);
        continue;
      }
      if (!this.desk.isReadyToLookUp(subject)) continue;
      this.#asked.set(panel.role, key);
      void panel.lookUp(false);
    }
  }

  /** The parents were keyed after the question: with them a child is told from his brother. */
  #considerRenewing(panel: LookUpPanel, subject: SubjectSpec): void {
    const asked = panel.askedWith;
    if (asked === null || this.#renewing.has(asked)) return;
    if (!parentsKeyedSince(subject, asked, this.desk.fields, (field) => this.desk.savedState(field))) return;
    this.#renewing.add(asked);
    void panel.renew();
  }

  #toLookUp(): void {
    const inside = document.activeElement?.closest(".panels") ?? null;
    if (inside !== null) return this.#form.focus(this.#form.current ?? this.desk.start());
    if (!this.#form.commitCurrent()) return;
    const role = (this.#form.current ?? "").split(".")[0];
    const own = this.#panels.find((known) => known.role === role);
    const isOpen = own?.awaitsDecision === true || own?.outcome === "pending";
    const panel = (isOpen ? own : this.#panels.find((known) => known.awaitsDecision)) ?? own ?? this.#panels[0];
    if (panel === undefined) return;
    const subject = this.desk.principals.find((known) => known.role === panel.role)!;
    const { may } = this.desk.data;
    if (!may.look_up || may.recorded || panel.awaitsDecision || panel.outcome !== "pending") return panel.focus();
    if (!this.desk.isReadyToLookUp(subject)) {
      say("Chưa tra cứu: nhập đúng và chờ lưu đủ các ô định danh đã.");
      return panel.focus();
    }
    this.#asked.set(panel.role, this.desk.identityKey(subject));
    void panel.lookUp(false).then(() => panel.focus());
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
    this.#form.element.addEventListener("input", () => this.#noteSoon());
    this.#form.element.addEventListener("focusin", (event) => {
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
    const command = commandFor(event, this.#image !== null);
    if (command === null || !this.#run(command, event)) return;
    event.preventDefault();
  }

  #run(command: NonNullable<ReturnType<typeof commandFor>>, event: KeyboardEvent): boolean {
    switch (command) {
      case "complete":
        void this.complete();
        return true;
      case "flush":
        if (this.#form.commitCurrent()) this.desk.queue.flush();
        return true;
      case "look_up":
        this.#toLookUp();
        return true;
      case "notes":
        this.#toNotes();
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
      case "zoom_in":
      case "zoom_out":
      case "zoom_fit":
        this.#image?.zoom(command === "zoom_in" ? 1 : command === "zoom_out" ? -1 : 0);
        return true;
      default:
        if (this.#form.run(command, event)) return true;
        // F7 and F10 belong to the browser and to Windows: here they are ours wherever the focus is.
        return ["step_into_constant", "override"].includes(command);
    }
  }
}
