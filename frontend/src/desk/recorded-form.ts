/** The recorded look-up: what the officer searched on the police machine, what came of it and what he saw there. */
import { h, idOf } from "./dom";
import { type JudgementAnswer, type LookUpContext, NOT_FOUND_REASONS, OUTCOME_WORDS, registerKey } from "./look-ups";
import type { FieldValue, Outcome, SubjectSpec } from "./types";
import { asWritten } from "./values";

export interface RecordedEvents {
  label(field: string): string;
  value(field: string): FieldValue | undefined;
  /** The fields of the edition, in its order. */
  readonly fields: readonly string[];
  /** Everything keyed so far must stand on the server before the two can be compared. */
  saved(): boolean;
  recorded(answer: JudgementAnswer): void;
  leave(): void;
}

/** Whether a person found matches follows from the values seen, so the server may answer with the other of the two. */
const OUTCOMES: readonly Outcome[] = ["matched", "mismatched", "not_found", "unavailable", "pending"];
/** What of a subject the officer writes down as the register shows it; his number has a box of its own. */
const SHOWN = [
  "full_name", "birth_date", "sex", "birth_place", "hometown", "ethnicity", "nationality", "father_full_name",
  "mother_full_name", "spouse_full_name", "death_date",
];

/** The fields of the book that the register has a value for, those the page has. */
export function seenFields(subject: SubjectSpec, fields: readonly string[]): string[] {
  return SHOWN.flatMap((word) => subject.compared[word] ?? []).filter((field) => fields.includes(field));
}

/** A date and time as an `<input type="datetime-local">` writes it, with the offset of business time. */
export function withOffset(local: string): string {
  return `${local.length === 16 ? `${local}:00` : local}+07:00`;
}

/** The moment as business time shows it, to the minute. */
export function businessTime(now: Date): string {
  return new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 16);
}

