"""From a figure of the form to the entries behind it."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from hotich.campaign.models import ReportingUnit
from hotich.core.quotas import Period
from hotich.entries.models import Entry
from hotich.reports.counting.changes import Change, cases_in, changes
from hotich.reports.figures import CASES
from hotich.staff.models import Officer
from hotich.support.errors import NotFound

_KINDS = ("KS", "KH", "KT", "other", "total")
_OUTCOMES = ("matched", "mismatched", "not_found", "pending", "unavailable", "unreadable")
TRACEABLE: frozenset[tuple[str, ...]] = frozenset(
    {("entered", kind) for kind in _KINDS}
    | {("cumulative", kind) for kind in _KINDS}
    | {("outcomes", outcome) for outcome in _OUTCOMES}
    | {("cases", column) for column in CASES}
    | {("from_files",), ("adjusted",), ("stations", "working"), ("quota_percent",)}
)
_OF_THE_PERIOD = ("entered", "from_files", "adjusted", "stations", "quota_percent")


def entries_behind(
    officer: Officer, unit: ReportingUnit, period: Period, path: tuple[str, ...], *, day: date
) -> QuerySet[Entry]:
    """The entries a figure of a day counts: the same rows the figure was counted from; behind a number of cases the entries they are of,
    behind the machines at work what was keyed at them. Raises NotFound for another column.

    Who sees counts only still sees the list of entries, without a name or a number of a person.
    """
    if path not in TRACEABLE or unit.unit_id not in officer.scope.unit_ids:
        raise NotFound
    chosen = (
        cases_in(unit.unit_id, CASES[path[1]], period.end)
        if path[0] == "cases"
        else _counted(unit.unit_id, period, day, path)
    )
    found = Entry.objects.unscoped("the unit was checked; the screen shows no person to who may not see one")
    found = found.filter(pk__in=chosen)
    return (
        found.select_related("book", "completed_by")
        .prefetch_related("subjects")
        .order_by("first_completed_at", "pk")
    )


def _counted(unit_id: int, period: Period, day: date, path: tuple[str, ...]) -> list[UUID]:
    since = period.start if path[0] in _OF_THE_PERIOD else None
    found = changes([unit_id], since, period.end)
    if path[0] == "quota_percent":
        return [
            change.entry
            for change in found
            if change.after is not None
            and change.after.unit == unit_id
            and change.after.counts_toward_quota(period.start, day)
        ]
    return [change.entry for change in found if _counts(change, unit_id, period.start, path)]


def _counts(change: Change, unit_id: int, since: datetime, path: tuple[str, ...]) -> bool:
    stood, stands = (
        side is not None and side.unit == unit_id and side.counts for side in (change.before, change.after)
    )
    entry = change.after or change.before
    if entry is None:
        return False
    fresh = entry.done_at >= since
    if path[0] == "adjusted":
        return not fresh and stood != stands
    if not stands:
        return False
    if path[0] == "from_files":
        return fresh and entry.from_file
    if path[0] == "outcomes":
        return entry.outcome == path[1]
    if path[0] in ("entered", "stations") and (not fresh or entry.from_file):
        return False
    if path[0] == "stations":
        return entry.station is not None
    kind = path[1]
    return kind == "total" or entry.kind == kind or (kind == "other" and entry.kind not in {"KS", "KH", "KT"})
