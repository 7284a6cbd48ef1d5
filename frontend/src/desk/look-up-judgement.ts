/** What stands in the panel once a subject was judged: the outcome, where it was found, what differs, what can be supplemented. */
import { h } from "./dom";
import { OUTCOME_WORDS, type JudgementAnswer, type LookUpContext } from "./look-ups";
import { agreementTable, differenceTable } from "./look-up-tables";
import type { Outcome } from "./types";

export function outcomeLine(outcome: Outcome): HTMLElement {
  return h("p", { class: `outcome outcome--${outcome}` }, OUTCOME_WORDS[outcome]);
}

export function numberLine(role: string, personalId: string): HTMLElement {
  return h(
    "p",
    { class: "personal-number" },
    "Số định danh cá nhân ",
    h("strong", { "data-personal-id": role }, personalId),
    h("small", {}, "Hiện bên cạnh, không ghi vào bản nhập của sổ"),
  );
}

export function judgementParts(
  judged: JudgementAnswer,
  role: string,
  context: LookUpContext,
  label: (field: string) => string,
  again: HTMLElement | null,
): Node[] {
  const parts: (Node | null)[] = [outcomeLine(judged.outcome)];
  if (judged.source_text) parts.push(h("p", { class: "panel-quiet", "data-source": true }, judged.source_text));
  if (judged.absence_text) parts.push(h("p", {}, judged.absence_text));
  if (judged.personal_id) parts.push(numberLine(role, judged.personal_id));
  if (judged.outcome === "mismatched") {
    parts.push(
      h("p", { class: "panel-strong" }, "Danh sách theo dõi riêng: đã mở hồ sơ không trùng khớp"),
      differenceTable("Điểm không khớp", judged.differences ?? [], label),
    );
  }
  if (judged.outcome === "not_found") {
    parts.push(
      h("p", { class: "panel-strong" }, `Nhập mới vào phân hệ ${context.register.toLowerCase()}`),
      h("p", {}, "Nhập tiếp các mục của sổ rồi hoàn thành trường hợp như thường."),
    );
  }
  if (judged.outcome === "pending") parts.push(h("p", {}, "Trường hợp này vào danh sách chờ; cứ nhập tiếp các mục của sổ."));
  const supplements = judged.supplements ?? [];
  if (supplements.length > 0) parts.push(differenceTable("Có thể bổ sung hộ tịch", supplements, label));
  if (judged.register && Object.keys(judged.register).length > 0 && context.way === "confirm" && !context.later) {
    parts.push(h("p", { class: "panel-quiet" }, "F6 tại từng ô còn trống: sổ ghi như giá trị dân cư đang hiện."));
  }
  parts.push(again);
  if (judged.outcome === "matched" && judged.fields && judged.fields.length > 0) parts.push(agreementTable(judged.fields));
  return parts.filter((part) => part !== null);
}
