import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Delivery, type Packet, PacketQueue, type PacketResult } from "../src/desk/packets";
import { cropOf } from "../src/questions/crop";
import type { Remark } from "../src/questions/panel";
import type { PageOfShift } from "../src/shift/types";

const PAGE: PageOfShift = {
  id: "page",
  number: 12,
  image: "/anh/page.webp",
  tiles: null,
  width: 2000,
  height: 1400,
  boxes: { "3": { "child.full_name": [0.1, 0.2, 0.3, 0.05], "child.sex": [0.95, 0.98, 0.05, 0.02] } },
};

describe("the piece of the page a question is about", () => {
  test("is the field's box with what stands around it, in whole numbers", () => {
    assert.deepEqual(cropOf(PAGE, 3, "child.full_name"), { page: "page", box: [800, 1880, 3400, 740] });
  });

  test("stays on the page", () => {
    const [x, y, width, height] = cropOf(PAGE, "3", "child.sex")!.box;
    assert.deepEqual([x + width, y + height], [10_000, 10_000]);
  });

  test("is left out where the layout or the page is unknown", () => {
    assert.equal(cropOf(PAGE, 4, "child.full_name"), null);
    assert.equal(cropOf(PAGE, 3, "mother.full_name"), null);
    assert.equal(cropOf({ ...PAGE, boxes: null }, 3, "child.full_name"), null);
    assert.equal(cropOf(null, 3, "child.full_name"), null);
  });
});

describe("a question in the queue", () => {
  const asked: Remark = { type: "asked", payload: { text: "Chữ gì?", field: "child.full_name", crop: null } };

  function queue(seq: number) {
    const sent: Packet[] = [];
    const finished: string[] = [];
    let settle: (delivery: Delivery) => void = () => {};
    const made = new PacketQueue(
      {
        entry: "entry", book: "book", pass: 0, grant: "signed", seq, place: { page: 1, line: 1, position: 1001 },
        deliver: ([packet]) => {
          sent.push(packet!);
          return new Promise((resolve) => (settle = resolve));
        },
        newId: () => `tx${sent.length}`,
        now: () => new Date("2023-06-01T01:02:03Z"),
        after: () => () => {},
      },
      { changed: () => {}, judged: () => {}, objected: () => {}, finished: (type) => finished.push(type) },
    );
    const answer = async (result: Omit<PacketResult, "tx_id">): Promise<void> => {
      settle({ kind: "answered", results: [{ tx_id: sent.at(-1)!.tx_id, ...result }] });
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { made, sent, finished, answer };
  }

  test("opens an entry nobody has keyed anything of, and goes after what was keyed", async () => {
    const { made, sent, answer } = queue(0);
    made.remark(asked);
    assert.deepEqual([sent[0]!.type, made.holdsAnything, made.waits(asked)], ["entry_opened", true, true]);
    made.commit({ a: { v: "1", m: null, o: "typed" } });
    await answer({ status: "saved", seq: 1 });
    await answer({ status: "saved", seq: 2 });
    assert.deepEqual(sent.map(({ type }) => type), ["entry_opened", "fields_keyed", "asked"]);
    assert.deepEqual(sent[2]!.payload, asked.payload);
    await answer({ status: "saved", seq: 3 });
    assert.deepEqual([made.waits(asked), made.holdsAnything], [false, false]);
  });

  test("goes out before the entry is completed", async () => {
    const { made, sent, finished, answer } = queue(3);
    made.remark(asked);
    made.finish("completed", {});
    await answer({ status: "saved", seq: 4 });
    await answer({ status: "saved", seq: 5 });
    assert.deepEqual([sent.map(({ type }) => type), finished], [["asked", "completed"], ["completed"]]);
  });

  test("that is not taken stays in the tray, can be sent again, and holds nothing up", async () => {
    const { made, sent, finished, answer } = queue(3);
    made.remark(asked);
    made.finish("completed", {});
    await answer({ status: "refused", message: "Trường hợp này đã có nhiều câu hỏi." });
    await answer({ status: "saved", seq: 4 });
    assert.deepEqual(finished, ["completed"]);
    assert.equal(made.waits(asked), true);
    made.sendAgain(made.refusals[0]!);
    assert.equal(sent.at(-1)!.type, "asked");
    await answer({ status: "saved", seq: 5 });
    assert.equal(made.waits(asked), false);
  });
});
