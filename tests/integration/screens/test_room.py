"""The campaign room at its screen: what was opened stays open, what has ended says so, what may be taken back has its button."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hotich.campaign.models import Answer, Closing
from hotich.core.quotas.finish import Finish
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
    page = signed_in(own, "unit_head").get(f"{reverse('daily_form')}?dot={own.campaign.code}")
    assert "Kỳ chưa chốt" in unescape(page.content.decode())
    assert "gửi trước 14:00" in unescape(page.content.decode())
