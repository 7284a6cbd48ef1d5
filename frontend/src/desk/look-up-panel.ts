/** The look-up beside the form: the nearest citizens, the officer's decision and what follows from it. */
import { choose } from "./choice";
import { h, idOf, say } from "./dom";
import { ask, ServerUnreachable } from "./http";
import { secondKeying } from "./look-up-again";
import { CandidateList } from "./look-up-candidates";
import {
  NOT_FOUND_REASONS,
  OUTCOME_WORDS,
  type Candidate,
  type Decision,
  type JudgementAnswer,
  type LookUpAnswer,
  suggestedDecision,
} from "./look-ups";
import { judgementParts, numberLine, outcomeLine } from "./look-up-judgement";
import type { DeskData, Outcome, SubjectSpec, SubjectState } from "./types";

export interface PanelEvents {
  /** Values of the register are on screen from now on: a changed identity field needs a reason. */
  seen(role: string): void;
  judged(role: string, answer: JudgementAnswer): void;
  /** The officer is done here: back to the form. */
  leave(): void;
  label(field: string): string;
}

export class LookUpPanel {
  readonly element: HTMLElement;
  readonly role: string;
  outcome: Outcome;
  #subject: SubjectSpec;
  #data: DeskData;
  #events: PanelEvents;
  #body: HTMLElement;
  #heading: HTMLElement;
  #answer: LookUpAnswer | null = null;
  #list: CandidateList | null = null;
  #asking = false;
  /** A newer answer than the one on screen, found while the officer was reading that one. */
  #newer: LookUpAnswer | null = null;

  constructor(subject: SubjectSpec, state: SubjectState | undefined, data: DeskData, events: PanelEvents) {
    this.role = subject.role;
    this.outcome = state?.outcome ?? "pending";
    this.#subject = subject;
    this.#data = data;
    this.#events = events;
    const heading = idOf("look-up", subject.role);
    this.#heading = h("h2", { class: "panel-title", id: heading, tabindex: "-1" }, `Tra cứu: ${subject.label}`);
    this.#body = h("div", { class: "panel-body" });
    this.element = h(
      "section",
      { class: "look-up", "aria-labelledby": heading, "data-look-up": subject.role },
      this.#heading,
      this.#body,
    );
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.#setOutcome(this.outcome);
    this.#showResting(state?.personal_id ?? null);
  }

  get isAsking(): boolean {
    return this.#asking;
  }

  /** Whether an answer waits for the officer's decision. */
  get awaitsDecision(): boolean {
    return this.#answer !== null && this.#answer.state === "answered";
  }

  /** What the answer on screen was asked with; null where none waits, or where a second keying has to come first. */
  get askedWith(): Readonly<Record<string, unknown>> | null {
    return this.awaitsDecision && this.#answer!.hidden !== true ? (this.#newer ?? this.#answer!).asked : null;
  }

  /** Moves the focus to where the next decision is taken. */
  focus(): void {
    const target =
      this.#body.querySelector<HTMLElement>(".candidate[aria-selected='true']") ??
      this.#body.querySelector<HTMLElement>("input, button, select") ??
      this.#heading;
    target.focus();
  }

  /** Shows the recorded look-up's form in place of a search. */
  showForm(form: HTMLFormElement): void {
    this.#body.replaceChildren(form);
  }

