import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Gazetteer, type Pack } from "../src/places/gazetteer";
import { Suggesting } from "../src/places/suggesting";
import { type Style, stylesOf } from "../src/places/writing";
import { readVectors } from "./vectors";

const pack = JSON.parse(readFileSync(join(process.cwd(), "generated/places.json"), "utf8")) as Pack;
const places = new Suggesting(new Gazetteer(pack));
places.file(0, Infinity);

function offered(typed: string, on: string, near: string | null, recent: string[], style: Style): unknown {
  return places.suggest(typed, { on, near, recent, style, limit: 5 }).map(({ unit, text, today }) => ({ unit, text, today }));
}

test("the same places are offered in the browser as by the reference", () => {
  const vectors = readVectors("places");
  assert.ok(vectors.length > 1000);
  for (const { function: name, args, result } of vectors) {
    const answer = name === "styles_of" ? stylesOf(args[0] as string[]) : offered(...(args as [string, string, string, string[], Style]));
    assert.deepEqual(answer, result, `${name}(${JSON.stringify(args)})`);
  }
});
