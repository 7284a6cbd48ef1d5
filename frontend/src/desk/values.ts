/** Field values: what counts as given, as the same, and as a value committed from a control. */
import type { DeskData, Edition, FieldSpec, Fields, FieldValue, GroupSpec, MissingReason, Origin } from "./types";

export const EMPTY: FieldValue = { v: null, m: null, o: "typed" };

export const MISSING_LABELS: Readonly<Record<MissingReason, string>> = {
  blank_in_book: "Sổ để trống",
  illegible: "Không đọc được",
  struck_out: "Sổ gạch bỏ",
  not_in_edition: "Mẫu sổ không có cột này",
};

/** Whether the field says something: a value, or the reason why there is none. */
export function isGiven(value: FieldValue | undefined): value is FieldValue {
  return value !== undefined && (value.m !== null || (value.v ?? "") !== "");
}

/** Whether anything of an entry is keyed; the book's constants are not. */
export function isBegun(fields: Fields): boolean {
  return Object.values(fields).some((value) => value.o !== "constant" && ((value.struck ?? null) !== null || isGiven(value)));
}

/** Whether the book has the same there. How the value came is no part of it. */
export function saysTheSame(left: FieldValue | undefined, right: FieldValue | undefined): boolean {
  const a = left ?? EMPTY;
  const b = right ?? EMPTY;
  return (a.v ?? "") === (b.v ?? "") && a.m === b.m && (a.struck ?? null) === (b.struck ?? null);
}

/**
 * The text of a control as it is kept: composed to NFC, without spaces at its ends, nothing else. Letter case,
 * inner spaces and spelling stay as the officer typed them.
 */
export function asWritten(text: string): string {
  return text.normalize("NFC").trim();
}

/** The value that leaving a control commits. Clearing the text clears the value, never its struck-out part. */
export function typed(text: string, origin: Origin, before: FieldValue | undefined): FieldValue {
  const v = asWritten(text);
  return { v: v === "" ? null : v, m: null, o: origin, struck: before?.struck ?? null };
}

/** The value with what is struck out beside it; nothing else of it changes. */
export function withStruck(value: FieldValue | undefined, text: string): FieldValue {
  const struck = asWritten(text);
  return { ...(value ?? EMPTY), struck: struck === "" ? null : struck };
}

const AND = "; ";

/** What Shift+F9 makes of a field: the text that stands is struck out and nothing in its place; once more, and it stands again. */
export function struckOut(text: string, before: FieldValue | undefined): FieldValue {
  const written = asWritten(text);
  const struck = before?.struck ?? null;
  if (before?.m === "struck_out" && written === "") {
    const cut = (struck ?? "").lastIndexOf(AND);
    if (struck === null || cut < 0) return { v: struck, m: null, o: "typed", struck: null };
    return { v: struck.slice(cut + AND.length), m: null, o: "typed", struck: struck.slice(0, cut) };
  }
  // What was struck out before stays on record: the page has both, and nothing that stands.
  const all = [struck, written].filter((part) => part !== null && part !== "").join(AND);
  return { v: null, m: "struck_out", o: "typed", struck: all === "" ? null : all };
}

/** The book's facts that this entry does not state yet: sent with its first flush, shown grey, skipped by the keys. */
export function constantsToAdd(
  fields: Fields,
  specs: readonly FieldSpec[],
  constants: DeskData["book"]["constants"],
): Record<string, FieldValue> {
  const added: Record<string, FieldValue> = {};
  for (const spec of specs) {
    const constant = constants[spec.id];
    if (spec.constant && constant !== undefined && constant.v !== "" && !isGiven(fields[spec.id])) {
      added[spec.id] = { v: constant.v.normalize("NFC"), m: null, o: "constant", struck: null };
    }
  }
  return added;
}

/** What the form draws: the page's groups, then whatever the entry has in columns the page does not print. */
export function groupsToDraw(edition: Edition, fields: Fields): readonly GroupSpec[] {
  const other = edition.other_fields.filter((field) => (fields[field.id]?.v ?? "") !== "");
  return other.length === 0
    ? edition.groups
    : [...edition.groups, { id: "other", label: "Có sẵn từ tệp, quyển này không in", fields: other }];
}

/** The part of a value that a packet carries. */
export function forPacket(value: FieldValue): Record<string, unknown> {
  const sent: Record<string, unknown> = { v: value.v, m: value.m, o: value.o, struck: value.struck ?? null };
  if (value.reason !== undefined) sent.reason = value.reason;
  return sent;
}
