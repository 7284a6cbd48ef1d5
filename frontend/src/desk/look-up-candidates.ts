/** The nearest citizens as a compact list, ↑ ↓ to move, Enter to read the chosen one field by field. */
import { h, idOf, setAttr } from "./dom";
import { rowOf, type Candidate } from "./look-ups";
import { agreementTable, bar, evidenceTable } from "./look-up-tables";

export interface ListEvents {
  /** Another candidate is the chosen one. */
  chosen(candidate: Candidate): void;
}

export class CandidateList {
  readonly element: HTMLElement;
  #candidates: readonly Candidate[];
  #events: ListEvents;
  #options: HTMLElement[];
  #opened: HTMLElement;
  #at = 0;

  constructor(role: string, candidates: readonly Candidate[], events: ListEvents) {
    this.#candidates = candidates;
    this.#events = events;
    this.#options = candidates.map((candidate, index) => this.#option(candidate, index));
    const title = idOf("opened", role);
    this.#opened = h("section", { class: "opened", "aria-labelledby": title, tabindex: "-1" });
    this.#opened.dataset.title = title;
    this.element = h(
      "div",
      { class: "nearest" },
      h("ul", { class: "candidates", role: "listbox", "aria-label": "Những người gần nhất" }, ...this.#options),
      this.#opened,
    );
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.#select(0);
  }

  get chosen(): Candidate | undefined {
    return this.#candidates[this.#at];
  }

  focus(): void {
    this.#options[this.#at]?.focus();
  }

  #option(candidate: Candidate, index: number): HTMLElement {
    const row = rowOf(candidate);
    const differs = row.differing === 0 ? "" : `${row.differing} điểm không khớp`;
    return h(
      "li",
      {
        class: candidate.likely ? "candidate candidate--likely" : "candidate",
        role: "option",
        tabindex: "-1",
        "aria-selected": "false",
        "data-candidate": candidate.ref,
        click: () => {
          this.#select(index);
          this.focus();
        },
      },
      h("span", { class: "candidate-rank" }, String(candidate.rank)),
      h("span", { class: "candidate-name" }, row.name),
      h("span", { class: "candidate-born" }, row.born),
      h(
        "span",
        { class: "candidate-chance" },
        candidate.probability == null ? null : bar(candidate.probability, candidate.likely ? "likely" : "chance"),
        h("span", {}, candidate.per_cent ?? ""),
      ),
      h("span", { class: "candidate-family" }, row.family),
      h(
        "span",
        { class: "candidate-marks" },
        row.relation ? h("b", { class: "relation", "data-relation": candidate.relation ?? "" }, row.relation) : null,
        differs ? h("span", {}, differs) : null,
      ),
    );
  }

  #select(index: number): void {
    const { length } = this.#options;
    if (length === 0) return;
    this.#at = (index + length) % length;
    this.#options.forEach((option, at) => {
      setAttr(option, "aria-selected", String(at === this.#at));
      option.tabIndex = at === this.#at ? 0 : -1;
    });
    const candidate = this.#candidates[this.#at]!;
    const number = candidate.masked_number ? ` · ${candidate.masked_number}` : "";
    const chance = candidate.probability_text;
    this.#opened.replaceChildren(
      h("h3", { id: this.#opened.dataset.title! }, `Người thứ ${candidate.rank}: ${rowOf(candidate).name}`),
      h("p", { class: "panel-quiet" }, `${chance ? `Là người trong sổ: ${chance}` : candidate.score_label}${number}`),
      agreementTable(candidate.fields),
      evidenceTable(candidate) ?? "",
    );
    this.#events.chosen(candidate);
  }

  #key(event: KeyboardEvent): void {
    const onOption = event.target instanceof Element && event.target.matches(".candidate");
    if (onOption && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      this.#select(this.#at + (event.key === "ArrowDown" ? 1 : -1));
      this.focus();
    } else if (onOption && (event.key === "Home" || event.key === "End")) {
      this.#select(event.key === "Home" ? 0 : -1);
      this.focus();
    } else if (onOption && event.key === "Enter" && !event.ctrlKey) {
      this.#opened.focus();
      this.#opened.scrollIntoView({ block: "start" });
    } else if (!onOption && event.key === "Escape" && this.#opened.contains(document.activeElement)) {
      this.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
