/** The legend of the keys: F1 opens it until Escape, holding Ctrl shows it while it is held. */
import { h } from "./dom";
import { LEGEND } from "./keymap";

const HOLD = 700;

export class Overlay {
  readonly element: HTMLElement;
  #timer: number | undefined;
  #held = false;
  #back: Element | null = null;
  #close: HTMLButtonElement;

  constructor() {
    this.#close = h("button", { type: "button", class: "button", click: () => this.close() }, "Đóng ", h("kbd", {}, "Esc"));
    this.element = h(
      "div",
      { class: "overlay", role: "dialog", "aria-label": "Bảng phím", hidden: true },
      h("h2", {}, "Bảng phím"),
      h("dl", { class: "legend" }, ...LEGEND.flatMap(([keys, text]) => [h("dt", {}, h("kbd", {}, keys)), h("dd", {}, text)])),
      this.#close,
    );
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Tab") event.preventDefault();
      if (event.key !== "Escape" && event.key !== "F1") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden && !this.#held;
  }

  open(): void {
    this.#held = false;
    this.#back = document.activeElement;
    this.element.hidden = false;
    this.#close.focus();
  }

  close(): void {
    this.element.hidden = true;
    if (this.#back instanceof HTMLElement) this.#back.focus();
    this.#back = null;
  }

  /** Every key passes here: only Ctrl alone, held, shows the legend. */
  keyDown(key: string, repeat: boolean): void {
    if (key === "Control" && repeat) return;
    this.release();
    if (key !== "Control" || !this.element.hidden) return;
    this.#timer = window.setTimeout(() => {
      this.#held = true;
      this.element.hidden = false;
    }, HOLD);
  }

  release(): void {
    window.clearTimeout(this.#timer);
    if (this.#held) this.element.hidden = true;
    this.#held = false;
  }
}
