"""Reminders and corrective measures: asked by the town, answered by the unit, said a level higher while there is no answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hotich.campaign.models import Flag, Measure
from hotich.campaign.steering.operations import (
    end_measure,
    escalate_unanswered,
    give_measure,
    keep_flags,
    reply_to_measure,
)
from hotich.campaign.steering.operations.measures import MeasureRefused
from hotich.campaign.steering.queries import counts_for, measure_for, measures_for
from hotich.core.steering import Grade, Raised
from hotich.support.errors import Conflict, NotAllowed, NotFound
from hotich.support.time import today

pytestmark = pytest.mark.django_db


def asked(led: Any, **values: Any) -> Measure:
    return give_measure(
        **{
            "actor": led.writer, "reporting_unit_id": led.units[0].pk, "kind": "reminder", "agency": led.justice,
            "finding": "3 ngày liền dưới 80 %", "asked": "Bố trí thêm ca tối", "due_on": today() + timedelta(days=2),
            "now": led.now, **values,
        }
    )  # fmt: skip


def replied(led: Any, measure: Measure, *, days: int = 0) -> Any:
    return reply_to_measure(
        actor=led.ward.officer("registrar"), measure_id=measure.pk, said="Đã thêm ca tối từ hôm nay",
        now=led.now + timedelta(days=days),
    )  # fmt: skip


def test_the_unit_answers_and_who_asked_accepts(led: Any) -> None:
    measure = asked(led)
    assert replied(led, measure).late is False
    ended = end_measure(actor=led.head, measure_id=measure.pk, accepted=True, words="", now=led.now)
    assert (ended.accepted, ended.ended_by) == (True, led.head)
    assert not measures_for(led.writer, led.campaign, state="open").exists()


def test_an_answer_on_the_day_itself_is_late(led: Any) -> None:
    measure = asked(led)
    assert replied(led, measure, days=1).late is False
    assert replied(led, measure, days=2).late is True


def test_what_is_not_answered_is_put_before_the_lead_once(led: Any) -> None:
    measure, answered = asked(led), asked(led, asked="Báo cáo lý do")
    replied(led, answered)
    assert escalate_unanswered(now=led.now + timedelta(days=1)) == 0
    assert escalate_unanswered(now=led.now + timedelta(days=2)) == 1
    assert escalate_unanswered(now=led.now + timedelta(days=3)) == 0
    measure.refresh_from_db()
    assert measure.escalated_to == led.campaign.lead_agency
    assert counts_for(led.campaign, [led.ward.unit.pk]).unanswered == 1


def test_the_same_is_asked_again_once_it_has_ended(led: Any) -> None:
    measure = asked(led)
    with pytest.raises(Conflict, match="đúng nội dung này"):
        asked(led)
    assert asked(led, kind="correction")
    end_measure(actor=led.writer, measure_id=measure.pk, accepted=False, words="gửi nhầm", now=led.now)
    assert asked(led)


def test_an_answer_is_accepted_only_where_there_is_one(led: Any) -> None:
    measure = asked(led)
    with pytest.raises(MeasureRefused, match="chưa trả lời"):
        end_measure(actor=led.writer, measure_id=measure.pk, accepted=True, words="", now=led.now)
    with pytest.raises(MeasureRefused, match="lý do rút"):
        end_measure(actor=led.writer, measure_id=measure.pk, accepted=False, words=" ", now=led.now)


def test_from_a_flag_it_is_asked_once_while_it_waits(led: Any) -> None:
    raised = Raised("pace", Grade.WARNING, "chậm", {}, {"percent": 80, "days": 3})
    keep_flags(campaign=led.campaign, raised={led.units[0].pk: [raised]}, moment=led.now, now=led.now)
    flag = Flag.objects.unscoped("the test's own").get()
    measure = asked(led, flag_id=flag.pk)
    assert measure.flag == flag
    with pytest.raises(MeasureRefused, match="đang chờ trả lời"):
        asked(led, flag_id=flag.pk)
    with pytest.raises(NotFound):
        asked(led, flag_id=flag.pk, reporting_unit_id=led.units[1].pk)


def test_a_unit_neither_asks_nor_answers_for_another(led: Any) -> None:
    measure = asked(led)
    with pytest.raises(NotAllowed):
        asked(led, actor=led.ward.officer("registrar"), agency=led.ward.committee)
    with pytest.raises(NotFound):
        reply_to_measure(
            actor=led.sister.officer("registrar"), measure_id=measure.pk, said="xong", now=led.now
        )
    with pytest.raises(NotFound):
        measure_for(led.sister.officer("unit_head"), measure.pk)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"finding": " "}, "điều nhận thấy"), ({"kind": "praise"}, "đôn đốc hoặc chấn chỉnh"),
        ({"due_on": today()}, "sau hôm nay"),
    ],
)  # fmt: skip
def test_a_measure_says_what_why_and_until_when(led: Any, values: dict[str, Any], words: str) -> None:
    with pytest.raises(MeasureRefused, match=words):
        asked(led, **values)
