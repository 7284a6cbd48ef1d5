"""Keyed work as money counts it: entries, and their filled fields by length, of each officer and unit over a stretch of days,
from the counts of keyed days (`counting`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Sum

from hotich.campaign.models import Campaign, KeyedDay, Rate
from hotich.campaign.queries import counts_until
from hotich.campaign.spans import Span, days_within, spans_of
from hotich.core.quotas import VIETNAM
from hotich.staff.models import Officer
from hotich.support.time import local


@dataclass(frozen=True, slots=True)
class Volume:
    """What an officer keyed in a unit, and đồng by the rates of the days on which he did."""

    unit_id: int
    officer_id: int
    entries: int = 0
    short: int = 0
    medium: int = 0
    long: int = 0
    money: int = 0

    @property
    def fields(self) -> int:
        return self.short + self.medium + self.long

    def plus(self, other: "Volume") -> "Volume":
        """The sum, under this one's unit and officer."""
        return replace(
            self, entries=self.entries + other.entries, short=self.short + other.short, medium=self.medium + other.medium,
            long=self.long + other.long, money=self.money + other.money,
        )  # fmt: skip

    def worth(self, rate: Rate | None) -> int:
        """Đồng at one rate; nothing where there was none yet."""
        if rate is None:
            return 0
        return (
            self.entries * rate.per_entry + self.short * rate.per_short + self.medium * rate.per_medium
            + self.long * rate.per_long
        )  # fmt: skip


def volumes_of(campaign: Campaign, unit_ids: Iterable[int], *, first: date, last: date) -> list[Volume]:
    """The work of each officer in each unit from the first day to the last, both included.

    As of the last count of keyed days; a row per officer and day is read, and no entry. Days after the campaign's closing are
    none of its work, nor are those on which the unit worked for another one.
    """
    last = min(last, local(counts_until(campaign, _end_of(last))).date())
    units, rates, spans = list(unit_ids), list(campaign.rates.order_by("since")), spans_of(campaign)
    found: dict[tuple[int, int], Volume] = {}
    for start, end in _stretches(rates, first, last):
        rate = next((one for one in reversed(rates) if one.since <= start), None)
        for one in _counted(units, start, end, spans):
            valued = replace(one, money=one.worth(rate))
            key = (one.unit_id, one.officer_id)
            found[key] = found[key].plus(valued) if key in found else valued
    return sorted(found.values(), key=lambda one: (one.unit_id, -one.entries, one.officer_id))


def total_of(volumes: Iterable[Volume], unit_id: int = 0) -> Volume:
    """The sum of lines."""
    total = Volume(unit_id, 0)
    for one in volumes:
        total = total.plus(one)
    return total


def names_of(volumes: Iterable[Volume]) -> dict[int, str]:
    """The officers of the lines by their ids."""
    ids = {one.officer_id for one in volumes}
    return {officer.pk: str(officer) for officer in Officer.objects.filter(pk__in=ids)}


def _stretches(rates: Sequence[Rate], first: date, last: date) -> list[tuple[date, date]]:
    """The days in pieces over each of which one rate held: from a day up to another, which is not in it."""
    after = last + timedelta(days=1)
    days = [first, *(one.since for one in rates if first < one.since < after), after]
    return [(start, end) for start, end in pairwise(days) if start < end]


def _counted(units: list[int], start: date, end: date, spans: Mapping[int, Span]) -> list[Volume]:
    rows = KeyedDay.objects.unscoped("sums of the units asked for").filter(
        unit_id__in=units, day__gte=start, day__lt=end
    )
    summed = (
        days_within(rows, spans)
        .values_list("unit_id", "officer_id")
        .annotate(Sum("entries"), Sum("short"), Sum("medium"), Sum("long"))
    )
    return [Volume(*map(int, row)) for row in summed.order_by()]


def _end_of(day: date) -> datetime:
    """At the end of a day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=VIETNAM) - timedelta(microseconds=1)
