/** The gazetteer in the browser, read from `places.json` (`hotich.core.places.pack`): units over time, what lies in what. */
import { comparisonKey, unifyIY } from "../core/text";

/** The file as `hotich specs build` writes it: columns, their cells between bars. */
export interface Pack {
  readonly types: readonly string[];
  readonly days: readonly string[];
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly type: string;
  readonly level: string;
  readonly from: string;
  readonly to: string;
  readonly parents: string;
  readonly kin: string;
  readonly now: string;
}

/** A row of the gazetteer, by its place in the file. */
export type Row = number;

export const PROVINCE = 1;
export const DISTRICT = 2;
export const COMMUNE = 3;

const LONG_AGO = "0001-01-01";
const MARKS = /[\u0300-\u036f]/gu;
const SIGNS = /[-\u2011.\s]+/gu;
const LEADING_ZEROS = /(?<![\p{L}\p{N}_])0+(?=\p{Nd})/gu;
const DAK = /(?<![\p{L}\p{N}_])đ[aăắ][kc](?![\p{L}\p{N}_])/gu;
const NAMED = 3;

/** The comparison key of a unit's name: tones kept; hyphens, dots, apostrophes, i/y and leading zeros do not count. */
export function nameKey(name: string): string {
  const key = unifyIY(comparisonKey(name)).replace(/'/gu, "");
  return key.replace(SIGNS, " ").replace(LEADING_ZEROS, "").trim().replace(DAK, "đắk");
}

export class Gazetteer {
  readonly size: number;
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly levels: readonly number[];
  #from: readonly string[];
  #to: readonly string[];
  #keys: readonly string[];
  #parents: readonly string[];
  #kin: readonly string[];
  #now: readonly string[];
  #byId = new Map<string, Row>();
  #nameKeys: (string | undefined)[] = [];
  #syllables: (readonly string[] | undefined)[] = [];
  #changes: readonly string[];
  #paths = new Map<string, Map<Row, readonly Row[]>>();

  constructor(pack: Pack) {
    const cells = (column: string): string[] => column.split("|");
    const dayOf = (cell: string): string => (cell === "" ? "" : pack.days[parseInt(cell, 36)]!);
    this.ids = cells(pack.id);
    this.size = this.ids.length;
    this.names = cells(pack.name);
    this.types = cells(pack.type).map((cell) => pack.types[parseInt(cell, 36)]!);
    this.levels = cells(pack.level).map(Number);
    this.#from = cells(pack.from).map(dayOf);
    this.#to = cells(pack.to).map(dayOf);
    this.#keys = cells(pack.key);
    this.#parents = cells(pack.parents);
    this.#kin = cells(pack.kin);
    this.#now = cells(pack.now);
    for (let row = 0; row < this.size; row++) this.#byId.set(this.ids[row]!, row);
    const changes = new Set([...this.#from, ...this.#to.map((day) => (day === "" ? "" : dayAfter(day)))]);
    changes.delete("");
    this.#changes = [...changes].sort();
  }

  rowOf(id: string | null): Row | null {
    return id === null ? null : (this.#byId.get(id) ?? null);
  }

  /** Type and name as written on paper: `xã Minh Hưng`. */
  title(row: Row): string {
    return `${this.types[row]} ${this.names[row]}`;
  }

  isCurrent(row: Row): boolean {
    return this.#to[row] === "";
  }

  validOn(row: Row, day: string): boolean {
    const to = this.#to[row]!;
    return this.#from[row]! <= day && (to === "" || day <= to);
  }

  /** The first day from which on nothing changed until this one. */
  epochOf(day: string): string {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#changes[middle]! <= day) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? LONG_AGO : this.#changes[low - 1]!;
  }

  nameKeyOf(row: Row): string {
    return (this.#nameKeys[row] ??= nameKey(this.names[row]!));
  }

  /** The name without tones and marks, cut into syllables. */
  syllablesOf(row: Row): readonly string[] {
    return (this.#syllables[row] ??= (this.#keys[row] || plain(this.names[row]!)).split(" ").filter((word) => word !== ""));
  }

  parents(row: Row): Row[] {
    return away(row, this.#parents[row]!);
  }

  /** Rows of one lineage and level, this one among them, that stood on a day. */
  kinOn(row: Row, day: string): Row[] {
    return [row, ...away(row, this.#kin[row]!)].filter((each) => this.validOn(each, day));
  }

  /** The units of today in which a row's territory lies, by id. */
  now(row: Row): Row[] {
    const told = this.#now[row]!;
    if (told === "-") return [];
    if (told !== "") return away(row, told);
    const kin = [row, ...away(row, this.#kin[row]!)].filter((each) => this.isCurrent(each));
    return kin.sort((one, other) => (this.ids[one]! < this.ids[other]! ? -1 : 1));
  }

  /** A row and what stood above it on a day, the finest first. */
  path(row: Row, epoch: string): readonly Row[] {
    let paths = this.#paths.get(epoch);
    if (paths === undefined) {
      if (this.#paths.size >= 12) this.#paths.clear();
      paths = new Map();
      this.#paths.set(epoch, paths);
    }
    const known = paths.get(row);
    if (known !== undefined) return known;
    const parents = this.parents(row);
    const standing = parents.map((parent) => this.#asOn(parent, epoch)).filter((each) => each !== null);
    const parent = standing.at(-1) ?? parents.at(-1);
    const path = parent === undefined ? [row] : [row, ...this.path(parent, epoch)];
    paths.set(row, path);
    return path;
  }

  /** The units of today in words: `phường Minh Hưng, thành phố Đồng Nai`; many are only counted. */
  todayInWords(row: Row): string {
    const now = this.now(row);
    return now.length > NAMED ? `${now.length} đơn vị` : now.map((each) => this.#fullName(each, null)).join("; ");
  }

  #fullName(row: Row, on: string | null): string {
    const day = on ?? (this.#to[row] || null);
    const parents = this.parents(row);
    const then = day === null ? parents : parents.filter((parent) => this.validOn(parent, day));
    const above = then.at(-1) ?? parents.at(-1);
    return above === undefined ? this.title(row) : `${this.title(row)}, ${this.#fullName(above, day)}`;
  }

  #asOn(row: Row, day: string): Row | null {
    if (this.validOn(row, day)) return row;
    const rows = this.kinOn(row, day);
    return rows.length === 1 ? rows[0]! : null;
  }
}

function away(row: Row, cell: string): Row[] {
  return cell === "" ? [] : cell.split(",").map((step) => row + parseInt(step, 36));
}

function plain(name: string): string {
  return name.toLowerCase().normalize("NFD").replace(MARKS, "").replace(/đ/gu, "d");
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
