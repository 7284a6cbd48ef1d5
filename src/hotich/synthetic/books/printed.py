"""What the page of an edition prints: which columns a clerk had to fill, and how many entries stand on one page."""

from datetime import date
from functools import cache

from hotich.core.forms.model import Edition, Field
from hotich.core.registers.catalogue import edition, edition_for

_NEW_FORMS = date(2006, 4, 1)
_CROWDED = 45
"""Columns from which one entry of 1999–2006 takes a whole page."""


def edition_on(kind: str, day: date) -> Edition:
    """The form of a book of this kind that was opened on `day`."""
    return _edition_of(kind, day.year, day >= _NEW_FORMS)


@cache
def _edition_of(kind: str, year: int, since_april: bool) -> Edition:
    day = date(year, 4, 1) if since_april else date(year, 1, 1)
    return edition_for(kind, year_opened=year, registration_date=day)


def is_column(field: Field) -> bool:
    """Whether the page has room for it whatever is written: what only some entries have is written where there is space."""
    return field.visible_when is None and not field.id.endswith(".other_nationality")


@cache
def columns_of(edition_id: str) -> frozenset[str]:
    """Dotted ids of what every entry on the page has room for."""
    return frozenset(field.id for field in edition(edition_id).printed_fields() if is_column(field))


def is_table(edition_id: str) -> bool:
    """Whether the pages are ruled tables of several people: the forms before 1999."""
    valid_to = edition(edition_id).valid_to
    return valid_to is not None and valid_to.year < 1999


@cache
def entries_on_a_page(edition_id: str) -> int:
    """How many entries a page of the edition holds."""
    form = edition(edition_id)
    if is_table(edition_id):
        return 5 if sum(subject.principal for subject in form.subjects) == 1 else 4
    old = form.valid_from is not None and form.valid_from < _NEW_FORMS
    return 2 if old and len(columns_of(edition_id)) <= _CROWDED else 1
