"""Reads of targets: versions, their lines, what the inventory says by now, and the pace that machines have shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Count, QuerySet

from hotich.books.stock import Stock, stock_at
from hotich.campaign.models import Campaign, ReportingUnit, TargetLine, TargetShare, TargetVersion
from hotich.campaign.queries import campaigns_of
from hotich.campaign.spans import spans_of
from hotich.core.quotas.planned import WeekShare, planned_by_day
from hotich.core.quotas.targets import Measured
from hotich.entries.pace import done_by_hour
from hotich.staff.models import Officer, Team
from hotich.stations.models import Station
from hotich.support.errors import NotFound
from hotich.support.time import local

PACE_DAYS: Final = 7
"""Days over which the pace of machines is measured."""
FIRST_SHIFT: Final = 6
"""The hour at which the first shift of a day begins; each has eight hours."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a line takes from the inventory and from the rosters: never typed."""

    books: dict[str, int]
    entries: dict[str, int]
    estimated: int
    teams: int
    people: int
    stations: int
    stations_checked: int


def versions_for(officer: Officer, campaign: Campaign) -> QuerySet[TargetVersion]:
    """The versions of a campaign he reports under, the newest first. A draft is for who leads and for who is below it alike: it says so."""
    return (
        TargetVersion.objects.filter(campaign=campaign, campaign__in=campaigns_of(officer))
        .select_related("campaign__lead_agency__unit", "drawn_up_by", "approved_by", "discarded_by")
        .order_by("-number")
    )


