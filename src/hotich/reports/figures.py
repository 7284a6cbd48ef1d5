"""The figures of one day's form, computed from append-only rows by the time the server received them.

An entry counts once, at its first completion, in the unit of its book; a void number and one outside the campaign's scope do
not count. `cumulative(d) = cumulative(d-1) + entered + from_files + adjusted` holds because each of the four is counted on its own
from the log. Cost: one pass over the log rows of the campaign's books, so it grows with the entries keyed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.core.quotas import Period, forecast, per_day

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
            "pace": round(self.pace, 1),
            "forecast_date": self.forecast_date,
        }


def _with_total(by_kind: dict[str, int]) -> dict[str, int]:
    full = {kind: by_kind.get(kind, 0) for kind in KINDS}
    full |= {kind: count for kind, count in sorted(by_kind.items()) if kind not in full}
    return full | {"total": sum(by_kind.values())}


# First completion of each entry and whether it stood, at two moments: all from the log alone.
_COUNTED = """
WITH of_units AS (
    SELECT entry.id, entry.unit_id, entry.kind FROM entries_entry entry WHERE entry.unit_id = ANY(%(units)s)
),
log AS (
    SELECT action.entry_id, action.seq, action.type, action.received_at, action.station_id, action.payload
    FROM entries_entryaction action JOIN of_units ON of_units.id = action.entry_id
    WHERE action.received_at < %(end)s
      AND action.type IN ('completed', 'marked_unreadable', 'imported', 'voided', 'reopened', 'flagged')
),
first_done AS (
    SELECT DISTINCT ON (entry_id) entry_id, received_at, station_id, type = 'imported' AS from_file
    FROM log WHERE type IN ('completed', 'marked_unreadable', 'imported') ORDER BY entry_id, seq
),
standing AS (
    SELECT log.entry_id,
        COALESCE(bool_or(log.type = 'voided') , false) AS void_end,
        COALESCE(bool_or(log.type = 'voided') FILTER (WHERE log.received_at < %(start)s), false) AS void_start
    FROM log GROUP BY log.entry_id
),
scope AS (
    SELECT DISTINCT ON (entry_id) entry_id, (payload->>'out_of_scope')::boolean AS outside
    FROM log WHERE payload ? 'out_of_scope' ORDER BY entry_id, seq DESC
),
scope_before AS (
    SELECT DISTINCT ON (entry_id) entry_id, (payload->>'out_of_scope')::boolean AS outside
    FROM log WHERE payload ? 'out_of_scope' AND received_at < %(start)s ORDER BY entry_id, seq DESC
)
SELECT of_units.id, of_units.unit_id, of_units.kind, done.received_at < %(start)s AS before, done.from_file,
    NOT standing.void_end AND NOT COALESCE(scope.outside, false) AS counts_end,
    NOT standing.void_start AND NOT COALESCE(scope_before.outside, false) AS counts_start,
    COALESCE(scope.outside, false) AS outside, done.station_id, done.received_at
FROM first_done done
JOIN of_units ON of_units.id = done.entry_id
JOIN standing ON standing.entry_id = done.entry_id
LEFT JOIN scope ON scope.entry_id = done.entry_id
LEFT JOIN scope_before ON scope_before.entry_id = done.entry_id
"""

# The entry's outcome at a moment: the first that applies to any principal subject.
_OUTCOMES = """
WITH latest AS (
    SELECT DISTINCT ON (action.entry_id, action.payload->>'role')
        action.entry_id, action.payload->>'role' AS role, action.payload->>'outcome' AS outcome
    FROM entries_entryaction action
    WHERE action.type = 'outcome_recorded' AND action.received_at < %(end)s AND action.entry_id = ANY(%(entries)s)
    ORDER BY action.entry_id, action.payload->>'role', action.seq DESC
),
unreadable AS (
    SELECT DISTINCT entry_id FROM entries_entryaction
    WHERE type = 'marked_unreadable' AND received_at < %(end)s AND entry_id = ANY(%(entries)s)
)
SELECT subject.entry_id,
    min(array_position(
        ARRAY['mismatched', 'unreadable', 'unavailable', 'pending', 'not_found', 'matched'],
        CASE WHEN unreadable.entry_id IS NOT NULL AND latest.outcome IS NULL THEN 'unreadable'
             ELSE COALESCE(latest.outcome, 'pending') END))
