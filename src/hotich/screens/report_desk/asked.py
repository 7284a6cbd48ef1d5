"""Which report an address asks for; one that there is not is said plainly, with the way to the nearest that there is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hotich.campaign.models import Campaign
from hotich.campaign.policies import is_closed
from hotich.campaign.queries import campaigns_of
from hotich.reports.periods import day_at, reported_days
from hotich.screens.chosen import Choice, choice_of, day_of
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now, today

NO_CAMPAIGN = "Chưa có đợt cao điểm nào của đơn vị đồng chí đang nhập dữ liệu."


class NoReport(NotFound):
    """There is no report of what was asked for. `day` is the nearest day of the campaign that has one."""

    code = "report.none"

    def __init__(self, message: str, *, campaign: Campaign, day: date) -> None:
        self.campaign, self.day = campaign, day
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """A day of a campaign, and between which days there are reports."""

    campaign: Campaign
    choice: Choice
    day: date
    first: date
    last: date


def campaign_asked(request: OfficerRequest) -> tuple[Campaign, Choice]:
    """The campaign of `?dot=`, else the first at work, and what there is to choose from. Raises NoReport, NotFound."""
    own = list(campaigns_of(request.user))
    begun = [campaign for campaign in own if campaign.keying_starts_on <= today()]
    choice = choice_of(request, begun)
    wanted = request.GET.get("dot", "")
    if choice.campaigns and wanted and wanted not in {one.code for one in begun}:
        campaign = choice.campaigns[0]
        soon = next((one for one in own if one.code == wanted), None)
        said = (
            f"Đợt {soon.code} chưa đến ngày bắt đầu nhập, {soon.keying_starts_on:%d/%m/%Y}, nên chưa có báo cáo."
            if soon is not None
            else "Không có đợt mang mã này trong các đợt của đồng chí."
        )
        raise NoReport(said, campaign=campaign, day=_usual(campaign, day_at(campaign, now())))
    return choice.asked(request, NO_CAMPAIGN), choice


def report_asked(request: OfficerRequest) -> ReportAsked:
    """The day asked for, else today: after the cut-off that is the report which waits to be sent, not the period that has begun. Of a
    campaign that has ended, the last day it reports. Raises NoReport, NotFound.
    """
    campaign, choice = campaign_asked(request)
    first, last = reported_days(campaign, now())
    text, usual = request.GET.get("ngay", ""), _usual(campaign, last)
    day = day_of(text) if text else usual
    if day is None:
        raise NoReport("Không đọc được ngày trong địa chỉ.", campaign=campaign, day=usual)
    if not first <= day <= last:
        raise NoReport(
            f"Không có báo cáo ngày {day:%d/%m/%Y}: {_why(campaign, day, first, last)}.",
            campaign=campaign, day=first if day < first else last,
        )  # fmt: skip
    return ReportAsked(campaign, choice, day, first, last)


def _usual(campaign: Campaign, last: date) -> date:
    """Of the days up to the `last`, the one that is shown where none is asked for."""
    return last if is_closed(campaign) else min(today(), last)


def _why(campaign: Campaign, day: date, first: date, last: date) -> str:
    if day < first:
        return f"đợt báo cáo từ ngày {first:%d/%m/%Y}"
    if is_closed(campaign):
        return f"đợt đã kết thúc, báo cáo cuối cùng là của ngày {last:%d/%m/%Y}"
    return "kỳ báo cáo của ngày này chưa bắt đầu"


def says_if_there_is_none(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of a report: where there is none, the page that says so instead, also of a file."""

    @wraps(view)
    def said(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoReport as none:
            way = f"{reverse('daily_form')}?ngay={none.day.isoformat()}&dot={none.campaign.code}"
            return render(
                request, "report_desk/no_report.html", {"none": none, "way": way}, status=none.status
            )

    return said
