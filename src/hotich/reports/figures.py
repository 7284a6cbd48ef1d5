"""The figures of one day's form, computed from append-only rows by the time the server received them.

An entry counts once, at its first completion, in the unit of its book; a void number and one outside the campaign's scope do
not count. `cumulative(d) = cumulative(d-1) + entered + from_files + adjusted` holds because each of the four is counted on its own
from the log (`counting`). Cost: one pass over the log rows of the campaign's books, so it grows with the entries keyed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.core.quotas import VIETNAM, Period, forecast, per_day
from hotich.reports.counting import counted_entries

KINDS = ("KS", "KH", "KT")
OUTCOMES = ("matched", "mismatched", "not_found", "pending", "unavailable", "unreadable")
CASES = {
    "verifying": ("to_verify", "verifying"),
    "verified": ("concluded", "with_registrar"),
    "guided": ("citizen_guided", "correcting"),
    "corrected": ("closed",),
}
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
    stations: dict[str, int] = field(default_factory=lambda: {"working": 0, "total": 0, "required": 0})
    books: dict[str, int] = field(default_factory=dict)
    quota: int = 0
    toward_quota: int = 0
    pace: float = 0.0
    forecast_date: str | None = None

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
            "books": self.books,
            "quota": self.quota,
            "toward_quota": self.toward_quota,
            "pace": round(self.pace, 1),
            "forecast_date": self.forecast_date,
        }


def _with_total(by_kind: dict[str, int]) -> dict[str, int]:
    full = {kind: by_kind.get(kind, 0) for kind in KINDS}
    full |= {kind: count for kind, count in sorted(by_kind.items()) if kind not in full}
    return full | {"total": sum(by_kind.values())}


def figures_of(campaign: Campaign, units: Iterable[ReportingUnit], period: Period) -> list[UnitFigures]:
    """One line per reporting unit, in the campaign's order."""
    by_unit = {unit.unit_id: _line(campaign, unit) for unit in units}
    if not by_unit:
        return []
    _count_entries(by_unit, period)
    _count_required(by_unit, period)
    _count_cases(by_unit, period)
    _count_books(by_unit, period)
    _count_stations(by_unit, period)
    for line in by_unit.values():
        line.forecast_date = _forecast(line.required, sum(line.cumulative.values()), line.pace, period)
        line.quota = max(line.stations["total"], line.stations["required"]) * campaign.quota_per_station
    return sorted(by_unit.values(), key=lambda line: line.order)


def _forecast(required: int, done: int, pace: float, period: Period) -> str | None:
    day = forecast(remaining=required - done, pace=pace, from_day=period.end.astimezone(VIETNAM).date())
    return day.isoformat() if day and required else None


def _line(campaign: Campaign, unit: ReportingUnit) -> UnitFigures:
    line = UnitFigures(code=unit.code, name=unit.name, order=unit.order)
    line.stations["required"] = unit.stations_required
    return line


def _count_entries(by_unit: dict[int, UnitFigures], period: Period) -> None:
    week = period.end - timedelta(days=PACE_DAYS)
    day = period.end.astimezone(VIETNAM).date()
    recent: dict[int, int] = defaultdict(int)
    first: dict[int, datetime] = {}
    working: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        rows = counted_entries(cursor, list(by_unit), period)
    for row in rows:
        line = by_unit[row.unit]
        line.out_of_scope += row.outside
        line.toward_quota += row.counts_toward_quota(day)
        if row.before:
            line.adjusted += int(row.at_end) - int(row.at_start)
        elif row.from_file:
            line.from_files += int(row.at_end)
        elif row.at_end:
            line.entered[row.kind] = line.entered.get(row.kind, 0) + 1
            if row.station:
                working[row.unit].add(row.station)
        if row.at_end:
            line.cumulative[row.kind] = line.cumulative.get(row.kind, 0) + 1
            line.outcomes[row.outcome] += 1
            if not row.from_file:
                first[row.unit] = min(row.at, first.get(row.unit, row.at))
                recent[row.unit] += row.at >= week
    for unit, line in by_unit.items():
        days = min(PACE_DAYS, max(1, (period.end - first[unit]).days + 1)) if unit in first else 0
        line.pace = per_day(recent[unit], days)
        line.stations["working"] = len(working[unit])


