/** The desk's page: strip, image, form and look-up together, and the keys that belong to all of them. */
import { Desk, type Rules } from "./desk";
import { announcers, h, say, tell } from "./dom";
import { Form } from "./form";
import { syncWith } from "./http";
import { PageImage } from "./image";
import { commandFor, isComposing } from "./keymap";
import { LookUps } from "./look-up-desk";
import { notesPanel } from "./notes-panel";
import type { Finish } from "./packets";
import { Overlay } from "./overlay";
import { Strip } from "./strip";
import { Trays } from "./trays";
import type { DeskData, Edition } from "./types";
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
  #lookUps: LookUps;
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
    this.#lookUps = new LookUps(this.desk, this.#form, () => undefined);
    this.#draw();
    this.#listen();
    this.#changed();
    if (!this.desk.readOnly) this.#form.focus(this.desk.start());
  }

  /** Ctrl+Enter: everything committed, nothing hard left, soft findings answered, then the next entry. */
  async complete(): Promise<void> {
    if (this.desk.queue.finishing || !this.#form.commitCurrent()) return;
    this.#trays.hideSummary();
    if (this.#lookUps.leadsToSecondKeying()) return;
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
    this.#lookUps.consider();
    if (this.#toNotesNext && !this.desk.queue.holdsAnything) {
      this.#toNotesNext = false;
      this.#toNotes();
    }
  }

  #draw(): void {
    const { entry, may } = this.desk.data;
    const notes = notesPanel(entry.notes, (field) => this.desk.labelOf(field), may.annotate, () => this.#toNotes());
    const beside = [...this.#lookUps.elements, notes];
    const panels = h("aside", { class: "panels", "aria-label": "Tra cứu dân cư, ghi chú bên lề" }, ...beside);
    const work = h("div", { class: "work" }, this.#image?.element, this.#trays.element, h("div", { class: "form-pane" }, this.#form.element));
    this.#root.replaceChildren(this.#strip.element, h("div", { class: "desk-columns" }, work, panels), ...announcers(), this.#overlay.element);
    this.#root.classList.add("desk-ready");
    this.#root.classList.toggle("desk--image", this.#image !== null);
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
    window.addEventListener("online", () => {
      this.desk.queue.flush();
      this.#lookUps.retry();
    });
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
        // F7 and F10 belong to the browser and to Windows: here they are ours wherever the focus is.
        return ["step_into_constant", "override"].includes(command);
    }
  }
}
