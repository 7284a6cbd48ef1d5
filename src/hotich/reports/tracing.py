"""From a figure of the form to the entries behind it."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from hotich.campaign.models import ReportingUnit
from hotich.core.quotas import Period
from hotich.entries.models import Entry
from hotich.reports.counting import counted_entries
from hotich.staff.models import Officer
from hotich.support.errors import NotFound

_KINDS = ("KS", "KH", "KT", "other", "total")
_OUTCOMES = ("matched", "mismatched", "not_found", "pending", "unavailable", "unreadable")
TRACEABLE: frozenset[tuple[str, ...]] = frozenset(
    {("entered", kind) for kind in _KINDS}
    | {("cumulative", kind) for kind in _KINDS}
    | {("outcomes", outcome) for outcome in _OUTCOMES}
    | {("from_files",)}
)


def entries_behind(
    officer: Officer, unit: ReportingUnit, period: Period, path: tuple[str, ...]
) -> QuerySet[Entry]:
    """The entries a figure counts: the same rows the figure was counted from. Raises NotFound for another column.

    Who sees counts only still sees the list of entries, without a name or a number of a person.
    """
    if path not in TRACEABLE or unit.unit_id not in officer.scope.unit_ids:
        raise NotFound
    with connection.cursor() as cursor:
        rows = counted_entries(cursor, [unit.unit_id], period)
    chosen: list[Any] = [row.entry for row in rows if _counts(row, path)]
    found = Entry.objects.unscoped("the unit was checked; the screen shows no person to who may not see one")
    found = found.filter(pk__in=chosen)
    return (
        found.select_related("book", "completed_by")
        .prefetch_related("subjects")
        .order_by("first_completed_at")
    )


def _counts(row: Any, path: tuple[str, ...]) -> bool:
    if path[0] == "from_files":
        return row.at_end and row.from_file and not row.before
    if path[0] == "outcomes":
        return row.at_end and row.outcome == path[1]
    if path[0] == "entered" and (row.before or row.from_file):
        return False
    kind = path[1]
    fits = kind == "total" or row.kind == kind or (kind == "other" and row.kind not in {"KS", "KH", "KT"})
    return row.at_end and fits
