"""How the keying goes: an officer's own trend, and the pace of teams and machines. Counts only, never an entry's content.

A trend reads one officer's entries of the days asked for, a team's pace those of its units in one period, each from one index; what lies
before costs nothing. Neither says who is better than whom.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Aggregate, Count, FloatField, Q, Sum
from django.db.models.functions import ExtractHour, TruncDate, TruncHour

from hotich.core.quotas import VIETNAM
from hotich.entries.models import Entry, EntryWork
from hotich.staff.models import Officer

_HOUR_MS = 3_600_000
_SUMMED = (
    "keys",
    "mouse",
    "active_ms",
    "offline_ms",
    "overrides",
    "fields",
    "carried",
    "picked",
    "illegible",
    "blank",
)


class _Middle(Aggregate):
    """The middle one of the values."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class Pace:
    """What some entries came to. Every figure is None where there is nothing to tell it from."""

    entries: int = 0
    sums: Mapping[str, int] = field(default_factory=dict)
    latency: float | None = None
    """The middle entry's slow end (95 of 100 keys) from key to screen, in milliseconds."""

    @property
    def per_hour(self) -> float | None:
        """Entries an hour, pauses left out."""
        active = self.sums.get("active_ms", 0)
        return self.entries * _HOUR_MS / active if active else None

    @property
    def keys(self) -> float | None:
        """Keys an entry."""
        return self._of("keys", self.entries)

    @property
    def hours(self) -> float:
        """Hours of active keying."""
        return self.sums.get("active_ms", 0) / _HOUR_MS

    @property
    def carried(self) -> float | None:
        """Of a hundred fields, how many were carried forward."""
        return self._of("carried", self.sums.get("fields", 0), 100)

    @property
    def illegible(self) -> float | None:
        """Of a hundred fields, how many could not be read, whole or in part."""
        return self._of("illegible", self.sums.get("fields", 0), 100)

    @property
    def overrides(self) -> float | None:
        """Of a hundred entries, how many reasons were given for something unusual."""
        return self._of("overrides", self.entries, 100)

    def _of(self, name: str, whole: int, times: int = 1) -> float | None:
        return self.sums.get(name, 0) * times / whole if whole else None


def _own(officer: Officer, since: datetime, until: datetime) -> Any:
    return EntryWork.objects.unscoped("an officer's own work").filter(
        officer=officer, completed_at__gte=since, completed_at__lt=until
    )


def _paces(rows: Any, name: str) -> dict[Any, Pace]:
    summed = {each: Sum(each) for each in _SUMMED}
    found = rows.values(name).annotate(
        entries=Count("pk"), latency=_Middle("paint_p95", filter=Q(paint_samples__gt=0)), **summed
    )
    return {
        row[name]: Pace(row["entries"], {each: row[each] for each in _SUMMED}, row["latency"])
        for row in found.order_by(name)
    }


def own_days(officer: Officer, since: datetime, until: datetime) -> dict[date, Pace]:
    """The officer's days of that time on which he completed something. One query, as long as his own work of those days."""
    rows = _own(officer, since, until).annotate(day=TruncDate("completed_at", tzinfo=VIETNAM))
    return _paces(rows, "day")


def own_hours(officer: Officer, since: datetime, until: datetime) -> dict[int, Pace]:
    """The same by the hour of the day."""
    rows = _own(officer, since, until).annotate(hour=ExtractHour("completed_at", tzinfo=VIETNAM))
    return _paces(rows, "hour")


def together(paces: Iterable[Pace]) -> Pace:
    """Several stretches as one; latency aside, of which no middle can be told from middles."""
    sums: Counter[str] = Counter()
    entries = 0
    for pace in paces:
        entries += pace.entries
        sums.update(pace.sums)
    return Pace(entries, dict(sums))


@dataclass(frozen=True, slots=True)
class Done:
    """Entries first completed in one hour by one officer at one machine."""

    officer: int | None
    station: int | None
    hour: datetime
    entries: int


def done_by_hour(since: datetime, until: datetime, *, unit_ids: Iterable[int]) -> list[Done]:
    """What counts toward the quota in these units, by hour of the clock, officer and machine. One query over that time's entries."""
    rows = (
        Entry.objects.unscoped("counts only")
        .filter(
            first_completed_at__gte=since, first_completed_at__lt=until, void=False, from_file=False,
            out_of_scope=False, unit_id__in=list(unit_ids),
        )
        .annotate(hour=TruncHour("first_completed_at", tzinfo=VIETNAM))
        .values("completed_by", "completed_station", "hour")
        .annotate(n=Count("pk"))
        .order_by("hour", "completed_station", "completed_by")
    )  # fmt: skip
    return [Done(row["completed_by"], row["completed_station"], row["hour"], row["n"]) for row in rows]


def paces_of_officers(since: datetime, until: datetime, *, unit_ids: Iterable[int]) -> dict[int, Pace]:
    """How the keying of each officer went in these units and that time. One query."""
    rows = EntryWork.objects.unscoped("counts only").filter(
        unit_id__in=list(unit_ids), completed_at__gte=since, completed_at__lt=until, officer__isnull=False
    )
    return _paces(rows, "officer_id")
