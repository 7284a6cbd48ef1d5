/** Carrying values forward: from the previous entry of the book, and from another person of the same entry. */
import type { Fields, FieldSpec, FieldValue, GroupSpec, SubjectSpec } from "./types";
import { isGiven } from "./values";

const NUMBER = "registration.number";
const PAGE = "book.page";
const OF_ONE_ENTRY = /^notes$|(?:^|\.)(?:personal_id|id_document\.number|death_time)$|^death_notice\.number$/;

export interface Previous {
  readonly number: string | null;
  readonly fields: Fields;
}

/** What F2 writes into a field, or null where the previous entry has nothing to carry. */
export function carried(field: string, previous: Previous | null, page: string | number | null = null): FieldValue | null {
  if (field === PAGE && page !== null) return copy(pageAs(String(page), previous?.fields[PAGE]?.v ?? null));
  if (previous === null) return null;
  if (field === NUMBER) {
    const next = numberAfter(previous.number ?? previous.fields[NUMBER]?.v ?? null);
    return next === null ? null : copy(next);
  }
  const value = previous.fields[field];
  return isGiven(value) ? { v: value.v, m: value.m, o: "carried", struck: null } : null;
}

/**
 * What Shift+F2 and Ctrl+F2 write: of the fields given those that say nothing yet. The entry's and the papers' numbers, the notes in the margin
 * and the identity of a principal subject are left out: they never are those of the entry before.
 */
export function carriedFields(
  ids: readonly string[],
  fields: Fields,
  previous: Previous | null,
  subjects: readonly SubjectSpec[],
): Record<string, FieldValue> {
  const own = new Set(subjects.filter((subject) => subject.principal).flatMap((subject) => subject.identity));
  const written: Record<string, FieldValue> = {};
  for (const id of ids) {
    if (id === NUMBER || OF_ONE_ENTRY.test(id) || own.has(id) || isGiven(fields[id])) continue;
    const value = carried(id, previous);
    if (value !== null) written[id] = value;
  }
  return written;
}

