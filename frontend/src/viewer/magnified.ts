/** Pieces of the page shown larger or side by side: the loupe at the field, and the same hand's other words. Both only show. */
import { h } from "../desk/dom";
import type { Box, Spot, Turn } from "./geometry";
import { cut } from "./scan";

const LOUPE = 2;
/** The loupe shows what lies left and right of a long field only as far as this many pixels go. */
const WIDEST = 880;

export class Loupe {
  readonly element = h("div", { class: "loupe", hidden: true, "aria-hidden": "true" });
  #on = false;

  toggle(): void {
    this.#on = !this.#on;
    this.element.hidden = !this.#on;
  }

  /** @param scale how large the page is shown now: the loupe shows it twice as large */
  show(from: HTMLCanvasElement, { box, of }: Spot, turn: Turn, scale: number, filter: string): void {
    this.element.hidden = !this.#on || of !== "field";
    if (this.element.hidden) return;
    const [width, height] = [Math.min(box[2], WIDEST / (LOUPE * scale * from.width)), box[3]];
    const piece = cut(from, [box[0], box[1] - height * 0.15, width, height * 1.3], turn, LOUPE * scale);
    piece.style.filter = filter;
    this.element.replaceChildren(piece);
  }

  /** Stands at the edge that is farther from the field. */
  keepOff(depth: number): void {
    this.element.classList.toggle("loupe--below", depth < 0.5);
  }
}

export class LettersBeside {
  readonly element = h("div", { class: "letters", hidden: true, "aria-label": "Chữ cùng người viết trên trang này" });

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  open(from: HTMLCanvasElement, boxes: readonly Box[], turn: Turn, filter: string): void {
    const pieces = boxes.map((box) => cut(from, box, turn, 1));
    this.element.replaceChildren(...pieces);
    this.element.hidden = false;
    this.filter(filter);
  }

  close(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  filter(filter: string): void {
    for (const piece of this.element.querySelectorAll("canvas")) piece.style.filter = filter;
  }
}
