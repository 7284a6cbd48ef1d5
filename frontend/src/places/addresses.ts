/**
 * The list under a place: what the book wrote before, then units of the gazetteer. A box holds a whole address, so what stands
 * before the unit (hamlet, street, hospital) is kept as typed and only what comes after it is offered.
 */
import { comparisonKey, lacksDiacritics, searchKey } from "../core/text";
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
  readonly near: string | null;
}

const ROWS = 5;
const OF_BOOK = 3;
const PARTS = /,\s*|\s+-\s+/gu;
const NUMBERED = /^(\P{Nd}*)(\p{Nd}+\p{L}?)(?![\p{L}\p{N}])(\P{Nd}*)$/u;
const SHORT_NUMBER = /^([a-z ]*?) ?([0-9]+[a-z]?)$/u;
const HAMLET = /^(?:ap|thon|khu pho|kp|khom|to dan pho|tdp|ban|buon|soc|lang|xom|to|doi|khu|duong|pho|hem|ngo|so nha|so|lo|[0-9]+\S*)(?: |$)/u;
const INSTITUTION = /^(?:benh vien|bv|bvdk|trung tam|ttyt|tram|nha ho sinh|nha bao sanh|bao sanh|nha sanh|phong kham|khoa)(?: |$)/u;
/** Words that say what kind of unit follows; in a text of the book they may be passed over. */
const KINDS = new Set(["xa", "phuong", "thi", "tran", "thanh", "pho", "huyen", "quan", "tinh", "ap", "thon", "khu", "khom", "to", "xom", "lang", "ban", "buon", "soc", "x", "p", "tt", "tx", "tp", "h", "q", "t", "kp"]); // prettier-ignore

/** At most five rows for what stands in the box; for an empty one what the book wrote most often in this field. */
export function addressRows(typed: string, context: AddressContext): Row[] {
  const text = typed.normalize("NFC").trim();
  const ofBook = literalRows(text, context.lately);
  if (text === "") return ofBook.slice(0, ROWS);
  const rows: Row[] = [...ofBook.slice(0, OF_BOOK), ...numberRows(text, context.lately)];
  rows.push(...unitRows(text, context));
  rows.push(...ofBook.slice(OF_BOOK));
  return together(unique(rows)).slice(0, ROWS);
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

/** Whether the words begin words of the text in its order, or are initials of several. Only kinds of units are passed over before the first. */
function fits(text: string, words: readonly string[]): boolean {
  const whole = searchKey(text).split(" ");
  return from(0, 0);

  function from(word: number, at: number): boolean {
    if (word === words.length) return true;
    const wanted = words[word]!;
    for (let here = at; here < whole.length; here++) {
      if (whole[here]!.startsWith(wanted) && from(word + 1, here + 1)) return true;
      if (wanted.length > 1 && isInitials(wanted, here) && from(word + 1, here + wanted.length)) return true;
      if (word === 0 && !KINDS.has(whole[here]!)) return false;
    }
    return false;
  }

  function isInitials(wanted: string, here: number): boolean {
    return here + wanted.length <= whole.length && [...wanted].every((letter, step) => whole[here + step]!.startsWith(letter));
  }
}

/** The hamlet's number alone: what the book wrote with another number, with this one. */
function numberRows(typed: string, lately: readonly string[]): Row[] {
  const [, letters, number] = SHORT_NUMBER.exec(searchKey(typed)) ?? [];
  if (letters === undefined || number === undefined) return [];
  const patterns = new Map<string, number>();
  for (const text of lately) {
    const comma = text.search(/,| - /u);
    const head = comma === -1 ? text : text.slice(0, comma);
    const [, before, was, after] = NUMBERED.exec(head) ?? [];
    if (before === undefined || was === undefined || !namesKind(before, letters)) continue;
    const now = was === was.toLowerCase() ? number : number.toUpperCase();
    const whole = before + now + after! + text.slice(head.length);
    patterns.set(whole, (patterns.get(whole) ?? 0) + 1);
  }
  return [...patterns]
    .filter(([text]) => !lately.includes(text))
    .sort((one, other) => other[1] - one[1])
    .slice(0, 2)
    .map(([text]) => ({ text }));
}

function namesKind(before: string, letters: string): boolean {
  if (letters === "") return true;
  const words = searchKey(before).split(" ");
  return words.join(" ").startsWith(letters) || words.map((word) => word.charAt(0)).join("") === letters;
}

/** Units for the last of what is typed; what precedes them stays as it is. */
function unitRows(typed: string, context: AddressContext): Row[] {
  if (context.places === null) return [];
  const styles = stylesOf(context.lately);
  for (const { head, query } of splits(typed)) {
    const found = ask(query, styles[0] ?? "full", context);
    if (found.length === 0) continue;
    const [first] = found;
    const other = styles[1] === undefined ? undefined : ask(query, styles[1], context).find(({ unit }) => unit === first!.unit);
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

function ask(query: string, style: Style, { places, on, near, units }: AddressContext): Suggestion[] {
  // A few more than are shown: one that reads alike without marks must stand beside its like.
  return places!.suggest(query, { on, near, recent: units.slice(0, 20), style, limit: 8 });
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
