/** What needs the officer's eye and cannot be shown under one field: refusals, conflicts, what stands before completing. */
import { type Answer, choose, type Option } from "./choice";
import type { Desk } from "./desk";
import { h, vietnameseTime } from "./dom";
import { AFTER_SEEING_REASONS, OVERRIDE_REASONS } from "./findings";
import type { Refusal } from "./packets";
import type { FieldValue, Finding } from "./types";
import { MISSING_LABELS } from "./values";

export interface TrayEvents {
  goTo(field: string): void;
  /** The value that now stands for the field, after *theirs* was taken. */
  take(field: string, value: FieldValue): void;
  complete(): void;
}

/** Of a longer text its beginning tells which it is; the whole stands in its field. */
const READ = 160;

/** A value as the officer reads it. */
function words(value: FieldValue | undefined): string {
  if (value?.m) return MISSING_LABELS[value.m];
  const text = value?.v ?? "(trống)";
  return text.length > READ ? `${text.slice(0, READ)}… (${text.length} ký tự)` : text;
}

export class Trays {
  readonly element = h("div", { class: "trays" });
  #refused = h("section", { class: "tray tray--refused", "aria-label": "Máy chủ không nhận", hidden: true });
  #conflicts = h("section", { class: "tray tray--conflict", "aria-label": "Hai bản khác nhau", hidden: true });
  #summary = h("section", { class: "tray tray--summary", "aria-label": "Trước khi hoàn thành", tabindex: "-1", hidden: true });
  #drawn = "";
  /** Whether what has to be put right is listed. */
  #isHard = false;
  #desk: Desk;
  #events: TrayEvents;

