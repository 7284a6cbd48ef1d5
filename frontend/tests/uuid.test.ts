import assert from "node:assert/strict";
import { test } from "node:test";
import { uuidv7 } from "../src/desk/uuid";

test("a packet's identifier is a version 7 UUID", () => {
  assert.match(uuidv7(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("identifiers sort by the moment they were made", () => {
  assert.ok(uuidv7(Date.UTC(2023, 5, 1)) < uuidv7(Date.UTC(2023, 5, 1, 0, 0, 0, 1)));
});

test("two identifiers of the same millisecond differ", () => {
  assert.notEqual(uuidv7(1_000), uuidv7(1_000));
});
