/**
 * What the book said in the entries keyed lately, kept in memory for the shift and nowhere else. It is offered, never written by itself.
 */
import type { Fields } from "./types";

const ENTRIES = 300;
const UNITS = 20;
const books = new Map<string, Lately>();

/** The memory of one book. */
export function latelyOf(book: string): Lately {
  const known = books.get(book) ?? new Lately();
  books.set(book, known);
  return known;
}

export class Lately {
  /** Entries in the order in which they were last spoken of, each with its texts by field. */
  #entries = new Map<string, Map<string, string>>();
  #units: string[] = [];
  /** Whether what the shift brought with it has been taken. */
  isAsked = false;

  /** Takes what an entry says; what it said before in these fields is forgotten. */
  note(entry: string, fields: Fields): void {
    const known = this.#entries.get(entry) ?? new Map<string, string>();
    for (const [field, value] of Object.entries(fields)) {
      const text = value.v ?? "";
      if (text === "") known.delete(field);
      else known.set(field, text);
    }
    if (known.size === 0) return;
    this.#entries.delete(entry);
    this.#entries.set(entry, known);
    if (this.#entries.size > ENTRIES) this.#entries.delete(this.#entries.keys().next().value!);
  }

  noteUnit(unit: string): void {
    this.#units = [unit, ...this.#units.filter((known) => known !== unit)].slice(0, UNITS);
  }

  /** Whether any entry of the book is known. */
  get knowsAny(): boolean {
    return this.#entries.size > 0;
  }

  /** Ids of units picked for this book, the latest first. */
  get units(): readonly string[] {
    return this.#units;
  }

  /** What other entries have in a field, the most frequent first, of equals the latest. */
  values(field: string, but: string): string[] {
    return this.#ranked(but, (texts) => (texts.has(field) ? [texts.get(field)!] : []));
  }

  /** What other entries, and this one in its other fields, have in any of these fields. */
  valuesOfAny(fields: readonly string[], but: string): string[] {
    return this.#ranked("", (texts, entry) =>
      fields.flatMap((field) => (texts.has(field) && !(entry === but && field === fields[0]) ? [texts.get(field)!] : [])),
    );
  }

  /** What entries say, the latest first. */
  entries(but: string): ReadonlyMap<string, string>[] {
    return [...this.#entries]
      .filter(([entry]) => entry !== but)
      .map(([, texts]) => texts)
      .reverse();
  }

  #ranked(but: string, of: (texts: ReadonlyMap<string, string>, entry: string) => string[]): string[] {
    const seen = new Map<string, { count: number; last: number }>();
    let at = 0;
    for (const [entry, texts] of this.#entries) {
      at += 1;
      if (entry === but) continue;
      for (const text of of(texts, entry)) seen.set(text, { count: (seen.get(text)?.count ?? 0) + 1, last: at });
    }
    return [...seen].sort(([, a], [, b]) => b.count - a.count || b.last - a.last).map(([text]) => text);
  }
}
