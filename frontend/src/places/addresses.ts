/**
 * The list under a place: what the book wrote before, then units of the gazetteer. A box holds a whole address, so what stands
 * before the unit (hamlet, street, hospital) is kept as typed and only what comes after it is offered.
 */
import { comparisonKey, lacksDiacritics, searchKey } from "../core/text";
import { COMMUNE, DISTRICT } from "./gazetteer";
import type { Suggesting, Suggestion } from "./suggesting";
import { type Style, stylesOf } from "./writing";

export interface Row {
  readonly text: string;
  /** What is said beside it: the unit of today. */
  readonly note?: string;
  readonly unit?: string;
  /** Places in the text at which it differs from a row that reads alike without marks. */
  readonly differs?: readonly number[];
}

export interface AddressContext {
  /** Texts of this field and then of the book's other place fields, the likeliest first. */
  readonly lately: readonly string[];
  /** Ids of units picked before, the latest first. */
  readonly units: readonly string[];
  /** Not there until the gazetteer has come. */
  readonly places: Suggesting | null;
  readonly on: string;
  /** Another day under whose names a place may stand: the day of somebody's birth. */
  readonly orOn?: string | null;
  readonly near: string | null;
  /** Whether hospitals are offered: where somebody was born or died. */
  readonly houses?: boolean;
}

const OF_HOUSES = 3;
const ELSEWHERE = ["Tại nhà", "Trên đường đi cấp cứu"];
const ROWS = 5;
const OF_BOOK = 3;
const OF_NUMBER = 4;
const PARTS = /,\s*|\s+-\s+/gu;
const NUMBERED = /^(\P{Nd}*)(\p{Nd}+\p{L}?)(?![\p{L}\p{N}])(\P{Nd}*)$/u;
const LEADING_NUMBERS = /^((?:\p{L}{0,4}[0-9]{1,3}[a-zđ]?(?=[ ,]|$)[ ,]*){1,2})(?![0-9])(.*)$/u;
const HAMLET = /^(?:ap|thon|khu pho|kp|khom|to dan pho|tdp|ban|buon|soc|lang|xom|to|doi|khu|duong|pho|hem|ngo|so nha|so|lo|[0-9]+\S*)(?: |$)/u;
const INSTITUTION = /^(?:benh vien|bv|bvdk|trung tam|ttyt|tram|nha ho sinh|nha bao sanh|bao sanh|nha sanh|phong kham|khoa)(?: |$)/u;
const OFFICE = /^(.*?\p{L} )(?:tỉnh|thành phố) [^,]+$/u;
const USUAL_KINDS: Readonly<Record<string, string>> = { a: "ấp", ap: "ấp", th: "thôn", thon: "thôn", kp: "khu phố", to: "tổ", t: "tổ", x: "xóm", xom: "xóm", l: "làng", d: "đội", doi: "đội", kh: "khóm" }; // prettier-ignore
/** Words that say what kind of unit follows; in a text of the book they may be passed over. */
const KINDS = new Set(["xa", "phuong", "thi", "tran", "thanh", "pho", "huyen", "quan", "tinh", "ap", "thon", "khu", "khom", "to", "xom", "lang", "ban", "buon", "soc", "x", "p", "tt", "tx", "tp", "h", "q", "t", "kp"]); // prettier-ignore

/** At most five rows for what stands in the box; for an empty one what the book wrote most often in this field. */
export function addressRows(typed: string, context: AddressContext): Row[] {
  const text = typed.normalize("NFC").trim();
  const ofBook = literalRows(text, context.lately);
  if (text === "") return ofBook.slice(0, ROWS);
  const rows: Row[] = [...ofBook.slice(0, numbersOf(text) === null ? OF_BOOK : 1), ...numberRows(text, context)];
  rows.push(...literalRows(text, houses(context)).slice(0, OF_HOUSES), ...unitRows(text, context));
  rows.push(...ofBook.slice(OF_BOOK));
  return together(unique(rows.filter((row) => row.text !== text))).slice(0, ROWS);
}

