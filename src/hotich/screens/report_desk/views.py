"""The daily form: look, trace a figure to its entries, confirm and send, download."""

import json
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.audit import operations as audit
from hotich.campaign.models import Campaign
from hotich.campaign.queries import campaigns_on, reporting_units_for
from hotich.core.quotas import business_date
from hotich.entries.operations import show_names
from hotich.reports.columns import COLUMNS, Column, shown
from hotich.reports.operations import send_unit_report
from hotich.reports.periods import period_for
from hotich.reports.queries import STATUS_LABELS, daily_form, reports_for
from hotich.reports.tracing import TRACEABLE, entries_behind
from hotich.reports.workbook import workbook
from hotich.screens.common import needs, page_of
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now, today

_LONGEST = timedelta(days=10 * 366)


def _campaign(request: OfficerRequest) -> Campaign:
    own = [
        campaign for campaign in campaigns_on(today()) if reporting_units_for(request.user, campaign).exists()
    ]
    wanted = request.GET.get("dot", "")
    chosen = next((campaign for campaign in own if campaign.code == wanted), own[0] if own else None)
    if chosen is None:
        raise NotFound("Chưa có đợt cao điểm nào của đơn vị đồng chí đang nhập dữ liệu.")
    return chosen


def _day(request: OfficerRequest, campaign: Campaign) -> date:
    try:
        asked = date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return business_date(now(), campaign.cut_off)
    # No day has figures before the campaign; the calendar's own ends have no day beside them either.
    return asked if abs(asked - campaign.starts_on) < _LONGEST else business_date(now(), campaign.cut_off)


def _group(column: Column) -> str:
    return column.group


def _form(request: OfficerRequest, campaign: Campaign, day: date) -> dict[str, Any]:
    units = list(reporting_units_for(request.user, campaign))
    return daily_form(campaign, day, now=now(), units=units)


@require_safe
@needs("report.view")
def form(request: OfficerRequest) -> HttpResponse:
    """The day's form of the officer's units, with a link behind every figure that comes from entries."""
    campaign = _campaign(request)
    day = _day(request, campaign)
    data = _form(request, campaign, day)
    lines = [shown(line) for line in data["units"]]
    reports = reports_for(request.user, campaign, day)
    units = {unit.code: unit for unit in reporting_units_for(request.user, campaign)}
    rows = []
    for line in lines:
        unit = units[line["code"]]
        report = reports.get(unit.pk)
        rows.append(
            {
                "line": line,
                "cells": [
                    {
                        "value": column.of(line),
                        "path": ".".join(column.path) if column.path in TRACEABLE else "",
                    }
                    for column in COLUMNS
                ],
                "status_label": STATUS_LABELS[line["status"]],
                "report": report,
                "may_send": report is not None
                and report.sent_at is None
                and request.user.may("report.send")
                and unit.unit_id in request.user.scope.own_unit_ids,
            }
        )
    total = shown(data["total"] | {"forecast_date": None}) if data["units"] else None
    return render(
        request,
        "report_desk/form.html",
        {
            "campaign": campaign,
            "day": day,
            "day_before": day - timedelta(days=1),
            "day_after": day + timedelta(days=1),
            "period": {key: datetime.fromisoformat(value) for key, value in data["period"].items()},
            "groups": [{"label": label, "columns": list(under)} for label, under in groupby(COLUMNS, _group)],
            "rows": rows,
            "total_cells": [
                {"value": column.of(total) if column.summed or column.path == ("percent",) else ""}
                for column in COLUMNS
            ]
            if total
            else [],
            "total": total,
        },
    )


@require_safe
@needs("report.view")
def download(request: OfficerRequest, ending: str) -> HttpResponse:
    """The same form as a file; the export is logged."""
    campaign = _campaign(request)
    day = _day(request, campaign)
    data = _form(request, campaign, day)
    audit.record(
        kind="report.exported",
        officer=request.user,
        subject=f"campaign:{campaign.code}",
        detail={"date": day.isoformat(), "ending": ending},
        now=now(),
    )
    if ending == "json":
        content = json.dumps(data, ensure_ascii=False, indent=2).encode()
        kind = "application/json"
    else:
        content = workbook(data)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(content, content_type=kind)
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
    entries = entries_behind(request.user, unit, period_for(campaign, day), key)
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
    """Confirms the frozen figures and sends them."""
    from hotich.reports.models import DailyReport

    report = get_object_or_404(DailyReport.objects.visible_to(request.user), pk=report_id)
    send_unit_report(
        actor=request.user, now=now(), report=report, obstacles=request.POST.get("kho-khan", "")[:4000]
    )
    messages.success(request, "Đã gửi báo cáo ngày.")
    return redirect(f"/bao-cao/?ngay={report.date.isoformat()}&dot={report.campaign.code}")
