/** How far an officer has come in the practice book: kept in this browser alone, so that he can leave and go on. */
import type { EntryStatus, Fields, SubjectState } from "../desk/types";

export interface KeptPractice {
  fields: Fields;
  status: EntryStatus;
  seq: number;
  subjects: readonly SubjectState[];
  /** Keys pressed and seconds at work; pauses are left out. */
  keys: number;
  seconds: number;
}

interface Stored {
  readonly entries: Record<string, KeptPractice>;
  readonly steps: readonly string[];
}

/** What of Storage is used here. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** A longer silence is a pause. */
const PAUSE = 15;

export class Progress {
  #name: string;
  #shelf: Shelf;
  #entries: Record<string, KeptPractice> = {};
  #steps = new Set<string>();
  #lastKey: number | null = null;

  constructor(officer: number, shelf: Shelf) {
    this.#name = `hotich-luyen-tap-${officer}`;
    this.#shelf = shelf;
    try {
      const stored = JSON.parse(shelf.getItem(this.#name) ?? "null") as Stored | null;
      if (stored !== null) {
        this.#entries = stored.entries;
        this.#steps = new Set(stored.steps);
      }
    } catch {
      // What cannot be read is as good as nothing: the practice begins anew.
    }
  }

  entry(at: number): KeptPractice {
    return (this.#entries[String(at)] ??= { fields: {}, status: "keying", seq: 0, subjects: [], keys: 0, seconds: 0 });
  }

  isDone(step: string): boolean {
    return this.#steps.has(step);
  }

  /** Says whether that is news. */
  done(step: string): boolean {
    if (this.#steps.has(step)) return false;
    this.#steps.add(step);
    this.save();
    return true;
  }

  /** Counts a key at an entry. @param at in seconds */
  press(entry: number, at: number): void {
    const kept = this.entry(entry);
    const since = this.#lastKey === null ? 0 : at - this.#lastKey;
    kept.keys += 1;
    if (since < PAUSE) kept.seconds += since;
    this.#lastKey = at;
  }

  save(): void {
    try {
      this.#shelf.setItem(this.#name, JSON.stringify({ entries: this.#entries, steps: [...this.#steps] } satisfies Stored));
    } catch {
      // A full disk: what was practised here lasts until the page is closed.
    }
  }

  /** All over again. */
  begin(): void {
    this.#entries = {};
    this.#steps.clear();
    this.#shelf.removeItem(this.#name);
  }
}
