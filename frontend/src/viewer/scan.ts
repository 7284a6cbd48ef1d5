/** A page's working image, fetched and decoded once: what the viewer draws, what the loupe enlarges. */
import type { Box, Turn } from "./geometry";

/** Decoded pages that are kept: the one being keyed, and those before and after it. */
const KEPT = 4;

export class Scan {
  readonly width: number;
  readonly height: number;
  #blob: Blob;
  #canvas: HTMLCanvasElement;

  private constructor(blob: Blob, canvas: HTMLCanvasElement) {
    this.#blob = blob;
    this.#canvas = canvas;
    this.width = canvas.width;
    this.height = canvas.height;
  }

  static async of(blob: Blob): Promise<Scan> {
    return new Scan(blob, await drawn(blob));
  }

  /** The whole image. The viewer may empty the canvas it was given; then it is decoded again. */
  async pixels(): Promise<HTMLCanvasElement> {
    if (this.#canvas.width === 0) this.#canvas = await drawn(this.#blob);
    return this.#canvas;
  }

  /** The image as it is decoded now, or null while it is not. */
  get canvas(): HTMLCanvasElement | null {
    return this.#canvas.width === 0 ? null : this.#canvas;
  }
}

async function drawn(blob: Blob): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(blob);
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("2d")!.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas;
}

/** The last few pages, by the address of their image. */
export class Scans {
  #fetch: (url: string) => Promise<Blob>;
  #known = new Map<string, Promise<Scan>>();

  constructor(fetchImage: (url: string) => Promise<Blob>) {
    this.#fetch = fetchImage;
  }

  of(url: string): Promise<Scan> {
    const known = this.#known.get(url) ?? this.#fetch(url).then((blob) => Scan.of(blob));
    // The newest stands last; a page that could not be fetched is asked for again.
    this.#known.delete(url);
    this.#known.set(url, known);
    known.catch(() => this.#known.get(url) === known && this.#known.delete(url));
    for (const old of [...this.#known.keys()].slice(0, -KEPT)) this.#known.delete(old);
    return known;
  }
}

/** Cuts a part of a page out, turned as it is looked at, `scale` pixels of the canvas for one of the scan. */
export function cut(from: HTMLCanvasElement, [x, y, width, height]: Box, turn: Turn, scale: number): HTMLCanvasElement {
  const [sx, sy, sw, sh] = [x * from.width, y * from.height, width * from.width, height * from.height];
  const [w, h] = [Math.max(1, Math.round(sw * scale)), Math.max(1, Math.round(sh * scale))];
  const canvas = document.createElement("canvas");
  const across = turn === 90 || turn === 270;
  canvas.width = across ? h : w;
  canvas.height = across ? w : h;
  const context = canvas.getContext("2d")!;
  context.imageSmoothingQuality = "high";
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turn * Math.PI) / 180);
  context.drawImage(from, sx, sy, sw, sh, -w / 2, -h / 2, w, h);
  return canvas;
}
