import assert from "node:assert/strict";
import { test } from "node:test";
import { commandFor, type Key } from "../src/desk/keymap";

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
