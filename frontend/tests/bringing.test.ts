import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PartialDate } from "../src/core/dates";
import { inWords } from "../src/desk/date-words";
import { Lately } from "../src/desk/lately";
import { nextOpen } from "../src/desk/stops";
import { labelMeant } from "../src/desk/suggestions";
import type { CodeItem, FieldValue } from "../src/desk/types";

const day = (year: number, month: number, date: number): PartialDate => new PartialDate({ year, month, day: date });
const said = (v: string): FieldValue => ({ v, m: null, o: "typed" });

describe("a date in words", () => {
  test("comes in the wordings of the forms where nothing of the book is known", () => {
    const [first] = inWords(day(2006, 3, 2), []);
    assert.equal(first, "Ngày hai tháng ba năm hai nghìn không trăm linh sáu");
  });

  test("comes first in the wording that the clerk used before", () => {
    const before = [{ date: day(1984, 4, 24), words: "ngày hai mươi bốn tháng tư năm một ngàn chín trăm tám mươi tư" }];
    const other = [{ date: day(1985, 1, 5), words: "ngày mồng năm tháng một năm một ngàn chín trăm tám mươi lăm" }];
    assert.equal(inWords(day(1985, 1, 5), other)[0], other[0]!.words);
    assert.equal(inWords(day(1987, 10, 12), other)[0], "ngày mười hai tháng mười năm một ngàn chín trăm tám mươi bảy");
    // No clerk writes bốn and tư for the same figure: what cannot be told from him is left to the usual.
    assert.ok(inWords(day(1984, 4, 24), before).length > 0);
  });

  test("comes in the other usual wording next, whatever he did not have to write so far", () => {
    const once = [{ date: day(1985, 10, 12), words: "Ngày mười hai tháng mười năm một ngàn chín trăm tám mươi lăm" }];
    const often = [...once, ...once, { date: day(2006, 3, 2), words: "Ngày mùng hai tháng ba năm hai ngàn không trăm lẻ sáu" }];
    const [first, second] = inWords(day(1985, 3, 2), often);
    assert.equal(first, "Ngày mùng hai tháng ba năm một ngàn chín trăm tám mươi lăm");
    assert.ok(["Ngày hai tháng ba năm một ngàn chín trăm tám mươi lăm", "Ngày mùng hai tháng ba năm một nghìn chín trăm tám mươi lăm"].includes(second!));
    const unknown = inWords(day(1985, 3, 2), []);
    for (const words of ["Ngày mùng hai", "Ngày hai"]) for (const thousand of ["nghìn", "ngàn"]) assert.ok(unknown.includes(`${words} tháng ba năm một ${thousand} chín trăm tám mươi lăm`));
  });

  test("does not come for a date that is not whole", () => {
    assert.deepEqual(inWords(new PartialDate({ year: 1985 }), []), []);
    assert.deepEqual(inWords(new PartialDate({ year: 1985, month: 2, day: 3, lunar: true }), []), []);
  });
});

describe("the sign of a closed list", () => {
  const item = (value: string, label: string, names: string[] = [], figure: string | null = null): CodeItem => ({ value, label, names, figure });
  const sexes = [item("male", "Nam", ["Trai"], "1"), item("female", "Nữ", ["Gái", "F"], "2"), item("undetermined", "Không xác định", [], "3")];

  test("is its figure, or the beginning of one label alone", () => {
    assert.equal(labelMeant(sexes, "1"), "Nam");
    assert.equal(labelMeant(sexes, "na"), "Nam");
    assert.equal(labelMeant(sexes, "nu"), "Nữ");
    assert.equal(labelMeant(sexes, "k"), "Không xác định");
    assert.equal(labelMeant(sexes, "kxd"), "Không xác định");
  });

  test("is nothing where it could be two, and what the book writes stays as it writes it", () => {
    assert.equal(labelMeant(sexes, "n"), null);
    assert.equal(labelMeant(sexes, "Gái"), null);
    assert.equal(labelMeant(sexes, "nữ"), null);
    assert.equal(labelMeant(sexes, "xyz"), null);
    assert.equal(labelMeant(sexes, ""), null);
  });
});

describe("what the book said lately", () => {
  test("comes the most frequent first, of equals the latest, and nothing of the entry itself", () => {
    const lately = new Lately();
    for (const [entry, v] of [["1", "làm ruộng"], ["2", "nội trợ"], ["3", "làm ruộng"], ["4", "buôn bán"], ["5", "thợ mộc"]] as const) {
      lately.note(entry, { "father.occupation": said(v) });
    }
    assert.deepEqual(lately.values("father.occupation", "5"), ["làm ruộng", "buôn bán", "nội trợ"]);
  });

  test("forgets what was corrected", () => {
    const lately = new Lately();
    lately.note("1", { notes: said("nhầm") });
    lately.note("1", { notes: said("đúng") });
    assert.deepEqual(lately.values("notes", "2"), ["đúng"]);
    lately.note("1", { notes: { v: null, m: "blank_in_book", o: "typed" } });
    assert.deepEqual(lately.values("notes", "2"), []);
  });

  test("gives the other places of the same entry too", () => {
    const lately = new Lately();
    lately.note("1", { "father.residence": said("ấp 1"), "child.hometown": said("Nghệ An") });
    assert.deepEqual(lately.valuesOfAny(["mother.residence", "father.residence"], "1"), ["ấp 1"]);
  });
});

test("behind a key that filled several fields the next stop is the one that says nothing yet", () => {
  const walked = { visible: ["a", "b", "c", "d"], stops: ["a", "b", "d"] };
  assert.equal(nextOpen(walked, "a", (id) => id === "b"), "d");
  assert.equal(nextOpen(walked, "a", () => true), "b");
  assert.equal(nextOpen(walked, "d", () => false), null);
});
