/** What F2 and F4 bring at a field of the entry on the desk. */
import type { Desk } from "./desk";
import { carried, carriedFields, declarantAs, restOf, sameEntryNext, sameEntrySources, samePersonSources, surnameFor } from "./ditto";
import { dateWords, labelOf, type Surroundings } from "./suggestions";
import type { Fields, FieldSpec, FieldValue } from "./types";
import { isGiven } from "./values";

/** Values for fields, or the beginning of a text behind which the officer goes on typing. */
export type Brought = { readonly values: Readonly<Record<string, FieldValue>> } | { readonly begin: string };

const DECLARANT_NAME = "declarant.full_name";
const WORDS = /_words$/u;

export class Carrying {
  #desk: Desk;
  #around: Surroundings;

  constructor(desk: Desk, around: Surroundings) {
    this.#desk = desk;
    this.#around = around;
  }

  /** F2: as in the previous entry; at the number the one that follows, at the page the place's own. */
  ditto(field: string): Brought | null {
    const { data } = this.#desk;
    const value = carried(field, data.previous, data.entry.page);
    return value === null ? null : this.#brought({ [field]: value });
  }

  /** Shift+F2: the rest of the group. */
  group(field: string): Brought | null {
    const group = this.#desk.groupOf(field);
    return group === undefined ? null : this.#rest(restOf(group, field, this.#desk.stops.visible));
  }

  /** Ctrl+F2: the rest of the entry. */
  entry(): Brought | null {
    return this.#rest(this.#desk.stops.visible);
  }

  /** F4 (place 0) and Shift+F4 (1): as somebody of the same entry. */
  same(field: string, place: 0 | 1, now: string): Brought | null {
    const { fields, edition } = this.#desk;
    const specs = [...this.#desk.specs.values()];
    if (WORDS.test(field)) {
      const words = dateWords(field, this.#around);
      const v = words[Math.min(place, words.length - 1)];
      return v === undefined ? null : { values: { [field]: { v, m: null, o: "carried", struck: null } } };
    }
    if (field === DECLARANT_NAME) {
      const isAgain = place === 0 && now !== "" && fields[field]?.v === now;
      const brought = this.#declarant(isAgain ? 1 : place, specs, fields);
      if (brought !== null) return brought;
    }
    const begin = surnameFor(field, specs, fields);
    if (begin !== null) return now === "" ? { begin } : null;
    const value = sameEntryNext(sameEntrySources(field, specs, fields, edition.subjects), fields[field], place);
    return value === null ? null : this.#brought({ [field]: value });
  }

  /** Alt+F2: the rest of the group as the person above it. */
  above(field: string): Brought | null {
    const { fields, edition, stops } = this.#desk;
    const group = this.#desk.groupOf(field);
    if (group === undefined) return null;
    const specs = [...this.#desk.specs.values()];
    const values: Record<string, FieldValue> = {};
    for (const id of restOf(group, field, stops.visible)) {
      const [source] = isGiven(fields[id]) ? [] : samePersonSources(id, specs, fields, edition.subjects);
      if (source !== undefined) values[id] = source;
    }
    return Object.keys(values).length === 0 ? null : this.#brought(values);
  }

  #declarant(place: number, specs: readonly FieldSpec[], fields: Fields): Brought | null {
    const { lately, entry } = this.#around;
    const values = declarantAs(place, specs, fields, this.#desk.edition.subjects, lately.entries(entry));
    return values === null ? null : this.#brought(values);
  }

  #rest(ids: readonly string[]): Brought | null {
    const { data, fields, edition } = this.#desk;
    const values = carriedFields(ids, fields, data.previous, edition.subjects);
    return Object.keys(values).length === 0 ? null : this.#brought(values);
  }

  /** A code from a file becomes the label that the page would print; what is struck out in this entry stays. */
  #brought(values: Readonly<Record<string, FieldValue>>): Brought {
    const ready = Object.entries(values).map(([field, value]): [string, FieldValue] => {
      const name = this.#desk.specs.get(field)?.codes ?? null;
      const codes = name === null ? undefined : this.#desk.edition.code_lists[name];
      const v = codes === undefined || value.v === null ? value.v : labelOf(codes, value.v);
      return [field, { ...value, v, struck: this.#desk.fields[field]?.struck ?? null }];
    });
    return { values: Object.fromEntries(ready) };
  }
}
