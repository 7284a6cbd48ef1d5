"""Sẵn sàng: the checklist of every unit beside what the installation knows, and of one's own unit with a form a line."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.models import ReadinessLine
from hotich.campaign.policies import is_closed
from hotich.campaign.readiness.operations import report_readiness
from hotich.campaign.readiness.queries import readiness_of
from hotich.screens.campaign_room.asked import campaign_asked, common, own_units, units_asked
from hotich.screens.common import needs, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now, today


@require_safe
@needs("campaign.view")
def readiness(request: OfficerRequest) -> HttpResponse:
    """All units that he sees in one table; below it the lines of one unit: his own, or the one asked for."""
    campaign = campaign_asked(request)
    units = units_asked(request, campaign)
    standing = readiness_of(request.user, campaign, units, on=today())
    own = {unit.pk for unit in own_units(request, units)}
    wanted = request.GET.get("don-vi", "")
    shown = next((each for each in standing if each.unit.code == wanted), None)
    if wanted and shown is None:
        raise NotFound("Đơn vị này không thuộc phạm vi của đồng chí, hoặc không có trong đợt.")
    if shown is None:
        shown = next((each for each in standing if each.unit.pk in own), None)
    if shown is None and len(standing) == 1:
        shown = standing[0]
    may_prove = shown is not None and shown.unit.pk in own and request.user.may("tasks.report")
    return render(
        request,
        "campaign_room/plan_readiness.html",
        common(request, campaign, "readiness")
        | {
            "standing": standing, "items": list(campaign.readiness_items.all()), "shown": shown,
            "may_report": may_prove and not is_closed(campaign), "may_prove": may_prove, "states": ReadinessLine.State.choices,
        },
    )  # fmt: skip


@require_POST
@needs("tasks.report")
def report(request: OfficerRequest) -> HttpResponse:
    """How one line of his unit stands."""
    line = report_readiness(
        actor=request.user, item_id=whole_number(request.POST.get("muc", "")),
        reporting_unit_id=whole_number(request.POST.get("don-vi", "")), state=request.POST.get("tinh-trang", ""),
        said=request.POST.get("minh-chung", ""), now=now(),
    )  # fmt: skip
    unit = line.reporting_unit
    messages.success(request, f"{line.item.label}: {line.get_state_display()}.")
    return redirect(f"{reverse('plan_readiness')}?dot={unit.campaign.code}&don-vi={unit.code}")
