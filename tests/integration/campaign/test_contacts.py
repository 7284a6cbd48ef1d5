"""Contact points: the nearest level that has one, and nobody of another ward."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hotich.campaign.contacts.operations import ContactRefused, end_contact, name_contact
from hotich.campaign.contacts.queries import contact_for, contacts_at, contacts_for
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import today
from hotich.units.models import Agency, Level

pytestmark = pytest.mark.django_db


def named(led: Any, agency: Any, name: str, **more: Any) -> Any:
    return name_contact(
        **{
            "actor": led.writer, "campaign_id": led.campaign.pk, "topic": "justice", "agency": agency, "name": name,
            "title": "công chức", "phone": "0271 000 0001", "order": 1, "now": led.now, **more,
        }
    )  # fmt: skip


def found(led: Any, level: str, *, topic: str = "justice", world: Any = None, in_days: int = 0) -> str:
    unit = (world or led.ward).unit
    on = today() + timedelta(days=in_days)
    contact = contact_for(topic, unit, level, campaign=led.campaign, on=on)
    return contact.name if contact else ""


def test_a_question_goes_to_the_first_of_its_level_else_to_the_next_above(led: Any) -> None:
    province = Agency.objects.create(code="70-TP", unit=led.town.parent, kind="TP", name="Sở Tư pháp")
    assert found(led, Level.COMMUNE) == ""
    named(led, province, "Tỉnh")
    assert found(led, Level.COMMUNE) == "Tỉnh"
    named(led, led.justice, "Thị xã hai", order=2)
    named(led, led.justice, "Thị xã một", order=1)
    assert found(led, Level.COMMUNE) == found(led, Level.DISTRICT) == "Thị xã một"
    named(led, led.ward.committee, "Phường")
    assert (found(led, Level.COMMUNE), found(led, Level.DISTRICT)) == ("Phường", "Thị xã một")
    assert found(led, Level.PROVINCE) == "Tỉnh"
    assert found(led, Level.COMMUNE, world=led.sister) == "Thị xã một"
    assert found(led, Level.COMMUNE, topic="line") == ""
    levels = contacts_at("justice", led.ward.unit, campaign=led.campaign, on=today())
    assert {level: each.name for level, each in levels.items()} == {
        "commune": "Phường", "district": "Thị xã một", "province": "Tỉnh",
    }  # fmt: skip


def test_an_officer_sees_his_own_level_and_those_above_but_no_other_ward(led: Any) -> None:
    named(led, led.ward.committee, "Phường")
    named(led, led.sister.committee, "Phường bạn")
    named(led, led.justice, "Thị xã")

    def seen(officer: Any) -> list[str]:
        return [each.name for each in contacts_for(officer, led.campaign, on=today())]

    assert seen(led.ward.officer("registrar")) == ["Phường", "Thị xã"]
    assert seen(led.writer) == ["Phường", "Phường bạn", "Thị xã"]


def test_who_answers_no_longer_ends_and_another_day_still_knows_him(led: Any) -> None:
    contact = named(led, led.justice, "Cũ", since=today() - timedelta(days=5))
    end_contact(actor=led.writer, contact_id=contact.pk, now=led.now)
    assert found(led, Level.DISTRICT) == ""
    assert found(led, Level.DISTRICT, in_days=-3) == "Cũ"
    with pytest.raises(NotFound):
        end_contact(actor=led.writer, contact_id=contact.pk, now=led.now)


def test_a_contact_point_is_named_once_by_who_leads_and_within_the_campaign(led: Any, now: Any) -> None:
    from world import make_world

    far = make_world("90007", now)
    named(led, led.justice, "Thị xã")
    with pytest.raises(ContactRefused, match="đã là đầu mối"):
        named(led, led.justice, "Thị xã ")
    with pytest.raises(ContactRefused, match="lĩnh vực"):
        named(led, led.justice, "Khác", topic="weather")
    with pytest.raises(ContactRefused, match="họ tên"):
        named(led, led.justice, " ")
    with pytest.raises(NotFound):
        named(led, far.committee, "Xa")
    with pytest.raises(NotAllowed):
        named(led, led.justice, "Khác", actor=led.ward.officer("registrar"))
