/** Questions to the team leader about the entry: what was asked, what came back, what still waits for the line. */
import { askText } from "../desk/choice";
import { h, vietnameseTime } from "../desk/dom";
import type { Crop } from "./crop";
import type { AskedQuestion, Remark } from "./remarks";

export interface QuestionsOutside {
  label(field: string): string;
  crop(field: string): Crop | null;
  send(remark: Remark): void;
  /** What the server has. */
  known(): readonly AskedQuestion[];
  /** What still waits in this browser. */
  waiting(): readonly Remark[];
  mayAsk(): boolean;
  leave(): void;
}

export class QuestionsPanel {
  readonly element: HTMLElement;
  #outside: QuestionsOutside;
  #list = h("ul", { class: "notes-list" });
  #none = h("p", { class: "panel-quiet" }, "Chưa hỏi gì. Ở ô nào chưa rõ, bấm Ctrl+G.");
  #place = h("div", {});
  #asking = false;
  #drawn = "";

  constructor(outside: QuestionsOutside) {
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
    this.#outside.send({ type: "asked", payload: { text: said, field, crop: this.#outside.crop(field) } });
    return true;
  }

  show(): void {
    const waiting = this.#outside.waiting();
    const closing = new Set(waiting.flatMap((remark) => (remark.type === "question_closed" ? [remark.payload.question] : [])));
    const known = this.#outside.known().map((one): AskedQuestion => (closing.has(one.seq) ? { ...one, state: "closed" } : one));
    const asked = waiting.flatMap((remark) => (remark.type === "asked" ? [remark.payload] : []));
    const now = JSON.stringify([known, asked]);
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.element.dataset.questions = String(known.length + asked.length);
    this.#none.hidden = known.length + asked.length > 0;
    this.#list.replaceChildren(
      ...known.map((one) => this.#known(one)),
      ...asked.map(({ field, text }) => this.#item("waiting", field, text, h("p", { class: "panel-quiet" }, "Đang giữ trên máy, có đường truyền thì gửi."))),
    );
  }

  #known({ seq, field, text, state, answer, answered_by: by, answered_at: at }: AskedQuestion): HTMLElement {
    const who = [by, at === null ? "" : vietnameseTime(at)].filter((part) => part !== "").join(", ");
    const said =
      answer === ""
        ? h("p", { class: "panel-quiet" }, state === "closed" ? "Đã khép." : "Đã gửi, chờ Tổ trưởng trả lời.")
        : h("p", { class: "panel-strong" }, `${who === "" ? "Trả lời" : who}: ${answer}`);
    const isToClose = state === "answered" && this.#outside.mayAsk();
    return this.#item(
      state,
      field,
      text,
      said,
      isToClose && h("button", { type: "button", class: "button", click: () => this.#close(seq) }, "Đã rõ", h("span", { class: "visually-hidden" }, `: ${text}`)),
    );
  }

  #item(state: string, field: string, text: string, ...said: readonly (HTMLElement | false)[]): HTMLElement {
    return h("li", { "data-question": state }, field !== "" && h("p", { class: "panel-quiet" }, this.#outside.label(field)), h("p", {}, text), ...said);
  }

  #close(seq: number): void {
    this.#outside.leave();
    this.#outside.send({ type: "question_closed", payload: { question: seq } });
  }
}
