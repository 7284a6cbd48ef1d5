"""The daily form: look, download."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotich.audit import operations as audit
from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.queries import counts_until, reporting_units_for
from hotich.core.text import grouped
from hotich.reports.columns import COLUMNS, Column, said_of_apart, shown
from hotich.reports.documents.daily import UNCONFIRMED
from hotich.reports.files import CONTENT_TYPES, json_of
from hotich.reports.models import DailyReport, Receiver, Sending
from hotich.reports.operations.sending import LONGEST_WORDS, OF_THE_TOWN
from hotich.reports.periods import waits_for_freezing
from hotich.reports.queries import daily_form, deadline_of, reports_for, status_label
from hotich.reports.tracing import LEADING
from hotich.reports.workbook import workbook
from hotich.screens.common import needs
from hotich.screens.report_desk.asked import report_asked, says_if_there_is_none
from hotich.staff.requests import OfficerRequest
from hotich.support.time import now


def _group(column: Column) -> str:
    return column.group


def _units(request: OfficerRequest, campaign: Campaign) -> list[ReportingUnit]:
    return list(reporting_units_for(request.user, campaign))


def _form(campaign: Campaign, day: date, units: list[ReportingUnit]) -> dict[str, Any]:
    return daily_form(campaign, day, now=now(), units=units)


@require_safe
@needs("report.view")
@says_if_there_is_none
def form(request: OfficerRequest) -> HttpResponse:
    """The day's form of the officer's units, with a link behind every figure that comes from entries."""
    asked = report_asked(request)
    campaign, day = asked.campaign, asked.day
    if "HX-Request" in request.headers:  # the page that waits for its figures asks whether they are frozen
        waits = waits_for_freezing(campaign, day)
        return HttpResponse(status=204) if waits else HttpResponse(headers={"HX-Refresh": "true"})
    listed = _units(request, campaign)
    data = _form(campaign, day, listed)
    period = {key: datetime.fromisoformat(value) for key, value in data["period"].items()}
    lines = [shown(line) for line in data["units"]]
    reports = reports_for(request.user, campaign, day)
    units = {unit.code: unit for unit in listed}
    rows = [_row(request, line, units[line["code"]], reports) for line in lines]
    total = shown(data["total"] | {"forecast_date": None}) if data["units"] else None
    town = _town(request, campaign, day, reports.get(None), rows)
    return render(
        request,
        "report_desk/form.html",
        {
            "campaign": campaign,
            "choice": asked.choice,
            "day": day,
            "day_before": day - timedelta(days=1) if day > asked.first else None,
            "day_after": day + timedelta(days=1) if day < asked.last else None,
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
            "apart": said_of_apart(data["total"]),
            "runs": period["from"] <= now() < period["to"],
            **_end_of(campaign, day, asked.last),
            "freezing": period["to"] <= now() and not reports and waits_for_freezing(campaign, day),
            "longest": LONGEST_WORDS,
            "may_report": request.user.may("report.send") or request.user.may("report.town"),
            "town": town,
            "sends": _sends(rows, town),
            "is_late": now() >= deadline_of(campaign, day, Receiver.TOWN),
            "without_access": [unit for unit in units.values() if unit.without_access]
            if request.user.may("report.town")
            else [],
        },
    )


def _end_of(campaign: Campaign, day: date, last: date) -> dict[str, Any]:
    """Of a campaign that has ended: since when, and whether the day is that of its last report."""
    moment = now()
    closed_at = counts_until(campaign, moment)
    if closed_at == moment:
        return {"closed_at": None, "is_last": False}
    return {"closed_at": closed_at, "is_last": day == last}


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
            _figure(column.of(line)) | {"path": ".".join(column.path) if column.path in LEADING else ""}
            for column in COLUMNS
        ],
        "status_label": status_label(line),
        "report": report,
        "sent": _sent(sendings),
        "may_send": report is not None and not sendings and own,
        "may_send_again": bool(sendings) and own,
    }


def _sent(versions: list[Sending]) -> dict[str, Any] | None:
    """When it went out, by which it was in time or late; and the last amendment of it, which is neither."""
    if not versions:
        return None
    return {"first": versions[0], "last": versions[-1], "amended": versions[-1].number - 1}


def _town(
    request: OfficerRequest,
    campaign: Campaign,
    day: date,
    report: DailyReport | None,
    rows: Sequence[dict[str, Any]],
) -> dict[str, Any] | None:
    """The town's report: to whom it went, to whom it still has to go and until when; which units it is still silent of, and which sent
    something after it went.
    """
    if report is None:
        return None
    sent: dict[str, list[Sending]] = {}
    for sending in report.sendings.all():
        sent.setdefault(sending.receiver, []).append(sending)
    own = request.user.may("report.town") and report.unit_id in request.user.scope.own_unit_ids
    return {
        "report": report,
        "unconfirmed": [row["line"]["name"] for row in rows if row["line"]["status"] in UNCONFIRMED],
        "receivers": [
            {
                "receiver": receiver,
                "deadline": deadline_of(campaign, day, receiver),
                "is_late": now() >= deadline_of(campaign, day, receiver),
                "sent": _sent(sent.get(receiver, [])),
                "since": _sent_since(sent[receiver][-1], rows) if receiver in sent else [],
                "may_send": own and receiver not in sent,
                "may_send_again": own and receiver in sent,
            }
            for receiver in OF_THE_TOWN
        ],
    }


def _sends(rows: Sequence[dict[str, Any]], town: dict[str, Any] | None) -> bool:
    """Whether the page has something to send beneath its table."""
    own = [*rows, *(town["receivers"] if town is not None else [])]
    return any(one["may_send"] or one["may_send_again"] for one in own)


def _sent_since(town: Sending, rows: Sequence[dict[str, Any]]) -> list[str]:
    """The units whose last word came after a version of the town's report went out: it does not hold that word."""
    return [row["line"]["name"] for row in rows if row["sent"] and row["sent"]["last"].sent_at > town.sent_at]


@require_safe
@needs("report.view")
@says_if_there_is_none
def download(request: OfficerRequest, ending: str) -> HttpResponse:
    """The same form as a file; the export is logged."""
    asked = report_asked(request)
    campaign, day = asked.campaign, asked.day
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