export function recordedForm(subject: SubjectSpec, context: LookUpContext, events: RecordedEvents): HTMLFormElement {
  const text = (name: string, label: string, value = "", hint?: string): HTMLElement => {
    const id = idOf(`recorded-${subject.role}`, name);
    return h(
      "div",
      { class: "recorded-field" },
      h("label", { for: id }, label),
      h("input", {
        id,
        name,
        type: "text",
        lang: "vi",
        autocomplete: "off",
        autocapitalize: "off",
        spellcheck: "false",
        value,
        placeholder: hint,
        inputmode: name.endsWith("personal_id") ? "numeric" : "text",
      }),
    );
  };
  const outcomeId = idOf("recorded-outcome", subject.role);
  const outcome = h(
    "select",
    { id: outcomeId, name: "outcome", required: true },
    h("option", { value: "" }, "Chọn kết quả"),
    ...OUTCOMES.map((value) => h("option", { value }, OUTCOME_WORDS[value])),
  );
  const reasonId = idOf("recorded-reason", subject.role);
  const reason = h(
    "div",
    { class: "recorded-field", hidden: true },
    h("label", { for: reasonId }, "Vì sao không tìm thấy"),
    h(
      "select",
      { id: reasonId, name: "reason" },
      ...NOT_FOUND_REASONS.map(({ value, label }) => h("option", { value }, label)),
    ),
  );
  const reasonWords = text("reason_words", "Lý do khác, ghi rõ");
  const whenId = idOf("recorded-when", subject.role);
  const when = h("input", { id: whenId, name: "looked_up_at", type: "datetime-local", value: businessTime(new Date()) });
  const warning = h("p", { class: "panel-warning", role: "alert", hidden: true });
  const seen = h(
    "fieldset",
    { class: "recorded-seen" },
    h("legend", {}, "Giá trị đã thấy trên máy dân cư"),
    ...seenFields(subject, events.fields).map((field) => text(`seen.${registerKey(subject, field)}`, events.label(field))),
  );
  const number = text("personal_id", "Số định danh cá nhân đã thấy", "", "12 chữ số");
  const searched = h(
    "fieldset",
    {},
    h("legend", {}, "Đã tìm theo"),
    text("searched.personal_id", "Số định danh, CMND"),
    ...subject.identity.map((field) => text(`searched.${registerKey(subject, field)}`, events.label(field))),
  );
  const again = h(
    "fieldset",
    {},
    h("legend", {}, "Đã tìm lần hai theo"),
    h("p", { class: "panel-quiet" }, "Cách viết tên khác, chỉ năm sinh, bỏ giới tính: không tìm thấy thì phải tìm hai lần."),
    ...subject.identity.map((field) => text(`again.${registerKey(subject, field)}`, events.label(field))),
  );
  const submit = h("button", { type: "submit", class: "button button--main" }, "Ghi kết quả tra cứu");
  const form = h(
    "form",
    { class: "recorded", autocomplete: "off", novalidate: true },
    h("p", { class: "panel-quiet" }, "Tra cứu trên máy dân cư rồi ghi lại ở đây những gì đã tìm và đã thấy."),
    warning,
    searched,
    h("div", { class: "recorded-field" }, h("label", { for: outcomeId }, "Kết quả"), outcome),
    reason,
    reasonWords,
    again,
    number,
    seen,
    h("div", { class: "recorded-field" }, h("label", { for: whenId }, "Tra cứu lúc"), when),
    submit,
  );

  function refuse(sentence: string, at?: HTMLElement | null): void {
    warning.textContent = sentence;
    warning.hidden = false;
    at?.focus();
  }

  function arrange(): void {
    const found = outcome.value === "matched" || outcome.value === "mismatched";
    number.hidden = !found;
    seen.hidden = !found;
    reason.hidden = outcome.value !== "not_found";
    again.hidden = outcome.value !== "not_found";
    reasonWords.hidden = outcome.value !== "not_found" || reasonCode() !== "other";
  }

  function reasonCode(): string {
    return reason.querySelector<HTMLSelectElement>('[name="reason"]')!.value;
  }

  /** What is searched is ordinarily what the book says: offered until the officer writes what he searched instead. */
  function offerSearched(): void {
    for (const field of subject.identity) {
      const input = form.querySelector<HTMLInputElement>(`[name="searched.${registerKey(subject, field)}"]`);
      if (input !== null && input.dataset.own !== "yes") input.value = events.value(field)?.v ?? "";
    }
  }

  form.addEventListener("focusin", offerSearched);
  searched.addEventListener("input", (event) => ((event.target as HTMLInputElement).dataset.own = "yes"));
  outcome.addEventListener("change", arrange);
  reason.addEventListener("change", arrange);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    events.leave();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send();
  });
  arrange();
  return form;

  function written(prefix: string): Record<string, string> {
    const values: Record<string, string> = {};
    for (const input of form.querySelectorAll<HTMLInputElement>(`input[name^="${prefix}."]`)) {
      const value = asWritten(input.value);
      if (value !== "") values[input.name.slice(prefix.length + 1)] = value;
    }
    return values;
  }

  async function send(): Promise<void> {
    const found = outcome.value === "matched" || outcome.value === "mismatched";
    const personalId = form.querySelector<HTMLInputElement>('input[name="personal_id"]')!;
    const digits = personalId.value.replace(/\s/g, "");
    if (outcome.value === "") return refuse("Chưa chọn kết quả tra cứu.", outcome);
    if (found && !/^\d{12}$/.test(digits)) {
      return refuse("Số định danh cá nhân có 12 chữ số: ghi lại số đã thấy trên máy dân cư.", personalId);
    }
    offerSearched();
    if (Object.keys(written("searched")).length === 0) {
      return refuse("Chưa ghi đã tìm theo thông tin nào.", searched.querySelector("input"));
    }
    if (outcome.value === "not_found" && Object.keys(written("again")).length === 0) {
      return refuse("Không tìm thấy thì tìm lần hai với thông tin khác rồi ghi vào “Đã tìm lần hai theo”.", again.querySelector("input"));
    }
    if (found && (written("seen").full_name ?? "") === "") {
      return refuse("Ghi lại họ tên đã thấy trên máy dân cư.", seen.querySelector("input"));
    }
    if (!events.saved()) return refuse("Còn ô chưa lên máy chủ. Chờ lưu xong rồi ghi kết quả.");
    submit.disabled = true;
    warning.hidden = true;
    try {
      const answer = await context.server.ask<JudgementAnswer>(
        context.urls.recorded,
        {
          role: subject.role,
          searched: written("searched"),
          searched_again: outcome.value === "not_found" ? written("again") : {},
          outcome: outcome.value,
          personal_id: found ? digits : "",
          seen: found ? written("seen") : {},
          looked_up_at: withOffset(when.value || businessTime(new Date())),
          reason: outcome.value === "not_found" ? reasonCode() : "",
          reason_words: form.querySelector<HTMLInputElement>('[name="reason_words"]')!.value.trim(),
          station: context.station,
        },
      );
      events.recorded(answer);
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
    } finally {
      submit.disabled = false;
    }
  }
}
