import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Fields, FieldValue } from "../src/desk/types";
import { entryAt, idOfEntry, type PracticeBook, shiftOf } from "../src/practice/book";
import { Progress, type Shelf } from "../src/practice/progress";
import { agreementsOf, answerOf, judgedAs } from "../src/practice/register";
import { perCent, scoreOf } from "../src/practice/score";
import { PracticeServer } from "../src/practice/server";
import { recognised, type Seen, stepAt, STEPS } from "../src/practice/steps";

const PATH = join(process.cwd(), "../src/hotich/screens/entry_desk/practice.json");
const book = {
  ...(JSON.parse(readFileSync(PATH, "utf-8")) as PracticeBook),
  officer: { id: 7, name: "Cán bộ Thử" },
  edition_url: "/static/specs/KS-2006.json",
  off: [],
  images: { "4": "/4.webp", "5": "/5.webp", "6": "/6.webp" },
};

class MemoryShelf implements Shelf {
  readonly kept = new Map<string, string>();
  getItem = (name: string): string | null => this.kept.get(name) ?? null;
  setItem = (name: string, value: string): void => void this.kept.set(name, value);
  removeItem = (name: string): void => void this.kept.delete(name);
}

const typed = (v: string, o: FieldValue["o"] = "typed"): FieldValue => ({ v, m: null, o });
const keyedAs = (at: number): Fields =>
  Object.fromEntries(Object.entries(book.entries[at]!.truth).map(([field, { v, m }]) => [field, { v, m, o: "typed" } as FieldValue]));
const seen = (more: Partial<Seen>): Seen => ({ fields: {}, status: "keying", kept: 0, outcome: "pending", keyedAgain: false, ...more });

describe("the practice book", () => {
  test("has half of its pages as pictures, the rest to be read like paper", () => {
    assert.deepEqual(book.entries.map(({ image }) => image), [false, false, false, true, true, true]);
    const shift = shiftOf(book, new Progress(7, new MemoryShelf()));
    assert.deepEqual(shift.books[0]!.pages.map(({ number }) => number), [4, 5, 6]);
    assert.ok(shift.places.every(({ kept, assisted }) => kept === null && assisted));
  });

  test("says the field of every value it writes where the picture has it", () => {
    for (const { page, written } of book.entries.filter(({ image }) => image)) {
      assert.deepEqual(Object.keys(book.boxes[String(page)]!).sort(), Object.keys(written).sort());
    }
  });

  test("knows its entries by their ids", () => {
    assert.deepEqual([0, 5].map((at) => entryAt(idOfEntry(at))), [0, 5]);
  });
});

describe("how far an officer has come", () => {
  test("is kept under his number, resumed, and forgotten when he begins anew", () => {
    const shelf = new MemoryShelf();
    const progress = new Progress(7, shelf);
    progress.entry(0).fields = { "child.sex": typed("Nữ") };
    progress.entry(0).seq = 2;
    assert.ok(progress.done("walk"));
    assert.ok(!progress.done("walk"), "done twice is no news");
    const again = new Progress(7, shelf);
    assert.equal(again.entry(0).fields["child.sex"]?.v, "Nữ");
    assert.ok(again.isDone("walk"));
    assert.equal(shiftOf(book, again).places[0]!.kept?.seq, 2);
    assert.equal(new Progress(8, shelf).entry(0).seq, 0, "another officer starts at the beginning");
    again.begin();
    assert.equal(again.entry(0).seq, 0);
    assert.equal(new Progress(7, shelf).entry(0).seq, 0);
  });

  test("counts keys and the seconds at work, not the pauses", () => {
    const progress = new Progress(7, new MemoryShelf());
    for (const at of [10, 11, 12.5, 400, 401]) progress.press(2, at);
    assert.deepEqual([progress.entry(2).keys, progress.entry(2).seconds], [5, 3.5]);
  });

  test("survives a shelf that holds something else", () => {
    const shelf = new MemoryShelf();
    shelf.setItem("hotich-luyen-tap-7", "{");
    assert.equal(new Progress(7, shelf).entry(0).seq, 0);
  });
});

