"""Minh Thành, a ward of its own for the journeys of rosters, machines and the line; and a clock that a journey can hurry on.

A journey cannot wait eight hours for a shift to end, nor ten minutes for a silence: what lies in the past is moved back, and the watch
goes round as it does every minute.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

UNIT = "25447@2022"
OFFICERS = (
    # login, name, position, agency
    ("ca1.minhthanh", "Triệu Thị Sớm", "keyer", "CA"),
    ("ca2.minhthanh", "Quách Văn Khuya", "keyer", "CA"),
    ("totruong.minhthanh", "Châu Văn Trưởng", "team_leader", "CA"),
    ("hotich.minhthanh", "Viên Thị Hộ", "registrar", "UB"),
)
_SHIFT_AGO = timedelta(minutes=20)
_SEAT_AGO = timedelta(minutes=15)


def man() -> dict[str, Any]:
    """The ward with its team, one machine that may key, one that was never checked, and a book for who sits down."""
    from tests.functional.town import LONG_AGO, PASSWORD, pass_check

    from hotich.books.operations import assign, hand_over, receive, record_book
    from hotich.staff.models import Officer
    from hotich.staff.operations import form_team, give_position, open_account
    from hotich.stations.models import Station
    from hotich.stations.operations import keep_carrier
    from hotich.support.time import now as clock
    from hotich.support.time import today
    from hotich.units.operations import load_units, open_agency

    now = clock()
    unit = load_units(keys=[UNIT])[UNIT]
    agencies = {kind: open_agency(unit=unit, kind=kind) for kind in ("CA", "UB")}
    officers: dict[str, Any] = {}
    for login, name, code, agency in OFFICERS:
        officer = open_account(actor=None, now=now, username=login, full_name=name, password=PASSWORD)
        give_position(
            actor=None, now=now, officer=officer, code=code, agency=agencies[agency], valid_from=LONG_AGO, valid_to=None,
            confidentiality_signed_on=None,
        )  # fmt: skip
        officers[login.partition(".")[0]] = officer
    team = form_team(
        actor=None, now=now, name="Tổ nhập dữ liệu Minh Thành", agency=agencies["CA"],
        member_ids=[officer.pk for officer in officers.values() if officer.may("key")],
    )  # fmt: skip
    officers = {name: Officer.objects.get(pk=one.pk) for name, one in officers.items()}
    first, _ = (
        Station.objects.create(code=f"25447-M{number}", name=f"Máy {number}", unit=unit, team=team)
        for number in (1, 2)
    )
    pass_check(Officer.objects.get(username="thietbi.thixa"), first, now=now, today=today())
    keep_carrier(actor=officers["totruong"], name="VNPT Chơn Thành", hotline="0800 1260", repair_hours=4)
    book, _ = record_book(
        actor=officers["hotich"], now=now, kind="KS", office="UBND phường Minh Thành", unit=unit, year_opened=2006,
        volume="01/2006", pages_count=10, entries_count=10, custodian=agencies["UB"], first_number="1", last_number="10",
        year_from=2006, year_to=2006,
    )  # fmt: skip
    handover = hand_over(
        actor=officers["hotich"], now=now, book=book, to_agency=agencies["CA"], way="hand_over", minutes_number="31/BB-BG"
    )  # fmt: skip
    receive(actor=officers["totruong"], now=now, handover=handover)
    assign(actor=officers["totruong"], now=now, book=book, team=team, officer=officers["ca2"], station=None)
    return {"book": str(book.pk)}


def hand_on() -> dict[str, Any]:
    """The first shift is over and the second has begun, twenty minutes ago."""
    from hotich.stations.models import Duty

    cut = _clock() - _SHIFT_AGO
    first, second = _duties()
    Duty.objects.unscoped("a journey's own").filter(pk=first.pk).update(
        starts_at=cut - timedelta(hours=8), ends_at=cut
    )
    Duty.objects.unscoped("a journey's own").filter(pk=second.pk).update(starts_at=cut)
    return {}


def fall_silent() -> dict[str, Any]:
    """Who took the second shift has not been heard since he sat down, a quarter of an hour ago; the watch goes round."""
    from hotich.stations.models import Duty

    _, second = _duties()
    Duty.objects.unscoped("a journey's own").filter(pk=second.pk).update(taken_at=_clock() - _SEAT_AGO)
    return watch()


def watch() -> dict[str, Any]:
    """The watch over the lines goes round once."""
    from hotich.stations.operations import watch_lines

    opened, closed = watch_lines(now=_clock())
    return {"opened": opened, "closed": closed}


def _duties() -> list[Any]:
    from hotich.stations.models import Duty

    return list(
        Duty.objects.unscoped("a journey's own")
        .filter(unit__code="25447", withdrawn_at__isnull=True)
        .order_by("starts_at")
    )


def _clock() -> datetime:
    from hotich.support.time import now

    return now()
