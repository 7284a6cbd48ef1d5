"""Rosters that tire people or leave hours empty are told, and none is set for days on which there is no work any more."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from making import campaign_of

from hotich.campaign.models import Campaign, Closing
from hotich.campaign.queries import last_day_of_work
from hotich.core.quotas.shifts import step_between
from hotich.staff.models import Officer
from hotich.stations.models import Duty
from hotich.stations.operations import set_duty, set_shift_pattern
from hotich.stations.queries import without_rest
from hotich.support.time import now, today

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def leader(world: Any) -> Officer:
    return world.officer("team_leader")


@pytest.fixture
def desk(leader: Officer) -> Client:
    client = Client()
    client.force_login(leader)
    return client


def put(world: Any, leader: Officer, officer: Officer, day: date, number: int, **more: Any) -> Duty:
    return set_duty(
        **{
            "actor": leader, "team_id": world.team.pk, "station_code": world.station.code, "officer_id": officer.pk, "day": day,
            "number": number, "now": now(), **more,
        }
    )  # fmt: skip


def sent(world: Any, desk: Client, officer: Officer, day: date, number: int) -> str:
    said = {
        "to": world.team.pk, "ngay": day.isoformat(), "ca": number, "may": world.station.code, "can-bo": officer.pk,
    }  # fmt: skip
    return desk.post("/lich-truc/sap/", said, follow=True).content.decode()


def test_a_third_shift_on_end_is_set_and_told(world: Any, leader: Officer, desk: Client) -> None:
    keyer, day = world.officer("keyer", name="Lê Không Nghỉ"), today() + DAY
    assert "trực liền" not in sent(world, desk, keyer, day, 1)
    assert "trực liền" not in sent(world, desk, keyer, day, 2)
    assert "Lê Không Nghỉ trực liền 3 ca, từ 06:00" in sent(world, desk, keyer, day, 3)
    assert Duty.objects.unscoped("a test's own").filter(officer=keyer).count() == 3
    copied = desk.post(
        "/lich-truc/nhu-ngay-truoc/",
        {"to": world.team.pk, "ngay": (day + DAY).isoformat()},
        follow=True,
    )
    assert "trực liền 6 ca" in copied.content.decode()


def test_a_rest_and_the_night_before_are_reckoned(world: Any, leader: Officer) -> None:
    keyer, other, day = world.officer("keyer"), world.officer("keyer"), today() + DAY
    machine = world.machine().code
    put(world, leader, keyer, day, 3)
    put(world, leader, keyer, day + DAY, 1)
    for number in (1, 3):
        put(world, leader, other, day, number, station_code=machine)
    assert without_rest([keyer.pk, other.pk], day + DAY) == []
    put(world, leader, keyer, day + DAY, 2, station_code=machine)
    (row,) = without_rest([keyer.pk, other.pk], day + DAY)
    assert (row.officer, row.shifts) == (keyer, 3)


def test_nobody_is_set_for_a_day_after_the_last(world: Any, leader: Officer, desk: Client) -> None:
    keyer = world.officer("keyer")
    assert last_day_of_work(world.unit.pk, on=today()) is None, "without a campaign there is no last day"
    campaign, _ = campaign_of(world, due_on=today() + 3 * DAY)
    last = today() + 2 * DAY
    assert last_day_of_work(world.unit.pk, on=today()) == last
    assert f"chỉ đến hết ngày {last:%d/%m/%Y}" in sent(world, desk, keyer, last + DAY, 1)
    assert "chỉ đến hết ngày" not in sent(world, desk, keyer, last, 1)
    copied = desk.post(
        "/lich-truc/nhu-ngay-truoc/",
        {"to": world.team.pk, "ngay": (last + DAY).isoformat()},
        follow=True,
    )
    assert "Đã sắp 0 ca" in copied.content.decode()
    Campaign.objects.filter(pk=campaign.pk).update(due_on=today())
    assert last_day_of_work(world.unit.pk, on=today()) is None, "what is late is keyed after its day"
    Closing.objects.create(campaign=campaign, figures={}, digest="0" * 64, closed_by=leader, closed_at=now())
    assert last_day_of_work(world.unit.pk, on=today()) == today()


def test_the_first_day_of_later_hours_says_what_it_leaves_empty(
    world: Any, leader: Officer, desk: Client
) -> None:
    since = today() + DAY
    said = {
        "to": world.team.pk, "ngay": today().isoformat(), "tu-ngay": since.isoformat(), "gio": "07:30, 15:30, 23:30", "im-lang": 10,
    }  # fmt: skip
    page = desk.post("/lich-truc/chia-ca/", said, follow=True).content.decode()
    assert "hết lúc 06:00, ca đầu của ngày này bắt đầu lúc 07:30" in page
    after = desk.get(f"/lich-truc/?to={world.team.pk}&ngay={(since + DAY).isoformat()}").content.decode()
    assert "khoảng giữa không có ca nào" not in after
    set_shift_pattern(
        actor=leader, team_id=world.team.pk, since=since + 5 * DAY, starts=[time(5), time(17)], silent_minutes=10, now=now(),
    )  # fmt: skip
    early = desk.get(f"/lich-truc/?to={world.team.pk}&ngay={(since + 5 * DAY).isoformat()}").content.decode()
    assert "ca cuối của ngày trước đến 07:30 mới hết" in early
    assert step_between([time(6), time(14)], [time(6), time(18)]) is None
