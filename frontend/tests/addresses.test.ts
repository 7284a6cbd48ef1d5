import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { type AddressContext, addressRows, officeRows } from "../src/places/addresses";
import { Gazetteer, type Pack } from "../src/places/gazetteer";
import { Suggesting } from "../src/places/suggesting";

const pack = JSON.parse(readFileSync(join(process.cwd(), "generated/places.json"), "utf8")) as Pack;
const places = new Suggesting(new Gazetteer(pack));
places.file(0, Infinity);

const LATELY = ["ấp 2, xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước", "Bệnh viện huyện Bình Long", "xã Hoằng Lộc, huyện Hoằng Hóa, tỉnh Thanh Hóa"];
const around = (more: Partial<AddressContext> = {}): AddressContext => ({
  lately: LATELY,
  units: [],
  places,
  on: "2010-06-01",
  near: "25441@2003",
  ...more,
});
const offered = (typed: string, more: Partial<AddressContext> = {}): string[] => addressRows(typed, around(more)).map(({ text }) => text);

describe("the list under a place", () => {
  test("shows in an empty box what the book wrote before, and nothing of the gazetteer", () => {
    assert.deepEqual(offered(""), LATELY);
    assert.deepEqual(offered("", { lately: [] }), []);
  });

  test("finds a text of the book by a few letters, the kind of unit passed over", () => {
    for (const typed of ["ap 2", "a2", "2", "ấp 2, m"]) assert.ok(offered(typed).includes(LATELY[0]!), typed);
    assert.equal(offered("2")[0], LATELY[0]);
    assert.equal(offered("bv", { lately: ["Bệnh viện huyện Bình Long"] })[0], "Bệnh viện huyện Bình Long");
    assert.equal(offered("hl hh")[0], LATELY[2]);
  });

  test("gives another hamlet of the same commune for its number alone", () => {
    assert.equal(offered("5")[0], "ấp 5, xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước");
    assert.equal(offered("a3b")[0], "ấp 3B, xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước");
    assert.equal(offered("3b", { lately: ["khu phố 3a, phường Minh Hưng"] })[0], "khu phố 3b, phường Minh Hưng");
  });

  test("gives group and hamlet for two numbers, and another commune for its letters behind them", () => {
    const lately = ["tổ 24, ấp 9, x. Minh Hưng, h. Bình Long", "tổ 8, ấp 7, x. Minh Hưng, h. Bình Long", "ấp 3, xã Minh Hưng"];
    assert.deepEqual(offered("19 3", { lately }).slice(0, 2), ["tổ 19, ấp 3, x. Minh Hưng, h. Bình Long", "tổ 19, ấp 3, xã Minh Hưng"]);
    assert.deepEqual(offered("5", { lately }).slice(0, 2), ["ấp 5, x. Minh Hưng, h. Bình Long", "ấp 5, xã Minh Hưng"]);
    assert.equal(offered("6 minh la", { lately })[0], "ấp 6, x. Minh Lập, h. Chơn Thành, t. Bình Phước");
    assert.equal(offered("t9 a2 minh la.", { lately })[0], "tổ 9, ấp 2, x. Minh Lập");
  });

  test("writes the letter behind a number as it was typed or as the book does, and both ways where nothing tells", () => {
    const of = (typed: string, lately: string[]): string[] => [...new Set(offered(typed, { lately }).map((text) => text.split(", ")[0]!))];
    assert.deepEqual(of("3a", ["ấp 7, xã Minh Hưng"]).slice(0, 2), ["ấp 3A", "ấp 3a"]);
    assert.deepEqual(of("3A", ["ấp 7, xã Minh Hưng", "ấp 2a, xã Minh Hưng"]), ["ấp 3A"]);
    assert.deepEqual(of("3a", ["ấp 2B, xã Minh Hưng", "ấp 7, xã Minh Hưng"]), ["ấp 3A"]);
    assert.deepEqual(of("3a", ["ấp 2b, xã Minh Hưng", "ấp 7, xã Minh Hưng"]), ["ấp 3a"]);
  });

  test("puts a hamlet in the book's own unit before the book has had any, whole, alone and without the province", () => {
    const unit = ["xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước", "xã Minh Hưng", "xã Minh Hưng, huyện Chơn Thành"];
    assert.deepEqual(offered("t15 a3", { lately: [] }), unit.map((tail) => `tổ 15, ấp 3, ${tail}`));
  });

  test("names the hospitals and stations of the book's own units where somebody was born or died", () => {
    assert.equal(offered("bv", { lately: [], houses: true })[0], "Bệnh viện đa khoa tỉnh Bình Phước");
    assert.equal(offered("tyt", { lately: [], houses: true })[0], "Trạm y tế xã Minh Hưng");
    assert.equal(offered("bv", { lately: ["Bệnh viện Từ Dũ"], houses: true })[0], "Bệnh viện Từ Dũ");
    assert.ok(!offered("bv", { lately: [] }).some((text) => text.startsWith("Bệnh viện")));
  });

  test("takes two bare numbers for a group of the book's hamlets before the book has had a group", () => {
    assert.equal(offered("13 7", { lately: ["thôn 7, xã Minh Hưng"] })[0], "tổ 13, thôn 7, xã Minh Hưng");
  });

  test("keeps what stands before the unit letter by letter", () => {
    assert.equal(offered("Ấp 3, mh")[0], "Ấp 3, xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước");
    assert.equal(offered("Số nhà 12/4 đường ĐT 751, ấp 3,mh")[0], "Số nhà 12/4 đường ĐT 751, ấp 3, xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước");
    assert.equal(offered("Trạm y tế mh")[0], "Trạm y tế xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước");
    assert.equal(offered("xã Không Có Tên, ct")[0], "xã Không Có Tên, huyện Chơn Thành, tỉnh Bình Phước");
    assert.equal(offered("ấp 7 mh")[0], "ấp 7, xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước");
  });

  test("writes as the book does, and in its other way on the next row", () => {
    const small = ["x. Minh Lập, h. Chơn Thành", "x. Tân Khai, h. Hớn Quản", "Nha Bích, Chơn Thành"];
    assert.deepEqual(offered("minh tha", { lately: small }).slice(0, 2), ["x. Minh Thành, h. Chơn Thành, t. Bình Phước", "Minh Thành, Chơn Thành, Bình Phước"]);
    assert.equal(offered("mh ct.", { lately: small })[0], "x. Minh Hưng, h. Chơn Thành");
  });

  test("puts places that read alike without marks together and knows the letters that tell them apart", () => {
    const rows = addressRows("minh quan", around({ near: null, lately: [] }));
    const alike = rows.filter(({ differs }) => differs !== undefined);
    assert.ok(alike.length >= 2);
    for (const { text, differs } of alike) assert.match([...text][differs![0]!]!, /[aáàâăấầ]/u);
    const at = rows.indexOf(alike[0]!);
    assert.equal(rows[at + 1], alike[1]);
  });

  test("says what the unit is today, and nothing where it is the same", () => {
    const [one] = addressRows("mh", around({ lately: [] }));
    assert.equal(one!.note, "nay: phường Minh Hưng, thành phố Đồng Nai");
    assert.equal(addressRows("ct dn", around({ lately: [], on: "2026-06-01" }))[0]!.note, "");
  });

  test("offers what the book wrote while the gazetteer is not there yet", () => {
    assert.deepEqual(offered("hl", { places: null }), [LATELY[2]]);
  });

  test("offers nothing that already stands there, and nothing for signs alone", () => {
    assert.ok(!offered(LATELY[0]!).includes(LATELY[0]!));
    assert.deepEqual(offered(","), []);
  });
});

