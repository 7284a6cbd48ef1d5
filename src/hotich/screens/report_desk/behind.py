"""What stands behind one figure of the daily form: entries, books, machines, lost hours or forms, as they were counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotich.books.models import BookStatus
from hotich.campaign.models import ReportingUnit
from hotich.campaign.queries import reporting_units_for
from hotich.core.quotas import Period
from hotich.entries.operations import show_names
from hotich.reports.columns import COLUMNS, Column
from hotich.reports.periods import period_for
from hotich.reports.tracing import (
    BOOKS,
    DECLARED,
    LOST_HOURS,
    MACHINES,
    TRACEABLE,
    books_behind,
    cases_behind,
    declared_behind,
    entries_behind,
    lost_hours_behind,
    machines_behind,
    outcomes_behind,
)
from hotich.screens.common import needs, page_of
from hotich.screens.report_desk.asked import report_asked, says_if_there_is_none
from hotich.staff.requests import OfficerRequest
from hotich.stations.queries import machines_seen, outages_for
from hotich.support.errors import NotFound
from hotich.support.time import now


@dataclass(frozen=True, slots=True)
class _Asked:
    unit: ReportingUnit
    column: Column
    day: date
    period: Period


@require_safe
@needs("report.view")
@says_if_there_is_none
def behind(request: OfficerRequest, code: str, path: str) -> HttpResponse:
    """The entries, books, machines, lost hours or forms behind one figure."""
    asked = report_asked(request)
    unit = reporting_units_for(request.user, asked.campaign).filter(code=code).first()
    column = next((column for column in COLUMNS if column.path == tuple(path.split("."))), None)
    view = None if column is None else _VIEWS.get(column.path)
    if unit is None or column is None or view is None:
        raise NotFound
    period = period_for(asked.campaign, asked.day)
    so_far = Period(period.start, max(period.start, min(period.end, now())))
    return view(request, _Asked(unit, column, asked.day, so_far))


def _shown(request: OfficerRequest, template: str, asked: _Asked, **more: Any) -> HttpResponse:
    said = {"unit": asked.unit, "column": asked.column, "day": asked.day, "until": asked.period.end}
    query = f"ngay={asked.day.isoformat()}&dot={asked.unit.campaign.code}&"
    return render(request, f"report_desk/{template}.html", {**said, "query": query, **more})


def _entries(request: OfficerRequest, asked: _Asked) -> HttpResponse:
    unit, period, path = asked.unit, asked.period, asked.column.path
    page = page_of(entries_behind(request.user, unit, period, path, day=asked.day), request)
    page.object_list = list(page.object_list)
    cases, outcomes = cases_behind(unit, period, path), outcomes_behind(page, unit, period)
    personal = request.user.may("entries.view") and unit.unit_id in request.user.scope.personal_unit_ids
    if personal:
        show_names(actor=request.user, entries=page, where=f"report:{unit.code}", now=now())
    return _shown(
        request,
        "behind",
        asked,
        page=page,
        rows=[
            {"entry": entry, "cases": cases[entry.pk], "outcome": outcomes.get(entry.pk)} for entry in page
        ],
        cases=cases.total() if path[0] == "cases" else None,
        personal=personal,
    )


def _books(request: OfficerRequest, asked: _Asked) -> HttpResponse:
    stood = books_behind(request.user, asked.unit, asked.period, asked.column.path)
    page = page_of(stood, request)
    return _shown(
        request,
        "books_behind",
        asked,
        page=page,
        rows=[{"book": book, "status": BookStatus(one.status), "entries": one.entries} for book, one in page],
        entries=sum(one.entries for _, one in stood),
        may_open=request.user.may("books.view"),
    )


def _machines(request: OfficerRequest, asked: _Asked) -> HttpResponse:
    page = page_of(machines_behind(request.user, asked.unit, asked.period, day=asked.day), request)
    # One that has gone to another unit since was this one's then.
    here = machines_seen(request.user).filter(code__in=[machine.code for machine in page])
    may_open = set(here.values_list("code", flat=True)) if request.user.may("stations.view") else set()
    return _shown(request, "machines_behind", asked, page=page, may_open=may_open)


def _lost_hours(request: OfficerRequest, asked: _Asked) -> HttpResponse:
    stretches = lost_hours_behind(request.user, asked.unit, asked.period)
    page = page_of(stretches, request)
    outages = outages_for(request.user).in_bulk({one.outage for one in page})
    return _shown(
        request,
        "lost_hours_behind",
        asked,
        page=page,
        rows=[{"lost": one, "outage": outages[one.outage]} for one in page],
        counted=sum(one.hours for one in stretches if one.is_counted),
        may_open=request.user.may("stations.view"),
        unexplained=sum(one.hours for one in stretches if not one.is_counted),
    )


def _declared(request: OfficerRequest, asked: _Asked) -> HttpResponse:
    forms = declared_behind(request.user, asked.unit, asked.column.path, day=asked.day)
    return _shown(request, "declared_behind", asked, page=page_of(forms, request))


_VIEWS: dict[tuple[str, ...], Callable[[OfficerRequest, _Asked], HttpResponse]] = {
    **dict.fromkeys(TRACEABLE, _entries),
    **dict.fromkeys(BOOKS, _books),
    **dict.fromkeys(DECLARED, _declared),
    MACHINES: _machines,
    LOST_HOURS: _lost_hours,
}
