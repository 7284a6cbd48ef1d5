import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTIONS, chordOf, commandFor, type Key, legend, objectionTo, useKeys } from "../src/desk/keymap";

const press = (key: string, more: Partial<Key> = {}): Key => ({
  key,
  code: key,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  isComposing: false,
  keyCode: 0,
  ...more,
});

test("Enter and Tab go on, with Shift they go back", () => {
  assert.equal(commandFor(press("Enter"), false), "next");
  assert.equal(commandFor(press("Tab", { shiftKey: true }), false), "previous");
});

test("Ctrl with Enter completes the entry", () => {
  assert.equal(commandFor(press("Enter", { ctrlKey: true }), false), "complete");
});

test("F3 asks for the struck-out text, Ctrl with B goes to the margin notes", () => {
  assert.equal(commandFor(press("F3"), false), "strike");
  assert.equal(commandFor(press("B", { ctrlKey: true }), false), "notes");
});

test("figures and letters alone are never commands: in VNI they are tone marks", () => {
  for (const key of "0123456789abcdefghijklmnopqrstuvwxyzđ?".split("")) {
    assert.equal(commandFor(press(key, { code: `Digit${key}` }), true), null);
  }
});

test("Alt with a figure picks by the key's place, whatever character the layout gives", () => {
  assert.equal(commandFor(press("¡", { altKey: true, code: "Digit1" }), false), "pick_1");
  assert.equal(commandFor(press("5", { altKey: true, code: "Numpad5" }), false), "pick_5");
  assert.equal(commandFor(press("6", { altKey: true, code: "Digit6" }), false), null);
});

test("AltGr, which some keyboards report as Ctrl and Alt, types a character", () => {
  assert.equal(commandFor(press("s", { ctrlKey: true, altKey: true }), false), null);
});

test("an input method's keys are its own, however it announces itself", () => {
  assert.equal(commandFor(press("Enter", { isComposing: true }), false), null);
  assert.equal(commandFor(press("Enter", { keyCode: 229 }), false), null);
  assert.equal(commandFor(press("Process"), false), null);
});

test("the numpad's signs move the image where there is one and are typed where there is none", () => {
  assert.equal(commandFor(press("+", { code: "NumpadAdd" }), true), "zoom_in");
  assert.equal(commandFor(press("+", { code: "NumpadAdd" }), false), null);
});

test("Ctrl combinations that belong to the browser stay with it", () => {
  for (const key of ["w", "t", "n", "c", "v", "z", "a"]) {
    assert.equal(commandFor(press(key, { ctrlKey: true }), false), null);
  }
});

test("no two commands have the same key", () => {
  const keys = ACTIONS.flatMap((action) => action.keys);
  assert.equal(new Set(keys).size, keys.length);
});

test("an officer's own key works in the place of the usual one, and stands in the legend", () => {
  useKeys({ blank_in_book: "Ctrl+E" });
  assert.equal(commandFor(press("e", { ctrlKey: true }), false), "blank_in_book");
  assert.equal(commandFor(press("F9"), false), null);
  assert.ok(legend().some(({ lines }) => lines.some(([key]) => key === "Ctrl + E")));
  useKeys({});
  assert.equal(commandFor(press("F9"), false), "blank_in_book");
});

test("a key that is somebody else's is refused with a sentence", () => {
  assert.match(objectionTo("F8", "ditto", {})!, /không đọc được/);
  assert.match(objectionTo("A", "ditto", {})!, /bộ gõ/);
  assert.match(objectionTo("Ctrl+W", "ditto", {})!, /trình duyệt/);
  assert.match(objectionTo("Ctrl+C", "ditto", {})!, /sửa chữ/);
  assert.match(objectionTo("Alt+3", "ditto", {})!, /danh sách/);
  assert.match(objectionTo("Ctrl+Alt+K", "ditto", {})!, /bàn phím/);
  assert.equal(objectionTo("Ctrl+E", "ditto", {}), null);
  assert.equal(objectionTo("F8", "ditto", { illegible: "Ctrl+E", ditto: "F8" }), null);
});

test("a key is written as people read it, whatever the layout makes of it", () => {
  assert.equal(chordOf(press("F2", { shiftKey: true })), "Shift+F2");
  assert.equal(chordOf(press("l", { ctrlKey: true, code: "KeyL" })), "Ctrl+L");
  assert.equal(chordOf(press("¬", { altKey: true, code: "KeyL" })), "Alt+L");
});
