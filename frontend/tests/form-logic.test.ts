import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { carried, carriedFields, declarantAs, numberAfter, restOf, sameEntryNext, sameEntrySources, samePersonSources, surnameFor } from "../src/desk/ditto";
import { at, merged, shown, unanswered } from "../src/desk/findings";
import { bookField, isReady, mayConfirm, registerKey } from "../src/desk/look-ups";
import { firstOpen, neighbour, nextConstant, walk } from "../src/desk/stops";
import { fitting } from "../src/desk/suggestions";
import type { Edition, Fields, FieldSpec, FieldValue, Finding, GroupSpec, Origin, SubjectSpec } from "../src/desk/types";
import { asWritten, constantsToAdd, groupsToDraw, isBegun, saysTheSame, struckOut, typed, withStruck } from "../src/desk/values";

const spec = (id: string, more: Partial<FieldSpec> = {}): FieldSpec => ({
  id,
  label: id,
  type: "text",
  codes: null,
  required: false,
  required_when: null,
  visible_when: null,
  personal: false,
  constant: false,
  help: "",
  ...more,
});
const value = (v: string | null, o: Origin = "typed", m: FieldValue["m"] = null): FieldValue => ({ v, m, o });
const child: SubjectSpec = {
  role: "child",
  label: "Người được khai sinh",
  principal: true,
  identity: ["child.full_name", "child.birth_date"],
  name: "child.full_name",
  birth_date: "child.birth_date",
  sex: null,
  implied_sex: null,
  personal_id: null,
  optional: false,
  compared: {
    full_name: "child.full_name",
    birth_date: "child.birth_date",
    hometown: "child.hometown",
    father_full_name: "father.full_name",
    mother_full_name: "mother.full_name",
  },
};

describe("constants of a book", () => {
  const place = spec("registration.place", { constant: true });
  const constants = { "registration.place": { v: "UBND xã Minh Hưng" }, "child.ethnicity": { v: "Kinh" } };

  test("fill what the entry does not say yet", () => {
    const added = constantsToAdd({}, [place], constants);
    assert.deepEqual(added["registration.place"], { v: "UBND xã Minh Hưng", m: null, o: "constant", struck: null });
  });

  test("never replace what was keyed, a reason included", () => {
    assert.deepEqual(constantsToAdd({ "registration.place": value("UBND xã khác") }, [place], constants), {});
    assert.deepEqual(constantsToAdd({ "registration.place": value(null, "typed", "illegible") }, [place], constants), {});
  });

  test("are never taken for a field that tells something of a person", () => {
    assert.deepEqual(constantsToAdd({}, [spec("child.ethnicity")], constants), {});
  });
});

describe("walking through the form", () => {
  const groups: GroupSpec[] = [
    { id: "a", label: "A", fields: [spec("number"), spec("place")] },
    { id: "b", label: "B", fields: [spec("hidden"), spec("name")] },
  ];
  const stops = walk(groups, { place: value("xã", "constant") }, (field) => field.id !== "hidden", new Set());

  test("passes over constants and over what is not shown", () => {
    assert.deepEqual(stops, { visible: ["number", "place", "name"], stops: ["number", "name"] });
    assert.equal(neighbour(stops, "number", 1), "name");
    assert.equal(neighbour(stops, "place", -1), "number");
    assert.equal(neighbour(stops, "name", 1), null);
  });

  test("stops at a constant the officer stepped into", () => {
    assert.equal(nextConstant(stops, "number"), "place");
    const opened = walk(groups, { place: value("xã", "constant") }, () => true, new Set(["place"]));
    assert.equal(neighbour(opened, "number", 1), "place");
  });

  test("begins where nothing has been said yet", () => {
    assert.equal(firstOpen(stops.stops, (field) => field === "number"), "name");
    assert.equal(firstOpen(stops.stops, () => true), "number");
  });
});

