/** The page's working image above the form: as wide as its pane, turned to the entry's line, zoomed by keys, never holding the keyboard. */
import { h } from "./dom";

const STEPS = ["fit", "100", "150", "200", "300"];

export class PageImage {
  readonly element: HTMLElement;
  #at = 1;

  /** `share`: how far down the page the entry begins, 0 to 1. */
  constructor(url: string, place: string, share: number) {
    const image = h("img", { src: url, alt: `Ảnh trang sổ, ${place}`, decoding: "async" });
    this.element = h("figure", { class: "page-image", "data-zoom": STEPS[this.#at] }, image);
    image.addEventListener("load", () => {
      this.element.scrollTop = share * this.element.scrollHeight;
    });
  }

  zoom(step: 1 | -1 | 0): void {
    this.#at = step === 0 ? 1 : Math.min(Math.max(this.#at + step, 0), STEPS.length - 1);
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = this.element;
    const x = (scrollLeft + clientWidth / 2) / scrollWidth;
    const y = (scrollTop + clientHeight / 2) / scrollHeight;
    this.element.dataset.zoom = STEPS[this.#at];
    // The middle of what was seen stays in the middle.
    this.element.scrollTo(x * this.element.scrollWidth - clientWidth / 2, y * this.element.scrollHeight - clientHeight / 2);
  }
}
