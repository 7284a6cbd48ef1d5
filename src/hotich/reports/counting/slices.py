"""Reading slices (`operations.slicing` closes them). A count up to any moment is the period's opening, its closed slices up to there, and the log since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, F, Sum, Value
from django.db.models.functions import NullIf

from hotich.campaign.models import Campaign
from hotich.core.quotas import Period
from hotich.reports.counting.tallies import AtMachine, Cell, Counts, Key, Log, counted
from hotich.reports.models import Slice, Tally


@dataclass(frozen=True, slots=True)
class Stretch:
    """From where a period of the campaign runs, up to which moment is asked, and the day in whose report it is counted."""

    period_from: datetime
    until: datetime
    day: date

    @classmethod
    def of(cls, period: Period, day: date) -> Stretch:
        return cls(period.start, period.end, day)


@dataclass(slots=True)
class Sums:
    """`at_start`: with what the period began. `since`: what changed in it. Neither tells machines or officers; `machines`: by unit,
    machine and shift, the entries first completed there in the period that stand.
    """

    at_start: Counts = field(default_factory=Counts)
    since: Counts = field(default_factory=Counts)
    machines: dict[AtMachine, int] = field(default_factory=lambda: defaultdict(int))

    def copy(self) -> Sums:
        """The same, to be added to."""
        return Sums(self.at_start.copy(), self.since.copy(), defaultdict(int, self.machines))


def sums(log: Log, unit_ids: Iterable[int], stretch: Stretch) -> Sums:
    """The counts of the units up to a moment of a period. Where nothing is closed yet the whole log is read once."""
    units = sorted(set(unit_ids))
    covered = coverage_of(log.campaign, units, stretch)
    found = _closed(covered.key, tuple(units))
    for reached, group in covered.groups(units).items():
        start = reached
        if start is None:
            found.at_start.add(opening_of(log, group, stretch))
            start = stretch.period_from
        if start < stretch.until:
            since = counted_between(log, group, start, stretch.until, stretch)
            for at, count in since.at_machines():
                found.machines[at] += count
            found.since.add(since.without_hands())
    return found


def keyed_until(log: Log, unit_ids: Iterable[int], stretch: Stretch) -> dict[int, int]:
    """By unit, how many of the entries stood at a moment of a period that were keyed from a book, not taken from a file."""
    units = sorted(set(unit_ids))
    covered = coverage_of(log.campaign, units, stretch)
    keyed = defaultdict(int, _keyed_in(covered.key, tuple(units)))
    for reached, group in covered.groups(units).items():
        counts = Counts()
        if reached is None:
            counts.add(opening_of(log, group, stretch))
        start = reached or stretch.period_from
        if start < stretch.until:
            counts.add(counted_between(log, group, start, stretch.until, stretch, with_cases=False))
        for key, cell in counts.cells():
            if not key.from_file:
                keyed[key.unit] += cell.standing
    return keyed


class _Slice(NamedTuple):
    id: int
    is_opening: bool
    token: UUID


@dataclass(slots=True)
class Covered:
    """Up to where each unit is counted, and by which slices."""

    until: dict[int, datetime] = field(default_factory=dict)
    slices: list[_Slice] = field(default_factory=list)

    @property
    def key(self) -> tuple[_Slice, ...]:
        """By what its sums are remembered."""
        return tuple(self.slices)

    def groups(self, units: list[int]) -> dict[datetime | None, list[int]]:
        """The units by the moment up to which they are counted."""
        by_moment: dict[datetime | None, list[int]] = defaultdict(list)
        for unit in units:
            by_moment[self.until.get(unit)].append(unit)
        return by_moment


def coverage_of(campaign: Campaign, units: list[int], stretch: Stretch) -> Covered:
    """Up to where each of the units is counted at the moment of the stretch."""
    wanted = set(units)
    covered = Covered()
    # A slice as a rule counts the units asked for and no other: their long list stays where it is.
    others = NullIf(F("units"), Value(sorted(wanted), ArrayField(BigIntegerField())))
    for slice_id, start, end, token, counted_units in (
        Slice.objects.filter(campaign=campaign, period_from=stretch.period_from, end__lte=stretch.until)
        .order_by("end", "id")
        .values_list("id", "start", "end", "token", others)
    ):
        if here := wanted if counted_units is None else wanted.intersection(counted_units):
            covered.slices.append(_Slice(slice_id, start is None, token))
            covered.until.update(dict.fromkeys(here, end))
    return covered


_REMEMBERED: Final = 8
"""Sums of slices that each process remembers, of a province a megabyte each: a slice is written once and never again, so that only what a
quarter of an hour has added is to be read. Those of one unit are read each time, and drive out no others.
"""
_ENTRIES: Final = """
    SELECT slice_id = ANY(%(openings)s), unit_id, kind, fresh, from_file, outcome,
        sum(standing), sum(outside), sum(quota), min(first_at)
    FROM reports_tally
    WHERE slice_id = ANY(%(slices)s) AND unit_id = ANY(%(units)s)
    GROUP BY 1, 2, 3, 4, 5, 6