describe("the steps", () => {
  test("come one at a time, and each is recognised by what was done", () => {
    assert.equal(stepAt(0, () => false)?.id, "walk");
    assert.deepEqual(recognised(0, seen({ fields: { "registration.number": typed("1") } })), ["walk"]);
    assert.deepEqual(recognised(1, seen({ fields: { "child.ethnicity": typed("Kinh", "carried") }, outcome: "matched" })), ["ditto", "look_up"]);
    assert.deepEqual(recognised(2, seen({ fields: keyedAs(2) })), ["illegible", "blank"]);
    assert.deepEqual(recognised(3, seen({ kept: 1 })), ["soft"]);
    assert.deepEqual(recognised(4, seen({ keyedAgain: true })), ["again"]);
    assert.deepEqual(recognised(5, seen({ status: "completed" })), ["alone"]);
    assert.equal(stepAt(0, (id) => STEPS.some((step) => step.id === id)), null);
  });
});

describe("the practice register", () => {
  test("says which fields agree and nothing else until what differs was keyed again", () => {
    const { citizen } = book.entries[4]!;
    const answer = answerOf(citizen, keyedAs(4), false);
    assert.deepEqual(answer.to_key_again, ["child.birth_date"]);
    assert.ok(!JSON.stringify(answer).includes(citizen["birth_date"]!));
    assert.equal(answerOf(citizen, keyedAs(4), true).candidates.length, 1);
    assert.equal(judgedAs(citizen, keyedAs(4)).outcome, "mismatched");
  });

  test("agrees with the other pages", () => {
    for (const at of [0, 1, 2, 3, 5]) {
      const { citizen } = book.entries[at]!;
      assert.ok(Object.values(agreementsOf(citizen, keyedAs(at))).every(Boolean), `entry ${at}`);
    }
  });
});

describe("the practice server", () => {
  test("takes what is keyed in this page and keeps it", async () => {
    const shelf = new MemoryShelf();
    const progress = new Progress(7, shelf);
    let changes = 0;
    const server = new PracticeServer(book, progress, () => (changes += 1));
    const packet = (type: string, payload: object) =>
      ({ tx_id: type, entry: idOfEntry(1), book: "", pass: 0, base_seq: 0, own: [], device_time: "", grant: "", type, payload }) as never;
    const delivery = await server.deliver({
      packets: [packet("entry_opened", {}), packet("fields_keyed", { "child.sex": typed("Nam") }), packet("asked", {}), packet("completed", {})],
      sealed: [],
    });
    assert.ok(delivery.kind === "answered" && delivery.results.every(({ status }) => status === "saved"));
    assert.deepEqual([new Progress(7, shelf).entry(1).status, changes], ["completed", 1]);
  });
});

describe("the feedback", () => {
  test("is field by field against the page; case and tone placement are display", () => {
    const entry = book.entries[0]!;
    assert.equal(scoreOf(entry, keyedAs(0)).right, 12);
    const fields = { ...keyedAs(0), "child.full_name": typed("NGUYỄN THỊ MAI HOA"), "mother.full_name": typed("Trần Thị Làn") };
    const score = scoreOf(entry, fields);
    assert.deepEqual(score.slips, [{ field: "mother.full_name", book: "Trần Thị Lan", keyed: "Trần Thị Làn" }]);
    assert.equal(perCent(score.right, score.fields), "91,6 %");
  });

  test("counts a missing reason as what the page has", () => {
    assert.equal(scoreOf(book.entries[2]!, keyedAs(2)).right, 12);
    assert.deepEqual(scoreOf(book.entries[2]!, { ...keyedAs(2), "father.full_name": typed("Điểu Bên") }).slips[0]?.book, "sổ để trống");
  });
});
