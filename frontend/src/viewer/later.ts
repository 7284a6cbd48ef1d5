/** What follows once the first key can be typed: fonts, and what draws the page images. Their addresses stand on the desk's root. */
import type { Surface } from "./surface";

/** The desk's faces, self-hosted; until they are there the machine's own are used. */
export function loadFonts(root: HTMLElement): void {
  const address = root.dataset["fonts"];
  if (address === undefined) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
}

/** Loads the image viewer's bundle, as soon as the form has been drawn. */
export async function loadSurface(root: HTMLElement, host: HTMLElement): Promise<Surface> {
  await new Promise((drawn) => requestAnimationFrame(() => window.setTimeout(drawn)));
  const address = root.dataset["viewer"] ?? "";
  const { openSurface } = (await import(address)) as { openSurface(host: HTMLElement): Surface };
  return openSurface(host);
}
