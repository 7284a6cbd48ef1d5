/** The look-up beside the form: candidates, agreement field by field, the officer's decision and what follows from it. */
import { choose } from "./choice";
import { h, idOf, say, setAttr, vietnameseDate } from "./dom";
import { ask, ServerUnreachable } from "./http";
import {
  COVERAGE_WORDS,
  NOT_FOUND_REASONS,
  OUTCOME_WORDS,
  type Candidate,
  type Decision,
  type JudgementAnswer,
  type LookUpAnswer,
} from "./look-ups";
import { agreementTable, differenceTable } from "./look-up-tables";
import type { DeskData, Outcome, SubjectSpec, SubjectState } from "./types";

export interface PanelEvents {
  /** Values of the register are on screen from now on: a changed identity field needs a reason. */
  seen(role: string): void;
  judged(role: string, answer: JudgementAnswer): void;
  /** The officer is done here: back to the form. */
  leave(): void;
  label(field: string): string;
}

const KIND_OF_BOOK: Readonly<Record<string, string>> = {
  KS: "Sổ đăng ký khai sinh",
  KH: "Sổ đăng ký kết hôn",
  KT: "Sổ đăng ký khai tử",
  CMC: "Sổ đăng ký nhận cha, mẹ, con",
  HN: "Sổ cấp Giấy xác nhận tình trạng hôn nhân",
  GH: "Sổ đăng ký giám hộ",
  CDGH: "Sổ đăng ký chấm dứt, thay đổi giám hộ",
  GSGH: "Sổ đăng ký giám sát việc giám hộ",
  TD: "Sổ đăng ký thay đổi, cải chính, bổ sung hộ tịch",
  CN: "Sổ đăng ký nuôi con nuôi",
  LH: "Sổ ghi chú ly hôn",
};

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
  #selected = 0;
  #asking = false;

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

  /** Moves the focus to where the next decision is taken. */
  focus(): void {
    const target =
      this.#body.querySelector<HTMLElement>(".candidate[aria-selected='true']") ??
      this.#body.querySelector<HTMLElement>("button, input, select") ??
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
      const answer = await ask<LookUpAnswer>(this.#data.urls.look_up, { role: this.role, second, station: this.#data.station }, this.#data.csrf);
      this.#answer = answer;
      this.#selected = 0;
      if (answer.state === "unavailable") this.#showUnavailable();
      else this.#showCandidates(second);
    } catch (error) {
      this.#answer = null;
      this.#showFailure(error, () => void this.lookUp(second));
    } finally {
      this.#asking = false;
    }
  }

  async #decide(decision: Decision, reason = ""): Promise<void> {
    const answer = this.#answer;
    if (answer === null || this.#asking) return;
    const candidate = answer.candidates[this.#selected];
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
    const parts: (Node | false)[] = [this.#outcomeLine(judged.outcome)];
    if (judged.personal_id) parts.push(this.#numberLine(judged.personal_id));
    const differences = judged.differences ?? [];
    if (judged.outcome === "mismatched") {
      parts.push(
        h("p", { class: "panel-strong" }, "Danh sách theo dõi riêng: đã mở hồ sơ không trùng khớp"),
        differenceTable("Điểm không khớp", differences, (field) => this.#events.label(field)),
      );
    }
    if (judged.outcome === "not_found") {
      const book = KIND_OF_BOOK[this.#data.entry.kind] ?? "Sổ hộ tịch";
      parts.push(
        h("p", { class: "panel-strong" }, `Nhập mới vào phân hệ ${book}`),
        h("p", {}, "Nhập tiếp các mục của sổ rồi hoàn thành trường hợp như thường."),
      );
    }
    if (judged.outcome === "pending") parts.push(h("p", {}, "Trường hợp này vào danh sách chờ; cứ nhập tiếp các mục của sổ."));
    const supplements = judged.supplements ?? [];
    if (supplements.length > 0) parts.push(differenceTable("Có thể bổ sung hộ tịch", supplements, (field) => this.#events.label(field)));
    if (judged.register && Object.keys(judged.register).length > 0 && this.#data.campaign.way === "confirm") {
      parts.push(h("p", { class: "panel-quiet" }, "F6 tại từng ô còn trống: sổ ghi như giá trị dân cư đang hiện."));
    }
    if (this.#data.may.look_up && !this.#data.may.recorded) {
      parts.push(this.#actions([["Tra cứu lại", () => void this.lookUp(false)]]));
    }
    if (judged.outcome === "matched" && judged.fields && judged.fields.length > 0) parts.push(agreementTable(judged.fields));
    this.#body.replaceChildren(...parts.filter((part): part is Node => part !== false));
    say(`${this.#subject.label}: ${OUTCOME_WORDS[judged.outcome]}.`);
    this.#events.judged(this.role, judged);
  }

  #showResting(personalId: string | null): void {
    if (this.outcome !== "pending") {
      this.#body.replaceChildren(
        this.#outcomeLine(this.outcome),
        ...(personalId === null ? [] : [this.#numberLine(personalId)]),
        ...(this.#data.may.look_up && !this.#data.may.recorded ? [this.#actions([["Tra cứu lại", () => void this.lookUp(false)]])] : []),
      );
    } else if (this.#data.may.look_up) {
      const names = this.#subject.identity.map((field) => this.#events.label(field).toLowerCase()).join("; ");
      this.#body.replaceChildren(h("p", { class: "panel-quiet" }, `Tự tra cứu khi đã nhập: ${names}. Hoặc Ctrl + L.`));
    } else {
      this.#body.replaceChildren(h("p", {}, "Trường hợp này sẽ vào danh sách chờ tra cứu"));
    }
  }

  #showUnavailable(): void {
    this.#setOutcome("unavailable");
    this.#body.replaceChildren(
      this.#outcomeLine("unavailable"),
      h("p", {}, "Nguồn dân cư chưa trả lời. Cứ nhập tiếp; trường hợp sẽ được tra cứu lại."),
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

  #showCandidates(second: boolean): void {
    const answer = this.#answer!;
    const { candidates } = answer;
    if (candidates.length > 0) this.#events.seen(this.role);
    const source = [
      `Phạm vi: ${COVERAGE_WORDS[answer.coverage] ?? answer.coverage}`,
      answer.as_of === null ? "" : `dữ liệu đến ${vietnameseDate(answer.as_of)}`,
    ];
    const list = h(
      "ul",
      { class: "candidates", role: "listbox", "aria-label": "Người tìm thấy" },
      ...candidates.map((candidate, index) => this.#option(candidate, index)),
    );
    const table = h("div", { class: "agreement-holder" });
    const count =
      candidates.length === 0
        ? second
          ? "Đã tìm rộng hơn: không có ai phù hợp."
          : "Không có ai phù hợp. Hãy tra cứu rộng hơn trước khi kết luận."
        : `${candidates.length} người có thể phù hợp`;
    this.#body.replaceChildren(
      h("p", { class: "panel-quiet" }, source.filter((part) => part !== "").join(" · ")),
      h("p", { class: "panel-count" }, count),
      ...(candidates.length > 0 ? [list, table] : []),
      ...(answer.may_conclude_not_found
        ? []
        : [h("p", { class: "panel-quiet" }, "Nguồn này không phủ cả nước nên chưa thể kết luận không tìm thấy.")]),
      this.#decisions(candidates.length > 0, second),
      h("div", { class: "panel-questions" }),
    );
    this.#select(0, false);
    say(`${this.#subject.label}: ${count}. Ctrl + L để xem.`);
  }

  #option(candidate: Candidate, index: number): HTMLElement {
    const differing = candidate.fields.filter((field) => field.is_discrepancy).length;
    const verdict = differing === 0 ? "khớp mọi mục so được" : `${differing} điểm không khớp`;
    const name = candidate.fields.find((field) => field.field.endsWith("full_name"))?.register ?? `Người thứ ${index + 1}`;
    return h(
      "li",
      {
        class: "candidate",
        role: "option",
        tabindex: "-1",
        "aria-selected": "false",
        "data-candidate": candidate.ref,
        click: () => this.#select(index, true),
      },
      h("span", { class: "candidate-name" }, name),
      h("span", { class: "candidate-number" }, candidate.masked_number ?? ""),
      h("span", { class: "candidate-verdict" }, [candidate.score_label, verdict].filter(Boolean).join(" · ")),
    );
  }

  #select(index: number, focus: boolean): void {
    const options = [...this.#body.querySelectorAll<HTMLElement>(".candidate")];
    if (options.length === 0) return;
    this.#selected = (index + options.length) % options.length;
    options.forEach((option, at) => {
      setAttr(option, "aria-selected", String(at === this.#selected));
      option.tabIndex = at === this.#selected ? 0 : -1;
      if (at === this.#selected && focus) option.focus();
    });
    const candidate = this.#answer!.candidates[this.#selected]!;
    this.#body.querySelector(".agreement-holder")!.replaceChildren(agreementTable(candidate.fields));
  }

  #decisions(any: boolean, second: boolean): HTMLElement {
    const choices: [string, () => void, string][] = [];
    if (any) choices.push(["Đúng người này", () => void this.#decide("same_person"), "same_person"]);
    choices.push(["Không có trong danh sách", () => void this.#concludeNotFound(), "not_found"]);
    choices.push(["Để người khác chọn", () => void this.#decide("undecided"), "undecided"]);
    if (!second) choices.push(["Tra cứu rộng hơn", () => void this.lookUp(true).then(() => this.focus()), "second"]);
    return h(
      "div",
      { class: "decisions" },
      ...choices.map(([label, act, decision], index) =>
        h(
          "button",
          { type: "button", class: index === 0 ? "button button--main" : "button", "data-decision": decision, click: act },
          h("kbd", { "aria-hidden": "true" }, `Alt+${index + 1}`),
          label,
        ),
      ),
    );
  }

  async #concludeNotFound(): Promise<void> {
    const holder = this.#body.querySelector<HTMLElement>(".panel-questions");
    if (holder === null || holder.childElementCount > 0) return;
    const reason = await choose(holder, "Vì sao không có trong dữ liệu dân cư?", NOT_FOUND_REASONS);
    if (reason === null) return this.focus();
    // The question is gone with its focus: the keys of the panel must go on working while the server answers.
    this.#heading.focus();
    await this.#decide("not_found", reason.value);
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const digit = event.altKey && !event.ctrlKey ? /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1] : undefined;
    const onCandidate = event.target instanceof Element && event.target.matches(".candidate");
    if (digit !== undefined) {
      this.#body.querySelectorAll<HTMLButtonElement>(".decisions button")[Number(digit) - 1]?.click();
    } else if (onCandidate && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      this.#select(this.#selected + (event.key === "ArrowDown" ? 1 : -1), true);
    } else if (onCandidate && event.key === "Enter" && !event.ctrlKey) {
      this.#body.querySelector<HTMLButtonElement>(".decisions button")?.focus();
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

  #outcomeLine(outcome: Outcome): HTMLElement {
    return h("p", { class: `outcome outcome--${outcome}` }, OUTCOME_WORDS[outcome]);
  }

  #numberLine(personalId: string): HTMLElement {
    return h(
      "p",
      { class: "personal-number" },
      "Số định danh cá nhân ",
      h("strong", { "data-personal-id": this.role }, personalId),
      h("small", {}, "Hiện bên cạnh, không ghi vào bản nhập của sổ"),
    );
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
