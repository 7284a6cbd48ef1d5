/** The practice register: what it says of the child of an entry, compared as the real look-up compares, in small. */
import { searchKey } from "../core/text";
import { sameReading, type Candidate, type Comparison, type LookUpAnswer, type JudgementAnswer } from "../desk/look-ups";
import type { Fields } from "../desk/types";

/** The register's words of a child, with the book's fields. */
const COMPARED: Readonly<Record<string, readonly [string, string]>> = {
  full_name: ["child.full_name", "Họ, chữ đệm, tên"],
  birth_date: ["child.birth_date", "Ngày sinh"],
  sex: ["child.sex", "Giới tính"],
  hometown: ["child.hometown", "Quê quán"],
  ethnicity: ["child.ethnicity", "Dân tộc"],
  nationality: ["child.nationality", "Quốc tịch"],
  mother_full_name: ["mother.full_name", "Họ tên mẹ"],
  father_full_name: ["father.full_name", "Họ tên cha"],
};
export const IDENTITY = ["child.full_name", "child.birth_date", "child.sex"] as const;
const PARENTS = ["mother_full_name", "father_full_name"];
const SOURCE = "Dữ liệu dân cư của bài luyện tập, không phải dữ liệu thật";

/** A name of the same place written shorter is the same place. */
function agrees(word: string, book: string, register: string): boolean {
  if (word !== "hometown") return sameReading(book, register);
  const known = new Set(searchKey(register).split(/[\s,]+/));
  return searchKey(book).split(/[\s,]+/).every((part) => known.has(part));
}

export function comparedWith(citizen: Readonly<Record<string, string>>, fields: Fields): Comparison[] {
  return Object.entries(COMPARED).map(([word, [field, label]]) => {
    const book = fields[field]?.v ?? null;
    const register = citizen[word] ?? "";
    if (book === null) {
      // Names that are still to be read in the book are not shown before.
      const isWithheld = PARENTS.includes(word);
      return { field: word, label, agreement: isWithheld ? "not_compared" : "book_lacks", book, register: isWithheld ? null : register, is_discrepancy: false };
    }
    const same = agrees(word, book, register);
    return { field: word, label, agreement: same ? "agrees" : "differs", book, register, is_discrepancy: !same };
  });
}

export function agreementsOf(citizen: Readonly<Record<string, string>>, fields: Fields): Record<string, boolean> {
  const differs = new Set(comparedWith(citizen, fields).flatMap(({ field, is_discrepancy }) => (is_discrepancy ? [COMPARED[field]![0]] : [])));
  return Object.fromEntries(IDENTITY.map((field) => [field, !differs.has(field)]));
}

/** @param isOpen whether what differs was keyed a second time */
export function answerOf(citizen: Readonly<Record<string, string>>, fields: Fields, isOpen: boolean): LookUpAnswer {
  const agreements = agreementsOf(citizen, fields);
  const again = Object.entries(agreements).flatMap(([field, agree]) => (agree ? [] : [field]));
  const hidden = again.length > 0 && !isOpen;
  const compared = comparedWith(citizen, fields);
  const asked = Object.fromEntries(PARENTS.map((word) => [word, fields[COMPARED[word]![0]]?.v ?? ""]));
  const parents = PARENTS.some((word) => (asked[word] ?? "") !== "");
  const candidate: Candidate = {
    ref: "1",
    rank: 1,
    score_label: "rất có thể",
    fields: compared,
    suggested: compared.some(({ is_discrepancy }) => is_discrepancy) ? "mismatched" : "matched",
    masked_number: `${citizen["personal_id"]!.slice(0, 3)}••••••${citizen["personal_id"]!.slice(-3)}`,
    likely: true,
    cautions: parents ? [] : ["Bản nhập chưa có cha, mẹ: nhập cha, mẹ thì máy tra lại."],
  };
  return {
    id: "luyen-tap",
    way: "extract",
    coverage: "nation",
    as_of: null,
    asked,
    may_conclude_not_found: true,
    candidates: hidden ? [] : [candidate],
    suggested: hidden ? null : candidate.suggested,
    state: "answered",
    source_text: SOURCE,
    verdict: "link",
    verdict_text: "Gợi ý người thứ 1.",
    agreements,
    ...(hidden ? { hidden, to_key_again: again } : {}),
  };
}

export function judgedAs(citizen: Readonly<Record<string, string>>, fields: Fields): JudgementAnswer {
  const compared = comparedWith(citizen, fields);
  const differences = compared.filter(({ is_discrepancy }) => is_discrepancy);
  return {
    outcome: differences.length > 0 ? "mismatched" : "matched",
    source_text: SOURCE,
    personal_id: citizen["personal_id"] ?? null,
    differences,
    supplements: [],
    register: Object.fromEntries(compared.flatMap(({ field, register }) => (register === null ? [] : [[field, register]]))),
    fields: compared,
  };
}
