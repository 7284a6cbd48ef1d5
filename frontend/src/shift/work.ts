/** How a shift comes to this machine and stays here: from the server, or from what was kept of it under the officer's key. */
import { ask } from "../desk/http";
import { lockBytes, workingKey } from "../journal/seal";
import type { DeskDatabase, KeyRow } from "../journal/store";
import type { Shift } from "./types";

export interface Wish {
  readonly book: string | null;
  readonly entry: string | null;
  readonly want: number;
}

const TIMEOUT = 15_000;

export function askShift(wish: Wish): Promise<Shift> {
  return ask<Shift>("/api/desk/shift", wish, undefined, TIMEOUT);
}

/** The checks of an officer: entries of others that he keys again. */
export function askChecks({ book }: Pick<Wish, "book">, check: string | null = null): Promise<Shift> {
  return ask<Shift>("/api/desk/checks", { book, check }, undefined, TIMEOUT);
}

/** Puts a check back for somebody else. */
export function giveBack(check: string): Promise<unknown> {
  return ask("/api/desk/checks/give-back", { check }, undefined, TIMEOUT);
}

/** The officer's working key as the server hands it out to his session; kept so that the page can use it and nobody can read it. */
export async function askKey(database: DeskDatabase): Promise<KeyRow> {
  const { officer, key } = await ask<{ officer: number; key: string }>("/api/desk/key", {}, undefined, TIMEOUT);
  const row: KeyRow = { id: "current", officer, key: await workingKey(key) };
  const transaction = database.transaction("keys", "readwrite", { durability: "strict" });
  await Promise.all([transaction.store.put(row), transaction.done]);
  return row;
}

export async function keptKey(database: DeskDatabase): Promise<KeyRow | null> {
  return (await database.get("keys", "current")) ?? null;
}

export async function keepShift({ database, key }: { readonly database: DeskDatabase; readonly key: CryptoKey }, shift: Shift): Promise<void> {
  const { iv, box } = await lockBytes(key, new TextEncoder().encode(JSON.stringify(shift)));
  await database.put("shifts", { officer: shift.officer.id, at: Date.now(), copy: { iv, box } }).catch(() => {
    // Room on disk is for what was keyed; the shift can be fetched again.
  });
}

/** The shift as it was last kept, or null where this key opens none. */
export async function keptShift(database: DeskDatabase, { officer, key }: KeyRow): Promise<Shift | null> {
  const row = await database.get("shifts", officer);
  if (row === undefined || "bare" in row.copy) return null;
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.copy.iv }, key, row.copy.box).catch(() => null);
  return plain === null ? null : (JSON.parse(new TextDecoder().decode(plain)) as Shift);
}
