/** Once in a while the book's constants are to be compared with the page: a quiet line above the form, answered by one key. */
import { constantsOf, countEntry, stillHold } from "./constants";
import type { Desk } from "./desk";
import { h, say, setText } from "./dom";

export class ConstantsReminder {
  readonly element = h("p", { class: "form-reminder", role: "status", hidden: true });
  #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
    const constants = constantsOf(desk.data);
    const said = [...desk.specs.values()]
      .filter((spec) => spec.constant && constants[spec.id] !== undefined)
      .map((spec) => `${spec.label} “${constants[spec.id]!.v}”`);
    if (desk.readOnly || said.length === 0 || !countEntry(desk.data)) return;
    setText(this.element, `Xem lại ô dùng chung: ${said.join(", ")} còn đúng như sổ? Shift + F7: vẫn đúng · F7: sửa`);
    this.element.hidden = false;
  }

  hold(): true {
    stillHold(this.#desk.data);
    this.element.hidden = true;
    say("Đã xác nhận các ô dùng chung của quyển.");
    return true;
  }
}
