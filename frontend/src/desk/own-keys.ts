/** An officer's own keys, kept in this browser by officer. Nothing in it is about anybody in a book. */
import { ACTIONS, type Command, objectionTo, type OwnKeys } from "./keymap";

const PLACE = "hotich.keys.";

/** What the officer chose; a choice that is no longer possible is left out. */
export function readKeys(officer: string): OwnKeys {
  let kept: unknown = null;
  try {
    kept = JSON.parse(localStorage.getItem(PLACE + officer) ?? "null");
  } catch {
    return {};
  }
  if (kept === null || typeof kept !== "object") return {};
  const keys: Partial<Record<Command, string>> = {};
  for (const { command, fixed } of ACTIONS) {
    const chord = (kept as Record<string, unknown>)[command];
    if (fixed !== true && typeof chord === "string" && objectionTo(chord, command, { ...keys, [command]: chord }) === null) keys[command] = chord;
  }
  return keys;
}

/** Keeps them; false where this browser keeps nothing, then they hold until the page is left. */
export function keepKeys(officer: string, keys: OwnKeys): boolean {
  try {
    if (Object.keys(keys).length === 0) localStorage.removeItem(PLACE + officer);
    else localStorage.setItem(PLACE + officer, JSON.stringify(keys));
    return true;
  } catch {
    return false;
  }
}
