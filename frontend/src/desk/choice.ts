/** A question with a few answers, asked in place: no modal, one key an answer, Escape to leave it. */
import { h } from "./dom";

export interface Option {
  readonly value: string;
  readonly label: string;
  /** The answer needs words of its own. */
  readonly words?: boolean;
}

export interface Answer {
  readonly value: string;
  /** What is kept: the label, or the officer's own words. */
  readonly text: string;
}

/**
 * Shows the question inside `container` and resolves with the answer, or with null when the officer leaves it.
 * ↑ ↓ move, Enter or Alt+1…5 answer.
 */
export function choose(container: HTMLElement, question: string, options: readonly Option[]): Promise<Answer | null> {
  return new Promise((resolve) => {
    const words = h("input", {
      class: "choice-words",
      type: "text",
      lang: "vi",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": "Ghi rõ lý do, rồi Enter",
      placeholder: "Ghi rõ lý do, rồi Enter",
      hidden: true,
    });
    const buttons = options.map((option, index) =>
      h(
        "button",
        { type: "button", class: "choice-option", tabindex: index === 0 ? "0" : "-1", click: () => answer(option) },
        h("kbd", {}, `Alt+${index + 1}`),
        option.label,
      ),
    );
    const box = h(
      "div",
      { class: "choice", role: "group", "aria-label": question },
      h("p", { class: "choice-question" }, question),
      ...buttons,
      words,
    );

    function close(result: Answer | null): void {
      box.remove();
      resolve(result);
    }

    function answer(option: Option): void {
      if (option.words !== true) return close({ value: option.value, text: option.label });
      words.hidden = false;
      words.dataset.for = option.value;
      words.focus();
    }

    function move(step: number): void {
      const at = buttons.findIndex((button) => button === document.activeElement);
      const next = buttons[(at + step + buttons.length) % buttons.length]!;
      for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
      next.focus();
    }

    box.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      const digit = event.altKey ? /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1] : undefined;
      const picked = digit === undefined ? undefined : options[Number(digit) - 1];
      let handled = true;
      if (picked !== undefined) answer(picked);
      else if (event.key === "Escape") close(null);
      else if (event.key === "ArrowDown" && event.target !== words) move(1);
      else if (event.key === "ArrowUp" && event.target !== words) move(-1);
      else if (event.key === "Enter" && event.target === words) {
        const text = words.value.normalize("NFC").trim();
        if (text !== "") close({ value: words.dataset.for ?? "other", text });
      } else handled = false;
      if (handled) event.preventDefault();
      // The form's own keys mean something else; only Enter on a button is left to the browser.
      event.stopPropagation();
    });

    container.append(box);
    buttons[0]?.focus();
    // Asked while the focus was leaving a field: where the pointer went must not take it away from the question.
    setTimeout(() => {
      if (box.isConnected && !box.contains(document.activeElement)) buttons[0]?.focus();
    });
    box.scrollIntoView({ block: "nearest" });
  });
}

/** Asks for a text inside `container`, with `text` in place: Enter keeps what stands there, Escape leaves it (null). */
export function askText(container: HTMLElement, label: string, text: string): Promise<string | null> {
  return new Promise((resolve) => {
    const input = h("input", {
      class: "choice-words",
      type: "text",
      lang: "vi",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": label,
    });
    input.value = text;
    const box = h(
      "div",
      { class: "choice", role: "group", "aria-label": label },
      h("p", { class: "choice-question" }, `${label}, rồi Enter (để trống: không có)`),
      input,
    );

    function close(result: string | null): void {
      box.remove();
      resolve(result);
    }

    box.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Enter" || event.key === "Escape") {
        event.preventDefault();
        close(event.key === "Enter" ? input.value : null);
      }
      // The form's own keys mean something else.
      event.stopPropagation();
    });

    container.append(box);
    input.focus();
    input.select();
    box.scrollIntoView({ block: "nearest" });
  });
}
