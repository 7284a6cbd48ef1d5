/**
 * The list under a coded field: an editable combobox with manual selection (APG). Nothing is selected by itself,
 * the text in the box is never completed, and Tab leaves what was typed.
 */
import { h, idOf, setAttr } from "./dom";
import { fitting } from "./suggestions";
import type { CodeItem } from "./types";

export class Combobox {
  readonly list: HTMLUListElement;
  #input: HTMLInputElement;
  #items: readonly CodeItem[];
  #shown: CodeItem[] = [];
  #active = -1;
  #onPick: (label: string) => void;

  constructor(input: HTMLInputElement, field: string, label: string, items: readonly CodeItem[], onPick: (label: string) => void) {
    this.#input = input;
    this.#items = items;
    this.#onPick = onPick;
    this.list = h("ul", { class: "suggestions", role: "listbox", id: idOf("list", field), "aria-label": label, hidden: true });
    setAttr(input, "role", "combobox");
    setAttr(input, "aria-autocomplete", "list");
    setAttr(input, "aria-controls", this.list.id);
    setAttr(input, "aria-expanded", "false");
    input.addEventListener("input", () => this.open());
    // A pointer must not take the focus away before the click picks.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest("li");
      if (option !== null) this.pick([...this.list.children].indexOf(option));
    });
  }

  get isOpen(): boolean {
    return !this.list.hidden;
  }

  /** A list short enough to be shown before anything is typed. */
  get isShort(): boolean {
    return this.#items.length <= 5;
  }

  get hasActive(): boolean {
    return this.isOpen && this.#active >= 0;
  }

  open(): void {
    this.#shown = fitting(this.#items, this.#input.value);
    this.#active = -1;
    this.list.replaceChildren(
      ...this.#shown.map((item, index) =>
        h(
          "li",
          { role: "option", id: `${this.list.id}-${index}`, "aria-selected": "false" },
          h("span", { class: "suggestion-label" }, item.label),
          index < 5 && h("kbd", { "aria-hidden": "true" }, `Alt+${index + 1}`),
        ),
      ),
    );
    this.list.hidden = this.#shown.length === 0;
    setAttr(this.#input, "aria-expanded", String(this.isOpen));
    setAttr(this.#input, "aria-activedescendant", null);
  }

  close(): void {
    this.list.hidden = true;
    this.#active = -1;
    setAttr(this.#input, "aria-expanded", "false");
    setAttr(this.#input, "aria-activedescendant", null);
  }

  move(step: 1 | -1): void {
    if (!this.isOpen) this.open();
    const count = this.#shown.length;
    if (count === 0) return;
    this.#active = this.#active === -1 ? (step === 1 ? 0 : count - 1) : (this.#active + step + count) % count;
    [...this.list.children].forEach((option, index) => {
      setAttr(option, "aria-selected", String(index === this.#active));
      if (index === this.#active) option.scrollIntoView({ block: "nearest" });
    });
    setAttr(this.#input, "aria-activedescendant", `${this.list.id}-${this.#active}`);
  }

  /** Picks by place in the list, or what the arrows rest on. Returns whether there was anything to pick. */
  pick(index: number = this.#active): boolean {
    const item = this.isOpen ? this.#shown[index] : undefined;
    if (item === undefined) return false;
    this.close();
    this.#onPick(item.label);
    return true;
  }
}
