import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type Candidate,
  type Comparison,
  isClear,
  type LookUpAnswer,
  parentsKeyedSince,
  Readings,
  rowOf,
  suggestedDecision,
} from "../src/desk/look-ups";
import { departures } from "../src/desk/look-up-terms";
import type { FieldValue, SubjectSpec } from "../src/desk/types";

const said = (field: string, register: string | null, differs = false): Comparison => ({
  field,
  label: field,
  agreement: differs ? "differs" : "agrees",
  book: register,
  register,
  is_discrepancy: differs,
});
const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  ref: "1",
  rank: 1,
  score_label: "có thể",
  fields: [
    said("full_name", "Điểu Thành", true),
    said("birth_date", "14/09/2004", true),
    said("mother_full_name", "Thị Brơi"),
    said("father_full_name", "Điểu Krang"),
    said("hometown", "Minh Hưng"),
  ],
  suggested: "mismatched",
  masked_number: "070••••••061",
  ...more,
});
const answer = (more: Partial<LookUpAnswer> = {}): LookUpAnswer => ({
  id: "x",
  way: "extract",
  coverage: "nation",
  as_of: "2026-11-28",
  asked: {},
  may_conclude_not_found: true,
  candidates: [],
  suggested: null,
  state: "answered",
  ...more,
});
const keyed = (v: string | null): FieldValue => ({ v, m: v === null ? "blank_in_book" : null, o: "typed" });

describe("a line of the nearest", () => {
  test("says who, when, whose child and where, and what he may be", () => {
    assert.deepEqual(rowOf(candidate({ relation: "sibling" })), {
      name: "Điểu Thành",
      born: "14/09/2004",
      family: "Mẹ Thị Brơi · cha Điểu Krang · Minh Hưng",
      relation: "có thể anh chị em",
      differing: 2,
    });
  });

  test("names nobody whom the register does not name", () => {
    const row = rowOf(candidate({ rank: 3, fields: [said("birth_place", "Bình Long")] }));
    assert.deepEqual([row.name, row.family, row.relation], ["Người thứ 3", "Bình Long", ""]);
  });
});

describe("the decision whose button stands out", () => {
  test("is the person, only where the machine suggests him", () => {
    assert.equal(suggestedDecision(answer({ candidates: [candidate({ likely: true })], verdict: "link" })), "same_person");
    assert.equal(suggestedDecision(answer({ candidates: [candidate()], verdict: "review" })), null);
  });

  test("is never that nobody is there before the wider search was made", () => {
    assert.equal(suggestedDecision(answer()), "second");
    assert.equal(suggestedDecision(answer({ candidates: [candidate()], verdict: "nobody" })), "second");
    assert.equal(suggestedDecision(answer({ candidates: [candidate()], verdict: "nobody", second: true })), "not_found");
  });
});

describe("what one key may say", () => {
  const clear = (more: Partial<Candidate> = {}, rest: Partial<LookUpAnswer> = {}): LookUpAnswer =>
    answer({ candidates: [candidate({ likely: true, suggested: "matched", cautions: [], ...more })], verdict: "link", ...rest });

  test("is that it is him, where the machine suggests one person and everything agrees", () => {
    assert.ok(isClear(clear()));
  });

  test("is nothing where there is something to read first", () => {
    assert.ok(!isClear(clear({ cautions: ["Bản nhập chưa có cha, mẹ"] })));
    assert.ok(!isClear(clear({ suggested: "mismatched" })));
    assert.ok(!isClear(clear({ likely: false })));
    assert.ok(!isClear(clear({}, { verdict: "review" })));
    assert.ok(!isClear(clear({}, { agreements: { "child.birth_date": false } })));
    assert.ok(!isClear(clear({}, { hidden: true })));
  });
});

describe("readings of a field", () => {
  test("take what was read twice alike, whichever two they are", () => {
    assert.equal(new Readings("Trần Thị Bé").take("TRẦN THỊ BÉ"), "confirmed");
    const slipped = new Readings("03/03/2006");
    assert.equal(slipped.take("02/03/2006"), "differs");
    assert.equal(slipped.take("02/03/2006"), "corrected");
    const doubtful = new Readings("Nguyễn Văn An");
    assert.equal(doubtful.take("Nguyễn Văn Ân"), "differs");
    assert.equal(doubtful.take("Nguyễn Văn Ấn"), "differs");
    assert.equal(doubtful.take("Nguyễn Văn An"), "confirmed");
  });
});

describe("asking again once the parents are keyed", () => {
  const fields = { "mother.full_name": keyed("Thị Brơi"), "father.full_name": keyed("Điểu Krang") };
  const onServer = () => "server" as const;
  const child: SubjectSpec = {
    role: "child", label: "Người được khai sinh", principal: true, identity: ["child.full_name"], name: "child.full_name",
    birth_date: null, sex: null, implied_sex: null, personal_id: null, optional: false,
    compared: { mother_full_name: "mother.full_name", father_full_name: "father.full_name" },
  };

  test("happens when both stand on the server and the question lacked them", () => {
    assert.ok(parentsKeyedSince(child, {}, fields, onServer));
    assert.ok(parentsKeyedSince(child, { mother_full_name: "Thị Brơi" }, fields, onServer));
  });

  test("does not happen twice for the same parents", () => {
    const asked = { mother_full_name: "Thị Brơi", father_full_name: "Điểu Krang" };
    assert.ok(!parentsKeyedSince(child, asked, fields, onServer));
  });

  test("waits for both, and for the server", () => {
    assert.ok(!parentsKeyedSince(child, {}, { "mother.full_name": keyed("Thị Brơi") }, onServer));
    assert.ok(!parentsKeyedSince(child, {}, fields, (field) => (field === "father.full_name" ? "sending" : "server")));
  });

  test("never happens for somebody whose parents the form does not compare", () => {
    assert.ok(!parentsKeyedSince({ ...child, role: "husband", compared: {} }, {}, fields, onServer));
  });

  test("takes a father whom the book does not name for what he is: nothing new", () => {
    const single = { "mother.full_name": keyed("Thị Brơi"), "father.full_name": keyed(null) };
    assert.ok(parentsKeyedSince(child, {}, single, onServer));
    assert.ok(!parentsKeyedSince(child, { mother_full_name: "Thị Brơi" }, single, onServer));
  });
});

describe("a search with the officer's own terms", () => {
  test("says what was asked otherwise than the book, and what was left out", () => {
    const asked = answer({
      terms: { full_name: "Nguyễn Thị Hoa", father_full_name: "Nguyễn Văn Ba" },
      departs: { full_name: "Nguyễn Thị Hòa", sex: "female", father_full_name: "" },
    });
    assert.deepEqual(departures(asked), [
      "Họ, chữ đệm, tên: Nguyễn Thị Hoa (sổ: Nguyễn Thị Hòa)",
      "bỏ giới tính",
      "Họ tên cha: Nguyễn Văn Ba",
    ]);
  });

  test("an ordinary search changes nothing", () => {
    assert.deepEqual(departures(answer()), []);
  });
});
