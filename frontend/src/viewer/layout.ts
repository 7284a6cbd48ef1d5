/**
 * Where the page image stands: above the form for a page that lies wide, at its left for one that stands upright, nowhere for
 * a book without images. What the officer changed is remembered on this machine, for each kind of register.
 */
import { setAttr } from "../desk/dom";

export type Layout = "top" | "side" | "paper";

type Store = Pick<Storage, "getItem" | "setItem">;

const KEPT = "hotich.layout.";
/** The image's share of the height above the form, of the width beside it. */
const SHARES: Readonly<Record<Layout, number>> = { top: 46, side: 46, paper: 0 };
const [LEAST, MOST, STEP] = [25, 70, 5];

interface Kept {
  readonly layout?: Layout;
  readonly top?: number;
  readonly side?: number;
}

export class DeskLayout {
  #root: HTMLElement;
  #store: Store;
  #kind = "";
  #layout: Layout = "paper";
  #shares = { ...SHARES };

  constructor(root: HTMLElement, store: Store) {
    this.#root = root;
    this.#store = store;
  }

  get layout(): Layout {
    return this.#layout;
  }

  /** @param image whether its page lies wide, or null for a book without images */
  use(kind: string, image: { readonly wide: boolean } | null): void {
    const kept = this.#kept(kind);
    this.#kind = kind;
    this.#shares = { top: shareOf(kept.top, "top"), side: shareOf(kept.side, "side"), paper: 0 };
    const usual = image?.wide === true ? "top" : "side";
    const chosen = kept.layout === "top" || kept.layout === "side" ? kept.layout : usual;
    this.#layout = image === null ? "paper" : chosen;
    this.#show();
  }

  /** From above the form to beside it and back. Says what it did. */
  change(): string {
    if (this.#layout === "paper") return "Quyển sổ này không có ảnh.";
    this.#layout = this.#layout === "top" ? "side" : "top";
    this.#keep();
    return this.#layout === "top" ? "Ảnh ở trên." : "Ảnh ở bên trái.";
  }

  /** Moves the edge between image and form. */
  resize(larger: boolean): string {
    const share = this.#shares[this.#layout] + (larger ? STEP : -STEP);
    this.#shares[this.#layout] = Math.min(Math.max(share, LEAST), MOST);
    this.#keep();
    return `Ảnh chiếm ${this.#shares[this.#layout]} % khung.`;
  }

  #keep(): void {
    const { top, side } = this.#shares;
    this.#store.setItem(KEPT + this.#kind, JSON.stringify({ layout: this.#layout, top, side } satisfies Kept));
    this.#show();
  }

  #show(): void {
    setAttr(this.#root, "data-layout", this.#layout);
    this.#root.style.setProperty("--image-share", `${this.#shares[this.#layout]}%`);
  }

  #kept(kind: string): Kept {
    try {
      return (JSON.parse(this.#store.getItem(KEPT + kind) ?? "{}") ?? {}) as Kept;
    } catch {
      return {};
    }
  }
}

function shareOf(kept: number | undefined, layout: "top" | "side"): number {
  return typeof kept === "number" && kept >= LEAST && kept <= MOST ? kept : SHARES[layout];
}
