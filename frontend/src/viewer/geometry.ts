/**
 * Where a field lies on its page, and which part of the page to show while it is keyed. All of it in parts of the page's
 * width and height (0 to 1), x to the right and y down, as the server hands boxes out.
 */
import type { PageOfShift } from "../shift/types";

/** x, y, width, height. */
export type Box = readonly [number, number, number, number];
export type Point = readonly [number, number];
/** Quarter turns clockwise. */
export type Turn = 0 | 90 | 180 | 270;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place on a page: the box of one field, or the area of the whole entry where the field has no box of its own. */
export interface Spot {
  readonly box: Box;
  readonly of: "field" | "entry";
}

/** The area of the whole entry, among its boxes. */
export const WHOLE = "*";

/** Above the first entry a page has its heading: about a tenth of its height on every form we know. */
const HEADING = 0.1;

/** Where nothing is known of a page's layout its entries share what is below the heading. */
export function bandOf(line: number | null, lines: number): Box {
  const count = Math.max(1, lines);
  if (line === null || count === 1) return [0, 0, 1, 1];
  const height = (1 - HEADING) / count;
  const at = Math.min(Math.max(line, 1), count) - 1;
  return [0, at === 0 ? 0 : HEADING + at * height, 1, at === 0 ? HEADING + height : height];
}

export function spotOf(page: Pick<PageOfShift, "boxes">, line: number | null, lines: number, field: string | null): Spot {
  const boxes = page.boxes?.[String(line ?? 1)];
  const own = field === null ? undefined : boxes?.[field];
  if (own !== undefined) return { box: own, of: "field" };
  return { box: boxes?.[WHOLE] ?? bandOf(line, lines), of: "entry" };
}

export function moved([x, y, width, height]: Box, [dx, dy]: Point): Box {
  return [x + dx, y + dy, width, height];
}

/** This much of a box is shown around it on every side: the words beside it belong to reading. */
const CONTEXT = 0.15;
/**
 * How high the whole page would stand on the screen, in pixels: a page lies 297 mm high, alone or as a spread, so this is how
 * large its writing is. Between the two nearly every field is shown at one size, and the page only glides from one to the next.
 */
const [SMALLEST, LARGEST] = [1000, 1900];
/** More than this many pixels of the screen for one of the scan show no more. */
const FINEST = 3;

/**
 * The part of the page to show, with exactly the pane's proportions.
 *
 * @param pane the pane's size in pixels
 * @param scan the page's size in pixels of its image
 * @param factor the officer's own zoom: 1 is what fits
 */
export function viewOf(spot: Spot, pane: Size, scan: Size, turn: Turn, factor: number): Box {
  // On its side the page is looked at through a pane that lies on its side.
  const across = turn === 90 || turn === 270;
  const wide = across ? pane.height : pane.width;
  const high = across ? pane.width : pane.height;
  const [x, y, w, h] = [spot.box[0] * scan.width, spot.box[1] * scan.height, spot.box[2] * scan.width, spot.box[3] * scan.height];
  const scale = Math.min(FINEST, factor * (spot.of === "field" ? readingScale(w, h, wide, high, scan) : wide / w));
  const [viewWidth, viewHeight] = [wide / scale, high / scale];
  const left = w * (1 + CONTEXT) <= viewWidth ? x + w / 2 - viewWidth / 2 : x - (CONTEXT / 2) * viewWidth;
  // An entry is read from its top.
  const top = spot.of === "field" || h <= viewHeight ? y + h / 2 - viewHeight / 2 : y;
  return [
    held(left, viewWidth, scan.width) / scan.width,
    held(top, viewHeight, scan.height) / scan.height,
    viewWidth / scan.width,
    viewHeight / scan.height,
  ];
}

function readingScale(w: number, h: number, wide: number, high: number, scan: Size): number {
  const fits = Math.min(wide / (w * (1 + 2 * CONTEXT)), high / (h * (1 + 2 * CONTEXT)));
  return Math.min(Math.max(fits, SMALLEST / scan.height), LARGEST / scan.height);
}

/** Keeps a view on the page; what is smaller than the view stands in its middle. */
function held(start: number, view: number, whole: number): number {
  if (view >= whole) return (whole - view) / 2;
  return Math.min(Math.max(start, 0), whole - view);
}

/** How far down in its pane a spot stands, 0 to 1. */
export function depthIn(view: Box, { box }: Spot, turn: Turn): number {
  const right = (box[0] + box[2] / 2 - view[0]) / view[2];
  const down = (box[1] + box[3] / 2 - view[1]) / view[3];
  return { 0: down, 90: right, 180: 1 - down, 270: 1 - right }[turn];
}

/** How a quarter turn follows another. */
export function turned(turn: Turn): Turn {
  return ((turn + 90) % 360) as Turn;
}

/** The fields worth laying side by side to tell one hand's letters: the same field of the other entries, or else what else is written in this one. */
export function sameHand(page: Pick<PageOfShift, "boxes">, line: number, field: string, most: number): Box[] {
  const others = Object.entries(page.boxes ?? {}).filter(([at]) => at !== String(line));
  const same = others.map(([, boxes]) => boxes[field]).filter((box): box is Box => box !== undefined);
  if (same.length > 0) return same.slice(0, most);
  const own = page.boxes?.[String(line)] ?? {};
  return Object.entries(own)
    .filter(([name]) => name !== field && name !== WHOLE)
    .map(([, box]) => box)
    .sort((one, other) => other[2] - one[2])
    .slice(0, most);
}
