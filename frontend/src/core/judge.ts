/** Judge a transcription under its edition: port of `hotich.core.forms.judging`. The server always judges again. */
import type { ContextJson, EditionJson, FieldJson, FieldValues, RuleJson } from "./edition";
import { labelInFull, printedFields } from "./edition";
import type { Finding } from "./findings";
import { findingsFor } from "./identifiers";
import { evaluate } from "./predicates";
import { Reading, spanOf } from "./reading";
import { nameFindings } from "./text";

export const REQUIRED_CODE = "field.required";

/** Every finding about the entry, in the server's order: required fields, values, rules. */
export function judge(edition: EditionJson, fields: FieldValues, context: ContextJson = {}): Finding[] {
  const reading = new Reading(edition, fields, context);
  return [
    ...missing(edition, reading).map((field) => requiredFinding(edition, field)),
    ...[...printedFields(edition), ...edition.other_fields].flatMap((field) => aboutValue(field, reading)),
    ...edition.findings
      .filter((rule) => inForce(rule, reading) && evaluate(rule.predicate, reading) === false)
      .map(({ code, grade, fields: about, message, source }) => ({ code, grade, fields: about, message, source })),
  ];
}

/** Dotted ids of required fields that have neither a value nor a reason, in reading order. */
export function missingRequired(edition: EditionJson, fields: FieldValues): string[] {
  return missing(edition, new Reading(edition, fields, {})).map((field) => field.id);
}

/** Dotted ids of the columns to show; one that already says something is never hidden. */
export function visibleFields(edition: EditionJson, fields: FieldValues): string[] {
  const reading = new Reading(edition, fields, {});
  return printedFields(edition)
    .filter(
      (field) =>
        field.visible_when === null || reading.isAnswered(field.id) || evaluate(field.visible_when, reading) === true,
    )
    .map((field) => field.id);
}

function missing(edition: EditionJson, reading: Reading): FieldJson[] {
  return printedFields(edition).filter(
    (field) =>
      !reading.isAnswered(field.id) &&
      (field.required || (field.required_when !== null && evaluate(field.required_when, reading) === true)),
  );
}

function requiredFinding(edition: EditionJson, field: FieldJson): Finding {
  const label = labelInFull(edition, field);
  return {
    code: REQUIRED_CODE,
    grade: "hard",
    fields: [field.id],
    message: `${label}: chưa ghi và chưa nêu lý do. Ghi theo sổ, hoặc bấm F9 nếu sổ để trống, F8 nếu không đọc được.`,
    source: edition.legal_reference,
  };
}

function aboutValue(field: FieldJson, reading: Reading): readonly Finding[] {
  const text = reading.text(field.id);
  if (text === null) return [];
  if (field.type === "personal_number") return findingsFor(text, { field: field.id });
  if (reading.isDitto(field.id)) return [];
  if (field.type === "partial_date") return reading.dateReading(field.id)?.findings ?? [];
  return field.type === "name" ? nameFindings(text, field.id) : [];
}

/** Whether the rule was law on every day the act can have happened; a rule without dates always is. */
function inForce(rule: RuleJson, reading: Reading): boolean {
  if (rule.valid_from === null && rule.valid_to === null) return true;
  const act = spanOf(reading.date(reading.edition.date_of_act));
  if (act === null) return false;
  return (
    (rule.valid_from === null || act.first >= rule.valid_from) && (rule.valid_to === null || act.last <= rule.valid_to)
  );
}
