import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { backupOf, takeBackup } from "../src/journal/backup";
import { drained, Machine, Server, settled, until, value } from "./machine";

async function machine(): Promise<Machine> {
  return Machine.start(await Server.start());
}

const words = (fields: Readonly<Record<string, { readonly v: string | null }>>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(fields).map(([field, { v }]) => [field, v]));

describe("what is committed", () => {
  test("is on disk before it is called local, sealed to the server and unreadable in the row", async () => {
    const here = await machine();
    here.line = async () => ({ kind: "down", message: null });
    const tab = await here.open();
    tab.know("e");
    tab.journal.commit("e", { "child.full_name": value("Nguyễn Thị Hòa") });
    const state = tab.journal.entry("e");
    assert.equal(state.stateOf("child.full_name", true, new Set()), "writing");
    await tab.journal.written();
    assert.equal(state.stateOf("child.full_name", true, new Set()), "local");
    const rows = await here.database.getAll("packets");
    assert.deepEqual(rows.map(({ type, state: how }) => [type, how]), [["entry_opened", "waiting"], ["fields_keyed", "open"]]);
    assert.equal(JSON.stringify(rows).includes("Hòa"), false);
    const packet = await here.server.open({ tx_id: rows[1]!.tx_id, ...rows[1]!.sealed! });
    assert.deepEqual(packet.payload, { "child.full_name": { v: "Nguyễn Thị Hòa", m: null, o: "typed", struck: null } });
  });

  test("goes into one packet until there is a second of quiet, and is sent then", async () => {
    const here = await machine();
    const tab = await here.open();
    tab.know("e");
    tab.journal.commit("e", { a: value("1") });
    tab.journal.commit("e", { b: value("2") });
    await settled();
    assert.deepEqual(here.server.fields("e"), {});
    tab.runTimers();
    await until(() => tab.journal.entry("e").held.length === 0 && here.server.fields("e")["b"] !== undefined);
    await tab.journal.written();
    assert.deepEqual(here.server.fields("e"), { a: "1", b: "2" });
    assert.equal(here.server.log.get("e")!.filter(({ packet }) => packet.type === "fields_keyed").length, 1);
    assert.equal(tab.journal.entry("e").held.length, 0);
    assert.equal((await here.database.getAll("packets")).length, 0);
  });

  test("takes the place of what stood half typed in the field, in one write: a crash cannot bring the letters back", async () => {
    const here = await machine();
    here.line = async () => ({ kind: "down", message: null });
    const first = await here.open();
    first.know("e");
    first.journal.mark("e", { at: "a", text: "Mất Điệ", overrides: [], seen: [], pending: [] });
    await first.journal.written();
    first.journal.commit("e", { a: value("Mất Điện") });
    await first.journal.written();
    first.kill();
    const second = await here.open();
    assert.deepEqual(words(second.journal.entry("e").fields), { a: "Mất Điện" });
    assert.deepEqual(second.journal.entry("e").mark, { at: "a", text: null, overrides: [], seen: [], pending: [] });
  });

  test("leaves what is half typed in another field", async () => {
    const here = await machine();
    here.line = async () => ({ kind: "down", message: null });
    const first = await here.open();
    first.know("e");
    first.journal.mark("e", { at: "b", text: "Ngu", overrides: [], seen: [], pending: [] });
    first.journal.commit("e", { a: value("1") });
    await first.journal.written();
    first.kill();
    assert.equal((await here.open()).journal.entry("e").mark.text, "Ngu");
  });

  test("is closed as it is after a crash, and what is keyed then is another packet", async () => {
    const here = await machine();
    here.line = async () => ({ kind: "down", message: null });
    const first = await here.open();
    first.know("e");
    first.journal.commit("e", { a: value("1") });
    await first.journal.written();
    first.journal.mark("e", { at: "b", text: "Ngu", overrides: [], seen: [], pending: [] });
    await first.journal.written();
    first.kill();
    here.line = (_load, send) => send();
    const second = await here.open();
    assert.deepEqual(words(second.journal.entry("e").fields), { a: "1" });
    assert.deepEqual(second.journal.entry("e").mark, { at: "b", text: "Ngu", overrides: [], seen: [], pending: [] });
    second.sender.wake();
    second.journal.commit("e", { b: value("2") });
    await drained(second);
    const keyed = here.server.log.get("e")!.filter(({ packet }) => packet.type === "fields_keyed");
    assert.deepEqual(keyed.map(({ packet }) => Object.keys(packet.payload)), [["a"], ["b"]]);
  });
});

