/** Places to offer while one is typed: port of `hotich.core.places.suggesting`, where the rules are explained. */
import { lacksDiacritics, searchKey } from "../core/text";
import { COMMUNE, DISTRICT, type Gazetteer, nameKey, PROVINCE, type Row } from "./gazetteer";
import { signsOf, type Style, TYPES, written } from "./writing";

export interface Suggestion {
  readonly unit: string;
  readonly name: string;
  readonly text: string;
  /** What the unit is today, in words. */
  readonly today: string;
}

export interface Around {
  /** The day of the act, `yyyy-mm-dd`. */
  readonly on: string;
  /** Id of the book's own unit. */
  readonly near: string | null;
  /** Ids of units that the book named before, the latest first. */
  readonly recent: readonly string[];
  readonly style: Style;
  readonly limit: number;
  /** Only units above this level: behind a commune that was written out, or for an office of a province. */
  readonly above?: number;
}

type Fit = readonly [levels: number, byInitials: number, last: number];

interface Asked {
  readonly words: readonly string[];
  readonly marks: string | null;
  readonly home: readonly ReadonlySet<Row>[];
  readonly lately: ReadonlyMap<string, number>;
}

interface Found {
  readonly row: Row;
  readonly path: readonly Row[];
  readonly fit: Fit;
  readonly rank: readonly number[];
}

const LATELY = 2;
const FAR = 9;
const WARD = /(?<![\p{L}\p{N}_])f(?=\p{Nd})/gu;
const DIGITS = /^[0-9]+$/u;

export class Suggesting {
  readonly gazetteer: Gazetteer;
  #byLetter = new Map<string, Row[]>();
  #homes = new Map<string, readonly ReadonlySet<Row>[]>();

  constructor(gazetteer: Gazetteer) {
    this.gazetteer = gazetteer;
  }

