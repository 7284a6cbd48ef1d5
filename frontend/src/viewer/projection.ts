/** From a form's drawing to a photographed or scanned page: four corners on both say where everything between them lies. */
import type { Point } from "./geometry";

/** Row-major 3 × 3, the last of them 1. */
export type Projection = readonly number[];

/** The projection that takes four points to four others. Null where they do not determine one. */
export function projectionOf(from: readonly Point[], to: readonly Point[]): Projection | null {
  const rows: number[][] = [];
  for (let at = 0; at < 4; at += 1) {
    const [[x, y], [u, v]] = [from[at]!, to[at]!];
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  }
  const solution = solved(rows);
  return solution === null ? null : [...solution, 1];
}

export function projected(by: Projection, [x, y]: Point): Point {
  const [a, b, c, d, e, f, g, h, i] = by as [number, number, number, number, number, number, number, number, number];
  const depth = g * x + h * y + i;
  return [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth];
}

/** Whether four corners, clockwise from the top left, are those of something flat that was photographed. */
export function isQuadrilateral(corners: readonly Point[]): boolean {
  return corners.every((corner, at) => {
    const [next, after] = [corners[(at + 1) % 4]!, corners[(at + 2) % 4]!];
    return (next[0] - corner[0]) * (after[1] - next[1]) - (next[1] - corner[1]) * (after[0] - next[0]) > 1e-6;
  });
}

/** Gauss with pivots, for eight unknowns. */
function solved(rows: number[][]): number[] | null {
  const count = rows.length;
  for (let at = 0; at < count; at += 1) {
    let best = at;
    for (let row = at + 1; row < count; row += 1) if (Math.abs(rows[row]![at]!) > Math.abs(rows[best]![at]!)) best = row;
    [rows[at], rows[best]] = [rows[best]!, rows[at]!];
    const pivot = rows[at]![at]!;
    if (Math.abs(pivot) < 1e-12) return null;
    for (let row = 0; row < count; row += 1) {
      if (row === at) continue;
      const share = rows[row]![at]! / pivot;
      for (let column = at; column <= count; column += 1) rows[row]![column]! -= share * rows[at]![column]!;
    }
  }
  return rows.map((row, at) => row[count]! / row[at]!);
}