describe("ditto", () => {
  const previous = { number: "025/2006", fields: { "mother.residence": value("ấp 2"), notes: value(null, "typed", "blank_in_book") } };

  test("carries the value or the reason why there is none, and says so", () => {
    assert.deepEqual(carried("mother.residence", previous), { v: "ấp 2", m: null, o: "carried", struck: null });
    assert.equal(carried("notes", previous)!.m, "blank_in_book");
    assert.equal(carried("child.full_name", previous), null);
  });

  test("at the number gives the one that follows", () => {
    assert.equal(carried("registration.number", previous)!.v, "026/2006");
    assert.equal(numberAfter("99"), "100");
    assert.equal(numberAfter("12a"), null);
    assert.equal(numberAfter(null), null);
  });

  test("at the page gives the page on which the entry lies, with as many figures as the book has", () => {
    assert.equal(carried("book.page", null, 7)!.v, "7");
    assert.equal(carried("book.page", { number: null, fields: { "book.page": value("06") } }, 7)!.v, "07");
    assert.equal(carried("book.page", { number: null, fields: { "book.page": value("6") } }, null)!.v, "6");
  });

  test("of a group leaves out the number, the identity of the person and what is keyed already", () => {
    const group = {
      id: "g",
      label: "G",
      fields: ["registration.number", "child.full_name", "child.ethnicity", "child.hometown"].map((id) => spec(id)),
    };
    const before = {
      number: "1",
      fields: Object.fromEntries(group.fields.map((field) => [field.id, value(`cũ ${field.id}`)])),
    };
    const ids = restOf(group, "registration.number", group.fields.map((field) => field.id));
    const written = carriedFields(
      ids,
      { "child.ethnicity": value("Kinh") },
      before,
      [child],
    );
    assert.deepEqual(Object.keys(written), ["child.hometown"]);
  });

  test("never takes the notes in the margin or the numbers of papers with the rest", () => {
    const ids = ["notes", "declarant.id_document.number", "death_notice.number", "signer.name"];
    const before = { number: "7", fields: Object.fromEntries(ids.map((id) => [id, value("cũ")])) };
    assert.deepEqual(Object.keys(carriedFields(ids, {}, before, [])), ["signer.name"]);
  });
});

