"""The campaign room at its screen: what was opened stays open, what has ended says so, what may be taken back has its button."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hotich.books.models import Book, BookStatus
from hotich.campaign.models import Answer, Campaign, Closing
from hotich.core.quotas.finish import Finish
from hotich.reports.operations import SETTLING, freeze
from hotich.reports.periods import day_at
from hotich.reports.room.pace import UnitPace
from hotich.screens.campaign_room.room_parts import verdict
from hotich.support.time import now

pytestmark = pytest.mark.django_db


def signed_in(side: Any, code: str) -> Client:
    client = Client()
    client.force_login(side.officers[code])
    return client


def test_a_list_that_was_opened_stays_open_when_its_part_looks_again(own: Any) -> None:
    client = signed_in(own, "justice_officer")
    dot = f"?dot={own.campaign.code}"
    part = reverse("room_part", kwargs={"name": "nhip"})
    whole = unescape(client.get(f"{reverse('room')}{dot}&tat-ca").content.decode())
    assert f'hx-get="{part}{dot}&tat-ca"' in whole
    cut = unescape(client.get(f"{reverse('room')}{dot}").content.decode())
    assert f'hx-get="{part}{dot}"' in cut


@pytest.mark.parametrize("name", ["room", "room_wall"])
def test_a_campaign_that_has_ended_urges_nobody(own: Any, name: str) -> None:
    Closing.objects.create(
        campaign=own.campaign,
        figures={},
        digest="0" * 64,
        closed_by=own.officers["justice_head"],
        closed_at=now(),
    )
    page = unescape(
        signed_in(own, "justice_officer").get(f"{reverse(name)}?dot={own.campaign.code}").content.decode()
    )
    assert "Đợt đã kết thúc" in page
    assert "Quá giờ, chưa gửi" not in page
    assert "phút đến giờ gửi" not in page
    assert "Chốt số liệu tiếp theo" not in page


def test_the_room_and_the_report_page_say_the_same_of_the_last_report_of_a_closed_campaign(own: Any) -> None:
    end = now()
    Closing.objects.create(
        campaign=own.campaign,
        figures={},
        digest="0" * 64,
        closed_by=own.officers["justice_head"],
        closed_at=end,
    )
    campaign = Campaign.objects.get(pk=own.campaign.pk)
    room, desk = reverse("room_part", kwargs={"name": "bao-cao"}), reverse("daily_form")
    head = signed_in(own, "unit_head")

    def shown(address: str) -> str:
        return unescape(head.get(address, {"dot": campaign.code}).content.decode())

    assert "đang chốt số liệu" in shown(room)
    assert "không còn báo cáo nào phải gửi" not in shown(room)
    last = day_at(campaign, end + SETTLING)
    for day in (last - timedelta(days=1), last):
        freeze(campaign=campaign, day=day, now=end + SETTLING)
    told = f"báo cáo ngày {last:%d/%m/%Y}, báo cáo cuối của đợt"
    assert told in shown(room)
    assert "báo cáo cuối xác nhận, gửi như mọi ngày" in shown(room)
    page = shown(desk)
    assert f"Báo cáo ngày {last:%d/%m/%Y}" in page
    assert "Đây là báo cáo cuối của đợt" in page
    assert "Ngày sau →" not in page
    send = re.search(r'action="(/bao-cao/[^"]+)"', page)
    assert send
    assert head.post(send[1]).status_code == 302
    assert told in shown(room)
    assert "không còn báo cáo nào phải gửi" in shown(room)
    after = head.get(desk, {"dot": campaign.code, "ngay": (last + timedelta(days=1)).isoformat()})
    assert after.status_code == 404
    assert f"đợt đã kết thúc, báo cáo cuối cùng là của ngày {last:%d/%m/%Y}" in after.content.decode()


@pytest.mark.parametrize(
    ("position", "may"), [("line_officer", False), ("device_officer", False), ("unit_head", True)]
)
def test_the_way_to_the_days_report_is_shown_to_who_may_go_it(own: Any, position: str, may: bool) -> None:
    client, dot = signed_in(own, position), {"dot": own.campaign.code}
    part = client.get(reverse("room_part", kwargs={"name": "bao-cao"}), dot)
    room = client.get(reverse("room"), dot).content.decode()
    way = f'href="{reverse("daily_form")}?'
    assert "Chốt số liệu tiếp theo" in part.content.decode()
    assert (way in part.content.decode(), way in room) == (may, may)
    assert client.get(reverse("daily_form"), dot).status_code == (200 if may else 403)


def test_what_waits_in_an_ended_campaign_has_no_clock_any_more(own: Any) -> None:
    part, dot = reverse("room_part", kwargs={"name": "viec"}), {"dot": own.campaign.code}
    client = signed_in(own, "justice_officer")
    assert "trả lời trước" in client.get(part, dot).content.decode()
    Closing.objects.create(
        campaign=own.campaign,
        figures={},
        digest="0" * 64,
        closed_by=own.officers["justice_head"],
        closed_at=now(),
    )
    assert "trả lời trước" not in client.get(part, dot).content.decode()
    lines = client.get(reverse("room_part", kwargs={"name": "duong-truyen"}), dot).content.decode()
    assert "Khi đợt kết thúc" in lines
    assert "đang trong ca" not in lines


def test_who_keyed_in_an_ended_campaign_has_no_quota_and_no_book_that_is_gone(own: Any) -> None:
    keyer = signed_in(own, "keyer")
    assignment = own.world.assign(own.world.new_book(custodian=own.world.police), own.officers["keyer"])
    address = f"/nhap/?so={assignment.book_id}"
    before = keyer.get(reverse("my_work")).content.decode()
    assert "Đã nhập trong kỳ báo cáo" in before
    assert address in before
    Book.objects.unscoped("test").filter(pk=assignment.book_id).update(status=BookStatus.LOST)
    Closing.objects.create(
        campaign=own.campaign,
        figures={},
        digest="0" * 64,
        closed_by=own.officers["justice_head"],
        closed_at=now(),
    )
    page = keyer.get(reverse("my_work")).content.decode()
    assert "Đợt đã kết thúc" in page
    assert "Đã nhập trong kỳ báo cáo" not in page
    assert address not in page
    assert "thất lạc" in page
    board = signed_in(own, "team_leader").get(reverse("board")).content.decode()
    assert "không còn chỉ tiêu ngày" in board


def test_who_leads_and_who_answered_can_take_an_answer_back_and_nobody_else(own: Any) -> None:
    address = f"{reverse('known_answers')}?dot={own.campaign.code}"
    button = reverse("withdraw_answer", args=[own.steering.answer.pk])
    offered = {
        code: button in signed_in(own, code).get(address).content.decode()
        for code in ("registrar", "justice_officer", "police_head", "team_leader")
    }
    assert offered == {"registrar": True, "justice_officer": True, "police_head": False, "team_leader": False}
    assert signed_in(own, "justice_officer").post(button).status_code == 302
    assert Answer.objects.get(pk=own.steering.answer.pk).withdrawn_at is not None


def _of_a_unit(forecast: str) -> UnitPace:
    return UnitPace("phường Chậm", "25432", 0, 300, 0.0, 80.0, 1, 1, forecast, 900, 800, date(2026, 12, 31))


@pytest.mark.parametrize(
    ("alone", "tone", "said"),
    [
        ("2026-12-20", "good", ""),
        ("2026-12-28", "good", "không giúp thì phường Chậm đến 28/12/2026 mới xong."),
        ("2027-03-01", "warn", "không giúp thì phường Chậm đến 01/03/2027 mới xong."),
    ],
)
def test_the_forecast_of_all_names_who_is_not_done_by_then(alone: str, tone: str, said: str) -> None:
    course = Finish(date(2026, 12, 18), date(2026, 12, 20), date(2026, 12, 22), 0.9, 21, ())
    progress: Any = SimpleNamespace(forecast=course, due_on=date(2026, 12, 31), required=900, remaining=800)
    told = verdict(progress, None, _of_a_unit(alone))
    assert told["tone"] == tone
    assert said in told["said"] if said else "giúp" not in told["said"]
    ended = verdict(progress, datetime(2026, 12, 1, tzinfo=UTC), _of_a_unit(alone))
    assert ended["tone"] == "quiet"


def test_a_report_whose_period_runs_says_when_it_can_be_sent(own: Any) -> None:
    day = day_at(own.campaign, now())
    page = signed_in(own, "unit_head").get(f"{reverse('daily_form')}?dot={own.campaign.code}&ngay={day}")
    assert "Kỳ chưa chốt" in unescape(page.content.decode())
    assert "gửi trước 14:00" in unescape(page.content.decode())
