/** The page with what is laid over it: four corners to be moved by keys or mouse, every box as it will be, and what is under a corner, enlarged. */
import { h } from "../desk/dom";
import { moved, WHOLE, type Box, type Point } from "../viewer/geometry";
import { isQuadrilateral, projected, projectionOf } from "../viewer/projection";

const SVG = "http://www.w3.org/2000/svg";
/** The overlay counts in thousandths of the page. */
const UNITS = 1000;
const STEP = 0.001;
const MAGNIFIED = 4;
const NAMES = ["Góc 1, trên trái", "Góc 2, trên phải", "Góc 3, dưới phải", "Góc 4, dưới trái"] as const;

const ARROWS: Readonly<Record<string, Point>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export interface Drawing {
  /** The corners on the form's drawing. */
  readonly corners: readonly Point[];
  readonly lines: Readonly<Record<string, Readonly<Record<string, Box>>>>;
  readonly labels: Readonly<Record<string, string>>;
}

export class Stage {
  readonly element: HTMLElement;
  #drawing: Drawing;
  #corners: Point[];
  #nudge: Point;
  #image: HTMLImageElement;
  #overlay = document.createElementNS(SVG, "svg");
  #outline = document.createElementNS(SVG, "polygon");
  #boxes = document.createElementNS(SVG, "g");
  #handles: HTMLButtonElement[];
  #glass = h("canvas", { class: "stage-glass", width: "220", height: "220", hidden: true, "aria-hidden": "true" });
  #active = 0;
  #changed: () => void;

  /** @param movable whether the corners may be moved */
  constructor(image: string, drawing: Drawing, corners: readonly Point[], nudge: Point, movable: boolean, changed: () => void) {
    this.#drawing = drawing;
    this.#corners = [...corners];
    this.#nudge = nudge;
    this.#changed = changed;
    this.#image = h("img", { class: "stage-image", src: image, alt: "Ảnh trang sổ", decoding: "async" });
    this.#overlay.setAttribute("class", "stage-overlay");
    this.#overlay.setAttribute("viewBox", `0 0 ${UNITS} ${UNITS}`);
    this.#overlay.setAttribute("preserveAspectRatio", "none");
    this.#overlay.setAttribute("aria-hidden", "true");
    this.#outline.setAttribute("class", "stage-frame");
    this.#overlay.append(this.#boxes, this.#outline);
    this.#handles = NAMES.map((_, at) => this.#handle(at));
    this.element = h("div", { class: "stage" }, this.#image, ...(movable ? this.#handles : []), this.#glass);
    this.#image.after(this.#overlay);
    if (movable) this.#image.addEventListener("pointerdown", (event) => this.#drag(this.#active, event));
    this.#draw();
  }

  get corners(): readonly Point[] {
    return this.#corners;
  }

  get isValid(): boolean {
    return isQuadrilateral(this.#corners);
  }

  set corners(corners: readonly Point[]) {
    this.#corners = [...corners];
    this.#draw();
  }

  set nudge(nudge: Point) {
    this.#nudge = nudge;
    this.#draw();
  }

  #handle(at: number): HTMLButtonElement {
    const handle = h("button", { type: "button", class: "stage-corner", "data-corner": String(at) }, String(at + 1));
    handle.addEventListener("focus", () => {
      this.#active = at;
      this.#magnify();
    });
    handle.addEventListener("blur", () => (this.#glass.hidden = true));
    handle.addEventListener("pointerdown", (event) => {
      handle.focus();
      this.#drag(at, event);
    });
    handle.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      if (arrow === undefined || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      const step = event.shiftKey ? STEP * 10 : STEP;
      const [x, y] = this.#corners[at]!;
      this.#put(at, [x + arrow[0] * step, y + arrow[1] * step]);
    });
    return handle;
  }

  /** A corner goes where the pointer is, until that is let go. */
  #drag(at: number, event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.#handles[at]!.focus();
    const to = (one: PointerEvent) => {
      const { left, top, width, height } = this.#image.getBoundingClientRect();
      this.#put(at, [(one.clientX - left) / width, (one.clientY - top) / height]);
    };
    const end = () => {
      window.removeEventListener("pointermove", to);
      window.removeEventListener("pointerup", end);
    };
    window.addEventListener("pointermove", to);
    window.addEventListener("pointerup", end);
    if (event.currentTarget === this.#image) to(event);
  }

  #put(at: number, [x, y]: Point): void {
    const inside = (value: number) => Math.round(Math.min(Math.max(value, -0.05), 1.05) * 10_000) / 10_000;
    this.#corners[at] = [inside(x), inside(y)];
    this.#draw();
    this.#magnify();
    this.#changed();
  }

  #draw(): void {
    this.#outline.setAttribute("points", pointsOf(this.#corners));
    this.#handles.forEach((handle, at) => {
      const [x, y] = this.#corners[at]!;
      handle.style.left = `${x * 100}%`;
      handle.style.top = `${y * 100}%`;
      handle.setAttribute("aria-label", `${NAMES[at]}: ngang ${percent(x)}, dọc ${percent(y)}. Mũi tên để dời, Shift để dời nhiều.`);
    });
    const by = this.isValid ? projectionOf(this.#drawing.corners, this.#corners) : null;
    const polygons: SVGPolygonElement[] = [];
    for (const [line, boxes] of by === null ? [] : Object.entries(this.#drawing.lines)) {
      for (const [field, box] of Object.entries(boxes)) {
        const [x, y, width, height] = box;
        const corners = ([[x, y], [x + width, y], [x + width, y + height], [x, y + height]] as const).map((corner): Point => {
          const [px, py] = projected(by!, corner);
          const [nx, ny] = moved([px, py, 0, 0], this.#nudge);
          return [nx, ny];
        });
        const polygon = document.createElementNS(SVG, "polygon");
        polygon.setAttribute("class", field === WHOLE ? "stage-entry" : "stage-box");
        polygon.setAttribute("points", pointsOf(corners));
        const title = document.createElementNS(SVG, "title");
        title.textContent = `Dòng ${line}: ${this.#drawing.labels[field] ?? field}`;
        polygon.append(title);
        polygons.push(polygon);
      }
    }
    this.#boxes.replaceChildren(...polygons);
  }

  /** What is under the corner, enlarged, with the corner in its middle. */
  #magnify(): void {
    const { naturalWidth, naturalHeight } = this.#image;
    if (naturalWidth === 0) return;
    const [x, y] = this.#corners[this.#active]!;
    const { width, height } = this.#glass;
    const context = this.#glass.getContext("2d")!;
    const shown = (width / MAGNIFIED) * (naturalWidth / Math.max(1, this.#image.clientWidth));
    context.fillStyle = "#39424d";
    context.fillRect(0, 0, width, height);
    context.drawImage(this.#image, x * naturalWidth - shown / 2, y * naturalHeight - shown / 2, shown, shown, 0, 0, width, height);
    context.strokeStyle = "#9b1c1c";
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(width / 2, 0);
    context.lineTo(width / 2, height);
    context.moveTo(0, height / 2);
    context.lineTo(width, height / 2);
    context.stroke();
    this.#glass.hidden = false;
    // In the corner of the page that is farthest from the one being placed.
    this.#glass.classList.toggle("stage-glass--right", x < 0.5);
    this.#glass.classList.toggle("stage-glass--below", y < 0.5);
  }
}

function pointsOf(points: readonly Point[]): string {
  return points.map(([x, y]) => `${(x * UNITS).toFixed(1)},${(y * UNITS).toFixed(1)}`).join(" ");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1).replace(".", ",")} %`;
}
