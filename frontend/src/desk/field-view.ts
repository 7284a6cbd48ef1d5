/** One field on screen: its label, its control, and the quiet line below that says what there is to say of it. */
import type { Row } from "../places/addresses";
import { Combobox, type Source } from "./combobox";
import { h, idOf, setAttr, setText } from "./dom";
import type { FieldSpec, FieldValue, Finding, Saved } from "./types";
import { MISSING_LABELS } from "./values";

export interface FieldState {
  readonly value: FieldValue | undefined;
  readonly saved: Saved;
  readonly required: boolean;
  readonly visible: boolean;
  /** A constant of the book that nobody stepped into: grey, no tab stop. */
  readonly skipped: boolean;
  readonly findings: readonly Finding[];
  /** Codes of the soft findings that were kept with a reason. */
  readonly kept: ReadonlySet<string>;
  /** How the committed value is understood: a date in words, a name's display. */
  readonly echo: string | null;
  /** The register's value, where it may be seen here, and whether F6 may state that the book says the same. */
  readonly register: { readonly text: string; readonly offered: boolean } | null;
  /** What margin notes have since made of the value. */
  readonly current: string | null;
  readonly previous: string | null;
  readonly readOnly: boolean;
}

const SAVED_LABELS: Readonly<Record<Saved, string>> = {
  writing: "đang ghi vào máy",
  local: "đang giữ trên máy",
  sending: "đang gửi",
  server: "đã lưu máy chủ",
};

export class FieldView {
  readonly spec: FieldSpec;
  readonly element: HTMLElement;
  readonly control: HTMLInputElement | HTMLTextAreaElement;
  readonly combobox: Combobox | null;
  /** Where a question about this field is asked. */
  readonly questions: HTMLElement;
  #label: HTMLLabelElement;
  #previous: HTMLElement;
  #chip: HTMLElement;
  #mark: HTMLElement;
  #echo: HTMLElement;
  #findings: HTMLElement;
  #state: FieldState | null = null;

