"""Who may not close a campaign, or approve its targets, reads whose work it is, and whether anybody holds the position."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hotich.campaign.policies import who_may
from hotich.campaign.targets.operations import draw_up
from hotich.staff.models import Position
from hotich.support.time import today
from hotich.units.models import Agency

pytestmark = pytest.mark.django_db

NOBODY = "hiện chưa có tài khoản nào giữ vị trí này"


def page(officer: Any, address: str) -> str:
    client = Client()
    client.force_login(officer)
    return client.get(address).content.decode()


def nobody_heads(led: Any) -> None:
    Position.objects.filter(officer=led.head).update(valid_to=today() - timedelta(days=1))


def test_the_closing_page_says_who_closes(led: Any) -> None:
    words = "Kết thúc đợt là việc của “lãnh đạo Phòng Tư pháp” của Phòng Tư pháp"
    assert "là việc của" not in page(led.head, reverse("closing"))
    shown = page(led.writer, reverse("closing"))
    assert words in shown
    assert NOBODY not in shown
    nobody_heads(led)
    shown = page(led.ward.officer("unit_head"), reverse("closing"))
    assert words in shown
    assert NOBODY in shown


def test_the_targets_say_who_approves_a_draft(led: Any) -> None:
    words = "Duyệt là việc của “lãnh đạo Phòng Tư pháp” của Phòng Tư pháp"
    assert words not in page(led.writer, reverse("targets")), "there is no draft yet"
    draw_up(actor=led.writer, campaign_id=led.campaign.pk, reason="lập lần đầu", now=led.now)
    assert words not in page(led.head, reverse("targets"))
    shown = page(led.writer, reverse("targets"))
    assert words in shown
    assert NOBODY not in shown
    nobody_heads(led)
    assert NOBODY in page(led.writer, reverse("targets"))


def test_a_position_of_the_provinces_justice_office_is_called_after_its_department(led: Any) -> None:
    province = Agency.objects.create(code="70-TP", unit=led.town.parent, kind="TP", name="Sở Tư pháp X")
    led.campaign.lead_agency = province
    led.campaign.save(update_fields=["lead_agency"])
    head = led.ward.officer("justice_head", agency=province)
    assert "“lãnh đạo Sở Tư pháp” của Sở Tư pháp X" in who_may(led.campaign, "campaign.approve", on=today())
    assert "lãnh đạo Sở Tư pháp, Sở Tư pháp X" in page(head, reverse("targets"))
    assert "lãnh đạo Phòng Tư pháp, " in page(led.head, reverse("targets"))
