/** The margin notes of the entry beside its form, and the way to the page on which one is written. */
import { h } from "./dom";
import type { MarginNote } from "./types";

/** @param label the printed name of a column */
export function notesPanel(
  notes: readonly MarginNote[],
  label: (field: string) => string,
  mayWrite: boolean,
  onWrite: () => void,
): HTMLElement {
  return h(
    "section",
    { class: "look-up", "aria-labelledby": "desk-notes-title", "data-notes": String(notes.length) },
    h("h2", { class: "panel-title", id: "desk-notes-title" }, "Ghi chú bên lề"),
    h(
      "div",
      { class: "panel-body" },
      notes.length === 0
        ? h("p", { class: "panel-quiet" }, "Chưa có ghi chú nào.")
        : h("ul", { class: "notes-list" }, ...notes.map((note) => h("li", {}, note.said, ...changes(note, label)))),
      mayWrite &&
        h("div", { class: "panel-actions" }, h("button", { type: "button", class: "button", id: "desk-notes", click: onWrite }, "Ghi chú… ", h("kbd", {}, "Ctrl+B"))),
    ),
  );
}

function changes(note: MarginNote, label: (field: string) => string): HTMLElement[] {
  return Object.entries(note.amends).map(([field, text]) => h("p", { class: "panel-quiet" }, `${label(field)}: ${text}`));
}
