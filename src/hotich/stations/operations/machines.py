"""Machines come, are given to another unit or team, and go. What was keyed, checked and lost at them stays as it was."""

import re
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from hotich.audit import operations as audit
from hotich.core.quotas.beats import last_beat
from hotich.staff.models import Officer, Team
from hotich.staff.policies import require
from hotich.stations.models import Duty, Station
from hotich.stations.queries import (
    hours_heard,
    machines_seen,
    next_codes,
    teams_with_machines,
    units_with_machines,
)
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import local, start_of
from hotich.support.words import fitting
from hotich.units.models import Unit

CODE: Final = re.compile(r"[0-9A-Z]{2,10}(\.[0-9]{4}|-[A-Z]{2})?-M[1-9][0-9]{0,2}")
"""The unit's code and the number of the machine: `25432-M1`; with a year where the unit has its code from another, with its agency (`697-TP-M1`) at the town."""
_ONE_AT_A_TIME = 0x4D41_5943  # two machines of one unit do not get one number


class StationRefused(Refusal):
    """The machine cannot be so; the message says why and what to do."""

    code = "station.refused"
    status = 422


@transaction.atomic
def register_station(
    *, actor: Officer, name: str, unit_id: int, now: datetime, code: str = "", team_id: int | None = None
) -> Station:
    """A machine of a unit; it keys only after a security check. Without a code it gets the unit's next one.

    Raises NotAllowed, NotFound for a unit that is not his or keys no books, StationRefused.
    """
    require(actor, "stations.set")
    unit, team = _place(actor, unit_id, team_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    code = code.strip().upper() or next_codes([unit])[unit.pk]
    if not CODE.fullmatch(code):
        raise StationRefused("Mã máy gồm mã đơn vị và số máy, ví dụ 25432-M3: sửa lại mã.")
    if (
        Station.objects.unscoped("a machine's code is taken once in the installation")
        .filter(code=code)
        .exists()
    ):
        raise StationRefused(f"Đã có máy mang mã {code}: để trống mã để lấy số tiếp theo của đơn vị.")
    station = Station.objects.create(code=code, name=_named(name), unit=unit, team=team)
    _log("station.registered", actor, station, now)
    return station


@transaction.atomic
def give_station(
    *, actor: Officer, code: str, name: str, unit_id: int, now: datetime, team_id: int | None = None
) -> Station:
    """The machine serves another unit or team from now on, or is called otherwise; its code and its check stay.

    Raises NotAllowed, NotFound, StationRefused where its team still has it on the roster.
    """
    station = _to_set(actor, code)
    unit, team = _place(actor, unit_id, team_id)
    if (unit.pk, team and team.pk) != (station.unit_id, station.team_id):
        _check_free(station, now, "chuyển máy")
    station.name, station.unit, station.team = _named(name), unit, team
    station.save(update_fields=["name", "unit", "team"])
    _log("station.given", actor, station, now)
    return station


@transaction.atomic
def retire_station(*, actor: Officer, code: str, from_day: date, reason: str, now: datetime) -> Station:
    """The machine does not key from that day on; what was keyed at it before stays good, also where it arrives later.

    Raises NotAllowed, NotFound, StationRefused for a day that has passed or on which it was at work already.
    """
    station = _to_set(actor, code)
    day = local(now).date()
    reason = fitting(reason, field="Lý do thôi dùng máy", most=300, refusal=StationRefused)
    if not reason:
        raise StationRefused("Ghi lý do thôi dùng máy: hỏng, trả lại, thay máy khác.")
    if from_day < day:
        raise StationRefused("Ngày thôi dùng máy đã qua: chọn từ hôm nay trở đi.")
    if from_day == day and last_beat(hours_heard(station.pk, start_of(day), now)) is not None:
        raise StationRefused(
            "Máy đã có tín hiệu hôm nay: chọn thôi dùng từ ngày mai, để bản nhập hôm nay gửi đủ. Cần dừng ngay thì ghi một lần kiểm tra an ninh không đạt."
        )
    _check_free(station, max(now, start_of(from_day)), "thôi dùng máy")
    station.retired_on, station.retired_because = from_day, reason
    station.save(update_fields=["retired_on", "retired_because"])
    _log("station.retired", actor, station, now)
    return station


def _to_set(actor: Officer, code: str) -> Station:
    require(actor, "stations.set")
    station: Station | None = machines_seen(actor).select_for_update(of=("self",)).filter(code=code).first()
    if station is None:
        raise NotFound
    if station.retired_on is not None:
        raise StationRefused(f"Máy đã thôi dùng từ ngày {station.retired_on:%d/%m/%Y}: đăng ký máy mới.")
    return station


def _place(actor: Officer, unit_id: int, team_id: int | None) -> tuple[Unit, Team | None]:
    """The unit, and its team where one was chosen. Raises NotFound, StationRefused."""
    unit = units_with_machines(actor).filter(pk=unit_id).first()
    if unit is None:
        raise NotFound
    if team_id is None:
        return unit, None
    team = teams_with_machines([unit.pk]).filter(pk=team_id).first()
    if team is None:
        raise StationRefused("Tổ không thuộc đơn vị của máy: chọn Tổ của đơn vị ấy.")
    return unit, team


def _named(name: str) -> str:
    if not (words := " ".join(name.split())):
        raise StationRefused("Ghi tên máy: máy số mấy, loại máy, số hiệu.")
    return fitting(words, field="Tên máy", most=120, refusal=StationRefused)


def _check_free(station: Station, since: datetime, act: str) -> None:
    """Raises StationRefused where somebody is to sit at it from then on."""
    coming = Duty.objects.unscoped("shifts at a machine the caller has judged").filter(
        station=station, withdrawn_at__isnull=True, left_at__isnull=True, ends_at__gt=since
    )
    if number := coming.count():
        raise StationRefused(
            f"Máy còn {number} ca trực: Tổ trưởng bỏ các ca ấy khỏi lịch trực hoặc chuyển sang máy khác, rồi mới {act}."
        )


def _log(kind: str, actor: Officer, station: Station, now: datetime) -> None:
    audit.record(
        kind=kind, officer=actor, subject=f"station:{station.code}", unit_id=station.unit_id,
        detail={"team": station.team_id}, now=now,
    )  # fmt: skip
