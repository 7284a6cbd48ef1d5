"""The daily form: look, trace a figure to its entries, confirm and send, download."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.audit import operations as audit
from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.queries import campaigns_of, reporting_units_for
from hotich.core.text import grouped
from hotich.entries.operations import show_names
from hotich.integration.daily_form.reading import LIMITS, read_line
from hotich.integration.refusals import FileRefused
from hotich.reports.columns import COLUMNS, Column, shown
from hotich.reports.files import CONTENT_TYPES, content_of, json_of
from hotich.reports.models import DailyReport, Sending
from hotich.reports.operations import declare, send_again, send_town_report, send_unit_report
from hotich.reports.operations.sending import OF_THE_TOWN
from hotich.reports.papers import waits_for_papers
from hotich.reports.periods import day_at, period_for
from hotich.reports.queries import STATUS_LABELS, daily_form, deadline_of, reports_for
from hotich.reports.tracing import TRACEABLE, entries_behind
from hotich.reports.workbook import workbook
from hotich.screens.chosen import Choice, choice_of
from hotich.screens.common import needs, page_of, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now, today

_ELSEWHERE = {
    ("required",): ("books", "books.view"),
    ("books", "handed_over"): ("books", "books.view"),
    ("books", "keying"): ("books", "books.view"),
    ("books", "complete"): ("books", "books.view"),
    ("books", "returned"): ("books", "books.view"),
    ("stations", "total"): ("stations", "stations.view"),
    ("lost_hours",): ("outages", "stations.view"),
}
"""Figures that do not come from entries, the list they come from and who may open it."""
_LONGEST = timedelta(days=10 * 366)


NO_CAMPAIGN = "Chưa có đợt cao điểm nào của đơn vị đồng chí đang nhập dữ liệu."
NOT_REPORTING = "Không có đợt mang mã này trong các đợt của đồng chí, hoặc đợt đó chưa đến ngày bắt đầu nhập nên chưa có báo cáo."


def _choice(request: OfficerRequest) -> Choice:
    return choice_of(request, campaigns_of(request.user).filter(keying_starts_on__lte=today()))


def _campaign(request: OfficerRequest) -> Campaign:
    return _choice(request).asked(request, NO_CAMPAIGN, NOT_REPORTING)


def _day(request: OfficerRequest, campaign: Campaign) -> date:
    """The day asked for, else today: after the cut-off that is the report which waits to be sent, not the period that has begun. Of a
    campaign that has ended, the last day it reports.
    """
    first = min(today(), day_at(campaign, now()))
    try:
        asked = date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return first
    # No day has figures before the campaign; the calendar's own ends have no day beside them either.
    return asked if abs(asked - campaign.starts_on) < _LONGEST else first


def _group(column: Column) -> str:
    return column.group


def _units(request: OfficerRequest, campaign: Campaign) -> list[ReportingUnit]:
    return list(reporting_units_for(request.user, campaign))


def _form(campaign: Campaign, day: date, units: list[ReportingUnit]) -> dict[str, Any]:
    return daily_form(campaign, day, now=now(), units=units)


@require_safe
@needs("report.view")
def form(request: OfficerRequest) -> HttpResponse:
    """The day's form of the officer's units, with a link behind every figure that comes from entries."""
    choice = _choice(request)
    campaign = choice.asked(request, NO_CAMPAIGN, NOT_REPORTING)
    day = _day(request, campaign)
    listed = _units(request, campaign)
    data = _form(campaign, day, listed)
    period = {key: datetime.fromisoformat(value) for key, value in data["period"].items()}
    lines = [shown(line) for line in data["units"]]
    reports = reports_for(request.user, campaign, day)
    units = {unit.code: unit for unit in listed}
    rows = [_row(request, line, units[line["code"]], reports) for line in lines]
    total = shown(data["total"] | {"forecast_date": None}) if data["units"] else None
    return render(
        request,
        "report_desk/form.html",
        {
            "campaign": campaign,
            "choice": choice,
            "day": day,
            "day_before": day - timedelta(days=1),
            "day_after": day + timedelta(days=1),
            "period": period,
            "groups": [{"label": label, "columns": list(under)} for label, under in groupby(COLUMNS, _group)],
            "rows": rows,
            "total_cells": [
                _figure(column.of(total) if column.summed or column.path == ("percent",) else "")
                for column in COLUMNS
            ]
            if total
            else [],
            "total": total,
            "runs": period["from"] <= now() < period["to"],
            "may_report": request.user.may("report.send") or request.user.may("report.town"),
            "town": _town(request, campaign, day, reports.get(None)),
            "without_access": [unit for unit in units.values() if unit.without_access]
            if request.user.may("report.town")
            else [],
        },
    )


def _figure(value: Any) -> dict[str, Any]:
    """A cell of the form, as it is written, too; what nobody measured stays empty."""
    is_number = isinstance(value, int | float)
    return {
        "value": value,
        "said": grouped(value, int(isinstance(value, float))) if is_number else value or "",
    }


def _row(
    request: OfficerRequest, line: dict[str, Any], unit: ReportingUnit, reports: dict[int | None, DailyReport]
) -> dict[str, Any]:
    report = reports.get(unit.pk)
    sendings = list(report.sendings.all()) if report else []
    own = request.user.may("report.send") and unit.unit_id in request.user.scope.own_unit_ids
    return {
        "line": line,
        "cells": [
            _figure(column.of(line))
            | {
                "path": ".".join(column.path) if column.path in TRACEABLE else "",
                "list": _list_of(request, column, unit),
            }
            for column in COLUMNS
        ],
        "status_label": STATUS_LABELS[line["status"]],
        "report": report,
        "last": sendings[-1] if sendings else None,
        "may_send": report is not None and not sendings and own,
        "may_send_again": bool(sendings) and own,
    }


def _list_of(request: OfficerRequest, column: Column, unit: ReportingUnit) -> str:
    """The list a figure of the unit comes from that does not come from entries."""
    name, capability = _ELSEWHERE.get(column.path, ("", ""))
    if not name or not request.user.may(capability):
        return ""
    if name != "books":
        return reverse(name)
    status = f"&trang-thai={column.path[1]}" if column.path[0] == "books" else ""
    return f"{reverse(name)}?don-vi={unit.unit.code}{status}"


def _town(
    request: OfficerRequest, campaign: Campaign, day: date, report: DailyReport | None
) -> dict[str, Any] | None:
    """The town's report: to whom it went, to whom it still has to go and until when."""
    if report is None:
        return None
    sent: dict[str, list[Sending]] = {}
    for sending in report.sendings.all():
        sent.setdefault(sending.receiver, []).append(sending)
    own = request.user.may("report.town") and report.unit_id in request.user.scope.own_unit_ids
    return {
        "report": report,
        "receivers": [
            {
                "receiver": receiver,
                "deadline": deadline_of(campaign, day, receiver),
                "last": sent[receiver][-1] if receiver in sent else None,
                "may_send": own and receiver not in sent,
                "may_send_again": own and receiver in sent,
            }
            for receiver in OF_THE_TOWN
        ],
    }


