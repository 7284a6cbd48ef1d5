"""Closing a campaign: the account of every unit, what stands in the way, and the act."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.closing.accounts import accounts_in, accounts_of, books_that_differ, total_of
from hotich.campaign.closing.declared import declared_in, declared_of
from hotich.campaign.closing.operations import ClosingRefused, close_campaign
from hotich.campaign.models import Campaign, Closing
from hotich.campaign.policies import leads, who_may
from hotich.campaign.queries import campaigns_of, reporting_units_for
from hotich.reports.queries import figures_at
from hotich.screens.chosen import campaign_asked, campaign_said
from hotich.screens.common import needs
from hotich.staff.requests import OfficerRequest
from hotich.support.time import now, today


@require_safe
@needs("closing.view")
def page(request: OfficerRequest) -> HttpResponse:
    """Inventory beside what became of it, unit by unit: as it stands, or as it was kept when the campaign was closed."""
    return _shown(request, campaign_asked(request))


def _shown(
    request: OfficerRequest, campaign: Campaign | None, refusal: ClosingRefused | None = None
) -> HttpResponse:
    found: dict[str, Any] = {"accounts": [], "total": None, "closing": None, "may_close": False, "who": ""}
    if campaign is not None:
        closing = Closing.objects.filter(campaign=campaign).select_related("closed_by").first()
        own = {one.code: one for one in reporting_units_for(request.user, campaign)}
        accounts = (
            [one for one in accounts_in(closing.figures) if one.code in own]
            if closing
            else accounts_of(request.user, campaign)
        )
        declared = declared_in(closing.figures, own) if closing else declared_of(request.user, campaign)
        ready = (
            [] if closing else [own[one.code].unit_id for one in accounts if one.differs and not one.stops]
        )
        differing = books_that_differ(campaign, ready) if ready else {}
        total, room = total_of(accounts), _in_the_room(campaign, {one.code for one in accounts})
        may_close = closing is None and request.user.may("campaign.close") and leads(request.user, campaign)
        asks_who = closing is None and not may_close
        found = {
            "accounts": [
                {
                    "account": one, "unit": own[one.code].unit.code if one.code in own else "",
                    "said": request.POST.get(f"vi-sao-{one.code}", one.explanation),
                    "differing": differing.get(own[one.code].unit_id, []) if one.code in own else [],
                }
                for one in accounts
            ],
            "declared": [{"account": one, "said": request.POST.get(f"vi-sao-{one.code}", one.explanation)} for one in declared],
            "declared_total": declared, "total": total, "in_the_room": room, "without_certificate": room - total.keyed - total.unreadable, "closing": closing,
            "waiting": sum(bool(one.stops) for one in accounts),
            "may_close": may_close, "who": who_may(campaign, "campaign.close", on=today()) if asks_who else "",
        }  # fmt: skip
    return render(
        request,
        "budget_room/closing.html",
        {
            "campaign": campaign, "campaigns": campaigns_of(request.user), "refusal": refusal, "typed_code": request.POST.get("ma-dot", ""),
            "may_draw": request.user.may("documents.draw"), "may_see_books": request.user.may("books.view"), **found,
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


def _in_the_room(campaign: Campaign, codes: Collection[str]) -> int:
    """How many entries the campaign's room says are keyed: every one that stands, whatever became of its book."""
    lines = figures_at(campaign, now())
    return sum(sum(line.cumulative.values()) for line in lines if line.code in codes)


@require_POST
@needs("campaign.close")
def close(request: OfficerRequest) -> HttpResponse:
    """Closes the campaign; what stands in the way is said on the same page, with everything as it was typed."""
    campaign = campaign_said(request, request.POST)
    said = {
        key.removeprefix("vi-sao-"): str(value)
        for key, value in request.POST.items()
        if key.startswith("vi-sao-")
    }
    try:
        close_campaign(
            actor=request.user,
            now=now(),
            campaign_id=campaign.pk,
            explanations=said,
            code=request.POST.get("ma-dot", ""),
        )
    except ClosingRefused as refusal:
        return _shown(request, campaign, refusal)
    messages.success(
        request, "Đã kết thúc đợt. Soạn báo cáo tổng kết và biên bản nghiệm thu từ số liệu đã chốt."
    )
    return redirect(f"{reverse('closing')}?dot={campaign.code}")
