"""The budget of a campaign, and what officers keyed, counted by length."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.budget.counting import counted_until
from hotich.campaign.budget.operations import (
    BudgetRefused,
    add_item,
    note_amount,
    payers_of,
    set_rate,
    withdraw_rate,
)
from hotich.campaign.budget.queries import item_for, items_for, sources_of, sums_of
from hotich.campaign.budget.volumes import names_of, total_of, volumes_of
from hotich.campaign.models import Amount, BudgetItem, Campaign
from hotich.campaign.policies import is_closed
from hotich.campaign.queries import campaigns_of, reporting_units_for
from hotich.screens.chosen import campaign_asked, campaign_said, day_of
from hotich.screens.common import is_uuid, needs, page_of, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now, today
from hotich.units.models import Unit

LONGEST: Final = 400
"""Days over which work is counted at once."""


@require_safe
@needs("budget.view")
def budget(request: OfficerRequest) -> HttpResponse:
    """The sums unit by unit, the items, the rates; with the forms for who writes them."""
    campaign = campaign_asked(request)
    found: dict[str, Any] = {"units": [], "total": None, "payers": [], "sources": [], "may_rate": False}
    if campaign is not None:
        units, total = sums_of(items_for(request.user, campaign), campaign, now=now())
        may = request.user.may("budget.set")
        payers = payers_of(request.user, campaign) if may else set()
        found = {
            "units": units, "total": total, "payers": Unit.objects.filter(pk__in=payers).order_by("sort_key"),
            "sources": [(one.value, one.label) for one in sources_of(campaign)],
            "may_rate": may
            and campaign.lead_agency.unit_id in request.user.scope.own_unit_ids
            and not is_closed(campaign),
            "rates": campaign.rates.select_related("set_by"),
            "own": [item for one in units for item in one.items if item.unit_id in payers],
        }  # fmt: skip
    return render(
        request,
        "budget_room/budget.html",
        {
            "campaign": campaign, "campaigns": campaigns_of(request.user), "groups": BudgetItem.Group.choices,
            "amounts": Amount.Kind.choices, "today": today(),
            "may_see_volumes": request.user.may("volumes.view"), "may_draw": request.user.may("documents.draw"),
            "counted_until": counted_until(), **found,
        },
    )  # fmt: skip


@require_POST
@needs("budget.set")
def item(request: OfficerRequest) -> HttpResponse:
    """A new line of the budget."""
    data, campaign = request.POST, campaign_said(request, request.POST)
    return _acted(
        request, campaign,
        lambda: add_item(
            actor=request.user, now=now(), campaign=campaign, unit_id=whole_number(data.get("don-vi", "")) or 0,
            group=data.get("nhom", ""), name=data.get("noi-dung", ""), source=data.get("nguon", ""),
        ),
        "Đã thêm khoản kinh phí. Ghi số tiền dự toán, được cấp, đã chi vào khoản đó.",
    )  # fmt: skip


@require_safe
@needs("budget.view")
def amounts(request: OfficerRequest, item_id: UUID) -> HttpResponse:
    """Every amount of an item, with who noted it, the newest first."""
    found = item_for(request.user, item_id)
    rows = found.amounts.select_related("noted_by").order_by("-day", "-noted_at", "-id")
    return render(request, "budget_room/amounts.html", {"item": found, "page": page_of(rows, request)})


@require_POST
@needs("budget.set")
def amount(request: OfficerRequest) -> HttpResponse:
    """An amount planned, allotted or spent."""
    data, campaign = request.POST, campaign_said(request, request.POST)
    if not is_uuid(data.get("khoan", "")):
        raise NotFound("Chọn khoản kinh phí.")
    return _acted(
        request, campaign,
        lambda: note_amount(
            actor=request.user, now=now(), item_id=data["khoan"], kind=data.get("la", ""),
            amount=money_said(data.get("so-tien", "")), day=day_of(data.get("ngay", "")), note=data.get("ghi-chu", ""),
        ),
        "Đã ghi số tiền.",
    )  # fmt: skip


@require_POST
@needs("budget.set")
def rate(request: OfficerRequest) -> HttpResponse:
    """The rates from a day on."""
    data, campaign = request.POST, campaign_said(request, request.POST)
    names = {"per_entry": "truong-hop", "per_short": "ngan", "per_medium": "vua", "per_long": "dai"}
    return _acted(
        request, campaign,
        lambda: set_rate(
            actor=request.user, now=now(), campaign=campaign, since=day_of(data.get("tu-ngay", "")),
            basis=data.get("can-cu", ""), **{name: money_said(data.get(field, "")) for name, field in names.items()},
        ),
        "Đã đặt đơn giá.",
    )  # fmt: skip


@require_POST
@needs("budget.set")
def no_rate(request: OfficerRequest) -> HttpResponse:
    """A rate that has not begun does not begin."""
    data, campaign = request.POST, campaign_said(request, request.POST)
    return _acted(
        request, campaign,
        lambda: withdraw_rate(actor=request.user, now=now(), campaign=campaign, since=day_of(data.get("bo-tu-ngay", ""))),
        "Đã rút đơn giá chưa áp dụng.",
    )  # fmt: skip


def money_said(text: str) -> int | None:
    """Đồng as people write them: `12.500.000`, `-300.000`; None for anything else."""
    plain = text.strip().replace(".", "").replace(" ", "")
    sign, digits = (-1, plain[1:]) if plain.startswith("-") else (1, plain)
    return sign * int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 15 else None


def _acted(request: OfficerRequest, campaign: Campaign, act: Callable[[], object], done: str) -> HttpResponse:
    act()
    messages.success(request, done)
    return redirect(f"{reverse('budget')}?dot={campaign.code}")


@require_safe
@needs("volumes.view")
def volumes(request: OfficerRequest) -> HttpResponse:
    """Entries and filled fields by length of each officer and unit over some days, with what they come to."""
    campaign = campaign_asked(request)
    found: dict[str, Any] = {"units": [], "total": None, "first": today(), "last": today()}
    refusal = None
    if campaign is not None:
        first, last = _stretch(request, campaign)
        found, refusal = found | {"first": first, "last": last}, _reversed(first, last)
    if campaign is not None and refusal is None:
        reporting = {one.unit_id: one for one in reporting_units_for(request.user, campaign)}
        lines = volumes_of(campaign, reporting, first=first, last=last)
        names = names_of(lines)
        by_unit = {unit: list(rows) for unit, rows in groupby(lines, key=lambda one: one.unit_id)}
        found = {
            "first": first, "last": last, "total": total_of(lines),
            "units": [
                {
                    "unit": one, "total": total_of(by_unit[unit], unit),
                    "lines": [(names.get(each.officer_id, ""), each) for each in by_unit[unit]],
                }
                for unit, one in reporting.items()
                if unit in by_unit
            ],
        }  # fmt: skip
    return render(
        request,
        "budget_room/volumes.html",
        {
            "campaign": campaign, "campaigns": campaigns_of(request.user), "may_draw": request.user.may("documents.draw"),
            "counted_until": counted_until(), "refusal": refusal, **found,
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


def _stretch(request: OfficerRequest, campaign: Campaign) -> tuple[date, date]:
    """The days asked for; from the beginning of the keying, or a year back, to today where none are."""
    last = min(day_of(request.GET.get("den-ngay", "")) or today(), today())
    said = day_of(request.GET.get("tu-ngay", ""))
    return max(said or min(campaign.keying_starts_on, last), last - timedelta(days=LONGEST)), last


def _reversed(first: date, last: date) -> BudgetRefused | None:
    if first <= last:
        return None
    return BudgetRefused(
        f"“Từ ngày” ({first:%d/%m/%Y}) sau “Đến ngày” ({last:%d/%m/%Y}; không quá hôm nay): sửa một trong hai ngày.",
        code="budget.days",
    )
