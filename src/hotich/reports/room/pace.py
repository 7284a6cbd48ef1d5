"""Pace against quota in the period that runs: per unit, per machine, per shift."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.queries import counts_until
from hotich.campaign.targets.queries import due_days
from hotich.core.quotas import Period
from hotich.core.quotas.shifts import Shift
from hotich.entries.at_machines import ShiftDone, done_by_shift
from hotich.reports.figures import UnitFigures
from hotich.reports.models import Slice
from hotich.reports.periods import first_to_come, period_running
from hotich.reports.queries import figures_at
from hotich.reports.room.declared import Declared, declared_of, measured
from hotich.reports.room.kept import MINUTE, kept, key_of, minute_of
from hotich.stations.models import Station


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
    """Slowest first; units without access, whose pace nobody measures, apart. `counted_until` is up to when machines and shifts are
    counted: closed quarters of an hour.
    """

    period: Period
    whole: Period
    units: tuple[UnitPace, ...]
    stations: tuple[StationPace, ...]
    shifts: tuple[ShiftPace, ...]
    quota_per_station: int
    counted_until: datetime | None
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


def pace_of(campaign: Campaign, units: Sequence[ReportingUnit], *, moment: datetime) -> Pace:
    """The pace of some units at a minute; of a closed campaign at the minute of its closing."""
    ended = counts_until(campaign, moment)
    minute = minute_of(ended)
    whole, _ = period_running(campaign, minute)
    running = Period(whole.start, minute)
    first = first_to_come(campaign, minute)
    passed = 0.0 if first else min(max((minute - whole.start) / (whole.end - whole.start), 0.0), 1.0)
    days = due_days(campaign)
    counting = measured(units)
    due = {unit.code: days.get(unit.pk, campaign.due_on) for unit in counting}
    figures = figures_at(campaign, moment)
    paced = sorted(
        (_unit(line, passed, due[line.code]) for line in figures if line.code in due),
        key=slowness,
    )
    ids = [unit.unit_id for unit in counting]
    key = key_of("machines", campaign.pk, minute, units=ids)
    counted, until, shifts = kept(
        key,
        MINUTE,
        lambda: (
            _counted(campaign, ids, running),
            _counted_until(campaign, running),
            _shifts(ids, running),
        ),
    )
    names = {unit.unit_id: unit.name for unit in counting}
    required = {line.code: line.required for line in figures}
    return Pace(
        running, whole, tuple(paced), tuple(_stations(counted, ids, names)), tuple(shifts),
        campaign.quota_per_station, until, ended if ended < moment else None,
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


def _counted_until(campaign: Campaign, period: Period) -> datetime | None:
    """Where the last closed slice of the period ends, whether or not anything was keyed in it; None before the first is closed."""
    closed = Slice.objects.filter(
        campaign=campaign, period_from=period.start, start__isnull=False, end__lte=period.end
    )
    until: datetime | None = closed.order_by("-end").values_list("end", flat=True).first()
    return until


def _counted(campaign: Campaign, unit_ids: Collection[int], period: Period) -> list[tuple[int, int]]:
    """By machine what counts toward the quota, of the closed slices of the period."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT tally.station_id, sum(tally.quota)
            FROM reports_slice slice
            JOIN reports_tally tally ON tally.slice_id = slice.id
            WHERE slice.campaign_id = %(campaign)s AND slice.period_from = %(start)s AND slice.start IS NOT NULL
              AND slice."end" <= %(end)s AND tally.unit_id = ANY(%(units)s) AND tally.station_id IS NOT NULL
              AND tally.fresh AND NOT tally.from_file
            GROUP BY 1 HAVING sum(tally.quota) > 0
            """,
            {"campaign": campaign.pk, "start": period.start, "end": period.end, "units": list(unit_ids)},
        )
        return [(station, int(done)) for station, done in cursor.fetchall()]


def _stations(
    rows: Sequence[tuple[int, int]], unit_ids: Collection[int], names: dict[int, str]
) -> list[StationPace]:
    """Every machine that may key, those without an entry too: that is what an inspector looks for."""
    done = dict(rows)
    machines = Station.objects.unscoped("machines of the units asked for").filter(
        unit_id__in=unit_ids, checked_on__isnull=False
    )
    found = [
        StationPace(one.name, one.code, names.get(one.unit_id, ""), done.get(one.pk, 0))
        for one in machines.order_by("code")
        if one.pk in done or one.retired_on is None
    ]
    return sorted(found, key=lambda one: (one.done, one.code))


def _shifts(unit_ids: Collection[int], period: Period) -> list[ShiftPace]:
    """The shifts of all teams, those of the same hours together: a team that sets its own has lines of its own."""
    by_shift: dict[tuple[datetime, datetime], list[ShiftDone]] = {}
    for one in done_by_shift(unit_ids, period.start, period.end):
        by_shift.setdefault((one.shift.starts_at, one.shift.ends_at), []).append(one)
    return [
        ShiftPace(found[0].shift, sum(one.entries for one in found), sum(one.stations for one in found))
        for _, found in sorted(by_shift.items())
    ]
