/** Abbreviated names: port of `hotich.core.text.abbreviations`. The writing stays; an expansion is a suggestion. */
import { compose, squeeze } from "./compose";
import { comparisonKey } from "./keys";
import { unifyIY } from "./tones";

export type NameAgreement = "exact" | "spelling" | "abbreviation" | "different" | "missing";

export const SURNAMES: Readonly<Record<string, readonly string[]>> = {
  ng: ["Nguyễn"],
  n: ["Nguyễn", "Nông"],
  tr: ["Trần", "Trương", "Trịnh"],
  t: ["Trần", "Trương"],
  trg: ["Trương"],
  tg: ["Trương"],
  ph: ["Phạm", "Phan", "Phùng"],
  p: ["Phạm", "Phan"],
  hg: ["Hoàng"],
  h: ["Hoàng", "Huỳnh", "Hồ"],
  hh: ["Huỳnh"],
  l: ["Lê", "Lâm", "Lương"],
  đ: ["Đỗ", "Đặng", "Đinh", "Điểu"],
  v: ["Võ", "Vũ"],
  b: ["Bùi"],
  d: ["Dương", "Danh"],
  c: ["Cao", "Châu"],
  th: ["Thạch", "Thị"],
};
export const MIDDLE_NAMES: Readonly<Record<string, readonly string[]>> = {
  th: ["Thị"],
  t: ["Thị"],
  v: ["Văn"],
  ng: ["Ngọc", "Nguyên"],
  n: ["Ngọc"],
  h: ["Hữu", "Hồng"],
  hg: ["Hồng", "Hoàng"],
  đ: ["Đình", "Đức"],
  m: ["Minh"],
  x: ["Xuân"],
  q: ["Quang", "Quốc"],
  k: ["Kim"],
  ph: ["Phước", "Phương"],
  b: ["Bá"],
  c: ["Công"],
  d: ["Duy"],
  tr: ["Trọng"],
};
export const GIVEN_NAMES: Readonly<Record<string, readonly string[]>> = {
  hg: ["Hương", "Hồng", "Hằng", "Hoàng"],
  ph: ["Phương", "Phước"],
};

const MAX_SUGGESTIONS = 12;
const PREFIX_LETTERS = new Set(["h", "k"]);
const TILDED = /([bcdđghklmnpqrstvx])\u0303/giu;
const SIGNS = /[.~]+$/u;
const AROUND_HYPHEN = / *- */gu;
const CONSONANTS = /^[bcdđghklmnpqrstvx]+$/u;
const AFTER_DOT = /\.(?=[^ .])/gu;

/** The words of a name as written; a dot inside ends a word, a hyphen joins. */
export function nameWords(text: string): string[] {
  const squeezed = squeeze(squeeze(text).replace(AROUND_HYPHEN, "-").replace(AFTER_DOT, ". "));
  return squeezed === "" ? [] : squeezed.split(" ");
}

/** "Ng̃" as "Ng~": a tilde above a consonant is a sign of abbreviation, on a vowel it is a tone. */
function plainTilde(word: string): string {
  return word.normalize("NFD").replace(TILDED, "$1~").normalize("NFC");
}

function lettersOf(word: string): string {
  const letters = plainTilde(word.toLowerCase()).replace(SIGNS, "");
  return letters === "ngx" ? "ng" : letters;
}

/** Whether the word is visibly an abbreviation; Y, H' and K' are prefixes. */
export function isAbbreviated(word: string, first = false): boolean {
  const letters = lettersOf(word);
  if (letters === "") return false;
  if (SIGNS.test(plainTilde(word)) && [...letters].length <= 4) return true;
  if (first && PREFIX_LETTERS.has(letters)) return false;
  return CONSONANTS.test(letters);
}

/** Full names the abbreviated one may stand for, likeliest first. */
export function expansionSuggestions(name: string): string[] {
  const words = nameWords(name);
  const capitals = name === name.toUpperCase();
  let expanded = false;
  const choices = words.map((word, place): readonly string[] => {
    if (!isAbbreviated(word, place === 0)) return [word];
    const table = place === 0 ? SURNAMES : place === words.length - 1 ? GIVEN_NAMES : MIDDLE_NAMES;
    const letters = lettersOf(word);
    const known = Object.hasOwn(table, letters) ? table[letters] : undefined;
    if (words.length < 2 || known === undefined) return [word];
    expanded = true;
    return capitals ? known.map((full) => full.toUpperCase()) : known;
  });
  if (!expanded) return [];
  const found: string[] = [];
  const at = choices.map(() => 0);
  for (;;) {
    found.push(choices.map((choice, place) => choice[at[place] ?? 0]).join(" "));
    if (found.length === MAX_SUGGESTIONS) return found;
    let place = choices.length - 1;
    while (place >= 0 && (at[place] ?? 0) + 1 === choices[place]?.length) at[place--] = 0;
    if (place < 0) return found;
    at[place] = (at[place] ?? 0) + 1;
  }
}

const keyOf = (word: string): string => unifyIY(comparisonKey(word));

function mayStandFor(short: string, full: string, first: boolean): boolean {
  if (!isAbbreviated(short, first)) return false;
  const letters = lettersOf(short);
  if (isAbbreviated(full, first)) return letters === lettersOf(full);
  const key = keyOf(full);
  const contracted =
    letters.length === 2 && key.length > 2 && key[0] === letters[0] && key[key.length - 1] === letters[1];
  return key.startsWith(letters) || contracted;
}

/** How two writings of a name agree; a middle name that one side lacks is `different`. */
export function sameName(a: string | null | undefined, b: string | null | undefined): NameAgreement {
  const one = squeeze(a ?? "");
  const two = squeeze(b ?? "");
  if (one === "" || two === "") return "missing";
  if (compose(a ?? "") === compose(b ?? "")) return "exact";
  if (keyOf(one) === keyOf(two)) return "spelling";
  const left = nameWords(one);
  const right = nameWords(two);
  if (left.length !== right.length) return "different";
  const agree = left.every((x, place) => {
    const y = right[place] ?? "";
    const first = place === 0;
    return keyOf(x) === keyOf(y) || mayStandFor(x, y, first) || mayStandFor(y, x, first);
  });
  return agree ? "abbreviation" : "different";
}
