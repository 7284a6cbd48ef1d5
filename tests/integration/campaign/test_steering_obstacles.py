"""Obstacles: to the contact point of their topic, a level up when nobody answers, and never asked twice in vain."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from hotich.campaign.contacts.operations import name_contact
from hotich.campaign.models import Answer, ContactPoint, Obstacle, Topic
from hotich.campaign.operations import open_campaign
from hotich.campaign.steering.operations import (
    answer_obstacle,
    close_obstacle,
    escalate_overdue,
    pass_on,
    raise_obstacle,
    reopen_obstacle,
    take_from_report,
    withdraw_answer,
)
from hotich.campaign.steering.operations.obstacles import ObstacleRefused
from hotich.campaign.steering.queries import answers_of, earlier_answers, obstacle_for, obstacles_for
from hotich.core.calendar.office_hours import office_hours_between
from hotich.staff.models import Officer
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import VIETNAM

pytestmark = pytest.mark.django_db

LINE = "Đường truyền mất từ 9 giờ, máy không gửi được"


@pytest.fixture
def contacts(led: Any) -> Any:
    for topic, agency, name in (
        (Topic.LINE, led.ward.committee, "Văn thư phường"), (Topic.LINE, led.justice, "Chuyên viên thị xã"),
        (Topic.JUSTICE, led.justice, "Chuyên viên hộ tịch"),
    ):  # fmt: skip
        name_contact(
            actor=led.writer, campaign_id=led.campaign.pk, topic=topic, agency=agency, name=name, title="chuyên viên",
            phone="", order=1, now=led.now,
        )  # fmt: skip
    return led


def raised(led: Any, topic: str = "line", text: str = LINE, **values: Any) -> Obstacle:
    return raise_obstacle(
        **{
            "actor": led.ward.officer("team_leader"), "reporting_unit_id": led.units[0].pk, "topic": topic, "text": text,
            "now": led.now, **values,
        }
    )  # fmt: skip


def life(obstacle: Obstacle) -> list[str]:
    return list(obstacle.steps.order_by("at", "id").values_list("kind", flat=True))


def test_it_goes_to_the_nearest_contact_point_of_its_topic(contacts: Any) -> None:
    assert raised(contacts).contact.agency == contacts.ward.committee
    high = raised(contacts, "justice", "Sổ ghi hai ngày đăng ký")
    assert (high.contact.agency, high.level) == (contacts.justice, "district")


def named(led: Any, officer: Officer, **values: Any) -> ContactPoint:
    """An account holder of the ward's police answers for a topic."""
    return name_contact(
        **{
            "actor": led.writer, "campaign_id": led.campaign.pk, "topic": Topic.SOFTWARE, "agency": led.ward.police,
            "name": officer.full_name, "title": "Tổ trưởng", "phone": "", "order": 1, "now": led.now, **values,
        }
    )  # fmt: skip


def test_nobody_is_sent_to_himself(contacts: Any) -> None:
    asker = contacts.ward.officer("team_leader", name="Lê Tổ Trưởng")
    named(contacts, asker)
    alone = raised(contacts, "software", "Tài khoản bị khóa", actor=asker)
    assert (alone.contact, alone.level) == (None, "commune"), "without anybody else it lies with who leads"
    named(contacts, asker, agency=contacts.justice, name="Chuyên viên thị xã")
    above = raised(contacts, "software", "Phần mềm chậm", actor=asker)
    assert (above.contact.agency, above.level) == (contacts.justice, "district")
    named(contacts, contacts.ward.officer("police_head", name="Mai Lãnh Đạo"), order=2)
    beside = raised(contacts, "software", "Máy in hết mực", actor=asker)
    assert beside.contact.name == "Mai Lãnh Đạo", (
        "who is asked next at the same level comes before the level above"
    )
    assert raised(contacts, "software", "Không vào được").contact.officer == asker
    moved = pass_on(
        actor=contacts.ward.officer("registrar"), topic="software", now=contacts.now,
        obstacle_id=raised(contacts, text="Mất mạng", actor=asker).pk,
    )  # fmt: skip
    assert moved.contact.name == "Mai Lãnh Đạo", "nor is what is passed on"


