"""From a figure of the form to what it was counted from: entries, books, machines, lost hours, or forms that came as files."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from hotich.books.models import Book, BookStatus
from hotich.campaign.models import ReportingUnit
from hotich.campaign.spans import Span, spans_of
from hotich.core.quotas import Period
from hotich.entries.models import Entry, Outcome
from hotich.reports.counting.books import Standing, books_at
from hotich.reports.counting.changes import Change, cases_in, changes, standing_at
from hotich.reports.counting.machines import Machine, machines_at
from hotich.reports.figures import CASES, KINDS
from hotich.reports.models import Declaration
from hotich.staff.models import Officer
from hotich.stations.lost_hours import LostStretch, lost_stretches
from hotich.support.errors import NotFound

_FOR_EVER = timedelta(days=36_525)
_KINDS = (*KINDS, "other", "total")
_OUTCOMES = ("matched", "mismatched", "not_found", "pending", "unavailable", "unreadable")
TRACEABLE: frozenset[tuple[str, ...]] = frozenset(
    {("entered", kind) for kind in _KINDS}
    | {("cumulative", kind) for kind in _KINDS}
    | {("outcomes", outcome) for outcome in _OUTCOMES}
    | {("cases", column) for column in CASES}
    | {("from_files",), ("adjusted",), ("stations", "working"), ("stations", "shifts"), ("quota_percent",)}
)
BOOKS: frozenset[tuple[str, ...]] = frozenset(
    {("required",)} | {("books", status) for status in BookStatus.values}
)
"""Figures that count books, or what was counted in them."""
MACHINES = ("stations", "total")
LOST_HOURS = ("lost_hours",)
DECLARED = frozenset({("declared_entered",), ("declared",)})
LEADING = TRACEABLE | BOOKS | DECLARED | {MACHINES, LOST_HOURS}
"""Figures with something behind them that is counted; the others are worked out of these."""
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
    found = Entry.objects.unscoped("the unit was checked; the screen shows no person to who may not see one")
    return (
        found.filter(_behind(unit, period, path, day))
        .select_related("book", "completed_by")
        .prefetch_related("subjects")
        .order_by("first_completed_at", "pk")
    )


def books_behind(
    officer: Officer, unit: ReportingUnit, period: Period, path: tuple[str, ...]
) -> list[tuple[Book, Standing]]:
    """The books that a figure counts, with their status and their entries as they were at the period's end. Raises NotFound for another
    column.
    """
    if path not in BOOKS or unit.unit_id not in officer.scope.unit_ids:
        raise NotFound
    stood = {
        one.book: one
        for one in books_at(unit.unit_id, spans_of(unit.campaign), period.end)
        if path[0] == "required" or one.status == path[1]
    }
    found = Book.objects.unscoped("the unit was checked").filter(pk__in=stood)
    return [(book, stood[book.pk]) for book in found.order_by("kind", "year_opened", "volume", "pk")]


def machines_behind(officer: Officer, unit: ReportingUnit, period: Period, *, day: date) -> list[Machine]:
    """The machines that were allowed to key on the day, as was known at the period's end. Raises NotFound for a unit of others."""
    if unit.unit_id not in officer.scope.unit_ids:
        raise NotFound
    return machines_at([unit.unit_id], day, period.end)


def lost_hours_behind(officer: Officer, unit: ReportingUnit, period: Period) -> list[LostStretch]:
    """When machines lost hours in the period, as was known at its end; also what nobody had explained, which is in no sum. Raises NotFound
    for a unit of others.
    """
    if unit.unit_id not in officer.scope.unit_ids:
        raise NotFound
    return lost_stretches(unit.unit_id, period)


