"""Shifts around the clock: a day's shifts begin at the hours a team has set, and the last one runs to the first of the next day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from hotich.core.parameters.reading import parameter
from hotich.core.quotas.periods import VIETNAM


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of a day, half-open. `day` is the local day on which it begins, `number` counts from 1."""

    day: date
    number: int
    starts_at: datetime
    ends_at: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.starts_at <= moment < self.ends_at


def ordinary_starts(on: date) -> tuple[time, ...]:
    """The hours at which the shifts of a day begin where a team has not set its own, and by which reports count shifts everywhere alike."""
    return tuple(time.fromisoformat(text) for text in parameter("shift_starts", on).value)


def are_starts(starts: Sequence[time]) -> bool:
    """Whether these hours can begin the shifts of a day: at least one, each later than the one before, none twice."""
    return bool(starts) and all(one < other for one, other in pairwise(starts))


def shifts_of(day: date, starts: Sequence[time]) -> tuple[Shift, ...]:
    """The shifts that begin on a day. Together with those of the days beside it they leave no minute out.

    Raises ValueError where the hours do not follow each other.
    """
    if not are_starts(starts):
        raise ValueError("the hours at which shifts begin must follow each other")
    begun = [datetime.combine(day, start, tzinfo=VIETNAM) for start in starts]
    begun.append(datetime.combine(day + timedelta(days=1), starts[0], tzinfo=VIETNAM))
    return tuple(Shift(day, number, *pair) for number, pair in enumerate(pairwise(begun), start=1))


def step_between(before: Sequence[time], after: Sequence[time]) -> tuple[time, time] | None:
    """Where a day's shifts begin at other hours than those of the day before: when the last one of that day ends and when the first one
    of this day begins. Later than it ended: nobody is there in between; earlier: two shifts run at once. None where the one follows the
    other.
    """
    return None if before[0] == after[0] else (before[0], after[0])


def ordinary_shift_at(moment: datetime) -> Shift:
    """The shift that runs at a moment by the ordinary hours of its local day: before a day's first one it is the last of the day before."""
    return next(shift for shift in _ordinary_around(moment.astimezone(VIETNAM).date()) if moment in shift)


def ordinary_shifts(since: datetime, until: datetime) -> list[Shift]:
    """The shifts in which the moments of a stretch of time lie, in their order, one for each beginning. Each moment by the hours of its own
    day: where these change, the last shift by the old hours and the first by the new ones overlap or leave a gap.
    """
    found: dict[datetime, Shift] = {}
    day = since.astimezone(VIETNAM).date()
    while (begins := datetime.combine(day, time(), tzinfo=VIETNAM)) < until:
        start, end = max(since, begins), min(until, begins + timedelta(days=1))
        for shift in _ordinary_around(day):
            if start < end and shift.starts_at < end and shift.ends_at > start:
                found.setdefault(shift.starts_at, shift)
        day += timedelta(days=1)
    return [found[starts_at] for starts_at in sorted(found)]


@lru_cache(maxsize=64)
def _ordinary_around(day: date) -> tuple[Shift, ...]:
    """The shifts of a day and of the day before, by the hours of the day. A day's counting asks for them for every entry of it."""
    starts = ordinary_starts(day)
    return shifts_of(day, starts) + shifts_of(day - timedelta(days=1), starts)
