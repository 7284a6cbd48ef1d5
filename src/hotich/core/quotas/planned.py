"""How much of a target should be done by the end of each day: by the unit's own weeks where it has split it, else evenly. Pure.

The one plan that everything measures against: the room's curve, the weeks a target is shared out over, the letter that reminds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class WeekShare:
    """So many entries in the week that begins on that Monday."""

    monday: date
    entries: int


def planned_by_day(
    *, entries: int, starts_on: date, due_on: date, weeks: Iterable[WeekShare] = ()
) -> dict[date, float]:
    """By day from `starts_on` to the day before `due_on` what should be done by its end; the last one has all of it.

    A week's entries lie evenly on those of its days that belong to the target; what the weeks leave of the whole lies evenly on all days.
    Raises ValueError where there is no day.
    """
    days = [starts_on + timedelta(days=ahead) for ahead in range((due_on - starts_on).days)]
    if not days:
        raise ValueError("a target needs at least one day")
    share = dict.fromkeys(days, 0.0)
    by_monday: dict[date, list[date]] = {}
    for day in days:
        by_monday.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    split = 0
    for week in weeks:
        own = by_monday.get(week.monday, [])
        for day in own:
            share[day] += week.entries / len(own)
        split += week.entries if own else 0
    rest = (entries - split) / len(days)
    done, planned = 0.0, {}
    for day in days:
        done += share[day] + rest
        planned[day] = done
    return planned


def planned_until(planned: dict[date, float], day: date) -> float:
    """What should be done by the end of a day: nothing before the first, everything after the last. The days stand in their order."""
    if day < next(iter(planned)):
        return 0.0
    found = planned.get(day)
    return planned[next(reversed(planned))] if found is None else found
