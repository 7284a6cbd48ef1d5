"""Pace against quota in the period that runs: per unit, per machine, per shift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.queries import counts_until
from hotich.campaign.targets.queries import due_lines
from hotich.core.quotas import Period
from hotich.core.quotas.shifts import Shift, ordinary_shifts
from hotich.entries.at_machines import done_by_shift, keying_teams
from hotich.reports.figures import UnitFigures
from hotich.reports.periods import first_to_come, period_running
from hotich.reports.queries import figures_at
from hotich.reports.room.declared import Declared, declared_of, measured
from hotich.reports.room.kept import MINUTE, kept, key_of, minute_of
from hotich.stations.models import Station
from hotich.stations.queries import with_own_hours
from hotich.support.time import local


@dataclass(frozen=True, slots=True)
class UnitPace:
    """One unit: toward its quota so far, what its quota would have by this minute, its week, and before which day it is to be done."""

    name: str
    code: str
    done: int
    quota: int
    expected: float
    pace: float
    working: int
    stations: int
    forecast: str | None
    required: int
    remaining: int
    due_on: date

    @property
    def is_late(self) -> bool:
        """Whether at the pace of its week it is done on its day or after it."""
        return self.forecast is not None and date.fromisoformat(self.forecast) >= self.due_on

    @property
    def share(self) -> float | None:
        """Of what the quota asks for by now; None where there is no quota or the period has only begun."""
        return self.done / self.expected if self.expected >= 1 else None


@dataclass(frozen=True, slots=True)
class StationPace:
    """One machine of a unit."""

    name: str
    code: str
    unit: str
    done: int


@dataclass(frozen=True, slots=True)
class ShiftPace:
    """One shift of the period: entries, and at how many machines."""

    shift: Shift
    done: int
    stations: int

    @property
    def per_station(self) -> float | None:
        return self.done / self.stations if self.stations else None


@dataclass(frozen=True, slots=True)
class Pace:
    """Slowest first; units without access, whose pace nobody measures, apart."""

    period: Period
    whole: Period
    units: tuple[UnitPace, ...]
    stations: tuple[StationPace, ...]
    shifts: tuple[ShiftPace, ...]
    quota_per_station: int
    closed_at: datetime | None
    """When the campaign was closed: everything here is of that moment."""
    declared: Declared = Declared()
    begins: datetime | None = None
    """When the first period begins, of a campaign whose first has not: nothing is asked for before."""

    @property
    def passed(self) -> float:
        """How much of the period has passed, 0 to 1."""
        if self.begins is not None:
            return 0.0
        return min((self.period.end - self.whole.start) / (self.whole.end - self.whole.start), 1.0)


def pace_of(
    campaign: Campaign, units: Sequence[ReportingUnit], *, moment: datetime, figures: Sequence[UnitFigures] | None = None
) -> Pace:  # fmt: skip
    """The pace of some units at a minute; of a closed campaign at the minute of its closing. `figures`: of the moment, where they are known."""
    ended = counts_until(campaign, moment)
    minute = counts_until(campaign, minute_of(moment))  # as the figures are
    whole, _ = period_running(campaign, minute)
    running = Period(whole.start, minute)
    first = first_to_come(campaign, minute)
    passed = 0.0 if first else min(max((minute - whole.start) / (whole.end - whole.start), 0.0), 1.0)
    lines = due_lines(campaign)
    counting = measured(units)
    due = {unit.code: lines[unit.pk].on if unit.pk in lines else campaign.due_on for unit in counting}
    figures = figures or figures_at(campaign, moment)
    paced = sorted(
        (_unit(line, passed, due[line.code]) for line in figures if line.code in due),
        key=slowness,
    )
    ids = [unit.unit_id for unit in counting]
    machines = _machines((line for line in figures if line.code in due), ids)
    shifts = kept(
        key_of("shifts", campaign.pk, minute, units=ids), MINUTE, lambda: _shifts(machines, ids, running)
    )
    names = {unit.unit_id: unit.name for unit in counting}
    required = {line.code: line.required for line in figures}
    return Pace(
        running, whole, tuple(paced), tuple(_stations(machines, names)), tuple(shifts),
        campaign.quota_per_station, ended if ended < moment else None,
        declared_of(campaign, units, required, moment=moment), first.start if first else None,
    )  # fmt: skip


def slowness(one: UnitPace) -> tuple[bool, float, int]:
    """The slowest first: by its share of what its quota asks for by now, and where that is the same, by the later day of its forecast."""
    ends = date.fromisoformat(one.forecast).toordinal() if one.forecast else 0
    return one.share is None, one.share or 0.0, -ends


def _unit(line: UnitFigures, passed: float, due_on: date) -> UnitPace:
    done = sum(line.cumulative.values())
    return UnitPace(
        line.name, line.code, line.toward_quota, line.quota, line.quota * passed, line.pace,
        line.stations["working"], max(line.stations["total"], line.stations["required"]), line.forecast_date,
        line.required, max(line.required - done, 0), due_on,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Machines:
    """The machines of some units and those they keyed at, and what was keyed at them in the period by its shifts."""

    known: list[_Machine]
    done: dict[tuple[int, datetime | None], int]
    """By machine and the beginning of the shift; None: of the shift that began before the period."""


class _Machine(NamedTuple):
    pk: int
    name: str
    code: str
    unit_id: int
    team_id: int | None
    checked_on: date | None
    retired_on: date | None


def _machines(figures: Iterable[UnitFigures], unit_ids: Collection[int]) -> _Machines:
    done: dict[tuple[int, datetime | None], int] = defaultdict(int)
    for line in figures:
        for machine, count in line.machines.items():
            done[machine] += count
    found = Station.objects.unscoped("machines of the units asked for").filter(
        Q(unit_id__any_of=unit_ids) | Q(pk__any_of={station for station, _ in done})
    )
    return _Machines([_Machine(*row) for row in found.order_by("code").values_list(*_Machine._fields)], done)


def _stations(machines: _Machines, names: dict[int, str]) -> list[StationPace]:
    """Every machine of the units that may key, those without an entry too: that is what an inspector looks for."""
    done: dict[int, int] = defaultdict(int)
    for (station, _), count in machines.done.items():
        done[station] += count
    found = [
        StationPace(one.name, one.code, names[one.unit_id], done.get(one.pk, 0))
        for one in machines.known
        if one.unit_id in names
        and one.checked_on is not None
        and (one.retired_on is None or done.get(one.pk))
    ]
    return sorted(found, key=lambda one: (one.done, one.code))


def _shifts(machines: _Machines, unit_ids: Collection[int], period: Period) -> list[ShiftPace]:
    """The shifts of all teams, those of the same hours together: a team that sets its own has lines of its own. Only what such teams did is
    looked for among the entries; the shifts of the others are those of the figures.
    """
    teams = keying_teams(unit_ids)
    apart = with_own_hours(teams, local(period.end).date())
    lines: dict[tuple[datetime, datetime], ShiftPace] = {}

    def add(shift: Shift, done: int, stations: int) -> None:
        line = lines.get((shift.starts_at, shift.ends_at), ShiftPace(shift, 0, 0))
        lines[shift.starts_at, shift.ends_at] = replace(
            line, done=line.done + done, stations=line.stations + stations
        )

    for one in done_by_shift({team: teams[team] for team in apart}, unit_ids, period.start, period.end):
        add(one.shift, one.entries, one.stations)
    if together := teams.keys() - apart:
        theirs = {one.pk for one in machines.known if one.team_id in together}
        for shift in ordinary_shifts(period.start, period.end):
            begun = shift.starts_at if shift.starts_at >= period.start else None
            counts = [
                count
                for (station, at), count in machines.done.items()
                if at == begun and station in theirs and count > 0
            ]
            add(shift, sum(counts), len(counts))
    return [lines[hours] for hours in sorted(lines)]
