import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Sitting } from "../src/telemetry/sitting";
import { quantile, Telemetry } from "../src/telemetry/telemetry";

const key = (name: string, more: { code?: string; repeat?: boolean } = {}) => ({ key: name, code: `Key${name}`, repeat: false, ...more });
const came = (o: string, m: string | null = null, group = "child") => ({ o, m, group });

/** Keys one after the other, so many milliseconds apart. */
function typed(keys: readonly ReturnType<typeof key>[], apart: number): Record<string, number> {
  const telemetry = new Telemetry();
  keys.forEach((press, index) => telemetry.press(press, index * apart));
  return telemetry.work(0, keys.length * apart);
}

describe("keys are counted as the hand presses them", () => {
  test("each letter once, a chord once, a key held down once", () => {
    const keys = [key("Control"), key("Enter"), key("Shift"), key("N"), key("a"), key("a", { repeat: true }), key("a", { repeat: true })];
    assert.equal(typed(keys, 80).keys, 3);
  });

  test("an input method that rewrites a word in one burst stands for one key", () => {
    // "hoa" + f: the hook swallows f, takes two letters back and puts two in.
    const telemetry = new Telemetry();
    for (const [index, letter] of ["h", "o", "a"].entries()) telemetry.press(key(letter), index * 120);
    const rewriting = [key("Backspace", { code: "Backspace" }), key("Backspace", { code: "Backspace" }), key("ò", { code: "" }), key("a", { code: "" })];
    rewriting.forEach((press, index) => telemetry.press(press, 480 + index * 3));
    assert.equal(telemetry.work(0, 600).keys, 4);
  });

  test("an input method of the system gives every press, and each counts", () => {
    assert.equal(typed(["h", "o", "a", "f"].map(() => key("Process", { code: "KeyA" })), 5).keys, 4);
  });

  test("a hand that takes letters back is counted for each", () => {
    assert.equal(typed(Array.from({ length: 5 }, () => key("Backspace", { code: "Backspace" })), 90).keys, 5);
  });

  test("two keys rolled over each other are two", () => {
    assert.equal(typed([key("a"), key("b")], 4).keys, 2);
  });
});

describe("active time", () => {
  test("counts gaps up to fifteen seconds and none beyond", () => {
    const telemetry = new Telemetry();
    telemetry.begin(1_000);
    telemetry.press(key("a"), 11_000);
    telemetry.press(key("b"), 26_000);
    telemetry.press(key("c"), 41_001);
    telemetry.press(key("d"), 42_001);
    assert.equal(telemetry.work(0, 42_001).active_ms, 10_000 + 15_000 + 1_000);
  });

  test("begins with the entry before the officer, once", () => {
    const telemetry = new Telemetry();
    telemetry.begin(0);
    telemetry.begin(5_000);
    telemetry.gesture(6_000);
    assert.deepEqual([telemetry.work(0, 6_000).active_ms, telemetry.work(0, 6_000).mouse], [6_000, 1]);
  });
});

describe("what was committed", () => {
  test("tells a field from a group and a group from a whole entry", () => {
    const telemetry = new Telemetry();
    telemetry.committed([came("carried")]);
    telemetry.committed([came("carried"), came("carried"), came("typed")]);
    telemetry.committed([came("carried"), came("carried", null, "father")]);
    const work = telemetry.work(0, 0);
    assert.deepEqual([work.carried_field, work.carried_group, work.carried_entry], [1, 1, 1]);
  });

  test("counts picks and marks", () => {
    const telemetry = new Telemetry();
    telemetry.committed([came("picked"), came("typed", "illegible"), came("typed", "blank_in_book"), came("typed", "blank_in_book")]);
    telemetry.listShown();
    telemetry.listShown();
    const work = telemetry.work(2, 0);
    assert.deepEqual([work.picks, work.illegible_marks, work.blank_marks, work.lists_shown, work.overrides], [1, 1, 2, 2, 2]);
  });
});

