"""Setting up a campaign and its list of units."""

from datetime import date, time
from typing import Any

from django.db import transaction

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.units.models import Agency, Unit


@transaction.atomic
def open_campaign(
    *,
    code: str,
    name: str,
    basis: str,
    lead_agency: Agency,
    scope_until: date,
    starts_on: date,
    keying_starts_on: date,
    due_on: date,
    **settings: Any,
) -> Campaign:
    """A campaign with its dates; `settings` are the other columns of `Campaign`."""
    return Campaign.objects.create(
        code=code, name=name, basis=basis, lead_agency=lead_agency, scope_until=scope_until, starts_on=starts_on,
        keying_starts_on=keying_starts_on, due_on=due_on, **settings,
    )  # fmt: skip


@transaction.atomic
def add_reporting_unit(
    *,
    campaign: Campaign,
    unit: Unit,
    code: str,
    name: str,
    order: int,
    agency: Agency | None = None,
    stations_required: int = 1,
    look_up_way: str = "recorded",
) -> ReportingUnit:
    """A line of the campaign's own list of units."""
    return ReportingUnit.objects.create(
        campaign=campaign, unit=unit, code=code, name=name, order=order, agency=agency,
        stations_required=stations_required, look_up_way=look_up_way,
    )  # fmt: skip


@transaction.atomic
def move_cut_off(*, campaign: Campaign, cut_off: time) -> Campaign:
    """Another hour for closing the day's figures. Days already frozen keep the period they were frozen with."""
    campaign.cut_off = cut_off
    campaign.save(update_fields=["cut_off"])
    return campaign
