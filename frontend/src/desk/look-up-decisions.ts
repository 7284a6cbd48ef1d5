/** The buttons of a decision, each with its key, and what to know before pressing one. */
import { h, idOf } from "./dom";
import { departures } from "./look-up-terms";
import { type Candidate, type Decision, isClear, type LookUpAnswer, suggestedDecision } from "./look-ups";

type Choice = Decision | "second" | "terms";

export function decisionsOf(answer: LookUpAnswer, role: string, acts: Readonly<Record<Choice, () => void>>): HTMLElement {
  const any = answer.candidates.length > 0;
  const nobody = answer.may_conclude_not_found ? "Không có trong danh sách" : "Không có trong trích xuất";
  const choices: readonly (readonly [Choice, string])[] = [
    ...(any ? [["same_person", "Đúng người này"] as const] : []),
    ["not_found", nobody],
    ["undecided", "Để người khác chọn"],
    ...(answer.second === true ? [] : [["second", "Tra cứu rộng hơn"] as const]),
    ["terms", "Tra cứu với thông tin khác"],
  ];
  const suggested = suggestedDecision(answer);
  const clear = isClear(answer);
  const cautions = idOf("cautions", role);
  const absence = answer.absence_cautions ?? [];
  return h(
    "div",
    { class: "decisions" },
    h("ul", { class: "cautions", id: cautions }, ...(any ? [] : absence.map((sentence) => h("li", {}, sentence)))),
    ...choices.map(([decision, label], index) =>
      h(
        "button",
        {
          type: "button",
          class: decision === suggested ? "button button--main" : "button",
          "data-decision": decision,
          "aria-describedby": decision === "same_person" ? cautions : null,
          click: acts[decision],
        },
        clear && index === 0 ? h("kbd", { "aria-hidden": "true" }, "Ctrl+D") : h("kbd", { class: "in-panel", "aria-hidden": "true" }, `Alt+${index + 1}`),
        h("span", {}, label),
      ),
    ),
  );
}

/** What to know of the chosen one stands at the button that would say it is him, and on it what would follow. */
export function beware(decisions: HTMLElement, candidate: Candidate, many: boolean): void {
  const sentences = candidate.cautions ?? [];
  decisions.querySelector(".cautions")!.replaceChildren(...sentences.map((sentence) => h("li", {}, sentence)));
  const who = many ? `Đúng người thứ ${candidate.rank}` : "Đúng người này";
  const follows = candidate.suggested === "mismatched" ? "không trùng khớp, mở hồ sơ" : "trùng khớp";
  decisions.querySelector('[data-decision="same_person"] span')!.replaceChildren(who, h("small", {}, follows));
}

/** Where was searched and as of when: stands on every result. */
export function sourceOf(answer: LookUpAnswer): HTMLElement {
  const changed = departures(answer);
  const how = changed.length > 0 ? ` · đã tra với ${changed.join("; ")}` : answer.second ? " · tìm rộng hơn" : "";
  return h("p", { class: "panel-quiet", "data-source": true }, `${answer.source_text ?? ""}${how}`);
}

export function actionsOf(actions: readonly (readonly [string, () => void])[]): HTMLElement {
  return h(
    "div",
    { class: "panel-actions" },
    ...actions.map(([label, act]) => h("button", { type: "button", class: "button", click: act }, label)),
  );
}
