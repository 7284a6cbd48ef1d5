"""Which campaign a page of the plan is about, and reading what its forms say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.policies import is_closed, leads
from hotich.campaign.queries import campaigns_of, reporting_units_for
from hotich.screens.chosen import Choice, choice_of
from hotich.screens.common import day_typed
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import Refusal
from hotich.units.models import Agency
from hotich.units.queries import with_units_below

NO_CAMPAIGN = "Đơn vị của đồng chí chưa thuộc đợt cao điểm nào."


def own_choice(request: OfficerRequest) -> Choice:
    """His campaigns of the programme he asked for."""
    own = campaigns_of(request.user).select_related("lead_agency__unit", "closing")
    return choice_of(request, own)


def campaign_asked(request: OfficerRequest) -> Campaign:
    """The campaign of `?dot=`, else the one that began first of those he sees. Raises NotFound where he sees none."""
    return own_choice(request).asked(request, NO_CAMPAIGN)


def common(request: OfficerRequest, campaign: Campaign, page: str) -> dict[str, Any]:
    """What every page of the plan shows: the campaign, its other pages, and whether he may set it."""
    choice = own_choice(request)
    return {
        "campaign": campaign, "page_name": page, "asked": f"?dot={campaign.code}{choice.said}",
        "campaigns": choice.campaigns, "choice": choice,
        "may_plan": request.user.may("campaign.plan") and leads(request.user, campaign) and not is_closed(campaign),
    }  # fmt: skip


def units_asked(request: OfficerRequest, campaign: Campaign) -> list[ReportingUnit]:
    """The units he sees of the campaign, in its order."""
    return list(reporting_units_for(request.user, campaign).select_related("unit", "agency"))


def own_units(request: OfficerRequest, units: list[ReportingUnit]) -> list[ReportingUnit]:
    """Those for which he speaks."""
    return [unit for unit in units if unit.unit_id in request.user.scope.own_unit_ids]


def day_said(data: Mapping[str, Any], name: str) -> date | None:
    """A day as a date field sends it; None where it is empty. Raises Refusal for what is none."""
    text = str(data.get(name, "")).strip()
    if not text:
        return None
    try:
        return day_typed(text)
    except ValueError as error:
        raise Refusal("Ngày ghi không đúng: chọn lại ngày.", code="campaign.day") from error


def agencies_of(campaign: Campaign) -> list[Agency]:
    """The agencies that a task or a contact point can name: of the campaign's units, of the unit that leads, and of those it lies under."""
    lead = campaign.lead_agency.unit
    above = [unit.pk for unit in (lead.parent,) if unit is not None]
    units = with_units_below([lead.pk])
    return list(
        Agency.objects.filter(Q(unit_id__in=units) | Q(unit_id__in=above))
        .exclude(kind="HT")
        .select_related("unit")
        .order_by("unit__level", "unit__sort_key", "kind")
    )
