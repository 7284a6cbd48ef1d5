/** The look-up beside the form: the nearest citizens, the officer's decision and what follows from it. */
import { choose } from "./choice";
import { h, idOf, say } from "./dom";
import { ServerUnreachable } from "./http";
import { agreementList, SecondKeying, secondKeyingForm } from "./look-up-again";
import { CandidateList } from "./look-up-candidates";
import {
  NOT_FOUND_REASONS,
  OUTCOME_WORDS,
  type Decision,
  isClear,
  type JudgementAnswer,
  type LookUpAnswer,
  type LookUpContext,
  sameReading,
} from "./look-ups";
import type { PanelEvents } from "./look-up-events";
import { actionsOf, beware, decisionsOf, sourceOf } from "./look-up-decisions";
import { askTerms } from "./look-up-terms";
import { judgementParts, numberLine, outcomeLine } from "./look-up-judgement";
import type { Outcome, SubjectSpec, SubjectState } from "./types";

/** Seconds between tries while the line is down; the last is repeated. */
const AGAIN_AFTER = [5, 10, 20, 40, 60];

export class LookUpPanel {
  readonly element: HTMLElement;
  readonly role: string;
  outcome: Outcome;
  #subject: SubjectSpec;
  #context: LookUpContext;
  #events: PanelEvents;
  #body: HTMLElement;
  #heading: HTMLElement;
  #answer: LookUpAnswer | null = null;
  #list: CandidateList | null = null;
  #asking = false;
  #isClosed = false;
  /** A newer answer than the one on screen, found while the officer was reading that one. */
  #newer: LookUpAnswer | null = null;
  #again: SecondKeying | null = null;
  /** What was keyed twice already, by field: it is not asked a third time when the search is made anew. */
  #keyedTwice = new Map<string, string>();
  /** What the officer asks otherwise than the book says. */
  #terms: Readonly<Record<string, string>> | null = null;
  #tries = 0;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(subject: SubjectSpec, state: SubjectState | undefined, context: LookUpContext, events: PanelEvents) {
    this.role = subject.role;
    this.outcome = state?.outcome ?? "pending";
    this.#subject = subject;
    this.#context = context;
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

  /** Whether a field has to be keyed again before the answer opens. */
  get awaitsSecondKeying(): boolean {
    return this.#answer?.hidden === true;
  }

  /** What the answer on screen was asked with; null where none waits, or where a second keying has to come first. */
  get askedWith(): Readonly<Record<string, unknown>> | null {
    return this.awaitsDecision && this.#answer!.hidden !== true ? (this.#newer ?? this.#answer!).asked : null;
  }

