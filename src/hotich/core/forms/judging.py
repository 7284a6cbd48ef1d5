"""Judge a transcription under its edition: what is missing, what each value cannot be, what contradicts what.

The desk's port (``frontend/src/core/judge.ts``) gives the same findings offline; the server judges again at
every save. A finding never changes a value.
"""

from __future__ import annotations

from hotich.core.findings import Finding
from hotich.core.forms.context import NOTHING_KNOWN, Context
from hotich.core.forms.model import Edition, Field, FieldValues, Rule
from hotich.core.forms.predicates import evaluate
from hotich.core.forms.reading import Reading
from hotich.core.identifiers import findings_for
from hotich.core.text import name_findings

REQUIRED_CODE = "field.required"
REQUIRED_MESSAGE = (
    "{label}: chưa ghi và chưa nêu lý do. Ghi theo sổ, hoặc bấm F9 nếu sổ để trống, F8 nếu không đọc được."
)


def judge(edition: Edition, fields: FieldValues, *, context: Context = NOTHING_KNOWN) -> list[Finding]:
    """Every finding about the entry: required fields first, then values, then the edition's rules, in order.

    A *hard* one keeps the entry from being completed, never from being saved.
    """
    reading = Reading(edition, fields, context)
    found = [
        Finding(
            REQUIRED_CODE,
            "hard",
            (each.id,),
            REQUIRED_MESSAGE.format(label=edition.label_in_full(each.id)),
            edition.legal_reference,
        )
        for each in _missing_required(edition, reading)
    ]
    for each in edition.all_fields():
        if each.id in fields:
            found.extend(_about_value(each, reading))
    for rule in edition.rules:
        if _in_force(rule, reading) and evaluate(rule.predicate, reading) is False:
            found.append(Finding(rule.code, rule.grade, rule.fields, rule.message, rule.source))
    return found


def missing_required(edition: Edition, fields: FieldValues) -> tuple[str, ...]:
    """Dotted ids of required fields that have neither a value nor a reason, in reading order."""
    return tuple(each.id for each in _missing_required(edition, Reading(edition, fields, NOTHING_KNOWN)))


def visible_fields(edition: Edition, fields: FieldValues) -> tuple[str, ...]:
    """Dotted ids of the printed columns to show, in reading order.

    A column with a condition is shown when the condition holds, and always when it already says something:
    a value from a file or from before a correction must never be hidden.
    """
    reading = Reading(edition, fields, NOTHING_KNOWN)
    return tuple(each.id for each in edition.printed_fields() if _is_visible(each, reading))


def _is_visible(each: Field, reading: Reading) -> bool:
    if each.visible_when is None or reading.is_answered(each.id):
        return True
    return evaluate(each.visible_when, reading) is True


def _missing_required(edition: Edition, reading: Reading) -> list[Field]:
    return [
        each
        for each in edition.printed_fields()
        if not reading.is_answered(each.id)
        and (
            each.required
            or (each.required_when is not None and evaluate(each.required_when, reading) is True)
        )
    ]


def _about_value(each: Field, reading: Reading) -> tuple[Finding, ...]:
    if each.type == "partial_date":
        date_reading = reading.date_reading(each.id)
        return () if date_reading is None or reading.is_ditto(each.id) else date_reading.findings
    if each.type == "personal_number":
        return findings_for(reading.text(each.id), field=each.id)
    if each.type == "name":
        text = reading.text(each.id)
        return () if text is None or reading.is_ditto(each.id) else name_findings(text, field=each.id)
    return ()


def _in_force(rule: Rule, reading: Reading) -> bool:
    """Whether the rule was law on every day the act can have happened; a rule without dates always is."""
    if rule.valid_from is None and rule.valid_to is None:
        return True
    act = reading.span(reading.edition.date_of_act)
    if act is None:
        return False
    return (rule.valid_from is None or act.first >= rule.valid_from) and (
        rule.valid_to is None or act.last <= rule.valid_to
    )
