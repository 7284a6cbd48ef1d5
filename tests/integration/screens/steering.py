"""What steering has of one side's campaign, one of each kind, and the doors that lead there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.integration.screens.door import Door

from hotich.campaign.models import Answer, Finding, Flag, Measure, Obstacle, Visit
from hotich.campaign.steering.operations import (
    announce_visit,
    answer_obstacle,
    give_measure,
    keep_flags,
    raise_obstacle,
    record_finding,
)
from hotich.core.steering import Grade, Raised
from hotich.staff.permissions import POSITIONS
from hotich.support.time import today


@dataclass
class Steering:
    """Of each thing one, with words of the ward in it."""

    flag: Flag
    measure: Measure
    visit: Visit
    finding: Finding
    obstacle: Obstacle
    answer: Answer


def steering_of(campaign: Any, reporting: Any, officers: dict[str, Any], surname: str, at: Any) -> Steering:
    """Written by the justice officer of the town, raised by the ward."""
    writer = officers["justice_officer"]
    agency = campaign.lead_agency
    raised = Raised("pace", Grade.WARNING, f"{surname} nhập chậm", {"keyed": 1}, {"percent": 80, "days": 3})
    keep_flags(campaign=campaign, raised={reporting.pk: [raised]}, moment=at, now=at)
    flag = Flag.objects.unscoped("a test's own flag").get(campaign=campaign)
    measure = give_measure(
        actor=writer, reporting_unit_id=reporting.pk, kind="reminder", agency=agency, finding=f"{surname} chậm",
        asked="Bố trí thêm ca", due_on=today() + timedelta(days=2), now=at, flag_id=flag.pk,
    )  # fmt: skip
    visit = announce_visit(
        actor=writer, reporting_unit_id=reporting.pk, agency=agency, on=today(), hour="8 giờ", reason=f"Về {surname}",
        members=[[f"Bà {surname}", "Phòng Tư pháp", "Trưởng đoàn"]], now=at,
    )  # fmt: skip
    finding = record_finding(
        actor=writer, visit_id=visit.pk, item="machines", severity="light", words=f"Tem máy của {surname} rách",
        due_on=None, now=at,
    )  # fmt: skip
    asked = {
        "actor": officers["team_leader"],
        "reporting_unit_id": reporting.pk,
        "topic": "justice",
        "now": at,
    }
    obstacle = raise_obstacle(**asked, text=f"Sổ của {surname} ghi hai ngày đăng ký")
    answered = raise_obstacle(**asked, text=f"Sổ của {surname} rách trang cuối")
    answer_obstacle(
        actor=officers["registrar"],
        obstacle_id=answered.pk,
        said=f"Bàn giao lại {surname}",
        now=at,
        reusable=True,
    )
    return Steering(flag, measure, visit, finding, obstacle, Answer.objects.get(campaign=campaign))


def _may(capability: str) -> set[str]:
    return {code for code, may in POSITIONS.items() if capability in may}


OF_THE_WARD = {"team_leader", "registrar", "unit_head", "police_head"}
# The inspector here sits in another agency than the one that is named.
NOT_FOR_THE_OFFICE = {"inspector": 422}
# Who draws papers and neither steers nor inspects draws none of these; the inspector may, in the name of his own agency.
NOT_IN_ITS_NAME = dict.fromkeys(_may("documents.draw") - _may("steer"), 403) | {"inspector": 409}
# The ward speaks for itself; and an obstacle that lies with its committee is not its police's.
NOT_HIS_WARD = dict.fromkeys((_may("obstacles.raise") | _may("measures.reply")) - OF_THE_WARD, 404)
SEEN_NOT_HIS = dict.fromkeys(_may("obstacles.raise") - OF_THE_WARD, 403)
# Whoever sees the room may be named contact point of a topic and then answers; here nobody but the office is.
LIES_ELSEWHERE = dict.fromkeys(_may("room.view") - _may("obstacles.answer"), 403) | {"police_head": 403}


def _in_days(number: int) -> str:
    return (today() + timedelta(days=number)).isoformat()


STEERING_DOORS: tuple[Door, ...] = (
    Door("room", "room.view"),
    Door("room_wall", "room.view"),
    Door("room_part", "room.view", parts=lambda side: {"name": "viec"}, foreign=None),
    Door("flags", "room.view"),
    Door("flag", "room.view", parts=lambda side: {"flag_id": side.steering.flag.pk}),
    Door("flag_rules", "room.view"),
    Door(
        "set_flag_rule", "steer", "post", ok=302,
        data=lambda side: {
            "dot": side.campaign.code, "quy-tac": "pace", "percent": "40", "days": "3", "tu-ngay": _in_days(0), "ap-dung": "on",
        },
    ),
    Door("measures", "room.view"),
    Door(
        "give_measure", "steer", "post", ok=302, but=NOT_FOR_THE_OFFICE,
        data=lambda side: {
            "don-vi": side.reporting.pk, "hinh-thuc": "correction", "co-quan": side.campaign.lead_agency_id,
            "nhan-thay": "chậm", "yeu-cau": "nhanh lên", "truoc-ngay": _in_days(3),
        },
    ),
    Door("measure", "room.view", parts=lambda side: {"measure_id": side.steering.measure.pk}),
    Door(
        "reply_measure", "measures.reply", "post", parts=lambda side: {"measure_id": side.steering.measure.pk}, ok=302,
        but=NOT_HIS_WARD, data=lambda side: {"tra-loi": "đã thêm ca"},
    ),
    Door(
        "end_measure", "steer", "post", parts=lambda side: {"measure_id": side.steering.measure.pk}, ok=302,
        data=lambda side: {"ket-qua": "rut", "ly-do": "nhầm đơn vị"},
    ),
    Door(
        "draw_measure", "documents.draw", "post", parts=lambda side: {"measure_id": side.steering.measure.pk}, ok=302,
        but=NOT_IN_ITS_NAME,
    ),
    Door("visits", "room.view"),
    Door(
        "announce_visit", "inspect", "post", ok=302, but=NOT_FOR_THE_OFFICE,
        data=lambda side: {
            "don-vi": side.reporting.pk, "co-quan": side.campaign.lead_agency_id, "ngay": _in_days(2), "gio": "8 giờ",
            "thanh-phan": "Một người; Phòng Tư pháp; Trưởng đoàn",
        },
    ),
    Door("visit", "room.view", parts=lambda side: {"visit_id": side.steering.visit.pk}),
    Door(
        "call_off_visit", "inspect", "post", parts=lambda side: {"visit_id": side.steering.visit.pk}, ok=302,
        data=lambda side: {"ly-do": "mưa lũ"},
    ),
    Door("draw_samples", "inspect", "post", parts=lambda side: {"visit_id": side.steering.visit.pk}, ok=302),
    # A list that was not gone through is no result.
    Door("hold_visit", "inspect", "post", parts=lambda side: {"visit_id": side.steering.visit.pk}, ok=422),
    Door(
        "record_finding", "inspect", "post", parts=lambda side: {"visit_id": side.steering.visit.pk}, ok=302,
        data=lambda side: {
            "noi-dung": "shifts", "muc-do": "serious", "ton-tai": "Ca đêm không có người", "truoc-ngay": _in_days(3),
        },
    ),
    Door(
        "draw_visit", "documents.draw", "post", parts=lambda side: {"visit_id": side.steering.visit.pk}, ok=302,
        but=NOT_IN_ITS_NAME, data=lambda side: {"van-ban": "notice"},
    ),
    Door(
        "settle_finding", "inspect", "post", parts=lambda side: {"finding_id": side.steering.finding.pk}, ok=302,
        data=lambda side: {"ket-qua": "đã dán tem mới"},
    ),
    Door("obstacles", "room.view"),
    Door(
        "raise_obstacle", "obstacles.raise", "post", ok=302, but=NOT_HIS_WARD,
        data=lambda side: {"don-vi": side.reporting.pk, "linh-vuc": "line", "noi-dung": "mất mạng"},
    ),
    Door("offered_answers", "room.view", "post", foreign=None, data=lambda side: {"noi-dung": "mất mạng"}),
    Door("known_answers", "room.view"),
    Door(
        "withdraw_answer", "room.view", "post", parts=lambda side: {"answer_id": side.steering.answer.pk}, ok=302,
        but=LIES_ELSEWHERE,
    ),
    Door("obstacle", "room.view", parts=lambda side: {"obstacle_id": side.steering.obstacle.pk}),
    Door(
        "answer_obstacle", "room.view", "post", parts=lambda side: {"obstacle_id": side.steering.obstacle.pk},
        ok=302, but=LIES_ELSEWHERE, data=lambda side: {"tra-loi": "nhập ngày ở cột chính"},
    ),
    Door(
        "pass_on_obstacle", "room.view", "post", parts=lambda side: {"obstacle_id": side.steering.obstacle.pk},
        ok=302, but=LIES_ELSEWHERE, data=lambda side: {"linh-vuc": "report"},
    ),
    Door(
        "settle_obstacle", "obstacles.raise", "post", parts=lambda side: {"obstacle_id": side.steering.obstacle.pk},
        ok=302, but=SEEN_NOT_HIS, data=lambda side: {"ket-qua": "xong"},
    ),
)  # fmt: skip
