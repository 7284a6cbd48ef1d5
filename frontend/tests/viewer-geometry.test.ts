import assert from "node:assert/strict";
import { test } from "node:test";
import { bandOf, depthIn, moved, sameHand, spotOf, turned, viewOf, type Box, type Spot } from "../src/viewer/geometry";

const PAGE = { width: 1450, height: 2050 };
const SPREAD = { width: 2400, height: 1697 };
const PANE = { width: 918, height: 295 };
const NAME: Box = [0.15, 0.2, 0.3, 0.034];

const field = (box: Box): Spot => ({ box, of: "field" });
const close = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

function holds([x, y, width, height]: Box, [bx, by, bw, bh]: Box): boolean {
  return bx >= x - 1e-9 && by >= y - 1e-9 && bx + bw <= x + width + 1e-9 && by + bh <= y + height + 1e-9;
}

test("a view has its pane's proportions, whichever way the page is turned", () => {
  for (const turn of [0, 90, 180, 270] as const) {
    const [, , width, height] = viewOf(field(NAME), PANE, PAGE, turn, 1);
    const shown = (width * PAGE.width) / (height * PAGE.height);
    close(shown, turn % 180 === 0 ? PANE.width / PANE.height : PANE.height / PANE.width);
  }
});

test("a field is in its view with what stands around it, on every form and in every corner of the page", () => {
  for (const scan of [PAGE, SPREAD]) {
    for (const box of [NAME, [0, 0, 0.05, 0.03], [0.9, 0.95, 0.1, 0.05], [0.03, 0.1744, 0.0275, 0.1491]] as const) {
      assert.ok(holds(viewOf(field(box), PANE, scan, 0, 1), box), String(box));
    }
  }
});

test("the view stays on the page", () => {
  const [x, y, width, height] = viewOf(field([0.9, 0.96, 0.1, 0.04]), PANE, PAGE, 0, 1);
  assert.ok(x + width <= 1 + 1e-9 && y + height <= 1 + 1e-9);
});

test("short fields of one form are shown at one size, so that the page only glides", () => {
  const [, , first] = viewOf(field([0.1, 0.2, 0.05, 0.034]), PANE, PAGE, 0, 1);
  const [, , second] = viewOf(field(NAME), PANE, PAGE, 0, 1);
  close(first, second);
});

test("a field too long to be read whole begins at the left of the view", () => {
  const narrow = { width: 400, height: 300 };
  const box: Box = [0.1, 0.5, 0.85, 0.03];
  const [x, , width] = viewOf(field(box), narrow, PAGE, 0, 1);
  assert.ok(width < box[2]);
  assert.ok(x < box[0] && x + width > box[0] + width * 0.8);
});

test("zooming in shows half as much around the same middle", () => {
  const box: Box = [0.4, 0.5, 0.2, 0.034];
  const once = viewOf(field(box), PANE, PAGE, 0, 1);
  const twice = viewOf(field(box), PANE, PAGE, 0, 2);
  close(twice[2], once[2] / 2);
  close(twice[0] + twice[2] / 2, once[0] + once[2] / 2);
});

test("an entry without boxes is shown as wide as its pane, from its top", () => {
  const [x, y, width] = viewOf({ box: bandOf(2, 2), of: "entry" }, PANE, PAGE, 0, 1);
  close(x, 0);
  close(width, 1);
  close(y, 0.55);
});

test("where nothing is known of the layout, a page's entries share what is below its heading", () => {
  assert.deepEqual(bandOf(1, 1), [0, 0, 1, 1]);
  assert.deepEqual(bandOf(null, 5), [0, 0, 1, 1]);
  const bands = [1, 2, 3, 4, 5].map((line) => bandOf(line, 5));
  close(bands[0]![1], 0);
  for (const at of [1, 2, 3, 4]) close(bands[at]![1], bands[at - 1]![1] + bands[at - 1]![3]);
  close(bands[4]![1] + bands[4]![3], 1);
  close(bandOf(9, 5)[1], bands[4]![1]);
});

test("a field without a box of its own is looked for in the entry's area", () => {
  const boxes = { "1": { "*": [0, 0.1, 1, 0.4], "child.full_name": NAME }, "2": { "*": [0, 0.5, 1, 0.4] } } as const;
  assert.deepEqual(spotOf({ boxes }, 1, 2, "child.full_name"), { box: NAME, of: "field" });
  assert.deepEqual(spotOf({ boxes }, 2, 2, "child.full_name"), { box: [0, 0.5, 1, 0.4], of: "entry" });
  assert.deepEqual(spotOf({ boxes: null }, 2, 2, "child.full_name").of, "entry");
});

test("letters are compared with the same field of the page's other entries, or with what else the entry has", () => {
  const boxes = {
    "1": { "*": [0, 0, 1, 1], "child.full_name": NAME, "mother.full_name": [0, 0, 0.2, 0.1] },
    "2": { "*": [0, 0, 1, 1], "child.full_name": [0.15, 0.7, 0.3, 0.034] },
  } as const;
  assert.deepEqual(sameHand({ boxes }, 1, "child.full_name", 8), [[0.15, 0.7, 0.3, 0.034]]);
  assert.deepEqual(sameHand({ boxes: { "1": boxes["1"] } }, 1, "child.full_name", 8), [[0, 0, 0.2, 0.1]]);
  assert.deepEqual(sameHand({ boxes: null }, 1, "child.full_name", 8), []);
});

test("moved boxes keep their size, four quarter turns come back", () => {
  assert.deepEqual(moved([0.1, 0.2, 0.3, 0.4], [0.5, -0.2]), [0.6, 0, 0.3, 0.4]);
  assert.equal(turned(turned(turned(turned(0)))), 0);
});

test("how far down its pane a field stands follows the page's turns", () => {
  const view: Box = [0, 0, 1, 1];
  close(depthIn(view, field([0, 0, 0.2, 0.2]), 0), 0.1);
  close(depthIn(view, field([0, 0, 0.2, 0.2]), 180), 0.9);
  close(depthIn(view, field([0.8, 0, 0.2, 0.2]), 90), 0.9);
  close(depthIn(view, field([0.8, 0, 0.2, 0.2]), 270), 0.1);
});
