import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DiskStore } from "../src/journal/store";
import { cropAround } from "../src/questions/crop";
import type { Remark } from "../src/questions/remarks";
import { drained, Machine, Server, value } from "./machine";

describe("the piece of the page a question is about", () => {
  test("is the box with what stands around it, in whole numbers", () => {
    assert.deepEqual(cropAround("page", [0.1, 0.2, 0.3, 0.05]), { page: "page", box: [800, 1880, 3400, 740] });
  });

  test("stays on the page", () => {
    const [x, y, width, height] = cropAround("page", [0.95, 0.98, 0.05, 0.02])!.box;
    assert.deepEqual([x + width, y + height], [10_000, 10_000]);
    assert.equal(cropAround("page", [1.2, 0.1, 0.1, 0.1]), null);
  });
});

const asked: Remark = { type: "asked", payload: { text: "Chữ gì?", field: "child.full_name", crop: null } };

describe("a question in the journal", () => {
  const types = (server: Server): string[] => (server.log.get("e") ?? []).map(({ packet }) => packet.type);

  test("opens an entry nobody has keyed anything of, and goes after what was keyed", async () => {
    const server = await Server.start();
    const tab = await (await Machine.start(server)).open();
    tab.know("e");
    tab.journal.commit("e", { a: value("1") });
    tab.journal.remark("e", asked);
    assert.deepEqual(tab.journal.entry("e").remarks, [asked]);
    await drained(tab);
    assert.deepEqual(types(server), ["entry_opened", "fields_keyed", "asked"]);
    assert.deepEqual(server.log.get("e")![2]!.packet.payload, asked.payload);
    const { draft, remarks } = tab.journal.entry("e");
    assert.deepEqual(remarks, []);
    assert.deepEqual(draft.questions.map(({ seq, text, state }) => [seq, text, state]), [[3, "Chữ gì?", "open"]]);
  });

  test("survives a dead line and a killed browser, sealed like the rest", async () => {
    const server = await Server.start();
    const machine = await Machine.start(server);
    const tab = await machine.open();
    tab.know("e");
    machine.line = () => Promise.resolve({ kind: "down", message: null });
    tab.journal.remark("e", asked);
    await tab.journal.written();
    tab.kill();
    const rows = await new DiskStore(machine.database).packets();
    assert.equal(rows.some((row) => JSON.stringify(row).includes("Chữ gì")), false, "nothing on disk can be read without a key");
    machine.line = (_load, send) => send();
    const next = await machine.open();
    next.know("e");
    assert.deepEqual(next.journal.entry("e").remarks, [asked]);
    await drained(next);
    assert.deepEqual(types(server), ["entry_opened", "asked"]);
  });

  test("that is not taken stays in the tray, can be sent again, and holds nothing up", async () => {
    const server = await Server.start();
    const tab = await (await Machine.start(server)).open();
    tab.know("e");
    server.refuse = ({ type }) => (type === "asked" ? { code: "question.refused", message: "Đã có nhiều câu hỏi." } : null);
    tab.journal.remark("e", asked);
    tab.journal.finish("e", "completed", {});
    await drained(tab);
    assert.deepEqual(types(server), ["entry_opened", "completed"]);
    const [refusal] = tab.journal.entry("e").refusals;
    assert.deepEqual([refusal!.message, refusal!.remark], ["Đã có nhiều câu hỏi.", asked]);
    server.refuse = () => null;
    tab.journal.sendAgain("e", refusal!.tx_id);
    await drained(tab);
    assert.deepEqual(types(server), ["entry_opened", "completed", "asked"]);
    assert.deepEqual(tab.journal.entry("e").refusals, []);
  });

  test("is closed by who asked it", async () => {
    const server = await Server.start();
    const tab = await (await Machine.start(server)).open();
    tab.know("e");
    tab.journal.remark("e", asked);
    await drained(tab);
    tab.journal.remark("e", { type: "question_closed", payload: { question: 2 } });
    await drained(tab);
    assert.equal(tab.journal.entry("e").draft.questions[0]!.state, "closed");
    assert.deepEqual(types(server), ["entry_opened", "asked", "question_closed"]);
  });
});
