"""The room, reports and rosters name no citizen: words with a personal number are refused wherever leaders read them, and say why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hotich.campaign.models import Obstacle
from hotich.campaign.steering.operations import (
    announce_visit,
    answer_obstacle,
    give_measure,
    raise_obstacle,
    record_finding,
    reply_to_measure,
    take_from_report,
)
from hotich.campaign.tasks.operations import Share, give_task
from hotich.stations.operations import leave_duty, say_outage, set_duty, take_duty
from hotich.support.errors import Refusal
from hotich.support.time import today

pytestmark = pytest.mark.django_db

NAMED = "Bà Lan số 070 188 001 234 chưa có trong tàng thư"
UNNAMED = "Quyển 02/1998 số 45 chưa có trong tàng thư, gọi 0912 345 678, đã chi 1.500.000.000 đ"


def obstacle(led: Any, text: str) -> Obstacle:
    return raise_obstacle(
        actor=led.ward.officer("team_leader"), reporting_unit_id=led.units[0].pk, topic="justice", text=text, now=led.now
    )  # fmt: skip


def answer(led: Any, text: str) -> Any:
    raised = obstacle(led, "Sổ ghi hai ngày đăng ký")
    return answer_obstacle(actor=led.writer, obstacle_id=raised.pk, said=text, now=led.now)


def general_question(led: Any, text: str) -> Any:
    raised = obstacle(led, "Sổ ghi hai ngày đăng ký")
    return answer_obstacle(
        actor=led.writer, obstacle_id=raised.pk, said="Nhập ngày ở cột", reusable=True, question=text, now=led.now
    )  # fmt: skip


def reminder(led: Any, text: str) -> Any:
    return give_measure(
        actor=led.writer, reporting_unit_id=led.units[0].pk, kind="reminder", agency=led.justice, finding=text,
        asked="Bố trí thêm ca tối", due_on=today() + timedelta(days=2), now=led.now,
    )  # fmt: skip


def reply(led: Any, text: str) -> Any:
    asked = reminder(led, "3 ngày liền dưới 80 %")
    return reply_to_measure(actor=led.ward.officer("registrar"), measure_id=asked.pk, said=text, now=led.now)


def finding(led: Any, text: str) -> Any:
    inspector = led.ward.officer("inspector", agency=led.justice)
    visit = announce_visit(
        actor=inspector, reporting_unit_id=led.units[0].pk, agency=led.justice, on=today(), hour="8 giờ 00",
        members=[["Bà Kiểm", "Phòng Tư pháp", "Trưởng đoàn"]], reason="", now=led.now,
    )  # fmt: skip
    return record_finding(
        actor=inspector, visit_id=visit.pk, item="shifts", severity="light", words=text, due_on=None, now=led.now
    )  # fmt: skip


def task(led: Any, text: str) -> Any:
    return give_task(
        actor=led.writer, campaign_id=led.campaign.pk, title=text, shares=[Share("perform", led.ward.committee)], now=led.now
    )  # fmt: skip


def handover(led: Any, text: str) -> Any:
    ward, keyer = led.ward, led.ward.officer("keyer")
    duty = set_duty(
        actor=ward.officer("team_leader"), team_id=ward.team.pk, station_code=ward.station.code, officer_id=keyer.pk,
        day=ward.now.date(), number=1, now=ward.now,
    )  # fmt: skip
    take_duty(actor=keyer, duty_id=duty.pk, now=ward.now)
    return leave_duty(actor=keyer, duty_id=duty.pk, note=text, now=ward.now)


def outage(led: Any, text: str) -> Any:
    ward = led.ward
    return say_outage(
        actor=ward.officer("team_leader"), station_code=ward.station.code, started_at=ward.now - timedelta(minutes=30),
        cause="power", words=text, now=ward.now,
    )  # fmt: skip


PLACES = [obstacle, answer, general_question, reminder, reply, finding, task, handover, outage]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_a_personal_number_is_refused_with_what_to_write_instead(
    led: Any, place: Callable[[Any, str], Any]
) -> None:
    with pytest.raises(Refusal, match="“070…234” giống số định danh cá nhân") as refusal:
        place(led, NAMED)
    assert "tên quyển và số thứ tự" in refusal.value.message
    assert "070 188 001 234" not in refusal.value.message, "the refusal does not repeat it"


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_other_figures_are_kept_as_they_were_written(led: Any, place: Callable[[Any, str], Any]) -> None:
    assert place(led, UNNAMED)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_words_that_are_too_long_are_refused_and_not_cut(led: Any, place: Callable[[Any, str], Any]) -> None:
    with pytest.raises(Refusal, match=r"dài 2\.001 ký tự, nhiều nhất"):
        place(led, "a" * 2_001)


def test_what_a_report_says_becomes_an_obstacle_without_the_number(led: Any) -> None:
    made = take_from_report(
        reporting_unit_id=led.units[0].pk,
        key="bao-cao-1",
        text=NAMED,
        said_at=led.now,
        day_words="01/06/2026",
    )
    assert made is not None
    assert made.text == "Bà Lan số — chưa có trong tàng thư"
