/** What one tab of the desk works with from its start to its end. */
import { syncWith } from "../desk/http";
import type { Delivery } from "../desk/packets";
import { uuidv7 } from "../desk/uuid";
import { Journal } from "../journal/journal";
import { Bare, type Cover, Covered } from "../journal/seal";
import { type Load, Sender } from "../journal/sender";
import { DiskStore, MemoryStore, SpillingStore, type DeskDatabase, type Store } from "../journal/store";
import type { Tabs } from "../journal/tabs";
import { ShiftWork } from "./shift";
import { askShift, keepShift } from "./work";
import type { Shift } from "./types";

/** The disk and the officer's key; null on a plain-HTTP address, or where the browser keeps nothing. */
export interface Vault {
  readonly database: DeskDatabase;
  readonly key: CryptoKey;
}

/** What stands at the other end of the line. */
export interface Server {
  readonly deliver: (load: Load) => Promise<Delivery>;
  readonly fetch: typeof askShift;
  /** Whether the shift is kept for a start without a line. */
  readonly isKept?: boolean;
}

export class Session {
  readonly journal: Journal;
  readonly sender: Sender;
  readonly work: ShiftWork;
  readonly store: Store;
  readonly tabs: Tabs;
  readonly vault: Vault | null;
  /** Packets that other officers left at this machine. */
  others = 0;
  isFull = false;
  #changed: () => void = () => {};

  private constructor(parts: Pick<Session, "journal" | "sender" | "work" | "store" | "tabs" | "vault">) {
    ({ journal: this.journal, sender: this.sender, work: this.work, store: this.store, tabs: this.tabs, vault: this.vault } = parts);
  }

  static async open(shift: Shift, isFresh: boolean, vault: Vault | null, tabs: Tabs, server: Server | null = null): Promise<Session> {
    let session: Session | null = null;
    let current = shift;
    const changed = (): void => {
      if (session !== null) session.#changed();
    };
    const full = (isFull: boolean): void => {
      if (session === null) return;
      session.isFull = isFull;
      session.sender.wake();
      changed();
    };
    const store: Store = vault === null ? new MemoryStore() : new SpillingStore(new DiskStore(vault.database), full);
    const cover: Cover = vault === null ? new Bare() : new Covered(vault.key, () => (session?.work.shift ?? current).seal);
    const now = (): Date => new Date();
    const after = (act: () => void, milliseconds: number): (() => void) => {
      const timer = window.setTimeout(act, milliseconds);
      return () => window.clearTimeout(timer);
    };
    const journal = await Journal.open({
      store, cover, tabs, now, after, officer: shift.officer.id, newId: () => uuidv7(),
      durable: () => vault !== null && session?.isFull !== true,
      grant: () => (session?.work.shift ?? current).grant,
    });
    const sender = new Sender({
      store, tabs, now, after, officer: shift.officer.id, random: Math.random,
      deliver: server?.deliver ?? syncWith(() => current.station.code),
      take: (answers) => journal.take(answers),
      showSending: (packets) => journal.showSending(packets),
      granted: (grant) => session?.work.granted(grant),
      changed,
    });
    const work = new ShiftWork(shift, isFresh, {
      journal, now, fetch: server?.fetch ?? askShift,
      keep: async (kept) => {
        current = kept;
        if (vault !== null && server?.isKept !== false) await keepShift(vault, kept);
      },
      changed,
    });
    session = new Session({ journal, sender, work, store, tabs, vault });
    journal.connect(() => sender.wake(), changed);
    tabs.hear((message) => {
      if (message.kind === "work") sender.wake();
    });
    await session.countOthers();
    return session;
  }

  onChange(changed: () => void): void {
    this.#changed = changed;
  }

  async countOthers(): Promise<void> {
    const rows = await this.store.packets().catch(() => []);
    const others = rows.filter(({ officer, copy, state }) => (officer !== this.journal.officer || copy === null) && (state === "open" || state === "waiting")).length;
    if (others === this.others) return;
    this.others = others;
    this.#changed();
  }

  /** Whether leaving the page now would lose something. */
  get wouldLose(): boolean {
    for (const { held } of this.journal.entries.values()) {
      if (held.some((packet) => !this.journal.isDurable || packet.written !== packet.version)) return true;
    }
    return false;
  }
}
