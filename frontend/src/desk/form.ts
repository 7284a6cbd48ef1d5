/** The form drawn from the edition, and what its keys do. */
import { type Brought, Carrying } from "./carrying";
import { ConstantsReminder } from "./constants-reminder";
import type { Desk } from "./desk";
import { h, idOf, say, tell } from "./dom";
import { FieldQuestions } from "./field-questions";
import { stateOf } from "./field-state";
import { FieldView } from "./field-view";
import type { Row } from "../places/addresses";
import { loadPlaces } from "../places/loading";
import type { Command } from "./keymap";
import { Lately, latelyOf } from "./lately";
import { Pause } from "./pause";
import { neighbour, nextConstant, nextOpen } from "./stops";
import { labelMeant, sourceOf, type Surroundings } from "./suggestions";
import { surroundingsOf } from "./surroundings";
import type { FieldValue, MissingReason, Origin } from "./types";
import { asWritten, isGiven, MISSING_LABELS, struckOut } from "./values";

/** What waits until an input method has put down the letters of the key before. */
const WAITING: ReadonlySet<Command> = new Set(["next", "previous", "pick_1", "pick_2", "pick_3", "pick_4", "pick_5"]);
const UNASSISTED = "Trường hợp này nhập thẳng từ sổ, không có gợi ý.";

export class Form {
  readonly element: HTMLElement;
  #desk: Desk;
  #around: Surroundings;
  #lately: Lately;
  #carrying: Carrying;
  #pause: Pause;
  #reminder: ConstantsReminder;
  #questions: FieldQuestions;
  #views = new Map<string, FieldView>();
  #fieldsets = new Map<string, HTMLFieldSetElement>();
  #last: string | null = null;
  #picked: string | null = null;
  #onEnd: () => void;