describe("the same within one entry", () => {
  const specs = ["child.full_name", "father.full_name", "father.residence", "mother.full_name", "mother.residence", "declarant.full_name"].map((id) => spec(id));
  const fields = {
    "child.full_name": value("Nguyễn Văn An"),
    "father.full_name": value("Nguyễn Văn Bình"),
    "father.residence": value("ấp 3, xã Minh Hưng"),
    "mother.full_name": value("Trần Thị Cúc"),
  };

  test("gives the mother the father's residence", () => {
    const [source] = sameEntrySources("mother.residence", specs, fields, [child]);
    assert.equal(source!.v, "ấp 3, xã Minh Hưng");
    assert.equal(source!.o, "carried");
  });

  test("makes the father the declarant, and the mother when pressed again, never the newborn", () => {
    const sources = sameEntrySources("declarant.full_name", specs, fields, [child]);
    assert.deepEqual(sources.map((source) => source.v), ["Nguyễn Văn Bình", "Trần Thị Cúc"]);
    assert.equal(sameEntryNext(sources, undefined)!.v, "Nguyễn Văn Bình");
    assert.equal(sameEntryNext(sources, value("Nguyễn Văn Bình"))!.v, "Trần Thị Cúc");
  });

  test("gives the second with the second key", () => {
    const sources = sameEntrySources("declarant.full_name", specs, fields, [child]);
    assert.equal(sameEntryNext(sources, undefined, 1)!.v, "Trần Thị Cúc");
    assert.equal(sameEntryNext(sources.slice(0, 1), undefined, 1)!.v, "Nguyễn Văn Bình");
  });

  test("gives all that the declarant shares with a parent, and what the book calls that parent", () => {
    const all = [...specs, spec("declarant.relation"), spec("declarant.residence")];
    const before = [new Map([["father.full_name", "Lê Văn Ba"], ["declarant.full_name", "Lê Văn Ba"], ["declarant.relation", "Cha"]])];
    const brought = declarantAs(0, all, fields, [child], before)!;
    assert.deepEqual(
      Object.entries(brought).map(([id, { v, o }]) => [id, v, o]),
      [
        ["declarant.full_name", "Nguyễn Văn Bình", "carried"],
        ["declarant.residence", "ấp 3, xã Minh Hưng", "carried"],
        ["declarant.relation", "Cha", "carried"],
      ],
    );
    assert.equal(declarantAs(1, all, fields, [child], before)!["declarant.relation"], undefined);
    assert.equal(declarantAs(0, all, {}, [child], before), null);
  });

  test("begins a name with the surname of whom stands above, for the rest to be typed", () => {
    assert.equal(surnameFor("father.full_name", specs, fields), "Nguyễn ");
    assert.equal(surnameFor("child.full_name", specs, fields), null);
    assert.equal(surnameFor("declarant.full_name", [spec("deceased.full_name"), spec("declarant.full_name")], { "deceased.full_name": value("Điểu Ton") }), "Điểu ");
  });

  test("gives a death's notice the day and the office of the act, or the hospital's name where somebody died in one", () => {
    const ids = ["registration.date", "registration.place", "deceased.full_name", "deceased.residence", "deceased.death_date", "deceased.death_place", "death_notice.date", "death_notice.issued_by", "declarant.full_name"];
    const of = (field: string, more: Fields = {}): unknown => {
      const known = { "registration.date": value("16/09/2011"), "registration.place": value("UBND xã Minh Hưng"), "deceased.full_name": value("Trần Văn Hưng"), "deceased.residence": value("ấp 1"), "deceased.death_date": value("14/09/2011"), ...more };
      return sameEntrySources(field, ids.map((id) => spec(id)), known, [{ ...child, role: "deceased" }]).map(({ v }) => v);
    };
    assert.deepEqual(of("death_notice.date"), ["16/09/2011", "14/09/2011"]);
    assert.deepEqual(of("death_notice.issued_by", { "deceased.death_place": value("ấp 3") }), ["UBND xã Minh Hưng"]);
    assert.deepEqual(of("death_notice.issued_by", { "deceased.death_place": value("Bệnh viện huyện Bình Long") }), ["Bệnh viện huyện Bình Long", "UBND xã Minh Hưng"]);
    assert.deepEqual(of("deceased.death_place"), ["ấp 1"]);
    assert.deepEqual(of("declarant.full_name"), []);
  });

  test("gives a citizen's card his personal number, and a person above never another's papers", () => {
    const ids = ["husband.personal_id", "husband.id_document.number", "wife.personal_id", "wife.id_document.number"].map((id) => spec(id));
    const known = { "husband.personal_id": value("070053813451"), "husband.id_document.number": value("070053813451") };
    assert.deepEqual(sameEntrySources("husband.id_document.number", ids, known, []).map(({ v }) => v), ["070053813451"]);
    assert.deepEqual(sameEntrySources("wife.id_document.number", ids, known, []), []);
    assert.deepEqual(samePersonSources("husband.id_document.number", ids, known, []), []);
    const issuers = ["husband.id_document.issued_by", "wife.id_document.issued_by"].map((id) => spec(id));
    const issued = { "husband.id_document.issued_by": value("Công an tỉnh Bến Tre") };
    assert.equal(sameEntrySources("wife.id_document.issued_by", issuers, issued, [])[0]!.v, "Công an tỉnh Bến Tre");
    assert.deepEqual(samePersonSources("wife.id_document.issued_by", issuers, issued, []), []);
  });

  test("never copies one person's name to another", () => {
    assert.deepEqual(sameEntrySources("mother.full_name", specs, fields, [child]), []);
    assert.equal(sameEntryNext([], undefined), null);
  });
});

