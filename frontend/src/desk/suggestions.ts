/** Which of a closed list's labels fit what is being typed. Nothing is ever chosen here. */
import { searchKey } from "../core/text";
import type { CodeItem } from "./types";

/**
 * At most `limit` items: those that begin with the text, then those one of whose words does, then those that hold
 * it. Labels written with the same marks come before labels that agree only without them.
 */
export function fitting(items: readonly CodeItem[], text: string, limit = 8): CodeItem[] {
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
