"""A kind of register as rows to be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hotich.core.forms.model import Edition, Field, Rule
from hotich.core.registers.catalogue import editions_of, register
from hotich.integration.formats import NATIONAL
from hotich.integration.interchange import Layout
from hotich.integration.reference.words import GRADES, TYPES, condition_words, restriction_words


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One column: as the page prints it, what it holds, when it is asked for, and its name in each outside format."""

    label: str
    id: str
    type: str
    asked: str
    personal: bool
    help: str
    outside: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GroupRows:
    label: str
    fields: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule: what the officer is told, of which columns, how serious it is, when it was law, and where it comes from."""

    code: str
    grade: str
    columns: tuple[str, ...]
    message: str
    in_force: str
    source: str


@dataclass(frozen=True, slots=True)
class EditionPage:
    id: str
    title: str
    years: str
    legal_reference: str
    form_marks: tuple[str, ...]
    unverified: tuple[str, ...]
    people: tuple[tuple[str, bool], ...]
    """Who stands in an entry, and whether he is looked up."""
    groups: tuple[GroupRows, ...]
    unprinted: tuple[FieldRow, ...]
    """Columns this page does not print and a file may still bring."""
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class RestrictedRow:
    """What is shown to those alone who answer for the book: on which ground, when, and where that comes from."""

    label: str
    when: str
    source: str


@dataclass(frozen=True, slots=True)
class KindPage:
    kind: str
    title: str
    formats: tuple[str, ...]
    restricted: tuple[RestrictedRow, ...]
    editions: tuple[EditionPage, ...]


def describe(kind: str) -> KindPage:
    """Everything about one kind. Raises EditionUnknown."""
    layouts = tuple(layout for find in NATIONAL.values() if (layout := find(kind)) is not None)
    return KindPage(
        kind=kind,
        title=register(kind).title,
        formats=tuple(layout.title for layout in layouts),
        restricted=tuple(_restricted(editions_of(kind)[-1])),
        editions=tuple(_edition(each, layouts) for each in editions_of(kind)),
    )


def _restricted(edition: Edition) -> Iterator[RestrictedRow]:
    """Whole entries first, then single columns of the others."""
    for rule in edition.sensitivity.rules:
        yield RestrictedRow(rule.label, restriction_words(rule, edition), rule.source)
    for field_id in sorted(edition.sensitivity.fields):
        yield RestrictedRow(edition.label(field_id), "riêng cột này của mọi trường hợp", "")


def _edition(edition: Edition, layouts: tuple[Layout, ...]) -> EditionPage:
    return EditionPage(
        id=edition.full_id,
        title=edition.title,
        years=_between(edition.valid_from, edition.valid_to),
        legal_reference=edition.legal_reference,
        form_marks=edition.form_marks,
        unverified=edition.unverified,
        people=tuple((each.label, each.principal) for each in edition.subjects),
        groups=tuple(
            GroupRows(group.label, tuple(_field(each, edition, layouts) for each in group.fields))
            for group in edition.groups
        ),
        unprinted=tuple(_field(each, edition, layouts) for each in edition.other_fields),
        rules=tuple(_rules(edition)),
    )


def _field(each: Field, edition: Edition, layouts: tuple[Layout, ...]) -> FieldRow:
    what = TYPES[each.type]
    if each.codes:
        what = f"{what}: {edition.code_lists[each.codes].title}"
    return FieldRow(
        label=each.label,
        id=each.id,
        type=what,
        asked="; ".join(_asked(each, edition)),
        personal=each.personal,
        help=each.help,
        outside=tuple(
            (layout.format, column.name) for layout in layouts if (column := layout.by_id.get(each.id))
        ),
    )


def _asked(each: Field, edition: Edition) -> Iterator[str]:
    if each.required:
        yield "bắt buộc"
    if each.required_when is not None:
        yield f"bắt buộc khi {condition_words(each.required_when, edition)}"
    if each.visible_when is not None:
        yield f"hiện khi {condition_words(each.visible_when, edition)}"
    if each.constant:
        yield "theo quyển"


def _rules(edition: Edition) -> Iterator[RuleRow]:
    """One row for all columns that are told the same."""
    alike: dict[tuple[str, str, str, str], list[Rule]] = {}
    for rule in edition.rules:
        bounded = rule.valid_from is not None or rule.valid_to is not None
        in_force = _between(rule.valid_from, rule.valid_to) if bounded else ""
        message = rule.message.removeprefix(f"{edition.label_in_full(rule.fields[0])}: ")
        alike.setdefault((rule.code, message, in_force, rule.source), []).append(rule)
    for (code, message, in_force, source), rules in alike.items():
        columns = dict.fromkeys(edition.label_in_full(rule.fields[0]) for rule in rules)
        yield RuleRow(code, GRADES[rules[0].grade], tuple(columns), message, in_force, source)


def _between(first: date | None, last: date | None) -> str:
    """`01/04/2006 – 31/12/2015`, with `…` where there is no bound."""
    return f"{_day(first)} – {_day(last)}"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "…"