/** Hospitals and stations are named after the unit they are in: those of the book's own, and what is written of who died on the way. */
function houses({ places, near, on, houses: isAsked }: AddressContext): string[] {
  if (isAsked !== true) return [];
  const units = places?.ownUnit(near, on, "full") ?? [];
  const named = (level: RegExp, kinds: readonly string[]): string[] => units.filter((unit) => level.test(unit)).flatMap((unit) => kinds.map((kind) => `${kind} ${unit}`));
  return [
    ...named(/^(?:tỉnh|thành phố) /u, ["Bệnh viện đa khoa"]),
    ...named(/^(?:huyện|quận|thị xã) /u, ["Bệnh viện", "Bệnh viện đa khoa", "Trung tâm y tế"]),
    ...named(/^(?:xã|phường|thị trấn) /u, ["Trạm y tế", "Trạm xá"]),
    ...ELSEWHERE,
  ];
}

/** Texts of the book that fit what is typed: those that spell it so first. */
export function literalRows(typed: string, lately: readonly string[]): Row[] {
  if (typed === "") return lately.map((text) => ({ text }));
  const words = searchKey(typed).split(" ").filter((word) => word !== "");
  if (words.length === 0) return [];
  const marked = lacksDiacritics(typed) ? null : comparisonKey(typed);
  const found = lately.filter((text) => text !== typed && fits(text, words));
  const spelt = (text: string): boolean => marked === null || comparisonKey(text).includes(marked);
  return [...found.filter(spelt), ...found.filter((text) => !spelt(text))].map((text) => ({ text }));
}

/**
 * Whether the words begin words of the text in its order, or are initials of several. Passed over are kinds of units, and before a further
 * word what is left of a part.
 */
function fits(text: string, words: readonly string[]): boolean {
  const parts = text.split(PARTS).map((part) => searchKey(part).split(" ").filter((word) => word !== ""));
  const whole = parts.flat();
  const starts = new Set<number>();
  parts.reduce((at, part) => (starts.add(at), at + part.length), 0);
  return from(0, 0);

  function from(word: number, at: number): boolean {
    if (word === words.length) return true;
    const wanted = words[word]!;
    let isReached = true;
    for (let here = at; here < whole.length; here++) {
      if (starts.has(here) && word > 0) isReached = true;
      if (isReached && whole[here]!.startsWith(wanted) && from(word + 1, here + 1)) return true;
      if (isReached && wanted.length > 1 && isInitials(wanted, here) && from(word + 1, here + wanted.length)) return true;
      if (!KINDS.has(whole[here]!)) isReached = false;
      if (word === 0 && !isReached) return false;
    }
    return false;
  }

  function isInitials(wanted: string, here: number): boolean {
    return here + wanted.length <= whole.length && [...wanted].every((letter, step) => whole[here + step]!.startsWith(letter));
  }
}

/** Numbers at the beginning: `5`, `9 3a`, `k3b ml`. */
interface Numbers {
  readonly letters: readonly string[];
  readonly figures: readonly string[];
  /** What is typed behind them. */
  readonly rest: string;
}

function numbersOf(typed: string): Numbers | null {
  const [, numbers, rest] = LEADING_NUMBERS.exec(typed.toLowerCase()) ?? [];
  if (numbers === undefined || rest === undefined) return null;
  const found = typed.slice(0, numbers.length).split(/[ ,]+/u).filter((word) => word !== "");
  return {
    letters: found.map((word) => searchKey(word.replace(/[0-9].*$/u, ""))),
    figures: found.map((word) => word.replace(/^[^0-9]*/u, "")),
    rest: rest.trim(),
  };
}

/**
 * Hamlet and group by their numbers alone: named as the book names them, before what the book wrote behind other numbers, or before the unit
 * whose letters follow.
 */
