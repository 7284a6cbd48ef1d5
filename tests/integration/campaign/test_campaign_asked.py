"""An address names a campaign by its code, on every page; one that is not the officer's is not there, and never stands for another."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from making import campaign_of

from hotich.staff.operations import give_position
from hotich.support.time import now, today

pytestmark = pytest.mark.django_db

BY_CODE = (
    "plan", "plan_tasks", "plan_readiness", "plan_contacts", "targets", "what_if", "room", "room_wall", "flags", "measures", "visits",
    "obstacles", "known_answers", "flag_rules", "daily_form", "closing", "budget", "volumes",
)  # fmt: skip


@pytest.fixture
def client(led: Any) -> Client:
    """Who sees two campaigns of which the first is shown where none is asked for; he does everything in them."""
    campaign_of(
        led.ward, lead_agency=led.justice, code="KH99", name="Đợt thứ hai", starts_on=led.campaign.starts_on + timedelta(days=1),
        keying_starts_on=today() - timedelta(days=2), parent=led.campaign,
    )  # fmt: skip
    for code in ("justice_head", "registrar"):
        give_position(
            actor=None, now=now(), officer=led.writer, code=code, agency=led.justice, valid_from=today() - timedelta(days=9)
        )  # fmt: skip
    signed_in = Client()
    signed_in.force_login(led.writer)
    return signed_in


@pytest.mark.parametrize("name", BY_CODE)
def test_a_page_shows_the_campaign_of_the_code_and_no_other(client: Client, led: Any, name: str) -> None:
    page = client.get(reverse(name), {"dot": "KH99"})
    assert page.status_code == 200
    assert (page.context["campaign"].code, client.get(reverse(name)).context["campaign"]) == (
        "KH99",
        led.campaign,
    )
    sent = set(re.findall(r'<input type="hidden" name="dot" value="([^"]*)"', page.content.decode()))
    assert sent <= {"KH99"}, "its forms name it in the same way"
    for other in ("KH98", str(page.context["campaign"].pk)):
        refused = client.get(reverse(name), {"dot": other})
        assert refused.status_code == 404, other
        assert "trong các đợt của đồng chí" in refused.content.decode()


@pytest.mark.parametrize("name", ["room", "plan_readiness"])
def test_a_unit_that_is_not_in_the_campaign_is_not_there(client: Client, led: Any, name: str) -> None:
    assert client.get(reverse(name), {"don-vi": led.units[1].code}).status_code == 200
    refused = client.get(reverse(name), {"don-vi": "00000"})
    assert refused.status_code == 404
    assert "Đơn vị này không thuộc phạm vi của đồng chí" in refused.content.decode()


def test_a_form_says_which_campaign_it_is_of_by_its_code(client: Client) -> None:
    for wanted, status in (("KH99", 302), ("KH98", 404), ("", 404)):
        answer = client.post(reverse("set_programmes"), {"dot": wanted, "chuong-trinh": "Đề án 06"})
        assert answer.status_code == status, wanted
    sent = client.post(reverse("set_programmes"), {"dot": "KH99", "chuong-trinh": "Đề án 06"})
    assert sent.headers["Location"] == "/ke-hoach/?dot=KH99"


def test_a_campaign_that_has_not_begun_has_no_report(client: Client, led: Any) -> None:
    later = led.campaign.due_on + timedelta(days=1)
    campaign_of(
        led.sister, lead_agency=led.justice, code="SAU", starts_on=later, keying_starts_on=later, due_on=later + timedelta(days=9)
    )  # fmt: skip
    refused = client.get(reverse("daily_form"), {"dot": "SAU"})
    assert refused.status_code == 404
    assert "chưa đến ngày bắt đầu nhập" in refused.content.decode()
