/** What a field's list offers, by the field's kind. Nothing is ever chosen here, except a label that its sign or beginning names alone. */
import { readMeaning } from "../core/codes";
import { readDate } from "../core/dates";
import { comparisonKey, searchKey } from "../core/text";
import { addressRows, literalRows, type Row } from "../places/addresses";
import { loadPlaces, places } from "../places/loading";
import type { Source } from "./combobox";
import { inWords } from "./date-words";
import type { Lately } from "./lately";
import type { CodeItem, Fields, FieldSpec } from "./types";

/** What the lists need to know of the entry and its book. */
export interface Surroundings {
  readonly entry: string;
  readonly lately: Lately;
  readonly near: string | null;
  /** The fields of the page that hold places. */
  readonly placeFields: readonly string[];
  /** Who is somebody of the entry: names of people are never offered. */
  readonly roles: ReadonlySet<string>;
  readonly codes: (field: FieldSpec) => readonly CodeItem[] | null;
  readonly fields: () => Fields;
  /** The day of the act, as far as it is known, `yyyy-mm-dd`. */
  readonly day: () => string;
}

const ROWS = 8;
const OF_BOOK = 5;
/** Every entry's own: what it holds says nothing of the next. */
const OWN = /(?:^|\.)(?:number|page|age|personal_id|other|decision_number|death_time)$/u;
const WORDS = /_words$/u;

/** Where a field's list comes from; null where it has none. */
export function sourceOf(field: FieldSpec, around: Surroundings, redraw: () => void): Source | null {
  if (field.type === "place") return placeSource(field, around, redraw);
  const items = around.codes(field);
  if (items !== null) return codeSource(field, items, around);
  if (WORDS.test(field.id)) return { opensEmpty: true, rows: (typed) => fittingTexts(dateWords(field.id, around), typed) };
  const role = field.id.slice(0, field.id.lastIndexOf("."));
  const isOfficial = field.type === "name" && !around.roles.has(role);
  if ((field.type !== "text" && !isOfficial) || OWN.test(field.id)) return null;
  return { opensEmpty: true, rows: (typed) => fittingTexts(around.lately.values(field.id, around.entry), typed) };
}

/** A date in the clerk's words, from the figures of the same entry. */
export function dateWords(field: string, { entry, lately, fields }: Surroundings): string[] {
  const base = field.replace(WORDS, "");
  const date = readDate(fields()[base]?.v ?? null).value;
  if (date === null) return [];
  const before = lately.entries(entry).flatMap((texts) => {
    const known = readDate(texts.get(base) ?? null).value;
    const words = texts.get(field);
    return known !== null && words !== undefined ? [{ date: known, words }] : [];
  });
  return inWords(date, before.slice(0, 20));
}

function fittingTexts(texts: readonly string[], typed: string): Row[] {
  return literalRows(typed.normalize("NFC").trim(), texts).slice(0, OF_BOOK);
}

function placeSource(field: FieldSpec, around: Surroundings, redraw: () => void): Source {
  const others = around.placeFields.filter((id) => id !== field.id);
  return {
    opensEmpty: true,
    rows(typed) {
      if (typed !== "" && places() === null) void loadPlaces().then((come) => come !== null && redraw());
      const own = around.lately.values(field.id, around.entry);
      const other = typed === "" ? [] : around.lately.valuesOfAny([field.id, ...others], around.entry).filter((text) => !own.includes(text));
      return addressRows(typed, {
        lately: [...own, ...other],
        units: around.lately.units,
        places: places(),
        on: around.day(),
        near: around.near,
      });
    },
  };
}

function codeSource(field: FieldSpec, items: readonly CodeItem[], { lately, entry }: Surroundings): Source {
  const isClosed = field.type === "code";
  return {
    opensEmpty: true,
    rows(typed) {
      // A short list keeps its order, so that the same key always means the same.
      if (isClosed && items.length <= OF_BOOK) return fitting(items, typed).map(({ label }) => ({ text: label }));
      const texts = fittingTexts(lately.values(field.id, entry), typed).map(({ text }) => text);
      const labels = typed === "" && !isClosed ? [] : fitting(items, typed).map(({ label }) => label);
      return [...new Set([...texts, ...labels])].slice(0, ROWS).map((text) => ({ text }));
    },
  };
}

/**
 * At most `limit` items: those that begin with the text, then those one of whose words does, then those that hold
 * it. Labels written with the same marks come before labels that agree only without them.
 */
export function fitting(items: readonly CodeItem[], text: string, limit = ROWS): CodeItem[] {
  const wanted = searchKey(text);
  if (wanted === "") return items.slice(0, limit);
  const exact = text.normalize("NFC").trim().toLowerCase();
  return items
    .map((item, index) => ({ item, index, rank: rankOf(item.label, wanted, exact) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, limit)
    .map(({ item }) => item);
}

function rankOf(label: string, wanted: string, exact: string): number {
  const key = searchKey(label);
  const marks = label.normalize("NFC").toLowerCase().includes(exact) ? 0 : 1;
  if (key.startsWith(wanted)) return marks;
  if (key.includes(` ${wanted}`)) return 2 + marks;
  if (initials(key).startsWith(wanted.replace(/ /g, ""))) return 4;
  return key.includes(wanted) ? 6 + marks : Infinity;
}

function initials(key: string): string {
  return key
    .split(" ")
    .map((word) => word.charAt(0))
    .join("");
}

/** The label of a code, a figure, or a text that already is one; the text itself where the list has no such item. */
export function labelOf(items: readonly CodeItem[], text: string): string {
  return items.find((item) => item.value === text)?.label ?? text;
}

/**
 * The label that a closed list's figure or the beginning of one label alone stands for; null where the text is a writing of its own
 * (`Gái`), or could be two (`n`).
 */
export function labelMeant(items: readonly CodeItem[], text: string): string | null {
  const written = comparisonKey(text);
  if (written === "") return null;
  const figure = items.find((item) => item.figure !== null && item.figure === text.trim());
  if (figure !== undefined) return figure.label;
  if (items.some((item) => [item.label, ...item.names].some((name) => comparisonKey(name) === written))) return null;
  const wanted = searchKey(text);
  if (wanted === "") return null;
  const begun = items.filter((item) => searchKey(item.label).startsWith(wanted));
  if (begun.length === 1) return begun[0]!.label;
  const exact = begun.filter((item) => searchKey(item.label) === wanted);
  if (exact.length === 1) return exact[0]!.label;
  const byInitials = begun.length > 0 ? [] : items.filter((item) => initials(searchKey(item.label)) === wanted.replace(/ /gu, ""));
  if (byInitials.length === 1) return byInitials[0]!.label;
  const meaning = begun.length > 0 ? null : readMeaning(items, text);
  return items.find((item) => item.value === meaning)?.label ?? null;
}
