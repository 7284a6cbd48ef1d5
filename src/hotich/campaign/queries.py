"""Reads of campaigns and of their reporting units."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from hotich.campaign.models import Campaign, Closing, ReportingUnit, WayOfWorking
from hotich.campaign.spans import lines_at_work
from hotich.core.assistance import is_assisted
from hotich.core.quotas import VIETNAM
from hotich.core.registers.catalogue import kinds
from hotich.entries.models import Entry
from hotich.linkage.models import Way
from hotich.linkage.working import ORDINARY, Working
from hotich.staff.models import Officer
from hotich.support.time import local


def campaigns_on(day: date) -> QuerySet[Campaign]:
    """Campaigns whose keying had begun on that day, the longest running first: a late campaign still reports."""
    found = Campaign.objects.filter(keying_starts_on__lte=day).select_related("closing")
    return found.order_by("keying_starts_on", "id")


def campaigns_reporting_on(day: date) -> QuerySet[Campaign]:
    """Of those, the ones whose figures still grow: a campaign reports for the last time on the day it was closed."""
    closed = datetime.combine(day, time(), tzinfo=VIETNAM)
    return campaigns_on(day).filter(Q(closing__isnull=True) | Q(closing__closed_at__gte=closed))


def last_day_of_work(unit_id: int, *, on: date) -> date | None:
    """The last day on which the unit has something to key, as its campaigns stand on a day: the day before the last of them is due, or
    once all have been closed the day on which that was. None where it takes part in none, or one of them is late: what is not done by
    its day is keyed afterwards all the same.
    """
    campaigns = list(
        Campaign.objects.filter(pk__in=_of_unit(unit_id).values("campaign")).select_related("closing")
    )
    running = [one.due_on for one in campaigns if getattr(one, "closing", None) is None]
    if running:
        return max(running) - timedelta(days=1) if min(running) > on else None
    return max((local(one.closing.closed_at).date() for one in campaigns), default=None)


def _of_unit(unit_id: int) -> QuerySet[ReportingUnit]:
    found: QuerySet[ReportingUnit] = ReportingUnit.objects.unscoped("days of campaigns, no figures").filter(
        unit_id=unit_id
    )
    return found


def counts_until(campaign: Campaign, moment: datetime) -> datetime:
    """The moment up to which the campaign's figures are counted: a closed one counts nothing of what came after its closing."""
    closing = getattr(campaign, "closing", None)
    return moment if closing is None else min(moment, closing.closed_at)


def campaign_of_day(day: date, *, code: str = "") -> Campaign | None:
    """The campaign that a day's figures are asked of: the one of that code, else the longest running of those that report on the day, else
    the last of those that were closed before. None where none had begun, or not that one.
    """
    if code:
        return campaigns_on(day).filter(code=code).first()
    return campaigns_reporting_on(day).first() or campaigns_on(day).last()


def lines_of_code(code: str, *, on: date, campaign: str = "") -> list[ReportingUnit]:
    """The reporting units of that code in the campaign named, else in those that report on that day, the longest running first; where all
    had been closed before, in those, the last first. Codes are used again for other territories: they may be of different units.
    """
    campaigns = campaigns_on(on)
    found = ReportingUnit.objects.unscoped("the command line speaks for the installation").filter(code=code)
    found = found.filter(campaign__in=campaigns.filter(code=campaign) if campaign else campaigns)
    lines = list(
        found.select_related("campaign", "unit").order_by("campaign__keying_starts_on", "campaign_id")
    )
    reporting = set(campaigns_reporting_on(on).values_list("pk", flat=True))
    return [line for line in lines if line.campaign_id in reporting] or lines[::-1]


def reporting_units_for(officer: Officer, campaign: Campaign) -> QuerySet[ReportingUnit]:
    """The campaign's units an officer may see figures of, in the campaign's own order."""
    return (
        ReportingUnit.objects.visible_to(officer)
        .filter(campaign=campaign)
        .select_related("unit", "campaign")
        .order_by("order")
    )