describe("latency", () => {
  test("is told by its middle and by its slow end", () => {
    const telemetry = new Telemetry();
    for (let sample = 1; sample <= 100; sample += 1) telemetry.painted(sample);
    const work = telemetry.work(0, 0);
    assert.deepEqual([work.paint_p50, work.paint_p95, work.paint_samples], [50, 95, 100]);
  });

  test("of very many samples a part is kept, and the slow end stays where it was", () => {
    const telemetry = new Telemetry();
    for (let sample = 0; sample < 20_000; sample += 1) telemetry.painted((sample * 7919) % 1000);
    const work = telemetry.work(0, 0);
    assert.ok(telemetry.state(0).paint.length < 256);
    assert.ok(Math.abs(work.paint_p95! - 950) <= 60, `p95 ${work.paint_p95}`);
  });

  test("nothing measured is nothing", () => {
    assert.equal(quantile([], 0.95), 0);
  });
});

describe("a reload within an entry", () => {
  test("goes on from where it was", () => {
    const before = new Telemetry();
    before.press(key("a"), 0);
    before.press(key("b"), 1_000);
    before.painted(20);
    before.line(false, 1_000);
    const after = new Telemetry();
    after.restore(JSON.parse(JSON.stringify(before.state(4_000))));
    after.press(key("c"), 100);
    const work = after.work(0, 100);
    assert.deepEqual([work.keys, work.active_ms, work.offline_ms, work.paint_p95], [3, 1_000, 3_000, 20]);
  });

  test("what is no state is left alone", () => {
    const telemetry = new Telemetry();
    telemetry.restore(null);
    telemetry.restore({ counts: { keys: Number.NaN, mouse: -3 }, paint: "x", stride: 0 } as never);
    assert.ok(Object.values(telemetry.work(0, 0)).every((value) => value === 0));
  });
});

test("what is sent are whole numbers and nothing else", () => {
  const telemetry = new Telemetry();
  telemetry.begin(0.25);
  telemetry.press(key("ữ"), 10.7);
  telemetry.painted(16.6);
  telemetry.line(false, 3.3);
  telemetry.line(true, 9.9);
  assert.ok(Object.values(telemetry.work(1, 20.1)).every(Number.isInteger));
});

describe("a rest", () => {
  const MINUTE = 60_000;
  const keying = (sitting: Sitting, from: number, minutes: number): number => {
    for (let at = from; at <= from + minutes * MINUTE; at += 10_000) sitting.touch(at);
    return from + minutes * MINUTE;
  };

  test("is due after fifty minutes of keying, and again after as many more", () => {
    const sitting = new Sitting(50, 5);
    let now = keying(sitting, 0, 49);
    assert.equal(sitting.isDue(now), false);
    now = keying(sitting, now, 1);
    assert.equal(sitting.isDue(now), true);
    sitting.dismiss();
    assert.equal(sitting.isDue(now), false);
    now = keying(sitting, now, 50);
    assert.equal(sitting.isDue(now), true);
  });

  test("taken without being asked begins the sitting anew", () => {
    const sitting = new Sitting(50, 5);
    const now = keying(sitting, 0, 45);
    const back = keying(sitting, now + 6 * MINUTE, 10);
    assert.equal(sitting.isDue(back), false);
    assert.equal(sitting.state.active_ms, 10 * MINUTE);
  });

  test("is not counted by minutes in which nobody keys, and a reload forgets nothing", () => {
    const first = new Sitting(50, 5);
    keying(first, 0, 30);
    first.touch(34 * MINUTE);
    const second = new Sitting(50, 5, first.state);
    const now = keying(second, 34 * MINUTE, 20);
    assert.equal(second.isDue(now), true);
    assert.equal(second.isDue(now + 5 * MINUTE), false, "he has gone already");
  });

  test("is never suggested where the campaign sets none", () => {
    const sitting = new Sitting(0, 5);
    assert.equal(sitting.isDue(keying(sitting, 0, 300)), false);
  });
});
