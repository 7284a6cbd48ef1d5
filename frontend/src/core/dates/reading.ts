/** Reading a date as registers, workbooks and officers write it: port of `hotich.core.dates.reading`. */
import { finding, type Finding, type Grade } from "../findings";
import { comparisonKey, squeeze } from "../text";
import { FIRST_YEAR, LAST_YEAR, PartialDate } from "./partial";
import { readWords } from "./words";

const LUNAR = /[ (]*(?:âm lịch|âl|al|a\.l\.?)[ )]*$|(?<=[0-9?]) *l$|(?:^|[ (])âm lịch(?=$|[ ),;])/gu;
const SOLAR = /[ (]*(?:dương lịch|dl|d\.l\.?)[ )]*$/gu;
const CIRCA = /^(?:~|khoảng|chừng|độ|ước chừng|ước|vào khoảng|kh\.)[ :]*/u;
const BLANK = /(?<![0-9])(?:\.{2,}|_+|-{2,})(?![0-9])|…+/gu;
const REPEATED_SEPARATOR = /(?<=[0-9?])(?:\.{2,}|-{2,}|\/{2,})(?=[0-9?])/gu;
const FULL_STOP = /(?<=[0-9?])\.$/u;
const MIDNIGHT = /[t ]00:00(?::00(?:\.0+)?)?$/u;
const LABELS =
  /^ngày *(?<d>[0-9?]{1,2}|\*|) *,? *tháng *(?<m>[0-9?]{1,2}|\*|) *,? *năm *(?<y>[0-9?]{1,4}|\*)$/u;
const MONTH_LABEL = /^tháng *(?<m>[0-9?]{1,2}|\*)(?: *,? *năm *| *\/ *| *- *| +)(?<y>[0-9?]{1,4}|\*)$/u;
const YEAR_LABEL = /^(?:sinh )?năm *(?:sinh *)?:? */u;
const DAY_LABEL = /^(?:sinh )?ngày *:? */u;
const SEPARATORS = / *[./-] *| +/u;
const FIGURES = /^(?:[0-9?]+|\*)$/u;
const DIGITS_ONLY = /^[0-9?]+$/u;
const AGE = /^[0-9]{1,3} *tuổi/u;

export interface DateReading {
  readonly value: PartialDate | null;
  readonly findings: readonly Finding[];
}

export interface WrittenParts {
  readonly day: string | null;
  readonly month: string | null;
  readonly year: string | null;
}

export interface Flags {
  readonly lunar: boolean;
  readonly approximate: boolean;
}

export function refused(code: string, grade: Grade, field: string, message: string): DateReading {
  return { value: null, findings: [finding(code, grade, field, message)] };
}

function partOf(figures: string | null, width: number): [number | null, string] {
  if (figures === null || figures.includes("*")) return [null, ""];
  if (figures.includes("?")) return [null, figures.padStart(width, "?")];
  return [Number(figures), ""];
}

/** A reading from three parts as written, judged: impossible parts, days of the month, bounds of the year. */
export function build(parts: WrittenParts, { lunar, approximate }: Flags, text: string, field: string): DateReading {
  let [day, dayMask] = partOf(parts.day, 2);
  let [month, monthMask] = partOf(parts.month, 2);
  let [year, yearMask] = partOf(parts.year, 4);
  const findings: Finding[] = [];
  if (day === 0 || month === 0) {
    const message = `“${text}” có phần ghi 00, được hiểu là sổ không ghi. Kiểm tra lại với sổ.`;
    findings.push(finding("date.zero_part", "soft", field, message));
    day = day || null;
    month = month || null;
  }
  if (month !== null && month > 12) {
    const hint = day !== null && month <= 31 ? " Có thể ngày và tháng đổi chỗ." : "";
    const message = `“${text}” có tháng ${month}: không có tháng này. Xem lại sổ.${hint}`;
    return refused("date.impossible_month", "hard", field, message);
  }
  const longest = lunar ? 30 : 31;
  if (day !== null && day > longest) {
    return refused(
      "date.impossible_day",
      "hard",
      field,
      `“${text}” có ngày ${day}: không có ngày này. Xem lại sổ; chữ số không đọc được thì gõ dấu ?.`,
    );
  }
  if (year !== null && parts.year?.length === 2) {
    const message = `“${text}” chỉ có hai chữ số năm. Ghi đủ bốn chữ số nếu biết chắc thế kỷ.`;
    findings.push(finding("date.two_digit_year", "soft", field, message));
    year = null;
    yearMask = `??${parts.year}`;
  } else if (year !== null && (year < FIRST_YEAR || year > LAST_YEAR)) {
    return refused(
      "date.year_out_of_bounds",
      "hard",
      field,
      `“${text}” có năm ${year}: ngoài khoảng ${FIRST_YEAR}–${LAST_YEAR}, có thể gõ nhầm. Xem lại sổ.`,
    );
  }
  const value = new PartialDate({ year, month, day, lunar, approximate, text, yearMask, monthMask, dayMask });
  if (value.possibleMonths().length === 0 || value.possibleDays(longest).length === 0) {
    return refused("date.impossible_day", "hard", field, `“${text}” không thể là một ngày. Xem lại sổ.`);
  }
  if (!lunar && !value.fitsCalendar()) {
    const hint = value.possibleDays(30).length > 0 ? " Nếu là ngày âm lịch, thêm chữ l phía sau." : "";
    return refused(
      "date.day_not_in_month",
      "soft",
      field,
      `“${text}”: tháng không có ngày ấy. Xem lại sổ; sổ ghi đúng như vậy thì xác nhận.${hint}`,
    );
  }
  return { value, findings };
}