describe("the list under an office", () => {
  const around = { lately: ["Công an tỉnh Sông Bé"], units: [], places, on: "2010-06-01", near: "25441@2003" };

  test("names the issuer of a paper for the letters of its province, under the province's name of that day", () => {
    assert.equal(officeRows("ht", ["Công an "], around)[0]!.text, "Công an tỉnh Hà Tĩnh");
    assert.equal(officeRows("hnn", ["Công an "], { ...around, orOn: "1985-02-03" })[0]!.text, "Công an tỉnh Hà Nam Ninh");
    assert.deepEqual(officeRows("", ["Công an "], around), [{ text: "Công an tỉnh Sông Bé" }]);
    assert.equal(officeRows("nt", ["Công an "], { ...around, lately: ["CA tỉnh Sông Bé"], orOn: "1985-02-03" })[0]!.text, "CA tỉnh Nghệ Tĩnh");
  });
});

test("a birth place stands under the names of the birth where the day of the act has no such unit", () => {
  const born = addressRows("minh tan vb", { lately: [], units: [], places, on: "2011-06-01", orOn: "1984-05-01", near: "25441@2003" });
  assert.ok(born.some(({ text }) => text === "xã Minh Tân, huyện Vụ Bản, tỉnh Hà Nam Ninh"));
});

test("a hamlet of a kind the book has not had is named by its letters", () => {
  const [one] = addressRows("th8 binh hoa bs", { lately: [], units: [], places, on: "2011-06-01", near: "25441@2003" });
  assert.equal(one!.text, "thôn 8, xã Bình Hòa, huyện Bình Sơn, tỉnh Quảng Ngãi");
});