def test_who_is_named_answers_what_comes_to_him_whatever_his_position(contacts: Any) -> None:
    leader = contacts.ward.officer("team_leader", name="Lê Tổ Trưởng")
    named(contacts, leader)
    obstacle = raised(contacts, "software", "Phần mềm chậm", actor=contacts.ward.officer("registrar"))
    assert obstacle.contact.officer == leader, "the account of that name in the agency is the contact's"
    assert list(obstacles_for(leader, contacts.campaign, mine=True)) == [obstacle]
    with pytest.raises(NotAllowed):
        answered(contacts, obstacle, actor=contacts.ward.officer("team_leader"))
    with pytest.raises(NotAllowed):
        answered(contacts, raised(contacts), actor=leader)
    client = Client()
    client.force_login(leader)
    page = f"/chien-dich/vuong-mac/{obstacle.pk}/"
    assert "Trả lời, hướng dẫn" in client.get(page).content.decode()
    assert "chờ cơ quan tôi trả lời" in client.get("/chien-dich/vuong-mac/").content.decode()
    said = {"tra-loi": "Mở lại trình duyệt", "dung-chung": "on"}
    assert client.post(f"{page}tra-loi/", said).status_code == 302
    obstacle.refresh_from_db()
    assert obstacle.state == "answered"
    (known,) = answers_of(contacts.campaign)
    assert withdraw_answer(actor=leader, answer_id=known.pk, now=contacts.now).withdrawn_by == leader


def test_of_two_accounts_of_one_name_neither_is_taken_for_the_contact(contacts: Any) -> None:
    for _ in range(2):
        contacts.ward.officer("team_leader", name="Lê Tổ Trưởng")
    stranger = contacts.sister.officer("team_leader", name="Bùi Ở Xa")
    assert named(contacts, contacts.ward.officer("keyer", name="Lê Tổ Trưởng")).officer is None
    assert named(contacts, stranger).officer is None, "an account of another agency is another person's"


def test_a_line_waits_by_the_clock_and_a_question_of_law_by_office_hours(contacts: Any) -> None:
    assert raised(contacts).answer_by == contacts.now + timedelta(hours=4)
    law = raised(contacts, "justice", "Sổ ghi hai ngày đăng ký")
    assert office_hours_between(contacts.now, law.answer_by, VIETNAM) == pytest.approx(8)


def test_what_nobody_answers_goes_a_level_up_and_stays_at_the_top(contacts: Any) -> None:
    obstacle = raised(contacts)
    assert escalate_overdue(now=contacts.now + timedelta(hours=3)) == 0
    assert escalate_overdue(now=contacts.now + timedelta(hours=4)) == 1
    obstacle.refresh_from_db()
    assert (obstacle.level, obstacle.contact.agency) == ("district", contacts.justice)
    assert escalate_overdue(now=contacts.now + timedelta(hours=9)) == 1
    obstacle.refresh_from_db()
    assert (obstacle.level, obstacle.contact) == ("province", None)
    assert escalate_overdue(now=contacts.now + timedelta(hours=20)) == 1
    assert escalate_overdue(now=contacts.now + timedelta(hours=90)) == 0
    assert life(obstacle) == ["routed", "escalated", "escalated", "escalated"]


def test_an_answer_stops_the_clock_and_only_the_unit_says_it_helped(contacts: Any) -> None:
    obstacle = raised(contacts)
    answered(contacts, obstacle)
    assert escalate_overdue(now=contacts.now + timedelta(days=3)) == 0
    with pytest.raises(NotAllowed):
        close_obstacle(actor=contacts.writer, obstacle_id=obstacle.pk, now=contacts.now)
    close_obstacle(actor=contacts.ward.officer("registrar"), obstacle_id=obstacle.pk, now=contacts.now)
    obstacle.refresh_from_db()
    assert obstacle.state == "closed"


def answered(led: Any, obstacle: Obstacle, **values: Any) -> Obstacle:
    return answer_obstacle(
        **{
            "actor": led.ward.officer("registrar"), "obstacle_id": obstacle.pk, "said": "Khởi động lại bộ phát, gọi nhà mạng",
            "now": led.now, **values,
        }
    )  # fmt: skip


def test_an_answer_that_did_not_help_sets_the_clock_again(contacts: Any) -> None:
    obstacle = raised(contacts)
    answered(contacts, obstacle)
    later = contacts.now + timedelta(hours=2)
    reopened = reopen_obstacle(
        actor=contacts.ward.officer("team_leader"), obstacle_id=obstacle.pk, why="vẫn mất mạng", now=later
    )
    assert (reopened.state, reopened.answer_by) == ("open", later + timedelta(hours=4))


def test_it_is_passed_on_to_the_topic_it_is_really_about(contacts: Any) -> None:
    obstacle = raised(contacts)
    passed = pass_on(
        actor=contacts.ward.officer("registrar"), obstacle_id=obstacle.pk, topic="justice", now=contacts.now
    )
    assert (passed.topic, passed.contact.agency) == ("justice", contacts.justice)


