"""Pace against quota in the period that runs: per unit, per machine, per shift."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.core.quotas import Period
from hotich.core.quotas.shifts import Shift, shifts_of
from hotich.reports.figures import UnitFigures
from hotich.reports.periods import period_at, period_for
from hotich.reports.queries import figures_at
from hotich.reports.room.kept import MINUTE, kept, key_of, minute_of
from hotich.stations.models import Station
from hotich.stations.queries import ordinary_pattern
from hotich.support.time import local

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UnitPace:
    """One unit: toward its quota so far, what its quota would have by this minute, and its week."""

    name: str
    code: str
    done: int
    quota: int
    expected: float
    pace: float
    working: int
    stations: int
    forecast: str | None
    remaining: int

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
    """Slowest first. `counted_until` is up to when machines and shifts are counted: closed quarters of an hour."""

    period: Period
    whole: Period
    units: tuple[UnitPace, ...]
    stations: tuple[StationPace, ...]
    shifts: tuple[ShiftPace, ...]
    quota_per_station: int
    counted_until: datetime | None

    @property
    def passed(self) -> float:
        """How much of the period has passed, 0 to 1."""
        return min((self.period.end - self.whole.start) / (self.whole.end - self.whole.start), 1.0)


def pace_of(campaign: Campaign, units: Sequence[ReportingUnit], *, moment: datetime) -> Pace:
    """The pace of some units at a minute."""
    minute = minute_of(moment)
    running, day = period_at(campaign, minute)
    whole = period_for(campaign, day)
    if whole.end <= running.start:
        whole = Period(running.start, running.start + _DAY)
    passed = min(max((minute - whole.start) / (whole.end - whole.start), 0.0), 1.0)
    codes = {unit.code: unit for unit in units}
    lines = [line for line in figures_at(campaign, moment) if line.code in codes]
    paced = sorted(
        (_unit(line, passed) for line in lines), key=lambda one: (one.share is None, one.share or 0.0)
    )
    ids = [unit.unit_id for unit in units]
    key = key_of("machines", campaign.pk, minute, units=ids)
    counted = kept(key, MINUTE, lambda: _counted(campaign, ids, running))
    names = {unit.unit_id: unit.name for unit in units}
    return Pace(
        running, whole, tuple(paced), tuple(_stations(counted, ids, names)), tuple(_shifts(counted, running)),
        campaign.quota_per_station, max((row[4] for row in counted), default=None),
    )  # fmt: skip


def _unit(line: UnitFigures, passed: float) -> UnitPace:
    done = sum(line.cumulative.values())
    return UnitPace(
        line.name, line.code, line.toward_quota, line.quota, line.quota * passed, line.pace,
        line.stations["working"], max(line.stations["total"], line.stations["required"]), line.forecast_date,
        max(line.required - done, 0),
    )  # fmt: skip


def _bounds(period: Period) -> list[Shift]:
    """The shifts that touch the period, by the ordinary hours."""
    first, last = local(period.start).date() - _DAY, local(period.end).date()
    starts = ordinary_pattern(last).starts
    found: list[Shift] = []
    day = first
    while day <= last:
        found += [
            shift
            for shift in shifts_of(day, starts)
            if shift.ends_at > period.start and shift.starts_at < period.end
        ]
        day += _DAY
    return found


_Row = tuple[int, int, int, int, datetime]


def _counted(campaign: Campaign, unit_ids: Collection[int], period: Period) -> list[_Row]:
    """By unit, machine and shift what counts toward the quota, of the closed slices of the period."""
    bounds = [shift.starts_at for shift in _bounds(period)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT tally.unit_id, tally.station_id, width_bucket(slice.start, %(bounds)s::timestamptz[]), sum(tally.quota), max(slice."end")
            FROM reports_slice slice
            JOIN reports_tally tally ON tally.slice_id = slice.id
            WHERE slice.campaign_id = %(campaign)s AND slice.period_from = %(start)s AND slice.start IS NOT NULL
              AND slice."end" <= %(end)s AND tally.unit_id = ANY(%(units)s) AND tally.station_id IS NOT NULL
              AND tally.fresh AND NOT tally.from_file
            GROUP BY 1, 2, 3 HAVING sum(tally.quota) > 0
            """,
            {
                "campaign": campaign.pk, "start": period.start, "end": period.end, "units": list(unit_ids), "bounds": bounds,
            },
        )  # fmt: skip
        return [(unit, station, at, int(done), end) for unit, station, at, done, end in cursor.fetchall()]


def _stations(rows: Sequence[_Row], unit_ids: Collection[int], names: dict[int, str]) -> list[StationPace]:
    done: dict[int, int] = {}
    for _, station, _, count, _ in rows:
        done[station] = done.get(station, 0) + count
    machines = Station.objects.unscoped("machines of the units asked for").filter(
        unit_id__in=unit_ids, checked_on__isnull=False
    )
    found = [
        StationPace(one.name, one.code, names.get(one.unit_id, ""), done.get(one.pk, 0))
        for one in machines.order_by("code")
        if one.pk in done or one.retired_on is None
    ]
    return sorted(found, key=lambda one: (one.done, one.code))


def _shifts(rows: Sequence[_Row], period: Period) -> list[ShiftPace]:
    shifts = _bounds(period)
    done: dict[int, int] = {}
    stations: dict[int, set[int]] = {}
    for _, station, at, count, _ in rows:
        done[at] = done.get(at, 0) + count
        stations.setdefault(at, set()).add(station)
    return [
        ShiftPace(shift, done.get(at, 0), len(stations.get(at, ())))
        for at, shift in enumerate(shifts, start=1)
    ]