describe("what was not committed", () => {
  test("comes back too where nothing else of the entry was keyed", async () => {
    const here = await machine();
    const first = await here.open();
    first.know("e");
    const mark = { at: "child.full_name", text: "Ngu", overrides: [], seen: [], pending: [] };
    first.journal.mark("e", mark);
    await first.journal.written();
    first.kill();
    const second = await here.open();
    second.know("e");
    assert.deepEqual(second.journal.entry("e").mark, mark);
  });
});

describe("the end of an entry", () => {
  test("waits until everything before it is answered", async () => {
    const here = await machine();
    const tab = await here.open();
    tab.know("e");
    tab.journal.commit("e", { a: value("1") });
    tab.journal.finish("e", "completed", { overrides: [] });
    assert.equal(tab.journal.entry("e").status, "completed");
    await drained(tab);
    assert.deepEqual(here.server.requests.map((packets) => packets.map(({ type }) => type)), [["entry_opened", "fields_keyed"], ["completed"]]);
  });

  test("is held back when the server does not take all of it, and the entry is open again", async () => {
    const here = await machine();
    here.server.refuse = ({ type }) => (type === "fields_keyed" ? { code: "field.too_long", message: "Quá dài." } : null);
    const tab = await here.open();
    tab.know("e");
    tab.journal.commit("e", { a: value("1") });
    tab.journal.finish("e", "completed", { overrides: [] });
    await drained(tab);
    const state = tab.journal.entry("e");
    assert.equal(state.status, "keying");
    assert.deepEqual(state.refusals.map(({ type, code }) => [type, code]), [["fields_keyed", "field.too_long"], ["completed", "finish.held"]]);
    assert.deepEqual(words(state.fields), { a: "1" });
    here.server.refuse = () => null;
    const again = await here.open();
    assert.equal(again.journal.entry("e").refusals.length, 2, "the tray outlives the page");
    again.journal.sendAgain("e", again.journal.entry("e").refusals[0]!.tx_id);
    again.journal.finish("e", "completed", { overrides: [] });
    await drained(again);
    assert.deepEqual(here.server.fields("e"), { a: "1" });
    assert.equal(again.journal.entry("e").held.length, 0);
  });
});

