/** How two partial dates agree: port of `hotich.core.dates.compare`. */
import { fitsMask, pad, type PartialDate } from "./partial";

export type DateAgreement = "equal" | "less_precise" | "swapped" | "different" | "missing";

function fits(a: number | null, aMask: string, b: number | null, bMask: string, width: number): boolean {
  const left = a !== null ? pad(a, width) : aMask || "?".repeat(width);
  const right = b !== null ? pad(b, width) : bMask || "?".repeat(width);
  return fitsMask(left, right);
}

const isBare = (mask: string): boolean => !/[^?]/u.test(mask);

function saysNothing(value: PartialDate): boolean {
  return value.year === null && value.month === null && value.day === null && isBare(value.yearMask);
}

function acrossCalendars(a: PartialDate, b: PartialDate): DateAgreement {
  const [firstA, lastA, firstB, lastB] = [a.earliest(), a.latest(), b.earliest(), b.latest()];
  if (firstA === null || lastA === null || firstB === null || lastB === null) return "missing";
  return lastA < firstB || lastB < firstA ? "different" : "less_precise";
}

export function compareDates(a: PartialDate | null, b: PartialDate | null): DateAgreement {
  if (a === null || b === null || saysNothing(a) || saysNothing(b)) return "missing";
  if (a.lunar !== b.lunar) return acrossCalendars(a, b);
  const year = fits(a.year, a.yearMask, b.year, b.yearMask, 4);
  const month = fits(a.month, a.monthMask, b.month, b.monthMask, 2);
  const day = fits(a.day, a.dayMask, b.day, b.dayMask, 2);
  if (year && month && day) {
    const same = a.year === b.year && a.month === b.month && a.day === b.day && a.precision !== "none";
    const masks = [a.yearMask, a.monthMask, a.dayMask, b.yearMask, b.monthMask, b.dayMask];
    return same && masks.every(isBare) && a.approximate === b.approximate ? "equal" : "less_precise";
  }
  const whole = a.precision === "day" && b.precision === "day";
  return year && whole && a.day === b.month && a.month === b.day ? "swapped" : "different";
}
