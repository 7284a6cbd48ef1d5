"""The daily form: look, trace a figure to its entries or books, download."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hotich.audit import operations as audit
from hotich.books.models import BookStatus
from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.queries import counts_until, reporting_units_for
from hotich.core.quotas import Period
from hotich.core.text import grouped
from hotich.entries.operations import show_names
from hotich.reports.columns import COLUMNS, Column, shown
from hotich.reports.documents.daily import UNCONFIRMED
from hotich.reports.files import CONTENT_TYPES, json_of
from hotich.reports.models import DailyReport, Receiver, Sending
from hotich.reports.operations.sending import LONGEST_WORDS, OF_THE_TOWN
from hotich.reports.periods import period_for, waits_for_freezing
from hotich.reports.queries import daily_form, deadline_of, reports_for, status_label
from hotich.reports.tracing import (
    BOOKS,
    TRACEABLE,
    books_behind,
    cases_behind,
    entries_behind,
    outcomes_behind,
)
from hotich.reports.workbook import workbook
from hotich.screens.common import needs, page_of
from hotich.screens.report_desk.asked import report_asked, says_if_there_is_none
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now

_ELSEWHERE = {
    ("stations", "total"): ("stations", "stations.view"),
    ("lost_hours",): ("outages", "stations.view"),
}
"""Figures that come neither from entries nor from books, the list they come from and who may open it."""


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
            _figure(column.of(line))
            | {
                "path": ".".join(column.path) if column.path in TRACEABLE | BOOKS else "",
                "list": _list_of(request, column),
            }
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


def _list_of(request: OfficerRequest, column: Column) -> str:
    """The list a figure of the unit comes from that comes neither from entries nor from books."""
    name, capability = _ELSEWHERE.get(column.path, ("", ""))
    return reverse(name) if name and request.user.may(capability) else ""


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


@require_safe
@needs("report.view")
@says_if_there_is_none
def behind(request: OfficerRequest, code: str, path: str) -> HttpResponse:
    """The entries or the books behind one figure."""
    asked = report_asked(request)
    campaign, day = asked.campaign, asked.day
    unit = reporting_units_for(request.user, campaign).filter(code=code).first()
    if unit is None:
        raise NotFound
    key = tuple(path.split("."))
    column = next((column for column in COLUMNS if column.path == key), None)
    if column is None or key not in TRACEABLE | BOOKS:
        raise NotFound
    period = period_for(campaign, day)
    if key in BOOKS:
        return _books_behind(request, unit, period, column, day)
    page = page_of(entries_behind(request.user, unit, period, key, day=day), request)
    page.object_list = list(page.object_list)
    cases, outcomes = cases_behind(unit, period, key), outcomes_behind(page, unit, period)
    personal = request.user.may("entries.view") and unit.unit_id in request.user.scope.personal_unit_ids
    if personal:
        show_names(actor=request.user, entries=page, where=f"report:{unit.code}", now=now())
    return render(
        request,
        "report_desk/behind.html",
        {
            "unit": unit,
            "day": day,
            "column": column,
            "page": page,
            "rows": [
                {"entry": entry, "cases": cases[entry.pk], "outcome": outcomes.get(entry.pk)}
                for entry in page
            ],
            "cases": cases.total() if key[0] == "cases" else None,
            "personal": personal,
            "query": f"ngay={day.isoformat()}&dot={campaign.code}&",
        },
    )


def _books_behind(
    request: OfficerRequest, unit: ReportingUnit, period: Period, column: Column, day: date
) -> HttpResponse:
    stood = books_behind(request.user, unit, period, column.path)
    page = page_of(stood, request)
    return render(
        request,
        "report_desk/books_behind.html",
        {
            "unit": unit,
            "day": day,
            "column": column,
            "until": period.end,
            "page": page,
            "rows": [
                {"book": book, "status": BookStatus(one.status), "entries": one.entries} for book, one in page
            ],
            "entries": sum(one.entries for _, one in stood),
            "may_open": request.user.may("books.view"),
            "query": f"ngay={day.isoformat()}&dot={unit.campaign.code}&",
        },
    )