describe("two who key one entry", () => {
  test("in two tabs are merged by field and conflict with nobody", async () => {
    const here = await machine();
    const [one, other] = [await here.open(), await here.open()];
    one.know("e");
    one.journal.commit("e", { a: value("1") });
    await until(() => other.journal.entries.has("e") && words(other.journal.entry("e").fields)["a"] === "1");
    assert.deepEqual(words(other.journal.entry("e").fields), { a: "1" }, "the other tab shows it");
    other.journal.commit("e", { b: value("2"), a: value("3") });
    one.journal.commit("e", { c: value("4") });
    one.runTimers();
    other.runTimers();
    await drained(one);
    await drained(other);
    assert.deepEqual(here.server.fields("e"), { a: "3", b: "2", c: "4" });
    assert.deepEqual([one, other].map((tab) => tab.journal.entry("e").held.length), [0, 0]);
  });

  test("at two machines are asked field by field, and what only one keyed is shown to the other", async () => {
    const here = await machine();
    const tab = await here.open();
    tab.know("e");
    tab.journal.commit("e", { z: value("0") });
    await drained(tab);
    here.line = async () => ({ kind: "down", message: null });
    tab.journal.commit("e", { a: value("mine"), b: value("2") });
    await settled();
    here.server.keyedElsewhere("e", { a: value("theirs"), c: value("3") });
    here.line = (_load, send) => send();
    await drained(tab);
    const state = tab.journal.entry("e");
    assert.deepEqual([...state.conflicts].map(([field, { mine, theirs }]) => [field, mine.v, theirs.v]), [["a", "mine", "theirs"]]);
    assert.deepEqual(words(state.fields), { z: "0", a: "mine", b: "2", c: "3" });
    tab.journal.settle("e", "a", "mine");
    await drained(tab);
    assert.deepEqual(here.server.fields("e"), { z: "0", a: "mine", b: "2", c: "3" });
    assert.equal(state.held.length, 0);
  });

  test("and what is keyed after theirs was heard is no conflict, though a packet was open by then", async () => {
    const here = await machine();
    const tab = await here.open();
    tab.know("e");
    tab.journal.commit("e", { z: value("0") });
    await drained(tab);
    tab.journal.commit("e", { a: value("1") });
    tab.journal.close("e");
    tab.journal.commit("e", { b: value("2") });
    here.server.keyedElsewhere("e", { c: value("theirs") });
    await until(() => words(tab.journal.entry("e").fields)["c"] === "theirs");
    tab.journal.commit("e", { c: value("mine") });
    await drained(tab);
    assert.equal(tab.journal.entry("e").conflicts.size, 0);
    assert.deepEqual(here.server.fields("e"), { z: "0", a: "1", b: "2", c: "mine" });
  });

  test("are asked about a field that one was typing in when the other's value came", async () => {
    const here = await machine();
    const tab = await here.open();
    tab.know("e");
    tab.journal.commit("e", { z: value("0") });
    await drained(tab);
    const stop = tab.journal.listen("e", ({ renewed, since }) => {
      if (renewed?.includes("c")) tab.journal.entry("e").leaveUnseen("c", since!);
    });
    here.server.keyedElsewhere("e", { c: value("theirs") });
    tab.journal.commit("e", { a: value("1") });
    await drained(tab);
    stop();
    tab.journal.commit("e", { c: value("mine") });
    tab.journal.commit("e", { d: value("4") });
    await drained(tab);
    const state = tab.journal.entry("e");
    assert.deepEqual([...state.conflicts].map(([field, { mine, theirs }]) => [field, mine.v, theirs.v]), [["c", "mine", "theirs"]]);
    assert.deepEqual(here.server.fields("e"), { z: "0", a: "1", c: "theirs", d: "4" });
    tab.journal.settle("e", "c", "mine");
    await drained(tab);
    assert.equal(here.server.fields("e")["c"], "mine");
  });

  test("and take theirs leave the server's value standing", async () => {
    const here = await machine();
    const tab = await here.open();
    tab.know("e", { seq: 1 });
    here.server.log.set("e", [{ seq: 1, packet: {} as never, result: {} as never }]);
    here.line = async () => ({ kind: "down", message: null });
    tab.journal.commit("e", { a: value("mine") });
    here.server.keyedElsewhere("e", { a: value("theirs") });
    here.line = (_load, send) => send();
    await drained(tab);
    tab.journal.settle("e", "a", "theirs");
    await drained(tab);
    assert.deepEqual(words(tab.journal.entry("e").fields), { a: "theirs" });
    assert.deepEqual(here.server.fields("e"), { a: "theirs" });
  });
});

