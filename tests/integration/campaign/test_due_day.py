"""The day before which all is keyed moves with a reason, never into the past, and the plan tells how it moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from hotich.campaign.models import TargetVersion
from hotich.campaign.plan.operations import PlanRefused, Terms, open_plan, set_terms
from hotich.campaign.plan.queries import due_changes
from hotich.campaign.targets.operations import approve, draw_up
from hotich.support.time import today

pytestmark = pytest.mark.django_db


def terms_of(campaign: Any) -> Terms:
    return Terms(**{name: getattr(campaign, name) for name in Terms.__dataclass_fields__})


def moved(led: Any, due_on: date, reason: str = "tỉnh gia hạn") -> None:
    led.campaign.refresh_from_db()
    set_terms(
        actor=led.writer, campaign_id=led.campaign.pk, terms=replace(terms_of(led.campaign), due_on=due_on), now=led.now, reason=reason
    )  # fmt: skip
    led.campaign.refresh_from_db()


def plan_page(officer: Any) -> str:
    client = Client()
    client.force_login(officer)
    return client.get("/ke-hoach/").content.decode()


def test_a_day_that_has_passed_is_refused_unless_it_stands_already(led: Any) -> None:
    yesterday = today() - timedelta(days=1)
    with pytest.raises(PlanRefused, match=f"{yesterday:%d/%m/%Y}\\) đã qua: chọn ngày từ hôm nay"):
        moved(led, yesterday)
    moved(led, today())
    assert led.campaign.due_on == today()
    led.campaign.due_on = yesterday
    led.campaign.save(update_fields=["due_on"])
    terms = replace(terms_of(led.campaign), quota_per_station=250)
    assert (
        set_terms(actor=led.writer, campaign_id=led.campaign.pk, terms=terms, now=led.now).due_on == yesterday
    )


def test_a_campaign_is_not_opened_for_days_that_have_passed(led: Any) -> None:
    past = replace(
        terms_of(led.campaign), starts_on=today() - timedelta(days=90), keying_starts_on=today() - timedelta(days=80),
        due_on=today() - timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(PlanRefused, match="đã qua"):
        open_plan(
            actor=led.writer,
            code="CU",
            agency=led.justice,
            terms=past,
            unit_ids=[led.ward.unit.pk],
            now=led.now,
        )


def test_another_day_has_its_reason_and_everybody_of_the_campaign_reads_it(led: Any) -> None:
    first = led.campaign.due_on
    with pytest.raises(PlanRefused, match="Ghi lý do đổi ngày hoàn thành"):
        moved(led, first + timedelta(days=10), reason=" ")
    assert due_changes(led.campaign) == []
    moved(led, first + timedelta(days=10), reason="thêm 400 sổ")
    moved(led, first + timedelta(days=5), reason="ghi nhầm")
    (last, before) = due_changes(led.campaign)
    assert (before.was, before.became, before.reason, before.officer) == (
        first,
        first + timedelta(days=10),
        "thêm 400 sổ",
        led.writer,
    )
    assert (last.was, last.became) == (first + timedelta(days=10), first + timedelta(days=5))
    page = plan_page(led.ward.officer("unit_head"))
    assert "Đã đổi ngày hoàn thành 2 lần" in page
    assert f"{first:%d/%m/%Y} → {first + timedelta(days=10):%d/%m/%Y}: thêm 400 sổ" in page


def test_the_plan_says_where_an_approved_target_is_due_after_the_campaigns_day(led: Any) -> None:
    first = led.campaign.due_on
    version = draw_up(actor=led.writer, campaign_id=led.campaign.pk, reason="lập lần đầu", now=led.now)
    version.lines(manager="plain").update(due_on=first)
    version = TargetVersion.objects.get(pk=version.pk)
    approve(actor=led.head, version_id=version.pk, seen=version.changed_at, now=led.now)
    assert "chi-tieu-sau-han" not in plan_page(led.writer)
    moved(led, first - timedelta(days=3))
    page = plan_page(led.writer)
    assert "chi-tieu-sau-han" in page
    assert f"{led.units[0].name} ({first:%d/%m/%Y})" in page
    assert f"Chỉ tiêu đã duyệt còn hạn sau ngày {first - timedelta(days=3):%d/%m/%Y} của đợt" in page