  /** @param onEnd what Enter past the last stop does */
  constructor(desk: Desk, onEnd: () => void) {
    this.#desk = desk;
    this.#onEnd = onEnd;
    this.#reminder = new ConstantsReminder(desk);
    this.element = h("div", { class: "form" }, this.#reminder.element);
    this.#questions = new FieldQuestions({
      desk,
      element: this.element,
      commitText: (view) => this.#commitText(view),
      commit: (view, value, before) => this.#commit(view, value, before),
      render: () => this.render(),
      focus: (field) => this.focus(field),
    });
    this.#lately = latelyOf(desk.data.book.id);
    this.#around = surroundingsOf(desk, this.#lately);
    this.#carrying = new Carrying(desk, this.#around);
    this.#pause = new Pause(this.element);
    // After the first letter of the shift, so that it is there before the first place.
    if (this.#isAssisted) this.element.addEventListener("input", () => void loadPlaces(), { once: true });
    if (desk.data.previous !== null && !this.#lately.knowsAny) this.#lately.note("before", desk.data.previous.fields);
    this.#lately.note(desk.data.entry.id, desk.fields);
    for (const group of desk.groups) {
      const fields = h("div", { class: "group-fields" });
      for (const spec of group.fields) {
        const source = (redraw: () => void) => (this.#isAssisted ? sourceOf(spec, this.#around, redraw) : null);
        const view = new FieldView(spec, source, (field, row) => this.#pick(field, row));
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

  /** Some entries, drawn by chance, are keyed from the page alone. */
  get #isAssisted(): boolean {
    return this.#desk.data.assisted;
  }

  /** The field that has the focus, or had it last. */
  get current(): string | null {
    return this.#last;
  }

  /** Whether a control holds text that was not committed yet. */
  get isDirty(): boolean {
    return [...this.#views.values()].some((view) => view.isDirty);
  }

  /** Whether a field's control holds text that was not committed yet. */
  isTyping(field: string): boolean {
    return this.#views.get(field)?.isDirty ?? false;
  }

  render(): void {
    const desk = this.#desk;
    for (const view of this.#views.values()) view.show(stateOf(desk, view.spec));
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
    const text = await this.#questions.askAt(view, question);
    if (text === undefined) return null;
    const field = view.spec.id;
    return text === null ? null : { field, text };
  }

  /** Whether a field of the form has the focus. */
  get hasFocus(): boolean {
    return this.#last !== null && document.activeElement === this.#views.get(this.#last)?.control;
  }

  /** Puts an act off until an input method has put down the letters of the key before. Returns whether it had to. */
  waits(act: () => void): boolean {
    return this.#pause.before(act);
  }

  /** Runs a command at the focused field. Returns whether the key was used. */
  run(command: Command, key: { readonly key: string }): boolean {
    const view = this.#last === null ? undefined : this.#views.get(this.#last);
    if (view === undefined || document.activeElement !== view.control) return false;
    const field = view.spec.id;
    if (WAITING.has(command) && this.waits(() => void this.run(command, { key: key.key === "Tab" ? "Enter" : key.key }))) return true;
    if (command === "next" || command === "previous") {
      return this.#step(view, command === "next" ? 1 : -1, key.key === "Tab");
    }
    if (this.#desk.readOnly) return false;
    if (command === "constants_hold") return this.#reminder.hold();
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
        void this.#questions.strike(view);
        return true;
      case "ditto":
        return this.#bring(view, () => this.#carrying.ditto(field), "Trường hợp trước không có giá trị ở ô này.");
      case "ditto_group":
        return this.#bring(view, () => this.#carrying.group(field), "Không còn ô trống nào của nhóm lấy được từ trường hợp trước.");
      case "ditto_entry":
        return this.#bring(view, () => this.#carrying.entry(), "Không còn ô trống nào lấy được từ trường hợp trước.");
      case "same_group":
        return this.#bring(view, () => this.#carrying.above(field), "Không còn ô trống nào của nhóm lấy được như trên.");
      case "same_entry":
      case "same_entry_other": {
        const place = command === "same_entry" ? 0 : 1;
        return this.#bring(view, () => this.#carrying.same(field, place, asWritten(view.text)), "Chưa có gì trong trường hợp này để lấy như trên.");
      }
      case "confirm_register":
        this.#set(view, this.#desk.confirmed(field), "Không có giá trị dân cư nào để xác nhận ở ô này.");
        return true;
      case "step_into_constant":
        this.#stepIntoConstant(field);
        return true;
      case "override":
        void this.#questions.override(view);
        return true;
      default:
        return false;
    }
  }

  #enter(view: FieldView): void {
    this.#last = view.spec.id;
    if (!view.control.readOnly) view.combobox?.enter();
  }

  #leave(view: FieldView, to: EventTarget | null): void {
    view.combobox?.close();
    if (this.#questions.field === view.spec.id || !this.#commitText(view)) return;
    // Who only looks at the register and comes back has not passed the field over.
    if (to instanceof Element && this.element.contains(to)) this.#desk.leave(view.spec.id);
  }

  /** Enter and Tab: commit first, so that a field this value brings into sight is the next one. */
  #step(view: FieldView, step: 1 | -1, isTab: boolean): boolean {
    if (!isTab && step === 1 && view.combobox?.hasActive === true) return view.combobox.pick();
    if (!this.#commitText(view)) return true;
    this.#desk.leave(view.spec.id);
    // Tab moves by itself, out of the form too: constants are no tab stops.
    if (isTab) return false;
    const target = neighbour(this.#desk.stops, view.spec.id, step);
    if (target !== null) this.focus(target);
    else if (step === 1) this.#onEnd();
    return true;
  }

  /** Returns false when something is asked about the value and the focus is there. */
  #commitText(view: FieldView): boolean {
    const field = view.spec.id;
    if (!view.isDirty) {
      this.#picked = null;
      return true;
    }
    const before = this.#desk.fields[field];
    const label = this.#labelMeant(view);
    const origin: Origin = label !== null || this.#picked === asWritten(view.text) ? "picked" : "typed";
    this.#picked = null;
    return this.#commit(view, this.#desk.read(field, label ?? view.text, origin), before);
  }

  #commit(view: FieldView, value: FieldValue, before: FieldValue | undefined): boolean {
    const field = view.spec.id;
    if (this.#desk.needsReason(field, value)) {
      void this.#questions.reason(view, value, before);
      return false;
    }
    this.#desk.commit({ [field]: value });
    this.#lately.note(this.#around.entry, { [field]: value });
    view.write(this.#desk.fields[field]);
    this.render();
    this.#speak(view);
    if (before?.o !== "constant" || (value.v ?? "") === "") return true;
    void this.#questions.howFar(view);
    return false;
  }

  /** What a figure or the beginning of a label stands for in a closed list. */
  #labelMeant({ spec, text }: FieldView): string | null {
    const codes = spec.type === "code" ? this.#around.codes(spec) : null;
    return codes === null ? null : labelMeant(codes, asWritten(text));
  }

  /** A date is said as it was understood, for whoever hears and does not see the echo. */
  #speak(view: FieldView): void {
    const echo = view.spec.type === "partial_date" ? this.#desk.echo(view.spec) : null;
    if (echo !== null) tell(echo);
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

  /** A row of the list: written, committed, and on to the next stop. */
  #pick(field: string, row: Row): void {
    const view = this.#views.get(field)!;
    view.write({ v: row.text, m: null, o: "picked" });
    this.#picked = asWritten(row.text);
    if (row.unit !== undefined) this.#lately.noteUnit(row.unit);
    if (!this.#commitText(view)) return;
    tell(row.text);
    this.#goOn(field);
  }

  #goOn(field: string): void {
    this.#desk.leave(field);
    // A question about the value that was brought is answered first.
    if (this.#questions.field === null) this.focus(neighbour(this.#desk.stops, field, 1));
  }

  /** F6: writes what the register has, and stays: the officer compares it with the book before going on. */
  #set(view: FieldView, value: FieldValue | null, otherwise: string): void {
    if (value === null) return say(otherwise);
    const before = this.#desk.fields[view.spec.id];
    view.write(value);
    if (this.#commit(view, { ...value, struck: before?.struck ?? null }, before) && value.v !== null) tell(value.v);
  }

  /** F2 and F4: what was asked for is written, and it goes on to the next stop; of several fields to the first that is still empty. */
  #bring(view: FieldView, from: () => Brought | null, otherwise: string): true {
    if (!this.#isAssisted) return this.#refuse(UNASSISTED);
    const brought = from();
    if (brought === null) return this.#refuse(otherwise);
    if ("begin" in brought) return this.#begin(view, brought.begin);
    const field = view.spec.id;
    const values = Object.entries(brought.values);
    if (values.length === 1 && values[0]![0] === field) {
      const value = values[0]![1];
      view.write(value);
      if (!this.#commit(view, value, this.#desk.fields[field])) return true;
      tell(value.v ?? MISSING_LABELS[value.m!]);
      this.#goOn(field);
      return true;
    }
    if (!(field in brought.values) && !this.commitCurrent()) return true;
    this.#bringAll(field, brought.values);
    return true;
  }

  #bringAll(field: string, values: Readonly<Record<string, FieldValue>>): void {
    const free = Object.entries(values).filter(([id, value]) => !this.#desk.needsReason(id, value));
    const written = Object.fromEntries(free);
    this.#desk.commit(written);
    this.#lately.note(this.#around.entry, written);
    for (const [id, value] of free) this.#views.get(id)?.write(value);
    this.render();
    say(`Đã lấy ${free.length} ô.`);
    this.#desk.leave(field);
    this.focus(nextOpen(this.#desk.stops, field, (id) => isGiven(this.#desk.fields[id])));
  }

  /** The beginning of a name: asked for by a key in an empty box, never while something is typed. */
  #begin({ control }: FieldView, text: string): true {
    control.value = text;
    control.setSelectionRange(text.length, text.length);
    tell(text);
    return true;
  }

  #refuse(sentence: string): true {
    say(sentence);
    return true;
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
    if (!this.#commit(view, value, before)) return;
    tell(isSet ? "Đã bỏ." : MISSING_LABELS[reason]);
    // Taken back, the field waits for what the book says instead.
    if (value.m !== null) this.#goOn(field);
  }

  #stepIntoConstant(field: string): void {
    if (!this.commitCurrent()) return;
    const constant = nextConstant(this.#desk.stops, field);
    if (constant === null) return say("Quyển sổ này không có ô dùng chung.");
    this.#desk.stepInto(constant);
    this.render();
    this.focus(constant);
  }
}
