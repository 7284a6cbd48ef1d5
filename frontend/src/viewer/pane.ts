/**
 * The pane with the page's image. It is there from the first moment, follows the field, and takes every key of the image; what
 * draws (`surface.ts`) is loaded after it. Nothing in it ever takes the keyboard.
 */
import { h, say } from "../desk/dom";
import { cropAround, type Crop } from "../questions/crop";
import type { PageOfShift } from "../shift/types";
import { Aids, sharpenFilter } from "./aids";
import { depthIn, moved, sameHand, spotOf, turned, viewOf, type Point, type Spot, type Turn } from "./geometry";
import type { ImageCommand } from "./keys";
import { LettersBeside, Loupe } from "./magnified";
import { type Nudges, stepOf } from "./nudging";
import { Scans, type Scan } from "./scan";
import type { Surface } from "./surface";

export interface PaneSources {
  /** A page's working image, wherever it is kept. */
  fetchImage(url: string): Promise<Blob>;
  /** Loads what draws. */
  openSurface(host: HTMLElement): Promise<Surface>;
  readonly nudges: Nudges;
}

/** What is looked at: one entry on one page. */
export interface Looked {
  readonly book: string;
  readonly page: PageOfShift;
  readonly line: number | null;
  /** How many entries a page of this book has, for where the layout is unknown. */
  readonly lines: number;
}

const ZOOM = 1.25;
const PAN = 0.3;
/** The browser keeps so many of the desk's own figures. */
const MEASURED = 1000;

export class ImagePane {
  readonly element: HTMLElement;
  #sources: PaneSources;
  #scans: Scans;
  #host = h("div", { class: "page-surface" });
  #state = h("p", { class: "page-state", role: "status" });
  #pinned = h("span", { class: "page-pinned", hidden: true }, "Đã ghim ảnh · Alt+G để bỏ");
  #loupe = new Loupe();
  #letters = new LettersBeside();
  #surface: Promise<Surface> | null = null;
  #drawing: Surface | null = null;
  #looked: Looked | null = null;
  #scan: Scan | null = null;
  #field: string | null = null;
  #asked = -1;
  #measured = 0;
  #turn: Turn = 0;
  #factor = 1;
  #pin = false;
  #nudge: Point | null = null;
  #aids = new Aids();
  /** Pages as the server has had them since the shift was handed out. */
  #newer = new Map<string, PageOfShift>();