@require_safe
@needs("report.view")
def download(request: OfficerRequest, ending: str) -> HttpResponse:
    """The same form as a file; the export is logged."""
    campaign = _campaign(request)
    day = _day(request, campaign)
    data = _form(campaign, day, _units(request, campaign))
    audit.record(
        kind="report.exported",
        officer=request.user,
        subject=f"campaign:{campaign.code}",
        detail={"date": day.isoformat(), "ending": ending},
        now=now(),
    )
    content = json_of(data) if ending == "json" else workbook(data)
    response = HttpResponse(content, content_type=CONTENT_TYPES[ending])
    response.headers["Content-Disposition"] = (
        f'attachment; filename="bao-cao-ngay-{day.isoformat()}.{ending}"'
    )
    return response


@require_safe
@needs("report.view")
def behind(request: OfficerRequest, code: str, path: str) -> HttpResponse:
    """The entries behind one figure."""
    campaign = _campaign(request)
    day = _day(request, campaign)
    unit = reporting_units_for(request.user, campaign).filter(code=code).first()
    if unit is None:
        raise NotFound
    key = tuple(path.split("."))
    if key not in TRACEABLE:
        raise NotFound
    entries = entries_behind(request.user, unit, period_for(campaign, day), key, day=day)
    page = page_of(entries, request)
    personal = request.user.may("entries.view") and unit.unit_id in request.user.scope.personal_unit_ids
    if personal:
        page.object_list = list(page.object_list)
        show_names(actor=request.user, entries=page, where=f"report:{unit.code}", now=now())
    column = next(column for column in COLUMNS if column.path == key)
    return render(
        request,
        "report_desk/behind.html",
        {
            "unit": unit,
            "day": day,
            "column": column,
            "page": page,
            "personal": personal,
            "query": f"ngay={day.isoformat()}&dot={campaign.code}&",
        },
    )


