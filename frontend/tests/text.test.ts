import assert from "node:assert/strict";
import { test } from "node:test";
import * as text from "../src/core/text";
import { readVectors } from "./vectors";

type Answer = (...args: never[]) => unknown;

const FUNCTIONS: Record<string, Answer> = {
  compose: text.compose,
  squeeze: text.squeeze,
  display_name: text.displayName,
  comparison_key: text.comparisonKey,
  search_key: text.searchKey,
  unify_iy: text.unifyIY,
  unify_placement: text.unifyPlacement,
  suspected_encoding: text.suspectedEncoding,
  is_unnamed: text.isUnnamed,
  lacks_diacritics: text.lacksDiacritics,
  expansion_suggestions: text.expansionSuggestions,
  split_name: text.splitName,
  name_findings: text.nameFindings,
  same_name: text.sameName,
};

test("names read the same in the browser as in the reference", () => {
  const vectors = readVectors("text");
  assert.ok(vectors.length > 1000);
  for (const { function: name, args, result } of vectors) {
    const answer = FUNCTIONS[name];
    assert.ok(answer, `the port has no ${name}`);
    assert.deepEqual(answer(...(args as never[])), result, `${name}(${JSON.stringify(args)})`);
  }
});

test("display never changes a letter after an apostrophe or a hyphen", () => {
  assert.equal(text.displayName("h'Brới niê"), "H'Brới Niê");
  assert.equal(text.displayName("K'HO"), "K'HO");
  assert.equal(text.displayName("y-Bliêm"), "Y-Bliêm");
});
