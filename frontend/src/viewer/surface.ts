/** OpenSeadragon, kept on a short lead: no keys, no controls, no animation. A bundle of its own, loaded after the first key can be typed. */
import OpenSeadragon from "openseadragon";
import type { Box, Turn } from "./geometry";
import type { Scan } from "./scan";

/** The image as it is, and at half its size: smaller than that nobody reads it. */
const LEVELS = 1;
/** Pages that stay drawn, out of sight: turning to one of them takes no time. */
const PAGES = 4;

type TiledImage = OpenSeadragon.TiledImage;

export interface Tiles {
  /** `{level}`, `{x}` and `{y}` in it are to be replaced. */
  readonly address: string;
  readonly width: number;
  readonly height: number;
}

interface Sheet {
  readonly scan: Scan;
  readonly image: TiledImage;
  tiles: TiledImage | "asked" | null;
}

export class Surface {
  #viewer: OpenSeadragon.Viewer;
  #sheets = new Map<string, Sheet>();
  #shown: string | null = null;
  #frame = document.createElement("div");
  #framed = false;
  #afterDrawing: (() => void)[] = [];
  /** The pane has another size: what was looked at does not fit any more. */
  whenResized: () => void = () => undefined;

  constructor(host: HTMLElement) {
    keepStylesOut();
    this.#viewer = OpenSeadragon({
      element: host,
      drawer: "canvas",
      showNavigationControl: false,
      tabIndex: "" as unknown as number,
      keyboardNavEnabled: false,
      animationTime: 0,
      blendTime: 0,
      immediateRender: true,
      visibilityRatio: 0.2,
      minZoomImageRatio: 0.3,
      maxZoomPixelRatio: 4,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true, flickEnabled: false },
    });
    this.#viewer.addHandler("canvas-key", (event) => {
      event.preventDefaultAction = true;
    });
    // OpenSeadragon first puts back the view it had.
    this.#viewer.addHandler("after-resize", () => queueMicrotask(() => this.whenResized()));
    this.#viewer.canvas.removeAttribute("tabindex");
    this.#frame.className = "field-frame";
    this.#viewer.addHandler("update-viewport", () => {
      const waiting = this.#afterDrawing;
      this.#afterDrawing = [];
      for (const act of waiting) act();
    });
  }

  /** Makes a page ready to be shown; resolves when it can be drawn at once. */
  async prepare(id: string, scan: Scan): Promise<void> {
    const known = this.#sheets.get(id);
    if (known?.scan === scan) return;
    if (known !== undefined) this.#drop(id);
    const canvas = await scan.pixels();
    const image = await this.#add(sourceOf(canvas), 0);
    this.#sheets.set(id, { scan, image, tiles: null });
    for (const old of this.#sheets.keys()) {
      if (this.#sheets.size <= PAGES) break;
      if (old !== this.#shown && old !== id) this.#drop(old);
    }
    if (!image.getFullyLoaded()) await new Promise<void>((resolve) => image.addOnceHandler("fully-loaded-change", () => resolve()));
  }

  /** Turns to a page that was made ready. */
  show(id: string): void {
    for (const [other, sheet] of this.#sheets) {
      sheet.image.setOpacity(other === id ? 1 : 0);
      if (sheet.tiles !== null && sheet.tiles !== "asked") sheet.tiles.setOpacity(other === id ? 1 : 0);
    }
    this.#shown = id;
  }

  /** Looks at a part of the shown page, at once, and says when it has been drawn. */
  look(view: Box, turn: Turn, drawn?: () => void): void {
    const sheet = this.#sheet;
    if (sheet === undefined) return;
    const tall = sheet.scan.height / sheet.scan.width;
    if (this.#viewer.viewport.getRotation() !== turn) this.#viewer.viewport.setRotation(turn, true);
    this.#viewer.viewport.fitBounds(new OpenSeadragon.Rect(view[0], view[1] * tall, view[2], view[3] * tall), true);
    if (drawn !== undefined) this.#afterDrawing.push(drawn);
    this.#viewer.forceRedraw();
  }

  /** What is looked at now, wherever keys and mouse have moved it. */
  get view(): Box | null {
    const sheet = this.#sheet;
    if (sheet === undefined) return null;
    const tall = sheet.scan.height / sheet.scan.width;
    const bounds = this.#viewer.viewport.getBoundsNoRotate(true);
    const turn = this.#viewer.viewport.getRotation();
    const across = turn % 180 !== 0;
    const middle = bounds.getCenter();
    const [width, height] = across ? [bounds.height, bounds.width] : [bounds.width, bounds.height];
    return [middle.x - width / 2, (middle.y - height / 2) / tall, width, height / tall];
  }

  zoom(by: number): void {
    this.#viewer.viewport.zoomBy(by, undefined, true);
    this.#viewer.viewport.applyConstraints(true);
  }

  /** Moves what is seen by a share of the pane, whichever way the page is turned. */
  pan(right: number, down: number): void {
    const { viewport } = this.#viewer;
    const pane = viewport.getContainerSize();
    viewport.panBy(viewport.deltaPointsFromPixels(new OpenSeadragon.Point(right * pane.x, down * pane.y), true), true);
    viewport.applyConstraints(true);
  }

  /** A frame around a field: nothing of what is written is hidden. Null takes it away. */
  frame(box: Box | null): void {
    const sheet = this.#sheet;
    if (this.#framed) this.#viewer.removeOverlay(this.#frame);
    this.#framed = box !== null && sheet !== undefined;
    if (box === null || sheet === undefined) return;
    const tall = sheet.scan.height / sheet.scan.width;
    this.#viewer.addOverlay({
      element: this.#frame,
      location: new OpenSeadragon.Rect(box[0], box[1] * tall, box[2], box[3] * tall),
      rotationMode: OpenSeadragon.OverlayRotationMode.BOUNDING_BOX,
    });
  }

  /** The full resolution over the working image, as soon as more is asked of that than it has. Without a line it stays as it is. */
  refine(tiles: Tiles): void {
    const sheet = this.#sheet;
    if (sheet === undefined || sheet.tiles !== null || tiles.width <= sheet.scan.width) return;
    if (sheet.image.viewportToImageZoom(this.#viewer.viewport.getZoom(true)) <= 1) return;
    sheet.tiles = "asked";
    void this.#add(fullSourceOf(tiles, sheet.scan), 1).then((image) => {
      sheet.tiles = image;
      if (this.#sheet !== sheet) image.setOpacity(0);
    });
  }

  /** The elements that aids may filter: the drawn page, not the frame over it. */
  get canvas(): HTMLElement {
    return this.#viewer.drawer.canvas as HTMLElement;
  }

  close(): void {
    this.#viewer.destroy();
  }

  get #sheet(): Sheet | undefined {
    return this.#shown === null ? undefined : this.#sheets.get(this.#shown);
  }

  #drop(id: string): void {
    const sheet = this.#sheets.get(id)!;
    this.#sheets.delete(id);
    this.#viewer.world.removeItem(sheet.image);
    if (sheet.tiles !== null && sheet.tiles !== "asked") this.#viewer.world.removeItem(sheet.tiles);
  }

  #add(tileSource: OpenSeadragon.TileSource, opacity: number): Promise<TiledImage> {
    return new Promise((resolve, reject) => {
      this.#viewer.addTiledImage({
        tileSource,
        x: 0,
        y: 0,
        width: 1,
        opacity,
        preload: true,
        success: (event) => resolve((event as unknown as { item: TiledImage }).item),
        error: () => reject(new Error("Không vẽ được ảnh trang.")),
      });
    });
  }
}

