/** The desk's shorthand for dates: port of `hotich.core.dates.shorthand`. */
import { comparisonKey, squeeze } from "../text";
import { FIRST_YEAR, pad, type PartialDate } from "./partial";
import { build, flagsOf, readDate, refused, type DateReading, type WrittenParts } from "./reading";

const COMPACT = /^[0-9?]+$/u;
const SEPARATED = /^([0-9?]{1,2}) *[./ -] *([0-9?]{1,2}) *[./ -] *([0-9?]{2})$/u;
const TWO_PARTS = /^[0-9?]{1,2} *[./ -] *[0-9?]{1,2}$/u;
const CENTURIES = new Set(["18", "19", "20"]);

function withCentury(two: string, bookYear: number | null): string | null {
  if (two === "??") return "????";
  if (bookYear === null || two.startsWith("?")) return null;
  const units = two[1] === "?" ? [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] : [Number(two[1])];
  const found = new Set<number>();
  for (const unit of units) {
    const year = Math.floor(bookYear / 100) * 100 + Number(two[0]) * 10 + unit;
    found.add(Math.floor((year <= bookYear ? year : year - 100) / 100));
  }
  const [century] = found;
  if (found.size !== 1 || century === undefined || century * 100 < FIRST_YEAR) return null;
  return `${pad(century, 2)}${two}`;
}

function partsOf(key: string): { day: string; month: string; year: string } | null {
  const [, day, month, year] = SEPARATED.exec(key) ?? [];
  if (day !== undefined && month !== undefined && year !== undefined) return { day, month, year };
  if (!COMPACT.test(key)) return null;
  if (key.length === 6 && CENTURIES.has(key.slice(2, 4))) return { day: "00", month: key.slice(0, 2), year: key.slice(2) };
  if (key.length === 8 || key.length === 6) return { day: key.slice(0, 2), month: key.slice(2, 4), year: key.slice(4) };
  if (key.length === 4 && (CENTURIES.has(key.slice(0, 2)) || key === "????")) return { day: "00", month: "00", year: key };
  return null;
}

const unlessZero = (part: string): string | null => (part === "00" ? null : part);

/** What an officer typed into a date field. `previous`: the same field of the previous entry, for a day alone. */
export function readShorthand(
  text: string | null,
  bookYear: number | null = null,
  previous: PartialDate | null = null,
  field = "",
): DateReading {
  const written = squeeze(text ?? "");
  const { rest: key, flags } = flagsOf(comparisonKey(written));
  if (previous?.year && previous.month && COMPACT.test(key) && key.length <= 2) {
    const carried: WrittenParts = { day: key, month: pad(previous.month, 2), year: pad(previous.year, 4) };
    return build(carried, flags, written, field);
  }
  const parts = partsOf(key);
  if (parts === null) {
    if (!COMPACT.test(key) && !TWO_PARTS.test(key)) return readDate(written, field);
    return refused(
      "date.ambiguous",
      "hard",
      field,
      `“${written}” có thể hiểu nhiều cách. Gõ 020385 (ngày tháng năm), 031985 (tháng năm) hoặc 1985 (năm).`,
    );
  }
  const year = parts.year.length === 2 ? withCentury(parts.year, bookYear) : parts.year;
  if (year === null) {
    return refused(
      "date.century_unknown",
      "hard",
      field,
      `“${written}” chỉ có hai chữ số năm và không rõ thế kỷ. Gõ năm đủ bốn chữ số.`,
    );
  }
  return build({ day: unlessZero(parts.day), month: unlessZero(parts.month), year }, flags, written, field);
}