/** The text without its flags, and the flags; expects a comparison key. */
export function flagsOf(text: string): { rest: string; flags: Flags } {
  const lunar = text.search(LUNAR) >= 0;
  const bare = text.replace(LUNAR, "").replace(SOLAR, "").replace(/^[ ,;]+|[ ,;]+$/gu, "").replace(FULL_STOP, "");
  const approximate = CIRCA.test(bare);
  return { rest: bare.replace(CIRCA, ""), flags: { lunar, approximate } };
}

function threeParts(text: string): WrittenParts | null {
  for (const shape of [LABELS, MONTH_LABEL]) {
    const groups = shape.exec(text)?.groups;
    if (groups) return { day: groups["d"] || null, month: groups["m"] || null, year: groups["y"] ?? null };
  }
  const parts = text
    .replace(YEAR_LABEL, "")
    .replace(DAY_LABEL, "")
    .split(SEPARATORS)
    .map((part) => part || "*");
  if (parts.length > 3 || !parts.every((part) => FIGURES.test(part))) return null;
  if (parts.length > 1 && parts[0]?.length === 4) parts.reverse();
  const before = parts.slice(0, -1);
  const year = parts[parts.length - 1] ?? "";
  if (year.length > 4 || year.length === 3 || before.some((part) => part.length > 2)) return null;
  if (parts.every((part) => part === "*")) return null;
  const short = year.length < 4 && (before.length < 2 || year.length === 1);
  if (short && year !== "*" && year !== "?") return null;
  return {
    day: before.length === 2 ? (before[0] ?? null) : null,
    month: before[before.length - 1] ?? null,
    year: year === "?" ? "????" : year,
  };
}

/** Read one date; never throws. An empty text is no date and no finding. */
export function readDate(text: string | null, field = ""): DateReading {
  const written = squeeze(text ?? "");
  if (written === "") return { value: null, findings: [] };
  const { rest, flags } = flagsOf(comparisonKey(written).replace(MIDNIGHT, ""));
  const key = rest.replace(REPEATED_SEPARATOR, "/").replace(BLANK, "*");
  const parts = threeParts(key);
  if (parts) return build(parts, flags, written, field);
  const inWords = readWords(written);
  if (inWords) return { value: inWords, findings: [] };
  if (AGE.test(key)) {
    return refused(
      "date.age_instead",
      "soft",
      field,
      `“${written}” là tuổi, không phải ngày sinh. Giữ nguyên như sổ và xác nhận.`,
    );
  }
  if (DIGITS_ONLY.test(key)) {
    return refused(
      "date.ambiguous",
      "hard",
      field,
      `“${written}” có thể hiểu nhiều cách. Gõ ngày/tháng/năm, tháng/năm hoặc năm đủ bốn chữ số.`,
    );
  }
  return refused(
    "date.unreadable",
    "soft",
    field,
    `Không hiểu “${written}” là ngày nào; được giữ nguyên văn. Xem lại sổ hoặc gõ dạng ngày/tháng/năm.`,
  );
}
