"""Machines of the officer's units."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.screens.common import needs, page_of
from hotich.staff.requests import OfficerRequest
from hotich.stations.models import Station
from hotich.stations.operations import record_security_check
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import now, today


@require_safe
@needs("stations.view")
def listing(request: OfficerRequest) -> HttpResponse:
    """Which machines may key today, and until when."""
    stations = (
        Station.objects.visible_to(request.user)
        if not request.user.may("accounts")
        else Station.objects.unscoped("machines of the installation, for its administrator")
    )
    page = page_of(stations.select_related("unit", "team").order_by("unit__sort_key", "code"), request)
    day = today()
    return render(
        request,
        "stations_room/listing.html",
        {"page": page, "rows": [(station, station.may_key(day)) for station in page], "today": day},
    )


def _date(text: str, label: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(f"{label} chưa đúng: nhập ngày, tháng, năm.", code="station.date") from error


@require_POST
@needs("stations.check")
def check(request: OfficerRequest, code: str) -> HttpResponse:
    """Keeps the result of a security check."""
    station = Station.objects.visible_to(request.user).filter(code=code).first()
    if station is None:
        raise NotFound
    record_security_check(
        actor=request.user, now=now(), station=station,
        checked_on=_date(request.POST.get("ngay", ""), "Ngày kiểm tra"),
        expires_on=_date(request.POST.get("den", ""), "Ngày hết hiệu lực"),
        minutes=request.POST.get("bien-ban", "")[:60], seal_number=request.POST.get("niem-phong", "")[:40],
    )  # fmt: skip
    messages.success(request, f"Đã ghi kiểm tra an ninh của {station}.")
    return redirect("stations")
