"""Which stretch of a unit's work is a campaign's, where the unit takes part in several, one after the other.

What a unit keys is the work of the campaign that began last; what it keyed before the first of them is the first one's. A campaign that
carries out another one of the level above does that one's work: both count it. A case goes with its entry, however long it lives.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.support.time import local, start_of

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From which moment and up to which another what a unit keys is the campaign's; None where nothing bounds it."""

    after: datetime | None = None
    before: datetime | None = None

    def __contains__(self, moment: datetime) -> bool:
        return (self.after is None or self.after <= moment) and (self.before is None or moment < self.before)

    @property
    def first_day(self) -> date | None:
        """The first day that is wholly the campaign's: on the day an earlier one was closed the work is that one's."""
        return None if self.after is None else local(self.after - timedelta(microseconds=1)).date() + _DAY

    @property
    def end_day(self) -> date | None:
        """The day from which on it is another's."""
        return None if self.before is None else local(self.before).date()


@dataclass(frozen=True, slots=True)
class _Days:
    """A campaign as far as its days go."""

    pk: int
    parent: int | None
    starts: date
    due: date
    closed_at: datetime | None

    @property
    def until(self) -> date:
        """The day after its last: of one that runs, by its plan."""
        return self.due if self.closed_at is None else local(self.closed_at).date() + _DAY

    def closed_before(self, day: date) -> bool:
        """Whether it had ended before a day: that on which it was closed is still its own."""
        return self.closed_at is not None and local(self.closed_at).date() < day


def _others(campaign: Campaign, unit_ids: Collection[int] | None = None) -> dict[int, list[_Days]]:
    """By unit, of all the campaign's units where none are named, the other campaigns it takes part in; without those that carry this one
    out, through others or not, and those that it carries out. One question where there is no other.
    """
    lines = ReportingUnit.objects.unscoped("whose work a unit's is")
    own: Any = lines.filter(campaign=campaign).values("unit_id") if unit_ids is None else unit_ids
    found = list(
        lines.filter(unit_id__in=own)
        .exclude(campaign=campaign)
        .order_by()
        .values_list("unit_id", "campaign_id")
    )
    if not found:
        return {}
    every = _every()
    above = _chain(campaign.parent_id, every)
    others: dict[int, list[_Days]] = defaultdict(list)
    for unit, pk in found:
        if pk not in above and campaign.pk not in _chain(every[pk].parent, every):
            others[unit].append(every[pk])
    return others


def _every() -> dict[int, _Days]:
    rows = Campaign.objects.values_list("pk", "parent_id", "keying_starts_on", "due_on", "closing__closed_at")
    return {row[0]: _Days(*row) for row in rows}


def _chain(pk: int | None, every: Mapping[int, _Days]) -> set[int]:
    found: set[int] = set()
    while pk is not None and pk not in found:
        found.add(pk)
        pk = every[pk].parent if pk in every else None
    return found


def take_turns() -> None:
    """For who sets days or units of a campaign, until his transaction ends and before he locks a row: two at once would neither see that
    they take the same unit on the same days.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('campaign.days'))")


def spans_of(campaign: Campaign) -> dict[int, Span]:
    """By unit the stretch of its work that is the campaign's, of those units that take part in another one, too."""
    begins = start_of(campaign.keying_starts_on)
    spans: dict[int, Span] = {}
    for unit, others in _others(campaign).items():
        earlier = [one for one in others if one.starts < campaign.keying_starts_on]
        later = [one.starts for one in others if one.starts > campaign.keying_starts_on]
        spans[unit] = Span(
            max((min(one.closed_at or begins, begins) for one in earlier), default=None),
            start_of(min(later)) if later else None,
        )
    return spans


