import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addressOf } from "../src/shift/boot";
import { ShiftWork, WANT, WHOLE } from "../src/shift/shift";
import type { BookOfShift, PlaceOfShift, Shift } from "../src/shift/types";
import { cacheName, isDesk, listed } from "../src/sw/listing";
import { Machine, Server, settled, value } from "./machine";

const book = { id: "b", title: "Quyển 1", context: { numbers: [{ number: "4" }] }, pages: [] } as unknown as BookOfShift;
const place = (position: number, more: Partial<PlaceOfShift> = {}): PlaceOfShift => ({
  entry: `e${position}`, book: "b", page: 1, line: position, position, edition: "KS/2006", edition_url: "/x", variant: null, assisted: true, pass: 0, kept: null, ...more,
});
const shift = (places: readonly PlaceOfShift[], more: Partial<Shift> = {}): Shift => ({
  officer: { id: 7, name: "Lê Văn Nhập" }, station: { code: "M1", name: "Máy 1" }, grant: "signed", seal: { id: "k", public: "" }, server_time: "",
  until: "", breaks: { after: 60, minutes: 5 }, books: [book], places, previous: {}, ...more,
});
const kept = (more: object): NonNullable<PlaceOfShift["kept"]> =>
  ({ number: null, status: "keying", seq: 1, fields: {}, current: {}, notes: [], flags: [], subjects: [], seen_fields: [], ...more }) as never;

async function work(first: Shift, fetch: () => Promise<Shift> = () => Promise.reject(new Error("no line"))): Promise<{ work: ShiftWork; journal: Awaited<ReturnType<Machine["open"]>>["journal"] }> {
  const machine = await Machine.start(await Server.start());
  machine.line = async () => ({ kind: "down", message: null });
  const { journal } = await machine.open(7);
  const made = new ShiftWork(first, true, { journal, fetch, keep: () => Promise.resolve(), now: () => new Date(0), changed: () => {} });
  return { work: made, journal };
}

describe("the next place", () => {
  test("follows the order of the work, and what was passed over comes last", async () => {
    const { work: here, journal } = await work(shift([place(1), place(2), place(3)]));
    assert.equal(here.next(null)?.entry, "e1");
    assert.equal(here.next("e2")?.entry, "e3");
    here.state(place(2));
    journal.finish("e2", "completed", { overrides: [] });
    assert.equal(here.next("e1")?.entry, "e3");
    assert.equal(here.next("e3")?.entry, "e1");
    assert.equal(here.left, 2);
  });

  test("is never one the server knows to be finished or void", async () => {
    const { work: here } = await work(shift([place(1, { kept: kept({ status: "completed" }) }), place(2, { kept: kept({ flags: ["void"] }) }), place(3)]));
    assert.equal(here.next(null)?.entry, "e3");
  });

  test("comes from a newer shift without disturbing what is on screen", async () => {
    const { work: here, journal } = await work(shift([place(1), place(2)]), () => Promise.resolve(shift([place(2), place(3)])));
    here.state(place(1));
    journal.commit("e1", { a: value("1") });
    assert.equal(await here.fetch(null, null), true);
    assert.deepEqual(here.shift.places.map(({ entry }) => entry), ["e1", "e2", "e3"]);
  });
});

describe("a whole shift", () => {
  const wants = async (places: number): Promise<number[]> => {
    const asked: number[] = [];
    const given = Array.from({ length: places }, (_, index) => place(index + 1));
    const machine = await Machine.start(await Server.start());
    const { journal } = await machine.open(7);
    const fetch = ({ want }: { readonly want: number }): Promise<Shift> => (asked.push(want), Promise.resolve(shift(given.slice(0, want))));
    const made = new ShiftWork(shift(given.slice(0, WANT)), true, { journal, fetch, keep: () => Promise.resolve(), now: () => new Date(0), changed: () => {} });
    for (let turn = 0; turn < 3; turn += 1) {
      made.topUp();
      await new Promise((done) => setTimeout(done, 5));
    }
    return asked;
  };

  test("is fetched behind the first places, once", async () => {
    assert.deepEqual(await wants(400), [WHOLE]);
  });

  test("is not asked for again and again where the book has no more", async () => {
    assert.deepEqual(await wants(20), [WHOLE]);
  });
});