/** The fields of a group from the given one on. */
export function restOf(group: GroupSpec, from: string, visible: readonly string[]): string[] {
  const ids = group.fields.map((field) => field.id);
  return ids.slice(Math.max(ids.indexOf(from), 0)).filter((id) => visible.includes(id));
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

/** The page on which the entry lies, with as many figures as the book gives it. */
function pageAs(page: string, before: string | null): string {
  return /^0\d*$/u.test(before ?? "") ? page.padStart(before!.length, "0") : page;
}

/** What may be the same for two persons of one entry. */
const SHARED = /^(?:residence|residence_type|hometown|ethnicity|nationality|occupation|birth_place)$/;
/** What besides is often the same, but not with all the rest. */
const ALIKE = /^(?:id_document\.(?:type|issued_by)|marriage_ordinal|signed)$/;
/** What the declarant has when he is one of the parents or spouses. */
const OF_DECLARANT = /^(?:full_name|residence|residence_type|ethnicity|nationality|occupation|id_document\..+)$/;
const DECLARANT = "declarant";
const NAME = "full_name";

/**
 * The values F4 offers for a field: what another column of the entry says of the same thing; for a declarant the persons in the register's order;
 * else the nearest person above first. Shift+F4 takes the second.
 */
export function sameEntrySources(
  field: string,
  specs: readonly FieldSpec[],
  fields: Fields,
  subjects: readonly SubjectSpec[],
): FieldValue[] {
  const isAlike = ALIKE.test(split(field)[1]);
  return valuesOf([...sameThing(field, fields), ...sourceFields(field, specs, subjects, isAlike)], fields);
}

/** The values of the persons alone: what Alt+F2 brings for a whole group. */
export function samePersonSources(
  field: string,
  specs: readonly FieldSpec[],
  fields: Fields,
  subjects: readonly SubjectSpec[],
): FieldValue[] {
  return valuesOf(sourceFields(field, specs, subjects), fields);
}

const OFFICE = "registration.place";
const DAY = "registration.date";
const DEATH = "deceased.death_place";
const PAPER = "id_document.number";
const HOSPITAL = /^(?:bệnh viện|bv|trung tâm y tế|ttyt|trạm y tế|trạm xá)(?![\p{L}\p{N}])/iu;

/**
 * Columns of the entry that often say the same: a death is notified on the day it is registered and by the office, or by the hospital in which
 * somebody died; many die at home; the number of a citizen's card is his personal number.
 */
export function sameThing(field: string, fields: Fields): string[] {
  const [role, name] = split(field);
  if (name === PAPER) return [`${role}.personal_id`];
  switch (field) {
    case "death_notice.date":
      return [DAY, "deceased.death_date"];
    case "decision.date":
      return [DAY];
    case "death_notice.issued_by":
      return HOSPITAL.test(fields[DEATH]?.v ?? "") ? [DEATH, OFFICE] : [OFFICE];
    case DEATH:
      return ["deceased.residence"];
    default:
      return [];
  }
}

function valuesOf(ids: readonly string[], fields: Fields): FieldValue[] {
  const values: FieldValue[] = [];
  for (const id of ids) {
    const value = fields[id];
    if (value === undefined || (value.v ?? "") === "" || values.some((known) => known.v === value.v)) continue;
    values.push(copy(value.v!));
  }
  return values;
}

/** The value F4 writes now: the source asked for, or the one after what stands there already. */
export function sameEntryNext(sources: readonly FieldValue[], now: FieldValue | undefined, place = 0): FieldValue | null {
  const at = sources.findIndex((source) => source.v === now?.v);
  const wanted = at === -1 ? Math.min(place, sources.length - 1) : (at + 1) % sources.length;
  return sources[wanted] ?? null;
}

/**
 * Everything the declarant shares with one of the persons, asked for at his name: name, residence, papers, and how he is called when
 * he is that person, as the book called him before. Null where nobody is there.
 */
export function declarantAs(
  place: number,
  specs: readonly FieldSpec[],
  fields: Fields,
  subjects: readonly SubjectSpec[],
  before: readonly ReadonlyMap<string, string>[],
): Record<string, FieldValue> | null {
  const named = sourceFields(`${DECLARANT}.${NAME}`, specs, subjects).filter((id) => (fields[id]?.v ?? "") !== "");
  const source = named[Math.min(place, named.length - 1)];
  if (source === undefined) return null;
  const role = split(source)[0];
  const written: Record<string, FieldValue> = {};
  for (const spec of specs) {
    const [own, name] = split(spec.id);
    if (own !== DECLARANT) continue;
    const value = OF_DECLARANT.test(name) ? fields[`${role}.${name}`] : undefined;
    if (isGiven(value)) written[spec.id] = { v: value.v, m: value.m, o: "carried", struck: null };
  }
  const relation = `${DECLARANT}.relation`;
  const called = before.find((texts) => texts.has(relation) && texts.get(`${DECLARANT}.${NAME}`) === texts.get(source))?.get(relation);
  if (called !== undefined && specs.some(({ id }) => id === relation)) written[relation] = copy(called);
  return written;
}

/** What F4 writes into an empty name: the surname of the person above it, for the rest to be typed behind. */
export function surnameFor(field: string, specs: readonly FieldSpec[], fields: Fields): string | null {
  const [role, name] = split(field);
  if (name !== NAME || role === "") return null;
  const order = specs.map((spec) => spec.id);
  const above = order
    .slice(0, order.indexOf(field))
    .reverse()
    .find((id) => split(id)[1] === NAME && (fields[id]?.v ?? "") !== "");
  const surname = above === undefined ? undefined : fields[above]!.v!.trim().split(/\s+/u)[0];
  return surname === undefined ? null : `${surname} `;
}

function sourceFields(field: string, specs: readonly FieldSpec[], subjects: readonly SubjectSpec[], isAlike = false): string[] {
  const [role, name] = split(field);
  const allowed = role === DECLARANT ? OF_DECLARANT : SHARED;
  if (!isAlike && !allowed.test(name)) return [];
  const principal = new Set(subjects.filter((subject) => subject.principal).map((subject) => subject.role));
  const order = specs.map((spec) => spec.id);
  const here = order.indexOf(field);
  const others = order.filter((id) => id !== field && split(id)[1] === name);
  // A birth is not declared by the newborn, a death never by the dead: whom the entry is about declares only where the page names nobody else.
  const isDeclared = role === DECLARANT && others.some((id) => !principal.has(split(id)[0]));
  const declares = (id: string): boolean => name !== NAME || role !== DECLARANT || !(id.startsWith("deceased.") || (isDeclared && principal.has(split(id)[0])));
  return order
    .map((id, index) => ({ id, place: role === DECLARANT ? index : rank(here - index) }))
    .filter(({ id }) => others.includes(id) && declares(id))
    .sort((a, b) => a.place - b.place)
    .map(({ id }) => id);
}

function copy(v: string): FieldValue {
  return { v, m: null, o: "carried", struck: null };
}

function split(field: string): [string, string] {
  const dot = field.indexOf(".");
  return dot === -1 ? ["", field] : [field.slice(0, dot), field.slice(dot + 1)];
}

/** Above and near comes before above and far, which comes before below. */
function rank(distance: number): number {
  return distance > 0 ? distance : 10_000 - distance;
}
