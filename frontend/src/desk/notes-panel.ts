/** The margin notes of the entry beside its form, and the way to the page on which one is written. */
import { h } from "./dom";

export function notesPanel(notes: readonly string[], mayWrite: boolean, onWrite: () => void): HTMLElement {
  return h(
    "section",
    { class: "look-up", "aria-labelledby": "desk-notes-title", "data-notes": String(notes.length) },
    h("h2", { class: "panel-title", id: "desk-notes-title" }, "Ghi chú bên lề"),
    h(
      "div",
      { class: "panel-body" },
      notes.length === 0
        ? h("p", { class: "panel-quiet" }, "Chưa có ghi chú nào.")
        : h("ul", { class: "notes-list" }, ...notes.map((note) => h("li", {}, note))),
      mayWrite &&
        h("div", { class: "panel-actions" }, h("button", { type: "button", class: "button", id: "desk-notes", click: onWrite }, "Ghi chú… ", h("kbd", {}, "Ctrl+B"))),
    ),
  );
}
