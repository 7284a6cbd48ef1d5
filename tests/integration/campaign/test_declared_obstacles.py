"""What a unit without access writes into its form as an obstacle: put to a contact point, a level up when nobody answers, settled by whoever
takes its forms in.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hotich.campaign.contacts.operations import name_contact
from hotich.campaign.models import Obstacle, Topic
from hotich.campaign.steering.operations import (
    answer_obstacle,
    close_obstacle,
    escalate_overdue,
    reopen_obstacle,
)
from hotich.reports.operations import declare, take_up_obstacles
from hotich.support.errors import NotAllowed
from hotich.support.time import local

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
LINE = "Đường truyền mất từ 9 giờ"
BOOK = "Sổ năm 1977 mờ, khó đọc"
ZERO = {"KS": 0, "KH": 0, "KT": 0, "other": 0, "total": 0}


@pytest.fixture
def apart(led: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The first ward sends its form as a file; its commune has a contact point for lines, the town one for lines and one for justice."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    unit = led.units[0]
    unit.without_access = True
    unit.save(update_fields=["without_access"])
    led.writer.full_name = "Đỗ Nhận Biểu"
    led.writer.save(update_fields=["full_name"])
    for topic, agency, name in (
        (Topic.LINE, led.ward.committee, "Văn thư phường"), (Topic.LINE, led.justice, "Chuyên viên thị xã"),
        (Topic.JUSTICE, led.justice, led.writer.full_name),
    ):  # fmt: skip
        name_contact(
            actor=led.writer, campaign_id=led.campaign.pk, topic=topic, agency=agency, name=name, title="chuyên viên",
            phone="", order=1, now=led.now,
        )  # fmt: skip
    return led


def declared(led: Any, obstacles: str, *, at: Any = None, day: date | None = None, reason: str = "") -> Any:
    at = at or led.now
    return declare(
        actor=led.writer, now=at, reporting_unit_id=led.units[0].pk, day=day or local(at).date() - timedelta(days=1),
        figures={"entered": ZERO, "cumulative": ZERO}, content=b"x", obstacles=obstacles, reason=reason,
    )  # fmt: skip


def on_record(led: Any) -> list[Obstacle]:
    found = Obstacle.objects.unscoped("test").filter(campaign=led.campaign)
    return list(found.select_related("contact__agency").order_by("raised_at", "text"))


def test_each_line_of_a_form_becomes_an_obstacle_with_a_contact_point_and_a_clock(apart: Any) -> None:
    declared(apart, f"{BOOK}\n\n{LINE}")
    assert take_up_obstacles(now=apart.now + MINUTE) == 2
    justice, line = sorted(on_record(apart), key=lambda one: one.topic)
    assert (line.topic, line.text, line.reporting_unit) == ("line", LINE, apart.units[0])
    assert (line.contact.agency, line.level) == (apart.ward.committee, "commune")
    assert line.answer_by is not None
    assert line.answer_by > apart.now
    assert (line.source, line.raised_at, line.raised_by) == ("report", apart.now, None)
    assert line.steps.get().by == apart.writer, "who took the form in stands on the record"
    assert justice.contact.officer == apart.writer, "the unit asks, so it may come to who took its form in"


def test_a_form_is_taken_up_once_and_then_costs_one_question(
    apart: Any, django_assert_num_queries: Any
) -> None:
    declared(apart, f"{BOOK}\n{LINE}")
    assert take_up_obstacles(now=apart.now + MINUTE) == 2
    with django_assert_num_queries(1):
        assert take_up_obstacles(now=apart.now + 2 * MINUTE) == 0
    assert len(on_record(apart)) == 2


@pytest.mark.parametrize("between", [True, False])
def test_of_a_form_that_came_again_for_the_same_day_only_what_is_new_is_taken(
    apart: Any, between: bool
) -> None:
    declared(apart, LINE)
    taken = take_up_obstacles(now=apart.now + MINUTE) if between else 0
    declared(apart, f"{LINE}\n{BOOK}", at=apart.now + 2 * MINUTE, reason="bổ sung")
    taken += take_up_obstacles(now=apart.now + 3 * MINUTE)
    assert taken == 2
    assert sorted(one.text for one in on_record(apart)) == [BOOK, LINE]
    assert all(one.steps.count() == 1 for one in on_record(apart)), "nothing is raised again"


def test_what_was_settled_is_not_raised_anew_by_a_form_that_replaces_another(apart: Any) -> None:
    declared(apart, LINE)
    take_up_obstacles(now=apart.now + MINUTE)
    close_obstacle(actor=apart.writer, obstacle_id=on_record(apart)[0].pk, now=apart.now + 2 * MINUTE)
    declared(apart, f"{LINE}\n{BOOK}", at=apart.now + 3 * MINUTE, reason="bổ sung")
    assert take_up_obstacles(now=apart.now + 4 * MINUTE) == 1
    assert {(one.text, one.state) for one in on_record(apart)} == {(LINE, "closed"), (BOOK, "open")}


def test_what_still_hinders_the_next_day_is_noted_as_raised_again(apart: Any) -> None:
    yesterday = local(apart.now).date() - timedelta(days=1)
    declared(apart, LINE, day=yesterday - timedelta(days=1))
    declared(apart, LINE, day=yesterday, at=apart.now + MINUTE)
    assert take_up_obstacles(now=apart.now + 2 * MINUTE) == 2
    (only,) = on_record(apart)
    assert [step.kind for step in only.steps.order_by("at", "id")] == ["routed", "repeated"]


def test_what_nobody_answers_in_its_hours_goes_a_level_up(apart: Any) -> None:
    declared(apart, LINE)
    take_up_obstacles(now=apart.now + MINUTE)
    (line,) = on_record(apart)
    assert escalate_overdue(now=line.answer_by) == 1
    (line,) = on_record(apart)
    assert (line.contact.agency, line.level) == (apart.justice, "district")


def test_who_takes_in_the_forms_says_for_the_unit_whether_it_is_settled(apart: Any) -> None:
    declared(apart, LINE)
    take_up_obstacles(now=apart.now + MINUTE)
    (line,) = on_record(apart)
    at = apart.now + 2 * MINUTE
    answer_obstacle(actor=apart.writer, obstacle_id=line.pk, said="Đã báo nhà mạng", now=at)
    reopen_obstacle(actor=apart.writer, obstacle_id=line.pk, why="Vẫn mất", now=at)
    client = Client()
    client.force_login(apart.writer)
    page = f"/chien-dich/vuong-mac/{line.pk}/"
    assert 'name="ket-qua" value="xong"' in client.get(page).content.decode()
    apart.units[0].without_access = False
    apart.units[0].save(update_fields=["without_access"])
    assert 'name="ket-qua" value="xong"' not in client.get(page).content.decode()
    with pytest.raises(NotAllowed, match="người nhận biểu ghi thay"):
        close_obstacle(actor=apart.writer, obstacle_id=line.pk, now=at)
    apart.units[0].without_access = True
    apart.units[0].save(update_fields=["without_access"])
    inspector = apart.ward.officer("inspector", agency=apart.justice)
    with pytest.raises(NotAllowed):
        close_obstacle(actor=inspector, obstacle_id=line.pk, now=at)
    assert close_obstacle(actor=apart.writer, obstacle_id=line.pk, now=at).state == "closed"
