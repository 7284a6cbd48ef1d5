/** What a field's list offers, by the field's kind. Nothing is ever chosen here, except a label that its sign or beginning names alone. */
import { readMeaning } from "../core/codes";
import { readDate, readShorthand } from "../core/dates";
import { comparisonKey, searchKey } from "../core/text";
import { type AddressContext, addressRows, literalRows, officeRows, type Row } from "../places/addresses";
import { loadPlaces, places } from "../places/loading";
import type { Source } from "./combobox";
import { inWords, type Worded } from "./date-words";
import { sameThing } from "./ditto";
import type { Lately } from "./lately";
import { numberRows, timeRows } from "./shorthand-rows";
import type { CodeItem, Fields, FieldSpec } from "./types";
import { likeTheBook, usualWords } from "./usual-words";

/** What the lists need to know of the entry and its book. */
export interface Surroundings {
  readonly entry: string;
  readonly lately: Lately;
  readonly near: string | null;
  /** Every field of the page. */
  readonly specs: readonly FieldSpec[];
  /** Who is somebody of the entry: names of people are never offered. */
  readonly roles: ReadonlySet<string>;
  readonly codes: (field: FieldSpec) => readonly CodeItem[] | null;
  readonly fields: () => Fields;
  /** The day of the act, as far as it is known, `yyyy-mm-dd`. */
  readonly day: () => string;
}

const ROWS = 8;
const OF_BOOK = 5;
/** So many dates tell how a clerk words them. */
const WORDED = 20;
/** Every entry's own: what it holds says nothing of the next. */
const OWN = /(?:^|\.)(?:page|age|personal_id|other)$/u;
const NUMBER = /(?:^|\.)(?:number|decision_number)$/u;
/** Numbers that are no more than figures, or whose way on is F2's. */
const BARE_NUMBER = /^(?:registration|book)\.number$/u;
const PAPER = /id_document\.number$/u;
const TIME = /(?:^|\.)death_time$/u;
const WORDS = /_words$/u;
const BIRTH_PLACE = /birth_place$/u;
const EVENT_PLACE = /(?:birth|death)_place$/u;
/** Who issues identity papers. */
const ISSUER = /id_document\.issued_by$/u;
const ISSUERS = ["Công an "];

/** Where a field's list comes from; null where it has none. */
export function sourceOf(field: FieldSpec, around: Surroundings, redraw: () => void): Source | null {
  if (field.type === "place") return placeSource(field, around, redraw);
  const items = around.codes(field);
  if (items !== null) return codeSource(field, items, around);
  if (WORDS.test(field.id)) return { opensEmpty: true, rows: (typed) => wordRows(field.id, typed, around) };
  if (ISSUER.test(field.id)) return issuerSource(field, around, redraw);
  const role = field.id.slice(0, field.id.lastIndexOf("."));
  const isOfficial = field.type === "name" && !around.roles.has(role);
  if ((field.type !== "text" && !isOfficial) || OWN.test(field.id) || BARE_NUMBER.test(field.id)) return null;
  if (PAPER.test(field.id)) return { opensEmpty: true, rows: (typed) => literalRows(typed, ofEntry(field, around)) };
  if (NUMBER.test(field.id)) return { opensEmpty: false, rows: (typed) => numberRows(typed, lately(field, around)) };
  if (TIME.test(field.id)) return { opensEmpty: false, rows: (typed) => timeRows(typed, lately(field, around)) };
  return { opensEmpty: true, rows: (typed) => textRows(field, typed, around) };
}

/** What the book wrote in this field, then what it wrote in the same one of somebody else, of this entry too. */
function lately({ id }: FieldSpec, { lately: known, entry, specs }: Surroundings): string[] {
  const alike = specs.filter((spec) => spec.id !== id && columnOf(spec.id) === columnOf(id)).map((spec) => spec.id);
  return [...new Set([...known.values(id, entry), ...known.valuesOfAny([id, ...alike], entry)])];
}

/** The column without whose it is: `father.occupation` and `mother.occupation` mean the same. */
function columnOf(id: string): string {
  return id.slice(id.indexOf(".") + 1);
}

/** What other columns of the entry say of the same thing. */
function ofEntry({ id }: FieldSpec, around: Surroundings): string[] {
  const fields = around.fields();
  return sameThing(id, fields).flatMap((other) => fields[other]?.v ?? []);
}

/** What the entry has of the same thing, what the book wrote, and what registers usually write. */
function textRows(field: FieldSpec, typed: string, around: Surroundings): Row[] {
  const ofBook = lately(field, around);
  const usual = usualWords(field.id, around.roles.has("deceased"));
  return fittingTexts([...new Set([...ofEntry(field, around), ...ofBook, ...likeTheBook(usual, ofBook, typed)])], typed);
}

/** Words for the figures of the same entry, or for a date typed in shorthand where the figures cannot be read. */
function wordRows(field: string, typed: string, around: Surroundings): Row[] {
  const date = /^\d{6,8}$/u.test(typed.trim()) ? readShorthand(typed, Number(around.day().slice(0, 4))).value : null;
  if (date === null) return fittingTexts(dateWords(field, around), typed);
  return inWords(date, wordedBefore(field, around)).map((text) => ({ text }));
}

