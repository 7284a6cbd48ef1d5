"""Columns derived from a transcription by `core`: order in the book, search keys, findings, whether the entry is restricted.

What is stored depends on the entry and its book alone, so it can be recomputed after an upgrade; findings that
need other entries are added to the answer of a save only.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from hotich.books.forms import Placed, printed_form
from hotich.books.models import Book
from hotich.core.annotations import amended, current_findings, note_findings
from hotich.core.dates import read_date
from hotich.core.findings import Finding
from hotich.core.forms.context import Context
from hotich.core.forms.judging import judge
from hotich.core.forms.model import Edition, SensitiveRule
from hotich.core.forms.normalising import SubjectValues, normalise, subjects_of
from hotich.core.forms.numbers import read_number
from hotich.core.forms.printed import PrintedForm
from hotich.core.forms.sensitivity import grounds_of
from hotich.core.forms.variants import apply_variant, variant_digest
from hotich.core.registers.catalogue import EditionUnknown, edition, editions_of
from hotich.entries.fold import EntryState, Value
from hotich.entries.models import Entry
from hotich.support.canonical import canonical_json
from hotich.support.time import local

CORE_VERSION = "2"
"""Raised whenever `core` derives something else from the same transcription."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What `core` makes of one transcription."""

    normalised: Mapping[str, Any] = field(default_factory=dict)
    subjects: tuple[SubjectValues, ...] = ()
    findings: tuple[Finding, ...] = ()
    number: str = ""
    number_value: int | None = None
    number_suffix: str = ""
    number_year: int | None = None
    registered_on: str = ""
    sensitive: bool = False


def edition_at(book: Book, at: Placed, fields: Mapping[str, Value] | None = None) -> Edition | None:
    """The printed form that a place of a book has, with the book's own columns; None for a kind without a definition.

    `fields` tell the place of an entry whose page nobody knows (a row of a file) by its number and date.
    """
    form = _form_at(book, at, fields or {})
    return _edition(form.edition, canonical_json(form.variant))


def form_of_entry(entry: Entry) -> PrintedForm:
    """The edition and variant that an entry has. Loads the entry's book where the query did not."""
    year = year_of_number(entry.number_year, entry.registered_on)
    return printed_form(entry.book, entry, number=entry.number, year=year)


def edition_of_entry(entry: Entry) -> Edition | None:
    """The printed form that an entry has, with the book's own columns; None for a kind without a definition."""
    form = form_of_entry(entry)
    return _edition(form.edition, canonical_json(form.variant))


def year_of_number(written: int | None, registered_on: str) -> int | None:
    """The year a number belongs to: the one written with it, else that of the registration where it is certain."""
    return written or (int(registered_on[:4]) if registered_on[:4].isdigit() else None)


def _form_at(book: Book, at: Placed, fields: Mapping[str, Value]) -> PrintedForm:
    if not book.form_changes:
        return printed_form(book, at)
    number = (fields.get("registration.number") or {}).get("v") or ""
    date = (fields.get("registration.date") or {}).get("v") or ""
    read = read_date(date).value if date else None
    return printed_form(book, at, number=number, year=read.year if read is not None else None)


@lru_cache(maxsize=512)
def _edition(edition_id: str, variant: bytes) -> Edition | None:
    try:
        return apply_variant(edition(edition_id), json.loads(variant))
    except EditionUnknown:
        return None


def edition_mark(book: Book, at: Placed, fields: Mapping[str, Value] | None = None) -> str:
    """What every action says of the form it was keyed on: edition, revision and variant digest."""
    form = _form_at(book, at, fields or {})
    known = _edition(form.edition, canonical_json(form.variant))
    variant = variant_digest(form.variant)
    name = known.full_id if known else form.edition
    return f"{name}#{variant}" if variant else name


def context_of(book: Book, state: EntryState) -> Context:
    """The facts of the book, and as today the day of the last keystroke: the same whenever it is recomputed."""
    return Context(
        book_opened=_moment(book.opened_on, book.year_opened),
        book_closed=book.closed_on.isoformat() if book.closed_on else None,
        today=local(state.keyed_at).date().isoformat(),
    )


def derive(
    book: Book,
    at: Placed,
    fields: Mapping[str, Value],
    context: Context,
    *,
    annotations: Iterable[Mapping[str, Any]] = (),
) -> Derived:
    """Everything derived of one transcription of an entry at a place of the book, and of what stands in its margin."""
    form = edition_at(book, at, fields)
    text = (fields.get("registration.number") or {}).get("v") or ""
    number = read_number(text)
    order: dict[str, Any] = {
        "number": text[:60],
        "number_value": number.value if number else None,
        "number_suffix": number.suffix if number else "",
        "number_year": number.year if number else None,
        "sensitive": bool(sensitive_grounds(book, fields, annotations)),
    }
    if form is None:
        return Derived(**order)
    normalised = normalise(form, fields, near=book.unit.key if book.unit else None)
    return Derived(
        **order,
        normalised=normalised,
        subjects=subjects_of(form, fields),
        findings=tuple(judge(form, fields, context=context)),
        registered_on=str(normalised.get(form.date_of_act) or "")[:30],
    )


def sensitive_grounds(
    book: Book, fields: Mapping[str, Value], annotations: Iterable[Mapping[str, Any]] = ()
) -> tuple[SensitiveRule, ...]:
    """Why an entry of the book is restricted: the kind says it, whatever form the book is printed on."""
    return grounds_of(editions_of(book.kind)[-1], fields, annotations)


def sensitive_fields(book: Book) -> frozenset[str]:
    """The single columns of the book's kind that are restricted in every entry."""
    return editions_of(book.kind)[-1].sensitivity.fields


def normalised_now(
    book: Book, at: Placed, fields: Mapping[str, Value], annotations: Iterable[Mapping[str, Any]]
) -> Mapping[str, Any]:
    """The normalised values of what an entry says since its margin notes, by the rules of keyed values."""
    form = edition_at(book, at, fields)
    if form is None:
        return {}
    return normalise(form, amended(fields, annotations), near=book.unit.key if book.unit else None)


def findings_of_notes(book: Book, state: EntryState) -> tuple[Finding, ...]:
    """What is strange about the margin notes, and about what the entry says because of them."""
    if not state.annotations:
        return ()
    form = edition_at(book, state, state.fields)
    if form is None:
        return note_findings(state.fields, state.annotations)
    return (
        *note_findings(state.fields, state.annotations, date_of_act=form.date_of_act),
        *current_findings(form, state.fields, state.annotations, context_of(book, state)),
    )


def _moment(day: Any, year: int | None) -> str | None:
    if day is not None:
        return str(day.isoformat())
    return str(year) if year else None
