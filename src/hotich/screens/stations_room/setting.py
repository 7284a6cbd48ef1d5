"""Registering a machine, giving it to another unit or team, and ending its use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hotich.screens.common import day_said, needs, whole_number
from hotich.screens.stations_room.views import listed, machine_of, shown
from hotich.staff.requests import OfficerRequest
from hotich.stations.operations import StationRefused, give_station, register_station, retire_station
from hotich.support.errors import NotAllowed, NotFound, Refusal
from hotich.support.time import now


@dataclass(frozen=True, slots=True)
class _Place:
    unit_id: int
    team_id: int | None


def _place(said: Mapping[str, Any]) -> _Place:
    """Unit and team as one choice, `12-7` or `12-`. Raises StationRefused where none was chosen."""
    unit, _, team = str(said.get("noi", "")).partition("-")
    unit_id = whole_number(unit)
    if unit_id is None:
        raise StationRefused("Chọn đơn vị, Tổ dùng máy.")
    return _Place(unit_id, whole_number(team))


@require_POST
@needs("stations.set")
def register(request: OfficerRequest) -> HttpResponse:
    """A new machine; what cannot be so is said beside the form, with everything as it was typed."""
    said = request.POST
    try:
        place = _place(said)
        made = register_station(
            actor=request.user, name=said.get("ten", ""), code=said.get("ma", ""), unit_id=place.unit_id,
            team_id=place.team_id, now=now(),
        )  # fmt: skip
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return listed(request, refusal)
    messages.success(
        request, f"Đã đăng ký {made.name}, mã {made.code}. Máy nhập được sau khi đạt kiểm tra an ninh."
    )
    return redirect("station", code=made.code)


@require_POST
@needs("stations.set")
def give(request: OfficerRequest, code: str) -> HttpResponse:
    """Another unit, team or name."""
    said, machine = request.POST, machine_of(request.user, code)
    try:
        place = _place(said)
        kept = give_station(
            actor=request.user, code=code, name=said.get("ten", ""), unit_id=place.unit_id, team_id=place.team_id, now=now(),
        )  # fmt: skip
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return shown(request, machine, refusal, of="set")
    messages.success(request, f"Đã lưu {kept.name}: {kept.unit}, {kept.team or 'chưa giao Tổ nào'}.")
    return redirect("station", code=kept.code)


@require_POST
@needs("stations.set")
def retire(request: OfficerRequest, code: str) -> HttpResponse:
    """The machine is used no more from a day on."""
    said, machine = request.POST, machine_of(request.user, code)
    try:
        day = day_said(said.get("tu-ngay", ""), "Ngày thôi dùng")
        kept = retire_station(
            actor=request.user, code=code, from_day=day, reason=said.get("ly-do", ""), now=now()
        )
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return shown(request, machine, refusal, of="set")
    messages.success(request, f"{kept.name} thôi dùng từ ngày {day:%d/%m/%Y}.")
    return redirect("station", code=kept.code)