  /** One key says that it is him, where that is clear; whatever is less clear is looked at first. Says whether it was taken. */
  confirm(): boolean {
    const answer = this.#answer;
    if (answer === null || this.#asking) return false;
    if (this.#list?.chosen === answer.candidates[0] && isClear(answer)) {
      void this.#decide("same_person");
      return true;
    }
    this.#tell("Chưa rõ ngay: xem bên phải rồi xác định.");
    this.focus();
    return true;
  }

  /** The entry is no longer on screen: nothing is asked any more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#waiting);
    this.#again?.close();
  }

  /** Moves the focus to where the next decision is taken. */
  focus(): void {
    if (this.#again !== null) return this.#again.start();
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

  async lookUp(second: boolean, terms: Readonly<Record<string, string>> | null = null): Promise<void> {
    if (this.#asking) return;
    this.#terms = terms;
    clearTimeout(this.#waiting);
    this.#asking = true;
    this.#again?.close();
    this.#again = null;
    this.#events.agreed({});
    if (this.element.contains(document.activeElement)) this.#heading.focus();
    this.#say("Đang tra cứu…", "busy");
    try {
      this.#show(await this.#ask(second));
      this.#tries = 0;
    } catch (error) {
      this.#answer = null;
      this.#showFailure(error, () => void this.lookUp(second, terms));
      if (error instanceof ServerUnreachable) this.#askLater(second, terms);
    } finally {
      this.#rest();
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

  /** The line is down: asked again by itself, and the keying goes on. */
  #askLater(second: boolean, terms: Readonly<Record<string, string>> | null): void {
    if (this.#isClosed) return;
    const seconds = AGAIN_AFTER[Math.min(this.#tries, AGAIN_AFTER.length - 1)]!;
    this.#tries += 1;
    this.#waiting = setTimeout(() => void this.lookUp(second, terms), seconds * 1000);
  }

  #rest(): void {
    this.#asking = false;
    if (!this.#isClosed) this.#events.form?.answered();
  }

  /** The line is back. */
  retry(): void {
    if (this.#tries > 0 && this.#answer === null) void this.lookUp(false);
  }

  #ask(second: boolean): Promise<LookUpAnswer> {
    const { urls, station, server } = this.#context;
    return server.ask<LookUpAnswer>(urls.look_up, { role: this.role, second, terms: this.#terms, station });
  }

  #show(answer: LookUpAnswer): void {
    this.#answer = answer;
    this.#newer = null;
    this.#list = null;
    this.#again?.close();
    this.#again = null;
    this.#events.agreed(answer.agreements ?? {});
    if (answer.state === "unavailable") this.#showUnavailable(answer);
    else if (answer.hidden === true) this.#showSecondKeying(answer);
    else this.#showCandidates(answer);
  }

  async #decide(decision: Decision, reason = "", words = ""): Promise<void> {
    const answer = this.#answer;
    if (answer === null || this.#asking) return;
    const candidate = this.#list?.chosen;
    if (decision === "same_person" && candidate === undefined) return;
    this.#asking = true;
    const inside = this.element.contains(document.activeElement);
    this.element.setAttribute("aria-busy", "true");
    try {
      const judged = await this.#context.server.ask<JudgementAnswer>(
        this.#context.urls.judge,
        {
          look_up: answer.id,
          role: this.role,
          candidate: decision === "same_person" ? candidate!.ref : "",
          decision,
          reason,
          reason_words: words,
          station: this.#context.station,
        },
      );
      this.#answer = null;
      this.#newer = null;
      this.showJudgement(judged);
      // Who said it from the form goes on there undisturbed.
      if (inside) this.#events.leave(true);
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
    const again = this.#context.may.look_up && !this.#context.may.recorded ? actionsOf([["Tra cứu lại", () => void this.lookUp(false)]]) : null;
    this.#body.replaceChildren(...judgementParts(judged, this.role, this.#context, (field) => this.#events.label(field), again));
    this.#tell(`${this.#subject.label}: ${OUTCOME_WORDS[judged.outcome]}.`);
    this.#events.judged(this.role, judged);
  }

  #showResting(personalId: string | null): void {
    if (this.outcome !== "pending") {
      this.#body.replaceChildren(
        outcomeLine(this.outcome),
        ...(personalId === null ? [] : [numberLine(this.role, personalId)]),
        ...(this.#context.may.look_up && !this.#context.may.recorded ? [actionsOf([["Tra cứu lại", () => void this.lookUp(false)]])] : []),
      );
    } else if (this.#context.later && this.#context.may.look_up) {
      const sentence = "Trường hợp này nhập không có trợ giúp: hoàn thành trước, rồi xác định trong danh sách chờ (Ctrl + J).";
      this.#body.replaceChildren(h("p", { class: "panel-quiet", "data-later": this.role }, sentence));
    } else if (this.#context.may.look_up) {
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
      actionsOf([["Tra cứu lại", () => void this.lookUp(false)]]),
    );
    this.#tell("Không tra cứu được lúc này. Cứ nhập tiếp.");
  }

  #showFailure(error: unknown, again: () => void): void {
    const sentence = error instanceof Error ? error.message : String(error);
    const calm = error instanceof ServerUnreachable ? " Cứ nhập tiếp; Ctrl + L để tra cứu lại." : "";
    this.#body.replaceChildren(
      h("p", { class: "panel-warning", role: "alert" }, sentence + calm),
      actionsOf([["Tra cứu lại", again]]),
    );
  }

  #showSecondKeying(answer: LookUpAnswer): void {
    const { form } = this.#events;
    const label = (field: string): string => this.#events.label(field);
    const marks = agreementList(answer.agreements ?? {}, label);
    const again = answer.to_key_again ?? [];
    const places = again.map((field) => ({ field, label: label(field), place: form?.place(field) ?? null, first: form?.value(field) ?? "" }));
    if (form === undefined || places.some(({ place }) => place === null)) {
      const keyed = secondKeyingForm(answer, label, (fields) => void this.#keyedAgain(answer, fields));
      this.#body.replaceChildren(sourceOf(answer), marks ?? "", keyed);
      return this.#tell(`${this.#subject.label}: nhập lại lần hai từ sổ. Ctrl + L để nhập.`);
    }
    const twice = again.every((field) => sameReading(this.#keyedTwice.get(field) ?? "", form.value(field)));
    if (twice) return void Promise.resolve().then(() => this.#keyedAgain(answer, Object.fromEntries(this.#keyedTwice)));
    this.#again = new SecondKeying(
      places.map((each) => ({ ...each, place: each.place! })),
      {
        read: (field, text) => form.read(field, text),
        follow: (field) => form.follow(field),
        corrected: (field, value) => {
          if (value.v !== null) this.#keyedTwice.set(field, value.v);
          this.#again = null;
          form.correct(field, value);
          this.#tell(`${label(field)}: đã sửa theo lần đọc lại, tra cứu lại.`);
          this.#events.leave(false);
        },
        confirmed: (values) => {
          for (const [field, value] of Object.entries(values)) this.#keyedTwice.set(field, value);
          this.#events.leave(false);
          void this.#keyedAgain(answer, values);
        },
        leave: () => this.#events.leave(false),
      },
    );
    const names = places.map((each) => each.label.toLowerCase()).join("; ");
    this.#body.replaceChildren(
      sourceOf(answer),
      marks ?? h("p", {}, "Chưa có ai được gợi ý."),
      h("p", {}, `Đọc lại sổ và nhập lần hai: ${names}. Giá trị dân cư chỉ hiện sau đó.`),
      actionsOf([["Nhập lại từ sổ (Ctrl + L)", () => this.focus()]]),
    );
    this.#tell(`${this.#subject.label}: ${names} khác dữ liệu dân cư. Ctrl + L để nhập lại từ sổ.`);
  }

  async #keyedAgain(answer: LookUpAnswer, fields: Readonly<Record<string, string>>): Promise<void> {
    if (this.#asking && this.#events.form === undefined) return;
    this.#asking = true;
    const inside = this.element.contains(document.activeElement);
    try {
      const { urls, station, server } = this.#context;
      this.#show(await server.ask<LookUpAnswer>(`${urls.look_up}/${answer.id}/second-keying`, { fields, station }));
      if (inside) this.focus();
    } catch (error) {
      this.#warn(error instanceof Error ? error.message : String(error));
    } finally {
      this.#rest();
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
        : new CandidateList(this.role, candidates, { chosen: (candidate) => beware(decisions, candidate, candidates.length > 1) });
    this.#body.replaceChildren(
      sourceOf(answer),
      h("p", { class: "panel-count" }, verdict),
      ...(this.#list === null ? [] : [this.#list.element]),
      decisions,
      h("div", { class: "panel-questions" }),
    );
    const key = isClear(answer) ? "Ctrl + D: đúng người này." : "Ctrl + L để xem.";
    this.#tell(`${this.#subject.label}: ${verdict} ${key}`);
  }

  #decisions(answer: LookUpAnswer): HTMLElement {
    return decisionsOf(answer, this.role, {
      same_person: () => void this.#decide("same_person"),
      not_found: () => void this.#concludeNotFound(answer.second === true),
      undecided: () => void this.#decide("undecided"),
      second: () => void this.lookUp(true).then(() => this.focus()),
      terms: () => void this.#askOtherwise(answer),
    });
  }

  async #askOtherwise(answer: LookUpAnswer): Promise<void> {
    const holder = this.#body.querySelector<HTMLElement>(".panel-questions");
    if (holder === null || holder.childElementCount > 0) return;
    const terms = await askTerms(holder, this.role, answer);
    if (terms !== null) await this.lookUp(true, terms);
    this.focus();
  }

  async #concludeNotFound(second: boolean): Promise<void> {
    if (!second) {
      await this.lookUp(true);
      this.focus();
      return this.#tell("Đã tra cứu rộng hơn: xem những người gần nhất rồi kết luận.");
    }
    const holder = this.#body.querySelector<HTMLElement>(".panel-questions");
    if (holder === null || holder.childElementCount > 0) return;
    const beware = (this.#answer?.absence_cautions ?? []).join(" ");
    const reason = await choose(holder, `${beware} Vì sao không có trong dữ liệu dân cư?`.trim(), NOT_FOUND_REASONS);
    if (reason === null) return this.focus();
    // The question is gone with its focus: the keys of the panel must go on working while the server answers.
    this.#heading.focus();
    await this.#decide("not_found", reason.value, reason.value === "other" ? reason.text : "");
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const digit = event.altKey && !event.ctrlKey ? /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1] : undefined;
    if (digit !== undefined) {
      this.#body.querySelectorAll<HTMLButtonElement>(".decisions > button")[Number(digit) - 1]?.click();
    } else if (event.key === "Escape") {
      this.#events.leave(false);
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

  /** Nothing is said of an entry that has been left: its answer may come while the next one is keyed. */
  #tell(text: string): void {
    if (this.element.isConnected) say(text);
  }

  #say(text: string, state: string): void {
    this.#body.replaceChildren(h("p", { class: `panel-quiet panel-${state}` }, text));
  }

  #warn(sentence: string): void {
    this.#body.querySelector(".panel-warning")?.remove();
    this.#body.prepend(h("p", { class: "panel-warning", role: "alert" }, sentence));
  }
}
