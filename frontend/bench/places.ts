/** How long the browser's own search for places takes, over the letters of the vectors cut short at every length: limit 80 ms, p95. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Gazetteer, type Pack } from "../src/places/gazetteer";
import { Suggesting } from "../src/places/suggesting";
import { readVectors } from "../tests/vectors";

const QUESTIONS = 10_000;
const LIMIT = 80;

const began = performance.now();
const pack = JSON.parse(readFileSync(join(process.cwd(), "generated/places.json"), "utf8")) as Pack;
const places = new Suggesting(new Gazetteer(pack));
places.file(0, Infinity);
const ready = performance.now() - began;

const typed = readVectors("places").flatMap(({ function: name, args }) => (name === "suggest_places" ? [args as [string, string, string]] : []));
const times: number[] = [];
for (let round = 0; times.length < QUESTIONS; round++) {
  const [text, on, near] = typed[round % typed.length]!;
  const begin = performance.now();
  places.suggest(text.slice(0, 1 + (round % Math.max(text.length, 1))), { on, near, recent: [], style: "full", limit: 5 });
  times.push(performance.now() - begin);
}
times.sort((one, other) => one - other);
const at = (part: number): string => times[Math.floor(QUESTIONS * part)]!.toFixed(2);
console.log(`gazetteer read and filed: ${ready.toFixed(0)} ms`);
console.log(`${QUESTIONS} questions: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms (limit ${LIMIT}), max ${times.at(-1)!.toFixed(1)} ms`);
process.exitCode = Number(at(0.95)) <= LIMIT ? 0 : 1;