  async lookUp(second: boolean): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    if (this.element.contains(document.activeElement)) this.#heading.focus();
    this.#say("Đang tra cứu…", "busy");
    try {
      this.#show(await this.#ask(second));
    } catch (error) {
      this.#answer = null;
      this.#showFailure(error, () => void this.lookUp(second));
    } finally {
      this.#asking = false;
    }
  }

  /** Asks once more behind what is on screen: more of the entry was keyed. Nothing moves under the officer's hands. */
  async renew(): Promise<void> {
    const before = this.#answer;
    if (before === null || this.#asking) return;
    const answer = await this.#ask(before.second === true).catch(() => null);
    if (answer === null || answer.state !== "answered" || this.#answer !== before || this.#asking) return;
    if (!this.element.contains(document.activeElement)) return this.#show(answer);
    this.#newer = answer;
    // At the buttons, which stay in sight however far he has read.
    this.#body.querySelector(".decisions")?.prepend(
      h(
        "p",
        { class: "panel-news", role: "status" },
        "Đã tra lại với các mục vừa nhập. ",
        h("button", { type: "button", class: "button", click: () => (this.#show(answer), this.focus()) }, "Xem kết quả mới"),
      ),
    );
  }

  #ask(second: boolean): Promise<LookUpAnswer> {
    return ask<LookUpAnswer>(this.#data.urls.look_up, { role: this.role, second, station: this.#data.station }, this.#data.csrf);
  }

  #show(answer: LookUpAnswer): void {
    this.#answer = answer;
    this.#newer = null;
    this.#list = null;
    if (answer.state === "unavailable") this.#showUnavailable(answer);
    else if (answer.hidden === true) this.#showSecondKeying(answer);
    else this.#showCandidates(answer);
  }

  async #decide(decision: Decision, reason = ""): Promise<void> {
    const answer = this.#answer;
    if (answer === null || this.#asking) return;
    const candidate = this.#list?.chosen;
    if (decision === "same_person" && candidate === undefined) return;
    this.#asking = true;
    this.element.setAttribute("aria-busy", "true");
    try {
      const judged = await ask<JudgementAnswer>(
        this.#data.urls.judge,
        {
          look_up: answer.id,
          role: this.role,
          candidate: decision === "same_person" ? candidate!.ref : "",
          decision,
          reason,
          station: this.#data.station,
        },
        this.#data.csrf,
      );
      this.#answer = null;
      this.#newer = null;
      this.showJudgement(judged);
      this.#events.leave();
    } catch (error) {
      this.#warn(error instanceof Error ? error.message : String(error));
      this.focus();
    } finally {
      this.#asking = false;
      this.element.removeAttribute("aria-busy");
    }
  }

  /** What follows from a judgement: the number beside the transcription, the differences, or the way of a new entry. */
  showJudgement(judged: JudgementAnswer): void {
    this.#setOutcome(judged.outcome);
    const again = this.#data.may.look_up && !this.#data.may.recorded ? this.#actions([["Tra cứu lại", () => void this.lookUp(false)]]) : null;
    this.#body.replaceChildren(...judgementParts(judged, this.role, this.#data, (field) => this.#events.label(field), again));
    say(`${this.#subject.label}: ${OUTCOME_WORDS[judged.outcome]}.`);
    this.#events.judged(this.role, judged);
  }

  #showResting(personalId: string | null): void {
    if (this.outcome !== "pending") {
      this.#body.replaceChildren(
        outcomeLine(this.outcome),
        ...(personalId === null ? [] : [numberLine(this.role, personalId)]),
        ...(this.#data.may.look_up && !this.#data.may.recorded ? [this.#actions([["Tra cứu lại", () => void this.lookUp(false)]])] : []),
      );
    } else if (this.#data.may.look_up) {
      const names = this.#subject.identity.map((field) => this.#events.label(field).toLowerCase()).join("; ");
      this.#body.replaceChildren(h("p", { class: "panel-quiet" }, `Tự tra cứu khi đã nhập: ${names}. Hoặc Ctrl + L.`));
    } else {
      this.#body.replaceChildren(h("p", {}, "Trường hợp này sẽ vào danh sách chờ tra cứu"));
    }
  }

  #showUnavailable(answer: LookUpAnswer): void {
    this.#setOutcome("unavailable");
    this.#body.replaceChildren(
      outcomeLine("unavailable"),
      h("p", { class: "panel-quiet", "data-source": true }, `${answer.source_text ?? "Nguồn dân cư chưa trả lời"}. Đây không phải là không tìm thấy.`),
      h("p", {}, "Cứ nhập tiếp; trường hợp sẽ được tra cứu lại."),
      this.#actions([["Tra cứu lại", () => void this.lookUp(false)]]),
    );
    say("Không tra cứu được lúc này. Cứ nhập tiếp.");
  }

  #showFailure(error: unknown, again: () => void): void {
    const sentence = error instanceof Error ? error.message : String(error);
    const calm = error instanceof ServerUnreachable ? " Cứ nhập tiếp; Ctrl + L để tra cứu lại." : "";
    this.#body.replaceChildren(
      h("p", { class: "panel-warning", role: "alert" }, sentence + calm),
      this.#actions([["Tra cứu lại", again]]),
    );
  }

  #showSecondKeying(answer: LookUpAnswer): void {
    const form = secondKeying(answer, (field) => this.#events.label(field), (fields) => void this.#keyedAgain(answer, fields));
    this.#body.replaceChildren(this.#source(answer), form);
    say(`${this.#subject.label}: nhập lại lần hai từ sổ. Ctrl + L để nhập.`);
  }

  async #keyedAgain(answer: LookUpAnswer, fields: Readonly<Record<string, string>>): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const url = `${this.#data.urls.look_up}/${answer.id}/second-keying`;
      this.#show(await ask<LookUpAnswer>(url, { fields, station: this.#data.station }, this.#data.csrf));
      this.focus();
    } catch (error) {
      this.#warn(error instanceof Error ? error.message : String(error));
    } finally {
      this.#asking = false;
    }
  }

  #showCandidates(answer: LookUpAnswer): void {
    const { candidates } = answer;
    if (candidates.length > 0) this.#events.seen(this.role);
    const verdict = answer.verdict_text ?? `${candidates.length} người gần nhất`;
    const decisions = this.#decisions(answer);
    this.#list =
      candidates.length === 0
        ? null
        : new CandidateList(this.role, candidates, { chosen: (candidate) => this.#beware(decisions, candidate) });
    this.#body.replaceChildren(
      this.#source(answer),
      h("p", { class: "panel-count" }, verdict),
      ...(this.#list === null ? [] : [this.#list.element]),
      decisions,
      h("div", { class: "panel-questions" }),
    );
    say(`${this.#subject.label}: ${verdict} Ctrl + L để xem.`);
  }

  #source(answer: LookUpAnswer): HTMLElement {
    return h("p", { class: "panel-quiet", "data-source": true }, `${answer.source_text ?? ""}${answer.second ? " · tìm rộng hơn" : ""}`);
  }

  #decisions(answer: LookUpAnswer): HTMLElement {
    const any = answer.candidates.length > 0;
    const second = answer.second === true;
    const choices: [string, () => void, string][] = [];
    if (any) choices.push(["Đúng người này", () => void this.#decide("same_person"), "same_person"]);
    const nobody = answer.may_conclude_not_found ? "Không có trong danh sách" : "Không có trong trích xuất";
    choices.push([nobody, () => void this.#concludeNotFound(second), "not_found"]);
    choices.push(["Để người khác chọn", () => void this.#decide("undecided"), "undecided"]);
    if (!second) choices.push(["Tra cứu rộng hơn", () => void this.lookUp(true).then(() => this.focus()), "second"]);
    const suggested = suggestedDecision(answer);
    const cautions = idOf("cautions", this.role);
    const absence = answer.absence_cautions ?? [];
    return h(
      "div",
      { class: "decisions" },
      h("ul", { class: "cautions", id: cautions }, ...(any ? [] : absence.map((sentence) => h("li", {}, sentence)))),
      ...choices.map(([label, act, decision], index) =>
        h(
          "button",
          {
            type: "button",
            class: decision === suggested ? "button button--main" : "button",
            "data-decision": decision,
            "aria-describedby": decision === "same_person" ? cautions : null,
            click: act,
          },
          h("kbd", { "aria-hidden": "true" }, `Alt+${index + 1}`),
          h("span", {}, label),
        ),
      ),
    );
  }

  /** What to know of the chosen one stands at the button that would say it is him, and on it what would follow. */
  #beware(decisions: HTMLElement, candidate: Candidate): void {
    const sentences = candidate.cautions ?? [];
    decisions.querySelector(".cautions")!.replaceChildren(...sentences.map((sentence) => h("li", {}, sentence)));
    const many = (this.#answer?.candidates.length ?? 0) > 1;
    const who = many ? `Đúng người thứ ${candidate.rank}` : "Đúng người này";
    const follows = candidate.suggested === "mismatched" ? "không trùng khớp, mở hồ sơ" : "trùng khớp";
    const button = decisions.querySelector('[data-decision="same_person"] span')!;
    button.replaceChildren(who, h("small", {}, follows));
  }

  async #concludeNotFound(second: boolean): Promise<void> {
    if (!second) {
      await this.lookUp(true);
      this.focus();
      return say("Đã tra cứu rộng hơn: xem những người gần nhất rồi kết luận.");
    }
    const holder = this.#body.querySelector<HTMLElement>(".panel-questions");
    if (holder === null || holder.childElementCount > 0) return;
    const beware = (this.#answer?.absence_cautions ?? []).join(" ");
    const reason = await choose(holder, `${beware} Vì sao không có trong dữ liệu dân cư?`.trim(), NOT_FOUND_REASONS);
    if (reason === null) return this.focus();
    // The question is gone with its focus: the keys of the panel must go on working while the server answers.
    this.#heading.focus();
    await this.#decide("not_found", reason.value);
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const digit = event.altKey && !event.ctrlKey ? /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1] : undefined;
    if (digit !== undefined) {
      this.#body.querySelectorAll<HTMLButtonElement>(".decisions > button")[Number(digit) - 1]?.click();
    } else if (event.key === "Escape") {
      this.#events.leave();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #setOutcome(outcome: Outcome): void {
    this.outcome = outcome;
    this.element.dataset.outcome = outcome;
  }

  #actions(actions: readonly (readonly [string, () => void])[]): HTMLElement {
    return h(
      "div",
      { class: "panel-actions" },
      ...actions.map(([label, act]) => h("button", { type: "button", class: "button", click: act }, label)),
    );
  }

  #say(text: string, state: string): void {
    this.#body.replaceChildren(h("p", { class: `panel-quiet panel-${state}` }, text));
  }

  #warn(sentence: string): void {
    this.#body.querySelector(".panel-warning")?.remove();
    this.#body.prepend(h("p", { class: "panel-warning", role: "alert" }, sentence));
  }
}
