/** Changing one's own keys: Enter on a line, press the new key. What would take another's place is refused with a sentence. */
import { h, setText } from "./dom";
import { type Action, ACTIONS, chordOf, isComposing, keysOf, objectionTo, type OwnKeys, shownKey } from "./keymap";
import { chooseKeys, ownKeys } from "./own-keys";

const HELP = "Enter ở một dòng rồi bấm phím mới; Esc để thôi.";

export class KeysScreen {
  readonly element: HTMLElement;
  #says = h("p", { class: "keys-says", role: "status" }, HELP);
  #lines = new Map<Action, HTMLButtonElement>();
  #waiting: Action | null = null;

  constructor() {
    const changeable = ACTIONS.filter((action) => action.fixed !== true);
    for (const action of changeable) {
      this.#lines.set(action, h("button", { type: "button", class: "button keys-line", "data-command": action.command, click: () => this.#ask(action) }));
    }
    this.element = h(
      "div",
      { class: "keys-screen" },
      this.#says,
      h("ul", { class: "keys-lines" }, ...[...this.#lines.values()].map((line) => h("li", {}, line))),
      h("button", { type: "button", class: "button button--quiet", "data-command": "reset", click: () => this.#reset() }, "Trả lại mọi phím như ban đầu"),
    );
    this.#draw();
  }

  open(): void {
    this.#waiting = null;
    setText(this.#says, HELP);
    [...this.#lines.values()][0]?.focus();
  }

  /** Whether the key was the answer to “which key”. */
  takes(event: KeyboardEvent): boolean {
    const action = this.#waiting;
    if (action === null || !this.element.isConnected || ["Control", "Alt", "Shift", "Meta"].includes(event.key)) return false;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") this.#stop("Giữ phím cũ.");
    else if (!isComposing(event)) this.#take(action, chordOf(event));
    return true;
  }

  #ask(action: Action): void {
    this.#waiting = action;
    setText(this.#says, `Bấm phím mới cho “${action.label}”; Esc để thôi.`);
  }

  #take(action: Action, chord: string): void {
    const keys: OwnKeys = { ...ownKeys(), [action.command]: chord };
    const objection = objectionTo(chord, action.command, keys);
    if (objection !== null) return setText(this.#says, objection);
    const { [action.command]: _usual, ...others } = keys;
    const warning = this.#change(action.keys.includes(chord) ? others : keys);
    this.#stop(`${shownKey(chord)}: ${action.label}.${warning}`);
  }

  #reset(): void {
    this.#stop(`Mọi phím đã như ban đầu.${this.#change({})}`);
  }

  #change(keys: OwnKeys): string {
    const kept = chooseKeys(keys);
    this.#draw();
    return kept ? "" : " Trình duyệt này không lưu được: phím mới chỉ dùng đến khi đóng trang.";
  }

  #stop(sentence: string): void {
    this.#waiting = null;
    setText(this.#says, sentence);
  }

  #draw(): void {
    for (const [action, line] of this.#lines) {
      line.replaceChildren(h("kbd", {}, keysOf(action).map(shownKey).join(" · ")), ` ${action.label}`);
    }
  }
}
