/** The page's working image above the form: as wide as its pane, turned to the entry's line, zoomed by keys, never holding the keyboard. */
import { fetchImage } from "../journal/images";
import type { PageOfShift } from "../shift/types";
import { h } from "./dom";

const STEPS = ["fit", "100", "150", "200", "300"];

export class PageImage {
  readonly element: HTMLElement;
  #at = 1;

  constructor(page: PageOfShift, line: number | string | null) {
    const image = h("img", { alt: `Ảnh trang sổ, trang ${page.number}`, decoding: "async" });
    this.element = h("figure", { class: "page-image", "data-zoom": STEPS[this.#at] }, image);
    const boxes = Object.values(page.boxes?.[String(line)] ?? {});
    const share = boxes.length === 0 ? 0 : Math.min(...boxes.map(([, y]) => y));
    image.addEventListener("load", () => {
      URL.revokeObjectURL(image.src);
      this.element.scrollTop = share * this.element.scrollHeight;
    });
    fetchImage(page.image).then(
      (blob) => (image.src = URL.createObjectURL(blob)),
      () => (image.alt = `Chưa tải được ảnh trang ${page.number}: nhập theo sổ, ảnh hiện khi có đường truyền.`),
    );
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
