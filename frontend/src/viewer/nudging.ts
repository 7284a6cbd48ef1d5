/** The boxes of one page, a little beside the writing: moved by arrow keys, kept on the server, or here until there is a line. */
import { ServerSaysNo } from "../desk/http";
import type { Point } from "./geometry";
import type { PageOfShift } from "../shift/types";

const KEPT = "hotich.nudges";
/** One press moves by this share of the page, with Shift by five times as much. */
const STEP = 0.002;

export interface NudgeServer {
  /** How far the page's boxes are moved already. */
  now(book: string, page: number): Promise<Point>;
  /** Says how far in all; answers with the page as it is from now on. */
  set(book: string, page: number, by: Point): Promise<PageOfShift>;
}

interface Waiting {
  readonly book: string;
  readonly page: number;
  readonly by: Point;
  /** Where the server had them when it was first asked: sent twice, the whole is still the same. */
  readonly from: Point | null;
}

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** By how much an arrow key moves, or null where the key is none. */
export function stepOf(key: { readonly key: string; readonly shiftKey: boolean }): Point | null {
  const arrow = ARROWS[key.key];
  const step = key.shiftKey ? STEP * 5 : STEP;
  return arrow === undefined ? null : [arrow[0] * step, arrow[1] * step];
}

export class Nudges {
  #server: NudgeServer;
  #store: Pick<Storage, "getItem" | "setItem">;
  /** Not on the server yet, by page id: shown all the same. */
  #waiting: Map<string, Waiting>;

  constructor(server: NudgeServer, store: Pick<Storage, "getItem" | "setItem">) {
    this.#server = server;
    this.#store = store;
    this.#waiting = new Map(read(store));
  }

  /** What is to be added to the page's boxes as the server handed them out. */
  of(page: string): Point {
    return this.#waiting.get(page)?.by ?? [0, 0];
  }

  /** Keeps a move, first here. Returns the page with its new boxes, or null while the server does not have it. Throws what the server refuses. */
  async keep(book: string, page: PageOfShift, by: Point): Promise<PageOfShift | null> {
    const before = this.#waiting.get(page.id);
    const [x, y] = before?.by ?? [0, 0];
    this.#set(page.id, { book, page: page.number, by: [x + by[0], y + by[1]], from: before?.from ?? null });
    return this.#send(page.id);
  }

  /** Sends what waited for a line. */
  async sendAll(): Promise<PageOfShift[]> {
    const sent: PageOfShift[] = [];
    for (const page of [...this.#waiting.keys()]) {
      const now = await this.#send(page);
      if (now === null) break;
      sent.push(now);
    }
    return sent;
  }

  async #send(page: string): Promise<PageOfShift | null> {
    const one = this.#waiting.get(page);
    if (one === undefined) return null;
    try {
      const from = one.from ?? (await this.#server.now(one.book, one.page));
      const asked = { ...one, from };
      if (this.#waiting.get(page) === one) this.#set(page, asked);
      const now = await this.#server.set(one.book, one.page, [from[0] + one.by[0], from[1] + one.by[1]]);
      if (this.#waiting.get(page) === asked) this.#set(page, null);
      return now;
    } catch (error) {
      if (!(error instanceof ServerSaysNo)) return null; // without a line it stays here, and the officer goes on reading
      this.#set(page, null);
      throw error;
    }
  }

  #set(page: string, waiting: Waiting | null): void {
    if (waiting === null) this.#waiting.delete(page);
    else this.#waiting.set(page, waiting);
    this.#store.setItem(KEPT, JSON.stringify([...this.#waiting]));
  }
}

function read(store: Pick<Storage, "getItem">): [string, Waiting][] {
  try {
    return JSON.parse(store.getItem(KEPT) ?? "[]") as [string, Waiting][];
  } catch {
    return [];
  }
}
