/** The end of the practice: how it went, field by field against the pages. */
import { h } from "../desk/dom";
import type { Fields } from "../desk/types";
import type { PracticeBook } from "./book";
import type { Progress } from "./progress";
import { perCent, scoreOf } from "./score";

/** @param keyed the fields of an entry as they were keyed last, whether or not they have been taken yet */
export function resultOf(book: PracticeBook, progress: Progress, keyed: (at: number) => Fields, again: () => void): HTMLElement {
  const rows = book.entries.map((entry, at) => ({ at, kept: progress.entry(at), score: scoreOf(entry, keyed(at)) }));
  const right = rows.reduce((sum, { score }) => sum + score.right, 0);
  const all = rows.reduce((sum, { score }) => sum + score.fields, 0);
  const slips = rows.flatMap(({ at, score }) => score.slips.map((slip) => ({ at, ...slip })));
  const middle = (values: readonly number[]): number => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
  const keys = middle(rows.map(({ kept }) => kept.keys));
  const seconds = middle(rows.map(({ kept }) => Math.round(kept.seconds)));
  const head = (...names: string[]): HTMLElement => h("thead", {}, h("tr", {}, ...names.map((name) => h("th", { scope: "col" }, name))));
  return h(
    "section",
    { class: "practice-result", "aria-labelledby": "practice-title" },
    h("h1", { id: "practice-title", tabindex: "-1" }, `Xong bài luyện tập: đúng ${perCent(right, all)} số ô`),
    h("p", {}, `Thường một trường hợp: ${keys} phím, ${seconds} giây. Sổ thật có nhiều cột hơn; nhanh lên dần sau vài ngày, đúng thì ngay từ đầu.`),
    h(
      "table",
      { class: "agreement" },
      h("caption", {}, "Từng trường hợp"),
      head("Trường hợp", "Ô đúng", "Phím", "Giây"),
      h(
        "tbody",
        {},
        ...rows.map(({ at, kept, score }) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, `Số ${book.entries[at]!.written["registration.number"] ?? at + 1}`),
            h("td", {}, `${score.right}/${score.fields}`),
            h("td", {}, String(kept.keys)),
            h("td", {}, String(Math.round(kept.seconds))),
          ),
        ),
      ),
    ),
    slips.length === 0
      ? h("p", { class: "panel-strong" }, "Không ô nào khác với sổ.")
      : h(
          "table",
          { class: "agreement", "data-slips": true },
          h("caption", {}, "Những ô khác với sổ"),
          head("Trường hợp", "Ô", "Sổ ghi", "Đã nhập"),
          h(
            "tbody",
            {},
            ...slips.map(({ at, field, book: written, keyed }) =>
              h(
                "tr",
                {},
                h("td", {}, `Số ${book.entries[at]!.written["registration.number"] ?? at + 1}`),
                h("th", { scope: "row" }, book.labels[field] ?? field),
                h("td", {}, written),
                h("td", {}, keyed),
              ),
            ),
          ),
        ),
    h(
      "div",
      { class: "practice-actions" },
      h("a", { class: "button button--main", href: "/viec-hom-nay/" }, "Về việc hôm nay"),
      h("button", { type: "button", class: "button", click: again }, "Luyện lại từ đầu"),
    ),
  );
}
