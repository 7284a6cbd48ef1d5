/** The entries before and after the one being keyed: read only, each in one line, for finding the place in the book. */
import { h } from "./dom";
import type { DeskData, Edition } from "./types";
import { MISSING_LABELS } from "./values";

/** What of an entry tells where one is in the book: whose it is, born when, registered when. */
const REGISTERED = ["registration.date"];

/** Where the next entry stands, one line below the form: without an image it is the eye's only help in the book. */
export function nextLine({ next }: DeskData): HTMLElement {
  const place = next === null ? [] : [next.page === null ? null : `trang ${next.page}`, next.line === null ? null : `dòng ${next.line}`];
  const known = place.filter((part) => part !== null);
  const where = next === null ? "hết phần có trên máy này" : known.length > 0 ? known.join(", ") : `thứ tự ${next.position}`;
  const line = h("p", { class: "neighbour", "aria-label": "Trường hợp tiếp theo" });
  line.append(h("span", { class: "neighbour-which" }, `Trường hợp tiếp theo · ${where}`));
  if (next?.number != null) line.append(h("span", {}, `số ${next.number}`));
  return line;
}

/** The previous entry, one line above the form. */
export function previousLine(data: DeskData, edition: Edition): HTMLElement {
  const { previous } = data;
  const line = h("p", { class: "neighbour", "aria-label": "Trường hợp trước" });
  if (previous === null) {
    line.append(h("span", { class: "neighbour-which" }, "Trường hợp trước: chưa có trong sổ này."));
    return line;
  }
  const labels = new Map(edition.groups.flatMap((group) => group.fields).map((field) => [field.id, field.label]));
  const identity = edition.subjects.filter((subject) => subject.principal).flatMap((subject) => subject.identity);
  const shown = [...new Set([...identity, ...REGISTERED])].filter((field) => labels.has(field));
  line.append(h("span", { class: "neighbour-which" }, `Trường hợp trước · số ${previous.number ?? "–"}`));
  for (const field of shown) {
    const value = previous.fields[field];
    const text = value === undefined ? null : value.m !== null ? MISSING_LABELS[value.m] : value.v;
    if (text !== null && text !== "") line.append(h("span", { title: labels.get(field) }, text));
  }
  return line;
}
