"""Reading slices (`operations.slicing` closes them). A count up to any moment is the period's opening, its closed slices up to there, and the log since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db.models import BooleanField, ExpressionWrapper, Min, Q, Sum

from hotich.campaign.models import Campaign
from hotich.core.quotas import Period
from hotich.reports.counting.tallies import AtMachine, Cell, Counts, Key, Log, counted
from hotich.reports.models import CaseTally, Slice, Tally


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


def sums(log: Log, unit_ids: Iterable[int], stretch: Stretch) -> Sums:
    """The counts of the units up to a moment of a period. Where nothing is closed yet the whole log is read once."""
    units = sorted(set(unit_ids))
    covered = coverage_of(log.campaign, units, stretch)
    found = Sums()
    _read(found, covered, units)
    _read_cases(found, covered, units)
    _read_machines(found.machines, covered.closed, units)
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
    keyed: dict[int, int] = defaultdict(int)
    if covered.slices:
        tallies = Tally.objects.unscoped("sums of the units asked for").filter(
            slice_id__in=covered.slices, unit_id__in=units, from_file=False
        )
        keyed.update(tallies.values_list("unit_id").annotate(Sum("standing")))
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


@dataclass(slots=True)
class Covered:
    """Up to where each unit is counted, and by which slices."""

    until: dict[int, datetime] = field(default_factory=dict)
    openings: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)

    @property
    def slices(self) -> list[int]:
        return sorted(self.openings | self.closed)

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
    for slice_id, start, end, counted_units in (
        Slice.objects.filter(campaign=campaign, period_from=stretch.period_from, end__lte=stretch.until)
        .order_by("end", "id")
        .values_list("id", "start", "end", "units")
    ):
        if here := wanted.intersection(counted_units):
            (covered.openings if start is None else covered.closed).add(slice_id)
            covered.until.update(dict.fromkeys(here, end))
    return covered


_OPENING: Final = ExpressionWrapper(Q(slice__start__isnull=True), BooleanField())


def _read(found: Sums, covered: Covered, units: list[int]) -> None:
    if not covered.slices:
        return
    tallies = Tally.objects.unscoped("sums of the units asked for").filter(
        slice_id__in=covered.slices, unit_id__in=units
    )
    by = ("unit_id", "kind", "fresh", "from_file", "outcome")
    summed = (
        tallies.annotate(opening=_OPENING)
        .values_list("opening", *by)
        .annotate(Sum("standing"), Sum("outside"), Sum("quota"), Min("first_at"))
    )
    for opening, unit, kind, fresh, from_file, outcome, standing, outside, quota, first in summed:
        key = Key(unit, kind, None, None, None, fresh, from_file, outcome)
        (found.at_start if opening else found.since).entries[key].add(Cell(standing, outside, quota, first))


def _read_cases(found: Sums, covered: Covered, units: list[int]) -> None:
    if not covered.slices:
        return
    tallies = CaseTally.objects.unscoped("sums of the units asked for").filter(
        slice_id__in=covered.slices, unit_id__in=units
    )
    summed = (
        tallies.annotate(opening=_OPENING).values_list("opening", "unit_id", "state").annotate(Sum("count"))
    )
    for opening, unit, state, count in summed:
        (found.at_start if opening else found.since).cases[unit, state] += count


def _read_machines(machines: dict[AtMachine, int], slice_ids: set[int], units: list[int]) -> None:
    if not slice_ids:
        return
    tallies = Tally.objects.unscoped("sums of the units asked for").filter(
        slice_id__in=sorted(slice_ids),
        unit_id__in=units,
        fresh=True,
        from_file=False,
        station_id__isnull=False,
    )
    by = ("unit_id", "station_id", "shift_at")
    for unit, station, shift, standing in tallies.values_list(*by).annotate(Sum("standing")):
        machines[unit, station, shift] += standing


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
