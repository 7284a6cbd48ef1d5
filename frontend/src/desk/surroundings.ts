/** What the lists of an entry's fields know of the entry, its book and its day. */
import { readDate } from "../core/dates";
import { businessDay } from "./rules";
import type { Desk } from "./desk";
import type { Lately } from "./lately";
import type { Surroundings } from "./suggestions";

export function surroundingsOf(desk: Desk, lately: Lately): Surroundings {
  const specs = [...desk.specs.values()];
  return {
    entry: desk.data.entry.id,
    lately,
    near: desk.data.near ?? null,
    specs,
    roles: new Set(desk.edition.subjects.map(({ role }) => role)),
    codes: ({ codes }) => (codes === null ? null : (desk.edition.code_lists[codes] ?? null)),
    fields: () => desk.fields,
    day: () => dayOf(desk),
  };
}

/** The day of the act; before it is keyed that of the entry before, else the end of the book's first year, else today. */
function dayOf({ edition, fields, data }: Desk): string {
  const written = [fields[edition.date_of_act]?.v, data.previous?.fields[edition.date_of_act]?.v];
  for (const text of written) {
    const day = readDate(text ?? null).value?.earliest() ?? null;
    if (day !== null) return day;
  }
  return data.book.year_opened === null ? businessDay(new Date()) : `${data.book.year_opened}-12-31`;
}