def test_another_unit_neither_reads_nor_answers_it(contacts: Any) -> None:
    obstacle = raised(contacts)
    stranger = contacts.sister.officer("registrar")
    with pytest.raises(NotFound):
        obstacle_for(stranger, obstacle.pk)
    with pytest.raises(NotFound):
        answered(contacts, obstacle, actor=stranger)
    with pytest.raises(NotAllowed):
        answered(contacts, obstacle, actor=contacts.ward.officer("unit_head"))


def test_an_earlier_answer_is_found_by_words_without_accents(contacts: Any) -> None:
    answered(contacts, raised(contacts), reusable=True, question="Mất đường truyền thì làm gì")
    answered(
        contacts, raised(contacts, "justice", "Sổ ghi hai ngày đăng ký"), actor=contacts.writer, reusable=True,
        said="Nhập ngày ghi ở cột chính, ghi chú ngày kia",
    )  # fmt: skip
    found = earlier_answers(contacts.campaign, "duong truyen o day mat tu sang")
    assert [one.question for one in found] == ["Mất đường truyền thì làm gì"]
    assert earlier_answers(contacts.campaign, "máy in hết mực") == []
    assert len(answers_of(contacts.campaign)) == 2


def test_what_an_earlier_answer_settles_is_on_record_as_settled(contacts: Any) -> None:
    answered(contacts, raised(contacts), reusable=True)
    (known,) = answers_of(contacts.campaign)
    again = raised(contacts, text="Đường truyền lại mất", answer_id=known.pk)
    assert (again.state, life(again)) == ("closed", ["routed", "answered", "closed"])
    known.refresh_from_db()
    assert known.used == 1
    withdraw_answer(actor=contacts.writer, answer_id=known.pk, now=contacts.now)
    assert answers_of(contacts.campaign) == []
    with pytest.raises(NotFound):
        raised(contacts, text="Đường truyền mất lần ba", answer_id=known.pk)


def taken(
    led: Any, key: str, text: str = LINE, *, day: str = "12/06/2026", at: datetime | None = None
) -> Any:
    return take_from_report(
        reporting_unit_id=led.units[0].pk, key=key, text=text, said_at=at or led.now, day_words=day
    )


def test_what_a_report_says_is_taken_once_and_repeated_where_it_still_stands(contacts: Any) -> None:
    first = taken(contacts, "report:1:1")
    assert (first.source, first.topic, first.raised_by) == ("report", "line", None)
    assert taken(contacts, "report:1:1") is None
    assert taken(contacts, "report:1:2") is not None
    again = taken(contacts, "report:2:1", day="13/06/2026")
    assert again == first
    assert taken(contacts, "report:2:1", day="13/06/2026") is None
    close_obstacle(actor=contacts.ward.officer("registrar"), obstacle_id=first.pk, now=contacts.now)
    assert taken(contacts, "report:3:1", day="14/06/2026") != first
    assert obstacles_for(contacts.writer, contacts.campaign).count() == 2


def test_what_was_settled_after_the_report_is_not_raised_anew_by_its_line(contacts: Any) -> None:
    first = taken(contacts, "report:1:1")
    taken(contacts, "report:2:1", day="13/06/2026")
    later = contacts.now + timedelta(hours=1)
    close_obstacle(actor=contacts.ward.officer("registrar"), obstacle_id=first.pk, now=later)
    assert taken(contacts, "report:2:1", day="13/06/2026") is None
    assert obstacles_for(contacts.writer, contacts.campaign).count() == 1


def test_an_answer_of_the_campaign_above_is_offered_and_can_be_used(contacts: Any) -> None:
    above = open_campaign(
        code="tinh", name="Đợt của tỉnh", basis="KH 138", lead_agency=contacts.justice,
        scope_until=contacts.campaign.scope_until, starts_on=contacts.campaign.starts_on,
        keying_starts_on=contacts.campaign.keying_starts_on, due_on=contacts.campaign.due_on,
    )  # fmt: skip
    answered(contacts, raised(contacts), reusable=True)
    Answer.objects.filter(campaign=contacts.campaign).update(campaign=above)
    contacts.campaign.parent = above
    contacts.campaign.save(update_fields=["parent"])
    (known,) = earlier_answers(contacts.campaign, LINE)
    assert raised(contacts, text="Đường truyền lại mất", answer_id=known.pk).state == "closed"


@pytest.mark.parametrize(("topic", "text"), [("weather", LINE), ("line", "  "), ("line", "a" * 1001)])
def test_an_obstacle_says_what_and_about_what(contacts: Any, topic: str, text: str) -> None:
    with pytest.raises(ObstacleRefused):
        raised(contacts, topic, text)
