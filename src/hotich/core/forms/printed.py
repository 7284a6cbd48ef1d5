"""Which printed form a place in a book has: a book may change form midway (decisions.md 5).

A change is ``{"page": n, "number": as written, "year": of that number, "edition", "variant"}``, with ``nth`` (the how-many-th
entry) in place of ``page`` where the book has no pages. The place decides wherever the entry's own is known; ``number`` speaks
for rows of files, which often say no page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hotich.core.forms.numbers import read_number


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """An edition as one book, or a part of it, has it."""

    edition: str
    variant: Mapping[str, Any] = field(default_factory=dict)


def form_at(
    first: PrintedForm,
    changes: Iterable[Mapping[str, Any]],
    *,
    page: int | None,
    position: int,
    number: str = "",
    year: int | None = None,
) -> PrintedForm:
    """The form at a place: the last change that lies at or before it, the book's first form where none does.

    Where no page is known and the change names one, the number and its year are compared with the first number of the
    change; what they cannot say for certain leaves the form before it.
    """
    found = first
    for change in sorted(changes, key=begins_at):
        place = page if change.get("page") else position or None
        if not (place >= begins_at(change) if place is not None else _reached(change, number, year)):
            break
        found = PrintedForm(str(change["edition"]), change.get("variant") or {})
    return found


def begins_at(change: Mapping[str, Any]) -> int:
    """The page, or the how-many-th entry, from which a change holds."""
    return int(change.get("page") or change["nth"])


def _reached(change: Mapping[str, Any], number: str, year: int | None) -> bool:
    begins, own = read_number(str(change.get("number") or "")), read_number(number)
    since = (begins.year if begins else None) or change.get("year")
    own_year = (own.year if own else None) or year
    if since and own_year and since != own_year:
        return bool(own_year > since)
    if begins is None or own is None or bool(since) != bool(own_year):
        return False
    return own.value >= begins.value
