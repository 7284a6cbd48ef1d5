/**
 * Enter right behind a letter: some input methods put the letters of a word down once more behind its last key. What the key does waits for
 * one tick, and at most until the next key, so that nothing typed after it can come to the wrong field.
 */
const JUST_NOW = 25;

export class Pause {
  #typedAt = -Infinity;
  #waiting: (() => void) | null = null;
  /** A message comes as the very next task; a timer could come after the next key. */
  #tick = new MessageChannel();

  constructor(element: HTMLElement) {
    element.addEventListener("input", () => (this.#typedAt = performance.now()));
    element.addEventListener("keydown", () => this.#now(), true);
    this.#tick.port1.onmessage = () => this.#now();
  }

  /** Puts the act off by a tick where something was typed just now. Returns whether it did. */
  before(act: () => void): boolean {
    if (performance.now() - this.#typedAt > JUST_NOW) return false;
    this.#typedAt = -Infinity;
    this.#waiting = act;
    this.#tick.port2.postMessage(null);
    return true;
  }

  #now(): void {
    const act = this.#waiting;
    this.#waiting = null;
    act?.();
  }
}
