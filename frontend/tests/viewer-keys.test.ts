import assert from "node:assert/strict";
import { test } from "node:test";
import { commandFor } from "../src/desk/keymap";
import { VIEW_KEYS, viewCommandFor } from "../src/viewer/keys";

const press = (code: string, more: Partial<Record<"ctrlKey" | "altKey" | "shiftKey" | "metaKey", boolean>> = {}) => ({
  code,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...more,
});

test("the numpad's signs move the image where there is one and are typed where there is none", () => {
  assert.equal(viewCommandFor(press("NumpadAdd"), true), "zoom_in");
  assert.equal(viewCommandFor(press("NumpadDivide"), true), "contrast");
  assert.equal(viewCommandFor(press("NumpadAdd"), false), null);
});

test("every key of the image has one with Alt, for machines without a numpad", () => {
  const withAlt = new Set(Object.entries(VIEW_KEYS).filter(([key]) => key.startsWith("Alt+")).map(([, command]) => command));
  for (const [key, command] of Object.entries(VIEW_KEYS)) {
    if (key.startsWith("Numpad")) assert.ok(withAlt.has(command), command);
  }
});

test("no letter and no figure alone moves anything, and none with Ctrl, Shift or Windows", () => {
  for (const key of Object.keys(VIEW_KEYS)) {
    const code = key.replace("Alt+", "");
    if (/^(Key|Digit|Equal|Minus)/.test(code)) assert.equal(viewCommandFor(press(code), true), null, code);
    for (const held of ["ctrlKey", "shiftKey", "metaKey"] as const) {
      assert.equal(viewCommandFor(press(code, { altKey: true, [held]: true }), true), null);
    }
  }
});

test("what Chrome, Edge and Unikey keep for themselves is left to them", () => {
  for (const code of ["KeyD", "KeyE", "KeyF", "KeyZ", "Home", "Space", "F4", "Tab"]) {
    assert.equal(viewCommandFor(press(code, { altKey: true }), true), null, code);
  }
});

test("the keys of the image are none of the form's", () => {
  for (const key of Object.keys(VIEW_KEYS)) {
    const code = key.replace("Alt+", "");
    const named = /^Key|^Digit|^Numpad/.test(code) ? code.replace(/^Key|^Digit/, "").toLowerCase() : code;
    const event = { ...press(code, { altKey: key.startsWith("Alt+") }), key: named, isComposing: false, keyCode: 0 };
    assert.equal(commandFor(event), null, key);
  }
});

test("the night has its key in a book without images too", () => {
  assert.equal(viewCommandFor(press("KeyT", { altKey: true }), false), "theme");
  assert.equal(viewCommandFor(press("KeyB", { altKey: true }), false), null);
});
