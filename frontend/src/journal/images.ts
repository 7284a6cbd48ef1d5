/** Page images at hand without a line: encrypted under the officer's working key, forgotten after a few days. */
import type { IDBPDatabase } from "idb";
import { lockBytes } from "./seal";
import type { DeskSchema } from "./store";

const KEPT_FOR = 3 * 24 * 3_600_000;
/** Pictures kept ready in memory: the page, its neighbours and those coming next. */
const AT_HAND = 12;

interface Keeping {
  readonly database: IDBPDatabase<DeskSchema>;
  readonly key: CryptoKey;
  readonly officer: number;
}

let keeping: Keeping | null = null;
let isFull = false;
const atHand = new Map<string, Promise<Blob>>();
let queue: string[] = [];
let isFetching = false;

/** From now on images are kept on disk; what cannot be read any more, or is old, goes. */
export function keepImages(parts: Keeping): void {
  keeping = parts;
  void forgetOld(parts).catch(() => {});
}

/** A page's image: from memory, from disk, else from the server. Throws where neither has it. */
export function fetchImage(url: string): Promise<Blob> {
  const known = atHand.get(url);
  if (known !== undefined) {
    atHand.delete(url);
    atHand.set(url, known);
    return known;
  }
  const coming = find(url);
  atHand.set(url, coming);
  coming.catch(() => atHand.delete(url));
  for (const old of [...atHand.keys()].slice(0, Math.max(0, atHand.size - AT_HAND))) atHand.delete(old);
  return coming;
}

/** Fetches images in the background, one after the other; the newest wish goes first. */
export function prefetch(urls: readonly string[]): void {
  queue = [...urls, ...queue.filter((url) => !urls.includes(url))];
  void work();
}

async function work(): Promise<void> {
  if (isFetching || isFull) return;
  isFetching = true;
  try {
    for (let url = queue.shift(); url !== undefined; url = queue.shift()) {
      if (!atHand.has(url) && !(await isKept(url))) await find(url);
    }
  } catch {
    // No line: the next wish tries again.
  } finally {
    isFetching = false;
  }
}

async function isKept(url: string): Promise<boolean> {
  const row = await keeping?.database.get("images", url);
  return row !== undefined && row.officer === keeping?.officer;
}

async function find(url: string): Promise<Blob> {
  const row = await keeping?.database.get("images", url).catch(() => undefined);
  if (row !== undefined && row.officer === keeping!.officer) {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, keeping!.key, row.box).catch(() => null);
    if (plain !== null) return new Blob([plain], { type: row.type });
  }
  const response = await fetch(url, { credentials: "same-origin", cache: "no-store", redirect: "error" });
  if (!response.ok) throw new Error(`image ${response.status}`);
  const blob = await response.blob();
  await keep(url, blob);
  return blob;
}

async function keep(url: string, blob: Blob): Promise<void> {
  if (keeping === null || isFull) return;
  const { database, key, officer } = keeping;
  const { iv, box } = await lockBytes(key, await blob.arrayBuffer());
  await database.put("images", { url, officer, at: Date.now(), iv, box, type: blob.type }).catch(() => {
    // Room on disk is for what was keyed; a picture can be fetched again.
    isFull = true;
  });
}

async function forgetOld({ database, officer }: Keeping): Promise<void> {
  const until = Date.now() - KEPT_FOR;
  const transaction = database.transaction("images", "readwrite");
  for await (const cursor of transaction.store) if (cursor.value.at < until || cursor.value.officer !== officer) await cursor.delete();
  await transaction.done;
}