  /** @param source where the list under the field comes from, made once the field can redraw it */
  constructor(spec: FieldSpec, source: (redraw: () => void) => Source | null, onPick: (field: string, row: Row) => void) {
    this.spec = spec;
    const id = idOf("field", spec.id);
    const isDate = spec.type === "partial_date";
    const writing = {
      id,
      class: "control-input",
      "data-field": spec.id,
      "data-saved": "server",
      lang: "vi",
      autocomplete: "off",
      autocorrect: "off",
      autocapitalize: "off",
      spellcheck: "false",
    };
    this.control =
      spec.type === "long_text"
        ? h("textarea", { ...writing, rows: "2" })
        : h("input", { ...writing, type: "text", inputmode: spec.type === "personal_number" ? "numeric" : "text" });
    const offers = source(() => this.#redraw());
    this.combobox =
      offers !== null && this.control instanceof HTMLInputElement
        ? new Combobox(this.control, spec.id, spec.label, offers, (row) => onPick(spec.id, row))
        : null;
    this.#label = h("label", { for: id, class: "field-label" }, spec.label);
    this.#previous = h("span", { class: "field-previous" });
    this.#chip = h("span", { class: "chip", hidden: true, id: idOf("chip", spec.id) });
    this.#mark = h("span", { class: "saved-mark", "aria-hidden": "true" });
    this.#echo = h("span", { class: "field-echo", id: idOf("echo", spec.id) });
    this.#findings = h("span", { class: "field-findings", id: idOf("findings", spec.id) });
    this.questions = h("div", { class: "field-questions" });
    this.element = h(
      "div",
      { class: `field field--${spec.type}`, "data-for": spec.id },
      h("div", { class: "field-head" }, this.#label, isDate ? null : this.#previous),
      h("div", { class: "control" }, this.control, this.#chip, this.#mark, this.combobox?.list),
      // A date's label is long and its control narrow: there the previous entry's value has more room below.
      h("div", { class: "field-note" }, h("span", {}, this.#findings, this.#echo), isDate ? this.#previous : null),
      this.questions,
    );
    if (spec.help) this.control.title = spec.help;
    // What is typed is not committed yet: until it is, the screen must not call it saved. The text is not touched.
    this.control.addEventListener("input", () => {
      setAttr(this.control, "data-saved", this.isDirty ? "writing" : (this.#state?.saved ?? "server"));
      this.#chip.hidden = true;
    });
  }

  /** What stands in the control, and whether it differs from what was last committed. */
  get text(): string {
    return this.control.value;
  }

  get isDirty(): boolean {
    return this.text.normalize("NFC").trim() !== (this.#state?.value?.v ?? "");
  }

  /** Writes a committed value into the control. Never called while something is typed in it. */
  write(value: FieldValue | undefined): void {
    const text = value?.v ?? "";
    if (this.control.value !== text) this.control.value = text;
    this.combobox?.close();
  }

  show(state: FieldState): void {
    this.#state = state;
    const { value, findings, kept } = state;
    const open = findings.filter((finding) => !kept.has(finding.code));
    const hard = open.some((finding) => finding.grade === "hard");
    this.element.hidden = !state.visible;
    this.element.classList.toggle("field--constant", value?.o === "constant");
    this.element.classList.toggle("field--hard", hard);
    this.element.classList.toggle("field--soft", !hard && open.length > 0);
    setAttr(this.control, "data-saved", this.isDirty ? "writing" : state.saved);
    setAttr(this.control, "data-missing", value?.m ?? null);
    setAttr(this.control, "aria-required", state.required ? "true" : null);
    setAttr(this.control, "aria-invalid", hard ? "true" : null);
    setAttr(this.control, "tabindex", state.skipped ? "-1" : null);
    this.control.readOnly = state.readOnly || state.skipped;
    this.element.classList.toggle("field--required", state.required);
    setText(this.#previous, state.previous === null ? "" : state.previous);
    setAttr(this.#previous, "title", state.previous === null ? null : `Trường hợp trước: ${state.previous}`);
    this.#showChip(value);
    this.#showMark(state.saved);
    this.#showNote(state);
    const described = [
      this.#chip.hidden ? null : this.#chip.id,
      this.#findings.textContent === "" ? null : this.#findings.id,
      this.#echo.textContent === "" ? null : this.#echo.id,
    ].filter((id): id is string => id !== null);
    setAttr(this.control, "aria-describedby", described.length === 0 ? null : described.join(" "));
  }

  /** More can be offered than when the list was drawn: shown only where the officer is still at the field and has an open mind. */
  #redraw(): void {
    if (document.activeElement === this.control && this.text !== "" && this.combobox?.hasActive === false) this.combobox.open();
  }

  #showChip(value: FieldValue | undefined): void {
    const missing = value?.m ?? null;
    if (missing === null || this.isDirty) {
      this.#chip.hidden = true;
      return;
    }
    const key = { illegible: "F8", blank_in_book: "F9", struck_out: "Shift+F9", not_in_edition: "" }[missing];
    setText(this.#chip, key === "" ? MISSING_LABELS[missing] : `${MISSING_LABELS[missing]} · ${key} để bỏ`);
    this.#chip.hidden = false;
  }

  #showMark(saved: Saved): void {
    setAttr(this.#mark, "data-state", this.isDirty ? "writing" : saved);
    setAttr(this.#mark, "title", SAVED_LABELS[this.isDirty ? "writing" : saved]);
  }

  #showNote({ findings, kept, echo, register, current, value }: FieldState): void {
    const lines = findings
      .filter((finding) => finding.grade !== "silent")
      .map((finding) => {
        if (kept.has(finding.code)) return `Đã giữ, có lý do: ${finding.message}`;
        return finding.grade === "hard" ? `Phải sửa: ${finding.message}` : `Xem lại: ${finding.message} (F10 để giữ)`;
      });
    setText(this.#findings, lines.join(" "));
    const parts = [
      echo,
      value?.struck ? `Gạch bỏ trong sổ: ${value.struck}` : null,
      current === null ? null : `Nay là ${current}, theo ghi chú bên lề`,
      register === null ? null : `Dân cư: ${register.text}${register.offered ? " · F6" : ""}`,
      value?.o === "constant" ? "Chung cả quyển · F7 để sửa" : null,
    ].filter((part): part is string => part !== null && part !== "");
    setText(this.#echo, parts.join(" · "));
  }
}
