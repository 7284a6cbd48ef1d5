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
  assert.equal(commandFor(press("Enter")), "next");
  assert.equal(commandFor(press("Tab", { shiftKey: true })), "previous");
});

test("Ctrl with Enter completes the entry", () => {
  assert.equal(commandFor(press("Enter", { ctrlKey: true })), "complete");
});

test("F3 asks for the struck-out text, Ctrl with B goes to the margin notes", () => {
  assert.equal(commandFor(press("F3")), "strike");
  assert.equal(commandFor(press("B", { ctrlKey: true })), "notes");
});

test("figures and letters alone are never commands: in VNI they are tone marks", () => {
  for (const key of "0123456789abcdefghijklmnopqrstuvwxyzđ?".split("")) {
    assert.equal(commandFor(press(key, { code: `Digit${key}` })), null);
  }
});

test("Alt with a figure picks by the key's place, whatever character the layout gives", () => {
  assert.equal(commandFor(press("¡", { altKey: true, code: "Digit1" })), "pick_1");
  assert.equal(commandFor(press("5", { altKey: true, code: "Numpad5" })), "pick_5");
  assert.equal(commandFor(press("6", { altKey: true, code: "Digit6" })), null);
});

test("AltGr, which some keyboards report as Ctrl and Alt, types a character", () => {
  assert.equal(commandFor(press("s", { ctrlKey: true, altKey: true })), null);
});

test("an input method's keys are its own, however it announces itself", () => {
  assert.equal(commandFor(press("Enter", { isComposing: true })), null);
  assert.equal(commandFor(press("Enter", { keyCode: 229 })), null);
  assert.equal(commandFor(press("Process")), null);
});

test("Ctrl combinations that belong to the browser stay with it", () => {
  for (const key of ["w", "t", "n", "c", "v", "z", "a"]) {
    assert.equal(commandFor(press(key, { ctrlKey: true })), null);
  }
});
