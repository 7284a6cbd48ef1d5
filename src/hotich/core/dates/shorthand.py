"""The desk's shorthand for dates, typed on a numeric keypad; expanded when the field is left, never while typing.

``020385`` ddmmyy · ``02031985`` · ``2/3/85`` · ``031985`` mmyyyy (18, 19 and 20 are never a month) · ``1985`` · ``??0385`` day illegible · ``000385`` day not
written · ``15`` the day, month and year as in the previous entry · ``~`` before for circa · ``l`` behind for lunar.

Two figures of a year take the latest century that is not after the book's year: what a register records is not in its future.
A form with more than one reading (``385``, ``0385``, ``3/85``) is refused with a hard finding: the machine does not guess.
"""

from __future__ import annotations

import re

from hotich.core.dates.partial import FIRST_YEAR, PartialDate
from hotich.core.dates.reading import DateReading, build, flags, read_date, refused
from hotich.core.text import comparison_key, squeeze

_COMPACT = re.compile("^[0-9?]+$")
_SEPARATED = re.compile("^([0-9?]{1,2}) *[./ -] *([0-9?]{1,2}) *[./ -] *([0-9?]{2})$")
_TWO_PARTS = re.compile("^[0-9?]{1,2} *[./ -] *[0-9?]{1,2}$")
_CENTURIES = frozenset({"18", "19", "20"})


def _century(two: str, book_year: int | None) -> str | None:
    """The four figures that ``two`` stands for in a book of that year; None where that cannot be told."""
    if two == "??":
        return "????"
    if book_year is None or two[0] == "?":
        return None
    found = set()
    for candidate in range(10) if two[1] == "?" else [int(two[1])]:
        year = book_year // 100 * 100 + int(two[0]) * 10 + candidate
        found.add((year if year <= book_year else year - 100) // 100)
    if len(found) != 1:
        return None
    century = found.pop()
    return f"{century:02d}{two}" if century * 100 >= FIRST_YEAR else None


def _parts(key: str) -> tuple[str, str, str] | None:
    """(day, month, year) of a compact or separated form; None where it is not one, or has more than one reading."""
    separated = _SEPARATED.match(key)
    if separated:
        return separated.group(1), separated.group(2), separated.group(3)
    if not _COMPACT.match(key):
        return None
    if len(key) == 8:
        return key[:2], key[2:4], key[4:]
    if len(key) == 6:
        if key[2:4] in _CENTURIES:
            return "00", key[:2], key[2:]
        return key[:2], key[2:4], key[4:]
    if len(key) == 4 and (key[:2] in _CENTURIES or key == "????"):
        return "00", "00", key
    return None


def _not_written(part: str) -> str | None:
    return None if part == "00" else part


def read_shorthand(
    text: str | None, book_year: int | None = None, *, previous: PartialDate | None = None, field: str = ""
) -> DateReading:
    """Read what an officer typed into a date field; what is not shorthand is read by ``read_date``.

    ``previous`` is the same field of the previous entry: with it one or two figures are a day of its month.
    """
    written = squeeze(text or "")
    key, lunar, approximate = flags(comparison_key(written))
    if previous and previous.year and previous.month and _COMPACT.match(key) and len(key) <= 2:
        return build(
            key,
            f"{previous.month:02d}",
            f"{previous.year:04d}",
            lunar=lunar,
            approximate=approximate,
            text=written,
            field=field,
        )
    parts = _parts(key)
    if parts is None:
        if _COMPACT.match(key) or _TWO_PARTS.match(key):
            return refused(
                "date.ambiguous",
                "hard",
                field,
                f"“{written}” có thể hiểu nhiều cách. Gõ 020385 (ngày tháng năm), 031985 (tháng năm) hoặc 1985 (năm).",
            )
        return read_date(written, field=field)
    day, month, year = parts
    if len(year) == 2:
        full = _century(year, book_year)
        if full is None:
            return refused(
                "date.century_unknown",
                "hard",
                field,
                f"“{written}” chỉ có hai chữ số năm và không rõ thế kỷ. Gõ năm đủ bốn chữ số.",
            )
        year = full
    return build(
        _not_written(day),
        _not_written(month),
        year,
        lunar=lunar,
        approximate=approximate,
        text=written,
        field=field,
    )
