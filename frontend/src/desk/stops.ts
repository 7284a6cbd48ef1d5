/** The order in which the keys walk through the form. */
import type { Fields, FieldSpec, GroupSpec } from "./types";

export interface Stops {
  /** Fields on screen, in the register's order. */
  readonly visible: readonly string[];
  /** Visible fields at which Enter and Tab stop: constants are passed over. */
  readonly stops: readonly string[];
}

/**
 * @param isVisible whether a field's `visible_when` holds for the values committed so far
 * @param opened constants that the officer stepped into with F7: from then on ordinary stops
 */
export function walk(
  groups: readonly GroupSpec[],
  fields: Fields,
  isVisible: (field: FieldSpec) => boolean,
  opened: ReadonlySet<string>,
): Stops {
  const visible: string[] = [];
  const stops: string[] = [];
  for (const field of groups.flatMap((group) => group.fields)) {
    if (!isVisible(field)) continue;
    visible.push(field.id);
    if (fields[field.id]?.o !== "constant" || opened.has(field.id)) stops.push(field.id);
  }
  return { visible, stops };
}

/**
 * The stop after (`step` 1) or before (-1) a field, which need not be a stop itself; null past either end.
 */
export function neighbour({ visible, stops }: Stops, from: string, step: 1 | -1): string | null {
  const order = new Map(visible.map((id, index) => [id, index]));
  const here = order.get(from);
  if (here === undefined) return stops[0] ?? null;
  const candidates = step === 1 ? stops : [...stops].reverse();
  return candidates.find((id) => (order.get(id)! - here) * step > 0) ?? null;
}

/** The next stop behind a field that says nothing yet, else the stop behind it; null past the end. */
export function nextOpen(walked: Stops, from: string, given: (id: string) => boolean): string | null {
  let id = neighbour(walked, from, 1);
  while (id !== null && given(id)) id = neighbour(walked, id, 1);
  return id ?? neighbour(walked, from, 1);
}

/** The next constant to step into after a field, going round once; null where the book has none. */
export function nextConstant({ visible, stops }: Stops, from: string | null): string | null {
  const skipped = visible.filter((id) => !stops.includes(id));
  if (skipped.length === 0) return null;
  const here = from === null ? -1 : visible.indexOf(from);
  return skipped.find((id) => visible.indexOf(id) > here) ?? skipped[0]!;
}

/** Where a new or reopened entry starts: the first stop that says nothing yet, else the first stop. */
export function firstOpen(stops: readonly string[], given: (id: string) => boolean): string | null {
  return stops.find((id) => !given(id)) ?? stops[0] ?? null;
}
