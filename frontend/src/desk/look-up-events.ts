/** What a look-up's panel says to the page around it, and what it needs of the form. */
import type { JudgementAnswer } from "./look-ups";
import type { FieldValue } from "./types";

export interface PanelEvents {
  /** Values of the register are on screen from now on: a changed identity field needs a reason. */
  seen(role: string): void;
  judged(role: string, answer: JudgementAnswer): void;
  /** Back to the form: the officer has decided, or goes away as it is. */
  leave(decided: boolean): void;
  label(field: string): string;
  /** Which identity fields agree with the person suggested; none where nobody is, or nothing is known any more. */
  agreed(agreements: Readonly<Record<string, boolean>>): void;
  /** Where the entry is being keyed: the second keying happens in its form. */
  readonly form?: KeyedForm;
}

/** The form of the entry being keyed, as far as the second keying needs it. */
export interface KeyedForm {
  place(field: string): HTMLElement | null;
  value(field: string): string;
  read(field: string, text: string): string;
  follow(field: string): void;
  correct(field: string, value: FieldValue): void;
  /** Nothing is being asked any more: what was keyed meanwhile may ask for a newer answer. */
  answered(): void;
}
