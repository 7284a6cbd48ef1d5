"""How each kind of register is worked on in a campaign, and how each unit looks up: as it stands, and the forms that set it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.models import Campaign
from hotich.campaign.operations import LOOK_UP_WAYS, set_look_up_way, set_way_of_working
from hotich.campaign.policies import is_closed, leads
from hotich.campaign.queries import campaigns_of, reporting_units_for, ways_of
from hotich.core.registers.catalogue import register
from hotich.population.gateways import has_gateway
from hotich.screens.chosen import campaign_said
from hotich.screens.common import needs, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now, today


@require_safe
@needs("campaign.set")
def ways(request: OfficerRequest) -> HttpResponse:
    """The ways of every campaign of the officer's units, kind by kind."""
    campaigns = [
        {
            "campaign": campaign,
            "rows": [
                {"kind": kind, "title": register(kind).title, "working": working, "own": own}
                for kind, working, own in ways_of(campaign, on=today())
            ],
            "units": reporting_units_for(request.user, campaign),
            "may_set": leads(request.user, campaign) and not is_closed(campaign),
            "history": campaign.ways.select_related("set_by").order_by("-set_at")[:20],
        }
        for campaign in campaigns_of(request.user).select_related("lead_agency__unit", "closing")
    ]
    return render(
        request,
        "campaign_room/ways.html",
        {
            "campaigns": campaigns, "choices": Campaign.Working.choices, "look_up_ways": LOOK_UP_WAYS.items(),
            "has_gateway": has_gateway(),
        },
    )  # fmt: skip


@require_POST
@needs("campaign.set")
def set_way(request: OfficerRequest) -> HttpResponse:
    """Sets the way of one kind from today on."""
    way = set_way_of_working(
        actor=request.user, campaign_id=campaign_said(request, request.POST).pk, kind=request.POST.get("loai", ""),
        working=request.POST.get("cach", ""), now=now(),
    )  # fmt: skip
    messages.success(request, f"{register(way.kind).title}: {way.get_working_display()}, từ hôm nay.")
    return redirect("ways_of_working")


@require_POST
@needs("campaign.set")
def set_looking_up(request: OfficerRequest) -> HttpResponse:
    """Sets how one unit looks up from now on."""
    reporting_unit_id = whole_number(request.POST.get("don-vi", ""))
    if reporting_unit_id is None:
        raise NotFound
    unit = set_look_up_way(
        actor=request.user, reporting_unit_id=reporting_unit_id, way=request.POST.get("cach", ""), now=now()
    )
    messages.success(request, f"{unit.name}: tra cứu {unit.get_look_up_way_display()}, từ bây giờ.")
    return redirect("ways_of_working")
