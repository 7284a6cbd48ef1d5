/** The piece of a page that a question is about, as the server keeps it: parts of the page's width and height, no pixels. */
import type { PageOfShift } from "../shift/types";

export interface Crop {
  readonly page: string;
  /** x, y, width, height in ten-thousandths. */
  readonly box: readonly [number, number, number, number];
}

const WHOLE = 10_000;
/** Words before and after, and the lines above and below, say what a word cannot. */
const AROUND_X = 0.02;
const AROUND_Y = 0.012;

/** The field's box with what stands around it; null where the page or its layout is unknown: then page and line are cited. */
export function cropOf(page: PageOfShift | null, line: number | string | null, field: string): Crop | null {
  const box = page?.boxes?.[String(line ?? "")]?.[field];
  if (page === null || box === undefined) return null;
  const [x, y, width, height] = box;
  const left = clamped(x - AROUND_X);
  const top = clamped(y - AROUND_Y);
  const right = clamped(x + width + AROUND_X);
  const bottom = clamped(y + height + AROUND_Y);
  return right <= left || bottom <= top ? null : { page: page.id, box: [left, top, right - left, bottom - top] };
}

function clamped(part: number): number {
  return Math.round(Math.min(Math.max(part, 0), 1) * WHOLE);
}
