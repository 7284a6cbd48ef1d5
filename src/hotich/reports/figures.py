"""The figures of one line of the form, computed from append-only rows by the time the server received them.

An entry counts once, at its first completion, in the unit of its book; a void number and one outside the campaign's scope do
not count. `cumulative(d) = cumulative(d-1) + entered + from_files + adjusted`, because what an entry changed is counted under one of
the three. Cost: the work since the last closed slice (`counting.slices`), the slices of one day, and the books of the inventory.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.core.quotas import VIETNAM, Period, forecast, per_day
from hotich.reports.counting.books import shelves_at
from hotich.reports.counting.machines import machines_at
from hotich.reports.counting.slices import Stretch, keyed_until, sums
from hotich.reports.counting.tallies import Cell, Key, Log
from hotich.reports.periods import begins, period_at
from hotich.stations.lost_hours import LostHours, lost_hours
from hotich.support.history import as_of
from hotich.support.time import local

KINDS = ("KS", "KH", "KT")
OUTCOMES = ("matched", "mismatched", "not_found", "pending", "unavailable", "unreadable")
CASES = {
    "verifying": ("to_verify", "verifying"),
    "verified": ("concluded", "with_registrar"),
    "guided": ("citizen_guided", "correcting"),
    "corrected": ("closed",),
}
_COLUMN_OF_STATE = {state: column for column, states in CASES.items() for state in states}
PACE_DAYS = 7


@dataclass(slots=True)
class UnitFigures:
    """One line of the form."""

    code: str
    name: str
    order: int
    required: int = 0
    entered: dict[str, int] = field(default_factory=dict)
    cumulative: dict[str, int] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    from_files: int = 0
    adjusted: int = 0
    out_of_scope: int = 0
    cases: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*CASES, "open"), 0))
    stations: dict[str, int] = field(
        default_factory=lambda: {"working": 0, "shifts": 0, "total": 0, "required": 0}
    )
    """`working`: machines at which something was completed in the period; `shifts`: of the shifts that begin in it, each by machine, those in
    which something was.
    """
    lost: LostHours = field(default_factory=LostHours)
    """Machine-hours lost in the period, as far as was known at its end: the form has their total, the room their causes."""
    books: dict[str, int] = field(default_factory=dict)
    quota: int = 0
    toward_quota: int = 0
    pace: float = 0.0
    forecast_date: str | None = None
    machines: dict[tuple[int, datetime | None], int] = field(default_factory=dict)
    """By machine and shift, as `stations.shifts` counts them, the entries first completed there in the period that stand: for the room, in no
    form. Without a shift: in one that began before the period.
    """
    without_access: bool = False
    """Sends its form as a file: its work is not in the log, so that it has neither a quota nor a forecast (ADR 0029)."""

    def as_json(self) -> dict[str, Any]:
        """The shape that the contract names, and what the form shows beside it."""
        return {
            "code": self.code,
            "name": self.name,
            "entered": _with_total(self.entered),
            "cumulative": _with_total(self.cumulative),
            "required": self.required,
            "outcomes": self.outcomes,
            "from_files": self.from_files,
            "adjusted": self.adjusted,
            "out_of_scope": self.out_of_scope,
            "cases": self.cases,
            "stations": self.stations,
            "lost_hours": round(self.lost.total, 1),
            "books": self.books,
            "quota": self.quota,
            "toward_quota": self.toward_quota,
            "pace": round(self.pace, 1),
            "forecast_date": self.forecast_date,
            **({"without_access": True} if self.without_access else {}),
        }


def _with_total(by_kind: dict[str, int]) -> dict[str, int]:
    full = {kind: by_kind.get(kind, 0) for kind in KINDS}
    full |= {kind: count for kind, count in sorted(by_kind.items()) if kind not in full}
    return full | {"total": sum(by_kind.values())}


def figures_of(
    campaign: Campaign, units: Iterable[ReportingUnit], period: Period, *, day: date | None = None
) -> list[UnitFigures]:
    """One line per reporting unit, in the campaign's order: what changed since the period began, up to its end or to any moment in it.

    `day` is the day in whose report the period is counted, by default the one it ends on.
    """
    by_unit = {unit.unit_id: unit for unit in units}
    if not by_unit:
        return []
    stretch = Stretch.of(period, day or local(period.end).date())
    settings = as_of(Campaign, [campaign.pk], period.end, "quota_per_station")
    kept = as_of(
        ReportingUnit,
        [unit.pk for unit in by_unit.values()],
        period.end,
        "name",
        "order",
        "stations_required",
        "without_access",
    )
    lines = {unit_id: _line(unit, kept.get(unit.pk, {})) for unit_id, unit in by_unit.items()}
    log = Log(campaign)
    _count_entries(log, lines, stretch)
    _count_books(log, lines, period)
    _count_stations(lines, stretch.day, period.end)
    for unit_id, lost in lost_hours(list(lines), period).items():
        lines[unit_id].lost = lost
    per_station = settings.get(campaign.pk, {}).get("quota_per_station", campaign.quota_per_station)
    for line in lines.values():
        if line.without_access:
            continue
        line.forecast_date = _forecast(line.required, sum(line.cumulative.values()), line.pace, period)
        line.quota = max(line.stations["total"], line.stations["required"]) * per_station
    return sorted(lines.values(), key=lambda line: line.order)


def _forecast(required: int, done: int, pace: float, period: Period) -> str | None:
    day = forecast(remaining=required - done, pace=pace, from_day=period.end.astimezone(VIETNAM).date())
    return day.isoformat() if day and required else None


def _line(unit: ReportingUnit, kept: dict[str, Any]) -> UnitFigures:
    line = UnitFigures(code=unit.code, name=kept.get("name", unit.name), order=kept.get("order", unit.order))
    line.stations["required"] = kept.get("stations_required", unit.stations_required)
    line.without_access = kept.get("without_access", unit.without_access)
    return line


def _count_entries(log: Log, by_unit: dict[int, UnitFigures], stretch: Stretch) -> None:
    found = sums(log, by_unit, stretch)
    keyed: dict[int, int] = defaultdict(int)
    first: dict[int, datetime] = {}
    for side, now in ((found.at_start, False), (found.since, True)):
        for key, cell in side.cells():
            line = by_unit[key.unit]
            line.cumulative[key.kind] = line.cumulative.get(key.kind, 0) + cell.standing
            line.outcomes[key.outcome] += cell.standing
            line.out_of_scope += cell.outside
            if not key.from_file:
                keyed[key.unit] += cell.standing
                if cell.first_at:
                    first[key.unit] = min(cell.first_at, first.get(key.unit, cell.first_at))
            if now:
                _count_since(line, key, cell)
        for (unit, state), count in side.cases.items():
            _count_cases(by_unit[unit], state, count)
    at_machine: dict[tuple[int, int], int] = defaultdict(int)
    for (unit, station, shift), count in found.machines.items():
        at_machine[unit, station] += count
        by_unit[unit].machines[station, shift] = count
        by_unit[unit].stations["shifts"] += shift is not None and count > 0
    for (unit, _), count in at_machine.items():
        by_unit[unit].stations["working"] += count > 0
    earlier = _keyed_before(log, by_unit, stretch)
    for unit, line in by_unit.items():
        for by_kind in (line.entered, line.cumulative):
            for kind in [kind for kind, count in by_kind.items() if not count]:
                del by_kind[kind]
        days = min(PACE_DAYS, max(1, (stretch.until - first[unit]).days + 1)) if unit in first else 0
        line.pace = per_day(max(0, keyed[unit] - earlier[unit]), days)


def _count_since(line: UnitFigures, key: Key, cell: Cell) -> None:
    line.toward_quota += cell.quota
    if not key.fresh:
        line.adjusted += cell.standing
    elif key.from_file:
        line.from_files += cell.standing
    else:
        line.entered[key.kind] = line.entered.get(key.kind, 0) + cell.standing


def _count_cases(line: UnitFigures, state: str, count: int) -> None:
    if column := _COLUMN_OF_STATE.get(state):
        line.cases[column] += count
    if state not in {"closed", "withdrawn"}:
        line.cases["open"] += count


def _keyed_before(log: Log, units: Iterable[int], stretch: Stretch) -> dict[int, int]:
    """How many keyed entries stood when the days began over which the pace is taken; not before keying itself began."""
    earlier = _week_before(log.campaign, stretch)
    return defaultdict(int) if earlier is None else keyed_until(log, units, earlier)


def _week_before(campaign: Campaign, stretch: Stretch) -> Stretch | None:
    """The period in which the days of the pace begin, up to there; None where there is no such day."""
    since = stretch.until - timedelta(days=PACE_DAYS)
    first_day = campaign.keying_starts_on
    # The first period ends on the first day at the latest: only near it has one to ask where it began.
    if local(since).date() <= first_day:
        began = begins(campaign)
        if began >= stretch.until:
            return None
        if since <= began:
            return Stretch(began, began, first_day)
    if since < stretch.period_from:
        period, day = period_at(campaign, since)
        return Stretch(period.start, since, day)
    return Stretch(stretch.period_from, since, stretch.day)


def _count_books(log: Log, by_unit: dict[int, UnitFigures], period: Period) -> None:
    """Books by the status they had at the period's end, and the entries counted in them by then."""
    for shelf in shelves_at(list(by_unit), log.spans, period.end):
        by_unit[shelf.unit].required += shelf.entries
        if shelf.books:
            by_unit[shelf.unit].books[shelf.status] = shelf.books


