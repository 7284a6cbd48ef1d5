"""The line: which machines stand, why, since when, what the carrier has promised, and what it cost in machine-hours."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.queries import campaigns_of
from hotich.core.quotas import Period
from hotich.reports.periods import period_running
from hotich.screens.common import moment_said, needs, page_of, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.stations.lost_hours import lost_hours
from hotich.stations.models import Carrier, Outage, Station
from hotich.stations.operations import keep_carrier, note_outage, say_outage
from hotich.stations.queries import history_of, open_outages, outages_for
from hotich.support.errors import NotFound
from hotich.support.time import now, today
from hotich.units.models import Unit

CAUSES = [(cause.value, cause.label) for cause in Outage.EXPLAINED]


@require_safe
@needs("stations.view")
def listing(request: OfficerRequest) -> HttpResponse:
    """What stands now, what it has cost since the last cut-off, and what stood before."""
    officer, moment = request.user, now()
    may_note = officer.may("outages.note")
    period = _period(request, moment)
    page = page_of(outages_for(officer).filter(ended_at__isnull=False), request)
    return render(
        request,
        "stations_room/outages.html",
        {
            "running": [_line(outage, moment) for outage in open_outages(officer)],
            "page": page, "rows": [_line(outage, moment) for outage in page], "period": period,
            "lost": _lost(request, period, moment) if period is not None else [],
            "may_note": may_note, "causes": CAUSES, "now": moment,
            "stations": Station.objects.visible_to(officer).filter(retired_on__isnull=True).order_by("code")
            if may_note else (),
            "carriers": Carrier.objects.all(),
        },
    )  # fmt: skip


def _period(request: OfficerRequest, moment: datetime) -> Period | None:
    """The period of the daily report that runs now, of the campaign that the report desk shows first."""
    campaign = campaigns_of(request.user).filter(keying_starts_on__lte=today()).first()
    return period_running(campaign, moment)[0] if campaign is not None else None


def _lost(request: OfficerRequest, period: Period, moment: datetime) -> list[dict[str, Any]]:
    """Lost hours of the period so far, by unit; units that lost none are left out."""
    by_unit = lost_hours(sorted(request.user.scope.unit_ids), period, as_of=moment)
    some = {unit: lost for unit, lost in by_unit.items() if lost.total or lost.unexplained}
    units = Unit.objects.filter(pk__in=some).order_by("sort_key")
    return [{"unit": unit, "lost": some[unit.pk]} for unit in units]


def _line(outage: Outage, moment: datetime) -> dict[str, Any]:
    return {
        "outage": outage, "lasted": in_words(outage.lasted(moment).total_seconds()),
        "overdue": outage.is_overdue(moment),
    }  # fmt: skip


def in_words(seconds: float) -> str:
    """`2 giờ 05 phút`; less than a minute is said as such."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return "dưới 1 phút"
    hours, rest = divmod(minutes, 60)
    return f"{hours} giờ {rest:02} phút" if hours else f"{rest} phút"


@require_safe
@needs("stations.view")
def outage(request: OfficerRequest, pk: int) -> HttpResponse:
    """One outage, and for who may, why it was and what the carrier was told."""
    found = outages_for(request.user).filter(pk=pk).first()
    if found is None:
        raise NotFound
    moment = now()
    return render(
        request,
        "stations_room/outage.html",
        {
            **_line(found, moment), "causes": CAUSES, "carriers": Carrier.objects.all(),
            "may_note": request.user.may("outages.note") and found.cause != Outage.Cause.SERVER, "now": moment,
            "history": history_of(found),
        },
    )  # fmt: skip


@require_POST
@needs("outages.note")
def note(request: OfficerRequest, pk: int) -> HttpResponse:
    """Keeps why a machine stood."""
    said = request.POST
    told = said.get("bao-luc", "")
    found = note_outage(
        actor=request.user, outage_id=pk, cause=said.get("nguyen-nhan", ""), words=said.get("ghi-chu", ""),
        carrier_id=whole_number(said.get("nha-mang", "")), ticket=said.get("so-phieu", ""),
        told_at=moment_said(told, "Giờ báo nhà mạng") if told else None, now=now(),
    )  # fmt: skip
    messages.success(request, f"Đã ghi nguyên nhân: {found.get_cause_display()}.")
    return redirect("outages")


@require_POST
@needs("outages.note")
def say(request: OfficerRequest) -> HttpResponse:
    """Somebody says that a machine stands."""
    said = request.POST
    found = say_outage(
        actor=request.user, station_code=said.get("may", ""), cause=said.get("nguyen-nhan", ""),
        started_at=moment_said(said.get("luc", ""), "Giờ mất"), words=said.get("ghi-chu", ""), now=now(),
        ended_at=moment_said(ended, "Giờ có lại") if (ended := said.get("co-lai", "")) else None,
    )  # fmt: skip
    ends = "" if found.ended_at else " Máy có tín hiệu lại thì tự đóng."
    messages.success(request, f"Đã ghi {found.station} dừng.{ends}")
    return redirect("outages")


@require_POST
@needs("outages.note")
def carrier(request: OfficerRequest) -> HttpResponse:
    """Keeps a carrier, its number and its promise."""
    said = request.POST
    kept = keep_carrier(
        actor=request.user, name=said.get("ten", ""), hotline=said.get("so-bao", ""),
        repair_hours=whole_number(said.get("gio", "")) or 0,
    )  # fmt: skip
    messages.success(request, f"Đã lưu nhà mạng {kept}: khắc phục trong {kept.repair_hours} giờ từ khi báo.")
    return redirect("outages")