  /** Files rows under the first letters of their names. In steps, so that the keys pressed meanwhile are not kept waiting. */
  file(from: number, to: number): void {
    const { gazetteer } = this;
    for (let row = from; row < Math.min(to, gazetteer.size); row++) {
      const first = gazetteer.syllablesOf(row)[0];
      if (first === undefined) continue;
      for (const letter of new Set([first.charAt(0), this.#numbered(row).charAt(0)])) {
        if (letter === "") continue;
        const rows = this.#byLetter.get(letter);
        if (rows === undefined) this.#byLetter.set(letter, [row]);
        else rows.push(row);
      }
    }
  }

  suggest(typed: string, { on, near, recent, style, limit, above = Infinity }: Around): Suggestion[] {
    const signs = signsOf(typed);
    const words = wordsOf(signs.typed);
    if (words.length === 0) return [];
    const { gazetteer } = this;
    const epoch = gazetteer.epochOf(on);
    const asked: Asked = {
      words,
      marks: lacksDiacritics(signs.typed) ? null : nameKey(signs.typed),
      home: this.#home(near, epoch),
      lately: new Map(recent.map((id, place) => [id, place])),
    };
    const found: Found[] = [];
    for (const row of this.#byLetter.get(words[0]!.charAt(0)) ?? []) {
      if (gazetteer.levels[row]! >= above || this.#taken(row, words, 0).length === 0 || !gazetteer.validOn(row, epoch)) continue;
      const path = gazetteer.path(row, epoch);
      const fit = this.#fit(path, words, 0, 0);
      if (fit !== null) found.push({ row, path, fit, rank: this.#rank(path, fit, asked) });
    }
    found.sort((one, other) => this.#compare(one, other));
    return found.slice(0, limit).map(({ row, path, fit }) => ({
      unit: gazetteer.ids[row]!,
      name: gazetteer.names[row]!,
      text: written(gazetteer, signs.endsHere ? path.slice(0, fit[2] + 1) : path, signs.style ?? style),
      today: gazetteer.todayInWords(row),
    }));
  }

  #compare(one: Found, other: Found): number {
    for (let at = 0; at < one.rank.length; at++) {
      const step = one.rank[at]! - other.rank[at]!;
      if (step !== 0) return step;
    }
    const { gazetteer } = this;
    return (
      order(gazetteer.nameKeyOf(one.row), gazetteer.nameKeyOf(other.row)) ||
      order(gazetteer.ids[one.row]!, gazetteer.ids[other.row]!)
    );
  }

  /** How well the levels from one on take every word from `at` on. */
  #fit(path: readonly Row[], words: readonly string[], at: number, level: number): Fit | null {
    if (at === words.length) return [0, 0, 0];
    let best: Fit | null = null;
    for (let here = level; here < (level > 0 ? path.length : 1); here++) {
      for (const [count, byInitials] of this.#taken(path[here]!, words, at)) {
        const rest = this.#fit(path, words, at + count, here + 1);
        if (rest === null) continue;
        const fit: Fit = [rest[0] + 1, rest[1] + byInitials, Math.max(here, rest[2])];
        if (best === null || isLess(fit, best)) best = fit;
      }
    }
    return best;
  }

  /** How many words a level can take from here, and whether as its initials. */
  #taken(row: Row, words: readonly string[], at: number): [number, number][] {
    const syllables = this.gazetteer.syllablesOf(row);
    let count = 0;
    while (at + count < words.length && count < syllables.length && syllables[count]!.startsWith(words[at + count]!)) count++;
    if (count > 0) return Array.from({ length: count }, (_, step) => [count - step, 0]);
    const word = words[at]!;
    if (syllables.join("").startsWith(word) || word === this.#numbered(row)) return [[1, 0]];
    const initials = initialsOf(syllables);
    return word === initials || (at + 1 === words.length && initials.startsWith(word)) ? [[1, 1]] : [];
  }

  #rank(path: readonly Row[], fit: Fit, { words, marks, home, lately }: Asked): number[] {
    const { gazetteer } = this;
    const row = path[0]!;
    const misspelt = marks !== null && !(gazetteer.nameKeyOf(row).startsWith(marks) || this.#spelt(path, marks));
    const latest = lately.get(gazetteer.ids[row]!);
    const nearness = nearnessOf(path, home);
    const syllables = gazetteer.syllablesOf(row);
    const whole = words.join("").startsWith(syllables.join("")) || words[0] === initialsOf(syllables);
    return [
      misspelt ? 1 : 0,
      latest === undefined ? nearness : Math.min(nearness, LATELY),
      latest ?? lately.size,
      fit[0],
      fit[1],
      whole ? 0 : 1,
      -gazetteer.levels[row]!,
    ];
  }

  #spelt(path: readonly Row[], marks: string): boolean {
    const names = path.flatMap((row) => this.gazetteer.nameKeyOf(row).split(" "));
    return marks
      .replace(/,/gu, " ")
      .split(/\s+/u)
      .filter((word) => word !== "" && !lacksDiacritics(word))
      .every((word) => names.some((name) => name.startsWith(word)));
  }

  /** `q1`, `p10` where the name is a number, else empty. */
  #numbered(row: Row): string {
    const name = this.gazetteer.names[row]!;
    return DIGITS.test(name) ? searchKey(this.gazetteer.types[row]!).charAt(0) + name : "";
  }

  /** The unit of an office and what stood above it on a day, each as a book of that style writes it, the finest first. */
  ownUnit(near: string | null, on: string, style: Style): string[] {
    const { gazetteer } = this;
    const row = gazetteer.rowOf(near);
    if (row === null) return [];
    const epoch = gazetteer.epochOf(on);
    const standing = gazetteer.kinOn(row, epoch)[0] ?? row;
    return gazetteer.path(standing, epoch).map((each) => written(gazetteer, [each], style));
  }

  /** The communes, districts and provinces that the book's unit was on the day. */
  #home(near: string | null, epoch: string): readonly ReadonlySet<Row>[] {
    const row = this.gazetteer.rowOf(near);
    if (row === null) return [];
    const key = `${near} ${epoch}`;
    const known = this.#homes.get(key);
    if (known !== undefined) return known;
    const rows = this.gazetteer.kinOn(row, epoch);
    const units = (rows.length === 0 ? [row] : rows).flatMap((each) => this.gazetteer.path(each, epoch));
    const home = [COMMUNE, DISTRICT, PROVINCE].map((level) => new Set(units.filter((each) => this.gazetteer.levels[each] === level)));
    this.#homes.set(key, home);
    return home;
  }
}

/** The folded words of what was typed, without types written out before a name. */
export function wordsOf(typed: string): string[] {
  const folded = searchKey(nameKey(typed.replace(/[,.]/gu, " "))).replace(WARD, "p");
  const words = folded.split(" ").filter((word) => word !== "");
  const kept: string[] = [];
  for (let at = 0; at < words.length; ) {
    if (TYPES.has(words.slice(at, at + 2).join(" ")) && at + 2 < words.length) at += 2;
    else if (TYPES.has(words[at]!) && at + 1 < words.length) at += 1;
    else kept.push(words[at++]!);
  }
  return kept;
}

/** 0 the book's own commune, 1 its district, 3 its province, else the country. */
function nearnessOf(path: readonly Row[], home: readonly ReadonlySet<Row>[]): number {
  const ranks = [0, 1, 3];
  for (const [at, units] of home.entries()) if (path.some((row) => units.has(row))) return ranks[at]!;
  return FAR;
}

function initialsOf(syllables: readonly string[]): string {
  return syllables.map((syllable) => syllable.charAt(0)).join("");
}

function isLess(one: Fit, other: Fit): boolean {
  return one[0] !== other[0] ? one[0] < other[0] : one[1] !== other[1] ? one[1] < other[1] : one[2] < other[2];
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
