/** The ported core as the desk uses it: one reading of the entry at a time, remembered while nothing changes. */
import { echoWords, PartialDate, readDate, readShorthand } from "../core/dates";
import { type ContextJson, type EditionJson } from "../core/edition";
import { judge, visibleFields } from "../core/judge";
import { evaluate } from "../core/predicates";
import { Reading, readMeaning } from "../core/reading";
import { displayName } from "../core/text";
import type { Rules } from "./desk-parts";
import type { DeskData, Fields, FieldSpec, FieldValue } from "./types";

const ACT = "registration.date";
const IN_SCOPE = { name: "not_after", args: { a: ACT, b: "context.scope_until" } };

/** Years a book that is still open may go on: until its entry's own date is known, two figures can mean these too. */
const BOOK_SPAN = 5;

/**
 * What the desk knows around the entry. The server's own context comes with the page; without one, what the page
 * says of the book, the campaign and the entry before.
 */
export function contextOf(data: DeskData, today: string): ContextJson {
  if (data.context) return data.context;
  const before = data.previous;
  return {
    book_opened: data.book.year_opened === null ? null : String(data.book.year_opened),
    today,
    scope_until: data.campaign.scope_until,
    previous:
      before === null
        ? null
        : Object.fromEntries(
            Object.entries(before.fields).flatMap(([field, { v }]): [string, string][] => (v ? [[field, v]] : [])),
          ),
    numbers: data.numbers.map((number) => ({ number })),
  };
}

/** The day it is in business time, `yyyy-mm-dd`. */
export function businessDay(now: Date): string {
  return new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}

/**
 * The year after which nothing in the book can lie, for reading two figures of a year: the entry's own date, or
 * for that date itself as far as the book may reach.
 */
export function latestYear(field: string, fields: Fields, data: DeskData): number | null {
  const own = readDate(fields[ACT]?.v ?? null).value?.year ?? null;
  if (field !== ACT && own !== null) return own;
  const before = readDate(data.previous?.fields[ACT]?.v ?? null).value?.year ?? null;
  const known = before ?? data.book.year_opened;
  return known === null ? null : known + BOOK_SPAN;
}

export function coreRules(edition: EditionJson, data: DeskData, now: () => Date = () => new Date()): Rules {
  const context = contextOf(data, businessDay(now()));
  const printed = new Set(edition.groups.flatMap((group) => group.fields.map((field) => field.id)));
  let read: { fields: Fields; reading: Reading; visible: ReadonlySet<string> } | null = null;

  function reading(fields: Fields): NonNullable<typeof read> {
    if (read?.fields !== fields) {
      read = { fields, reading: new Reading(edition, fields, context), visible: new Set(visibleFields(edition, fields)) };
    }
    return read;
  }

  return {
    isVisible: (field, fields) => !printed.has(field.id) || reading(fields).visible.has(field.id),

    isRequired: (field, fields) =>
      field.required ||
      (field.required_when !== null && evaluate(field.required_when, reading(fields).reading) === true),

    judge: (fields) => judge(edition, fields, context),

    isOutOfScope: (fields) => evaluate(IN_SCOPE, reading(fields).reading) === false,

    readDate(field, text, fields) {
      const previous = field === ACT ? readDate(data.previous?.fields[ACT]?.v ?? null).value : null;
      const result = readShorthand(text, latestYear(field, fields, data), previous, field);
      // What could be read is judged like any value; only what could not is said here, and the text is kept.
      return result.value === null ? { v: text, findings: result.findings } : { v: result.value.written(), findings: [] };
    },

    echo(field: FieldSpec, value: FieldValue): string | null {
      const text = value.v ?? "";
      if (field.type === "partial_date") {
        const date = readDate(text).value;
        return date instanceof PartialDate ? echoWords(date) : null;
      }
      if (field.type === "name") {
        const shown = displayName(text);
        return shown === text ? null : `Hiển thị: ${shown}`;
      }
      const rows = field.codes === null ? undefined : edition.code_lists[field.codes];
      if (rows === undefined) return null;
      const meaning = readMeaning(rows, text);
      const label = rows.find((row) => row.value === meaning)?.label;
      // Closed lists raise a finding; elsewhere an old writing is kept as it is, and whoever typed only its first letter sees it.
      if (label === undefined) return text === "" || field.type === "code" ? null : "Chưa có trong danh mục, giữ như đã gõ";
      return label === text ? null : `Hiểu là: ${label}`;
    },
  };
}