def lines_at_work(lines: Iterable[ReportingUnit], *, on: date) -> dict[int, ReportingUnit]:
    """By unit that of its lines in campaigns whose work a day is, and by whose settings it is keyed then. Of a campaign and those that it
    carries out it is the one of the lowest level still at work: its settings are the unit's own. After a campaign was closed it is the
    next one that has been issued, though its keying begins later: the work is that one's already. Where there is none, the closed one.
    """
    own: dict[int, list[ReportingUnit]] = defaultdict(list)
    for line in lines:
        own[line.unit_id].append(line)
    every = _every() if any(len(found) > 1 for found in own.values()) else {}
    return {unit: found[0] if len(found) == 1 else _at_work(found, every, on) for unit, found in own.items()}


def _at_work(lines: list[ReportingUnit], every: Mapping[int, _Days], on: date) -> ReportingUnit:
    days = {line: every[line.campaign_id] for line in lines}
    levels = {line: len(_chain(line.campaign_id, every)) for line in lines}
    begun = [line for line in lines if days[line].starts <= on]
    last = max(begun, key=lambda line: (days[line].starts, line.campaign_id), default=None)
    # An earlier one that nobody closed has none of the unit's work once another began.
    together = [line for line in begun if last is not None and _one_work(line, last, every)]
    running = [line for line in together if not days[line].closed_before(on)]
    coming = [line for line in lines if line not in begun]
    if coming and not running:
        return min(coming, key=lambda line: (days[line].starts, -levels[line], line.campaign_id))
    return max(running or together, key=lambda line: (levels[line], days[line].starts, line.campaign_id))


def _one_work(one: ReportingUnit, other: ReportingUnit, every: Mapping[int, _Days]) -> bool:
    """Whether one campaign carries out the other."""
    first, second = one.campaign_id, other.campaign_id
    return first in _chain(second, every) or second in _chain(first, every)


def overlapping(campaign: Campaign, unit_ids: Collection[int] | None = None) -> dict[int, int]:
    """By unit a campaign that it takes part in on days that are this one's, too; of all its units where none are named.

    The days of a campaign are those from its first of keying to the day it was closed, or while it runs, to the last of its plan.
    """
    return {
        unit: one.pk
        for unit, others in _others(campaign, unit_ids).items()
        for one in others
        if one.starts < campaign.due_on and campaign.keying_starts_on < one.until
    }


def beside(campaign: Campaign, unit_ids: Collection[int] | None = None) -> dict[int, int]:
    """By unit a campaign that it takes part in and that was not closed before this one's first day of keying: until that day its work is
    the other's.
    """
    return {
        unit: one.pk
        for unit, others in _others(campaign, unit_ids).items()
        for one in others
        if not one.closed_before(campaign.keying_starts_on)
    }


def cases_within(rows: QuerySet[Any], spans: Mapping[int, Span]) -> QuerySet[Any]:
    """Cases without those of entries that are another campaign's work; one whose entry nobody has completed yet is the work of the day on
    which it was opened. Where no unit takes part in two campaigns, the same rows and no look at their entries.
    """
    if spans:
        rows = rows.alias(work_of=Coalesce("entry__first_completed_at", "opened_at"))
    for span, units in _units_by(spans).items():
        if span.after is not None:
            rows = rows.exclude(unit_id__in=units, work_of__lt=span.after)
        if span.before is not None:
            rows = rows.exclude(unit_id__in=units, work_of__gte=span.before)
    return rows


def days_within(rows: QuerySet[Any], spans: Mapping[int, Span]) -> QuerySet[Any]:
    """Rows that have a unit and a day, without those of days that are another campaign's."""
    for span, units in _units_by(spans).items():
        if span.first_day is not None:
            rows = rows.exclude(unit_id__in=units, day__lt=span.first_day)
        if span.end_day is not None:
            rows = rows.exclude(unit_id__in=units, day__gte=span.end_day)
    return rows


def _units_by(spans: Mapping[int, Span]) -> dict[Span, list[int]]:
    units: dict[Span, list[int]] = defaultdict(list)
    for unit, span in spans.items():
        units[span].append(unit)
    return units
