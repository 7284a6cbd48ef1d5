"""Flags on record: they open, say something else, close, and open anew; nobody does it by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hotich.campaign.models import Flag, WatchRound
from hotich.campaign.steering.operations import keep_flags, set_rule
from hotich.campaign.steering.operations.flags import RuleRefused
from hotich.campaign.steering.queries import flag_for, flags_for, life_of
from hotich.campaign.steering.settings import parameters_on
from hotich.core.steering import Grade, Raised
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import today

pytestmark = pytest.mark.django_db


def late(said: str = "3 ngày liền dưới 80 %", grade: Grade = Grade.WARNING) -> Raised:
    return Raised("pace", grade, said, {"keyed": 90, "quota": 300}, {"percent": 80, "days": 3})


def went_round(led: Any, *raised: Raised, hours: int = 0) -> tuple[int, int] | None:
    moment = led.now + timedelta(hours=hours)
    said = {unit.pk: list(raised) if unit == led.units[0] else [] for unit in led.units}
    return keep_flags(campaign=led.campaign, raised=said, moment=moment, now=moment)


def flags(led: Any) -> list[Flag]:
    return list(flags_for(led.writer, led.campaign, open_only=False))


def test_a_flag_opens_stays_and_closes_by_itself(led: Any) -> None:
    assert went_round(led, late()) == (1, 0)
    assert went_round(led, late(), hours=24) == (0, 0)
    assert went_round(led, hours=48) == (0, 1)
    (flag,) = flags(led)
    assert flag.opened_at == led.now
    assert flag.closed_at == led.now + timedelta(hours=48)


def test_a_moment_is_gone_through_once_and_never_backwards(led: Any) -> None:
    assert went_round(led, late()) == (1, 0)
    assert went_round(led) is None
    assert went_round(led, hours=-5) is None
    assert len(flags_for(led.writer, led.campaign)) == 1
    assert WatchRound.objects.count() == 1


def test_what_it_said_each_day_stands_in_its_life(led: Any) -> None:
    went_round(led, late("3 ngày liền"))
    went_round(led, late("4 ngày liền", Grade.SERIOUS), hours=24)
    went_round(led, late("4 ngày liền", Grade.SERIOUS), hours=25)
    went_round(led, hours=48)
    (flag,) = flags(led)
    told = [(one.said, one.grade, one.closed) for one in life_of(flag)]
    assert told == [
        ("3 ngày liền", "warning", False), ("4 ngày liền", "serious", False), ("4 ngày liền", "serious", True),
    ]  # fmt: skip


def test_what_comes_back_is_another_flag(led: Any) -> None:
    went_round(led, late())
    went_round(led, hours=24)
    went_round(led, late(), hours=48)
    assert [flag.closed_at is None for flag in flags(led)] == [True, False]


def test_a_unit_sees_its_own_flags_and_no_other_ones(led: Any) -> None:
    went_round(led, late())
    (flag,) = flags(led)
    assert flag_for(led.ward.officer("unit_head"), flag.pk) == flag
    with pytest.raises(NotFound):
        flag_for(led.sister.officer("unit_head"), flag.pk)


def test_the_numbers_of_a_rule_hold_from_their_day_on(led: Any) -> None:
    set_rule(
        actor=led.writer, campaign_id=led.campaign.pk, rule="pace", since=today() + timedelta(days=1),
        values={"percent": 30, "days": 5}, active=True, now=led.now,
    )  # fmt: skip
    assert parameters_on(led.campaign, on=today())["pace"] == {"percent": 80, "days": 3}
    assert parameters_on(led.campaign, on=today() + timedelta(days=1))["pace"] == {"percent": 30, "days": 5}


def test_a_rule_can_rest(led: Any) -> None:
    set_rule(
        actor=led.writer, campaign_id=led.campaign.pk, rule="amended", since=today(), values={}, active=False,
        now=led.now,
    )  # fmt: skip
    assert "amended" not in parameters_on(led.campaign, on=today())


@pytest.mark.parametrize(
    "values", [{}, {"percent": 0, "days": 3}, {"percent": 80}, {"percent": 80, "days": 3, "x": 1}]
)
def test_numbers_out_of_range_are_refused(led: Any, values: dict[str, int]) -> None:
    with pytest.raises(RuleRefused, match="dưới % chỉ tiêu ngày từ 1 đến 100"):
        set_rule(
            actor=led.writer, campaign_id=led.campaign.pk, rule="pace", since=today(), values=values, active=True,
            now=led.now,
        )  # fmt: skip


def test_numbers_are_not_set_for_the_past_nor_by_a_unit(led: Any) -> None:
    asked = {"campaign_id": led.campaign.pk, "rule": "pace", "values": {"percent": 80, "days": 3}, "active": True, "now": led.now}  # fmt: skip
    with pytest.raises(RuleRefused, match="từ hôm nay"):
        set_rule(actor=led.writer, since=today() - timedelta(days=1), **asked)
    with pytest.raises(NotAllowed):
        set_rule(actor=led.ward.officer("registrar"), since=today(), **asked)