FROM entries_subject subject
LEFT JOIN latest ON latest.entry_id = subject.entry_id AND latest.role = subject.role
LEFT JOIN unreadable ON unreadable.entry_id = subject.entry_id
WHERE subject.principal AND subject.entry_id = ANY(%(entries)s)
GROUP BY subject.entry_id
"""
_ORDER = ("mismatched", "unreadable", "unavailable", "pending", "not_found", "matched")


def figures_of(campaign: Campaign, units: Iterable[ReportingUnit], period: Period) -> list[UnitFigures]:
    """One line per reporting unit, in the campaign's order."""
    by_unit = {unit.unit_id: _line(campaign, unit) for unit in units}
    if not by_unit:
        return []
    _count_entries(by_unit, period)
    _count_required(by_unit, period)
    _count_cases(by_unit, period)
    _count_books(by_unit)
    _count_stations(by_unit)
    for line in by_unit.values():
        remaining = line.required - sum(line.cumulative.values())
        done = forecast(remaining=remaining, pace=line.pace, from_day=period.end.date())
        line.forecast_date = done.isoformat() if done and line.required else None
        line.quota = max(line.stations["total"], line.stations["required"]) * campaign.quota_per_station
    return sorted(by_unit.values(), key=lambda line: line.order)


def _line(campaign: Campaign, unit: ReportingUnit) -> UnitFigures:
    line = UnitFigures(code=unit.code, name=unit.name, order=unit.order)
    line.stations["required"] = unit.stations_required
    return line


@dataclass(slots=True)
class Counted:
    """One completed entry as the form sees it: before the period or in it, standing at its end and at its start."""

    entry: Any
    unit: int
    kind: str
    before: bool
    from_file: bool
    at_end: bool
    at_start: bool
    outside: bool
    station: int | None
    at: datetime
    outcome: str = "pending"


def counted_entries(cursor: Any, unit_ids: list[int], period: Period) -> list[Counted]:
    """Every entry of the units completed before the period's end, with its outcome at that moment."""
    cursor.execute(_COUNTED, {"units": unit_ids, "start": period.start, "end": period.end})
    rows = {row[0]: Counted(*row) for row in cursor.fetchall()}
    cursor.execute(_OUTCOMES, {"end": period.end, "entries": list(rows)})
    for entry, position in cursor.fetchall():
        rows[entry].outcome = _ORDER[position - 1]
    return list(rows.values())


def _count_entries(by_unit: dict[int, UnitFigures], period: Period) -> None:
    week = period.end - timedelta(days=PACE_DAYS)
    recent: dict[int, int] = defaultdict(int)
    first: dict[int, datetime] = {}
    working: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        rows = counted_entries(cursor, list(by_unit), period)
    for row in rows:
        line = by_unit[row.unit]
        line.out_of_scope += row.outside
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
            first[row.unit] = min(row.at, first.get(row.unit, row.at))
            recent[row.unit] += int(row.at >= week and not row.from_file)
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


def _count_books(by_unit: dict[int, UnitFigures]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, status, count(*) FROM books_book WHERE marked_for_entry AND unit_id = ANY(%s) GROUP BY 1, 2",
            [list(by_unit)],
        )
        for unit, status, count in cursor.fetchall():
            by_unit[unit].books[status] = count


def _count_stations(by_unit: dict[int, UnitFigures]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, count(*) FROM stations_station WHERE retired_on IS NULL AND unit_id = ANY(%s) GROUP BY 1",
            [list(by_unit)],
        )
        for unit, count in cursor.fetchall():
            by_unit[unit].stations["total"] = count


def total_of(lines: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The sum of lines of the form: the town's figures are these and nothing else."""
    total: dict[str, Any] = {}
    for line in lines:
        _add(total, {key: value for key, value in line.items() if key not in _NOT_SUMMED})
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
