/** The form drawn from the edition, and what its keys do. */
import { askText, choose } from "./choice";
import type { Desk } from "./desk";
import { carried, carriedGroup, sameEntryNext, sameEntrySources } from "./ditto";
import { h, idOf, say, tell } from "./dom";
import { FieldView } from "./field-view";
import { AFTER_SEEING_REASONS, keyOf, OVERRIDE_REASONS } from "./findings";
import type { Command } from "./keymap";
import { neighbour, nextConstant } from "./stops";
import { labelOf } from "./suggestions";
import type { FieldValue, MissingReason, Origin } from "./types";
import { asWritten, MISSING_LABELS, struckOut, withStruck } from "./values";

export class Form {
  readonly element: HTMLElement;
  #desk: Desk;
  #views = new Map<string, FieldView>();
  #fieldsets = new Map<string, HTMLFieldSetElement>();
  #last: string | null = null;
  #picked: string | null = null;
  /** The field a question is being asked about. */
  #asking: string | null = null;
  #onEnd: () => void;

  /** @param onEnd what Enter past the last stop does */
  constructor(desk: Desk, onEnd: () => void) {
    this.#desk = desk;
    this.#onEnd = onEnd;
    this.element = h("div", { class: "form" });
    for (const group of desk.groups) {
      const fields = h("div", { class: "group-fields" });
      for (const spec of group.fields) {
        const codes = spec.codes === null ? null : (desk.edition.code_lists[spec.codes] ?? null);
        const view = new FieldView(spec, codes, (field, label) => this.#pick(field, label));
        this.#views.set(spec.id, view);
        view.write(desk.fields[spec.id]);
        view.control.addEventListener("focus", () => this.#enter(view));
        view.control.addEventListener("blur", (event) => this.#leave(view, (event as FocusEvent).relatedTarget));
        fields.append(view.element);
      }
      const fieldset = h("fieldset", { class: "group", id: idOf("group", group.id) }, h("legend", {}, group.label), fields);
      this.#fieldsets.set(group.id, fieldset);
      this.element.append(fieldset);
    }
    this.render();
  }

  /** The field that has the focus, or had it last. */
  get current(): string | null {
    return this.#last;
  }

  /** Whether a control holds text that was not committed yet. */
  get isDirty(): boolean {
    return [...this.#views.values()].some((view) => view.isDirty);
  }

  render(): void {
    const desk = this.#desk;
    const kept = new Set(desk.overrides.keys());
    for (const [id, view] of this.#views) {
      const findings = desk.findingsAt(id);
      view.show({
        value: desk.fields[id],
        saved: desk.savedState(id),
        required: desk.isRequired(view.spec),
        visible: desk.stops.visible.includes(id),
        skipped: desk.isSkipped(id),
        findings,
        kept: new Set(findings.filter((finding) => kept.has(keyOf(finding))).map((finding) => finding.code)),
        echo: desk.echo(view.spec),
        register: desk.registerAt(id),
        current: desk.data.entry.current[id] ?? null,
        previous: this.#previousOf(id),
        readOnly: desk.readOnly,
      });
    }
    for (const group of desk.groups) {
      const any = group.fields.some((field) => desk.stops.visible.includes(field.id));
      this.#fieldsets.get(group.id)!.hidden = !any;
    }
  }

  focus(field: string | null): void {
    const view = field === null ? undefined : this.#views.get(field);
    if (view === undefined) return this.#onEnd();
    view.control.focus();
    if (view.control instanceof HTMLInputElement) view.control.select();
    view.element.scrollIntoView({ block: "nearest" });
  }

  /** Puts a value that came from elsewhere (the other version of a conflict) into its control. */
  write(field: string): void {
    this.#views.get(field)?.write(this.#desk.fields[field]);
    this.render();
  }

  /** Commits what stands in the control that has the focus, without moving it: before sending or completing. */
  commitCurrent(): boolean {
    const view = this.#last === null ? undefined : this.#views.get(this.#last);
    return view === undefined || this.#commitText(view);
  }

  /** The same when nobody is there to be asked for a reason: the page is going out of sight. */
  commitUnasked(): void {
    const view = this.#last === null ? undefined : this.#views.get(this.#last);
    if (view === undefined || !view.isDirty) return;
    const value = this.#desk.read(view.spec.id, view.text, "typed");
    if (!this.#desk.needsReason(view.spec.id, value)) this.#commitText(view);
  }

  /** Asks for a text at the field that has the focus, and goes back to it. Null where no field has it, or nothing was said. */
  async askAt(question: string): Promise<{ readonly field: string; readonly text: string } | null> {
    const view = this.#last === null ? undefined : this.#views.get(this.#last);
    if (view === undefined || document.activeElement !== view.control) return null;
    if (this.#asking !== null) {
      this.#backToQuestion();
      return null;
    }
    if (!this.#desk.readOnly && !this.#commitText(view)) return null;
    const field = view.spec.id;
    this.#asking = field;
    const text = await askText(view.questions, `${question}: ${view.spec.label}`, "");
    this.#asking = null;
    this.render();
    this.focus(field);
    return text === null ? null : { field, text };
  }

  /** Whether a field of the form has the focus. */
  get hasFocus(): boolean {
    return this.#last !== null && document.activeElement === this.#views.get(this.#last)?.control;
  }

  /** Runs a command at the focused field. Returns whether the key was used. */
  run(command: Command, key: { readonly key: string }): boolean {
    const view = this.#last === null ? undefined : this.#views.get(this.#last);
    if (view === undefined || document.activeElement !== view.control) return false;
    const field = view.spec.id;
    if (command === "next" || command === "previous") {
      return this.#step(view, command === "next" ? 1 : -1, key.key === "Tab");
    }
    if (this.#desk.readOnly) return false;
    if (this.#desk.isSkipped(field) && command !== "step_into_constant") {
      if (command !== "escape") say("Ô dùng chung của quyển: bấm F7 để sửa.");
      return command !== "escape";
    }
    switch (command) {
      case "list_down":
      case "list_up":
        if (view.combobox === null) return false;
        view.combobox.move(command === "list_down" ? 1 : -1);
        return true;
      case "pick_1":
      case "pick_2":
      case "pick_3":
      case "pick_4":
      case "pick_5":
        if (view.combobox === null) return false;
        if (!view.combobox.isOpen) view.combobox.open();
        view.combobox.pick(Number(command.at(-1)) - 1);
        return true;
      case "new_line":
        if (!(view.control instanceof HTMLTextAreaElement)) return false;
        view.control.setRangeText("\n", view.control.selectionStart, view.control.selectionEnd, "end");
        return true;
      case "escape":
        return this.#escape(view);
      case "illegible":
      case "blank_in_book":
      case "struck_out":
        this.#toggleMissing(view, command);
        return true;
      case "strike":
        void this.#strike(view);
        return true;
      case "ditto":
        this.#set(view, carried(field, this.#desk.data.previous), "Trường hợp trước không có giá trị ở ô này.");
        return true;
      case "ditto_group":
        this.#dittoGroup(field);
        return true;
      case "same_entry":
        this.#set(view, this.#sameEntry(field), "Chưa có người nào trong trường hợp này để lấy như trên.");
        return true;
      case "confirm_register":
        this.#set(view, this.#desk.confirmed(field), "Không có giá trị dân cư nào để xác nhận ở ô này.");
        return true;
      case "step_into_constant":
        this.#stepIntoConstant(field);
        return true;
      case "override":
        void this.#override(view);
        return true;
      default:
        return false;
    }
  }

  #enter(view: FieldView): void {
    this.#last = view.spec.id;
    if (view.combobox?.isShort === true && view.text === "" && !view.control.readOnly) view.combobox.open();
  }

  #leave(view: FieldView, to: EventTarget | null): void {
    view.combobox?.close();
    if (this.#asking === view.spec.id || !this.#commitText(view)) return;
    // Who only looks at the register and comes back has not passed the field over.
    if (to instanceof Element && this.element.contains(to)) this.#desk.leave(view.spec.id);
  }

  /** Enter and Tab: commit first, so that a field this value brings into sight is the next one. */
  #step(view: FieldView, step: 1 | -1, isTab: boolean): boolean {
    if (!isTab && view.combobox?.hasActive === true) {
      view.combobox.pick();
      return true;
    }
    if (!this.#commitText(view)) return true;
    this.#desk.leave(view.spec.id);
    // Tab moves by itself, out of the form too: constants are no tab stops.
    if (isTab) return false;
    const target = neighbour(this.#desk.stops, view.spec.id, step);
    if (target !== null) this.focus(target);
    else if (step === 1) this.#onEnd();
    return true;
  }

  /** Returns false when the value waits for a reason and the focus is there. */
  #commitText(view: FieldView): boolean {
    const field = view.spec.id;
    if (!view.isDirty) {
      this.#picked = null;
      return true;
    }
    const before = this.#desk.fields[field];
    const origin: Origin = this.#picked === asWritten(view.text) ? "picked" : "typed";
    this.#picked = null;
    return this.#commit(view, this.#desk.read(field, view.text, origin), before);
  }

  #commit(view: FieldView, value: FieldValue, before: FieldValue | undefined): boolean {
    const field = view.spec.id;
    if (this.#desk.needsReason(field, value)) {
      void this.#askReason(view, value, before);
      return false;
    }
    this.#desk.commit({ [field]: value });
    view.write(this.#desk.fields[field]);
    this.render();
    return true;
  }

  async #askReason(view: FieldView, value: FieldValue, before: FieldValue | undefined): Promise<void> {
    if (this.#asking !== null) return this.#backToQuestion();
    this.#asking = view.spec.id;
    const question = "Đã thấy giá trị dân cư. Vì sao sửa bản nhập của sổ?";
    const answer = await choose(view.questions, question, AFTER_SEEING_REASONS);
    this.#asking = null;
    if (answer === null) {
      view.write(before);
    } else {
      const reason = answer.value === "other" ? answer.text : answer.value;
      this.#desk.commit({ [view.spec.id]: { ...value, o: "after_seeing", reason } });
      view.write(this.#desk.fields[view.spec.id]);
    }
    this.render();
    this.focus(view.spec.id);
  }

  #escape(view: FieldView): boolean {
    if (view.combobox?.isOpen === true) {
      view.combobox.close();
      return true;
    }
    if (!view.isDirty) return false;
    view.write(this.#desk.fields[view.spec.id]);
    this.render();
    return true;
  }

  #pick(field: string, label: string): void {
    const view = this.#views.get(field)!;
    view.write({ v: label, m: null, o: "picked" });
    this.#picked = label;
    this.#commitText(view);
    tell(label);
  }

  /** Writes a value that a key brought, and stays: the officer compares it with the book before going on. */
  #set(view: FieldView, value: FieldValue | null, otherwise: string): void {
    if (this.#desk.readOnly) return;
    if (value === null) return say(otherwise);
    const spec = view.spec;
    const codes = spec.codes === null ? undefined : this.#desk.edition.code_lists[spec.codes];
    const v = codes === undefined || value.v === null ? value.v : labelOf(codes, value.v);
    const before = this.#desk.fields[spec.id];
    view.write({ ...value, v });
    if (this.#commit(view, { ...value, v, struck: before?.struck ?? null }, before) && v !== null) tell(v);
  }

  #sameEntry(field: string): FieldValue | null {
    const { specs, fields, edition } = this.#desk;
    const sources = sameEntrySources(field, [...specs.values()], fields, edition.subjects);
    return sameEntryNext(sources, fields[field]);
  }

  #dittoGroup(field: string): void {
    const { data, stops, fields, edition } = this.#desk;
    const group = this.#desk.groupOf(field);
    if (group === undefined || this.#desk.readOnly || !this.commitCurrent()) return;
    const values = carriedGroup(field, group, stops.visible, fields, data.previous, edition.subjects);
    this.#desk.commit(values);
    for (const id of Object.keys(values)) this.#views.get(id)?.write(values[id]);
    this.render();
    say(`Đã lấy ${Object.keys(values).length} ô như trường hợp trước.`);
  }

  #toggleMissing(view: FieldView, reason: MissingReason): void {
    if (this.#desk.readOnly) return;
    const field = view.spec.id;
    const before = this.#desk.fields[field];
    const isSet = before?.m === reason && asWritten(view.text) === "";
    const value: FieldValue =
      reason === "struck_out"
        ? struckOut(view.text, before)
        : { v: null, m: isSet ? null : reason, o: "typed", struck: before?.struck ?? null };
    view.write(value);
    if (this.#commit(view, value, before)) tell(isSet ? "Đã bỏ." : MISSING_LABELS[reason]);
  }

  /** F3: what the page has struck out beside what stands. Both are kept; an empty answer takes the struck-out text away. */
  async #strike(view: FieldView): Promise<void> {
    if (this.#desk.readOnly) return;
    if (this.#asking !== null) return this.#backToQuestion();
    if (!this.#commitText(view)) return;
    const field = view.spec.id;
    const before = this.#desk.fields[field];
    this.#asking = field;
    const text = await askText(view.questions, "Chữ bị gạch trong sổ", before?.struck ?? "");
    this.#asking = null;
    const value = text === null ? null : withStruck(before, text);
    if (value === null) return this.focus(field);
    if (this.#commit(view, value, before)) {
      tell(value.struck ? `Đã giữ chữ bị gạch: ${value.struck}` : "Không còn chữ bị gạch.");
      this.focus(field);
    }
  }

  #stepIntoConstant(field: string): void {
    if (!this.commitCurrent()) return;
    const constant = nextConstant(this.#desk.stops, field);
    if (constant === null) return say("Quyển sổ này không có ô dùng chung.");
    this.#desk.stepInto(constant);
    this.render();
    this.focus(constant);
  }

  async #override(view: FieldView): Promise<void> {
    if (this.#asking !== null) return this.#backToQuestion();
    if (!this.commitCurrent()) return;
    this.#desk.leave(view.spec.id);
    const findings = this.#desk.softAt(view.spec.id);
    if (findings.length === 0) return say("Ô này không có điều gì cần giữ.");
    this.#asking = view.spec.id;
    const answer = await choose(view.questions, "Giữ nguyên vì:", OVERRIDE_REASONS);
    this.#asking = null;
    if (answer !== null) this.#desk.keep(findings, answer.value === "other" ? answer.text : answer.value);
    this.render();
    this.focus(view.spec.id);
  }

  /** A question that is open is answered before another is asked. */
  #backToQuestion(): void {
    this.element.querySelector<HTMLElement>(".choice button, .choice input:not([hidden])")?.focus();
  }

  #previousOf(field: string): string | null {
    const value = this.#desk.data.previous?.fields[field];
    if (value === undefined) return null;
    return value.m !== null ? MISSING_LABELS[value.m] : value.v;
  }
}