describe("a shared machine", () => {
  test("sends what the officer before left, and reads none of it", async () => {
    const here = await machine();
    here.line = async () => ({ kind: "down", message: null });
    const first = await here.open(7);
    first.know("e");
    first.journal.commit("e", { a: value("Nguyễn") });
    first.journal.finish("e", "completed", { overrides: [] });
    await first.journal.written();
    first.kill();
    here.line = (_load, send) => send();
    const second = await here.open(8);
    assert.equal(second.journal.entries.size, 0);
    second.sender.flush();
    await drained(second);
    assert.deepEqual(here.server.fields("e"), { a: "Nguyễn" });
    assert.equal((await here.database.getAll("packets")).length, 0);
    const back = await here.open(7);
    assert.deepEqual(words(back.journal.entry("e").fields), {}, "the server's picture comes with his next shift");
  });

  test("keeps for him what the server refused while he was away", async () => {
    const here = await machine();
    here.line = async () => ({ kind: "down", message: null });
    const first = await here.open(7);
    first.know("e");
    first.journal.commit("e", { a: value("Nguyễn") });
    await first.journal.written();
    first.kill();
    here.line = (_load, send) => send();
    here.server.refuse = ({ type }) => (type === "fields_keyed" ? { code: "field.unknown", message: "Không có ô này." } : null);
    const second = await here.open(8);
    second.sender.flush();
    await drained(second);
    const back = await here.open(7);
    const [refusal] = back.journal.entry("e").refusals;
    assert.equal(refusal?.message, "Không có ô này.");
    assert.equal(refusal?.values.get("a")?.v, "Nguyễn");
  });

  test("opens nothing with another key", async () => {
    const here = await machine();
    here.line = async () => ({ kind: "down", message: null });
    const first = await here.open(7);
    first.know("e");
    first.journal.commit("e", { a: value("1") });
    await first.journal.written();
    const forged = await here.open(7, 99);
    assert.equal(forged.journal.entries.size, 0);
  });

  test("takes a backup file of another machine once and sends it", async () => {
    const here = await machine();
    here.line = async () => ({ kind: "down", message: null });
    const first = await here.open(7);
    first.know("e");
    first.journal.commit("e", { a: value("1") });
    first.journal.close("e");
    await first.journal.written();
    const { blob, count } = await backupOf(first.store, new Date());
    assert.equal(count, 2);
    const text = await blob.text();
    const there = await Machine.start(here.server);
    const other = await there.open(8);
    assert.equal(await takeBackup(other.store, text, new Date()), 2);
    assert.equal(await takeBackup(other.store, text, new Date()), 0);
    other.sender.flush();
    await drained(other);
    assert.deepEqual(here.server.fields("e"), { a: "1" });
    here.line = (_load, send) => send();
    await drained(first);
    assert.equal(here.server.log.get("e")!.length, 2, "sent twice, counted once");
  });
});

describe("a full disk", () => {
  test("is said, and what is keyed goes on in memory and to the server", async () => {
    const here = await machine();
    const tab = await here.open();
    tab.know("e");
    here.isFull = true;
    tab.journal.commit("e", { a: value("1") });
    await until(() => tab.fullness.length > 0);
    assert.equal(tab.fullness[0], true);
    await drained(tab);
    assert.deepEqual(here.server.fields("e"), { a: "1" });
    here.isFull = false;
    tab.journal.commit("e", { b: value("2") });
    await drained(tab);
    assert.equal(tab.fullness.at(-1), false);
    assert.deepEqual(here.server.fields("e"), { a: "1", b: "2" });
  });
});

