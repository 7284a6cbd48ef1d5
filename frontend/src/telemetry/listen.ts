/** Hears keys, mouse, lists and frames of the whole page for the entry that is being keyed, and says when a rest is due. */
import { h, setText } from "../desk/dom";
import { Sitting, type SittingState } from "./sitting";
import type { Telemetry } from "./telemetry";

const KEPT = "hotich.sitting";
/** So long nobody has typed: a line may appear without coming between hand and eye. */
const QUIET = 3_000;
const LOOK_EVERY = 1_000;
const ONE_TURN = 400;

export interface Listening {
  /** The line that suggests a rest; empty until it is due. */
  readonly element: HTMLElement;
  /** Escape with nothing else to do takes the line away. Returns whether it was there. */
  dismiss(): boolean;
}

/**
 * Starts hearing. Only events of hands and input methods count, never those a script makes.
 *
 * @param current the numbers of the entry before the officer, null between two entries
 * @param officer whose sitting it is
 */
export function listen(current: () => Telemetry | null, breaks: { readonly after: number; readonly minutes: number }, officer: number): Listening {
  const sitting = new Sitting(breaks.after, breaks.minutes, kept(officer));
  const keep = (): void => write(officer, sitting.state);
  const element = h("p", { class: "break-line", role: "status" });
  let lastKey = 0;
  let lastWheel = -Infinity;
  const frames = frameClock((milliseconds) => current()?.painted(milliseconds));

  const act = (): void => sitting.touch(Date.now());
  document.addEventListener(
    "keydown",
    (event) => {
      if (!event.isTrusted) return;
      lastKey = Date.now();
      act();
      current()?.press(event, event.timeStamp);
      frames.saw(event);
    },
    { capture: true },
  );
  document.addEventListener("input", (event) => event.isTrusted && frames.saw(event), { capture: true });
  document.addEventListener(
    "pointerdown",
    (event) => {
      if (!event.isTrusted) return;
      act();
      current()?.gesture(event.timeStamp);
    },
    { capture: true },
  );
  document.addEventListener(
    "wheel",
    (event) => {
      if (!event.isTrusted) return;
      // One turn of the wheel is many events.
      if (event.timeStamp - lastWheel > ONE_TURN) current()?.gesture(event.timeStamp);
      lastWheel = event.timeStamp;
    },
    { capture: true, passive: true },
  );
  document.addEventListener("visibilitychange", () => {
    frames.forget();
    if (document.visibilityState === "hidden") keep();
  });
  new MutationObserver((changes) => {
    for (const { target, oldValue } of changes) {
      if (oldValue !== "true" && (target as Element).getAttribute("aria-expanded") === "true") current()?.listShown();
    }
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["aria-expanded"], attributeOldValue: true });
  window.setInterval(() => {
    const now = Date.now();
    if (!sitting.isDue(now)) setText(element, "");
    else if (now - lastKey >= QUIET) setText(element, restSentence(breaks.after, breaks.minutes));
  }, LOOK_EVERY);

  return {
    element,
    dismiss() {
      if (element.textContent === "") return false;
      setText(element, "");
      sitting.dismiss();
      keep();
      return true;
    },
  };
}

export function restSentence(after: number, minutes: number): string {
  return `Đã nhập liền ${after} phút. Nghỉ mắt, nghỉ tay ${minutes} phút rồi nhập tiếp nhé (Esc để cất).`;
}

/** Measures from an event to the first frame after it; one at a time, so that measuring costs nothing itself. */
function frameClock(took: (milliseconds: number) => void): { saw(event: Event): void; forget(): void } {
  const channel = new MessageChannel();
  let since: number | null = null;
  channel.port1.onmessage = () => {
    if (since !== null) took(performance.now() - since);
    since = null;
  };
  return {
    saw(event) {
      if (since !== null || document.visibilityState === "hidden") return;
      since = event.timeStamp;
      // A frame's callback runs before it is drawn; what is posted from there runs after.
      requestAnimationFrame(() => channel.port2.postMessage(null));
    },
    forget() {
      since = null;
    },
  };
}

function kept(officer: number): SittingState | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as (SittingState & { readonly officer: number }) | null;
    // Who sat here before has taken his tiredness along.
    return found?.officer === officer ? found : null;
  } catch {
    return null;
  }
}

function write(officer: number, state: SittingState): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ officer, ...state }));
  } catch {
    // A full or forbidden storage costs a reminder, nothing else.
  }
}
