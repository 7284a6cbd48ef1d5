/** The legend of the keys: F1 opens it until Escape, holding Ctrl shows it while it is held. Keys are changed in it. */
import { h } from "./dom";
import { legend } from "./keymap";
import { KeysScreen } from "./keys-screen";

const HOLD = 700;
/** The input method's own macro table: the page itself never rewrites what is typed. */
const MACROS = "/static/entry_desk/go-tat-unikey.txt";

export class Overlay {
  readonly element: HTMLElement;
  #timer: number | undefined;
  #held = false;
  #back: Element | null = null;
  #body = h("div", { class: "overlay-body" });
  #close: HTMLButtonElement;
  #change: HTMLButtonElement;
  #screen: KeysScreen | null = null;

  constructor() {
    this.#close = h("button", { type: "button", class: "button", click: () => this.close() }, "Đóng ", h("kbd", {}, "Esc"));
    this.#change = h("button", { type: "button", class: "button button--quiet", click: () => this.#toChange() }, "Đổi phím của tôi");
    this.element = h(
      "div",
      { class: "overlay", role: "dialog", "aria-label": "Bảng phím", hidden: true },
      h("div", { class: "overlay-head" }, h("h2", {}, "Bảng phím"), h("div", { class: "overlay-acts" }, this.#close, this.#change)),
      this.#body,
      h(
        "p",
        { class: "overlay-ime" },
        "Gõ tắt họ, tên đệm (nj → Nguyễn) là việc của bộ gõ: ",
        h("a", { href: MACROS, download: true }, "tải bảng gõ tắt"),
        " rồi mở nó trong “Soạn bảng gõ tắt” của Unikey hoặc “Bảng gõ tắt” của EVKey.",
      ),
    );
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  get isOpen(): boolean {
    return !this.element.hidden && !this.#held;
  }

  open(): void {
    this.#held = false;
    this.#back = document.activeElement;
    this.#show();
    this.#close.focus({ preventScroll: true });
    this.element.scrollTop = 0;
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
      this.#show();
    }, HOLD);
  }

  release(): void {
    window.clearTimeout(this.#timer);
    if (this.#held) this.element.hidden = true;
    this.#held = false;
  }

  #show(): void {
    const groups = legend().map(({ group, lines }) =>
      h(
        "section",
        {},
        h("h3", {}, group),
        h("dl", { class: "legend" }, ...lines.flatMap(([keys, text]) => [h("dt", {}, h("kbd", {}, keys)), h("dd", {}, text)])),
      ),
    );
    this.#body.replaceChildren(h("div", { class: "legend-groups" }, ...groups));
    this.#change.hidden = false;
    this.element.hidden = false;
  }

  #toChange(): void {
    this.#screen ??= new KeysScreen();
    this.#body.replaceChildren(this.#screen.element);
    this.#change.hidden = true;
    this.#screen.open();
  }

  #key(event: KeyboardEvent): void {
    if (this.#screen?.takes(event) === true) return;
    if (event.key === "Tab") return this.#round(event);
    if (event.key !== "Escape" && event.key !== "F1") return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  /** Tab goes round inside the dialog. */
  #round(event: KeyboardEvent): void {
    const stops = [...this.element.querySelectorAll<HTMLElement>("button, a[href]")].filter((stop) => !stop.hidden);
    const at = stops.indexOf(document.activeElement as HTMLElement);
    event.preventDefault();
    stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length]?.focus();
  }
}
