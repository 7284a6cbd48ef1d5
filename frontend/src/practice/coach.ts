/** The calm panel beside the form: what to try now, and the page of the book where there is no picture of it. */
import { h, setText, tell } from "../desk/dom";
import type { PracticeBook } from "./book";
import type { Progress } from "./progress";
import { stepAt, STEPS } from "./steps";

export class Coach {
  readonly element: HTMLElement;
  #book: PracticeBook;
  #progress: Progress;
  #count = h("p", { class: "coach-count" });
  #title = h("h2", { class: "panel-title" });
  #words = h("p", {});
  #keys = h("p", { class: "coach-keys" });
  #sheet = h("div", {});
  #shown = "";

  constructor(book: PracticeBook, progress: Progress) {
    this.#book = book;
    this.#progress = progress;
    this.element = h(
      "section",
      { class: "coach", "aria-label": "Hướng dẫn luyện tập" },
      this.#count,
      this.#title,
      this.#words,
      this.#keys,
      this.#sheet,
      h("p", {}, h("a", { class: "link", href: "/viec-hom-nay/" }, "Nghỉ, lần sau làm tiếp từ đây")),
    );
  }

  show(at: number): void {
    const step = stepAt(at, (id) => this.#progress.isDone(id));
    const done = STEPS.filter(({ id }) => this.#progress.isDone(id)).length;
    setText(this.#count, `Luyện tập · trường hợp ${at + 1}/${this.#book.entries.length} · đã làm ${done}/${STEPS.length} bước`);
    setText(this.#title, step?.title ?? "Nhập hết trang");
    setText(this.#words, step?.words ?? "Nhập các ô còn lại của trang, rồi Ctrl + Enter sang trường hợp tiếp.");
    this.element.dataset["step"] = step?.id ?? "rest";
    this.#keys.replaceChildren(...(step?.keys ?? ["Ctrl + Enter"]).flatMap((key) => [h("kbd", {}, key), " "]));
    this.#showSheet(at);
    const now = `${at} ${this.element.dataset["step"]}`;
    if (now !== this.#shown && this.#shown !== "") tell(`${this.#title.textContent}. ${this.#words.textContent}`);
    this.#shown = now;
  }

  /** In place of the paper on the table: what stands on the page, in the hand of a book. */
  #showSheet(at: number): void {
    const entry = this.#book.entries[at]!;
    if (entry.image) return this.#sheet.replaceChildren();
    this.#sheet.replaceChildren(
      h("h3", { class: "coach-paper-title" }, `Trang ${entry.page} của sổ giấy`),
      h(
        "dl",
        { class: "coach-paper" },
        ...Object.entries(this.#book.labels).flatMap(([field, label]) => {
          const text = entry.written[field];
          const shown = text === "?" ? "(chữ nhòe, không đọc được)" : (text ?? "");
          return [h("dt", {}, label), h("dd", {}, shown)];
        }),
      ),
    );
  }
}
