"""Reads of campaigns and of their reporting units."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.staff.models import Officer


def campaigns_on(day: date) -> QuerySet[Campaign]:
    """Campaigns whose keying had begun on that day, the longest running first: a late campaign still reports."""
    return Campaign.objects.filter(keying_starts_on__lte=day).order_by("keying_starts_on", "id")


def campaign_of_unit_code(code: str, *, on: date) -> ReportingUnit | None:
    """The reporting unit of that code in a campaign at work on that day; codes repeat across campaigns."""
    found = ReportingUnit.objects.unscoped("the command line speaks for the installation").filter(
        code=code, campaign__keying_starts_on__lte=on
    )
    return (
        found.select_related("campaign", "unit").order_by("campaign__keying_starts_on", "campaign_id").first()
    )


def reporting_units_for(officer: Officer, campaign: Campaign) -> QuerySet[ReportingUnit]:
    """The campaign's units an officer may see figures of, in the campaign's own order."""
    return (
        ReportingUnit.objects.visible_to(officer)
        .filter(campaign=campaign)
        .select_related("unit", "campaign")
        .order_by("order")
    )


def reporting_unit_of(unit_id: int | None, *, on: date) -> ReportingUnit | None:
    """The reporting unit that a book's unit belongs to on that day."""
    if unit_id is None:
        return None
    found = ReportingUnit.objects.unscoped("a rule of the campaign, no figures").filter(
        unit_id=unit_id, campaign__starts_on__lte=on
    )
    return found.select_related("campaign").order_by("-campaign__starts_on").first()


def reporting_units_of(unit_ids: Iterable[int | None], *, on: date) -> dict[int, ReportingUnit]:
    """By unit the reporting unit that its books belong to on that day, for many units at once."""
    found = ReportingUnit.objects.unscoped("a rule of the campaign, no figures").filter(
        unit_id__in={unit_id for unit_id in unit_ids if unit_id is not None}, campaign__starts_on__lte=on
    )
    return {each.unit_id: each for each in found.select_related("campaign").order_by("campaign__starts_on")}


def works_blind(unit_id: int | None, *, on: date) -> bool:
    """Whether values of the population register stay hidden in this unit until a second keying."""
    reporting = reporting_unit_of(unit_id, on=on)
    return reporting is not None and reporting.campaign.working == Campaign.Working.BLIND
