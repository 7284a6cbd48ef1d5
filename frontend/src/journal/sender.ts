/**
 * Carries the outbox to the server: everybody's packets, one sender a browser, the packets of one entry strictly in the order in which
 * they were keyed, those of many entries in one request.
 */
import type { Delivery, Packet, PacketResult } from "../desk/packets";
import { isFinish, isKeying } from "./entry-state";
import type { PacketRow, Sealed } from "./rows";
import type { Store } from "./store";
import type { Message, Tabs } from "./tabs";
import { answeredBlind } from "./taking";

export interface Load {
  readonly packets: readonly Packet[];
  readonly sealed: readonly (Sealed & { readonly tx_id: string })[];
  /** For how many seconds nothing at the other end had answered: the server measures the line by it. */
  readonly down_for?: number;
}

export interface SenderParts {
  readonly store: Store;
  readonly tabs: Tabs;
  readonly officer: number;
  readonly deliver: (load: Load) => Promise<Delivery>;
  /** Works in answers to the officer's own packets. */
  readonly take: (answers: readonly (readonly [PacketRow, PacketResult])[]) => Promise<void>;
  readonly showSending: (packets: readonly string[]) => void;
  readonly granted: (grant: string) => void;
  readonly changed: () => void;
  readonly now: () => Date;
  readonly after: (act: () => void, milliseconds: number) => () => void;
  readonly random: () => number;
}

/** Seconds between tries; the last one is repeated. Half of each is left to chance, so that a room of desks does not come back at once. */
const BACK_OFF = [1, 2, 4, 8, 15];
export const MOST = 100;
const FEWEST = 10;
/** What a try said that nobody answered. */
const UNANSWERED = "";
const LOCK = "hotich-sender";

