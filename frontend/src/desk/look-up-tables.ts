/** The tables of the look-up: what a decision found to differ, and one candidate field by field with what each weighed. */
import { h } from "./dom";
import { AGREEMENT_WORDS, type Candidate, type Comparison, type Difference, type Evidence, type Weight } from "./look-ups";

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
  if (field.agreement === "differs") return field.weight ? h("small", {}, field.weight.sentence) : reason(field.note);
  // The label stands at the row's head: the sentence goes on from there.
  const said = (field.note ?? "").replace(`${field.label}: `, "");
  return field.agreement === "agrees_shown" && said ? h("small", {}, said) : null;
}

/** How much a field weighed, in words beside a small bar; the figure is in the model's own table. */
function weightOf(weight: Weight | null | undefined): HTMLElement | null {
  if (weight === null || weight === undefined || weight.weight === "unweighed") return null;
  return h(
    "span",
    { class: `weight weight--${weight.weight}` },
    bar(weight.share, weight.weight),
    h("span", { class: "weight-words" }, weight.weight_text),
  );
}

export function bar(share: number, kind: string): HTMLElement {
  // A length in tenths: style attributes are refused by the page's own rules.
  return h("span", { class: `bar bar--${kind} bar-${Math.round(Math.max(0, Math.min(1, share)) * 10)}`, "aria-hidden": "true" });
}

function values(field: Comparison): (Node | string)[] {
  const { book, register } = field;
  if (book && book === register) return [book];
  return [
    h("span", { class: "said" }, h("i", {}, "Sổ "), book || "–"),
    h("span", { class: "said" }, h("i", {}, "Dân cư "), register || "–"),
  ];
}

export function agreementTable(fields: readonly Comparison[]): HTMLElement {
  // The personal number stands above the table; an old book has none to compare with it.
  const compared = fields.filter((field) => field.field !== "personal_id" || field.is_discrepancy);
  const rows = compared.map((field) =>
    h(
      "tr",
      { class: field.is_discrepancy ? "row-differs" : `row-${field.agreement}`, "data-compared": field.field },
      h("th", { scope: "row" }, field.label),
      h("td", {}, ...values(field)),
      h("td", {}, h("span", { class: "verdict" }, AGREEMENT_WORDS[field.agreement] ?? field.agreement), remark(field), weightOf(field.weight)),
    ),
  );
  return table("So từng mục", ["Mục", "Giá trị", "So sánh"], rows);
}

/** What the model said of each field with its figure: for who wants to know why, one step away. */
export function evidenceTable(candidate: Candidate): HTMLElement | null {
  const evidence = (candidate.evidence ?? []).filter((one) => !one.missing);
  if (evidence.length === 0) return null;
  return h(
    "details",
    { class: "evidence" },
    h("summary", {}, "Số liệu của mô hình"),
    h("p", { class: "panel-quiet" }, "Mỗi điểm làm khả năng là một người tăng gấp đôi; điểm âm làm giảm một nửa."),
    h("ul", {}, ...evidence.map(evidenceLine)),
  );
}

function evidenceLine(one: Evidence): HTMLElement {
  const bits = `${one.bits < 0 ? "−" : "+"}${Math.abs(one.bits).toFixed(1).replace(".", ",")}`;
  return h("li", {}, h("span", {}, `${one.title}: ${one.sentence}`), h("b", {}, bits));
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