def units_of(officer: Officer) -> QuerySet[ReportingUnit]:
    """The units of all his campaigns that an officer may see figures of, campaign by campaign."""
    return ReportingUnit.objects.visible_to(officer).order_by("-campaign__keying_starts_on", "order")


def reporting_unit_of(unit_id: int | None, *, on: date) -> ReportingUnit | None:
    """The reporting unit that a book's unit belongs to on that day."""
    return None if unit_id is None else reporting_units_of([unit_id], on=on).get(unit_id)


def reporting_units_of(unit_ids: Iterable[int | None], *, on: date) -> dict[int, ReportingUnit]:
    """By unit the reporting unit that its books belong to on that day, for many units at once: of campaigns issued by then, the one whose
    work it is (`spans.lines_at_work`).
    """
    found = ReportingUnit.objects.unscoped("a rule of the campaign, no figures").filter(
        unit_id__in={unit_id for unit_id in unit_ids if unit_id is not None}, campaign__starts_on__lte=on
    )
    return lines_at_work(found.select_related("campaign").order_by("campaign_id"), on=on)


def way_of(campaign: Campaign, kind: str, *, on: date) -> str:
    """How a kind of register is worked on that day: the newest setting of its own, else the campaign's ordinary way."""
    own = campaign.ways.filter(kind=kind, since__lte=on).order_by("-since").values_list("working", flat=True)
    return own.first() or campaign.working


def works_blind(unit_id: int | None, kind: str, *, on: date) -> bool:
    """Whether values of the population register stay hidden in this unit and kind until the whole identity has been confirmed."""
    reporting = reporting_unit_of(unit_id, on=on)
    return reporting is not None and way_of(reporting.campaign, kind, on=on) == Campaign.Working.BLIND


def working_on(entry: Entry, *, on: date) -> Working:
    """How one entry is worked on that day: which way, and whether anything may assist its first keying. The draw follows from
    the entry's id, whatever the desk said when it opened it; what a file brought was keyed elsewhere.
    """
    reporting = reporting_unit_of(entry.unit_id, on=on)
    if reporting is None:
        return ORDINARY
    campaign = reporting.campaign
    return Working(
        blind=way_of(campaign, entry.kind, on=on) == Campaign.Working.BLIND,
        assisted=entry.from_file or is_assisted(entry.pk, campaign.unassisted_percent),
        way=_searched(reporting.look_up_way),
    )


def look_up_way_of(unit_id: int | None, *, on: date) -> str:
    """How a unit looks up on that day: on the police machine where no campaign says otherwise."""
    reporting = reporting_unit_of(unit_id, on=on)
    return reporting.look_up_way if reporting else Way.RECORDED


def searched_in(unit_id: int | None, *, on: date) -> str:
    """Where the product itself searches for a unit: through the interface where that is its way, else in the extracts."""
    return _searched(look_up_way_of(unit_id, on=on))


def _searched(way: str) -> str:
    return Way.GATEWAY if way == Way.GATEWAY else Way.EXTRACT


def campaigns_of(officer: Officer) -> QuerySet[Campaign]:
    """The campaigns that report from the officer's units, in the order in which they began, the closed ones last: a page that was asked
    for none is about the first, on every desk.
    """
    units = ReportingUnit.objects.visible_to(officer).values("campaign_id")
    found = Campaign.objects.filter(pk__in=units).annotate(
        is_over=Exists(Closing.objects.filter(campaign=OuterRef("pk")))
    )
    return found.order_by("is_over", "keying_starts_on", "id")


def ways_of(campaign: Campaign, *, on: date) -> list[tuple[str, str, WayOfWorking | None]]:
    """Per kind of register: the kind, its way of that day, and the setting it follows from, if it has one of its own."""
    own: dict[str, WayOfWorking] = {}
    for one in campaign.ways.filter(since__lte=on).select_related("set_by").order_by("kind", "-since"):
        own.setdefault(one.kind, one)
    return [(kind, own[kind].working if kind in own else campaign.working, own.get(kind)) for kind in kinds()]