describe("around an entry", () => {
  test("stand the nearest before it, keyed here or not, and the other numbers of the book", async () => {
    const before = { number: "4", fields: { "registration.number": value("4") } };
    const { work: here, journal } = await work(shift([place(5), place(6)], { previous: { e5: before } }));
    assert.deepEqual(here.around(place(5)).previous, before);
    here.state(place(5));
    journal.commit("e5", { "registration.number": value("5") });
    const around = here.around(place(6));
    assert.equal(around.previous?.number, "5");
    assert.deepEqual(around.numbers, [{ number: "4" }, { number: "5" }]);
  });

  test("is nobody before a book's first place, whatever was keyed behind it", async () => {
    const first = place(1, { kept: kept({ number: "1", fields: { "registration.number": value("1") } }) });
    const { work: here } = await work(shift([first, place(2)]));
    assert.equal(here.around(first).previous, null);
    assert.equal(here.around(place(2)).previous?.number, "1");
  });

  test("stay known of a place that a newer shift lists no more", async () => {
    const before = { number: "4", fields: { "registration.number": value("4") } };
    const { work: here, journal } = await work(shift([place(5), place(6)], { previous: { e5: before } }), () => Promise.resolve(shift([place(6)], { previous: { e6: { number: "5", fields: {} } } })));
    here.state(place(5));
    journal.commit("e5", { a: value("1") });
    await here.fetch(null, null);
    assert.equal(here.around(place(5)).previous?.number, "4");
    assert.equal(here.around(place(6)).previous?.number, "5");
  });

  test("leave out the entry's own number", async () => {
    const own = place(4, { kept: kept({ number: "4" }) });
    const { work: here } = await work(shift([own]));
    assert.deepEqual(here.around(own).numbers, []);
  });

  test("are its neighbours in the book, whatever the order of the work", async () => {
    const { work: here } = await work(shift([place(3), place(1), place(2)]));
    assert.deepEqual([here.neighbour("e2", 1)?.entry, here.neighbour("e2", -1)?.entry, here.neighbour("e3", 1)], ["e3", "e1", null]);
  });
});

describe("the desk's address", () => {
  test("names an entry, or a book to take first", () => {
    const entry = "0189d0a4-0000-7000-8000-000000000001";
    assert.deepEqual(addressOf({ pathname: `/nhap/${entry}/`, search: "" }), { entry, book: null });
    assert.deepEqual(addressOf({ pathname: "/nhap/", search: "?so=abc" }), { entry: null, book: "abc" });
  });

  test("is told from other pages under it", () => {
    assert.deepEqual(
      ["/nhap/", "/nhap/0189d0a4-0000-7000-8000-000000000001/", "/nhap/luyen-tap/", "/nhap/may/", "/nhap/tep.json", "/"].map(isDesk),
      [true, true, true, false, false, false],
    );
  });
});

describe("the list of the desk's files", () => {
  test("is refused where it is none, and sorts by time", () => {
    assert.deepEqual(listed({ version: "v", files: ["/nhap/"] }), { version: "v", files: ["/nhap/"] });
    assert.throws(() => listed({ files: ["https://elsewhere/"] }));
    assert.ok(cacheName(9, "a") < cacheName(10, "0"));
  });
});

describe("the measure of the line", () => {
  test("goes with the first request that comes through after a time in vain, and with no other", async () => {
    const machine = await Machine.start(await Server.start());
    const said: (number | undefined)[] = [];
    let isDown = true;
    machine.line = (load, send) => {
      said.push(load.down_for);
      return isDown ? Promise.resolve({ kind: "down", message: null }) : send();
    };
    const tab = await machine.open(7);
    tab.know("e1");
    tab.journal.commit("e1", { a: value("1") });
    await tab.journal.closeAll();
    await settled();
    machine.clock += 90_000;
    tab.runTimers();
    await settled();
    isDown = false;
    machine.clock += 30_000;
    tab.runTimers();
    await settled();
    tab.journal.commit("e1", { a: value("2") });
    await tab.journal.closeAll();
    await settled();
    assert.equal(said[0], undefined);
    assert.ok(said[1]! >= 89 && said[1]! <= 92);
    assert.ok(said[2]! >= 119 && said[2]! <= 122);
    assert.equal(said.at(-1), undefined);
  });

  test("is not taken while the server answers, be it with an error", async () => {
    const machine = await Machine.start(await Server.start());
    const said: (number | undefined)[] = [];
    machine.line = (load) => {
      said.push(load.down_for);
      return Promise.resolve({ kind: "down", message: "Máy chủ chưa nhận (mã 503)." });
    };
    const tab = await machine.open(7);
    tab.know("e1");
    tab.journal.commit("e1", { a: value("1") });
    await tab.journal.closeAll();
    await settled();
    machine.clock += 90_000;
    tab.runTimers();
    await settled();
    assert.deepEqual(said, [undefined, undefined]);
  });
});
