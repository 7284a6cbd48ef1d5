import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Delivery, type Packet, PacketQueue, type PacketResult } from "../src/desk/packets";
import type { FieldValue, Finding } from "../src/desk/types";

const value = (v: string): FieldValue => ({ v, m: null, o: "typed" });

/** A server whose answers the test gives one by one, and a clock whose waiting it ends itself. */
class Line {
  readonly sent: Packet[] = [];
  readonly waits: { act: () => void; milliseconds: number }[] = [];
  readonly judged: [readonly Finding[], boolean][] = [];
  readonly finished: string[] = [];
  readonly objected: Finding[] = [];
  #answer: ((delivery: Delivery) => void) | null = null;
  readonly queue: PacketQueue;

  constructor(seq = 3) {
    let made = 0;
    this.queue = new PacketQueue(
      {
        entry: "entry",
        book: "book",
        pass: 0,
        grant: "signed",
        seq,
        place: { page: 12, line: 3, position: 3 },
        deliver: ([packet]) => {
          this.sent.push(packet!);
          return new Promise((resolve) => (this.#answer = resolve));
        },
        newId: () => `tx${(made += 1)}`,
        now: () => new Date("2023-06-01T01:02:03Z"),
        after: (act, milliseconds) => {
          const wait = { act, milliseconds };
          this.waits.push(wait);
          return () => this.waits.splice(this.waits.indexOf(wait), 1);
        },
      },
      {
        changed: () => {},
        judged: (findings, settled) => this.judged.push([findings, settled]),
        objected: (findings) => this.objected.push(...findings),
        finished: (type) => this.finished.push(type),
      },
    );
  }

  async #settle(delivery: Delivery): Promise<void> {
    this.#answer!(delivery);
    await new Promise((resolve) => setImmediate(resolve));
  }

  answer(result: Omit<PacketResult, "tx_id">, grant: string | null = null): Promise<void> {
    return this.#settle({ kind: "answered", results: [{ tx_id: this.sent.at(-1)!.tx_id, ...result }], grant });
  }

  fail(): Promise<void> {
    return this.#settle({ kind: "down", message: null });
  }

  reject(message: string): Promise<void> {
    return this.#settle({ kind: "rejected", message });
  }
}

describe("a field that was left", () => {
  test("is sent at once and shown as saved only when the server says so", async () => {
    const line = new Line();
    assert.equal(line.queue.stateOf("child.full_name"), "server");
    line.queue.commit({ "child.full_name": value("Nguyễn Thị Hòa") });
    assert.equal(line.queue.stateOf("child.full_name"), "sending");
    assert.deepEqual(line.sent[0]!.payload, { "child.full_name": { v: "Nguyễn Thị Hòa", m: null, o: "typed", struck: null } });
    await line.answer({ status: "saved", seq: 4 });
    assert.equal(line.queue.stateOf("child.full_name"), "server");
    assert.equal(line.queue.holdsAnything, false);
  });

  test("waits while another packet of the entry is on its way, and then goes together with what came meanwhile", async () => {
    const line = new Line();
    line.queue.commit({ a: value("1") });
    line.queue.commit({ b: value("2") });
    line.queue.commit({ c: value("3") });
    assert.equal(line.sent.length, 1);
    assert.deepEqual(["a", "b", "c"].map((field) => line.queue.stateOf(field)), ["sending", "local", "local"]);
    await line.answer({ status: "saved", seq: 4 });
    assert.equal(line.sent.length, 2);
    assert.deepEqual(Object.keys(line.sent[1]!.payload), ["b", "c"]);
    assert.equal(line.sent[1]!.base_seq, 4);
  });

  test("keeps a newer value unsaved while the older one is acknowledged", async () => {
    const line = new Line();
    line.queue.commit({ a: value("1") });
    line.queue.commit({ a: value("2") });
    await line.answer({ status: "saved", seq: 4 });
    assert.equal(line.queue.stateOf("a"), "sending");
    await line.answer({ status: "saved", seq: 5 });
    assert.equal(line.queue.stateOf("a"), "server");
  });
});

describe("a new entry", () => {
  test("is opened with its place in the book before its first field", async () => {
    const line = new Line(0);
    line.queue.commit({ a: value("1") });
    assert.equal(line.sent[0]!.type, "entry_opened");
    assert.deepEqual(line.sent[0]!.payload, { page: 12, line: 3, position: 3 });
    assert.equal(line.sent[0]!.base_seq, 0);
    await line.answer({ status: "saved", seq: 1 });
    assert.equal(line.sent[1]!.type, "fields_keyed");
    assert.equal(line.sent[1]!.base_seq, 1);
  });
});

describe("a line that is down", () => {
  test("is tried again with the same packet, waiting longer each time up to a limit", async () => {
    const line = new Line();
    line.queue.commit({ a: value("1") });
    const waited: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      await line.fail();
      assert.equal(line.queue.stateOf("a"), "local");
      waited.push(line.waits[0]!.milliseconds);
      line.waits.shift()!.act();
    }
    assert.deepEqual(waited, [1000, 2000, 4000, 8000, 15000, 15000]);
    assert.deepEqual(new Set(line.sent.map((packet) => packet.tx_id)).size, 1);
    await line.answer({ status: "repeated", seq: 4 });
    assert.equal(line.queue.trouble, null);
    assert.equal(line.queue.stateOf("a"), "server");
  });

  test("is not waited for when the officer asks to send now", async () => {
    const line = new Line();
    line.queue.commit({ a: value("1") });
    await line.fail();
    line.queue.flush();
    assert.equal(line.sent.length, 2);
    assert.equal(line.waits.length, 0);
  });

  test("does not change a packet that may have arrived: what was keyed meanwhile follows in its own", async () => {
    const line = new Line();
    line.queue.commit({ a: value("1") });
    await line.fail();
    line.queue.commit({ a: value("2"), b: value("3") });
    line.queue.flush();
    assert.deepEqual(line.sent[1]!.payload, line.sent[0]!.payload);
    await line.answer({ status: "saved", seq: 4 });
    assert.deepEqual(Object.keys(line.sent[2]!.payload), ["a", "b"]);
  });
});