function numberRows(typed: string, context: AddressContext): Row[] {
  const numbers = numbersOf(typed);
  if (numbers === null) return [];
  const ways = new Map<string, number>();
  const hamlets = new Map<string, number>();
  const tails = new Map<string, number>();
  let small = 0;
  for (const text of context.lately) {
    const parts = text.split(", ");
    const named = parts.findIndex((part) => !NUMBERED.test(part));
    const kinds = parts.slice(0, named === -1 ? parts.length : named).map((part) => NUMBERED.exec(part)!);
    if (kinds.length === 0) continue;
    count(tails, parts.slice(kinds.length).join(", "));
    count(hamlets, kinds.at(-1)![1]!);
    for (const [, , figure] of kinds) if (/\p{L}/u.test(figure!)) small += figure === figure!.toUpperCase() ? -1 : 1;
    // With fewer numbers than the book had there, the last of its kinds: the hamlet without the group.
    const wanted = kinds.slice(-numbers.figures.length);
    if (wanted.length < numbers.figures.length || !wanted.every(([, before], at) => namesKind(before!, numbers.letters[at]!))) continue;
    count(ways, wanted.map(([, before, , after]) => `${before}${FIGURE}${after}`).join(", "));
  }
  const way = ranked(ways)[0] ?? named(numbers, ranked(hamlets)[0]);
  if (way === undefined) return [];
  const [head, other] = inCase(numbers.figures, small).map((figures) => figures.reduce((text, figure) => text.replace(FIGURE, figure), way));
  const rows = rowsBehind(head!, numbers.rest, ranked(tails), context);
  if (other === undefined || rows.length === 0) return rows;
  const [first, ...rest] = rows;
  return [first!, { ...first!, text: other + first!.text.slice(other.length) }, ...rest];
}

function rowsBehind(head: string, rest: string, tails: readonly string[], context: AddressContext): Row[] {
  const before = (tail: string): Row => ({ text: tail === "" ? head : `${head}, ${tail}` });
  if (rest === "") return unique([...tails.slice(0, OF_NUMBER), ...ownTails(context)].map(before));
  const ofBook = literalRows(rest, tails.filter((tail) => tail !== "")).slice(0, 2);
  return [...ofBook.map(({ text }) => before(text)), ...unitRows(`${head}, ${rest}`, context)];
}

/** The book's own unit as the book writes units: whole, without the province, alone. */
function ownTails(context: AddressContext): string[] {
  const units = context.places?.ownUnit(context.near, context.on, stylesOf(context.lately)[0] ?? "full") ?? [];
  return [units.length, 1, units.length - 1].filter((count) => count > 0).map((count) => units.slice(0, count).join(", "));
}

/** Where a number goes in the way a book writes its hamlets. */
const FIGURE = "\u0000";

/** Kinds that are named by their letters where the book has had none yet (`th8`, `kp3`); bare numbers are a group of the hamlets that the book has. */
function named({ letters }: Numbers, hamlet: string | undefined): string | undefined {
  const kinds = letters.map((word, at) => {
    if (word !== "") return USUAL_KINDS[word];
    return at === letters.length - 1 ? hamlet?.trim() : USUAL_KINDS.to;
  });
  return kinds.some((kind) => kind === undefined) ? undefined : kinds.map((kind) => `${kind} ${FIGURE}`).join(", ");
}

/**
 * A letter behind a number (`3a`): as it was typed where that was a capital, else as the book writes such; where it has none yet, in capitals and as typed.
 *
 * @param small how many more of the book's are small than large
 */
function inCase(figures: readonly string[], small: number): (readonly string[])[] {
  const large = figures.map((figure) => figure.toUpperCase());
  if (small > 0 || figures.some((figure) => figure !== figure.toLowerCase()) || large.every((figure, at) => figure === figures[at])) return [figures];
  return small < 0 ? [large] : [large, figures];
}

function count(counts: Map<string, number>, text: string): void {
  counts.set(text, (counts.get(text) ?? 0) + 1);
}

/** An office is named by its kind and its unit (`Công an tỉnh Hà Tĩnh`): for the unit's letters, of the kinds that the book or everybody has. */
export function officeRows(typed: string, kinds: readonly string[], context: AddressContext): Row[] {
  const text = typed.normalize("NFC").trim();
  const found = literalRows(text, context.lately).slice(0, ROWS);
  if (text === "" || context.places === null) return found;
  const prefixes = new Set([...context.lately.flatMap((office) => OFFICE.exec(office)?.[1] ?? []), ...kinds]);
  const on = context.orOn ?? context.on;
  const units = context.places.suggest(text, { on, near: context.near, recent: [], style: "full", limit: ROWS, above: DISTRICT });
  const offices = units.flatMap((unit) => [...prefixes].map((prefix) => ({ text: `${prefix}${unit.text}` })));
  return unique([...found, ...offices]).slice(0, ROWS);
}

