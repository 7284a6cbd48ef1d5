/**
 * The book's constants where an officer found that they change: from a page on another registrar's office, another volume's number. Kept in this
 * browser by book; they are facts of the book and of nobody in it.
 */
import type { DeskData } from "./types";

/** After so many entries the constants are to be looked at again. */
export const LOOK_AGAIN = 25;

const PLACE = "hotich.book.";

interface Kept {
  readonly stated: readonly { readonly field: string; readonly v: string; readonly from: number }[];
  /** Entries keyed since the constants were last looked at. */
  readonly since: readonly string[];
}

const NOTHING: Kept = { stated: [], since: [] };
const remembered = new Map<string, Kept>();

/** The book's constants at the place of an entry. */
export function constantsOf(data: DeskData): DeskData["book"]["constants"] {
  const here = Number(data.entry.position ?? 0);
  const constants: Record<string, { readonly v: string }> = { ...data.book.constants };
  for (const { field, v, from } of read(data.book.id).stated) if (from <= here) constants[field] = { v };
  return constants;
}

/** A constant holds from this entry's place on, until another is stated further on. */
export function stateFrom(data: DeskData, field: string, v: string): void {
  const from = Number(data.entry.position ?? 0);
  const kept = read(data.book.id);
  const others = kept.stated.filter((one) => one.field !== field || one.from < from);
  write(data.book.id, { ...kept, stated: [...others, { field, v, from }].sort((one, other) => one.from - other.from) });
}

/** Counts an entry that is keyed with the constants. Returns whether it is time to look at them again. */
export function countEntry(data: DeskData): boolean {
  const kept = read(data.book.id);
  if (kept.since.includes(data.entry.id)) return kept.since.length > LOOK_AGAIN;
  write(data.book.id, { ...kept, since: [...kept.since, data.entry.id].slice(-LOOK_AGAIN - 1) });
  return kept.since.length >= LOOK_AGAIN;
}

/** The officer looked: they are as the book has them. */
export function stillHold(data: DeskData): void {
  write(data.book.id, { ...read(data.book.id), since: [data.entry.id] });
}

function read(book: string): Kept {
  const known = remembered.get(book);
  if (known !== undefined) return known;
  try {
    return { ...NOTHING, ...(JSON.parse(localStorage.getItem(PLACE + book) ?? "{}") as Partial<Kept>) };
  } catch {
    return NOTHING;
  }
}

function write(book: string, kept: Kept): void {
  remembered.set(book, kept);
  try {
    localStorage.setItem(PLACE + book, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing still knows it until the page is left.
  }
}