interface Job {
  readonly tile: { readonly level: number };
  readonly src: string;
  finish(data: unknown, request: null, type: string): void;
  fail(why: string, request: null): void;
}

type Source = OpenSeadragon.TileSource & { downloadTileStart(job: Job): void; downloadTileAbort(job: Job): void };

/** One tile a level, drawn from the decoded image: nothing is fetched, and no worker is started. */
function sourceOf(canvas: HTMLCanvasElement): OpenSeadragon.TileSource {
  const { width, height } = canvas;
  const side = Math.max(width, height);
  const source = new OpenSeadragon.TileSource({
    width, height, tileWidth: side, tileHeight: side, tileOverlap: 0, minLevel: 0, maxLevel: LEVELS,
  } as OpenSeadragon.TileSourceOptions) as Source;
  const name = `scan:${serial++}`;
  source.getTileUrl = (level: number) => `${name}:${level}`;
  source.downloadTileStart = (job) => {
    if (job.tile.level === LEVELS) return job.finish(canvas.getContext("2d"), null, "context2d");
    const smaller = document.createElement("canvas");
    const scale = 2 ** (job.tile.level - LEVELS);
    smaller.width = Math.max(1, Math.ceil(width * scale));
    smaller.height = Math.max(1, Math.ceil(height * scale));
    const context = smaller.getContext("2d")!;
    context.imageSmoothingQuality = "high";
    context.drawImage(canvas, 0, 0, smaller.width, smaller.height);
    job.finish(context, null, "context2d");
  };
  source.downloadTileAbort = () => undefined;
  return source;
}

let serial = 0;

/** Deep Zoom tiles of the scan itself, from the finest level to the one the working image already shows. */
function fullSourceOf({ address, width, height }: Tiles, scan: Scan): OpenSeadragon.TileSource {
  const maxLevel = Math.ceil(Math.log2(Math.max(width, height)));
  const minLevel = Math.max(0, maxLevel - Math.floor(Math.log2(width / scan.width)));
  const source = new OpenSeadragon.TileSource({
    width, height, tileSize: 512, tileOverlap: 0, minLevel, maxLevel,
  } as OpenSeadragon.TileSourceOptions) as Source;
  source.getTileUrl = (level: number, x: number, y: number) =>
    address.replace("{level}", String(level)).replace("{x}", String(x)).replace("{y}", String(y));
  source.downloadTileStart = (job) => {
    fetch(job.src)
      .then((answer) => (answer.ok ? answer.blob() : Promise.reject(new Error(String(answer.status)))))
      .then((blob) => job.finish(blob, null, "rasterBlob"))
      .catch((error: unknown) => job.fail(String(error), null));
  };
  source.downloadTileAbort = () => undefined;
  return source;
}

/** OpenSeadragon writes a style element of its own for touch screens, which the page's policy forbids; it is content with one that says nothing. */
function keepStylesOut(): void {
  const MARK = "data-openseadragon-mobile-css";
  if (document.querySelector(`style[${MARK}]`) !== null) return;
  // In no namespace that has styles, it is an element like any other.
  const empty = document.createElementNS(null, "style");
  empty.setAttribute(MARK, "true");
  document.head.append(empty);
}

/** What the desk loads this bundle for. */
export function openSurface(host: HTMLElement): Surface {
  return new Surface(host);
}