@require_POST
@needs("report.send")
def send(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """Confirms a unit's frozen figures and sends them."""
    return _sent(
        request, send_unit_report(actor=request.user, now=now(), report_id=report_id, **_words(request))
    )


@require_POST
@needs("report.town")
def send_town(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """Sends the town's report to one of its two receivers."""
    sending = send_town_report(
        actor=request.user, now=now(), report_id=report_id, receiver=request.POST.get("noi-nhan", ""), **_words(request)
    )  # fmt: skip
    return _sent(request, sending)


@require_POST
@needs("report.send")
def again(request: OfficerRequest, sending_id: int) -> HttpResponse:
    """Another version of a unit's report, with its reason."""
    return _again(request, sending_id)


@require_POST
@needs("report.town")
def town_again(request: OfficerRequest, sending_id: int) -> HttpResponse:
    """Another version of the town's report, with its reason."""
    return _again(request, sending_id)


def _again(request: OfficerRequest, sending_id: int) -> HttpResponse:
    reason = request.POST.get("ly-do", "")[:300]
    return _sent(
        request,
        send_again(actor=request.user, now=now(), sending_id=sending_id, reason=reason, **_words(request)),
    )


def _words(request: OfficerRequest) -> dict[str, str]:
    return {
        "obstacles": request.POST.get("kho-khan", "")[:4000],
        "proposals": request.POST.get("de-xuat", "")[:4000],
    }


def _sent(request: OfficerRequest, sending: Sending) -> HttpResponse:
    said = "gửi muộn" if sending.late else "đúng hạn"
    messages.success(request, f"Đã gửi báo cáo tới {sending.get_receiver_display()} ({said}).")
    return redirect(_address(sending.report))


def _address(report: DailyReport) -> str:
    return f"{reverse('daily_form')}?ngay={report.date.isoformat()}&dot={report.campaign.code}"


@require_safe
@needs("report.view")
def versions(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """Every version of a report as it went out: when, by whom, under whose name, why again, and its bytes."""
    report = get_object_or_404(
        DailyReport.objects.visible_to(request.user).select_related("campaign", "reporting_unit"),
        pk=report_id,
    )
    found = report.sendings.select_related("sent_by").prefetch_related("files")
    sendings, at = list(found.order_by("receiver", "number")), now()
    return render(
        request,
        "report_desk/versions.html",
        {
            "report": report,
            "sendings": sendings,
            "back": _address(report),
            "waiting": {sending.pk for sending in sendings if waits_for_papers(sending, at)},
        },
    )


@require_safe
@needs("report.view")
def sent_file(request: OfficerRequest, sending_id: int, ending: str) -> HttpResponse:
    """The bytes of a version as they were sent; who takes them is logged."""
    sending = get_object_or_404(
        Sending.objects.visible_to(request.user).select_related("report"), pk=sending_id
    )
    file = get_object_or_404(sending.files, kind=ending)
    audit.record(
        kind="report.exported", officer=request.user, subject=f"report:{sending.report_id}",
        detail={"version": sending.number, "receiver": sending.receiver, "ending": ending}, unit_id=sending.unit_id, now=now(),
    )  # fmt: skip
    response = HttpResponse(content_of(file), content_type=CONTENT_TYPES[ending])
    name = f"bao-cao-ngay-{sending.report.date.isoformat()}-ban-{sending.number}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@needs("report.town")
def declared(request: OfficerRequest) -> HttpResponse:
    """Takes in the form of a unit without access."""
    campaign = _campaign(request)
    unit = get_object_or_404(
        reporting_units_for(request.user, campaign), pk=whole_number(request.POST.get("don-vi", "")) or 0
    )
    file = request.FILES.get("tep")
    if file is None or (file.size or 0) > LIMITS.packed:
        raise FileRefused("Chọn tệp xlsx của biểu báo cáo ngày, không quá 2 MB.")
    content = file.read()
    line = read_line(content, unit.name)
    found = declare(
        actor=request.user, now=now(), reporting_unit_id=unit.pk, day=line.day, figures=line.figures, content=content,
        obstacles=line.obstacles, reason=request.POST.get("ly-do", "")[:300],
    )  # fmt: skip
    messages.success(
        request, f"Đã nhận biểu ngày {found.date:%d/%m/%Y} của {unit.name} (bản thứ {found.number})."
    )
    return redirect(f"{reverse('daily_form')}?ngay={found.date.isoformat()}&dot={campaign.code}")