describe("a committed value", () => {
  test("is composed and trimmed, and nothing else", () => {
    assert.equal(asWritten("  nguyễn  văn an ".normalize("NFD")), "nguyễn  văn an".normalize("NFC"));
  });

  test("keeps what was struck out in the book", () => {
    const before: FieldValue = { v: null, m: "struck_out", o: "typed", struck: "Ánh" };
    assert.equal(typed("Anh", "typed", before).struck, "Ánh");
  });

  test("stands beside what is struck out, which F3 writes, changes and takes away", () => {
    const both = withStruck(value("Hòa", "picked"), "  Hoà ".normalize("NFD"));
    assert.deepEqual(both, { v: "Hòa", m: null, o: "picked", struck: "Hoà" });
    assert.equal(withStruck(both, "Hoa").struck, "Hoa");
    assert.deepEqual(withStruck(both, " "), { ...both, struck: null });
    assert.deepEqual(withStruck(undefined, "Hoa"), { v: null, m: null, o: "typed", struck: "Hoa" });
    assert.ok(!saysTheSame(value("Hòa"), both));
  });

  test("is struck out whole with one key and stands again with the same key", () => {
    const gone = struckOut("Hòa", undefined);
    assert.deepEqual(gone, { v: null, m: "struck_out", o: "typed", struck: "Hòa" });
    assert.deepEqual(struckOut("", gone), { v: "Hòa", m: null, o: "typed", struck: null });
  });

  test("that is struck out after another was loses neither", () => {
    const before: FieldValue = { v: "Hòa", m: null, o: "typed", struck: "Hoa" };
    const gone = struckOut("Hòa", before);
    assert.deepEqual(gone, { v: null, m: "struck_out", o: "typed", struck: "Hoa; Hòa" });
    assert.deepEqual(struckOut("", gone), before);
    assert.equal(struckOut("", { v: null, m: null, o: "typed", struck: null }).struck, null);
  });

  test("is the same when the book says the same, however it came", () => {
    assert.ok(saysTheSame(value("Kinh", "typed"), value("Kinh", "picked")));
    assert.ok(saysTheSame(undefined, value(null)));
    assert.ok(!saysTheSame(undefined, value(null, "typed", "blank_in_book")));
  });
});

test("what a file brought for a column the page does not print is still shown", () => {
  const edition = { groups: [{ id: "g", label: "G", fields: [spec("a")] }], other_fields: [spec("b")] } as unknown as Edition;
  assert.deepEqual(groupsToDraw(edition, { b: value("từ tệp", "imported") }).map((group) => group.id), ["g", "other"]);
  assert.deepEqual(groupsToDraw(edition, {}).map((group) => group.id), ["g"]);
});

describe("findings", () => {
  const hard: Finding = { code: "required", grade: "hard", fields: ["a"], message: "", source: "" };
  const soft: Finding = { code: "order", grade: "soft", fields: ["a", "b"], message: "", source: "" };
  const silent: Finding = { code: "case", grade: "silent", fields: ["a"], message: "", source: "" };

  test("of fields nobody has come to yet are not shown, and silent ones never", () => {
    assert.deepEqual(shown([hard, soft, silent], {}, new Set()), []);
    assert.deepEqual(shown([hard, soft, silent], {}, new Set(["a"])), [hard, soft]);
    assert.deepEqual(shown([soft], { b: value("1") }, new Set()), [soft]);
  });

  test("over two fields are said once, where the officer is", () => {
    assert.deepEqual(at("b", [soft], "b"), [soft]);
    assert.deepEqual(at("a", [soft], "b"), []);
    assert.deepEqual(at("a", [soft], null), [soft]);
  });

  test("of the server win once it has judged the same values; what only it can find stays until then", () => {
    const fromServer: Finding = { code: "elsewhere", grade: "soft", fields: ["a"], message: "", source: "" };
    assert.deepEqual(merged([hard], [fromServer], new Set(["elsewhere"]), true), [fromServer]);
    assert.deepEqual(merged([hard], [fromServer, soft], new Set(["elsewhere"]), false), [hard, fromServer]);
  });

  test("are answered one by one: the same code at another field still asks", () => {
    const other: Finding = { ...soft, fields: ["c"] };
    const overrides = new Map([["order|a,b", { code: "order", fields: ["a", "b"], reason: "as_in_book" }]]);
    assert.deepEqual(unanswered([soft, other, hard], overrides), [other]);
  });
});

