/** What makes faint ink readable: contrast, negative, sharpening, each by a key, together as one filter over the drawn page. */
const SVG = "http://www.w3.org/2000/svg";
const SHARPEN = "desk-sharpen";

export const STRENGTHS = [1, 1.4, 2] as const;

export class Aids {
  #strength = 0;
  #inverted = false;
  #sharp = false;

  /** Step by step up, then back to what the scan has. Returns what is said of it. */
  contrast(): string {
    this.#strength = (this.#strength + 1) % STRENGTHS.length;
    return ["Tương phản như ảnh gốc.", "Tương phản vừa.", "Tương phản mạnh."][this.#strength]!;
  }

  invert(): string {
    this.#inverted = !this.#inverted;
    return this.#inverted ? "Đảo màu ảnh." : "Màu như ảnh gốc.";
  }

  sharpen(): string {
    this.#sharp = !this.#sharp;
    return this.#sharp ? "Làm nét ảnh." : "Độ nét như ảnh gốc.";
  }

  /** The value of the CSS property `filter`. */
  get filter(): string {
    const parts = [
      this.#sharp ? `url(#${SHARPEN})` : "",
      this.#strength > 0 ? `grayscale(1) contrast(${STRENGTHS[this.#strength]})` : "",
      this.#inverted ? "invert(1)" : "",
    ];
    return parts.filter((part) => part !== "").join(" ") || "none";
  }
}

/** The filter that sharpening refers to; it has to stand somewhere in the page. */
export function sharpenFilter(): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const filter = document.createElementNS(SVG, "filter");
  const matrix = document.createElementNS(SVG, "feConvolveMatrix");
  svg.setAttribute("class", "image-filters");
  svg.setAttribute("aria-hidden", "true");
  filter.setAttribute("id", SHARPEN);
  matrix.setAttribute("order", "3");
  matrix.setAttribute("kernelMatrix", "0 -1 0 -1 5 -1 0 -1 0");
  matrix.setAttribute("preserveAlpha", "true");
  filter.append(matrix);
  svg.append(filter);
  return svg;
}
