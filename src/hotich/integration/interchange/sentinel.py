"""19/11/1999, the date that some files carry for "not known": suspected only where the book contradicts it (rules.md §7)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

SENTINEL = datetime.date(1999, 11, 19)


@dataclass(frozen=True, slots=True)
class Dated:
    """What of a row is needed to judge its date. Years are None where the file does not say.

    `number_year` is the year behind the entry's number (`25/2006`), `book_year` the one behind the book's (`01/2006`).
    """

    row: int
    book: str
    date: datetime.date | None
    number_year: int | None
    book_year: int | None


def suspected_sentinels(rows: Iterable[Dated]) -> set[int]:
    """Row numbers whose 19/11/1999 cannot be meant. `rows` in the order of the file.

    The year of the entry's own number decides; else the dates around it in the same book, which run in order; and
    only where there are none, the year the book was opened.
    """
    suspected: set[int] = set()
    for _, group in groupby(sorted(rows, key=lambda row: (row.book, row.row)), key=lambda row: row.book):
        entries = list(group)
        before: datetime.date | None = None
        after = _next_dates(entries)
        for index, entry in enumerate(entries):
            if entry.date == SENTINEL:
                if _contradicted(entry, before, after[index]):
                    suspected.add(entry.row)
            elif entry.date is not None:
                before = entry.date
    return suspected


def _next_dates(entries: list[Dated]) -> list[datetime.date | None]:
    dates: list[datetime.date | None] = [None] * len(entries)
    following: datetime.date | None = None
    for index in range(len(entries) - 1, -1, -1):
        dates[index] = following
        own = entries[index].date
        if own is not None and own != SENTINEL:
            following = own
    return dates


def _contradicted(entry: Dated, before: datetime.date | None, after: datetime.date | None) -> bool:
    if entry.number_year is not None:
        return entry.number_year != SENTINEL.year
    if before is not None or after is not None:
        years = {neighbour.year for neighbour in (before, after) if neighbour is not None}
        between = before is not None and after is not None and before <= SENTINEL <= after
        return SENTINEL.year not in years and not between
    return entry.book_year is not None and entry.book_year != SENTINEL.year
