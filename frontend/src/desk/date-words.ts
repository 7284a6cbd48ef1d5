/** A date in words as the book's own clerk writes it: his wording is told from what he wrote before. */
import type { PartialDate } from "../core/dates";

/** How a clerk words a date. The first of each is the standard of the forms. */
interface Wording {
  readonly begin: "ngày" | "Ngày";
  readonly first: "" | "mùng" | "mồng";
  readonly month: "tư" | "bốn";
  readonly four: "tư" | "bốn";
  readonly thousand: "nghìn" | "ngàn";
  readonly odd: "linh" | "lẻ";
  readonly hundred: boolean;
}

const NAMES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const STANDARD: Wording = { begin: "ngày", first: "", month: "tư", four: "tư", thousand: "nghìn", odd: "linh", hundred: true };
/** What to offer of a clerk of whom nothing is known yet. */
const USUAL: readonly Wording[] = [
  { ...STANDARD, begin: "Ngày" },
  { ...STANDARD, begin: "Ngày", first: "mùng", odd: "lẻ", four: "bốn" },
  STANDARD,
  { ...STANDARD, begin: "Ngày", thousand: "ngàn", odd: "lẻ" },
  { ...STANDARD, begin: "Ngày", first: "mồng" },
];
const ALL: readonly Wording[] = [...USUAL, ...every()];

/** A date with the words that the book has for it. */
export interface Worded {
  readonly date: PartialDate;
  readonly words: string;
}

/** The date in words, the clerk's own way first; at most five, none where day, month or year is not known. */
export function inWords(date: PartialDate, before: readonly Worded[]): string[] {
  if (date.day === null || date.month === null || date.year === null || date.lunar || date.approximate) return [];
  const ranked = ALL.map((wording, at) => ({ wording, at, right: before.filter((one) => say(one.date, wording) === one.words).length }))
    .filter(({ right, at }) => right > 0 || at < USUAL.length)
    .sort((one, other) => other.right - one.right || one.at - other.at);
  return [...new Set(ranked.map(({ wording }) => say(date, wording)))].slice(0, 5);
}

function every(): Wording[] {
  const found: Wording[] = [];
  for (const begin of ["ngày", "Ngày"] as const)
    for (const first of ["", "mùng", "mồng"] as const)
      for (const month of ["tư", "bốn"] as const)
        for (const four of ["tư", "bốn"] as const)
          for (const thousand of ["nghìn", "ngàn"] as const)
            for (const odd of ["linh", "lẻ"] as const)
              for (const hundred of [true, false]) found.push({ begin, first, month, four, thousand, odd, hundred });
  return found;
}

function say({ day, month, year }: PartialDate, wording: Wording): string {
  if (day === null || month === null || year === null) return "";
  const first = day <= 10 && wording.first !== "" ? `${wording.first} ` : "";
  const monthName = month === 4 ? wording.month : belowHundred(month, wording);
  return `${wording.begin} ${first}${belowHundred(day, wording)} tháng ${monthName} năm ${sayYear(year, wording)}`;
}

function sayYear(year: number, wording: Wording): string {
  const below = year % 100;
  const hundreds = Math.floor((year % 1000) / 100);
  const words = [NAMES[Math.floor(year / 1000)]!, wording.thousand];
  if (hundreds > 0 || (below > 0 && wording.hundred)) words.push(NAMES[hundreds]!, "trăm");
  if (below > 0 && below < 10) words.push(wording.odd, NAMES[below]!);
  else if (below > 0) words.push(belowHundred(below, wording));
  return words.join(" ");
}

function belowHundred(number: number, { four }: Wording): string {
  const tens = Math.floor(number / 10);
  const ones = number % 10;
  if (tens === 0) return NAMES[ones]!;
  const head = tens === 1 ? "mười" : `${NAMES[tens]} mươi`;
  if (ones === 0) return head;
  if (ones === 5) return `${head} lăm`;
  if (tens > 1 && ones === 1) return `${head} mốt`;
  return tens > 1 && ones === 4 ? `${head} ${four}` : `${head} ${NAMES[ones]}`;
}