function ranked(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].sort((one, other) => other[1] - one[1]).map(([text]) => text);
}

function namesKind(before: string, letters: string): boolean {
  if (letters === "") return true;
  const words = searchKey(before).split(" ");
  return words.join("").startsWith(letters) || words.map((word) => word.charAt(0)).join("") === letters;
}

/** Units for the last of what is typed; what precedes them stays as it is. */
function unitRows(typed: string, context: AddressContext): Row[] {
  if (context.places === null) return [];
  const styles = stylesOf(context.lately);
  for (const { head, query } of splits(typed)) {
    const above = levelAbove(head);
    const found = ask(query, styles[0] ?? "full", context, above);
    if (found.length === 0) continue;
    const [first] = found;
    const other = styles[1] === undefined ? undefined : ask(query, styles[1], context, above).find(({ unit }) => unit === first!.unit);
    const rows = other === undefined || other.text === first!.text ? found : [first!, other, ...found.slice(1)];
    const joined = context.lately.filter((text) => text.includes(" - ")).length * 2 > context.lately.length && context.lately.length > 2;
    return rows.map(({ unit, text, today }) => ({
      text: head + (joined ? text.replace(/, /gu, " - ") : text),
      note: today === text ? "" : `nay: ${today}`,
      unit,
    }));
  }
  return [];
}

/** @param above only units of a level above this one, behind a commune or a district that was written out */
function ask(query: string, style: Style, context: AddressContext, above: number): Suggestion[] {
  const found = askOn(context.on, query, style, context, above);
  if (context.orOn == null) return found;
  return [...found.slice(0, 3), ...askOn(context.orOn, query, style, context, above), ...found.slice(3)];
}

function askOn(on: string, query: string, style: Style, { places, near, units }: AddressContext, above: number): Suggestion[] {
  // A few more than are shown: one that reads alike without marks must stand beside its like.
  return places!.suggest(query, { on, near, recent: units.slice(0, 20), style, limit: 8, above });
}

/** The level of the unit that stands last before what is being typed. */
function levelAbove(head: string): number {
  const last = head.replace(/[\s,-]+$/u, "").split(PARTS).at(-1) ?? "";
  if (/^(?:xã|phường|thị trấn|x\.|p\.|tt\.)/iu.test(last)) return COMMUNE;
  return /^(?:huyện|quận|thị xã|thành phố|h\.|q\.|tx\.|tp\.)/iu.test(last) ? DISTRICT : Infinity;
}

/** Where the unit may begin: as far forward as possible, then after each part that was written out, then after a hamlet or a hospital. */
function splits(typed: string): { readonly head: string; readonly query: string }[] {
  const cuts = [{ head: "", query: typed }];
  for (const sign of typed.matchAll(PARTS)) {
    const end = sign.index + sign[0].length;
    cuts.push({ head: glued(typed.slice(0, end)), query: typed.slice(end) });
  }
  const last = cuts.at(-1)!;
  const folded = searchKey(last.query);
  const isHamlet = HAMLET.test(folded);
  if (isHamlet || INSTITUTION.test(folded)) {
    for (const space of last.query.matchAll(/\s+/gu)) {
      const before = last.query.slice(0, space.index);
      cuts.push({ head: `${last.head}${before}${isHamlet ? ", " : " "}`, query: last.query.slice(space.index + space[0].length) });
    }
  }
  return cuts.filter(({ query }) => query.trim() !== "");
}

/** A comma typed without a space behind it gets one where something follows. */
function glued(head: string): string {
  return head.endsWith(",") ? `${head} ` : head;
}

function unique(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ text }) => !seen.has(text) && seen.add(text));
}

/** Rows that read alike without marks stand together, and the letters that tell them apart are known. */
function together(rows: readonly Row[]): Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = searchKey(row.text);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) =>
    group.length === 1 ? group : group.map((row) => ({ ...row, differs: differing(row.text, group.map(({ text }) => text)) })),
  );
}

function differing(text: string, all: readonly string[]): number[] {
  return [...text].flatMap((letter, at) => (all.some((other) => [...other][at]?.toLowerCase() !== letter.toLowerCase()) ? [at] : []));
}
