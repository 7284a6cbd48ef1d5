/**
 * Enter right behind a composition: its letters may be put down once more when it ends. What the key does waits for one tick, and at most until
 * the next key, so that nothing typed after it can come to the wrong field. Methods that take letters back and put others down need no waiting:
 * their keys come in order, and the Enter behind them.
 */
const JUST_NOW = 25;
const OF_COMPOSITION = /Composition|Replacement/;

export class Pause {
  #typedAt = -Infinity;
  #waiting: (() => void) | null = null;
  /** A message comes as the very next task; a timer could come after the next key. */
  #tick = new MessageChannel();

  constructor(element: HTMLElement) {
    element.addEventListener("input", (event) => {
      const { isComposing, inputType } = event as InputEvent;
      if (isComposing || OF_COMPOSITION.test(inputType)) this.#typedAt = performance.now();
    });
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
