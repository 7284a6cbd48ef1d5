/** What the tabs of one browser have between them: one sender at a time, news of each other, and who is still there. */

export type Message =
  /** An entry's record changed on disk. */
  | { readonly kind: "entry"; readonly entry: string }
  /** Packets wait to be sent. */
  | { readonly kind: "work" }
  | { readonly kind: "sending"; readonly packets: readonly string[] }
  /** How the line is: null while it works, else what the last try said and when the next one is. */
  | { readonly kind: "line"; readonly trouble: string | null; readonly retryAt: number }
  | { readonly kind: "grant"; readonly grant: string }
  /** Another officer signed in, or the one who was here signed out: what is on screen must go. */
  | { readonly kind: "officer"; readonly officer: number | null };

export interface Tabs {
  readonly id: string;
  /** Runs `act` while no other tab runs one of the same name. */
  exclusive(name: string, act: () => Promise<void>): Promise<void>;
  say(message: Message): void;
  hear(listener: (message: Message) => void): void;
  /** The tabs that are open now, this one included. */
  alive(): Promise<ReadonlySet<string>>;
}

const CHANNEL = "hotich-desk";
const TAB = "hotich-tab ";

/** Tabs of a real browser. `id` stays held as a lock until the tab is closed or killed: that is how the others know. */
export function browserTabs(id: string): Tabs {
  const channel = new BroadcastChannel(CHANNEL);
  const held = new Promise<void>((resolve) => {
    void navigator.locks.request(TAB + id, () => {
      resolve();
      return new Promise<never>(() => {});
    });
  });
  return {
    id,
    exclusive: (name, act) => navigator.locks.request(name, act),
    say: (message) => channel.postMessage(message),
    hear: (listener) => channel.addEventListener("message", (event: MessageEvent<Message>) => listener(event.data)),
    async alive() {
      await held;
      const { held: locks } = await navigator.locks.query();
      return new Set((locks ?? []).flatMap(({ name }) => (name?.startsWith(TAB) ? [name.slice(TAB.length)] : [])));
    },
  };
}

/** A tab that knows of no other: on a plain-HTTP address, where the browser offers no locks. */
export function lonelyTab(id: string): Tabs {
  let turn: Promise<void> = Promise.resolve();
  return {
    id,
    exclusive(_name, act) {
      const mine = turn.then(act);
      turn = mine.catch(() => {});
      return mine;
    },
    say() {},
    hear() {},
    alive: () => Promise.resolve(new Set([id])),
  };
}