  constructor(desk: Desk, events: TrayEvents) {
    this.#desk = desk;
    this.#events = events;
    this.element.append(this.#refused, this.#conflicts, this.#summary);
  }

  show(): void {
    if (this.#isHard) this.#lessen();
    const { refusals, conflicts } = this.#desk.queue;
    // Redrawn only when something came or went: a button that holds the focus must not be replaced under it.
    const now = JSON.stringify([refusals.map(({ type, values }) => [type, ...values.keys()]), [...conflicts.keys()]]);
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#showRefused();
    this.#showConflicts();
  }

  #showRefused(): void {
    const { queue } = this.#desk;
    this.#refused.hidden = queue.refusals.length === 0;
    this.#refused.replaceChildren(
      h("h2", {}, "Máy chủ không nhận"),
      ...queue.refusals.map((refusal) =>
        h(
          "div",
          { class: "tray-item", role: "alert" },
          h("p", {}, refusal.message),
          refusal.remark?.type === "asked" && h("p", {}, `Câu hỏi: ${refusal.remark.payload.text}`),
          ...[...refusal.values].map(([field, value]) =>
            h(
              "p",
              { "data-refused": field },
              h("button", { type: "button", class: "link", click: () => this.#events.goTo(field) }, this.#desk.labelOf(field)),
              `: ${words(value)}`,
            ),
          ),
          this.#answerTo(refusal),
        ),
      ),
    );
  }

  #answerTo(refusal: Refusal): HTMLElement {
    const holder = h("div", {});
    const button = (label: string, act: () => void): HTMLElement =>
      h("button", { type: "button", class: "button", click: act }, label);
    if (refusal.code === "field.reason_needed") {
      holder.append(button("Nêu lý do và gửi lại", () => void this.#askReason(refusal, holder)));
    } else if (refusal.type === "completed") {
      holder.append(button("Hoàn thành lại", () => this.#events.complete()));
    } else if (refusal.type === "entry_opened" || refusal.type === "fields_keyed" || refusal.remark !== undefined) {
      holder.append(button("Gửi lại", () => this.#desk.queue.sendAgain(refusal)));
    }
    return holder;
  }

  async #askReason(refusal: Refusal, holder: HTMLElement): Promise<void> {
    const answer = await choose(holder, "Vì sao sửa bản nhập của sổ?", AFTER_SEEING_REASONS);
    if (answer !== null) this.#desk.giveReason(refusal, answer.value === "other" ? answer.text : answer.value);
  }

  /** Asks a question of the whole entry, above the form. */
  async ask(title: string, question: string, options: readonly Option[]): Promise<Answer | null> {
    this.#summary.replaceChildren(h("h2", {}, title));
    this.#summary.hidden = false;
    const answer = await choose(this.#summary, question, options);
    this.hideSummary();
    return answer;
  }

  #showConflicts(): void {
    const { queue } = this.#desk;
    this.#conflicts.hidden = queue.conflicts.size === 0;
    this.#conflicts.replaceChildren(
      h("h2", {}, "Nơi khác vừa nhập khác: chọn bản đúng với sổ"),
      ...[...queue.conflicts].map(([field, { mine, theirs, by, at }]) =>
        h(
          "div",
          { class: "tray-item tray-choice", "data-conflict": field },
          h("p", {}, `${this.#desk.labelOf(field)} (${[by, at && vietnameseTime(at)].filter(Boolean).join(", ")})`),
          h(
            "button",
            { type: "button", class: "button", "data-choice": "mine", click: () => queue.settle(field, "mine") },
            `Bản ở đây: ${words(mine)}`,
          ),
          h(
            "button",
            {
              type: "button",
              class: "button",
              "data-choice": "theirs",
              click: () => {
                this.#events.take(field, theirs);
                queue.settle(field, "theirs");
              },
            },
            `Bản trên máy chủ: ${words(theirs)}`,
          ),
        ),
      ),
    );
  }

  /** Hard findings: what they are, each a way to its field. The focus goes to the first. */
  showHard(findings: readonly Finding[]): void {
    this.#fillHard(findings);
    const first = findings[0]?.fields[0];
    if (first !== undefined) this.#events.goTo(first);
    else this.#summary.focus();
  }

  #fillHard(findings: readonly Finding[]): void {
    this.#fill(`Chưa hoàn thành được: ${findings.length} mục phải sửa`, findings);
    this.#isHard = true;
  }

  /** What was put right leaves the list, and the list goes with the last of it. Nobody is moved: the focus stays where it is. */
  #lessen(): void {
    const left = this.#desk.inTheWay;
    if (left.length === 0) this.hideSummary();
    else if (left.length < this.#summary.querySelectorAll("li").length && !this.#summary.contains(document.activeElement)) this.#fillHard(left);
  }

  /** Soft findings: one key keeps them all with a reason, after they have been listed. Null when the officer turns back. */
  async askSoft(findings: readonly Finding[]): Promise<string | null> {
    this.#fill(`${findings.length} mục nên xem lại trước khi hoàn thành`, findings);
    const answer = await choose(this.#summary, "Giữ nguyên vì:", OVERRIDE_REASONS);
    this.hideSummary();
    if (answer === null) {
      const first = findings[0]?.fields[0];
      if (first !== undefined) this.#events.goTo(first);
      return null;
    }
    return answer.value === "other" ? answer.text : answer.value;
  }

  /** A sentence that stands before completing, with nothing to list. */
  showSentence(sentence: string): void {
    this.#summary.replaceChildren(h("p", {}, sentence));
    this.#summary.hidden = false;
  }

  hideSummary(): void {
    this.#isHard = false;
    this.#summary.hidden = true;
    this.#summary.replaceChildren();
  }

  #fill(title: string, findings: readonly Finding[]): void {
    this.#summary.replaceChildren(
      h("h2", {}, title),
      h(
        "ul",
        {},
        ...findings.map((finding) => {
          const field = finding.fields[0];
          if (field === undefined) return h("li", {}, finding.message);
          return h(
            "li",
            {},
            h("button", { type: "button", class: "link", click: () => this.#events.goTo(field) }, finding.message),
          );
        }),
      ),
    );
    this.#summary.hidden = false;
  }
}
