import assert from "node:assert/strict";
import { test } from "node:test";
import type { Point } from "../src/viewer/geometry";
import { isQuadrilateral, projected, projectionOf } from "../src/viewer/projection";

const SQUARE: readonly Point[] = [[0, 0], [1, 0], [1, 1], [0, 1]];
const PHOTOGRAPHED: readonly Point[] = [[0.1, 0.05], [0.92, 0.1], [0.97, 0.93], [0.04, 0.9]];

const near = ([x, y]: Point, [u, v]: Point) => assert.ok(Math.hypot(x - u, y - v) < 1e-9, `${x},${y} is not ${u},${v}`);

test("each corner of the drawing falls on its corner of the photograph", () => {
  const by = projectionOf(SQUARE, PHOTOGRAPHED)!;
  SQUARE.forEach((corner, at) => near(projected(by, corner), PHOTOGRAPHED[at]!));
});

test("straight lines stay straight: the diagonals still meet in the middle's image", () => {
  const by = projectionOf(SQUARE, PHOTOGRAPHED)!;
  const [x, y] = projected(by, [0.5, 0.5]);
  const [[ax, ay], [bx, by2], [cx, cy], [dx, dy]] = PHOTOGRAPHED as [Point, Point, Point, Point];
  const off = (px: number, py: number, qx: number, qy: number) => (qx - px) * (y - py) - (qy - py) * (x - px);
  assert.ok(Math.abs(off(ax, ay, cx, cy)) < 1e-9 && Math.abs(off(bx, by2, dx, dy)) < 1e-9);
});

test("there and back again is where one was", () => {
  const there = projectionOf(SQUARE, PHOTOGRAPHED)!;
  const back = projectionOf(PHOTOGRAPHED, SQUARE)!;
  near(projected(back, projected(there, [0.3, 0.7])), [0.3, 0.7]);
});

test("corners out of order, or in one line, are of nothing flat", () => {
  assert.ok(isQuadrilateral(PHOTOGRAPHED));
  assert.ok(!isQuadrilateral([PHOTOGRAPHED[1]!, PHOTOGRAPHED[0]!, PHOTOGRAPHED[2]!, PHOTOGRAPHED[3]!]));
  assert.ok(!isQuadrilateral([[0, 0], [0.5, 0], [1, 0], [0, 1]]));
  assert.equal(projectionOf(SQUARE, [[0, 0], [0, 0], [0, 0], [0, 0]]), null);
});
