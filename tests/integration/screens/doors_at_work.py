"""The addresses of teams at work: machines, their line, rosters, shifts, helpers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.integration.screens.door import Door

from hotich.core.parameters.reading import parameter
from hotich.support.time import local, today
from hotich.support.time import now as clock

NOT_HIS_SHIFT = {"helper": 404, "team_leader": 404}
NOT_HIS_TEAM = {"justice_officer": 404}


def machine(side: Any) -> dict[str, Any]:
    return {"code": side.world.station.code}


def outage(side: Any) -> dict[str, Any]:
    return {"pk": side.outage.pk}


def duty(side: Any) -> dict[str, Any]:
    return {"pk": side.duty.pk}


def helper(side: Any) -> dict[str, Any]:
    return {"pk": side.helper.pk}


def team(side: Any) -> dict[str, Any]:
    return {"pk": side.world.team.pk}


def new_team(side: Any) -> dict[str, Any]:
    """A second team of the ward, its keyer in it."""
    keyer = side.officers["keyer"].pk
    return {"ten": "Tổ thứ hai", "loai": "data_entry", "co-quan": side.world.police.pk, "can-bo": [keyer]}


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def just_now() -> str:
    return (local(clock()) - timedelta(minutes=10)).strftime("%Y-%m-%dT%H:%M")


def passed_check(side: Any) -> dict[str, Any]:
    """A security check in which every item was met."""
    met = {f"dat-{item}": "1" for item in parameter("security_checklist").value}
    return {"ngay": in_days(0), "den": in_days(90), "bien-ban": "01", "niem-phong": "NP-1", **met}


def undertaking() -> SimpleUploadedFile:
    """A signed page as it was scanned."""
    return SimpleUploadedFile("cam-ket.pdf", b"%PDF-1.7 cam ket", content_type="application/pdf")


def new_helper(side: Any) -> dict[str, Any]:
    """Somebody who is sent to help, with his signed undertaking."""
    return {
        "ho-ten": "Người Giúp", "dang-nhap": "giup.moi", "co-quan": "Đoàn Thanh niên", "to": side.world.team.pk,
        "tu": in_days(0), "den": in_days(20), "ky": in_days(0), "cam-ket": undertaking(),
    }  # fmt: skip


AT_WORK: tuple[Door, ...] = (
    # Machines are the installation's: its administrator sees all of them.
    Door("station", "stations.view", parts=machine),
    Door("check_station", "stations.check", "post", parts=machine, ok=302, data=passed_check),
    Door(
        "register_station",
        "stations.set",
        "post",
        ok=302,
        data=lambda side: {"noi": f"{side.world.unit.pk}-{side.world.team.pk}", "ten": "Máy mới"},
    ),
    Door(
        "give_station",
        "stations.set",
        "post",
        parts=machine,
        ok=302,
        data=lambda side: {"noi": f"{side.world.unit.pk}-{side.world.team.pk}", "ten": "Máy 1, đổi tên"},
    ),
    Door(
        "retire_station",
        "stations.set",
        "post",
        parts=machine,
        ok=302,
        data=lambda side: {"tu-ngay": in_days(3), "ly-do": "hỏng"},
    ),
    Door("outages", "stations.view"),
    Door("outage", "stations.view", parts=outage, but={"admin": 404}),
    Door(
        "note_outage",
        "outages.note",
        "post",
        parts=outage,
        ok=302,
        data=lambda side: {"nguyen-nhan": "power", "ghi-chu": "cắt điện"},
    ),
    Door(
        "say_outage",
        "outages.note",
        "post",
        ok=302,
        data=lambda side: {"may": side.world.station.code, "luc": just_now(), "nguyen-nhan": "machine"},
    ),
    Door("keep_carrier", "outages.note", "post", ok=302, data=lambda side: {"ten": "Nhà mạng", "gio": "4"}),
    Door("roster", "roster.view"),
    Door(
        "set_duty",
        "roster.set",
        "post",
        ok=302,
        data=lambda side: {
            "to": side.world.team.pk,
            "ngay": in_days(3),
            "ca": 2,
            "may": side.world.station.code,
            "can-bo": side.officers["keyer"].pk,
        },
    ),
    # The keyer has taken it over: it stays his.
    Door("withdraw_duty", "roster.set", "post", parts=duty, ok=409),
    Door(
        "copy_roster",
        "roster.set",
        "post",
        ok=302,
        data=lambda side: {"to": side.world.team.pk, "ngay": in_days(1)},
    ),
    Door(
        "shift_pattern",
        "roster.set",
        "post",
        ok=302,
        data=lambda side: {
            "to": side.world.team.pk,
            "tu-ngay": in_days(9),
            "gio": "07:00, 19:00",
            "im-lang": "15",
        },
    ),
    Door("own_duties", "key"),
    # Shifts are taken and left by who stands in them.
    Door("take_duty", "key", "post", parts=duty, ok=302, but=NOT_HIS_SHIFT),
    Door(
        "leave_duty",
        "key",
        "post",
        parts=duty,
        ok=302,
        but=NOT_HIS_SHIFT,
        data=lambda side: {"ghi-chu": "Sổ để ở ngăn trên."},
    ),
    # A ward's team is set by the ward: the town's justice office has teams of its own.
    Door("teams", "teams.set"),
    Door("form_team", "teams.set", "post", ok=302, data=new_team, but=NOT_HIS_TEAM),
    Door("team", "teams.set", parts=team, but=NOT_HIS_TEAM),
    Door(
        "change_team",
        "teams.set",
        "post",
        parts=team,
        ok=302,
        but=NOT_HIS_TEAM,
        data=lambda side: {"ten": side.world.team.name, "so-qd": "12/QĐ-UBND", "ngay-qd": in_days(0)},
    ),
    Door("helpers", "helpers.set"),
    Door("take_in_helper", "helpers.set", "post", ok=302, data=new_helper),
    Door(
        "extend_helper",
        "helpers.set",
        "post",
        parts=helper,
        ok=302,
        data=lambda side: {"den": in_days(20), "ky": in_days(0), "cam-ket": undertaking()},
    ),
    Door("end_helper", "helpers.set", "post", parts=helper, ok=302),
    Door("helper_paper", "helpers.set", parts=helper),
)