"""
_CASES: Final = """
    SELECT slice_id = ANY(%(openings)s), unit_id, state, sum(count)
    FROM reports_casetally
    WHERE slice_id = ANY(%(slices)s) AND unit_id = ANY(%(units)s)
    GROUP BY 1, 2, 3
"""


def _closed(slices: tuple[_Slice, ...], units: tuple[int, ...]) -> Sums:
    """The sums of openings and slices."""
    return (_remembered(slices, units) if len(units) > 1 else _read(slices, units)).copy()


def _read(slices: tuple[_Slice, ...], units: tuple[int, ...]) -> Sums:
    asked = {
        "openings": [one.id for one in slices if one.is_opening],
        "slices": [one.id for one in slices],
        "units": list(units),
    }
    found = Sums()
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, asked)
        entries = cursor.fetchall()
        cursor.execute(_CASES, asked)
        cases = cursor.fetchall()
    for opening, unit, kind, fresh, from_file, outcome, standing, outside, quota, first in entries:
        side = found.at_start if opening else found.since
        key = Key(unit, kind, None, None, None, fresh, from_file, outcome)
        side.entries[key] = Cell(standing, outside, quota, first)
    for opening, unit, state, count in cases:
        (found.at_start if opening else found.since).cases[unit, state] = count
    found.machines.update(_at_machines([one.id for one in slices if not one.is_opening], units))
    return found


_remembered = lru_cache(maxsize=_REMEMBERED)(_read)


def _at_machines(closed: Iterable[int], units: Iterable[int]) -> Iterator[tuple[AtMachine, int]]:
    tallies = Tally.objects.unscoped("sums of the units asked for").filter(
        slice_id__any_of=closed, unit_id__any_of=units, fresh=True, from_file=False, station_id__isnull=False
    )
    by = ("unit_id", "station_id", "shift_at")
    for unit, station, shift, standing in tallies.values_list(*by).annotate(Sum("standing")):
        yield (unit, station, shift), standing


@lru_cache(maxsize=16 * _REMEMBERED)
def _keyed_in(slices: tuple[_Slice, ...], units: tuple[int, ...]) -> Mapping[int, int]:
    """By unit what openings and slices say of entries that were keyed."""
    tallies = Tally.objects.unscoped("sums of the units asked for").filter(
        slice_id__any_of=[one.id for one in slices], unit_id__any_of=units, from_file=False
    )
    return dict(tallies.values_list("unit_id").annotate(Sum("standing")))


def opening_of(log: Log, units: list[int], stretch: Stretch) -> Counts:
    """With what a period begins whose opening is not written yet: from the last one before it that is, else from the whole log."""
    openings = Slice.objects.filter(
        campaign=log.campaign, start__isnull=True, end__lt=stretch.period_from, units__overlap=units
    )
    before = openings.order_by("-end").values_list("period_from", flat=True).first()
    if before is None:
        return counted_between(log, units, None, stretch.period_from, stretch).opening()
    found = sums(log, units, Stretch(before, stretch.period_from, stretch.day))
    found.at_start.add(found.since)
    return found.at_start.opening()


def counted_between(
    log: Log,
    units: list[int],
    since: datetime | None,
    until: datetime,
    stretch: Stretch,
    *,
    with_cases: bool = True,
) -> Counts:
    """What changed for the units between two moments of the stretch's period, from the log."""
    return counted(
        log, units, since, until, period_from=stretch.period_from, day=stretch.day, with_cases=with_cases
    )


def is_counted(campaign: Campaign, period_from: datetime, until: datetime) -> bool:
    """Whether some slice of the period reaches the moment."""
    return Slice.objects.filter(campaign=campaign, period_from=period_from, end__gte=until).exists()
