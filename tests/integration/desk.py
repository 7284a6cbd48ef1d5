"""What an officer at a desk does, in the words of the tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hotich.entries import operations as entries
from hotich.entries.packets import Answer
from hotich.support.ids import uuid7


def typed(text: str, **more: Any) -> dict[str, Any]:
    return {"v": text, "m": None, "o": "typed", "struck": None, **more}


def blank() -> dict[str, Any]:
    return {"v": None, "m": "blank_in_book", "o": "typed", "struck": None}


def illegible() -> dict[str, Any]:
    return blank() | {"m": "illegible"}


CHILD = {
    "registration.number": typed("12"),
    "registration.date": typed("03/05/2006"),
    "child.full_name": typed("Nguyễn Thị Hòa"),
    "child.birth_date": typed("02/03/2006"),
    "child.sex": typed("Nữ"),
}


PARENTS = ("mother.full_name", "father.full_name")


@dataclass
class Desk:
    """One officer at one machine, keying one entry."""

    world: Any
    officer: Any
    station: Any = None
    entry: UUID | None = None

    def __post_init__(self) -> None:
        self.station = self.station or self.world.station

    @property
    def common(self) -> dict[str, Any]:
        return {"actor": self.officer, "now": self.world.now, "station": self.station, "entry_id": self.entry}

    def open(self, page: int = 1, line: int = 1, **more: Any) -> Answer:
        self.entry = more.pop("entry_id", None) or uuid7()
        return entries.open_entry(
            **self.common, book=more.pop("book", self.world.book), page=page, line=line, **more
        )

    def key(self, fields: dict[str, Any] | None = None, **more: Any) -> Answer:
        return entries.record_fields(**self.common, fields=fields or CHILD, **more)

    def key_all(self, **values: str) -> Answer:
        """Every required column of the page: `values` typed, the rest as an ordinary entry has them. Names of parents left out
        cannot be read: a book that leaves them blank restricts the entry."""
        from hotich.books.forms import Spot
        from hotich.core.forms.judging import missing_required
        from hotich.entries.derivation import edition_at

        fields = dict(CHILD) | {name.replace("__", "."): typed(text) for name, text in values.items()}
        form = edition_at(self.world.book, Spot(1, 1001))
        while missing := missing_required(form, fields):
            fields |= {name: illegible() if name in PARENTS else blank() for name in missing}
        return self.key(fields)

    def annotate(self, amends: dict[str, str] | None = None, **more: Any) -> Answer:
        """A margin note of the entry's page; `amends` are new values by dotted id."""
        facts = {name: more.pop(name) for name in ("replaces", "reason") if name in more}
        said = {"kind": "correction", "text": "Cải chính theo quyết định", **more}
        return entries.annotate(
            **self.common, note=said | {"amends": {k: typed(v) for k, v in (amends or {}).items()}}, **facts
        )

    def complete(self, **more: Any) -> Answer:
        return entries.complete(**self.common, **more)

    def whole(self, page: int = 1, line: int = 1, **values: str) -> UUID:
        self.open(page, line)
        self.key_all(**values)
        self.complete()
        assert self.entry is not None
        return self.entry
