/** The desk's page: strip, image, form and look-up together, and the keys that belong to all of them. */
import { Desk, type Rules } from "./desk";
import { announcers, h, say, tell } from "./dom";
import { Form } from "./form";
import { syncWith } from "./http";
import { PageImage } from "./image";
import { commandFor, isComposing } from "./keymap";
import { parentsKeyedSince, type JudgementAnswer } from "./look-ups";
import { LookUpPanel } from "./look-up-panel";
import { notesPanel } from "./notes-panel";
import type { Finish } from "./packets";
import { Overlay } from "./overlay";
import { cropOf } from "../questions/crop";
import { QuestionsPanel } from "../questions/panel";
import { recordedForm } from "./recorded-form";
import { listen, type Listening } from "../telemetry/listen";
import { Strip } from "./strip";
import { Trays } from "./trays";
import type { DeskData, Edition, SubjectSpec } from "./types";
import { uuidv7 } from "./uuid";

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

export class Page {
  readonly desk: Desk;
  #root: HTMLElement;
  #form: Form;
  #strip: Strip;
  #trays: Trays;
  #overlay = new Overlay();
  #image: PageImage | null;
  #panels: LookUpPanel[] = [];
  #questions: QuestionsPanel;
  #listening: Listening;
  /** Answers, by what they were asked with, for which a newer question is on its way. */
  #renewing = new WeakSet<object>();
  #asked = new Map<string, string>();
  #warnedUndecided = false;
  #leaving = false;
  #toNotesNext = false;

  constructor(root: HTMLElement, data: DeskData, edition: Edition, rules: Rules) {
    this.#root = root;
    this.desk = new Desk(
      data,
      edition,
      rules,
      {
        deliver: syncWith(data.urls.sync, data.station, data.csrf),
        newId: uuidv7,
        now: () => new Date(),
        after: (act, milliseconds) => {
          const timer = window.setTimeout(act, milliseconds);
          return () => window.clearTimeout(timer);
        },
      },
      { changed: () => this.#changed(), finished: (type) => this.#finished(type) },
    );
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
    const { entry } = data;
    this.#image =
      data.image_url === null
        ? null
        : new PageImage(data.image_url, `trang ${entry.page ?? "?"}`, data.image_share ?? 0);
    this.#panels = this.desk.principals.map((subject) => this.#panel(subject));
    this.#questions = this.#questionsPanel();
    this.#listening = listen(() => this.desk.work, data.campaign.breaks ?? { after: 50, minutes: 5 });
    if (!this.desk.readOnly) this.desk.work.begin(performance.now());
    this.#draw();
    this.#listen();
    this.#changed();
    if (!this.desk.readOnly) this.#form.focus(this.desk.start());
  }

  /** Ctrl+Enter: everything committed, nothing hard left, soft findings answered, then the next entry. */
  async complete(): Promise<void> {
    if (this.desk.queue.finishing || !this.#form.commitCurrent()) return;
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
        return this.desk.queue.holdsAnything ? this.desk.queue.flush() : this.#goOn();
      case "sent":
        return;
    }
  }

  #finished(type: Finish): void {
    if (type !== "reopened") return this.#goOn();
    this.#changed();
    this.#form.focus(this.desk.start());
  }

  /** What else can be done with an entry: taking a finished one up again, a number left empty, a page beyond reading. */
  async #other(): Promise<void> {
    if (this.desk.queue.finishing || !this.#form.commitCurrent()) return;
    const acts = OTHER_ACTS.filter((act) => (act.type === "reopened") === this.desk.readOnly);
    const chosen = await this.#trays.ask("Việc khác với trường hợp này", "Chọn việc:", acts.map(({ type, label }) => ({ value: type, label })));
    const act = acts.find(({ type }) => type === chosen?.value);
    if (act === undefined) return this.#strip.other.focus();
    const reason = await this.#trays.ask(act.label, "Vì:", act.reasons);
    if (reason === null) return this.#strip.other.focus();
    this.desk.finish(act.type, reason.text);
  }

  #goOn(): void {
    this.#leave(this.desk.data.urls.complete_next || this.desk.data.next_url);
  }

  #leave(address: string): void {
    this.#leaving = true;
    window.location.assign(address);
  }

  #changed(): void {
    // The queue may speak while the page is still being put together.
    if (!this.#root.classList.contains("desk-ready")) return;
    this.#form.render();
    this.#strip.show(this.desk);
    this.#trays.show();
    this.#questions.show();
    this.desk.work.line(this.desk.queue.trouble === null, performance.now());
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
    const beside = [...this.#panels.map((panel) => panel.element), notes, this.#questions.element];
    this.#strip.element.append(this.#listening.element);
    const panels = h("aside", { class: "panels", "aria-label": "Tra cứu dân cư, ghi chú bên lề, hỏi Tổ trưởng" }, ...beside);
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

  #questionsPanel(): QuestionsPanel {
    const { desk } = this;
    const { entry } = desk.data;
    return new QuestionsPanel(entry.questions ?? [], {
      label: (field) => desk.labelOf(field),
      crop: (field) => cropOf(null, entry.line, field),
      send: (remark) => desk.queue.remark(remark),
      waits: (remark) => desk.queue.waits(remark),
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

  #takeJudgement(role: string, answer: JudgementAnswer): void {
    if (answer.outcome === "matched" || answer.outcome === "mismatched") this.desk.saw(role, "register");
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
    this.#leave(this.desk.data.urls.notes);
  }

  #listen(): void {
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("keyup", (event) => {
      if (event.key === "Control") this.#overlay.release();
    });
    window.addEventListener("blur", () => this.#overlay.release());
    window.addEventListener("online", () => this.desk.queue.flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#form.commitUnasked();
      this.desk.queue.flush();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.#leaving || (!this.desk.queue.holdsAnything && !this.#form.isDirty)) return;
      event.preventDefault();
    });
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
      case "ask":
        void this.#ask();
        return true;
      case "help":
        this.#overlay.open();
        return true;
      case "zoom_in":
      case "zoom_out":
      case "zoom_fit":
        this.#image?.zoom(command === "zoom_in" ? 1 : command === "zoom_out" ? -1 : 0);
        return true;
      default:
        if (this.#form.run(command, event)) return true;
        if (command === "escape") return this.#listening.dismiss();
        // F7 and F10 belong to the browser and to Windows: here they are ours wherever the focus is.
        return ["step_into_constant", "override"].includes(command);
    }
  }
}
