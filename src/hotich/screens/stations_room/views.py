"""Machines of the officer's units: which may key, what their checks found, when they were heard."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.core.quotas.beats import HOUR, hour_of
from hotich.entries.at_machines import keyed_unchecked_at
from hotich.screens.common import day_said, needs, page_of
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.stations.models import SecurityCheck, Station
from hotich.stations.operations import record_security_check, security_checklist
from hotich.stations.queries import (
    hours_heard,
    machines_seen,
    next_codes,
    outages_for,
    teams_with_machines,
    units_with_machines,
)
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import now, today
from hotich.units.models import Unit

SOON = timedelta(days=14)
"""So long before a check runs out it is said."""
LATELY = timedelta(days=7)
"""So far back it is said what was keyed without a check."""
LAST = 20


def machine_of(officer: Officer, code: str) -> Station:
    """One of the machines the officer sees. Raises NotFound."""
    found: Station | None = machines_seen(officer).select_related("unit", "team").filter(code=code).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in which a machine can stand: the code its next machine gets, and its teams as a form sends them."""

    unit: Unit
    next_code: str
    choices: tuple[tuple[str, str], ...]


def _places(officer: Officer) -> list[Place]:
    units = list(units_with_machines(officer))
    codes, teams = next_codes(units), defaultdict(list)
    for team in teams_with_machines([unit.pk for unit in units]):
        teams[team.agency.unit_id].append((place_said(team.agency.unit_id, team.pk), team.name))
    return [
        Place(
            unit, codes[unit.pk], (*teams[unit.pk], (place_said(unit.pk, None), f"{unit}, chưa giao Tổ nào"))
        )
        for unit in units
    ]


def place_said(unit_id: int, team_id: int | None) -> str:
    """A unit and its team as one value of a form."""
    return f"{unit_id}-{team_id or ''}"


@dataclass(frozen=True, slots=True)
class Row:
    """A machine in the list."""

    station: Station
    may_key: bool
    ends_soon: bool


@require_safe
@needs("stations.view")
def listing(request: OfficerRequest) -> HttpResponse:
    """Which machines may key today, and until when."""
    return listed(request)


def listed(request: OfficerRequest, refusal: Refusal | None = None) -> HttpResponse:
    """The list, with the form to register one for who may."""
    stations = machines_seen(request.user).select_related("unit", "team").order_by("unit__sort_key", "code")
    page = page_of(stations, request)
    day = today()
    return render(
        request,
        "stations_room/listing.html",
        {
            "page": page, "rows": [_row(station, station.may_key(day)) for station in page], "today": day,
            "may_set": request.user.may("stations.set"), "refusal": refusal, "said": request.POST,
            "places": _places(request.user) if request.user.may("stations.set") else (),
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


def _row(station: Station, may_key: bool) -> Row:
    ends = station.check_expires_on
    return Row(station, may_key, may_key and ends is not None and ends <= today() + SOON)


@require_safe
@needs("stations.view")
def station(request: OfficerRequest, code: str) -> HttpResponse:
    """One machine: its checks, its last day by the hour, its outages."""
    return shown(request, machine_of(request.user, code))


@require_POST
@needs("stations.check")
def check(request: OfficerRequest, code: str) -> HttpResponse:
    """Keeps the result of a security check; what it lacks comes back with the form."""
    machine = (
        Station.objects.visible_to(request.user).select_related("unit", "team").filter(code=code).first()
    )
    if machine is None:
        raise NotFound
    said = request.POST
    try:
        checked_on = day_said(said.get("ngay", ""), "Ngày kiểm tra")
        ends = said.get("den", "")
        kept = record_security_check(
            actor=request.user, now=now(), station=machine, checked_on=checked_on,
            expires_on=day_said(ends, "Ngày hết hiệu lực") if ends else None, minutes=said.get("bien-ban", ""),
            seal_number=said.get("niem-phong", ""),
            results={
                item: {"ok": said[f"dat-{item}"] == "1", "note": said.get(f"thay-{item}", "")}
                for item in security_checklist(checked_on)
                if said.get(f"dat-{item}") in ("0", "1")
            },
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as refusal:
        return shown(request, machine, refusal)
    if kept.check_failed_at is None and not kept.may_key(today()):
        messages.warning(
            request,
            f"Đã ghi {kept} đạt kiểm tra ngày {kept.checked_on:%d/%m/%Y}, nhưng hôm nay không trong hiệu lực: chưa nhập được ở máy này.",
        )
    elif kept.check_failed_at is None:
        messages.success(
            request, f"{kept} đạt kiểm tra an ninh, được nhập đến hết ngày {kept.check_expires_on:%d/%m/%Y}."
        )
    else:
        messages.warning(request, f"{kept} không đạt kiểm tra an ninh: từ bây giờ không nhập được ở máy này.")
    return redirect("station", code=kept.code)


@dataclass(frozen=True, slots=True)
class HourHeard:
    """An hour of the last day and in how many of its minutes the machine was heard."""

    at: datetime
    minutes: int


def shown(
    request: OfficerRequest, machine: Station, refusal: Refusal | None = None, *, of: str = "check"
) -> HttpResponse:
    """The machine's page; a refusal stands with the form it is `of`: `check` or `set`."""
    moment, day = now(), today()
    last_day = moment - timedelta(hours=23)
    heard = dict(hours_heard(machine.pk, last_day, moment))
    hours = [hour_of(last_day) + HOUR * number for number in range(24)]
    may_check = request.user.may("stations.check") and machine.retired_on is None
    may_set = request.user.may("stations.set") and machine.retired_on is None
    said = request.POST if of == "check" else {}
    checks = SecurityCheck.objects.unscoped("checks of a machine found for the officer").filter(
        station=machine
    )
    items = security_checklist(day)
    return render(
        request,
        "stations_room/station.html",
        {
            "station": machine, "may_key": machine.may_key(day), "today": day, "refusal": refusal,
            "refused": of if refusal else "", "may_check": may_check, "said": said, "may_set": may_set,
            "may_draw": request.user.may("documents.draw"),
            "places": _places(request.user) if may_set else (), "placed": {"ten": machine.name, "noi": place_said(machine.unit_id, machine.team_id)}
            | (request.POST.dict() if of == "set" else {}),
            "items": [
                {"code": item, "title": title, "ok": said.get(f"dat-{item}"), "note": said.get(f"thay-{item}", "")}
                for item, title in items.items()
            ] if may_check else (),
            "checks": [_check(one, items) for one in checks.select_related("checked_by")[:LAST]],
            "hours": [HourHeard(hour, heard.get(hour, 0).bit_count()) for hour in hours],
            "outages": outages_for(request.user).filter(station=machine)[:LAST],
            "unchecked": next(iter(keyed_unchecked_at([machine], moment - LATELY, moment)), None),
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


def _check(check: SecurityCheck, items: dict[str, str]) -> dict[str, Any]:
    """A check with what it found, in words; items a later list no longer has keep their codes."""
    failed = [
        f"{items.get(item, item)}: {said['note']}" for item, said in check.results.items() if not said["ok"]
    ]
    noted = [
        f"{items.get(item, item)}: {said['note']}"
        for item, said in check.results.items()
        if said["ok"] and said["note"]
    ]
    return {
        "check": check,
        "met": len(check.results) - len(failed),
        "of": len(check.results),
        "failed": failed,
        "noted": noted,
    }
