/** A check: only the asked columns, each of which needs an answer, and nothing of the entries around. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, visibleFields } from "../src/core/judge";
import { askedOnly } from "../src/desk/asked";
import type { Edition } from "../src/desk/types";
import { deskData, draftOf } from "../src/shift/desk-data";
import type { BookOfShift, PlaceOfShift, Shift } from "../src/shift/types";
import { EntryState } from "../src/journal/entry-state";
import { readFileSync } from "node:fs";

const births = JSON.parse(readFileSync("generated/KS-2006.json", "utf8")) as Edition;
const ASKED = ["child.full_name", "mother.birth_date", "declarant.full_name"];

test("only what is asked is drawn, in the register's order", () => {
  const form = askedOnly(births, ASKED);
  const drawn = form.groups.flatMap((group) => group.fields.map(({ id }) => id));
  const order = births.groups.flatMap((group) => group.fields.map(({ id }) => id)).filter((id) => ASKED.includes(id));
  assert.deepEqual(drawn, order);
  assert.equal(form.other_fields.length, 0);
});

test("every asked column needs an answer and is in sight whatever else the page says", () => {
  const form = askedOnly(births, ASKED);
  assert.deepEqual(new Set(visibleFields(form, {})), new Set(ASKED));
  const hard = judge(form, {}).filter(({ grade }) => grade === "hard");
  assert.deepEqual(new Set(hard.flatMap(({ fields }) => fields)), new Set(ASKED));
});

test("a rule about a column that is not asked says nothing", () => {
  const form = askedOnly(births, ASKED);
  for (const rule of form.findings) assert.ok(rule.fields.every((field) => ASKED.includes(field)), rule.code);
});

test("nothing of the entry before reaches the desk of a check", () => {
  const place = {
    entry: "e", book: "b", page: 3, line: 1, position: 3001, edition: "KS/2006", edition_url: "", variant: null, assisted: true, pass: 1,
    check: { id: "c", fields: ASKED },
    kept: { number: null, status: "keying", seq: 9, fields: {}, current: {}, notes: [], flags: [], subjects: [], seen_fields: [], questions: [] },
  } satisfies PlaceOfShift;
  const book = { id: "b", pages: [], context: {}, may: {}, constants: {} } as unknown as BookOfShift;
  const shift = { station: { code: "M1" }, grant: "g" } as Shift;
  const around = { previous: { number: "11", fields: { "child.full_name": { v: "Của người khác", m: null, o: "typed" } } }, numbers: [], next: null, lines: 1 } as const;
  const data = deskData(shift, book, place, new EntryState("e", draftOf(place)), around);
  assert.equal(data.previous, null);
  assert.equal(data.context?.previous, null);
  assert.ok(!JSON.stringify([data.entry, data.book, data.context, data.previous]).includes("Của người khác"));
  assert.deepEqual(data.check?.fields, ASKED);
  assert.equal(data.pass, 1);
});
