/** What is asked in place about one field: a reason, a struck-out text, how far a changed constant goes. One question at a time. */
import { askText, choose } from "./choice";
import { stateFrom } from "./constants";
import type { Desk } from "./desk";
import { say, tell } from "./dom";
import type { FieldView } from "./field-view";
import { AFTER_SEEING_REASONS, OVERRIDE_REASONS } from "./findings";
import { neighbour } from "./stops";
import type { FieldValue } from "./types";
import { withStruck } from "./values";

/** The form, as its questions use it. */
export interface Host {
  readonly desk: Desk;
  readonly element: HTMLElement;
  commitText(view: FieldView): boolean;
  commit(view: FieldView, value: FieldValue, before: FieldValue | undefined): boolean;
  render(): void;
  focus(field: string | null): void;
}

export class FieldQuestions {
  #host: Host;
  #field: string | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The field about which something is being asked. */
  get field(): string | null {
    return this.#field;
  }

  /** Why a transcription changes after the register's values were shown; without an answer it stays. */
  async reason(view: FieldView, value: FieldValue, before: FieldValue | undefined): Promise<void> {
    const { desk, render, focus } = this.#host;
    const field = view.spec.id;
    const question = "Đã thấy giá trị dân cư. Vì sao sửa bản nhập của sổ?";
    const answer = await this.#ask(field, () => choose(view.questions, question, AFTER_SEEING_REASONS));
    if (answer === undefined) return;
    if (answer === null) {
      view.write(before);
    } else {
      const reason = answer.value === "other" ? answer.text : answer.value;
      desk.commit({ [field]: { ...value, o: "after_seeing", reason } });
      view.write(desk.fields[field]);
    }
    render();
    focus(field);
  }

  /** F3: what the page has struck out beside what stands. Both are kept; an empty answer takes the struck-out text away. */
  async strike(view: FieldView): Promise<void> {
    const { desk, commit, commitText, focus } = this.#host;
    if (desk.readOnly || (this.#field === null && !commitText(view))) return;
    const field = view.spec.id;
    const before = desk.fields[field];
    const text = await this.#ask(field, () => askText(view.questions, "Chữ bị gạch trong sổ", before?.struck ?? ""));
    if (text === undefined) return;
    const value = text === null ? null : withStruck(before, text);
    if (value === null) return focus(field);
    if (commit(view, value, before)) {
      tell(value.struck ? `Đã giữ chữ bị gạch: ${value.struck}` : "Không còn chữ bị gạch.");
      focus(field);
    }
  }

  /** Asks for a text about the field, and goes back to it. Null where nothing was said, undefined where another question is open. */
  async askAt(view: FieldView, question: string): Promise<string | null | undefined> {
    const { desk, commitText, render, focus } = this.#host;
    if (this.#field === null && !desk.readOnly && !commitText(view)) return undefined;
    const field = view.spec.id;
    const text = await this.#ask(field, () => askText(view.questions, `${question}: ${view.spec.label}`, ""));
    if (text === undefined) return undefined;
    render();
    focus(field);
    return text;
  }

  /** F10: a value that is unusual stands, with a reason; then the work goes on. */
  async override(view: FieldView): Promise<void> {
    const { desk, commitText, render, focus } = this.#host;
    if (this.#field === null && !commitText(view)) return;
    const field = view.spec.id;
    desk.leave(field);
    const findings = desk.softAt(field);
    if (findings.length === 0 && this.#field === null) return say("Ô này không có điều gì cần giữ.");
    const answer = await this.#ask(field, () => choose(view.questions, "Giữ nguyên vì:", OVERRIDE_REASONS));
    if (answer === undefined) return;
    if (answer !== null) desk.keep(findings, answer.value === "other" ? answer.text : answer.value);
    render();
    focus(answer === null ? field : neighbour(desk.stops, field, 1));
  }

  /** A constant was changed: does the page only look so here, or from here on? */
  async howFar(view: FieldView): Promise<void> {
    const { desk, render, focus } = this.#host;
    const { id, label } = view.spec;
    const v = desk.fields[id]!.v!;
    const answer = await this.#ask(id, () =>
      choose(view.questions, `${label} “${v}”: từ trang này trở đi?`, [
        { value: "on", label: "từ trang này trở đi" },
        { value: "here", label: "chỉ trường hợp này" },
      ]),
    );
    if (answer === undefined) return;
    if (answer?.value === "on") stateFrom(desk.data, id, v);
    render();
    focus(neighbour(desk.stops, id, 1));
  }

  /** Undefined where another question is open: that one is answered first. */
  async #ask<T>(field: string, question: () => Promise<T>): Promise<T | undefined> {
    if (this.#field !== null) {
      this.#host.element.querySelector<HTMLElement>(".choice button, .choice input:not([hidden])")?.focus();
      return undefined;
    }
    this.#field = field;
    const answer = await question();
    this.#field = null;
    return answer;
  }
}