describe("a line that is down", () => {
  test("is tried again with the same packets, waiting longer each time", async () => {
    const here = await machine();
    const sent: string[][] = [];
    here.line = async (load) => (sent.push(load.sealed.map(({ tx_id }) => tx_id)), { kind: "down", message: null });
    const tab = await here.open();
    tab.know("e");
    tab.journal.commit("e", { a: value("1") });
    tab.journal.close("e");
    for (let tries = 1; tries <= 4; tries += 1) {
      await until(() => sent.length >= tries && tab.timers.length > 0);
      tab.runTimers();
    }
    assert.ok(sent.length >= 4);
    assert.deepEqual(new Set(sent.map(String)).size, 1);
    assert.equal(tab.sender.trouble, "");
    here.line = (_load, send) => send();
    tab.sender.flush();
    await until(() => tab.sender.trouble === null);
    assert.equal(tab.sender.trouble, null);
  });

  test("does not make one unreadable packet hold up the others", async () => {
    const here = await machine();
    here.line = (load, send) =>
      load.sealed.length > 0 && load.sealed.some(({ tx_id }) => tx_id === "tab1-2") ? Promise.resolve({ kind: "rejected", message: "Không đọc được." }) : send();
    const tab = await here.open();
    for (const entry of ["e", "f", "g"]) {
      tab.know(entry);
      tab.journal.commit(entry, { a: value(entry) });
    }
    await drained(tab);
    assert.deepEqual(["e", "f", "g"].map((entry) => here.server.fields(entry)["a"]), [undefined, "f", "g"]);
    assert.equal(tab.journal.entry("e").refusals[0]?.message, "Không đọc được.");
  });
});

/** A small generator of chances that can be repeated. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("whatever happens in whatever order", () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    test(`nothing committed is lost and nothing is doubled (${seed})`, async () => {
      const roll = chance(seed);
      const here = await machine();
      const pick = <One>(from: readonly One[]): One => from[Math.floor(roll() * from.length)]!;
      here.line = async (_load, send) => {
        const fate = roll();
        if (fate < 0.3) return { kind: "down", message: null };
        const answer = await send();
        // It arrived, and the answer is lost.
        return fate < 0.5 ? { kind: "down", message: null } : answer;
      };
      const entries = ["e", "f", "g"];
      let tabs = [await here.open()];
      const safe = new Map<string, string>();
      const later: Promise<void>[] = [];
      for (let step = 0; step < 60; step += 1) {
        const tab = pick(tabs);
        const entry = pick(entries);
        if (!tab.journal.entries.has(entry)) tab.know(entry);
        const act = roll();
        if (act < 0.5) {
          const [field, text] = [`${tab.id}.${pick(["a", "b", "c", "d"])}`, `${seed}.${step}`];
          tab.journal.commit(entry, { [field]: value(text) });
          const written = tab.journal.written().then(() => {
            if (!tab.isDead) safe.set(`${entry} ${field}`, text);
          });
          later.push(Promise.race([written, tab.death]));
        } else if (act < 0.6) tab.journal.close(entry);
        else if (act < 0.7) tab.runTimers();
        else if (act < 0.8) tab.sender.flush();
        else if (act < 0.9) await settled(Math.floor(roll() * 8));
        else if (act < 0.95) {
          tab.kill();
          tabs = tabs.filter((one) => one !== tab);
          if (tabs.length === 0) tabs.push(await here.open());
        } else if (tabs.length < 3) tabs.push(await here.open());
      }
      await settled();
      await Promise.all(later);
      here.line = (_load, send) => send();
      for (const tab of tabs) tab.kill();
      const last = await here.open();
      last.sender.flush();
      await drained(last);
      for (const [key, text] of safe) {
        const [entry, field] = key.split(" ") as [string, string];
        const kept = here.server.fields(entry)[field];
        assert.ok(kept !== undefined && Number(kept?.split(".")[1]) >= Number(text.split(".")[1]), `${key} is ${kept}, was ${text}`);
      }
      for (const entry of entries) {
        const log = here.server.log.get(entry) ?? [];
        assert.equal(new Set(log.map(({ packet }) => packet.tx_id)).size, log.length);
        const said = log.flatMap(({ packet }) => (packet.type === "fields_keyed" ? Object.entries(packet.payload as Record<string, { v: string }>).map(([field, { v }]) => `${field}=${v}`) : []));
        assert.equal(new Set(said).size, said.length, `doubled in ${entry}: ${said.join(" ")}`);
        assert.ok(log.every(({ result }) => Object.keys(result.conflicts ?? {}).length === 0), "nobody conflicts with himself");
      }
    });
  }
});
