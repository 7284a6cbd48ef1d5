import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import type { EditionJson } from "../src/core/edition";
import { businessDay, contextOf, coreRules, latestYear } from "../src/desk/rules";
import type { DeskData, FieldValue } from "../src/desk/types";

const edition = JSON.parse(readFileSync("generated/KS-2006.json", "utf8")) as EditionJson;
const value = (v: string): FieldValue => ({ v, m: null, o: "typed" });
const data = {
  book: { year_opened: 2006 },
  previous: { number: "12", fields: { "registration.date": value("14/05/2007") } },
  campaign: { scope_until: "2019-04-01", way: "confirm" },
  numbers: ["11", "12"],
} as unknown as DeskData;
const rules = coreRules(edition, data, () => new Date("2023-06-01T03:00:00Z"));
const field = (id: string) => edition.groups.flatMap((group) => group.fields).find((known) => known.id === id)!;

describe("dates typed short", () => {
  test("of the act: a day alone is a day of the previous entry's month", () => {
    assert.equal(rules.readDate("registration.date", "15", {}).v, "15/05/2007");
  });

  test("of a birth are never carried from the previous entry", () => {
    assert.ok(rules.readDate("child.birth_date", "15", {}).findings.some((finding) => finding.grade === "hard"));
  });

  test("take their century from the entry's own date", () => {
    const fields = { "registration.date": value("20/05/2007") };
    assert.equal(rules.readDate("child.birth_date", "020385", fields).v, "02/03/1985");
    assert.equal(rules.readDate("child.birth_date", "010507", fields).v, "01/05/2007");
    assert.equal(latestYear("registration.date", fields, data), 2012);
  });

  test("that mean more than one thing stay as typed, and say so", () => {
    const read = rules.readDate("child.birth_date", "385", {});
    assert.equal(read.v, "385");
    assert.equal(read.findings[0]!.grade, "hard");
  });
});

describe("beside a value stands how it is understood", () => {
  test("a date in words", () => {
    assert.equal(rules.echo(field("child.birth_date"), value("02/03/1985")), "hai tháng ba 1985");
  });

  test("a name's display only where it differs from what was typed", () => {
    assert.equal(rules.echo(field("child.full_name"), value("nguyễn thị hòa")), "Hiển thị: Nguyễn Thị Hòa");
    assert.equal(rules.echo(field("child.full_name"), value("Nguyễn Thị Hòa")), null);
  });

  test("the meaning of a figure or another writing of a code", () => {
    assert.equal(rules.echo(field("child.sex"), value("1")), "Hiểu là: Nam");
    assert.equal(rules.echo(field("child.sex"), value("Nam")), null);
  });

  test("says of a people that is in no list that it is kept as it is", () => {
    assert.equal(rules.echo(field("child.ethnicity"), value("k")), "Chưa có trong danh mục, giữ như đã gõ");
    assert.equal(rules.echo(field("child.ethnicity"), value("Kinh")), null);
  });
});

test("fields that depend on another come into sight with it, and stay while they say something", () => {
  const abroad = field("foreign.number");
  assert.equal(rules.isVisible(abroad, {}), false);
  assert.equal(rules.isVisible(abroad, { "registration.type": value("3") }), true);
  assert.equal(rules.isVisible(abroad, { "foreign.number": value("77") }), true);
});

test("an empty required field is a hard finding until it says something or why not", () => {
  const codes = (fields: Record<string, FieldValue>) =>
    rules.judge(fields).filter(({ grade, fields: [id] }) => grade === "hard" && id === "child.full_name");
  assert.equal(codes({}).length, 1);
  assert.equal(codes({ "child.full_name": { v: null, m: "illegible", o: "typed" } }).length, 0);
});

test("without the server's context the desk judges with what the page says", () => {
  const context = contextOf(data, businessDay(new Date("2023-05-31T18:00:00Z")));
  assert.equal(context.today, "2023-06-01");
  assert.equal(context.book_opened, "2006");
  assert.deepEqual(context.previous, { "registration.date": "14/05/2007" });
});

test("an entry is out of scope only where its date lies after the campaign's last day however it is read", () => {
  const isOut = (date: string): boolean => rules.isOutOfScope({ "registration.date": value(date) });
  assert.deepEqual(
    ["01/04/2019", "02/04/2019", "2019", "04/2019", "05/2019", "2020", "201?", "????", "không rõ"].map(isOut),
    [false, true, false, false, true, true, false, false, false],
  );
  assert.equal(rules.isOutOfScope({}), false);
});
