"""Where campaigns are chosen, they are found by their programme."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from making import campaign_of

from hotich.campaign.plan.operations import set_programmes

pytestmark = pytest.mark.django_db

PAGES = ("/ke-hoach/", "/ke-hoach/nhiem-vu/", "/bao-cao/", "/chien-dich/")


@pytest.fixture
def client(led: Any) -> Client:
    """Who leads two campaigns: the first of one programme, the second of two."""
    second, _ = campaign_of(
        led.ward, lead_agency=led.justice, code="thu-2", name="Đợt thứ hai", parent=led.campaign
    )
    for campaign, names in ((led.campaign, ["Đề án 06"]), (second, ["Đề án 06", "Số hóa & làm sạch"])):
        set_programmes(actor=led.writer, campaign_id=campaign.pk, names=names)
    signed_in = Client()
    signed_in.force_login(led.writer)
    return signed_in


def choices(client: Client, address: str, **query: str) -> dict[str, list[str]]:
    """By name of the field what the page offers."""
    answer = client.get(address, query)
    assert answer.status_code == 200
    page = answer.content.decode()
    return {
        name: re.findall(r'<option value="([^"]*)"', inside)
        for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL)
    }


@pytest.mark.parametrize("address", PAGES)
def test_campaigns_are_narrowed_to_a_programme(client: Client, address: str) -> None:
    offered = choices(client, address)
    assert offered["chuong-trinh"] == ["", "Số hóa &amp; làm sạch", "Đề án 06"]
    assert offered["dot"] == ["thu", "thu-2"]
    assert choices(client, address, **{"chuong-trinh": "Đề án 06"})["dot"] == ["thu", "thu-2"]
    page = client.get(address, {"chuong-trinh": "Số hóa & làm sạch", "dot": "thu"}).content.decode()
    assert 'name="dot"' not in page.partition("<main")[2].partition("Xem</button>")[0]
    assert "chuong-trinh=S%E1%BB%91" in page  # the page's own links keep what was asked for


@pytest.mark.parametrize("address", PAGES)
def test_a_programme_that_is_not_there_filters_nothing(client: Client, address: str) -> None:
    assert choices(client, address, **{"chuong-trinh": "không có"})["dot"] == ["thu", "thu-2"]


@pytest.mark.parametrize("address", PAGES)
def test_one_programme_is_not_asked_for(client: Client, led: Any, address: str) -> None:
    from hotich.campaign.models import Campaign

    second = Campaign.objects.get(code="thu-2")
    set_programmes(actor=led.writer, campaign_id=second.pk, names=["Đề án 06"])
    assert "chuong-trinh" not in choices(client, address)
