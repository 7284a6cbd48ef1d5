import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Lately } from "../src/desk/lately";
import { numberRows, timeRows } from "../src/desk/shorthand-rows";
import { sourceOf, type Surroundings } from "../src/desk/suggestions";
import type { CodeItem, Fields, FieldSpec, FieldValue } from "../src/desk/types";

const said = (v: string): FieldValue => ({ v, m: null, o: "typed" });
const spec = (id: string, more: Partial<FieldSpec> = {}): FieldSpec => ({
  id, label: id, type: "text", codes: null, required: false, required_when: null, visible_when: null, personal: false, constant: false, help: "", ...more,
}); // prettier-ignore
const papers: CodeItem[] = [
  { value: "none", label: "Không có giấy tờ", names: ["Không có"], figure: "0" },
  { value: "cmnd", label: "Chứng minh nhân dân", names: ["CMND", "Chứng minh thư"], figure: "1", valid_to: "2024-12-31" },
  { value: "passport", label: "Hộ chiếu", names: ["Passport", "HC"], figure: "2" },
  { value: "resident", label: "Thẻ thường trú", names: [], figure: "3" },
  { value: "cccd", label: "Thẻ căn cước công dân", names: ["CCCD"], figure: "4", valid_from: "2016-01-01" },
  { value: "other", label: "Giấy tờ khác", names: ["Khác"], figure: "8" },
];
const SPECS = [
  spec("registration.date"), spec("registration.place"), spec("deceased.full_name", { type: "name" }), spec("deceased.occupation"), spec("deceased.personal_id"),
  spec("deceased.id_document.type", { type: "code", codes: "id_document_type" }), spec("deceased.id_document.number"), spec("deceased.id_document.issued_by"),
  spec("deceased.death_place", { type: "place" }), spec("deceased.death_time"), spec("death_notice.type"), spec("death_notice.number"), spec("death_notice.issued_by"),
  spec("declarant.full_name", { type: "name" }), spec("declarant.relation"), spec("declarant.occupation"),
  spec("declarant.id_document.type", { type: "code", codes: "id_document_type" }), spec("declarant.id_document.issued_by"),
]; // prettier-ignore

/** What the list of a field offers in an entry of deaths. */
function offered(field: string, typed: string, { before = {}, fields = {}, day = "2011-09-16" }: { before?: Fields; fields?: Fields; day?: string } = {}): string[] {
  const lately = new Lately();
  lately.note("before", before);
  const around: Surroundings = {
    entry: "now", lately, near: null, specs: SPECS, roles: new Set(["deceased"]), codes: ({ codes }) => (codes === null ? null : papers),
    fields: () => fields, day: () => day,
  }; // prettier-ignore
  const source = sourceOf(SPECS.find(({ id }) => id === field)!, around, () => undefined)!;
  return source.rows(typed).map(({ text }) => text);
}

describe("columns that mean the same have one list", () => {
  test("whoever it is: what he does, who issued his paper, what paper it is", () => {
    const before = {
      "deceased.occupation": said("làm ruộng"),
      "deceased.id_document.issued_by": said("Công an tỉnh Bến Tre"),
      "deceased.id_document.type": said("Giấy CMND"),
      "death_notice.type": said("Giấy báo tử"),
    };
    assert.equal(offered("declarant.occupation", "", { before })[0], "làm ruộng");
    assert.equal(offered("declarant.id_document.issued_by", "", { before })[0], "Công an tỉnh Bến Tre");
    assert.equal(offered("declarant.id_document.type", "", { before })[0], "Giấy CMND");
    assert.ok(!offered("declarant.id_document.type", "", { before }).includes("Giấy báo tử"));
  });
});

describe("the list of a code", () => {
  test("has the short names that pages have, of the papers of the day", () => {
    assert.deepEqual(offered("deceased.id_document.type", "").slice(0, 2), ["CMND", "HC"]);
    assert.ok(offered("deceased.id_document.type", "", { day: "2017-12-12" }).slice(0, 3).includes("CCCD"));
    assert.equal(offered("deceased.id_document.type", "cm")[0], "CMND");
    assert.ok(offered("deceased.id_document.type", "ch").includes("Chứng minh nhân dân"));
  });
});

describe("the list of a death's notice", () => {
  const fields = { "registration.place": said("UBND xã Minh Hưng"), "deceased.death_place": said("Bệnh viện huyện Bình Long") };
  test("has the office of the act, and the hospital before it", () => {
    assert.deepEqual(offered("death_notice.issued_by", "", { fields }), ["Bệnh viện huyện Bình Long", "UBND xã Minh Hưng"]);
    assert.deepEqual(offered("death_notice.issued_by", "ub", { fields }), ["UBND xã Minh Hưng"]);
  });

  test("gives a number what the book writes behind others", () => {
    assert.deepEqual(offered("death_notice.number", "07", { before: { "death_notice.number": said("114/GBT") } }), ["07/GBT"]);
    assert.deepEqual(numberRows("07/", ["114/GBT"]), []);
    assert.deepEqual(numberRows("7", ["114"]), []);
  });
});

describe("words that registers usually have", () => {
  test("stand behind the book's own, in its letters", () => {
    const before = { "declarant.occupation": said("Thợ rèn") };
    assert.equal(offered("deceased.occupation", "lr")[0], "làm ruộng");
    assert.equal(offered("deceased.occupation", "Lr")[0], "Làm ruộng");
    assert.deepEqual(offered("deceased.occupation", "tho", { before }).slice(0, 2), ["Thợ rèn", "Thợ mộc"]);
    assert.equal(offered("declarant.relation", "")[0], "Con");
  });
});

test("an hour is written around its figures as the book writes others", () => {
  assert.equal(timeRows("850", [])[0]!.text, "8 giờ 50");
  assert.equal(timeRows("15 05", ["8 giờ 50 phút"])[0]!.text, "15 giờ 05 phút");
  assert.equal(timeRows("0850", ["8h50"])[0]!.text, "08h50");
  assert.deepEqual(timeRows("975", []), []);
  assert.deepEqual(timeRows("3", []), []);
});

test("a card's number is the personal number that stands above, shown and not written", () => {
  const fields = { "deceased.personal_id": said("070053813451") };
  assert.deepEqual(offered("deceased.id_document.number", "", { fields }), ["070053813451"]);
  assert.deepEqual(offered("deceased.id_document.number", "28", { fields }), []);
});