def declared_behind(
    officer: Officer, unit: ReportingUnit, path: tuple[str, ...], *, day: date
) -> QuerySet[Declaration]:
    """The forms that a unit without access sent as files, the newest first: those of the day, or for the whole it declared all up to it.
    Raises NotFound for another column.
    """
    if path not in DECLARED or unit.unit_id not in officer.scope.unit_ids:
        raise NotFound
    found = Declaration.objects.visible_to(officer).filter(reporting_unit=unit, date__lte=day)
    if path == ("declared_entered",):
        found = found.filter(date=day)
    return found.select_related("received_by").order_by("-date", "-number")


def cases_behind(unit: ReportingUnit, period: Period, path: tuple[str, ...]) -> Counter[UUID]:
    """How many cases of each entry a figure of cases counts: one entry may have two, of two of its people. Empty for another column."""
    return Counter(_with_cases(unit, period, path, _span_of(unit)) if path[0] == "cases" else ())


def outcomes_behind(entries: Iterable[Entry], unit: ReportingUnit, period: Period) -> dict[UUID, Outcome]:
    """The outcomes with which entries stand in the figures of a period: what came out since is in no figure of it."""
    standing = standing_at((entry.pk for entry in entries), unit.unit_id, period.end)
    return {entry: Outcome(one.outcome) for entry, one in standing.items()}


def _behind(unit: ReportingUnit, period: Period, path: tuple[str, ...], day: date) -> Q:
    span = _span_of(unit)
    if path[0] == "cases":
        return Q(pk__in=_with_cases(unit, period, path, span))
    if path[0] not in _OF_THE_PERIOD:
        return _standing(unit.unit_id, period, path, span)
    found = _within(changes([unit.unit_id], period.start, period.end), span)
    if path[0] == "quota_percent":
        return Q(
            pk__in=[
                change.entry
                for change in found
                if change.after is not None
                and change.after.unit == unit.unit_id
                and change.after.counts_toward_quota(period.start, day)
            ]
        )
    return Q(pk__in=[one.entry for one in found if _counts(one, unit.unit_id, period.start, path)])


def _span_of(unit: ReportingUnit) -> Span:
    return spans_of(unit.campaign).get(unit.unit_id, Span())


def _with_cases(unit: ReportingUnit, period: Period, path: tuple[str, ...], span: Span) -> list[UUID]:
    return cases_in(unit.unit_id, CASES[path[1]], period.end, span)


def _within(found: Iterable[Change], span: Span) -> list[Change]:
    """The changes of entries that are the campaign's work."""
    return [one for one in found if (side := one.after or one.before) is not None and side.done_at in span]


def _standing(unit_id: int, period: Period, path: tuple[str, ...], span: Span) -> Q:
    """What stood at a moment: of an entry that nothing has happened to since, it is as it stands now; of the others their logs tell.
    So the log is read of what changed after the moment, whatever lies before it.
    """
    later = period.end + _FOR_EVER
    since = _within(changes([unit_id], period.end, later, done_before=period.end), span)
    stood = [
        one.entry
        for one in since
        if one.before is not None
        and _counts(Change(one.entry, None, one.before), unit_id, period.start, path)
    ]
    now = Q(
        unit_id=unit_id, first_completed_at__lt=period.end, void=False, out_of_scope=False, **_column(path)
    ) & ~Q(pk__in=[one.entry for one in since])
    if path[1] == "other":
        now &= ~Q(kind__in=KINDS)
    if span.after is not None:
        now &= Q(first_completed_at__gte=span.after)
    if span.before is not None:
        now &= Q(first_completed_at__lt=span.before)
    return now | Q(pk__in=stood)


def _column(path: tuple[str, ...]) -> dict[str, str]:
    if path[0] == "outcomes":
        return {"outcome": path[1]}
    return {"kind": path[1]} if path[1] in KINDS else {}


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
    if path == ("stations", "shifts"):
        return entry.shift_at(since) is not None
    if path[0] == "stations":
        return entry.station is not None
    kind = path[1]
    return kind == "total" or entry.kind == kind or (kind == "other" and entry.kind not in KINDS)
