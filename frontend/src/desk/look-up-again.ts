/** Keying again: what differs from the register is read from the book once more before anything of the register is seen. */
import { h, idOf, say } from "./dom";
import { Readings, type LookUpAnswer } from "./look-ups";
import type { FieldValue, MissingReason } from "./types";
import { MISSING_LABELS } from "./values";

const MISSING: Readonly<Record<string, MissingReason>> = { F8: "illegible", F9: "blank_in_book" };

/** Which identity fields agree, by name and mark: no value, and not by colour alone. */
export function agreementList(
  agreements: Readonly<Record<string, boolean>>,
  label: (field: string) => string,
): HTMLElement | null {
  const fields = Object.entries(agreements);
  if (fields.length === 0) return null;
  return h(
    "ul",
    { class: "agreements", "aria-label": "So với dữ liệu dân cư" },
    ...fields.map(([field, agrees]) =>
      h(
        "li",
        { class: agrees ? "agrees" : "differs", "data-agrees": field },
        h("b", { "aria-hidden": "true" }, agrees ? "✓" : "≠"),
        h("span", {}, `${label(field)}: ${agrees ? "khớp" : "khác"}`),
      ),
    ),
  );
}

export interface AgainField {
  readonly field: string;
  readonly label: string;
  /** The field's place in the form: its value is hidden there while it is keyed again. */
  readonly place: HTMLElement;
  readonly first: string;
}

export interface AgainEvents {
  /** A text as it would be kept: a date in full, a code by its label. */
  read(field: string, text: string): string;
  /** The officer is at the field: what shows the page follows him there. */
  follow(field: string): void;
  /** Read twice otherwise than first, or found to be missing: the transcription is put right, nothing having been seen. */
  corrected(field: string, value: FieldValue): void;
  /** Every field was read a second time as it was the first. */
  confirmed(values: Readonly<Record<string, string>>): void;
  leave(): void;
}

/** The second keying in the form itself: field by field, in its place, the old value out of sight. */
export class SecondKeying {
  #fields: readonly AgainField[];
  #events: AgainEvents;
  #readings: ReadonlyMap<string, Readings>;
  #confirmed = new Map<string, string>();
  #shut: (() => void) | null = null;

  constructor(fields: readonly AgainField[], events: AgainEvents) {
    this.#fields = fields;
    this.#events = events;
    this.#readings = new Map(fields.map(({ field, first }) => [field, new Readings(first)]));
  }

  get isOpen(): boolean {
    return this.#shut !== null;
  }

  /** Goes to the first field that still has to be read again. */
  start(): void {
    const next = this.#fields.find(({ field }) => !this.#confirmed.has(field));
    if (next !== undefined) this.#ask(next);
  }

  /** Takes the question away; the value shows again. */
  close(): void {
    this.#shut?.();
    this.#shut = null;
  }

  #ask(asked: AgainField): void {
    this.close();
    const id = idOf("again", asked.field);
    const why = h("p", { class: "again-why", role: "status" }, "Khác dữ liệu dân cư: đọc lại sổ, nhập lần hai.");
    const input = h("input", {
      id,
      class: "control-input",
      type: "text",
      lang: "vi",
      autocomplete: "off",
      autocapitalize: "off",
      autocorrect: "off",
      spellcheck: "false",
      "data-again": asked.field,
    });
    const box = h(
      "div",
      { class: "again-here" },
      h("label", { for: id }, `${asked.label} (nhập lại)`),
      input,
      why,
      h("small", {}, "Enter xong · F8 không đọc được · F9 sổ để trống · Esc để sau"),
    );
    box.addEventListener("keydown", (event) => this.#key(event, asked, input, why));
    asked.place.setAttribute("data-again-open", "");
    asked.place.append(box);
    this.#shut = () => {
      box.remove();
      asked.place.removeAttribute("data-again-open");
    };
    this.#events.follow(asked.field);
    input.focus();
    box.scrollIntoView({ block: "nearest" });
  }

  #key(event: KeyboardEvent, asked: AgainField, input: HTMLInputElement, why: HTMLElement): void {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    const missing = MISSING[event.key];
    if (event.key === "Enter") this.#take(asked, input, why);
    else if (event.key === "Escape") {
      this.close();
      this.#events.leave();
    } else if (missing !== undefined) {
      this.#correct(asked.field, { v: null, m: missing, o: "typed", struck: null });
      say(`${asked.label}: ${MISSING_LABELS[missing].toLowerCase()}.`);
    } else if (!/^F\d+$/.test(event.key)) return event.stopPropagation();
    event.preventDefault();
    event.stopPropagation();
  }

  #take(asked: AgainField, input: HTMLInputElement, why: HTMLElement): void {
    const reading = this.#events.read(asked.field, input.value);
    if (reading === "") return;
    switch (this.#readings.get(asked.field)!.take(reading)) {
      case "confirmed":
        this.#confirmed.set(asked.field, asked.first);
        this.close();
        if (this.#confirmed.size < this.#fields.length) return this.start();
        return this.#events.confirmed(Object.fromEntries(this.#confirmed));
      case "corrected":
        return this.#correct(asked.field, { v: reading, m: null, o: "typed", struck: null });
      case "differs":
        why.textContent = "Hai lần nhập khác nhau: đọc kỹ lại sổ và nhập một lần nữa.";
        input.value = "";
    }
  }

  #correct(field: string, value: FieldValue): void {
    this.close();
    this.#events.corrected(field, value);
  }
}

/** The same where no form is at hand: for an entry that is finished already, from the list of who waits. */
export function secondKeyingForm(
  answer: LookUpAnswer,
  label: (field: string) => string,
  done: (fields: Readonly<Record<string, string>>) => void,
): HTMLFormElement {
  const inputs = (answer.to_key_again ?? []).map((field) => {
    const id = idOf("again", field);
    const input = h("input", { id, type: "text", lang: "vi", autocomplete: "off", spellcheck: "false", "data-again": field });
    return { field, input, row: h("div", { class: "again-row" }, h("label", { for: id }, label(field)), input) };
  });
  return h(
    "form",
    {
      class: "again",
      submit: (event) => {
        event.preventDefault();
        const empty = inputs.find(({ input }) => input.value.trim() === "");
        if (empty !== undefined) return empty.input.focus();
        done(Object.fromEntries(inputs.map(({ field, input }) => [field, input.value])));
      },
    },
    h("p", { class: "panel-strong" }, "Nhập lại lần hai từ sổ"),
    h("p", {}, "Các mục dưới đây khác dữ liệu dân cư, hoặc chưa có ai được gợi ý. Giá trị dân cư chỉ hiện sau đó."),
    ...inputs.map(({ row }) => row),
    h("button", { type: "submit", class: "button button--main" }, "Xong, xem kết quả"),
  );
}
