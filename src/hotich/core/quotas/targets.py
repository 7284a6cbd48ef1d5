"""What a target asks for: machines, quota a day, days needed, and when another number of machines or shifts would be done. Pure.

A campaign's `due` is exclusive, as plans say it (*hoàn thành trước ngày*): the last day of keying is the day before.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Final

from hotich.core.quotas.pace import forecast

SHIFTS_A_DAY: Final = 3
"""A machine that runs around the clock."""


def days_between(starts_on: date, due_on: date) -> int:
    """Days of keying from the first day to the last one before `due_on`; 0 where there is none."""
    return max((due_on - starts_on).days, 0)


def days_needed(entries: int, quota: int) -> int | None:
    """Whole days at a quota a day; None at no quota."""
    if entries <= 0:
        return 0
    return ceil(entries / quota) if quota > 0 else None


def stations_needed(entries: int, quota_per_station: int, days: int) -> int | None:
    """The fewest machines that finish within the days at the quota; None where no number does."""
    if entries <= 0:
        return 0
    room = quota_per_station * days
    return ceil(entries / room) if room > 0 else None


def least_stations(required: int, teams: int) -> int:
    """At least as many machines as the plan asks for, one for each team, and one at all."""
    return max(required, teams, 1)


def due_before(starts_on: date, days: int | None, latest: date) -> date:
    """Before which day a unit finishes that needs so many days: never after the campaign's own day, never on its first."""
    if days is None:
        return latest
    return min(starts_on + timedelta(days=max(days, 1)), latest)


@dataclass(frozen=True, slots=True)
class Measured:
    """What machines did over some days: entries, and the shifts in which at least one entry was finished on a machine. A shift that an
    outage cut short counts whole: after such days the pace is below what the machine can do, and who reads it is told so.
    """

    entries: int = 0
    shifts: int = 0

    def __add__(self, other: "Measured") -> "Measured":
        return Measured(self.entries + other.entries, self.shifts + other.shifts)

    @property
    def per_shift(self) -> float | None:
        """Entries of one machine in one shift; None where nothing was measured."""
        return self.entries / self.shifts if self.shifts else None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """So many machines at so many shifts a day, at the pace that was measured."""

    remaining: int
    stations: int
    shifts: int
    per_shift: float
    finish_on: date | None
    """The day on which the rest is done; None where it never is."""
    due_on: date

    @property
    def per_day(self) -> float:
        """Entries a day."""
        return self.stations * self.shifts * self.per_shift

    @property
    def days_late(self) -> int | None:
        """Days after the last day of keying: negative where time is left; None where it is never done."""
        if self.finish_on is None:
            return None
        return (self.finish_on - self.due_on).days + 1

    @property
    def in_time(self) -> bool:
        return self.days_late is not None and self.days_late <= 0


def what_if(
    *, remaining: int, stations: int, shifts: int, per_shift: float, today: date, due_on: date
) -> WhatIf:
    """When the rest is done from tomorrow on; what is done already is done today."""
    pace = stations * shifts * per_shift
    return WhatIf(
        remaining,
        stations,
        shifts,
        per_shift,
        forecast(remaining=remaining, pace=pace, from_day=today),
        due_on,
    )


def stations_to_finish(
    *, remaining: int, shifts: int, per_shift: float, today: date, due_on: date
) -> int | None:
    """The fewest machines at so many shifts that finish before the day; None where no number does."""
    if remaining <= 0:
        return 0
    days = (due_on - today).days - 1
    room = days * shifts * per_shift
    return ceil(remaining / room) if days > 0 and room > 0 else None
