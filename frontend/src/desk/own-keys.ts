/** An officer's own keys, kept in this browser by officer. Nothing in it is about anybody in a book. */
import { ACTIONS, type Command, objectionTo, type OwnKeys, useKeys } from "./keymap";

const PLACE = "hotich.keys.";
let officer = "";
let chosen: OwnKeys = {};

/** From now on the keys of this officer are in force. */
export function useKeysOf(id: number): void {
  officer = String(id);
  chosen = read();
  useKeys(chosen);
}

/** The keys that the officer chose. */
export function ownKeys(): OwnKeys {
  return chosen;
}

/** Puts keys in force and keeps them; false where this browser keeps nothing, then they hold until the page is left. */
export function chooseKeys(keys: OwnKeys): boolean {
  chosen = keys;
  useKeys(keys);
  try {
    if (Object.keys(keys).length === 0) localStorage.removeItem(PLACE + officer);
    else localStorage.setItem(PLACE + officer, JSON.stringify(keys));
    return true;
  } catch {
    return false;
  }
}

/** What the officer chose; a choice that is no longer possible is left out. */
function read(): OwnKeys {
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
