import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { applyVariant, type ContextJson, type EditionJson, type FieldValues, type Variant } from "../src/core/edition";
import { judge, missingRequired, visibleFields } from "../src/core/judge";
import { evaluate } from "../src/core/predicates";
import { readMeaning } from "../src/core/codes";
import { Reading, readNumber } from "../src/core/reading";
import { readVectors } from "./vectors";

const editions = new Map<string, EditionJson>();

function edition(id: string): EditionJson {
  const known = editions.get(id);
  if (known !== undefined) return known;
  const read = JSON.parse(readFileSync(`generated/${id.replace("/", "-")}.json`, "utf8")) as EditionJson;
  editions.set(id, read);
  return read;
}

function answer(name: string, args: readonly unknown[]): unknown {
  if (name === "read_number") return readNumber(args[0] as string);
  if (name === "read_meaning") {
    const [list, text] = args as [string, string];
    return readMeaning(edition("KS/2016").code_lists[list] ?? [], text);
  }
  if (name === "evaluate") {
    const [predicate, fields, context] = args as [Parameters<typeof evaluate>[0], FieldValues, ContextJson];
    return evaluate(predicate, new Reading(edition("KS/2016"), fields, context));
  }
  if (name === "apply_variant") {
    const [id, variant] = args as [string, Variant];
    const form = applyVariant(edition(id), variant);
    return {
      groups: form.groups.map((group) => [group.id, group.fields.map((field) => field.id)]),
      known: form.other_fields.map((field) => field.id),
    };
  }
  const [id, variant, fields, context] = args as [string, Variant, FieldValues, ContextJson];
  const form = applyVariant(edition(id), variant);
  return {
    findings: judge(form, fields, context).map(({ source, ...shown }) => shown),
    missing: missingRequired(form, fields),
    visible: visibleFields(form, fields),
  };
}

const vectors = readVectors("predicates");

for (const name of ["read_number", "read_meaning", "evaluate", "judge", "apply_variant"]) {
  test(`${name} answers as the Python reference does`, () => {
    const mine = vectors.filter((vector) => vector.function === name);
    assert.ok(mine.length > 0);
    for (const { args, result } of mine) {
      assert.deepEqual(answer(name, args), result, `${name}(${JSON.stringify(args)})`);
    }
  });
}

test("a predicate that is not in the vocabulary is refused by name", () => {
  const reading = new Reading(edition("KS/2006"), {}, {});
  assert.throws(() => evaluate({ name: "is_before", args: {} }, reading), /is_before/);
});
