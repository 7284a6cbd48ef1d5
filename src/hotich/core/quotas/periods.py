"""One data cut-off a day for the whole chain: the report of a day covers the cut-off before to the cut-off of that day.

A deadline is a later time by which the figures must be sent; it never moves what is counted.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open: what was received at `end` belongs to the next day."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


def cut_off_at(day: date, cut_off: time) -> datetime:
    """The moment the day's figures close, in Vietnamese time."""
    return datetime.combine(day, cut_off, tzinfo=VIETNAM)


def period_of(day: date, cut_off: time, *, since: datetime | None = None) -> Period:
    """The period of a day's report. `since` is where the day before really ended, where the cut-off was moved since."""
    start = since or cut_off_at(day - timedelta(days=1), cut_off)
    return Period(start, cut_off_at(day, cut_off))


def business_date(moment: datetime, cut_off: time) -> date:
    """The day in whose report a moment is counted: from the cut-off on, the next day's."""
    local = moment.astimezone(VIETNAM)
    return local.date() if local.timetz().replace(tzinfo=None) < cut_off else local.date() + timedelta(days=1)
