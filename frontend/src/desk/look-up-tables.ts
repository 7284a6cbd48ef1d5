/** The two tables of the look-up: what a decision found to differ, and a candidate field by field. */
import { h } from "./dom";
import { AGREEMENT_WORDS, type Comparison, type Difference } from "./look-ups";

function table(caption: string, heads: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  return h(
    "table",
    { class: "agreement" },
    h("caption", {}, caption),
    h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, ...rows),
  );
}

/** Beside both values only the why is news: what stands in the sentence's last brackets. */
function reason(note: string | null | undefined): HTMLElement | null {
  const why = /\(([^()]+)\)\.?[^()]*$/.exec(note ?? "")?.[1];
  return why === undefined ? null : h("small", {}, why);
}

function remark(field: Comparison): HTMLElement | null {
  if (field.agreement === "differs") return reason(field.note);
  return field.agreement === "agrees_shown" && field.note ? h("small", {}, field.note) : null;
}

export function agreementTable(fields: readonly Comparison[]): HTMLElement {
  // The personal number stands above the table; an old book has none to compare with it.
  const compared = fields.filter((field) => field.field !== "personal_id" || field.is_discrepancy);
  const rows = compared.map((field) =>
    h(
      "tr",
      { class: field.is_discrepancy ? "row-differs" : `row-${field.agreement}`, "data-compared": field.field },
      h("th", { scope: "row" }, field.label),
      h("td", {}, field.book || "–"),
      h("td", {}, field.register || "–"),
      h("td", {}, AGREEMENT_WORDS[field.agreement] ?? field.agreement, remark(field)),
    ),
  );
  return table("So từng mục", ["Mục", "Sổ", "Dân cư", "So sánh"], rows);
}

export function differenceTable(
  caption: string,
  differences: readonly Difference[],
  label: (field: string) => string,
): HTMLElement {
  const rows = differences.map((difference) =>
    h(
      "tr",
      { "data-difference": difference.field },
      h("th", { scope: "row" }, difference.label ?? label(difference.field)),
      h("td", {}, difference.book || "–"),
      h("td", {}, difference.register || "–", reason(difference.note)),
    ),
  );
  return table(caption, ["Mục", "Sổ", "Dân cư"], rows);
}
