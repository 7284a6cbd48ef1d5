"""Sharing a target out: over days and weeks, over teams and machines, in the order of the books. Pure; every split adds up to the whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor
from typing import Final

from hotich.core.quotas.planned import planned_by_day, planned_until

_GRAIN: Final = 1e-6
"""What sums of shares of a day may lack of a whole entry."""


def evenly(whole: int, weights: Sequence[int]) -> list[int]:
    """The whole in parts as large as their weights (all alike where none weighs anything); they add up to the whole, and what
    does not divide goes to the largest remainders, the first of equals before the next.
    """
    if not weights:
        return []
    heavy = list(weights) if sum(weights) > 0 else [1] * len(weights)
    total = sum(heavy)
    parts = [whole * weight // total for weight in heavy]
    by_remainder = sorted(range(len(heavy)), key=lambda at: (-(whole * heavy[at] % total), at))
    for at in by_remainder[: whole - sum(parts)]:
        parts[at] += 1
    return parts


@dataclass(frozen=True, slots=True)
class Week:
    """The days of one week, Monday to Sunday, that belong to the work, and its part of the entries."""

    first: date
    last: date
    entries: int

    @property
    def monday(self) -> date:
        return monday_of(self.first)


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def by_weeks(entries: int, starts_on: date, due_on: date) -> list[Week]:
    """The target week by week as its even plan has it, in whole entries; the first and the last may be short."""
    if due_on <= starts_on:
        return []
    planned = planned_by_day(entries=entries, starts_on=starts_on, due_on=due_on)
    found: list[Week] = []
    first, before = starts_on, 0
    while first < due_on:
        last = min(monday_of(first) + timedelta(days=6), due_on - timedelta(days=1))
        until = floor(planned_until(planned, last) + _GRAIN)
        found.append(Week(first, last, until - before))
        first, before = last + timedelta(days=1), until
    return found


def ends_in(sizes: Iterable[int], weeks: Sequence[Week]) -> list[Week | None]:
    """For pieces of work done one after another, the week in which each is finished; None past the last week's part."""
    found: list[Week | None] = []
    at, room, done = 0, weeks[0].entries if weeks else 0, 0
    for size in sizes:
        done += size
        while at < len(weeks) and done > room:
            at += 1
            room += weeks[at].entries if at < len(weeks) else 0
        found.append(weeks[at] if at < len(weeks) else None)
    return found