def _count_stations(by_unit: dict[int, UnitFigures], day: date, moment: datetime) -> None:
    """Machines that were allowed to key on the day, as was known at the moment."""
    for machine in machines_at(list(by_unit), day, moment):
        by_unit[machine.unit].stations["total"] += 1


def total_of(lines: Iterable[dict[str, Any]], period: Period) -> dict[str, Any]:
    """The sum of lines of the form: the town's figures are these and nothing else. The forecast is that of the sums, without the units that
    send files: how many these are, and their part of two sums, stands `apart` where there are any.
    """
    total: dict[str, Any] = {}
    apart = {"units": 0, "required": 0, "cumulative": 0}
    for line in lines:
        _add(total, {key: value for key, value in line.items() if key not in _NOT_SUMMED})
        if line.get("without_access"):
            _add(apart, {"units": 1, "required": line["required"], "cumulative": line["cumulative"]["total"]})
    if total:
        total["forecast_date"] = _forecast(
            total["required"] - apart["required"], total["cumulative"]["total"] - apart["cumulative"], total["pace"], period
        )  # fmt: skip
    return total | ({"apart": apart} if apart["units"] else {})


_NOT_SUMMED = {
    "code", "name", "status", "source", "forecast_date", "obstacles", "proposals", "sent_at", "version", "reason", "head",
    "frozen", "without_access",
}  # fmt: skip


def _add(total: dict[str, Any], more: dict[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict):
            _add(total.setdefault(key, {}), value)
        else:
            summed = total.get(key, 0) + (0 if value is None else value)
            total[key] = round(summed, 1) if isinstance(summed, float) else summed
