/** The gazetteer comes after the first key, once, and stays for the shift. */
import { Gazetteer, type Pack } from "./gazetteer";
import { Suggesting } from "./suggesting";

const STEP = 500;

let ready: Suggesting | null = null;
let coming: Promise<Suggesting | null> | null = null;

/** The gazetteer where it has come already. */
export function places(): Suggesting | null {
  return ready;
}

/** Fetches the gazetteer once; null where it cannot be had: then the book's own texts are still offered. */
export function loadPlaces(): Promise<Suggesting | null> {
  coming ??= load().catch(() => {
    coming = null;
    return null;
  });
  return coming;
}

async function load(): Promise<Suggesting | null> {
  const address = document.getElementById("desk")?.dataset.places;
  if (address === undefined) return null;
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const gazetteer = new Gazetteer((await answer.json()) as Pack);
  const suggesting = new Suggesting(gazetteer);
  for (let row = 0; row < gazetteer.size; row += STEP) {
    suggesting.file(row, row + STEP);
    await new Promise((resolve) => setTimeout(resolve));
  }
  ready = suggesting;
  return ready;
}
