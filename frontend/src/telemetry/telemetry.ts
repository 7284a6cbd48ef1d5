/**
 * How the keying of one entry goes, in numbers: presses of keys, gestures of the mouse, active time, what was carried forward, how long
 * a key takes to show. Never what was typed. The caller says what time it is, in milliseconds of any one clock.
 */

/** The part of a key's event that is counted. `code` is empty for characters that an input method puts in by itself. */
export interface Press {
  readonly key: string;
  readonly code: string;
  readonly repeat: boolean;
}

/** What a committed value tells of how it came. */
export interface Came {
  readonly m: string | null;
  readonly o: string;
}

/** What outlives a reload within an entry; the journal keeps it with the entry's draft. */
export interface WorkState {
  readonly counts: Readonly<Record<Count, number>>;
  readonly paint: readonly number[];
  readonly stride: number;
}

const COUNTS = [
  "keys",
  "mouse",
  "active_ms",
  "offline_ms",
  "carried_field",
  "carried_group",
  "carried_entry",
  "picks",
  "illegible_marks",
  "blank_marks",
  "lists_shown",
  "paint_samples",
] as const;
type Count = (typeof COUNTS)[number];

/** A longer gap is no work at this entry: somebody reads on, asks, or has left. */
export const LONGEST_GAP = 15_000;
/** An input method rewrites a word in one burst, faster than any hand: its whole burst stands for the one key that was pressed. */
const BURST = 12;
const MODIFIERS: ReadonlySet<string> = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock", "Fn", "OS"]);
const MOST_SAMPLES = 256;

function none(): Record<Count, number> {
  return Object.fromEntries(COUNTS.map((name) => [name, 0])) as Record<Count, number>;
}

export class Telemetry {
  #counts = none();
  #paint: number[] = [];
  /** Of so many samples one is kept. */
  #stride = 1;
  #lastAt: number | null = null;
  #lastPress = -Infinity;
  #downSince: number | null = null;

  /** The officer has the entry before him: what he reads before the first key belongs to it. */
  begin(at: number): void {
    this.#lastAt ??= at;
  }

  /** A key went down. A chord counts once, a key held down once, an input method's burst of rewriting once. */
  press({ key, code, repeat }: Press, at: number): void {
    this.touch(at);
    if (repeat || MODIFIERS.has(key)) return;
    const rewriting = code === "" || key === "Backspace";
    const sinceLast = at - this.#lastPress;
    this.#lastPress = at;
    if (rewriting && sinceLast <= BURST) return;
    this.#counts.keys += 1;
  }

  /** A button of the mouse, or a turn of its wheel. */
  gesture(at: number): void {
    this.touch(at);
    this.#counts.mouse += 1;
  }

  /** Something was done: time since the last act is active unless it was a gap. */
  touch(at: number): void {
    const gap = at - (this.#lastAt ?? at);
    if (gap > 0 && gap <= LONGEST_GAP) this.#counts.active_ms += gap;
    this.#lastAt = at;
  }

  /** Values were committed together, each in its group of the form: one carried, a group carried, a whole entry carried. */
  committed(values: readonly (Came & { readonly group: string | undefined })[]): void {
    const carried = values.filter(({ o }) => o === "carried");
    if (carried.length === 1) this.#counts.carried_field += 1;
    else if (carried.length > 1) this.#counts[new Set(carried.map(({ group }) => group)).size > 1 ? "carried_entry" : "carried_group"] += 1;
    for (const { m, o } of values) {
      if (o === "picked") this.#counts.picks += 1;
      if (m === "illegible") this.#counts.illegible_marks += 1;
      if (m === "blank_in_book") this.#counts.blank_marks += 1;
    }
  }

  listShown(): void {
    this.#counts.lists_shown += 1;
  }

  /** From an event to the frame that shows it. Of many samples every second, fourth, eighth … is kept. */
  painted(milliseconds: number): void {
    this.#counts.paint_samples += 1;
    if (this.#counts.paint_samples % this.#stride !== 0) return;
    this.#paint.push(Math.round(milliseconds));
    if (this.#paint.length < MOST_SAMPLES) return;
    this.#paint = this.#paint.filter((_, index) => index % 2 === 1);
    this.#stride *= 2;
  }

  /** Whether the server answers. */
  line(isUp: boolean, at: number): void {
    if (!isUp) {
      this.#downSince ??= at;
    } else if (this.#downSince !== null) {
      this.#counts.offline_ms += Math.max(at - this.#downSince, 0);
      this.#downSince = null;
    }
  }

  /** What the server is told when the entry is completed: whole numbers, and nothing that was typed. */
  work(overrides: number, at: number): Record<string, number> {
    this.touch(at);
    const { counts, paint } = this.state(at);
    const sorted = [...paint].sort((one, other) => one - other);
    const rounded = Object.fromEntries(COUNTS.map((name) => [name, Math.round(counts[name])]));
    return { ...rounded, overrides, paint_p50: quantile(sorted, 0.5), paint_p95: quantile(sorted, 0.95) };
  }

  state(at: number): WorkState {
    const offline = this.#downSince === null ? 0 : Math.max(at - this.#downSince, 0);
    return { counts: { ...this.#counts, offline_ms: this.#counts.offline_ms + offline }, paint: [...this.#paint], stride: this.#stride };
  }

  /** Goes on counting from what a reload, or another tab, had come to. What is no such state is left alone. */
  restore(state: WorkState | null | undefined): void {
    if (state === null || state === undefined || typeof state.counts !== "object") return;
    const counts = none();
    for (const name of COUNTS) {
      const value = state.counts[name];
      if (Number.isFinite(value) && value > 0) counts[name] = value;
    }
    this.#counts = counts;
    this.#paint = Array.isArray(state.paint) ? state.paint.filter(Number.isFinite).slice(0, MOST_SAMPLES - 1) : [];
    this.#stride = Number.isInteger(state.stride) && state.stride > 0 ? state.stride : 1;
  }
}

/** The smallest value that so large a part does not exceed; 0 where there is none. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(Math.ceil(sorted.length * part) - 1, 0)] ?? 0;
}
