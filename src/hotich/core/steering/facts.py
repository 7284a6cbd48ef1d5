"""What the rules look at: counts of one unit, no person and no entry among them."""

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Report(Enum):
    """How the report of a day came."""

    IN_TIME = "in_time"
    LATE = "late"
    SILENT = "silent"
    NOT_DUE = "not_due"
    """The deadline has not passed yet."""


@dataclass(frozen=True, slots=True)
class DayFacts:
    """One closed day. `keyed` is what counts toward the quota; `amended` how often the report was sent again."""

    day: date
    keyed: int
    quota: int
    is_working: bool
    report: Report = Report.IN_TIME
    amended: int = 0


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A machine that keyed without a valid security check."""

    station: str
    entries: int


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One unit as of a moment; days in their order, the last one closed last."""

    days: tuple[DayFacts, ...] = ()
    remaining: int | None = None
    """Entries still to key; None where the inventory is not known."""
    overdue_cases: int = 0
    oldest_overdue_days: int = 0
    """Working days since the oldest overdue term ran out."""
    fields_checked: int = 0
    fields_wrong: int = 0
    unchecked: tuple[Unchecked, ...] = ()
    shared_times: int = 0
    """How often accounts changed machines to and fro in the period, as one person cannot."""
    shared_accounts: int = 0
