/** Dates in words: port of `hotich.core.dates.words`. `năm` is both *five* and *year*; only a single reading counts. */
import { comparisonKey } from "../text";
import { daysInMonth, FIRST_YEAR, LAST_YEAR, pad, PartialDate } from "./partial";

export type Variant = "north" | "south";

const UNITS = new Map<string, number>([
  ["không", 0], ["một", 1], ["mốt", 1], ["hai", 2], ["ba", 3], ["bốn", 4], ["tư", 4], ["năm", 5], ["lăm", 5],
  ["nhăm", 5], ["sáu", 6], ["bảy", 7], ["bẩy", 7], ["tám", 8], ["chín", 9],
]); // prettier-ignore
const AFTER_TENS_ONLY = new Set(["mốt", "lăm", "nhăm"]);
const NAMES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const TEN = new Set(["mười", "mươi"]);
const ODD = new Set(["linh", "lẻ", "lẽ"]);
const THOUSAND = new Set(["nghìn", "ngàn", "ngìn"]);
const FIRST_DAYS = new Set(["mồng", "mùng", "mòng"]);
const NOT_WORDS = /[ ,.;:()"'/\-–“”]+/u;
const LUNAR = /âm lịch|(?:^|[ (,])(?:al|âl)(?=$|[ ),.])/gu;
const SOLAR = /dương lịch|(?:^|[ (,])dl(?=$|[ ),.])/gu;
const CIRCA = /^ *(?:vào )?(?:khoảng|chừng|độ) +/u;
const FIGURES = /^[0-9]+$/u;

const unitOf = (word: string | undefined): number | null => (word === undefined ? null : (UNITS.get(word) ?? null));

function belowHundred(words: readonly string[]): number | null {
  const [first = "", second = "", third] = words;
  if (words.length === 1) {
    if (FIGURES.test(first)) return first.length <= 2 ? Number(first) : null;
    if (first === "mười") return 10;
    if (first === "hăm") return 20;
    return AFTER_TENS_ONLY.has(first) ? null : unitOf(first);
  }
  const tens = unitOf(first);
  if (words.length === 2) {
    const unit = unitOf(second);
    if (first === "mười" || first === "hăm") return unit ? (first === "mười" ? 10 : 20) + unit : null;
    if (TEN.has(second)) return tens !== null && tens >= 2 ? tens * 10 : null;
    if (ODD.has(first) || first === "không") return null;
    return tens !== null && tens >= 2 && unit && !AFTER_TENS_ONLY.has(first) ? tens * 10 + unit : null;
  }
  if (words.length === 3 && TEN.has(second)) {
    const unit = unitOf(third);
    if (tens !== null && tens >= 2 && unit) return tens * 10 + unit;
  }
  return null;
}

function afterHundreds(words: readonly string[]): number | null {
  const first = words[0];
  if (first === undefined) return 0;
  if (ODD.has(first) || first === "không") return (words.length === 2 ? unitOf(words[1]) : null) || null;
  const value = belowHundred(words);
  return value !== null && value >= 10 ? value : null;
}

function belowThousand(words: readonly string[]): number | null {
  const first = words[0];
  if (first === undefined) return 0;
  const place = words.indexOf("trăm");
  if (place >= 0) {
    const hundreds = place === 1 ? unitOf(first) : null;
    const rest = hundreds === null ? null : afterHundreds(words.slice(place + 1));
    return hundreds === null || rest === null ? null : hundreds * 100 + rest;
  }
  return ODD.has(first) ? afterHundreds(words) : null;
}

function yearOf(words: readonly string[]): number | null {
  const [first = "", second = ""] = words;
  let year: number;
  if (words.length === 1 && FIGURES.test(first)) {
    year = Number(first);
  } else if (words.length >= 2 && THOUSAND.has(second)) {
    const thousands = unitOf(first);
    const rest = belowThousand(words.slice(2));
    if (thousands === null || rest === null) return null;
    year = thousands * 1000 + rest;
  } else if (words.length === 4) {
    const figures = words.map(unitOf);
    if (figures.includes(null)) return null;
    year = Number(figures.join(""));
  } else {
    return null;
  }
  return year >= FIRST_YEAR && year <= LAST_YEAR ? year : null;
}

function monthOf(words: readonly string[]): number | null {
  if (words.length === 1 && words[0] === "giêng") return 1;
  if (words.length === 1 && words[0] === "chạp") return 12;
  const value = belowHundred(words);
  return value !== null && value >= 1 && value <= 12 ? value : null;
}

function dayOf(written: readonly string[]): number | null {
  const words = written[0] === "ngày" ? written.slice(1) : written;
  if (FIRST_DAYS.has(words[0] ?? "")) {
    const value = belowHundred(words.slice(1));
    return value !== null && value >= 1 && value <= 10 ? value : null;
  }
  if (words.length === 1 && words[0] === "rằm") return 15;
  const value = belowHundred(words);
  return value !== null && value >= 1 && value <= 31 ? value : null;
}

function monthAndYear(words: readonly string[]): [number, number] | null {
  const found = new Map<string, [number, number]>();
  for (let split = 1; split < words.length; split += 1) {
    const month = monthOf(words.slice(0, split));
    if (month === null) continue;
    const years = [words[split] === "năm" ? yearOf(words.slice(split + 1)) : null, yearOf(words.slice(split))];
    for (const year of years) if (year !== null) found.set(`${month}/${year}`, [month, year]);
  }
  const [only] = found.values();
  return found.size === 1 && only !== undefined ? only : null;
}

/** The date that the words say, null where they say none or more than one. */
export function readWords(text: string): PartialDate | null {
  let key = comparisonKey(text);
  const lunar = key.search(LUNAR) >= 0;
  key = key.replace(LUNAR, " ").replace(SOLAR, " ");
  const approximate = CIRCA.test(key);
  const words = key.replace(CIRCA, "").split(NOT_WORDS).filter((word) => word !== "");
  if (words.every((word) => FIGURES.test(word))) return null;
  const flags = { lunar, approximate, text };
  const place = words.indexOf("tháng");
  if (place < 0) {
    const year = (words[0] === "năm" && words.length > 1 ? yearOf(words.slice(1)) : null) ?? yearOf(words);
    return year === null ? null : new PartialDate({ year, ...flags });
  }
  const reading = monthAndYear(words.slice(place + 1));
  if (reading === null) return null;
  const [month, year] = reading;
  if (place === 0) return new PartialDate({ year, month, ...flags });
  const day = dayOf(words.slice(0, place));
  if (day === null || day > (lunar ? 30 : daysInMonth(year, month))) return null;
  return new PartialDate({ year, month, day, ...flags });
}

function sayBelowHundred(number: number): string {
  const tens = Math.floor(number / 10);
  const unit = number % 10;
  const name = NAMES[unit] ?? "";
  if (tens === 0) return name;
  const head = tens === 1 ? "mười" : `${NAMES[tens] ?? ""} mươi`;
  if (unit === 0) return head;
  if (unit === 5) return `${head} lăm`;
  if (tens > 1 && unit === 1) return `${head} mốt`;
  if (tens > 1 && unit === 4) return `${head} tư`;
  return `${head} ${name}`;
}

/** A year in words: 1985 -> `một nghìn chín trăm tám mươi lăm`. */
export function sayYear(year: number, variant: Variant = "north"): string {
  const rest = year % 1000;
  const below = year % 100;
  const words = [NAMES[Math.floor(year / 1000)] ?? "", variant === "south" ? "ngàn" : "nghìn"];
  if (rest > 0) words.push(NAMES[Math.floor(rest / 100)] ?? "", "trăm");
  if (below > 0 && below < 10) words.push(variant === "south" ? "lẻ" : "linh", NAMES[below] ?? "");
  else if (below > 0) words.push(sayBelowHundred(below));
  return words.join(" ");
}

const sayMonth = (month: number): string => (month === 4 ? "tư" : sayBelowHundred(month));

/** The date in the words of the forms; "" where the year is not known. */
export function writeWords(value: PartialDate, variant: Variant = "north"): string {
  if (value.year === null) return "";
  const words = [`năm ${sayYear(value.year, variant)}`];
  if (value.month !== null || value.day !== null) {
    words.unshift(`tháng ${value.month !== null ? sayMonth(value.month) : "…"}`);
  }
  if (value.day !== null) words.unshift(`ngày ${sayBelowHundred(value.day)}`);
  return (value.approximate ? "khoảng " : "") + words.join(" ") + (value.lunar ? " âm lịch" : "");
}

/** The short echo beside the field: `hai tháng ba 1985`. */
export function echoWords(value: PartialDate): string {
  const words: string[] = [];
  if (value.day !== null) words.push(sayBelowHundred(value.day));
  else if (value.dayMask !== "") words.push("ngày không đọc được");
  if (value.month !== null) words.push(`tháng ${sayMonth(value.month)}`);
  else if (value.monthMask !== "") words.push("tháng không đọc được");
  const year = value.year !== null ? pad(value.year, 4) : value.yearMask;
  words.push(words.length > 0 ? year : `năm ${year}`);
  return (value.approximate ? "khoảng " : "") + words.join(" ") + (value.lunar ? " âm lịch" : "");
}
