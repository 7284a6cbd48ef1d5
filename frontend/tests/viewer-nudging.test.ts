import assert from "node:assert/strict";
import { test } from "node:test";
import { ServerSaysNo } from "../src/desk/http";
import type { PageOfShift } from "../src/shift/types";
import type { Point } from "../src/viewer/geometry";
import { Nudges, stepOf } from "../src/viewer/nudging";

const PAGE: PageOfShift = { id: "p", number: 3, image: "/anh/p.webp", tiles: null, width: 10, height: 20, boxes: {} };

function store() {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
}

/** A server that keeps one page's shift, and can be cut off before or after it has listened. */
class Server {
  by: Point = [0.01, 0];
  line: "up" | "down" | "answer lost" = "up";
  refuses = false;

  async now(): Promise<Point> {
    if (this.line === "down") throw new Error("no line");
    return this.by;
  }

  async set(_book: string, _page: number, by: Point): Promise<PageOfShift> {
    if (this.line === "down") throw new Error("no line");
    if (this.refuses) throw new ServerSaysNo("Dời quá xa.", 400);
    this.by = by;
    if (this.line === "answer lost") throw new Error("no answer");
    return PAGE;
  }
}

test("the server is told the whole shift, what it had and what was added", async () => {
  const server = new Server();
  const nudges = new Nudges(server, store());
  assert.equal(await nudges.keep("b", PAGE, [0.02, -0.01]), PAGE);
  assert.deepEqual(server.by, [0.03, -0.01]);
  assert.deepEqual(nudges.of("p"), [0, 0]);
});

test("without a line it is shown and kept here, over a reload too, and sent later", async () => {
  const [server, kept] = [new Server(), store()];
  server.line = "down";
  assert.equal(await new Nudges(server, kept).keep("b", PAGE, [0.02, 0]), null);
  const reopened = new Nudges(server, kept);
  assert.deepEqual(reopened.of("p"), [0.02, 0]);
  server.line = "up";
  assert.deepEqual(await reopened.sendAll(), [PAGE]);
  assert.deepEqual(server.by, [0.03, 0]);
  assert.deepEqual(reopened.of("p"), [0, 0]);
});

test("an answer that was lost moves nothing twice", async () => {
  const server = new Server();
  const nudges = new Nudges(server, store());
  server.line = "answer lost";
  await nudges.keep("b", PAGE, [0.02, 0]);
  server.line = "up";
  await nudges.sendAll();
  assert.deepEqual(server.by, [0.03, 0]);
});

test("what the server refuses is said and not sent again", async () => {
  const server = new Server();
  server.refuses = true;
  const nudges = new Nudges(server, store());
  await assert.rejects(nudges.keep("b", PAGE, [0.5, 0]), ServerSaysNo);
  assert.deepEqual(nudges.of("p"), [0, 0]);
});

test("arrows move a little, with Shift more, and other keys not", () => {
  assert.deepEqual(stepOf({ key: "ArrowLeft", shiftKey: false }), [-0.002, 0]);
  assert.deepEqual(stepOf({ key: "ArrowDown", shiftKey: true }), [0, 0.01]);
  assert.equal(stepOf({ key: "a", shiftKey: false }), null);
});
