"""What a plan changes holds from now on: no figure that has been reported becomes another campaign's or another day's."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from desk import Desk
from making import moment

from hotich.campaign.models import Campaign
from hotich.campaign.operations import UnitTaken
from hotich.campaign.plan.operations import PlanRefused, Terms, open_plan, set_terms
from hotich.core.quotas import VIETNAM
from hotich.reports.files import json_of
from hotich.reports.queries import form_at
from hotich.support.time import today

pytestmark = pytest.mark.django_db(transaction=True)
NEXT = "Đợt tiếp theo"


def terms_of(campaign: Campaign, **more: Any) -> Terms:
    return replace(Terms(**{each.name: getattr(campaign, each.name) for each in fields(Terms)}), **more)


def followed(led: Any, begins: date, **more: Any) -> Campaign:
    """A campaign of the same ward, whose keying begins on a day."""
    terms = terms_of(
        led.campaign,
        name=NEXT,
        starts_on=min(begins, today()),
        keying_starts_on=begins,
        due_on=today() + timedelta(days=90),
    )
    return open_plan(
        **{
            "actor": led.writer, "code": "KH-200", "agency": led.justice, "terms": terms, "now": led.now,
            "unit_ids": [led.ward.unit.pk], **more,
        }
    )  # fmt: skip


def _due_today(led: Any) -> Campaign:
    """The campaign past its last day, with books still on their way back and an entry keyed today."""
    Campaign.objects.filter(pk=led.campaign.pk).update(due_on=today())
    led.campaign.refresh_from_db()
    officer = led.ward.officer("keyer")
    led.ward.assign(led.ward.book, officer)
    Desk(led.ward, officer).whole(1, 1)
    return led.campaign


@pytest.mark.parametrize("days", [0, -1])
def test_no_campaign_begins_where_another_still_counts_the_day(led: Any, days: int) -> None:
    campaign, asked = _due_today(led), moment()
    told = json_of(form_at(campaign, asked))
    with pytest.raises(UnitTaken, match=rf"từ {today() + timedelta(days=1):%d/%m/%Y} trở đi|chọn ngày khác"):
        followed(led, today() + timedelta(days=days))
    assert not Campaign.objects.filter(name=NEXT).exists()
    assert json_of(form_at(campaign, asked)) == told


def test_the_next_campaign_begins_tomorrow_and_is_not_moved_to_today(led: Any) -> None:
    campaign, asked = _due_today(led), moment()
    told = json_of(form_at(campaign, asked))
    following = followed(led, today() + timedelta(days=1))
    assert json_of(form_at(campaign, asked)) == told
    with pytest.raises(UnitTaken, match="đến hôm nay còn nhập cho"):
        set_terms(
            actor=led.writer, campaign_id=following.pk, now=led.now, terms=terms_of(following, keying_starts_on=today())
        )  # fmt: skip
    assert set_terms(
        actor=led.writer, campaign_id=following.pk, now=led.now,
        terms=terms_of(following, keying_starts_on=today() + timedelta(days=2)),
    )  # fmt: skip


def test_a_campaign_alone_may_begin_today(led: Any) -> None:
    Campaign.objects.filter(pk=led.campaign.pk).update(
        keying_starts_on=today() + timedelta(days=200), due_on=today() + timedelta(days=300)
    )
    assert set_terms(
        actor=led.writer, campaign_id=led.campaign.pk, now=led.now,
        terms=terms_of(Campaign.objects.get(pk=led.campaign.pk), keying_starts_on=today()),
    ).keying_starts_on == today()  # fmt: skip


HOURS = {"unit_deadline": time(23, 50), "town_deadline": time(23, 55), "province_deadline": time(23, 58)}


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(today(), time(hour, minute), tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("now", "cut_off", "said"),
    [
        (_at(10), time(9), "đã qua, đơn vị không còn kịp gửi: chọn giờ sau 10:00"),
        (_at(10), time(10), "đã qua"),
        (_at(10), time(10, 1), None),
        (_at(10), time(15), None),
        (_at(13, 35), time(15), "đang được chốt: đổi giờ chốt sau 13:40"),
        (_at(20), time(9), None),  # of a day that has not come
        (_at(20), time(21), None),
    ],
)
def test_a_cut_off_moves_only_to_an_hour_that_the_running_period_still_has(
    led: Any, now: datetime, cut_off: time, said: str | None
) -> None:
    Campaign.objects.filter(pk=led.campaign.pk).update(cut_off=time(13, 30), **HOURS)
    asked = {
        "actor": led.writer, "campaign_id": led.campaign.pk, "now": now,
        "terms": terms_of(led.campaign, cut_off=cut_off, **HOURS),
    }  # fmt: skip
    if said is None:
        assert set_terms(**asked).cut_off == cut_off
        return
    with pytest.raises(PlanRefused, match=said):
        set_terms(**asked)
    assert Campaign.objects.get(pk=led.campaign.pk).cut_off == time(13, 30)
