import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compareDates,
  echoWords,
  readDate,
  readShorthand,
  readWords,
  sayYear,
  writeWords,
  type DateReading,
  type PartialDate,
  type Variant,
} from "../src/core/dates";
import { readVectors } from "./vectors";

function shown(value: PartialDate | null): unknown {
  if (value === null) return null;
  const { year, month, day, lunar, approximate, precision } = value;
  return {
    ...{ year, month, day, lunar, approximate, precision },
    written: value.written(),
    edtf: value.edtf(),
    earliest: value.earliest(),
    latest: value.latest(),
    echo: echoWords(value),
  };
}

const reading = ({ value, findings }: DateReading): unknown => ({ value: shown(value), findings });

function dateOf(text: string): PartialDate {
  const { value } = readDate(text);
  assert.ok(value, `${text} is a date`);
  return value;
}

const ANSWERS: Record<string, (args: readonly unknown[]) => unknown> = {
  read_date: ([text, field]) => reading(readDate(text as string, field as string)),
  read_shorthand: ([text, year, previous]) =>
    reading(readShorthand(text as string, year as number | null, previous === null ? null : dateOf(previous as string))),
  compare_dates: ([a, b]) => compareDates(readDate(a as string).value, readDate(b as string).value),
  read_words: ([text]) => shown(readWords(text as string)),
  write_words: ([text, variant]) => writeWords(dateOf(text as string), variant as Variant),
  say_year: ([year, variant]) => sayYear(year as number, variant as Variant),
};

test("dates read the same in the browser as in the reference", () => {
  const vectors = readVectors("dates");
  assert.ok(vectors.length > 1000);
  for (const { function: name, args, result } of vectors) {
    const answer = ANSWERS[name];
    assert.ok(answer, `the port has no ${name}`);
    assert.deepEqual(answer(args), result, `${name}(${JSON.stringify(args)})`);
  }
});

test("a shorthand with more than one reading is refused, not guessed", () => {
  for (const text of ["385", "0385", "3/85", "85"]) {
    const { value, findings } = readShorthand(text, 2006);
    assert.equal(value, null);
    assert.equal(findings[0]?.grade, "hard");
  }
});