  constructor(sources: PaneSources) {
    this.#sources = sources;
    this.#scans = new Scans((url) => sources.fetchImage(url));
    this.element = h(
      "figure",
      { class: "page-image", "aria-label": "Ảnh trang sổ" },
      this.#host,
      this.#loupe.element,
      this.#letters.element,
      this.#pinned,
      this.#state,
    );
    this.element.append(sharpenFilter());
    // The mouse may move the image; the keyboard stays where it is.
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
    window.addEventListener("online", () => void this.#sendNudges());
  }

  /** Turns to an entry. A page that is there already stays. */
  show(looked: Looked): void {
    this.#looked = looked;
    this.#field = null;
    this.#asked = -1;
    this.#nudge = null;
    this.element.classList.remove("page-image--nudging");
    this.#letters.close();
    this.element.setAttribute("aria-label", `Ảnh trang sổ, trang ${looked.page.number}`);
    void this.#open(looked);
  }

  /** Fetches and decodes pages that come next. */
  prefetch(pages: readonly PageOfShift[]): void {
    for (const page of pages) void this.#prepare(page).catch(() => undefined);
  }

  /** Brings the field's place on the page into sight: called when it takes the focus. */
  follow(field: string | null): void {
    this.#asked = performance.now();
    this.#field = field;
    this.#place(!this.#pin);
  }

  /** The piece of the page where a field stands, or the entry where no field is named or its place is unknown. */
  cropOf(field: string | null): Crop | null {
    const spot = this.#spotOf(field);
    return this.#looked === null || spot === null ? null : cropAround(this.#looked.page.id, spot.box);
  }

  /** While boxes are being moved the arrows are theirs, Enter keeps and Escape gives up. Returns whether the key was used. */
  nudgeBy(key: { readonly key: string; readonly shiftKey: boolean; readonly ctrlKey: boolean; readonly altKey: boolean }): boolean {
    if (this.#nudge === null || key.ctrlKey || key.altKey) return false;
    const step = stepOf(key);
    if (step !== null) {
      this.#nudge = [this.#nudge[0] + step[0], this.#nudge[1] + step[1]];
      this.#place(false);
      return true;
    }
    if (key.key === "Enter") void this.#keepNudge(this.#nudge);
    else if (key.key === "Escape") this.#endNudge("Khung ô để như cũ.");
    else return false;
    return true;
  }

  run(command: ImageCommand): void {
    switch (command) {
      case "zoom_in":
      case "zoom_out":
        return this.#zoom(command === "zoom_in" ? ZOOM : 1 / ZOOM);
      case "zoom_fit":
        this.#factor = 1;
        return this.#place(true);
      case "contrast":
      case "invert":
      case "sharpen":
        say(this.#aids[command]());
        return this.#filter();
      case "rotate":
        this.#turn = turned(this.#turn);
        say(`Ảnh xoay ${this.#turn}°.`);
        return this.#place(true);
      case "loupe":
        this.#loupe.toggle();
        return this.#place(false);
      case "pin":
        this.#pin = !this.#pin;
        this.#pinned.hidden = !this.#pin;
        return this.#place(!this.#pin);
      case "same_hand":
        return this.#compare();
      case "nudge":
        return this.#beginNudge();
      case "pan_left":
      case "pan_right":
        return this.#pan(command === "pan_left" ? -PAN : PAN, 0);
      case "pan_up":
      case "pan_down":
        return this.#pan(0, command === "pan_up" ? -PAN : PAN);
    }
  }

  async #open(looked: Looked): Promise<void> {
    this.#say("");
    const slow = window.setTimeout(() => this.#looked === looked && this.#say("Đang mở ảnh trang…"), 400);
    try {
      const [surface, scan] = await this.#prepare(looked.page);
      if (this.#looked !== looked) return;
      this.#drawing = surface;
      surface.whenResized = () => this.#refit();
      this.#scan = scan;
      surface.show(looked.page.id);
      this.#filter();
      this.#place(true);
    } catch {
      if (this.#looked === looked) this.#noImage();
    } finally {
      window.clearTimeout(slow);
      if (this.#looked === looked && this.#scan !== null) this.#say("");
    }
  }

  async #prepare(page: PageOfShift): Promise<[Surface, Scan]> {
    this.#surface ??= this.#sources.openSurface(this.#host);
    this.#surface.catch(() => (this.#surface = null));
    const [surface, scan] = await Promise.all([this.#surface, this.#scans.of(page.image)]);
    await surface.prepare(page.id, scan);
    return [surface, scan];
  }

  #noImage(): void {
    this.#scan = null;
    this.#say("Chưa mở được ảnh trang này. Nhập theo sổ giấy; có đường truyền thì ảnh tự hiện.");
    const looked = this.#looked;
    window.setTimeout(() => {
      if (looked !== null && this.#looked === looked && this.#scan === null) void this.#open(looked);
    }, 15_000);
  }

  /** Frames the field, and moves the page to it where it is to follow. */
  #place(follows: boolean): void {
    const [surface, looked, spot] = [this.#drawing, this.#looked, this.#spotOf(this.#field)];
    if (surface === null || looked === null || spot === null || this.#scan === null) return;
    const [asked, field] = [this.#asked, this.#field];
    surface.frame(spot.of === "field" || this.#nudge !== null ? spot.box : null);
    if (follows) {
      surface.look(viewOf(spot, this.#pane, this.#scan, this.#turn, this.#factor), this.#turn, () => {
        if (this.#asked !== asked || asked < 0) return;
        if (field !== null) this.#measure(asked);
        this.#asked = -1;
      });
      this.#refine();
    }
    this.#magnify();
  }

  #measure(start: number): void {
    if (++this.#measured % MEASURED === 0) performance.clearMeasures("image-placed");
    performance.measure("image-placed", { start });
  }

  #refine(): void {
    const page = this.#looked?.page;
    if (page === undefined || page.tiles === null || !navigator.onLine) return;
    this.#drawing?.refine({ address: page.tiles, width: page.width, height: page.height });
  }

  #refit(): void {
    if (this.#scan !== null && this.#host.clientWidth > 0) this.#place(!this.#pin);
  }

  #magnify(): void {
    const [scan, spot] = [this.#scan, this.#spotOf(this.#field)];
    if (scan?.canvas == null || spot === null) return;
    const view = this.#drawing?.view ?? viewOf(spot, this.#pane, scan, this.#turn, this.#factor);
    const shown = this.#turn % 180 === 0 ? view[2] * scan.width : view[3] * scan.height;
    this.#loupe.show(scan.canvas, spot, this.#turn, this.#pane.width / shown, this.#aids.filter);
    this.#loupe.keepOff(depthIn(view, spot, this.#turn));
  }

  #zoom(by: number): void {
    if (this.#pin) {
      this.#drawing?.zoom(by);
      return this.#refine();
    }
    this.#factor = Math.min(Math.max(this.#factor * by, 0.25), 8);
    this.#place(true);
  }

  #pan(right: number, down: number): void {
    this.#drawing?.pan(right, down);
    this.#refine();
  }

  #compare(): void {
    const [looked, canvas, field] = [this.#looked, this.#scan?.canvas ?? null, this.#field];
    if (this.#letters.isOpen) return this.#letters.close();
    if (looked === null || canvas === null || field === null) return;
    const page = { boxes: this.#page(looked).boxes };
    const by = this.#moves(looked);
    const boxes = sameHand(page, looked.line ?? 1, field, 8).map((box) => moved(box, by));
    if (boxes.length === 0) return say("Chưa biết vị trí các ô trên trang này nên chưa so chữ được.");
    this.#letters.open(canvas, boxes, this.#turn, this.#aids.filter);
  }

  #beginNudge(): void {
    if (this.#looked === null || this.#page(this.#looked).boxes === null) {
      return say("Trang này chưa có khung ô để chỉnh.");
    }
    this.#nudge = [0, 0];
    this.element.classList.add("page-image--nudging");
    this.#say("Chỉnh khung ô của trang: mũi tên để dời, Shift + mũi tên dời nhiều, Enter để giữ, Esc để thôi.");
    this.#place(false);
  }

  #endNudge(words: string): void {
    this.#nudge = null;
    this.element.classList.remove("page-image--nudging");
    this.#say("");
    say(words);
    this.#place(!this.#pin);
  }

  async #keepNudge(by: Point): Promise<void> {
    const looked = this.#looked!;
    const kept = this.#sources.nudges.keep(looked.book, looked.page, by);
    this.#endNudge("Đã giữ khung ô mới của trang.");
    try {
      const page = await kept;
      if (page !== null) this.#newer.set(page.id, page);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
    this.#place(false);
  }

  async #sendNudges(): Promise<void> {
    const pages = await this.#sources.nudges.sendAll().catch(() => []);
    for (const page of pages) this.#newer.set(page.id, page);
  }

  #filter(): void {
    if (this.#drawing !== null) this.#drawing.canvas.style.filter = this.#aids.filter;
    this.#letters.filter(this.#aids.filter);
    this.#magnify();
  }

  #spotOf(field: string | null): Spot | null {
    const looked = this.#looked;
    if (looked === null) return null;
    const { box, of } = spotOf(this.#page(looked), looked.line, looked.lines, field);
    return { box: moved(box, this.#moves(looked)), of };
  }

  #page(looked: Looked): PageOfShift {
    return this.#newer.get(looked.page.id) ?? looked.page;
  }

  #moves({ page }: Looked): Point {
    const [x, y] = this.#sources.nudges.of(page.id);
    return [x + (this.#nudge?.[0] ?? 0), y + (this.#nudge?.[1] ?? 0)];
  }

  get #pane(): { width: number; height: number } {
    return { width: Math.max(1, this.#host.clientWidth), height: Math.max(1, this.#host.clientHeight) };
  }

  #say(text: string): void {
    this.#state.textContent = text;
  }
}