function issuerSource(field: FieldSpec, around: Surroundings, redraw: () => void): Source {
  return {
    opensEmpty: true,
    rows(typed) {
      fetchPlaces(typed, redraw);
      const issued = readDate(around.fields()[field.id.replace(/by$/u, "on")]?.v ?? null).value?.earliest() ?? null;
      const ofBook = lately(field, around);
      const rows = officeRows(typed, ISSUERS, { ...addressContext(ofBook, around), orOn: issued });
      const known = new Set(rows.map(({ text }) => text));
      const usual = fittingTexts(likeTheBook(usualWords(field.id, false), ofBook, typed), typed).filter(({ text }) => !known.has(text));
      // An office written out stands before the units that its letters may also be.
      return (typed.length > 3 ? [...usual, ...rows] : [...rows, ...usual]).slice(0, OF_BOOK);
    },
  };
}

function fetchPlaces(typed: string, redraw: () => void): void {
  if (typed !== "" && places() === null) void loadPlaces().then((come) => come !== null && redraw());
}

function addressContext(texts: readonly string[], around: Surroundings): AddressContext {
  return { lately: texts, units: around.lately.units, places: places(), on: around.day(), near: around.near };
}

/** A date in the clerk's words, from the figures of the same entry. */
export function dateWords(field: string, around: Surroundings): string[] {
  const date = readDate(around.fields()[field.replace(WORDS, "")]?.v ?? null).value;
  return date === null ? [] : inWords(date, wordedBefore(field, around));
}

/** Every date that the clerk put in words, this entry's own others too: the latest of them. */
function wordedBefore(field: string, { lately: known, entry, specs, fields }: Surroundings): Worded[] {
  const columns = specs.filter(({ id }) => WORDS.test(id)).map(({ id }) => id);
  const own = fields();
  const said: ((id: string) => string | undefined)[] = [(id) => (id === field ? undefined : (own[id]?.v ?? undefined))];
  said.push(...known.entries(entry).map((texts) => (id: string) => texts.get(id)));
  const before = said.slice(0, WORDED).flatMap((of) =>
    columns.flatMap((column) => {
      const words = of(column);
      const date = words === undefined ? null : readDate(of(column.replace(WORDS, "")) ?? null).value;
      return date !== null && words !== undefined ? [{ date, words }] : [];
    }),
  );
  return before.slice(0, WORDED);
}

function fittingTexts(texts: readonly string[], typed: string): Row[] {
  return literalRows(typed.normalize("NFC").trim(), texts).slice(0, OF_BOOK);
}

function placeSource(field: FieldSpec, around: Surroundings, redraw: () => void): Source {
  const ids = [field.id, ...around.specs.filter(({ id, type }) => type === "place" && id !== field.id).map(({ id }) => id)];
  return {
    opensEmpty: true,
    rows(typed) {
      fetchPlaces(typed, redraw);
      const own = around.lately.values(field.id, around.entry);
      const all = typed === "" ? own : [...new Set([...own, ...around.lately.valuesOfAny(ids, around.entry)])];
      const born = BIRTH_PLACE.test(field.id) ? (readDate(around.fields()[field.id.replace(BIRTH_PLACE, "birth_date")]?.v ?? null).value?.earliest() ?? null) : null;
      return addressRows(typed, { ...addressContext(all, around), orOn: born, houses: EVENT_PLACE.test(field.id) });
    },
  };
}

function codeSource(field: FieldSpec, coded: readonly CodeItem[], around: Surroundings): Source {
  const items = byFigure(coded);
  const isClosed = field.type === "code";
  return {
    opensEmpty: true,
    rows(typed) {
      // A short list keeps its order, so that the same key always means the same.
      if (isClosed && items.length <= OF_BOOK) return fitting(items, typed).map(({ label }) => ({ text: label }));
      // One letter alone was the beginning of a label that nobody picked.
      const texts = fittingTexts(lately(field, around), typed).flatMap(({ text }) => (text.length > 1 ? [text] : []));
      const named = typed === "" && !isClosed ? [] : namedSo(items, typed, around.day());
      return [...new Set([...texts, ...named])].slice(0, ROWS).map((text) => ({ text }));
    },
  };
}

/** A short name of capitals alone: `CMND`. */
const SHORT = /^\p{Lu}{2,6}$/u;
const SHORTS = 3;

/** Labels and the other names of a code, as pages have either. Of an empty box those that could stand on a paper of the day, short names first. */
function namedSo(items: readonly CodeItem[], typed: string, day: string): string[] {
  if (searchKey(typed) === "") {
    const ofDay = items.filter(({ valid_from: from, valid_to: to }) => (from ?? day) <= day && day <= (to ?? day));
    return [...ofDay.flatMap(({ names }) => names.find((name) => SHORT.test(name)) ?? []).slice(0, SHORTS), ...ofDay.map(({ label }) => label)];
  }
  const writings = items.flatMap((item) => [item.label, ...item.names].map((label) => ({ ...item, label })));
  return fitting(writings, typed).map(({ label }) => label);
}

/** The value whose figure is naught comes last, so that Alt+2 is what `2` means. */
function byFigure(items: readonly CodeItem[]): readonly CodeItem[] {
  return [...items.filter(({ figure }) => figure !== "0"), ...items.filter(({ figure }) => figure === "0")];
}

/**
 * At most `limit` items: those that begin with the text, then those one of whose words does, then those that hold
 * it. Labels written with the same marks come before labels that agree only without them.
 */
export function fitting(items: readonly CodeItem[], text: string, limit = ROWS): readonly CodeItem[] {
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
