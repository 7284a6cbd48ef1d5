"""A day that lies outside the campaign is refused with the name of its field and the days it can have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from hotich.audit.models import AuditEvent
from hotich.campaign.budget.operations import BudgetRefused, add_item, note_amount, set_rate, withdraw_rate
from hotich.campaign.days import first_day, last_day
from hotich.campaign.models import Rate
from hotich.campaign.steering.operations import announce_visit, give_measure
from hotich.campaign.tasks.operations import Share, change_task, give_task
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import today

pytestmark = pytest.mark.django_db

FAR = date(2035, 1, 1)
PAST = date(2019, 1, 1)


@pytest.fixture
def payer(led: Any) -> Any:
    return led.writer


def words_of(act: Callable[[], Any]) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.message


def bounds(first: date, last: date) -> str:
    return f"chọn ngày từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}"


def visited(led: Any, on: date) -> Any:
    return announce_visit(
        actor=led.ward.officer("inspector", agency=led.justice), reporting_unit_id=led.units[0].pk, agency=led.justice, on=on,
        hour="8 giờ", members=[["Bà Kiểm"]], reason="", now=led.now,
    )  # fmt: skip


def asked(led: Any, due_on: date) -> Any:
    return give_measure(
        actor=led.writer, reporting_unit_id=led.units[0].pk, kind="reminder", agency=led.justice, finding="chậm", asked="thêm ca",
        due_on=due_on, now=led.now,
    )  # fmt: skip


def given(led: Any, **days: date) -> Any:
    return give_task(
        actor=led.writer, campaign_id=led.campaign.pk, title="Phân loại sổ", shares=[Share("perform", led.ward.committee)], now=led.now, **days
    )  # fmt: skip


def rated(led: Any, payer: Any, since: date) -> Rate:
    return set_rate(
        actor=payer, now=led.now, campaign=led.campaign, since=since, basis="QĐ 15", per_entry=500, per_short=0, per_medium=0, per_long=0
    )  # fmt: skip


def test_a_visit_and_an_answer_are_asked_for_within_the_campaign(led: Any) -> None:
    last = last_day(led.campaign, on=today())
    said = words_of(lambda: visited(led, FAR))
    assert "Ngày kiểm tra ghi 01/01/2035" in said
    assert bounds(today(), last) in said
    assert visited(led, last).on == last
    said = words_of(lambda: asked(led, FAR))
    assert "Trả lời trước ngày ghi 01/01/2035" in said
    assert bounds(today() + timedelta(days=1), last) in said
    assert asked(led, last).due_on == last


def test_a_campaign_that_is_late_is_still_inspected(led: Any) -> None:
    led.campaign.due_on = today() - timedelta(days=100)
    led.campaign.save(update_fields=["due_on"])
    assert visited(led, today() + timedelta(days=7))


def test_a_task_begins_and_is_due_about_the_campaign(led: Any) -> None:
    first, last = first_day(led.campaign), last_day(led.campaign, on=today())
    said = words_of(lambda: given(led, due_on=FAR))
    assert "Hoàn thành trước ngày ghi 01/01/2035" in said
    assert bounds(first, last) in said
    assert "Bắt đầu từ ghi 01/01/2019" in words_of(lambda: given(led, starts_on=PAST, due_on=last))
    task = given(led, starts_on=first, due_on=last)
    change = {"actor": led.writer, "task_id": task.pk, "reason": "rõ hơn", "shares": [Share("perform", led.ward.committee)], "now": led.now}  # fmt: skip
    assert "Hoàn thành trước ngày" in words_of(
        lambda: change_task(**change, title="Phân loại sổ", starts_on=first, due_on=FAR)
    )
    led.campaign.due_on = last - timedelta(days=90)
    led.campaign.save(update_fields=["due_on"])
    renamed = change_task(**change, title="Rà soát sổ", starts_on=first, due_on=last)
    assert renamed.due_on == last, "the campaign's day moved, not the task's"


def test_money_is_spent_from_the_campaign_on_and_never_in_advance(led: Any, payer: Any) -> None:
    item = add_item(
        actor=payer, now=led.now, campaign=led.campaign, unit_id=led.town.pk, group="printing", name="In biểu mẫu", source="district"
    )  # fmt: skip

    def noted(kind: str, day: date) -> Any:
        return note_amount(actor=payer, now=led.now, item_id=item.pk, kind=kind, amount=1_000, day=day)

    first = first_day(led.campaign)
    said = words_of(lambda: noted("spent", PAST))
    assert "Ngày của số tiền ghi 01/01/2019" in said
    assert bounds(first, today()) in said
    assert bounds(first, today()) in words_of(lambda: noted("spent", today() + timedelta(days=1)))
    assert noted("spent", first).day == first
    assert noted("planned", first - timedelta(days=300))
    assert "Ngày của số tiền" in words_of(lambda: noted("planned", PAST))


def test_a_rate_begins_within_the_campaign_and_is_withdrawn_before_it_has_begun(led: Any, payer: Any) -> None:
    last = last_day(led.campaign, on=today())
    said = words_of(lambda: rated(led, payer, FAR))
    assert "Áp dụng từ ngày ghi 01/01/2035" in said
    assert bounds(first_day(led.campaign), last) in said
    rated(led, payer, today())
    rated(led, payer, last)
    withdraw = {"actor": payer, "now": led.now, "campaign": led.campaign}
    assert "đã áp dụng từ ngày" in words_of(lambda: withdraw_rate(**withdraw, since=today()))
    withdraw_rate(**withdraw, since=last)
    assert [rate.since for rate in led.campaign.rates.all()] == [today()]
    assert AuditEvent.objects.get(kind="budget.rate_withdrawn").detail == {"since": last.isoformat()}
    with pytest.raises(BudgetRefused, match="Không còn đơn giá"):
        withdraw_rate(**withdraw, since=last)
    with pytest.raises(NotFound):
        withdraw_rate(actor=led.ward.officer("registrar"), now=led.now, campaign=led.campaign, since=today())


def test_a_rate_to_come_has_its_button_and_one_that_holds_has_none(led: Any, payer: Any) -> None:
    client = Client()
    client.force_login(payer)
    rated(led, payer, today())
    assert "/kinh-phi/don-gia/rut/" not in client.get("/kinh-phi/").content.decode()
    later = today() + timedelta(days=3)
    rated(led, payer, later)
    assert "/kinh-phi/don-gia/rut/" in client.get("/kinh-phi/").content.decode()
    sent = client.post("/kinh-phi/don-gia/rut/", {"dot": led.campaign.code, "bo-tu-ngay": later.isoformat()})
    assert sent.status_code == 302
    assert led.campaign.rates.count() == 1


def test_days_the_wrong_way_round_are_told_and_stay_as_they_were_typed(led: Any, payer: Any) -> None:
    client = Client()
    client.force_login(payer)
    first, last = today() - timedelta(days=2), today() - timedelta(days=5)
    asked_for = {"tu-ngay": first.isoformat(), "den-ngay": last.isoformat()}
    answer = client.get("/kinh-phi/khoi-luong/", asked_for)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"“Từ ngày” ({first:%d/%m/%Y}) sau “Đến ngày” ({last:%d/%m/%Y}" in page
    assert f'value="{first.isoformat()}"' in page
    assert f'value="{last.isoformat()}"' in page
    assert client.get("/kinh-phi/khoi-luong/", {"den-ngay": "2019-01-01"}).status_code == 200
