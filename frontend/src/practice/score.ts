/** What was keyed beside what the pages say, field by field. */
import { sameReading } from "../desk/look-ups";
import type { Fields } from "../desk/types";
import { MISSING_LABELS } from "../desk/values";
import type { PracticeEntry } from "./book";

export interface Slip {
  readonly field: string;
  readonly book: string;
  readonly keyed: string;
}

export interface Score {
  readonly fields: number;
  readonly right: number;
  readonly slips: readonly Slip[];
}

function words(value: { readonly v: string | null; readonly m: string | null } | undefined): string {
  if (value === undefined) return "(chưa nhập)";
  return value.m === null ? (value.v ?? "(chưa nhập)") : (MISSING_LABELS as Readonly<Record<string, string>>)[value.m]!.toLowerCase();
}

/** Letter case and the placement of a tone are display; everything else has to stand as the page has it. */
export function scoreOf(entry: PracticeEntry, fields: Fields): Score {
  const slips = Object.entries(entry.truth).flatMap(([field, truth]): Slip[] => {
    const keyed = fields[field];
    const same = (keyed?.m ?? null) === truth.m && sameReading(keyed?.v ?? "", truth.v ?? "");
    return same ? [] : [{ field, book: words(truth), keyed: words(keyed) }];
  });
  const all = Object.keys(entry.truth).length;
  return { fields: all, right: all - slips.length, slips };
}

export function perCent(right: number, all: number): string {
  return all === 0 ? "–" : `${(Math.floor((right / all) * 1000) / 10).toString().replace(".", ",")} %`;
}
