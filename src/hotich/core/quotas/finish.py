"""When the rest is done, and how sure that is: the days that were measured, drawn again in blocks.

Method: the stationary bootstrap (D. N. Politis and J. P. Romano, *The Stationary Bootstrap*, Journal of the American Statistical Association 89
(1994), 1303–1313). Every measured day is set in relation to the mean of its kind (working day, day off) and to the effort of the day (machine
shifts on the roster, where known). A course of the future strings such relations together in blocks of random length, so that good and bad days
stay together as they came and days vary as widely as they did: no distribution is assumed that would make them tamer. Each course first draws its
own level in the same way, because the mean of few days is itself uncertain. The answer is what most courses do: eighty of a hundred end between
`early` and `late`.

It knows nothing of what has not been seen: a trend, machines that are promised, a line that will fail. With too few days it says so.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final, TypeVar

Number = TypeVar("Number", int, float)

LEAST_DAYS: Final = 7
"""Measured days below which nothing is said; among them at least one of each kind of day that is to come."""
WINDOW: Final = 21
"""The newest days that are looked at: three weeks, so that what was long ago does not speak of today."""
FARTHEST: Final = 730
"""Days ahead that a course is followed; what is not done by then is not given a day."""
DRAWS: Final = 400
_EDGES: Final = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class DayDone:
    """A measured day: entries, and with how much effort (machine shifts); None where that is not known."""

    day: date
    done: int
    effort: float | None = None


@dataclass(frozen=True, slots=True)
class NotEnough:
    """Why there is no forecast: so many days are needed, so many are there, or nothing was done in them; or no book was counted, so that
    nobody knows how much there is to do.
    """

    have: int
    need: int = LEAST_DAYS
    uncounted: bool = False

    @property
    def words(self) -> str:
        if self.uncounted:
            return "chưa đủ số liệu: chưa thống kê sổ nào nên chưa biết phải nhập bao nhiêu"
        if self.have >= self.need:
            return "chưa đủ số liệu: những ngày đã đo chưa cho thấy tốc độ của cả ngày làm việc lẫn ngày nghỉ"
        return f"chưa đủ số liệu: cần {self.need} ngày đã chốt, mới có {self.have}"


@dataclass(frozen=True, slots=True)
class Reach:
    """How much more will be done by the end of a day: in nine of ten courses more than `low`, in one of ten more than `high`."""

    day: date
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Finish:
    """The day on which the rest is done. None: later than `FARTHEST` days ahead."""

    early: date | None
    middle: date | None
    late: date | None
    in_time: float | None
    """The share of courses that end before the day by which the work is due; None where no day was given."""
    days: int
    course: tuple[Reach, ...]


def finish(
    *,
    remaining: int,
    measured: Sequence[DayDone],
    from_day: date,
    is_off: Callable[[date], bool],
    due_on: date | None = None,
    effort_on: Callable[[date], float | None] | None = None,
    seed: str = "",
    draws: int = DRAWS,
) -> Finish | NotEnough:
    """The forecast after `from_day`, of days measured up to it. `due_on` is exclusive, as plans say it. `effort_on` tells the effort
    planned for a coming day; where it knows none, a day has the mean effort of its kind. The same arguments give the same answer.
    """
    if remaining <= 0:
        return Finish(from_day, from_day, from_day, 1.0 if due_on else None, len(measured), ())
    known = sorted(measured, key=lambda one: one.day)[-WINDOW:]
    if len(known) < LEAST_DAYS:
        return NotEnough(len(known))
    kinds = _kinds(known, is_off)
    if kinds is None:
        return NotEnough(len(known))
    ratios = kinds.ratios
    coming = list(_coming(kinds, from_day, is_off, effort_on))
    courses = [_course(coming, ratios, remaining, Random(f"{seed}:{draw}")) for draw in range(draws)]
    return _said(courses, remaining, from_day, due_on, len(known))


@dataclass(frozen=True, slots=True)
class _Kinds:
    """By kind of day (False working, True off) the mean rate and the mean effort; every day's relation to its own kind's mean."""

    rate: dict[bool, float]
    effort: dict[bool, float]
    ratios: tuple[float, ...]


def _kinds(known: Sequence[DayDone], is_off: Callable[[date], bool]) -> _Kinds | None:
    # Effort counts only where every day on which something was done has some.
    counted = all(one.effort for one in known if one.done) and any(one.effort for one in known)
    by_kind: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    for one in known:
        by_kind[is_off(one.day)].append((float(one.done), (one.effort or 0.0) if counted else 1.0))
    if not all(by_kind.values()):
        return None
    rate, effort = {}, {}
    for kind, rows in by_kind.items():
        done, spent = sum(row[0] for row in rows), sum(row[1] for row in rows)
        rate[kind] = done / spent if spent else 0.0
        effort[kind] = spent / len(rows)
    if not any(rate.values()):
        return None
    ratios = []
    for one in known:
        kind = is_off(one.day)
        spent = (one.effort or 0.0) if counted else 1.0
        if rate[kind] and spent:
            ratios.append(one.done / spent / rate[kind])
    return _Kinds(rate, effort, tuple(ratios))


def _coming(
    kinds: _Kinds,
    from_day: date,
    is_off: Callable[[date], bool],
    effort_on: Callable[[date], float | None] | None,
) -> Iterator[float]:
    """What each coming day would bring on the mean."""
    for ahead in range(1, FARTHEST + 1):
        day = from_day + timedelta(days=ahead)
        kind = is_off(day)
        planned = effort_on(day) if effort_on is not None else None
        yield kinds.rate[kind] * (kinds.effort[kind] if planned is None else planned)


def _course(coming: Sequence[float], ratios: Sequence[float], remaining: int, rng: Random) -> list[float]:
    """One future: what is done by the end of each day, up to the day on which nothing is left."""
    drawn = _blocks(ratios, rng)
    level = sum(next(drawn) for _ in ratios) / len(ratios)
    done, course = 0.0, []
    for mean in coming:
        if mean:
            done += mean * level * next(drawn)
        course.append(done)
        if done >= remaining:
            break
    return course


def _blocks(ratios: Sequence[float], rng: Random) -> Iterator[float]:
    """Measured days in blocks of random length, about the cube root of their number; after the last day comes the first."""
    number = len(ratios)
    leave = 1 / max(2.0, number ** (1 / 3))
    at = int(rng.random() * number)
    while True:
        yield ratios[at]
        at = int(rng.random() * number) if rng.random() < leave else (at + 1) % number


def _said(
    courses: Sequence[Sequence[float]], remaining: int, from_day: date, due_on: date | None, days: int
) -> Finish:
    lengths = sorted(len(course) if course[-1] >= remaining else FARTHEST + 1 for course in courses)
    early, middle, late = (_day_after(from_day, _edge(lengths, share)) for share in _EDGES)
    in_time = None
    if due_on is not None:
        left = (due_on - from_day).days - 1
        in_time = sum(length <= left for length in lengths) / len(lengths)
    shown = min(_edge(lengths, _EDGES[2]), FARTHEST)
    reaches = []
    for ahead in range(shown):
        by_then = sorted(
            min(course[ahead] if ahead < len(course) else remaining, remaining) for course in courses
        )
        low, half, high = (_edge(by_then, share) for share in _EDGES)
        reaches.append(Reach(from_day + timedelta(days=ahead + 1), low, half, high))
    return Finish(early, middle, late, in_time, days, tuple(reaches))


def _day_after(from_day: date, ahead: int) -> date | None:
    return from_day + timedelta(days=ahead) if ahead <= FARTHEST else None


def _edge(ordered: Sequence[Number], share: float) -> Number:
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