def _count_required(by_unit: dict[int, UnitFigures], period: Period) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT book.unit_id, COALESCE(sum(counted.entries_count), 0)
            FROM books_book book
            JOIN LATERAL (
                SELECT entries_count FROM books_bookcount
                WHERE book_id = book.id AND counted_at < %s ORDER BY counted_at DESC, id DESC LIMIT 1
            ) counted ON true
            WHERE book.marked_for_entry AND book.unit_id = ANY(%s)
            GROUP BY book.unit_id
            """,
            [period.end, list(by_unit)],
        )
        for unit, total in cursor.fetchall():
            by_unit[unit].required = int(total)


def _count_cases(by_unit: dict[int, UnitFigures], period: Period) -> None:
    column_of = {state: column for column, states in CASES.items() for state in states}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT opened.unit_id, latest.state, count(*)
            FROM cases_case opened
            JOIN LATERAL (
                SELECT payload->>'state' AS state FROM cases_caseevent
                WHERE case_id = opened.id AND received_at < %s ORDER BY received_at DESC, id DESC LIMIT 1
            ) latest ON true
            WHERE opened.unit_id = ANY(%s) GROUP BY 1, 2
            """,
            [period.end, list(by_unit)],
        )
        for unit, state, count in cursor.fetchall():
            line = by_unit[unit]
            if column := column_of.get(state):
                line.cases[column] += count
            if state not in {"closed", "withdrawn"}:
                line.cases["open"] += count


def _count_books(by_unit: dict[int, UnitFigures], period: Period) -> None:
    """Books by the status they had at the period's end, from their history; one made before its history as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT book.unit_id, COALESCE(last.status, book.status), count(*)
            FROM books_book book
            LEFT JOIN LATERAL (
                SELECT status FROM books_bookevent WHERE pgh_obj_id = book.id AND pgh_created_at < %(end)s
                ORDER BY pgh_id DESC LIMIT 1
            ) last ON true
            WHERE book.marked_for_entry AND book.created_at < %(end)s AND book.unit_id = ANY(%(units)s)
            GROUP BY 1, 2
            """,
            {"end": period.end, "units": list(by_unit)},
        )
        for unit, status, count in cursor.fetchall():
            by_unit[unit].books[status] = count


def _count_stations(by_unit: dict[int, UnitFigures], period: Period) -> None:
    """Machines that had passed their security check: one that may not key yet brings no quota."""
    day = period.end.astimezone(VIETNAM).date()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, count(*) FROM stations_station"
            " WHERE checked_on <= %s AND (retired_on IS NULL OR retired_on > %s) AND unit_id = ANY(%s) GROUP BY 1",
            [day, day, list(by_unit)],
        )
        for unit, count in cursor.fetchall():
            by_unit[unit].stations["total"] = count


def total_of(lines: Iterable[dict[str, Any]], period: Period) -> dict[str, Any]:
    """The sum of lines of the form: the town's figures are these and nothing else. The forecast is that of the sums."""
    total: dict[str, Any] = {}
    for line in lines:
        _add(total, {key: value for key, value in line.items() if key not in _NOT_SUMMED})
    if total:
        total["forecast_date"] = _forecast(
            total["required"], total["cumulative"]["total"], total["pace"], period
        )
    return total


_NOT_SUMMED = {"code", "name", "status", "source", "forecast_date", "obstacles", "sent_at"}


def _add(total: dict[str, Any], more: dict[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict):
            _add(total.setdefault(key, {}), value)
        else:
            total[key] = (
                round(total.get(key, 0) + (value or 0), 1)
                if isinstance(value, float)
                else total.get(key, 0) + (value or 0)
            )
