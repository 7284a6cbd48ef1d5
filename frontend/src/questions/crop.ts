/** The piece of a page that a question is about, as the server keeps it: parts of the page's width and height, no pixels. */

export interface Crop {
  readonly page: string;
  /** x, y, width, height in ten-thousandths. */
  readonly box: readonly [number, number, number, number];
}

const WHOLE = 10_000;
/** Words before and after, and the lines above and below, say what a word cannot. */
const AROUND_X = 0.02;
const AROUND_Y = 0.012;

/** The box of a field or of an entry, in parts of the page, with what stands around it; null where none of it lies on the page. */
export function cropAround(page: string, [x, y, width, height]: readonly [number, number, number, number]): Crop | null {
  const left = clamped(x - AROUND_X);
  const top = clamped(y - AROUND_Y);
  const right = clamped(x + width + AROUND_X);
  const bottom = clamped(y + height + AROUND_Y);
  return right <= left || bottom <= top ? null : { page, box: [left, top, right - left, bottom - top] };
}

function clamped(part: number): number {
  return Math.round(Math.min(Math.max(part, 0), 1) * WHOLE);
}
