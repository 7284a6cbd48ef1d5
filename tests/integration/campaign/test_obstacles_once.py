"""An obstacle is raised once while it stands, and whoever answers it has read what was said to it before."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from hotich.campaign.models import Answer, Obstacle
from hotich.campaign.steering.operations import (
    answer_obstacle,
    close_obstacle,
    raise_obstacle,
    reopen_obstacle,
    withdraw_answer,
)
from hotich.campaign.steering.queries import last_word
from hotich.support.errors import Conflict

pytestmark = pytest.mark.django_db

LINE = "Đường truyền mất từ 9 giờ"
CALL = "Gọi nhà mạng, ghi số phiếu"
HELD = "Đã xem lại & gọi lần hai"


def raised(led: Any, text: str = LINE, **values: Any) -> Obstacle:
    return raise_obstacle(
        **{
            "actor": led.ward.officer("team_leader"), "reporting_unit_id": led.units[0].pk, "topic": "line", "text": text,
            "now": led.now, **values,
        }
    )  # fmt: skip


def answered(led: Any, obstacle: Obstacle, said: str = CALL, **values: Any) -> Obstacle:
    return answer_obstacle(
        **{"actor": led.writer, "obstacle_id": obstacle.pk, "said": said, "now": led.now, **values}
    )


def closed(led: Any, obstacle: Obstacle) -> None:
    close_obstacle(actor=led.ward.officer("registrar"), obstacle_id=obstacle.pk, now=led.now)


def reopened(led: Any, obstacle: Obstacle) -> None:
    reopen_obstacle(
        actor=led.ward.officer("registrar"), obstacle_id=obstacle.pk, why="vẫn mất mạng", now=led.now
    )


def seen(obstacle: Obstacle) -> int:
    word = last_word(obstacle)
    assert word is not None
    return word.pk


def test_what_a_unit_has_open_is_not_raised_again(led: Any) -> None:
    first = raised(led)
    with pytest.raises(Conflict, match=f"{first.raised_by} đã nêu lúc .*, đang mở, chờ trả lời"):
        raised(led, f"  {LINE.replace(' ', '  ')} ", topic="device")
    raised(led, f"{LINE}, cả tầng hai")
    raised(led, actor=led.sister.officer("team_leader"), reporting_unit_id=led.units[1].pk)
    assert Obstacle.objects.unscoped("test").count() == 3


def test_what_was_answered_and_did_not_help_is_taken_up_where_it_stands(led: Any) -> None:
    first = raised(led)
    answered(led, first)
    with pytest.raises(Conflict, match="đã có trả lời: mở vướng mắc ấy.*“Chưa tháo gỡ được”"):
        raised(led)


def test_what_was_settled_may_come_back(led: Any) -> None:
    first = raised(led)
    closed(led, first)
    assert raised(led).state == Obstacle.State.OPEN


def test_what_an_earlier_answer_settled_is_recorded_once_a_day(led: Any) -> None:
    first = raised(led)
    answered(led, first, reusable=True)
    known = Answer.objects.get()
    raised(led, "Lại mất đường truyền", answer_id=known.pk)
    with pytest.raises(Conflict, match="ghi là đã tháo gỡ: không phải ghi nữa"):
        raised(led, "Lại mất đường truyền", answer_id=known.pk)
    known.refresh_from_db()
    assert known.used == 1
    raised(led, "Lại mất đường truyền", answer_id=known.pk, now=led.now + timedelta(days=1))


def test_who_answers_has_read_the_answer_before_his(led: Any) -> None:
    obstacle = raised(led)
    answered(led, obstacle)
    other = led.ward.officer("justice_officer", agency=led.justice)
    with pytest.raises(Conflict, match=f"{led.writer} đã trả lời vướng mắc này lúc .*{CALL}"):
        answered(led, obstacle, HELD, actor=other)
    answered(led, obstacle, HELD, actor=other, seen=seen(obstacle))
    assert obstacle.steps.filter(kind="answered").count() == 2
    with pytest.raises(Conflict, match=f"{other} đã trả lời"):
        answered(
            led, obstacle, "Thêm một điều", seen=obstacle.steps.filter(kind="answered").earliest("pk").pk
        )


def test_who_answers_has_read_that_the_answer_did_not_help(led: Any) -> None:
    obstacle = raised(led)
    answered(led, obstacle)
    before = seen(obstacle)
    reopened(led, obstacle)
    with pytest.raises(Conflict, match="đã ghi chưa tháo gỡ được vướng mắc này lúc .*vẫn mất mạng"):
        answered(led, obstacle, HELD, seen=before)
    assert answered(led, obstacle, HELD, seen=seen(obstacle)).state == Obstacle.State.ANSWERED


def test_the_same_answer_stands_once(led: Any) -> None:
    obstacle = raised(led)
    answered(led, obstacle)
    for said in (CALL, f" {CALL.replace(' ', '  ')}\n"):
        with pytest.raises(Conflict, match=f"Trả lời này {led.writer} đã ghi lúc .*viết rõ thêm"):
            answered(led, obstacle, said, seen=seen(obstacle))
    assert obstacle.steps.filter(kind="answered").count() == 1


def test_a_shared_question_has_one_answer_in_use(led: Any) -> None:
    question = "Mất mạng thì làm gì?"
    answered(led, raised(led), reusable=True, question=question)
    second = raised(led, "Máy 2 mất mạng")
    with pytest.raises(Conflict, match=f"{led.writer} đã trả lời dùng chung lúc .*Bỏ chọn “Dùng chung”"):
        answered(led, second, HELD, reusable=True, question=f" {question.replace(' ', '  ')}")
    assert not second.steps.filter(kind="answered").exists(), "nothing of it is kept by halves"
    withdraw_answer(actor=led.writer, answer_id=Answer.objects.get().pk, now=led.now)
    answered(led, second, HELD, reusable=True, question=question)
    answered(led, raised(led, "Máy 3 mất mạng"), HELD)
    assert Answer.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_the_page_comes_back_with_the_answer_that_was_first_and_with_his_own_words(led: Any) -> None:
    obstacle = raised(led)
    client = Client()
    client.force_login(led.writer)
    page = f"/chien-dich/vuong-mac/{obstacle.pk}/"
    assert 'name="thay" value=""' in client.get(page).content.decode()
    answered(led, obstacle, actor=led.head)
    sent = {"tra-loi": HELD, "dung-chung": "on", "cau-hoi": "Mất mạng thì gọi ai?", "thay": ""}
    answer = client.post(f"{page}tra-loi/", sent)
    drawn = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert f"{led.head} đã trả lời vướng mắc này lúc" in drawn
    assert drawn.count(CALL) == 2, "in the sentence and in the life of the obstacle"
    assert f"{HELD}</textarea>" in drawn
    assert 'value="Mất mạng thì gọi ai?"' in drawn
    assert 'name="dung-chung" checked' in drawn
    assert f'name="thay" value="{seen(obstacle)}"' in drawn
    assert client.post(f"{page}tra-loi/", sent | {"thay": seen(obstacle)}).status_code == 302
    assert obstacle.steps.filter(kind="answered").count() == 2


def test_who_opens_an_obstacle_reads_who_has_answered_it(led: Any) -> None:
    obstacle = raised(led)
    answered(led, obstacle, actor=led.head)
    client = Client()
    client.force_login(led.writer)
    assert (
        f"{led.head} đã trả lời lúc" in client.get(f"/chien-dich/vuong-mac/{obstacle.pk}/").content.decode()
    )
