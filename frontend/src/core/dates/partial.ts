/** A date as far as it is known: port of `hotich.core.dates.partial`, where its meaning is explained. */

export type Precision = "day" | "month" | "year" | "none";

export const FIRST_YEAR = 1800;
export const LAST_YEAR = 2100;
const LUNAR_FIRST = { month: 1, day: 21 };
const LUNAR_LAST = { month: 2, day: 20 };

export interface Parts {
  readonly year?: number | null;
  readonly month?: number | null;
  readonly day?: number | null;
  readonly lunar?: boolean;
  readonly approximate?: boolean;
  readonly text?: string;
  readonly yearMask?: string;
  readonly monthMask?: string;
  readonly dayMask?: string;
}

export function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function iso(year: number, month: number, day: number): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function daysAfter(year: number, start: { month: number; day: number }, days: number): string {
  return new Date(Date.UTC(year, start.month - 1, start.day + days)).toISOString().slice(0, 10);
}

function digits(value: number | null, mask: string, width: number): string {
  return value !== null ? pad(value, width) : mask || "?".repeat(width);
}

export function fitsMask(a: string, b: string): boolean {
  return [...a].every((figure, at) => figure === b[at] || figure === "?" || b[at] === "?");
}

function candidates(value: number | null, mask: string, low: number, high: number, width: number): number[] {
  if (value !== null) return [value];
  const found: number[] = [];
  for (let number = low; number <= high; number += 1) {
    if (mask === "" || fitsMask(mask, pad(number, width))) found.push(number);
  }
  return found;
}

const isBare = (mask: string): boolean => !/[^?]/u.test(mask);

/** Year, month and day, each known or not. Dates of the calendar go out as `yyyy-mm-dd`. */
export class PartialDate {
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number | null;
  readonly lunar: boolean;
  readonly approximate: boolean;
  readonly text: string;
  readonly yearMask: string;
  readonly monthMask: string;
  readonly dayMask: string;

  constructor(parts: Parts) {
    this.year = parts.year ?? null;
    this.month = parts.month ?? null;
    this.day = parts.day ?? null;
    this.lunar = parts.lunar ?? false;
    this.approximate = parts.approximate ?? false;
    this.text = parts.text ?? "";
    this.yearMask = this.year !== null ? "" : parts.yearMask || "????";
    this.dayMask = this.day !== null ? "" : (parts.dayMask ?? "");
    const hasDay = this.day !== null || this.dayMask !== "";
    this.monthMask = this.month !== null ? "" : parts.monthMask || (hasDay ? "??" : "");
  }

  get precision(): Precision {
    if (this.year === null) return "none";
    if (this.month === null) return "year";
    return this.day === null ? "month" : "day";
  }

  get hasDaySlot(): boolean {
    return this.day !== null || this.dayMask !== "";
  }

  get hasMonthSlot(): boolean {
    return this.month !== null || this.monthMask !== "" || this.hasDaySlot;
  }

  /** Parts coarsest first, as figures with `?`. */
  private figures(): string[] {
    const parts = [digits(this.year, this.yearMask, 4)];
    if (this.hasMonthSlot) parts.push(digits(this.month, this.monthMask, 2));
    if (this.hasDaySlot) parts.push(digits(this.day, this.dayMask, 2));
    return parts;
  }

  /** `dd/mm/yyyy | mm/yyyy | yyyy` with `?`, `~`, `l`; reads back to itself. */
  written(): string {
    return (this.approximate ? "~" : "") + this.figures().reverse().join("/") + (this.lunar ? "l" : "");
  }

  edtf(): string {
    if (this.lunar) {
      const first = this.earliest();
      const last = this.latest();
      return first !== null && last !== null ? `[${first}..${last}]` : "";
    }
    return this.figures().join("-").replace(/\?/gu, "X") + (this.approximate ? "~" : "");
  }

  /** Whether some day of the Gregorian calendar is meant. Where no year is known, a leap year is possible. */
  fitsCalendar(): boolean {
    if (this.yearBounds() !== null) return this.bound(false) !== null;
    return this.possibleMonths().some((month) => this.possibleDays(daysInMonth(2000, month)).length > 0);
  }

  earliest(): string | null {
    return this.bound(false);
  }

  latest(): string | null {
    return this.bound(true);
  }

  possibleMonths(): number[] {
    return candidates(this.month, this.monthMask, 1, 12, 2);
  }

  possibleDays(last: number): number[] {
    return candidates(this.day, this.dayMask, 1, 31, 2).filter((day) => day <= last);
  }

  private yearBounds(): [number, number] | null {
    if (this.year !== null) return [this.year, this.year];
    if (isBare(this.yearMask)) return null;
    const years = candidates(null, this.yearMask, FIRST_YEAR, LAST_YEAR, 4);
    const first = years[0];
    const last = years[years.length - 1];
    return first === undefined || last === undefined ? null : [first, last];
  }

  private bound(latest: boolean): string | null {
    const years = this.yearBounds();
    if (years === null) return null;
    if (this.lunar) return this.lunarBound(years, latest);
    const months = this.possibleMonths();
    if (latest) months.reverse();
    for (let step = 0; step <= years[1] - years[0]; step += 1) {
      const year = latest ? years[1] - step : years[0] + step;
      for (const month of months) {
        const days = this.possibleDays(daysInMonth(year, month));
        const day = latest ? days[days.length - 1] : days[0];
        if (day !== undefined) return iso(year, month, day);
      }
    }
    return null;
  }

  private lunarBound(years: [number, number], latest: boolean): string | null {
    const months = this.possibleMonths();
    const days = this.possibleDays(30);
    const month = latest ? months[months.length - 1] : months[0];
    const day = latest ? days[days.length - 1] : days[0];
    if (month === undefined || day === undefined) return null;
    return latest
      ? daysAfter(years[1], LUNAR_LAST, 30 * month + day - 1)
      : daysAfter(years[0], LUNAR_FIRST, 29 * (month - 1) + day - 1);
  }
}

/** The value that some files carry for "missing"; suspected only where the book's year contradicts it. */
export const SENTINEL_DATE = new PartialDate({ year: 1999, month: 11, day: 19 });