describe("a refusal", () => {
  test("keeps the value and the server's sentence, and can be sent again as a new packet", async () => {
    const line = new Line();
    line.queue.commit({ a: value("1") });
    await line.answer({ status: "refused", message: "Phiên làm việc đã bị thu hồi." });
    const [refusal] = line.queue.refusals;
    assert.equal(refusal!.message, "Phiên làm việc đã bị thu hồi.");
    assert.equal(refusal!.values.get("a")!.v, "1");
    assert.equal(line.queue.stateOf("a"), "local");
    line.queue.sendAgain(refusal!);
    assert.notEqual(line.sent[1]!.tx_id, line.sent[0]!.tx_id);
    await line.answer({ status: "saved", seq: 4 });
    assert.equal(line.queue.refusals.length, 0);
  });

  test("of a packet the server cannot read is not tried again by itself", async () => {
    const line = new Line();
    line.queue.commit({ a: value("1") });
    await line.reject("Không đọc được.");
    assert.equal(line.waits.length, 0);
    assert.equal(line.queue.refusals[0]!.message, "Không đọc được.");
  });

  test("is withdrawn when the field is keyed anew", async () => {
    const line = new Line();
    line.queue.commit({ a: value("1") });
    await line.answer({ status: "refused", message: "Không nhận." });
    line.queue.commit({ a: value("2") });
    assert.equal(line.queue.refusals.length, 0);
  });
});

describe("a conflict", () => {
  const conflict = { mine: value("1"), theirs: value("9"), by: "Trần Văn Bình", at: "2023-06-01T08:00:00+07:00" };

  test("shows both values; mine goes out again on top of what the server has", async () => {
    const line = new Line();
    line.queue.commit({ a: value("1"), b: value("2") });
    await line.answer({ status: "conflict", seq: 7, conflicts: { a: conflict } });
    assert.equal(line.queue.stateOf("a"), "local");
    assert.equal(line.queue.stateOf("b"), "server");
    line.queue.settle("a", "mine");
    assert.equal(line.sent[1]!.base_seq, 7);
    assert.deepEqual(Object.keys(line.sent[1]!.payload), ["a"]);
  });

  test("sends nothing when theirs is right", async () => {
    const line = new Line();
    line.queue.commit({ a: value("1") });
    await line.answer({ status: "conflict", seq: 7, conflicts: { a: conflict } });
    line.queue.settle("a", "theirs");
    assert.equal(line.sent.length, 1);
    assert.equal(line.queue.stateOf("a"), "server");
  });
});

describe("completing", () => {
  test("goes out after every field is acknowledged", async () => {
    const line = new Line();
    line.queue.commit({ a: value("1") });
    line.queue.finish("completed", { overrides: [] });
    assert.deepEqual(line.sent.map((packet) => packet.type), ["fields_keyed"]);
    await line.answer({ status: "saved", seq: 4 });
    assert.equal(line.sent[1]!.type, "completed");
    assert.deepEqual(line.finished, []);
    await line.answer({ status: "saved", seq: 5 });
    assert.deepEqual(line.finished, ["completed"]);
    assert.equal(line.queue.holdsAnything, false);
  });

  test("is given up when a field before it was refused", async () => {
    const line = new Line();
    line.queue.commit({ a: value("1") });
    line.queue.finish("completed", { overrides: [] });
    await line.answer({ status: "refused", message: "Không nhận." });
    assert.equal(line.sent.length, 1);
    assert.equal(line.queue.finishing, false);
  });

  test("can be asked for again after the server refused it", async () => {
    const line = new Line();
    line.queue.finish("completed", { overrides: [] });
    const finding: Finding = { code: "x", grade: "hard", fields: ["a"], message: "…", source: "" };
    await line.answer({ status: "refused", message: "Còn mục phải sửa.", findings: [finding] });
    assert.deepEqual(line.objected, [finding]);
    line.queue.finish("completed", { overrides: [] });
    assert.equal(line.sent.length, 2);
    assert.equal(line.queue.refusals.length, 0);
  });
});

test("the server's findings count as settled only when nothing newer waits here", async () => {
  const line = new Line();
  const finding: Finding = { code: "x", grade: "soft", fields: ["a"], message: "…", source: "" };
  line.queue.commit({ a: value("1") });
  line.queue.commit({ b: value("2") });
  await line.answer({ status: "saved", seq: 4, findings: [finding] });
  await line.answer({ status: "saved", seq: 5, findings: [] });
  assert.deepEqual(line.judged, [[[finding], false], [[], true]]);
});

test("a fresh work grant is carried by the packets made after it", async () => {
  const line = new Line();
  line.queue.commit({ a: value("1") });
  await line.answer({ status: "saved", seq: 4 }, "fresh");
  line.queue.commit({ b: value("2") });
  assert.deepEqual(line.sent.map((packet) => packet.grant), ["signed", "fresh"]);
});

test("an entry can be reopened with a reason, and keyed again", async () => {
  const line = new Line();
  line.queue.finish("reopened", { reason: "phát hiện nhập sai" });
  await line.answer({ status: "saved", seq: 4 });
  assert.deepEqual(line.finished, ["reopened"]);
  line.queue.commit({ a: value("1") });
  assert.equal(line.sent.at(-1)!.base_seq, 4);
});
