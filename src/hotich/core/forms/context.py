"""What a judgement may know beside the entry itself: facts of the book, the entries around it, the campaign.

Everything is optional: what is not known makes a predicate *unknown*, and an unknown raises no finding.
The same object travels with a lease as JSON, so the desk judges offline with what the server would know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class KnownNumber:
    """A number another entry of the book has, as written, with the year of its registration."""

    number: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """Facts around an entry. Moments are ISO text: ``2006`` (a year), ``2006-04``, ``2006-04-01``.

    ``previous`` is the entry that stands directly before this one, ``neighbours`` some around it: their
    values as written by dotted id. ``numbers`` is the book's number index without this entry.
    ``province_codes`` are the three-digit codes a personal number from this book's place may begin with.
    """

    book_opened: str | None = None
    book_closed: str | None = None
    today: str | None = None
    scope_until: str | None = None
    province_codes: tuple[str, ...] = ()
    previous: Mapping[str, str] | None = None
    neighbours: tuple[Mapping[str, str], ...] = ()
    numbers: tuple[KnownNumber, ...] = ()

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Context:
        """The context a lease carried."""
        return cls(
            book_opened=raw.get("book_opened"),
            book_closed=raw.get("book_closed"),
            today=raw.get("today"),
            scope_until=raw.get("scope_until"),
            province_codes=tuple(raw.get("province_codes", ())),
            previous=raw.get("previous"),
            neighbours=tuple(raw.get("neighbours", ())),
            numbers=tuple(KnownNumber(each["number"], each.get("year")) for each in raw.get("numbers", ())),
        )

    def as_json(self) -> dict[str, Any]:
        """The context as a lease carries it to the desk."""
        return {
            "book_opened": self.book_opened,
            "book_closed": self.book_closed,
            "today": self.today,
            "scope_until": self.scope_until,
            "province_codes": list(self.province_codes),
            "previous": dict(self.previous) if self.previous is not None else None,
            "neighbours": [dict(each) for each in self.neighbours],
            "numbers": [{"number": each.number, "year": each.year} for each in self.numbers],
        }


NOTHING_KNOWN = Context()
