"""Birth dates as columns: the day's number, the number it would have with day and month exchanged, year, month, day, precision, heaping."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np

from hotich.core.dates import FIRST_YEAR, LAST_YEAR, read_date
from hotich.core.matching.normaliser.codes import Column

NAMES = ("b_day", "b_swap", "b_year", "b_month", "b_dom", "b_md", "b_prec", "b_heap", "b_sure")
_FULL = re.compile(r"^(\d{2})/(\d{2})/(\d{4})$")
_LOOSE = re.compile(r"^\D*(\d{1,2})\D+(\d{1,2})\D+(\d{4})\D*$")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_NOTHING = (0,) * len(NAMES)


def _ordinal(year: int, month: int, day: int) -> int:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return 0


@lru_cache(maxsize=1 << 17)
def date_codes(text: str) -> tuple[int, ...]:
    """The numbers of one written date, in the order of ``NAMES``; zeros where it says nothing.

    ``b_prec``: 1 year, 2 month, 3 day. ``b_heap``: 1 for 1 January, the register's stand-in for a day nobody knew;
    ``b_sure``: the day's number where it is no such stand-in. A day that no calendar has
    (30/02, 05/23) gives its figures and, where exchanging day and month makes a date, that date as ``b_swap``.
    """
    if not text:
        return _NOTHING
    full = _FULL.match(text)
    if full:
        day, month, year = int(full[1]), int(full[2]), int(full[3])
        if day and month and FIRST_YEAR <= year <= LAST_YEAR:
            return _of_parts(year, month, day)
    value = read_date(text).value
    if value is None:
        loose = _LOOSE.match(text)
        if loose and FIRST_YEAR <= int(loose[3]) <= LAST_YEAR:
            return _of_parts(int(loose[3]), int(loose[2]), int(loose[1]))
        year_only = _YEAR.search(text)
        return _of_parts(int(year_only[1]), 0, 0) if year_only else _NOTHING
    if value.lunar:
        return _of_parts(value.year or 0, 0, 0)
    return _of_parts(value.year or 0, value.month or 0, value.day or 0)


def _of_parts(year: int, month: int, day: int) -> tuple[int, ...]:
    number = _ordinal(year, month, day) if year and month and day else 0
    swapped = _ordinal(year, day, month) if year and month and day and day != month else 0
    precision = 3 if number else 2 if year and 1 <= month <= 12 else 1 if year else 0
    md = month * 32 + day if month and day else 0
    heaped = bool(number) and (day, month) == (1, 1)
    return number, swapped, year, month, day, md, precision, int(heaped), 0 if heaped else number


def date_columns(texts: Sequence[str]) -> dict[str, Column]:
    """The columns of many dates; equal texts are read once."""
    read = _distinct(texts)
    return {name: read[:, place].copy() for place, name in enumerate(NAMES)}


def year_column(texts: Sequence[str]) -> Column:
    """Only the year, 0 where it is not known."""
    return _distinct(texts)[:, 2].copy()


def _distinct(texts: Sequence[str]) -> Column:
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    places = np.fromiter(map(numbers.__getitem__, texts), np.int64, len(texts))
    rows = np.array([date_codes(text) for text in numbers] or [_NOTHING], dtype=np.int32)
    return rows[places]