export class Sender {
  readonly #parts: SenderParts;
  #failures = 0;
  #trouble: string | null = null;
  #forget: (() => void) | null = null;
  #retryAt = 0;
  #busy = false;
  #again = false;
  #most = MOST;
  #downSince: number | null = null;
  /** Since when there has been no answer at all; a server that answers with an error has a working line. */
  #silentSince: number | null = null;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    parts.tabs.hear((message) => this.#hear(message));
  }

  /** Null while the line works, else what the last failed try said. */
  get trouble(): string | null {
    return this.#trouble;
  }

  get downSince(): number | null {
    return this.#downSince;
  }

  /** Something waits: it goes out now, or when the back-off ends. */
  wake(): void {
    if (this.#forget === null) void this.#run();
  }

  /** Tries at once: the line came back, the officer asked, somebody signed in. */
  flush(): void {
    this.#forget?.();
    this.#forget = null;
    void this.#run();
  }

  async #run(): Promise<void> {
    this.#again = true;
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#again && this.#forget === null) {
        this.#again = false;
        await this.#parts.tabs.exclusive(LOCK, () => this.#round());
      }
    } finally {
      this.#busy = false;
    }
  }

  async #round(): Promise<void> {
    const { store, deliver, showSending } = this.#parts;
    const rows = next(await this.#closed(), this.#most);
    if (rows.length === 0) return;
    showSending(rows.map(({ tx_id }) => tx_id));
    let delivery: Delivery;
    try {
      delivery = await deliver({ ...loadOf(rows), ...this.#downFor() });
    } finally {
      showSending([]);
    }
    if (delivery.kind === "down") {
      // Half as much is through in half the time: on a slow line too something arrives at every try.
      this.#most = Math.max(FEWEST, Math.floor(this.#most / 2));
      return this.#waitAndRetry(delivery.message);
    }
    if (delivery.kind === "rejected" && rows.length > 1) {
      // One of them cannot be read: by halves until it stands alone.
      this.#most = Math.max(1, Math.floor(rows.length / 2));
      this.#again = true;
      return;
    }
    await this.#answered(rows, delivery);
  }

  /** The outbox, after what a tab that is gone left open has been closed as it is. */
  async #closed(): Promise<PacketRow[]> {
    const { store, tabs } = this.#parts;
    const rows = await store.packets();
    const open = new Set(rows.filter(({ state, tab }) => state === "open" && tab !== tabs.id).map(({ tx_id }) => tx_id));
    if (open.size === 0) return rows;
    // Read again once it is known who is there: only then is what a dead tab wrote its last word.
    const alive = await tabs.alive();
    const left = (await store.packets()).filter(({ tx_id, state, tab }) => open.has(tx_id) && state === "open" && !alive.has(tab));
    if (left.length === 0) return rows;
    await store.write({ packets: left.map((row): PacketRow => ({ ...row, state: "waiting" })) });
    return store.packets();
  }

  async #answered(rows: readonly PacketRow[], delivery: Exclude<Delivery, { kind: "down" }>): Promise<void> {
    // Without the author's session nothing is told of the entry: what is empty then is unknown, not nothing.
    const isTold = delivery.kind === "answered" && Boolean(delivery.grant);
    const results = new Map(
      delivery.kind === "answered"
        ? delivery.results.map((result) => [result.tx_id, isTold ? result : { ...result, news: null, findings: null }])
        : rows.map(({ tx_id }): [string, PacketResult] => [tx_id, { tx_id, status: "refused", message: delivery.message }]),
    );
    const answers = rows.flatMap((row): [PacketRow, PacketResult][] => {
      const result = results.get(row.tx_id);
      return result === undefined ? [] : [[row, result]];
    });
    if (delivery.kind === "answered" && delivery.grant) this.#parts.granted(delivery.grant);
    const own = ([row]: [PacketRow, PacketResult]): boolean => row.officer === this.#parts.officer;
    await this.#parts.take(answers.filter(own));
    for (const [row, result] of answers.filter((answer) => !own(answer))) await this.#parts.store.write(answeredBlind(row, result));
    if (answers.length < rows.length) return this.#waitAndRetry("Máy chủ trả lời chưa đủ.");
    this.#most = Math.min(MOST, this.#most * 2);
    this.#line(0, null);
    this.#parts.tabs.say({ kind: "line", trouble: null, retryAt: 0 });
    this.#again = true;
  }

  #downFor(): Pick<Load, "down_for"> {
    if (this.#silentSince === null) return {};
    return { down_for: Math.max(0, Math.round((this.#parts.now().getTime() - this.#silentSince) / 1000)) };
  }

  #waitAndRetry(message: string | null): void {
    const seconds = BACK_OFF[Math.min(this.#failures, BACK_OFF.length - 1)]!;
    const wait = seconds * 1000 * (0.5 + this.#parts.random() / 2);
    this.#line(this.#failures + 1, message ?? UNANSWERED);
    this.#retryAt = this.#parts.now().getTime() + wait;
    this.#parts.tabs.say({ kind: "line", trouble: this.#trouble, retryAt: this.#retryAt });
    this.#sleep(wait);
  }

  #sleep(wait: number): void {
    this.#forget?.();
    this.#forget = this.#parts.after(() => {
      this.#forget = null;
      void this.#run();
    }, wait);
  }

  #line(failures: number, trouble: string | null): void {
    this.#failures = failures;
    this.#trouble = trouble;
    if (trouble === null) this.#downSince = this.#silentSince = null;
    else {
      this.#downSince ??= this.#parts.now().getTime();
      if (trouble === UNANSWERED) this.#silentSince ??= this.#parts.now().getTime();
    }
    this.#parts.changed();
  }

  /** Another tab tried: nobody knocks at a closed door twice. */
  #hear(message: Message): void {
    if (message.kind !== "line") return;
    if (message.trouble === null) {
      this.#forget?.();
      this.#forget = null;
      this.#line(0, null);
    } else {
      this.#line(this.#failures + 1, message.trouble);
      this.#sleep(Math.max(0, message.retryAt - this.#parts.now().getTime()));
    }
  }
}

/**
 * What may go out now. A packet waits for those of its entry before it; what ends an entry waits until they are answered; nothing
 * follows an opening that was refused.
 */
export function next(rows: readonly PacketRow[], most: number): PacketRow[] {
  const chosen: PacketRow[] = [];
  const stopped = new Set<string>();
  const begun = new Set<string>();
  const objected = new Set<string>();
  for (const row of rows) {
    const { entry, state, type } = row;
    if (stopped.has(entry)) continue;
    if (state === "refused" || state === "conflict") {
      if (type === "entry_opened") stopped.add(entry);
      if (isKeying(type)) objected.add(entry);
    } else if (state === "open" || (isFinish(type) && (begun.has(entry) || objected.has(entry)))) {
      stopped.add(entry);
    } else {
      chosen.push(row);
      begun.add(entry);
      if (isFinish(type)) stopped.add(entry);
      if (chosen.length === most) break;
    }
  }
  return chosen;
}

function loadOf(rows: readonly PacketRow[]): Load {
  return {
    packets: rows.flatMap(({ bare }) => (bare === null ? [] : [bare])),
    sealed: rows.flatMap(({ tx_id, sealed }) => (sealed === null ? [] : [{ tx_id, ...sealed }])),
  };
}
