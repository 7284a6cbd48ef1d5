"""Counting working days. Pure: holidays are read once from the package's own data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

_ONE = dt.timedelta(days=1)
_FIXED = ((1, 1), (4, 30), (5, 1), (9, 2))
"""Days off of the Labour Code that stand in the Gregorian calendar: counted where a year is not in the data."""


class BrokenCalendar(ValueError):
    """A file of holidays says something it cannot say."""


@dataclass(frozen=True, slots=True)
class Year:
    """One year: days off that are not weekends, Saturdays and Sundays worked instead, and whether the Government has announced it."""

    off: frozenset[dt.date]
    worked: frozenset[dt.date]
    source: str
    announced: bool = True


def read_holidays(text: str) -> dict[int, Year]:
    """Years of one YAML text. Raises BrokenCalendar."""
    raw = yaml.safe_load(text)
    if not isinstance(raw, Mapping):
        raise BrokenCalendar("a file of holidays is a mapping of years")
    return {int(year): _year(int(year), row) for year, row in raw.items()}


def _year(year: int, row: Any) -> Year:
    if not isinstance(row, Mapping) or not row.get("source"):
        raise BrokenCalendar(f"{year}: a year says its source")
    if unknown := [word for word in row if word not in ("source", "announced", "holidays", "worked")]:
        raise BrokenCalendar(f"{year}: unknown word {unknown[0]!r}")
    off = tuple(day for days in (row.get("holidays") or {}).values() for day in days)
    worked = tuple(row.get("worked") or ())
    for day in (*off, *worked):
        if not isinstance(day, dt.date) or day.year != year:
            raise BrokenCalendar(f"{year}: {day!r} is no day of that year")
    if weekend := [day for day in off if day.weekday() >= 5]:
        raise BrokenCalendar(f"{year}: {weekend[0]} is a weekend, it needs no holiday")
    if workday := [day for day in worked if day.weekday() < 5]:
        raise BrokenCalendar(f"{year}: {workday[0]} is worked anyway")
    if len(set(off)) != len(off):
        raise BrokenCalendar(f"{year}: a day stands there twice")
    return Year(frozenset(off), frozenset(worked), str(row["source"]), bool(row.get("announced", True)))


@cache
def _years() -> dict[int, Year]:
    file = resources.files("hotich.core.calendar").joinpath("data/holidays.yaml")
    return read_holidays(file.read_text(encoding="utf-8"))


def is_announced(year: int) -> bool:
    """Whether the year's days off are those of the Government's notice; until then a due day may still move."""
    found = _years().get(year)
    return found is not None and found.announced


def is_provisional(day: dt.date) -> bool:
    """Whether a term that ends on that day may still move: the days off of its year are not announced yet."""
    announced = [year for year, known in _years().items() if known.announced]
    return day.year > max(announced)


def source_of(year: int) -> str:
    """What a year's days off rest on; empty for a year that is not in the data."""
    found = _years().get(year)
    return found.source if found else ""


def is_working_day(day: dt.date) -> bool:
    """Whether State offices work on that day."""
    year = _years().get(day.year)
    if year is None:
        return day.weekday() < 5 and (day.month, day.day) not in _FIXED
    return day in year.worked if day.weekday() >= 5 else day not in year.off


def add_working_days(start: dt.date, days: int) -> dt.date:
    """The last day of a term of so many working days; the day of the event itself does not count. A term of no days ends on the day itself, or
    on the next working day."""
    day = start
    while days > 0 or not is_working_day(day):
        day += _ONE
        days -= is_working_day(day)
    return day


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Working days after `start` up to and including `end`; negative where `end` lies before."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + _ONE * n) for n in range(1, (end - start).days + 1))
