// The vectors are drawn from the Python reference; this port must give the same results.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Vector {
  readonly function: string;
  readonly args: readonly unknown[];
  readonly result: unknown;
}

/** The cases of `../tests/vectors/<name>.jsonl`, one JSON object a line. Tests run with `frontend/` as folder. */
export function readVectors(name: string): Vector[] {
  const text = readFileSync(join(process.cwd(), "../tests/vectors", `${name}.jsonl`), "utf8");
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Vector);
}