describe("looking up", () => {
  test("starts when every identity field stands on the server", () => {
    const fields = { "child.full_name": value("Điểu Thị Lan"), "child.birth_date": value("1985") };
    assert.ok(isReady(child, fields, [], () => "server"));
    assert.ok(!isReady(child, fields, [], (field) => (field === "child.birth_date" ? "sending" : "server")));
    assert.ok(!isReady(child, { "child.full_name": value("Điểu Thị Lan") }, [], () => "server"));
  });

  test("waits while an identity field cannot be right", () => {
    const fields = { "child.full_name": value("Điểu Thị Lan"), "child.birth_date": value("385") };
    const ambiguous: Finding = { code: "date.ambiguous", grade: "hard", fields: ["child.birth_date"], message: "", source: "" };
    assert.ok(!isReady(child, fields, [ambiguous], () => "server"));
    assert.ok(isReady(child, fields, [{ ...ambiguous, grade: "soft" }], () => "server"));
  });

  test("a missing value with its reason is an answer too, a missing name is not", () => {
    const unread = value(null, "typed", "illegible");
    assert.ok(isReady(child, { "child.full_name": value("Lan"), "child.birth_date": unread }, [], () => "server"));
    assert.ok(!isReady(child, { "child.full_name": unread, "child.birth_date": value("1985") }, [], () => "server"));
  });

  test("never offers to confirm identity, what the book already says, or anything in blind work", () => {
    const identity = new Set(child.identity);
    assert.ok(mayConfirm("child.hometown", {}, identity, "confirm"));
    assert.ok(!mayConfirm("child.full_name", {}, identity, "confirm"));
    assert.ok(!mayConfirm("child.hometown", { "child.hometown": value("Bình Phước") }, identity, "confirm"));
    assert.ok(!mayConfirm("child.hometown", {}, identity, "blind"));
  });

  test("knows a citizen's mother as the mother of the entry", () => {
    assert.equal(bookField(child, "hometown"), "child.hometown");
    assert.equal(bookField(child, "mother_full_name"), "mother.full_name");
    assert.equal(registerKey(child, "mother.full_name"), "mother_full_name");
    assert.equal(registerKey(child, "child.birth_date"), "birth_date");
  });
});

describe("suggestions", () => {
  const items = ["Kinh", "Khơ-me", "Xtiêng", "Không rõ"].map((label) => ({ value: label, label, names: [], figure: null }));

  test("are found without marks, those written with the same marks first", () => {
    assert.deepEqual(fitting(items, "kho").map((item) => item.label), ["Khơ-me", "Không rõ"]);
    assert.deepEqual(fitting(items, "khô").map((item) => item.label), ["Không rõ", "Khơ-me"]);
    assert.deepEqual(fitting(items, "xt").map((item) => item.label), ["Xtiêng"]);
  });

  test("are the whole list while nothing is typed, and none for what the list does not know", () => {
    assert.equal(fitting(items, "").length, 4);
    assert.deepEqual(fitting(items, "zzz"), []);
  });
});

describe("an entry is begun", () => {
  test("by whatever the officer says of it, not by the book's constants", () => {
    assert.equal(isBegun({ "registration.place": value("UBND xã Minh Hưng", "constant") }), false);
    assert.equal(isBegun({ "child.full_name": value(null) }), false);
    assert.equal(isBegun({ "child.full_name": value("Nguyễn") }), true);
    assert.equal(isBegun({ "child.full_name": value(null, "typed", "illegible") }), true);
    assert.equal(isBegun({ "child.full_name": { ...value(null), struck: "Hòa" } }), true);
  });
});
