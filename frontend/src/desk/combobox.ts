/**
 * The list under a field: an editable combobox with manual selection (APG). Nothing is selected by itself, the text in the box is
 * never completed, and Tab leaves what was typed.
 */
import type { Row } from "../places/addresses";
import { h, idOf, setAttr } from "./dom";

/** What may be offered for what stands in the box. */
export interface Source {
  rows(typed: string): readonly Row[];
  /** Whether rows are shown before anything is typed. */
  readonly opensEmpty: boolean;
}

const KEYS = 5;
const MEASURED = 1000;

export class Combobox {
  readonly list: HTMLUListElement;
  #input: HTMLInputElement;
  #source: Source;
  #shown: readonly Row[] = [];
  #active = -1;
  #onPick: (row: Row) => void;
  #measured = 0;

  constructor(input: HTMLInputElement, field: string, label: string, source: Source, onPick: (row: Row) => void) {
    this.#input = input;
    this.#source = source;
    this.#onPick = onPick;
    this.list = h("ul", { class: "suggestions", role: "listbox", id: idOf("list", field), "aria-label": label, hidden: true });
    setAttr(input, "role", "combobox");
    setAttr(input, "aria-autocomplete", "list");
    setAttr(input, "aria-controls", this.list.id);
    setAttr(input, "aria-expanded", "false");
    input.addEventListener("input", (event) => {
      this.open();
      this.#measure(event.timeStamp);
    });
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

  get hasActive(): boolean {
    return this.isOpen && this.#active >= 0;
  }

  /** Shows what fits, at a field just entered only where that is of use before the first letter. */
  enter(): void {
    if (this.#source.opensEmpty && this.#input.value === "") this.open();
  }

  open(): void {
    this.#shown = this.#source.rows(this.#input.value);
    this.#active = -1;
    this.list.replaceChildren(...this.#shown.map((row, index) => this.#option(row, index)));
    this.list.hidden = this.#shown.length === 0;
    this.#fit();
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
    const row = this.isOpen ? this.#shown[index] : undefined;
    if (row === undefined) return false;
    this.close();
    this.#onPick(row);
    return true;
  }

  /** A list wider than its field begins at the field's left edge, or as far left of it as the pane asks for. */
  #fit(): void {
    this.list.style.left = "0px";
    const pane = this.isOpen ? this.list.closest(".form")?.getBoundingClientRect() : undefined;
    if (pane === undefined) return;
    this.list.style.maxWidth = `${Math.floor(pane.width)}px`;
    const { left, right } = this.list.getBoundingClientRect();
    const over = Math.min(Math.max(0, right - pane.right), Math.max(0, left - pane.left));
    if (over > 0) this.list.style.left = `${-Math.ceil(over)}px`;
  }

  #option(row: Row, index: number): HTMLLIElement {
    return h(
      "li",
      { role: "option", id: `${this.list.id}-${index}`, "aria-selected": "false", "data-value": row.text },
      index < KEYS && h("kbd", { "aria-hidden": "true" }, `Alt+${index + 1}`),
      h(
        "span",
        { class: "suggestion-text" },
        h("span", { class: "suggestion-label" }, ...lettersOf(row)),
        row.note ? h("span", { class: "suggestion-note" }, row.note) : null,
      ),
    );
  }

  /** From the key to the list on screen, for the desk's own figures. */
  #measure(start: number): void {
    if (!this.isOpen) return;
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (++this.#measured % MEASURED === 0) performance.clearMeasures("suggestions");
        performance.measure("suggestions", { start, end: performance.now() });
      }),
    );
  }
}

/** The row's text, with the letters that tell it from its like set apart. */
function lettersOf({ text, differs }: Row): (string | HTMLElement)[] {
  if (differs === undefined || differs.length === 0) return [text];
  const letters = [...text];
  const parts: (string | HTMLElement)[] = [];
  let plain = "";
  letters.forEach((letter, at) => {
    if (!differs.includes(at)) return void (plain += letter);
    parts.push(plain, h("strong", {}, letter));
    plain = "";
  });
  return [...parts, plain];
}
