"""What stands on the pages: entries of the commonest books as the desk's bench writes them, column by column with what the policy knows of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from bench.desk.truth import TrueBook, make_book
from hotich.core.quotas.risk import Policy, effort, said_twice, says, usual_values
from hotich.core.registers.catalogue import edition

BOOKS = (
    # kind, era, entries drawn, share of the campaign's entries
    ("KS", "1976", 60, 0.15), ("KS", "1999", 60, 0.25), ("KS", "2006", 60, 0.20), ("KH", "1999", 40, 0.10),
    ("KH", "2006", 40, 0.10), ("KT", "1999", 40, 0.10), ("KT", "2006", 40, 0.10),
)  # fmt: skip
SEED = 20261128
_CARRYING = 6 / 7
"""Seconds of reading; a column that is carried or blank takes two keys besides."""
_KEY = 0.28


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one entry of a page: the truth, and what is known of it."""

    field: str
    type: str
    value: dict[str, Any]
    compared: bool
    twice: bool
    usual: bool
    has_usual: bool
    names_subject: bool
    first: float
    """Seconds it takes in the first keying."""
    again: float
    """Seconds it takes to key it again."""

    @property
    def illegible(self) -> bool:
        return self.value["m"] == "illegible"


@dataclass(frozen=True, slots=True)
class Page:
    """One entry, and the share of the campaign's entries that are like it."""

    columns: tuple[Column, ...]
    share: float


def pages(policy: Policy) -> list[Page]:
    """Every drawn entry."""
    found: list[Page] = []
    for kind, era, entries, share in BOOKS:
        book = make_book(SEED, {"kind": kind, "era": era, "entries": entries}, None)
        found += _of(book, share, policy)
    return found


def _of(book: TrueBook, share: float, policy: Policy) -> list[Page]:
    form = edition(book.edition)
    compared = {name for subject in form.subjects if subject.principal for name in subject.compared.values()}
    listed = [
        {name: {"v": said.text, "m": said.missing, "o": "typed", "struck": said.struck} for name, said in entry.fields.items()}
        for entry in book.entries
    ]  # fmt: skip
    usual = usual_values(policy, listed)
    kinds: dict[str, str] = defaultdict(lambda: "text", {field.id: field.type for field in form.all_fields()})
    out = []
    for fields in listed:
        twice = said_twice(form, fields, ())
        columns = []
        for name, value in fields.items():
            if name in book.constants:
                continue
            again = effort(kinds[name], value)
            is_usual = usual.get(name) == says(value)
            columns.append(
                Column(
                    name, kinds[name], value, compared=name in compared and bool(value["v"]), twice=name in twice,
                    usual=is_usual, has_usual=name in usual,
                    names_subject=name in form.names_subjects(),
                    first=_CARRYING + 2 * _KEY if is_usual or value["m"] else again, again=again,
                )
            )  # fmt: skip
        out.append(Page(tuple(columns), share / len(listed)))
    return out
