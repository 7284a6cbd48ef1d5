/**
 * How long an officer has been keying without a rest, over all entries of a sitting, and when it is time to say so. Numbers only, kept for
 * a reload; nothing of it goes to the server.
 */
import { LONGEST_GAP } from "./telemetry";

const MINUTE = 60_000;

export interface SittingState {
  readonly active_ms: number;
  readonly last: number;
}

export class Sitting {
  /** Minutes of active keying after which a rest is suggested; 0 says nothing ever. */
  readonly after: number;
  /** How long the rest should be; a gap as long ends the sitting by itself. */
  readonly rest: number;
  #active = 0;
  #last: number | null = null;

  constructor(after: number, rest: number, kept: SittingState | null = null) {
    this.after = after;
    this.rest = rest;
    if (kept !== null && Number.isFinite(kept.active_ms) && Number.isFinite(kept.last)) {
      this.#active = Math.max(kept.active_ms, 0);
      this.#last = kept.last;
    }
  }

  /** Something was done at this moment. */
  touch(at: number): void {
    const gap = at - (this.#last ?? at);
    if (gap >= this.rest * MINUTE || gap < 0) this.#active = 0;
    else if (gap <= LONGEST_GAP) this.#active += gap;
    this.#last = at;
  }

  /** Whether a rest is due. It is said only when nobody is typing. */
  isDue(at: number): boolean {
    if (this.after <= 0 || this.#last === null || at - this.#last >= this.rest * MINUTE) return false;
    return this.#active >= this.after * MINUTE;
  }

  /** The officer has heard it: it comes again after as long a time of work. */
  dismiss(): void {
    this.#active = 0;
  }

  get state(): SittingState {
    return { active_ms: this.#active, last: this.#last ?? 0 };
  }
}
