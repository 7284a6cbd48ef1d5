"""Setting up a campaign and its list of units."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from hotich.campaign.models import Campaign, ReportingUnit, WayOfWorking
from hotich.campaign.queries import campaigns_of
from hotich.core.registers.catalogue import kinds
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import local
from hotich.units.models import Agency, Unit


class WayUnknown(Refusal):
    """No such kind of register, or no such way of working."""

    code = "campaign.way"
    message = "Chọn loại sổ và cách làm có trong danh sách."


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


@transaction.atomic
def set_way_of_working(
    *, actor: Officer, campaign_id: int, kind: str, working: str, now: datetime
) -> WayOfWorking:
    """From today on a kind of register is worked on this way in the campaign; who said so and when stays on record, and so
    does how it was before. Raises NotAllowed, NotFound, WayUnknown.
    """
    require(actor, "campaign.set")
    campaign = campaigns_of(actor).filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound
    if kind not in kinds() or working not in Campaign.Working.values:
        raise WayUnknown
    way, _ = WayOfWorking.objects.update_or_create(
        campaign=campaign, kind=kind, since=local(now).date(),
        defaults={"working": working, "set_by": actor, "set_at": now},
    )  # fmt: skip
    return way
