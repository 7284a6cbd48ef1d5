/** Questions to the team leader about the entry: what was asked, what came back, what still waits for the line. */
import { askText } from "../desk/choice";
import { h, vietnameseTime } from "../desk/dom";
import type { Crop } from "./crop";

export type QuestionState = "open" | "answered" | "closed";

/** A question as the server has it. */
export interface AskedQuestion {
  readonly seq: number;
  readonly field: string;
  readonly text: string;
  readonly state: QuestionState;
  readonly answer: string;
  readonly answered_by: string;
  readonly answered_at: string | null;
}

/** What goes into the entry's log: sent through the queue like everything keyed. */
export type Remark =
  | { readonly type: "asked"; readonly payload: { readonly text: string; readonly field: string; readonly crop: Crop | null } }
  | { readonly type: "question_closed"; readonly payload: { readonly question: number } };

export interface QuestionsOutside {
  label(field: string): string;
  crop(field: string): Crop | null;
  send(remark: Remark): void;
  /** Whether the remark still waits in this browser. */
  waits(remark: Remark): boolean;
  mayAsk(): boolean;
  leave(): void;
}

export class QuestionsPanel {
  readonly element: HTMLElement;
  #outside: QuestionsOutside;
  #list = h("ul", { class: "notes-list" });
  #none = h("p", { class: "panel-quiet" }, "Chưa hỏi gì. Ở ô nào chưa rõ, bấm Ctrl+G.");
  #place = h("div", {});
  #asked: Remark[] = [];
  #closed = new Set<number>();
  #questions: readonly AskedQuestion[];
  #asking = false;

  constructor(questions: readonly AskedQuestion[], outside: QuestionsOutside) {
    this.#questions = questions;
    this.#outside = outside;
    this.element = h(
      "section",
      { class: "look-up questions", "aria-labelledby": "desk-questions-title" },
      h("h2", { class: "panel-title", id: "desk-questions-title" }, "Hỏi Tổ trưởng"),
      h("div", { class: "panel-body" }, this.#none, this.#list, this.#place),
    );
    this.show();
  }

  /** Asks about the entry as a whole, from wherever the focus is. */
  async askAboutEntry(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const text = await askText(this.#place, "Hỏi Tổ trưởng về trường hợp này", "");
    this.#asking = false;
    if (text !== null) this.ask("", text);
    this.#outside.leave();
  }

  /** Sends a question about a field, or about the entry where no field is named. Says whether there was one. */
  ask(field: string, text: string): boolean {
    const said = text.normalize("NFC").trim();
    if (said === "") return false;
    const crop = field === "" ? null : this.#outside.crop(field);
    const remark: Remark = { type: "asked", payload: { text: said, field, crop } };
    this.#asked.push(remark);
    this.#outside.send(remark);
    this.show();
    return true;
  }

  show(): void {
    const mine = this.#asked.map((remark) => (remark.type === "asked" ? this.#mine(remark) : null));
    const known = this.#questions.map((question) => this.#known(question));
    const count = this.#questions.length + this.#asked.length;
    this.element.dataset.questions = String(count);
    this.#none.hidden = count > 0;
    // A button that holds the focus must not be replaced under it.
    if (this.#list.contains(document.activeElement)) return;
    this.#list.replaceChildren(...known, ...mine.filter((item) => item !== null));
  }

  #mine(remark: Extract<Remark, { type: "asked" }>): HTMLElement {
    const { field, text } = remark.payload;
    const waits = this.#outside.waits(remark);
    return h(
      "li",
      { "data-question": waits ? "waiting" : "open" },
      this.#about(field),
      h("p", {}, text),
      h("p", { class: "panel-quiet" }, waits ? "Đang giữ trên máy, có đường truyền thì gửi." : "Đã gửi, chờ Tổ trưởng trả lời."),
    );
  }

  #known(question: AskedQuestion): HTMLElement {
    const { seq, field, text, answer, answered_by: by, answered_at: at } = question;
    const state = this.#closed.has(seq) ? "closed" : question.state;
    const who = [by, at === null ? "" : vietnameseTime(at)].filter((part) => part !== "").join(", ");
    return h(
      "li",
      { "data-question": state },
      this.#about(field),
      h("p", {}, text),
      answer === ""
        ? h("p", { class: "panel-quiet" }, state === "closed" ? "Đã khép." : "Chờ Tổ trưởng trả lời.")
        : h("p", { class: "panel-strong" }, `${who === "" ? "Trả lời" : who}: ${answer}`),
      state === "answered" &&
        this.#outside.mayAsk() &&
        h("button", { type: "button", class: "button", click: () => this.#close(seq) }, "Đã rõ", h("span", { class: "visually-hidden" }, `: ${text}`)),
    );
  }

  #about(field: string): HTMLElement | false {
    return field !== "" && h("p", { class: "panel-quiet" }, this.#outside.label(field));
  }

  #close(seq: number): void {
    this.#closed.add(seq);
    this.#outside.send({ type: "question_closed", payload: { question: seq } });
    this.#outside.leave();
    this.show();
  }
}
