/** Carrying values forward: from the previous entry of the book, and from another person of the same entry. */
import type { Fields, FieldSpec, FieldValue, GroupSpec, SubjectSpec } from "./types";
import { isGiven } from "./values";

const NUMBER = "registration.number";

/** What F2 writes into a field, or null where the previous entry has nothing to carry. */
export function carried(
  field: string,
  previous: { readonly number: string | null; readonly fields: Fields } | null,
): FieldValue | null {
  if (previous === null) return null;
  if (field === NUMBER) {
    const next = numberAfter(previous.number ?? previous.fields[NUMBER]?.v ?? null);
    return next === null ? null : { v: next, m: null, o: "carried", struck: null };
  }
  const value = previous.fields[field];
  return isGiven(value) ? { v: value.v, m: value.m, o: "carried", struck: null } : null;
}

/**
 * What Shift+F2 writes: the fields of the group, from the given one on, that say nothing yet. The number and the
 * identity of a principal subject are left out: they never are those of the entry before.
 */
export function carriedGroup(
  from: string,
  group: GroupSpec,
  visible: readonly string[],
  fields: Fields,
  previous: { readonly number: string | null; readonly fields: Fields } | null,
  subjects: readonly SubjectSpec[],
): Record<string, FieldValue> {
  const own = new Set(subjects.filter((subject) => subject.principal).flatMap((subject) => subject.identity));
  const ids = group.fields.map((field) => field.id);
  const written: Record<string, FieldValue> = {};
  for (const id of ids.slice(Math.max(ids.indexOf(from), 0))) {
    if (id === NUMBER || own.has(id) || !visible.includes(id) || isGiven(fields[id])) continue;
    const value = carried(id, previous);
    if (value !== null) written[id] = value;
  }
  return written;
}

/** The number that normally follows: `12` → `13`, `025/2006` → `026/2006`; null where it cannot be told. */
export function numberAfter(number: string | null): string | null {
  const parts = /^(\d+)(.*)$/s.exec(number ?? "");
  if (parts === null) return null;
  const digits = parts[1]!;
  const rest = parts[2]!;
  if (rest !== "" && !rest.startsWith("/")) return null;
  return String(Number(digits) + 1).padStart(digits.length, "0") + rest;
}

/** What may be the same for two persons of one entry. */
const SHARED = /^(?:residence|residence_type|hometown)$/;
/** What the declarant has when he is one of the parents or spouses. */
const OF_DECLARANT = /^(?:full_name|residence|residence_type|id_document\..+)$/;

/**
 * The values F4 offers for a field: for a declarant the persons in the register's order, else the nearest person
 * above first. Pressing F4 again takes the next one, so either parent can be the declarant.
 */
export function sameEntrySources(
  field: string,
  specs: readonly FieldSpec[],
  fields: Fields,
  subjects: readonly SubjectSpec[],
): FieldValue[] {
  const [role, name] = split(field);
  const allowed = role === "declarant" ? OF_DECLARANT : SHARED;
  if (!allowed.test(name)) return [];
  const principal = new Set(subjects.filter((subject) => subject.principal).map((subject) => subject.role));
  const order = specs.map((spec) => spec.id);
  const here = order.indexOf(field);
  const others = order
    .map((id, index) => ({ id, index, distance: here - index }))
    .filter(({ id }) => id !== field && split(id)[1] === name)
    // A birth is not declared by the newborn: the person the entry is about comes last.
    .filter(({ id }) => !(role === "declarant" && name === "full_name" && principal.has(split(id)[0])))
    .sort((a, b) => (role === "declarant" ? a.index - b.index : rank(a.distance) - rank(b.distance)));
  const values: FieldValue[] = [];
  for (const { id } of others) {
    const value = fields[id];
    if (value === undefined || (value.v ?? "") === "") continue;
    if (values.some((known) => known.v === value.v)) continue;
    values.push({ v: value.v, m: null, o: "carried", struck: null });
  }
  return values;
}

/** The value F4 writes now: the first source, or the one after what stands there already. */
export function sameEntryNext(sources: readonly FieldValue[], now: FieldValue | undefined): FieldValue | null {
  const at = sources.findIndex((source) => source.v === now?.v);
  return sources[(at + 1) % Math.max(sources.length, 1)] ?? null;
}

function split(field: string): [string, string] {
  const dot = field.indexOf(".");
  return dot === -1 ? ["", field] : [field.slice(0, dot), field.slice(dot + 1)];
}

/** Above and near comes before above and far, which comes before below. */
function rank(distance: number): number {
  return distance > 0 ? distance : 10_000 - distance;
}
