import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTIONS, commandFor, type Key } from "../src/desk/keymap";
import { NUMPAD, VIEW_ACTIONS } from "../src/viewer/keys";

const press = (key: string, code: string, more: Partial<Key> = {}): Key => ({
  key,
  code,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  isComposing: false,
  keyCode: 0,
  ...more,
});

test("the numpad's signs move the image where there is one and are typed where there is none", () => {
  assert.equal(commandFor(press("+", "NumpadAdd"), true), "zoom_in");
  assert.equal(commandFor(press("/", "NumpadDivide"), true), "contrast");
  assert.equal(commandFor(press("+", "NumpadAdd"), false), null);
});

test("every sign of the numpad has a key with Alt, for machines without one", () => {
  for (const command of Object.values(NUMPAD)) {
    assert.ok(VIEW_ACTIONS.some((action) => action.command === command && action.keys.some((key) => key.startsWith("Alt+"))), command);
  }
});

test("Alt with a letter is told by the letter's place, whatever character the layout gives", () => {
  assert.equal(commandFor(press("®", "KeyR", { altKey: true }), true), "rotate");
  assert.equal(commandFor(press("=", "Equal", { altKey: true }), true), "zoom_in");
  assert.equal(commandFor(press("0", "Digit0", { altKey: true }), true), "zoom_fit");
  assert.equal(commandFor(press("PageDown", "PageDown", { altKey: true }), true), "image_larger");
});

test("no key of the image is a letter or a figure alone, and none is another command's", () => {
  const all = ACTIONS.flatMap(({ keys }) => keys);
  assert.equal(new Set(all).size, all.length);
  for (const { keys } of VIEW_ACTIONS) for (const key of keys) assert.match(key, /^Alt\+/);
});

test("what Chrome, Edge and Unikey keep for themselves is left to them", () => {
  for (const letter of "DEFZ") assert.equal(commandFor(press(letter.toLowerCase(), `Key${letter}`, { altKey: true }), true), null);
  assert.equal(commandFor(press("Home", "Home", { altKey: true }), true), null);
});

test("in a book without images Alt with an arrow stays the browser's, and the night has its key all the same", () => {
  assert.equal(commandFor(press("ArrowLeft", "ArrowLeft", { altKey: true }), false), null);
  assert.equal(commandFor(press("t", "KeyT", { altKey: true }), false), "theme");
});