def version_for(officer: Officer, version_id: Any) -> TargetVersion:
    """One version. Raises NotFound outside his campaigns."""
    found = (
        TargetVersion.objects.filter(pk=version_id, campaign__in=campaigns_of(officer))
        .select_related("campaign__lead_agency__unit", "drawn_up_by", "approved_by", "discarded_by")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def lines_for(officer: Officer, version: TargetVersion) -> list[TargetLine]:
    """The lines of his units, in the campaign's order."""
    found: QuerySet[Any] = TargetLine.objects.visible_to(officer).filter(version=version)
    return list(
        found.select_related("reporting_unit", "unit", "version__campaign").order_by("reporting_unit__order")
    )


def line_for(officer: Officer, line_id: int) -> TargetLine:
    """One line. Raises NotFound outside his units."""
    found: TargetLine | None = (
        TargetLine.objects.visible_to(officer)
        .select_related("reporting_unit", "unit", "version__campaign__lead_agency__unit")
        .filter(pk=line_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def approved_version(campaign: Campaign) -> TargetVersion | None:
    """The version that holds."""
    return TargetVersion.objects.filter(campaign=campaign, state=TargetVersion.State.APPROVED).first()


def approved_lines(campaign: Campaign) -> dict[int, TargetLine]:
    """By reporting unit the line that holds: the plan that reports and the room measure against."""
    return {line.reporting_unit_id: line for line in _approved(campaign).select_related("version")}


class Due(NamedTuple):
    """The line that holds of a unit, and the day on which it is due."""

    line_id: int
    on: date


def due_lines(campaign: Campaign) -> dict[int, Due]:
    """By reporting unit when the line that holds is due."""
    rows = _approved(campaign).values_list("reporting_unit_id", "pk", "due_on")
    return {unit: Due(line, day) for unit, line, day in rows}


def _approved(campaign: Campaign) -> QuerySet[TargetLine]:
    lines = TargetLine.objects.unscoped("the plan itself; who is shown a line has been judged by his units")
    held: QuerySet[TargetLine] = lines.filter(
        version__campaign=campaign, version__state=TargetVersion.State.APPROVED
    )
    return held


def _settled(campaign: Campaign) -> dict[int, datetime | None]:
    """By unit when the inventory of its campaign before this one was settled."""
    return {unit: span.after for unit, span in spans_of(campaign).items()}


def curves_of(lines: Iterable[TargetLine]) -> dict[int, dict[date, float]]:
    """By line what should be done by the end of each of its days, by the weeks the unit has split it into, else evenly."""
    listed = list(lines)
    weeks: dict[int, list[WeekShare]] = defaultdict(list)
    shares = TargetShare.objects.unscoped("the plan's own split, of lines that were judged").filter(
        line_id__any_of=[line.pk for line in listed], by=TargetShare.By.WEEK
    )
    for line_id, week, entries in shares.values_list("line_id", "week", "entries"):
        if week is not None:
            weeks[line_id].append(WeekShare(week, entries))
    return {
        line.pk: planned_by_day(
            entries=line.entries_total, starts_on=line.starts_on, due_on=line.due_on, weeks=weeks[line.pk]
        )
        for line in listed
    }


def counted_of(campaign: Campaign, units: Iterable[ReportingUnit], moment: datetime) -> dict[int, Counted]:
    """By unit what its line takes from the inventory, the teams and the machines as they are at that moment."""
    ids = [unit.unit_id for unit in units]
    stock: dict[int, list[Stock]] = defaultdict(list)
    for each in stock_at(ids, moment, settled=_settled(campaign)):
        stock[each.unit_id].append(each)
    teams = {
        row["agency__unit_id"]: row
        for row in Team.objects.filter(kind=Team.Kind.DATA_ENTRY, agency__unit_id__any_of=ids)
        .values("agency__unit_id")
        .annotate(teams=Count("pk", distinct=True), people=Count("members", distinct=True))
        .order_by()
    }
    machines: dict[int, list[Station]] = defaultdict(list)
    day = local(moment).date()
    for station in Station.objects.unscoped("counts of machines for the plan").filter(unit_id__any_of=ids):
        if station.retired_on is None or station.retired_on > day:
            machines[station.unit_id].append(station)
    return {
        unit: Counted(
            books={each.kind: each.books for each in stock[unit] if each.books},
            entries={each.kind: each.entries for each in stock[unit] if each.entries},
            estimated=sum(each.estimated for each in stock[unit]),
            teams=teams[unit]["teams"] if unit in teams else 0,
            people=teams[unit]["people"] if unit in teams else 0,
            stations=len(machines[unit]),
            stations_checked=sum(station.may_key(day) for station in machines[unit]),
        )
        for unit in ids
    }


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit whose inventory has come to another count since the version was counted."""

    line: TargetLine
    entries: int

    @property
    def difference(self) -> int:
        return self.entries - self.line.entries_total


def moved_since(lines: Iterable[TargetLine], moment: datetime) -> list[Moved]:
    """The lines whose entries are no longer what the inventory says."""
    found = list(lines)
    by_now: dict[int, int] = defaultdict(int)
    settled = _settled(found[0].version.campaign) if found else {}
    for each in stock_at([line.unit_id for line in found], moment, settled=settled):
        by_now[each.unit_id] += each.entries
    return [Moved(line, by_now[line.unit_id]) for line in found if by_now[line.unit_id] != line.entries_total]


def measured_pace(unit_ids: Iterable[int], until: datetime) -> dict[int, Measured]:
    """By unit what its machines did in the last days: entries, and shifts of eight hours in which a machine finished at least one.

    One query over that time's entries, an hour a row. Units without a single entry are not there.
    """
    ids = list(unit_ids)
    machines = Station.objects.unscoped("which unit a machine is of").filter(unit_id__any_of=ids)
    home: dict[int, int] = dict(machines.values_list("pk", "unit_id"))
    entries: dict[int, int] = defaultdict(int)
    shifts: dict[int, set[tuple[int, Any]]] = defaultdict(set)
    for done in done_by_hour(until - timedelta(days=PACE_DAYS), until, unit_ids=ids):
        if done.station is None or done.station not in home:
            continue
        unit = home[done.station]
        entries[unit] += done.entries
        shifts[unit].add((done.station, shift_of(done.hour)))
    return {unit: Measured(entries[unit], len(shifts[unit])) for unit in entries}


def shift_of(moment: datetime) -> tuple[Any, int]:
    """The day and the shift of the day (0, 1, 2) that a moment falls into; the night belongs to the day on which it began."""
    began = local(moment) - timedelta(hours=FIRST_SHIFT)
    return began.date(), began.hour // 8
