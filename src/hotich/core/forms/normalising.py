"""What is derived from a transcription for search and comparison; the value as written is never touched.

By type: a name its search key, a date its EDTF, a coded column its meaning, a place ``{unit_then, unit_now,
rest}``, a personal number its digits, the registration number its order. Free text has no normalised value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hotich.core.forms.context import NOTHING_KNOWN
from hotich.core.forms.model import CODED_TYPES, Edition, Field, FieldValues, SubjectRole
from hotich.core.forms.numbers import read_number
from hotich.core.forms.reading import Reading
from hotich.core.identifiers import read_personal_number
from hotich.core.places import read_place
from hotich.core.text import display_name, search_key

REGISTRATION_NUMBER = "registration.number"


@dataclass(frozen=True, slots=True)
class SubjectValues:
    """One person of an entry, as the columns derived for search hold him. Empty text where the book says nothing."""

    role: str
    principal: bool
    full_name: str
    name_search_key: str
    birth_date: str
    birth_year: int | None
    sex: str
    personal_id: str


def normalise(edition: Edition, fields: FieldValues, *, near: str | None = None) -> dict[str, Any]:
    """Normalised values by dotted id; a field that says nothing readable is left out.

    ``near`` is the gazetteer id of the book's own unit: of several places of one name the one beside it is taken.
    """
    reading = Reading(edition, fields, NOTHING_KNOWN)
    on = _day_of_act(reading)
    found = {}
    for each in edition.all_fields():
        value = _normalised(each, reading, on, near) if each.id in fields else None
        if value is not None:
            found[each.id] = value
    return found


def subjects_of(edition: Edition, fields: FieldValues) -> tuple[SubjectValues, ...]:
    """The people an entry names, in the edition's order.

    A principal subject is there even without a name, an optional one only where the book has him, be it illegibly.
    """
    reading = Reading(edition, fields, NOTHING_KNOWN)
    return tuple(_subject(role, reading) for role in edition.subjects if is_there(role, reading))


def principal_roles(edition: Edition, fields: FieldValues) -> list[str]:
    """Who of an entry is looked up: the principal subjects it speaks of."""
    reading = Reading(edition, fields, NOTHING_KNOWN)
    return [role.role for role in edition.subjects if role.principal and is_there(role, reading)]


def is_there(role: SubjectRole, reading: Reading) -> bool:
    """Whether the entry speaks of this person."""
    if role.principal and not role.optional:
        return True
    return reading.text(role.name) is not None or (
        role.principal and reading.reason(role.name) in ("illegible", "struck_out")
    )


def _subject(role: SubjectRole, reading: Reading) -> SubjectValues:
    name = reading.text(role.name) or ""
    born = reading.date(role.birth_date) if role.birth_date else None
    number = read_personal_number(reading.text(role.personal_id)) if role.personal_id else None
    sex = reading.meaning(role.sex) if role.sex else role.implied_sex
    return SubjectValues(
        role=role.role,
        principal=role.principal,
        full_name=display_name(name),
        name_search_key=search_key(name),
        birth_date=born.edtf() if born else "",
        birth_year=born.year if born else None,
        sex=sex or "",
        personal_id=number.text if number else "",
    )


def _day_of_act(reading: Reading) -> date | None:
    act = reading.span(reading.edition.date_of_act)
    return act.last if act else None


def _normalised(each: Field, reading: Reading, on: date | None, near: str | None) -> Any:
    text = reading.text(each.id)
    if text is None:
        return None
    if each.id == REGISTRATION_NUMBER:
        number = read_number(text)
        return {"value": number.value, "suffix": number.suffix, "year": number.year} if number else None
    if each.type == "partial_date":
        value = reading.date(each.id)
        return (value.edtf() or None) if value else None
    if each.type in CODED_TYPES:
        return reading.meaning(each.id)
    if each.type == "name":
        return search_key(text)
    if each.type == "place":
        return read_place(text, on, near=near).normalised()
    if each.type == "personal_number":
        personal = read_personal_number(text)
        return personal.text if personal else None
    return None
