"""A date as far as it is known.

Old registers say ``1958``, ``05/1971``, ``…/…/1960``, ``khoảng 1945``, ``30/2 âm lịch`` or a figure that nobody can read. A ``PartialDate`` keeps exactly that.
A part that is not written is None; a part with illegible figures is None and keeps its pattern (``1?``, ``198?``). Nothing is
ever filled in: 01/01 is a common *real* default and must stay apart from "not known".

Lunar dates are never converted (leap months; the calendar of North and South differed until 1976): they have bounds only.
Law writes Gregorian dates only (NĐ 123/2015 Đ.4); the book may not.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "month", "year", "none"]

# A register cannot hold an earlier or later year; outside, it is a slip (the year 5005 of real files).
FIRST_YEAR = 1800
LAST_YEAR = 2100

# The lunar year begins between 21 January and 20 February; a month has 29 or 30 days; one month a year may repeat.
_LUNAR_FIRST = (1, 21)
_LUNAR_LAST = (2, 20)


def _digits(value: int | None, mask: str, width: int) -> str:
    if value is not None:
        return f"{value:0{width}d}"
    return mask or "?" * width


def _candidates(value: int | None, mask: str, low: int, high: int, width: int) -> Iterator[int]:
    if value is not None:
        yield value
        return
    for number in range(low, high + 1):
        text = f"{number:0{width}d}"
        if not mask or all(m in ("?", d) for m, d in zip(mask, text, strict=True)):
            yield number


@dataclass(frozen=True, slots=True)
class PartialDate:
    """Year, month and day, each known or not, with the flags lunar and approximate ("khoảng").

    ``text`` is the text it was read from and takes no part in equality. The masks hold the pattern of a part some figures of
    which are illegible (``"198?"``, ``"?5"``); the part itself is then None.
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    lunar: bool = False
    approximate: bool = False
    text: str = field(default="", compare=False)
    year_mask: str = ""
    month_mask: str = ""
    day_mask: str = ""

    def __post_init__(self) -> None:
        """One form for one date: a known part has no mask, and a hole before a written part is an illegible one."""
        day_mask = "" if self.day is not None else self.day_mask
        month_mask = "" if self.month is not None else self.month_mask
        if self.month is None and not month_mask and (self.day is not None or day_mask):
            month_mask = "??"
        object.__setattr__(self, "day_mask", day_mask)
        object.__setattr__(self, "month_mask", month_mask)
        object.__setattr__(self, "year_mask", "" if self.year is not None else self.year_mask or "????")

    @property
    def precision(self) -> Precision:
        """The finest part that is known together with all coarser ones."""
        if self.year is None:
            return "none"
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def has_day_slot(self) -> bool:
        """Whether the writing has a place for the day, legible or not."""
        return self.day is not None or bool(self.day_mask)

    @property
    def has_month_slot(self) -> bool:
        """Whether the writing has a place for the month; a day cannot be written without one."""
        return self.month is not None or bool(self.month_mask) or self.has_day_slot

    def written(self) -> str:
        """``dd/mm/yyyy | mm/yyyy | yyyy`` with ``?`` for what is illegible, ``~`` before, ``l`` behind. Reads back to itself."""
        parts = [_digits(self.year, self.year_mask, 4)]
        if self.has_month_slot:
            parts.insert(0, _digits(self.month, self.month_mask, 2))
        if self.has_day_slot:
            parts.insert(0, _digits(self.day, self.day_mask, 2))
        return ("~" if self.approximate else "") + "/".join(parts) + ("l" if self.lunar else "")

    def edtf(self) -> str:
        """Extended Date/Time Format (unspecified figures as X): ``1985-03-02``, ``198X``, ``1985-XX-XX``, ``1945~``.

        A lunar date has no Gregorian writing: it is "one of" its bounds, ``[1985-03-01..1985-04-20]``; ``""`` where no year is known.
        """
        if self.lunar:
            first, last = self.earliest(), self.latest()
            return f"[{first.isoformat()}..{last.isoformat()}]" if first and last else ""
        parts = [_digits(self.year, self.year_mask, 4)]
        if self.has_month_slot:
            parts.append(_digits(self.month, self.month_mask, 2))
        if self.has_day_slot:
            parts.append(_digits(self.day, self.day_mask, 2))
        return "-".join(parts).replace("?", "X") + ("~" if self.approximate else "")

    def _year_bounds(self) -> tuple[int, int] | None:
        if self.year is not None:
            return self.year, self.year
        if not self.year_mask.strip("?"):
            return None
        years = list(_candidates(None, self.year_mask, FIRST_YEAR, LAST_YEAR, 4))
        return (years[0], years[-1]) if years else None

    def possible_months(self) -> list[int]:
        """The months that the writing leaves open."""
        return list(_candidates(self.month, self.month_mask, 1, 12, 2))

    def possible_days(self, last: int) -> list[int]:
        """The days up to ``last`` that the writing leaves open."""
        return [d for d in _candidates(self.day, self.day_mask, 1, 31, 2) if d <= last]

    def fits_calendar(self) -> bool:
        """Whether some day of the Gregorian calendar is meant. Where no year is known, a leap year is possible."""
        if self._year_bounds() is not None:
            return self._bound(latest=False) is not None
        days = [calendar.monthrange(2000, month)[1] for month in self.possible_months()]
        return any(self.possible_days(last) for last in days)

    def earliest(self) -> date | None:
        """The first day this can mean; None where the year is unknown. ``approximate`` does not widen it."""
        return self._bound(latest=False)

    def latest(self) -> date | None:
        """The last day this can mean; None where the year is unknown. ``approximate`` does not widen it."""
        return self._bound(latest=True)

    def _bound(self, *, latest: bool) -> date | None:
        if self.year is not None and not (self.lunar or self.month_mask or self.day_mask):
            return self._plain_bound(self.year, latest=latest)
        years = self._year_bounds()
        if years is None:
            return None
        if self.lunar:
            return self._lunar_bound(years, latest=latest)
        span = range(years[1], years[0] - 1, -1) if latest else range(years[0], years[1] + 1)
        for year in span:
            for month in sorted(self.possible_months(), reverse=latest):
                days = self.possible_days(calendar.monthrange(year, month)[1])
                if days:
                    return date(year, month, days[-1] if latest else days[0])
        return None

    def _plain_bound(self, year: int, *, latest: bool) -> date | None:
        """The bound where no figure is illegible: nearly every date there is."""
        month = self.month if self.month is not None else 12 if latest else 1
        if not 1 <= month <= 12:
            return None
        last = calendar.monthrange(year, month)[1]
        day = self.day if self.day is not None else last if latest else 1
        return date(year, month, day) if 1 <= day <= last else None

    def _lunar_bound(self, years: tuple[int, int], *, latest: bool) -> date | None:
        months, days = self.possible_months(), self.possible_days(30)
        if not months or not days:
            return None
        if latest:
            # Every month so far had 30 days and one of them was repeated.
            return date(years[1], *_LUNAR_LAST) + timedelta(days=30 * months[-1] + days[-1] - 1)
        return date(years[0], *_LUNAR_FIRST) + timedelta(days=29 * (months[0] - 1) + days[0] - 1)


# The value that some files carry for "missing". It is suspected only where the book's year contradicts it (rules.md §7).
SENTINEL_DATE = PartialDate(1999, 11, 19)
