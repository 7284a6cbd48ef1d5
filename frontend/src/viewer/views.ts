/** What is to be seen beside the form, and how: one layout for the desk, one image pane that outlives the entries. */
import { say } from "../desk/dom";
import { DeskLayout } from "./layout";
import type { ViewCommand } from "./keys";
import { loadSurface } from "./later";
import { Nudges } from "./nudging";
import { ImagePane, type Looked } from "./pane";
import { nudgeServer } from "./server";
import { nextTheme } from "./theme";
import type { PageOfShift } from "../shift/types";

/** How many pages ahead are decoded; those after them are only fetched. */
const READY = 2;

export class Views {
  #root: HTMLElement;
  #layout: DeskLayout;
  #fetchImage: (url: string) => Promise<Blob>;
  #kept: ImagePane | null = null;
  #looked: Looked | null = null;

  constructor(root: HTMLElement, fetchImage: (url: string) => Promise<Blob>) {
    this.#root = root;
    this.#fetchImage = fetchImage;
    this.#layout = new DeskLayout(root, localStorage);
  }

  /** The pane of the book being keyed, or null where it has no images. */
  get pane(): ImagePane | null {
    return this.#looked === null ? null : this.#kept;
  }

  /** @param looked null for an entry of a book without images */
  show(kind: string, looked: Looked | null): void {
    this.#looked = looked;
    this.#layout.use(kind, looked === null ? null : { wide: looked.page.width > looked.page.height });
    if (looked === null) return;
    this.#kept ??= new ImagePane({
      fetchImage: this.#fetchImage,
      openSurface: (host) => loadSurface(this.#root, host),
      nudges: new Nudges(nudgeServer, localStorage),
    });
    this.#kept.show(looked);
  }

  /** Decodes the pages that come next, so that turning to them takes no time. */
  prefetch(pages: readonly PageOfShift[]): void {
    this.#kept?.prefetch(pages.slice(0, READY));
  }

  nudgeBy(event: KeyboardEvent): boolean {
    return this.pane?.nudgeBy(event) ?? false;
  }

  run(command: ViewCommand): void {
    switch (command) {
      case "theme":
        return say(nextTheme());
      case "layout":
        return say(this.#layout.change());
      case "image_larger":
      case "image_smaller":
        return say(this.#layout.resize(command === "image_larger"));
      default:
        this.pane?.run(command);
    }
  }
}
