import assert from "node:assert/strict";
import { test } from "node:test";
import { constantsOf, countEntry, LOOK_AGAIN, stateFrom, stillHold } from "../src/desk/constants";
import type { DeskData } from "../src/desk/types";

const at = (position: number, book = "b"): DeskData =>
  ({ entry: { id: `${book}${position}`, position }, book: { id: book, constants: { "registration.place": { v: "UBND xã Minh Hưng" } } } }) as unknown as DeskData;
const placeAt = (position: number): string => constantsOf(at(position))["registration.place"]!.v;

test("a constant that was changed holds from its place on, until another is stated further on", () => {
  stateFrom(at(10), "registration.place", "UBND xã Minh Hưng, huyện Chơn Thành");
  stateFrom(at(20), "registration.place", "UBND thị trấn Chơn Thành");
  assert.equal(placeAt(9), "UBND xã Minh Hưng");
  assert.equal(placeAt(10), "UBND xã Minh Hưng, huyện Chơn Thành");
  assert.equal(placeAt(25), "UBND thị trấn Chơn Thành");
  stateFrom(at(15), "registration.place", "UBND xã Minh Hưng");
  assert.equal(placeAt(25), "UBND xã Minh Hưng");
  assert.equal(constantsOf(at(25, "other"))["registration.place"]!.v, "UBND xã Minh Hưng");
});

test("after so many entries the constants are to be looked at, until one key says they hold", () => {
  for (let position = 1; position <= LOOK_AGAIN; position++) assert.equal(countEntry(at(position, "c")), false);
  assert.equal(countEntry(at(3, "c")), false);
  assert.equal(countEntry(at(LOOK_AGAIN + 1, "c")), true);
  assert.equal(countEntry(at(LOOK_AGAIN + 1, "c")), true);
  stillHold(at(LOOK_AGAIN + 1, "c"));
  assert.equal(countEntry(at(LOOK_AGAIN + 2, "c")), false);
});
