"""Hours of a term: by the clock, or only those in which State offices work.

Office hours are 7:30–11:30 and 13:30–17:00 of working days; offices of the South keep them with half an hour's difference here and there, and
no text fixes them for the whole country, so they are the usual ones.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from hotich.core.calendar.working_days import is_working_day

HALVES: Final = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
HOURS_A_DAY: Final = 7.5


def add_office_hours(moment: datetime, hours: float, zone: tzinfo) -> datetime:
    """The moment at which so many office hours have passed since another; at once, where none are asked, in office hours.

    What is said at night or on a day off counts from the next morning on.
    """
    left = timedelta(hours=hours)
    for start, end in _halves_from(moment.astimezone(zone).date(), zone):
        begun = max(start, moment)
        if begun >= end:
            continue
        if end - begun >= left:
            return begun + left
        left -= end - begun
    raise AssertionError("there is always another working day")


def office_hours_between(start: datetime, end: datetime, zone: tzinfo) -> float:
    """How many office hours lie between two moments; 0 where the second is not later."""
    passed = timedelta(0)
    for begins, ends in _halves_from(start.astimezone(zone).date(), zone):
        if begins >= end:
            break
        passed += max(min(ends, end) - max(begins, start), timedelta(0))
    return passed.total_seconds() / 3600


def _halves_from(day: date, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
    while True:
        if is_working_day(day):
            for start, end in HALVES:
                yield datetime.combine(day, start, tzinfo=zone), datetime.combine(day, end, tzinfo=zone)
        day += timedelta(days=1)
