"""Opening a campaign, and setting what it fixes for all: days, quota, hours, the machines of each unit."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hotich.campaign.models import Campaign
from hotich.campaign.plan.operations import PlanRefused, Terms, open_plan, set_terms, set_unit
from hotich.campaign.plan.queries import can_be_carried_out, can_report
from hotich.screens.campaign_room.asked import day_said
from hotich.screens.chosen import campaign_said
from hotich.screens.common import needs, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import Refusal
from hotich.support.time import now
from hotich.support.words import fitting
from hotich.units.models import Agency, AgencyKind

_USUAL = {
    "chi-tieu": "300", "chot": "13:30", "han-don-vi": "14:00", "han-thi-xa": "14:30", "han-tinh": "15:00",
}  # fmt: skip
"""What the province's plan set; a campaign has its own."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs("campaign.plan")
def begin(request: OfficerRequest) -> HttpResponse:
    """A new campaign; what cannot be so is said on the same page, with everything as it was typed."""
    agencies = _leading(request)
    if request.method != "POST":
        return _form(request, agencies, _USUAL)
    data = request.POST
    try:
        campaign = open_plan(
            actor=request.user, code=data.get("ma", ""), terms=_terms(data), now=now(),
            agency=next((each for each in agencies if each.code == data.get("co-quan")), None),
            parent_id=whole_number(data.get("thuoc-dot", "")),
            unit_ids=[number for each in data.getlist("don-vi") if (number := whole_number(each)) is not None],
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status not in (400, 409, 422):
            raise
        return _form(request, agencies, data, refusal)
    messages.success(request, "Đã mở đợt. Ghi căn cứ, chế độ báo cáo, nhiệm vụ rồi lập chỉ tiêu.")
    return redirect(f"{reverse('plan')}?dot={campaign.code}")


def _leading(request: OfficerRequest) -> list[Agency]:
    """The agencies of his own unit that can lead a campaign, its committee first."""
    found = Agency.objects.filter(
        unit_id__in=request.user.scope.own_unit_ids, kind__in=(AgencyKind.COMMITTEE, AgencyKind.JUSTICE)
    )
    return sorted(
        found.select_related("unit"), key=lambda each: (each.kind != AgencyKind.COMMITTEE, each.code)
    )


def _form(
    request: OfficerRequest, agencies: list[Agency], said: Mapping[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    units = {unit.pk: unit for agency in agencies for unit in can_report(agency)}
    chosen = request.POST.getlist("don-vi") if refusal else [str(pk) for pk in units]
    return render(
        request,
        "campaign_room/plan_begin.html",
        {
            "agencies": agencies, "said": said, "refusal": refusal,
            "units": [(unit, str(unit.pk) in chosen) for unit in units.values()],
            "parents": can_be_carried_out(request.user, agencies),
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


def _terms(data: Mapping[str, Any]) -> Terms:
    """What the form says. Raises Refusal for a day or an hour that is none, PlanRefused for one that is missing."""
    days = [day_said(data, name) for name in ("pham-vi", "ban-hanh", "bat-dau", "truoc-ngay")]
    hours = [_hour(data, name) for name in ("chot", "han-don-vi", "han-thi-xa", "han-tinh")]
    quota = whole_number(data.get("chi-tieu", ""))
    scope, starts, keying, due = days
    if scope is None or starts is None or keying is None or due is None or quota is None:
        raise PlanRefused("Ghi đủ phạm vi, các ngày và chỉ tiêu của đợt.")
    return Terms(
        fitting(data.get("ten", ""), field="Tên đợt", most=300, refusal=PlanRefused),
        fitting(data.get("ke-hoach", ""), field="Kế hoạch", most=300, refusal=PlanRefused), scope, starts, keying, due, quota, *hours
    )  # fmt: skip


def _hour(data: Mapping[str, Any], name: str) -> time:
    try:
        return time.fromisoformat(str(data.get(name, "")).strip())
    except ValueError as error:
        raise PlanRefused("Giờ ghi không đúng: ghi dạng 13:30.") from error


@require_POST
@needs("campaign.plan")
def change(request: OfficerRequest) -> HttpResponse:
    """Other days, hours, another quota."""
    campaign = set_terms(
        actor=request.user, campaign_id=campaign_said(request, request.POST).pk, terms=_terms(request.POST), now=now(),
        reason=request.POST.get("ly-do", ""),
    )  # fmt: skip
    messages.success(request, "Đã lưu thời gian, chỉ tiêu, giờ chốt của đợt.")
    return redirect(f"{reverse('plan')}?dot={campaign.code}")


@require_POST
@needs("campaign.plan")
def unit(request: OfficerRequest) -> HttpResponse:
    """The fewest machines of one unit, and whether it sends files."""
    changed = set_unit(
        actor=request.user, reporting_unit_id=whole_number(request.POST.get("don-vi", "")),
        stations_required=whole_number(request.POST.get("may", "")), without_access=request.POST.get("bang-tep") == "1",
        now=now(),
    )  # fmt: skip
    how = "; gửi biểu bằng tệp" if changed.without_access else ""
    messages.success(request, f"{changed.name}: ít nhất {changed.stations_required} máy{how}.")
    return redirect(f"{reverse('plan')}?dot={changed.campaign.code}")


def terms_said(campaign: Campaign) -> dict[str, str]:
    """A campaign's terms as the fields of the form have them."""
    return {
        "ten": campaign.name, "ke-hoach": campaign.basis, "pham-vi": campaign.scope_until.isoformat(),
        "ban-hanh": campaign.starts_on.isoformat(), "bat-dau": campaign.keying_starts_on.isoformat(),
        "truoc-ngay": campaign.due_on.isoformat(), "chi-tieu": str(campaign.quota_per_station),
        "chot": f"{campaign.cut_off:%H:%M}", "han-don-vi": f"{campaign.unit_deadline:%H:%M}",
        "han-thi-xa": f"{campaign.town_deadline:%H:%M}", "han-tinh": f"{campaign.province_deadline:%H:%M}",
    }  # fmt: skip
