"""The numbers of checking: who sets them, for whom they hold, and what they would do to the coming work."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from desk import Desk
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rekeying import keyed

from hotich.checking.forecast import loads_of, sampled, sizes_of
from hotich.checking.models import CheckPolicy
from hotich.checking.operations import set_policy
from hotich.checking.operations.setting import PolicyRefused
from hotich.checking.queries import followers_of
from hotich.checking.rules import policy_of, settings_of
from hotich.core.quotas.risk import Policy
from hotich.screens.checking_desk.words import WORDS, figure
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import now as clock
from hotich.support.time import today
from hotich.units.models import Unit

pytestmark = pytest.mark.django_db

TOO_STRANGE = (
    {"quality_limit": 15.0},
    {"quality_limit": 3.0},
    {"level": "IV"},
    {"usual_share": 101},
    {"usual_share": "60"},
    {"carried_percent": float("nan")},
    {"seed_percent": -1},
    {"alone_limit": 0},
    {"new_officer_entries": 2.5},
    {"new_officer_entries": True},
    {"quick_seconds": 5.0, "slow_seconds": 4.0},
    {"of_ones_own": 1},
)


@pytest.fixture
def officer(world: Any) -> Any:
    return world.officer("justice_officer", agency=world.committee)


def put(
    world: Any, officer: Any, *, unit: Any = None, days: int = 0, alone: str = "registrar", **values: Any
) -> CheckPolicy:
    return set_policy(
        actor=officer, unit=unit or world.unit, since=world.now.date() + timedelta(days=days), values=values,
        when_alone=alone, now=world.now,
    )  # fmt: skip


def form(**more: str) -> dict[str, str]:
    held = Policy.on(today())
    return {
        "tu": today().isoformat(), "mot-nguoi": "registrar", "viec": "dat",
        **{one.form: figure(getattr(held, one.name)) for one in WORDS}, **more,
    }  # fmt: skip


def client_of(officer: Any) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.mark.parametrize("values", TOO_STRANGE)
def test_numbers_that_cannot_be_are_refused(world: Any, officer: Any, values: dict[str, Any]) -> None:
    with pytest.raises(PolicyRefused):
        put(world, officer, **values)
    assert not CheckPolicy.objects.unscoped("test").exists()


def test_nothing_is_set_for_a_day_that_is_over(world: Any, officer: Any) -> None:
    with pytest.raises(PolicyRefused, match="từ hôm nay trở đi"):
        put(world, officer, days=-1, quality_limit=2.5)


def test_only_who_sets_the_campaign_sets_this_and_only_in_his_units(world: Any, officer: Any) -> None:
    with pytest.raises(NotAllowed):
        put(world, world.officer("registrar"), quality_limit=2.5)
    elsewhere = Unit.objects.create(key="elsewhere", name="Nơi Khác", type_label="xã", level="commune")
    with pytest.raises(NotFound):
        put(world, officer, unit=elsewhere, quality_limit=2.5)


def test_a_setting_reaches_those_below_that_have_none_of_their_own(world: Any, officer: Any) -> None:
    day = world.now.date()
    one, other = (
        Unit.objects.create(key=key, name=key, type_label="ấp", level="commune", parent=world.unit)
        for key in ("one", "other")
    )
    put(world, officer, quality_limit=2.5)
    CheckPolicy.objects.create(
        unit=other, since=day, values={"level": "III"}, set_by=officer, set_at=world.now
    )
    assert set(followers_of(world.unit, day)) == {world.unit.pk, one.pk}
    units = list(Unit.objects.filter(pk__in=[one.pk, other.pk]).select_related("parent__parent__parent"))
    held = settings_of(units, day)
    assert held[one.pk].unit_id == world.unit.pk and held[other.pk].unit_id == other.pk
    # What stands for the unit itself replaces what stands above it, in every number.
    assert (policy_of(one, day).quality_limit, policy_of(other, day).quality_limit) == (2.5, 4.0)


def test_a_forecast_asks_of_what_was_keyed_there(desk: Desk) -> None:
    for line in range(1, 4):
        keyed(desk, line, child__full_name=f"Nguyễn Thị Số {line}")
    held = Policy.on(desk.world.now.date())
    quiet = replace(held, new_officer_entries=0, quick_seconds=0, slow_percent=0, long_percent=0)
    now, less = loads_of([desk.world.unit.pk], (held, quiet))
    assert now.entries == less.entries == 3
    # The officer is new: everything of his is asked.
    assert now.asked == now.columns > less.asked
    assert now.cost > less.cost and now.left < less.left
    assert sizes_of([desk.world.unit.pk]) == [3]
    assert loads_of([10**6], (held,))[0].entries == 0 and len(sizes_of([10**6])) > 1


def test_a_smaller_limit_makes_the_sample_stricter(world: Any) -> None:
    held = Policy.on(world.now.date())
    loose, strict = sampled(held, 200), sampled(replace(held, quality_limit=1.0, alone_limit=2.0), 200)
    assert strict.quality_bad < loose.quality_bad
    assert strict.zero.size > loose.zero.size


def test_the_page_says_what_holds_since_when_and_by_whom(world: Any, officer: Any) -> None:
    CheckPolicy.objects.create(
        unit=world.unit, since=today(), values={"quality_limit": 2.5}, when_alone="other_unit", set_by=officer, set_at=clock(),
    )  # fmt: skip
    page = client_of(officer).get("/kiem-tra/cach-kiem-tra/").content.decode()
    assert "đặt riêng" in page and f"{today():%d/%m/%Y}" in page and str(officer) in page
    assert "Mức chất lượng (AQL) của lô: 2,5 trường hợp sai trên 100 (chung: 4)" in page
    assert "cán bộ kiểm tra của đơn vị khác, với sổ có ảnh" in page
    for words in WORDS:
        assert words.means in page and words.more_costs in page and words.more_buys in page
    readers = client_of(world.officer("registrar")).get("/kiem-tra/cach-kiem-tra/").content.decode()
    assert "đặt riêng" in readers and f"/kiem-tra/cach-kiem-tra/{world.unit.pk}/" not in readers


def test_looking_first_sets_nothing_and_setting_keeps_only_what_differs(
    desk: Desk, world: Any, officer: Any
) -> None:
    keyed(desk, 1)
    client, address = client_of(officer), f"/kiem-tra/cach-kiem-tra/{world.unit.pk}/"
    assert 'value="65"' in client.get(address).content.decode()
    seen = client.post(f"{address}dat/", form(viec="xem", aql="2,5", **{"phan-o-vua": "0"}))
    said = seen.content.decode()
    assert seen.status_code == 200 and "Mức chất lượng (AQL) của lô: 4 → 2,5" in said
    assert "Công kiểm tra, so với công nhập lượt đầu" in said and "10 % sai vẫn đạt" in said
    assert not CheckPolicy.objects.unscoped("test").exists()
    set_ = client.post(f"{address}dat/", form(aql="2,5", **{"mot-nguoi": "other_unit"}))
    assert set_.status_code == 302
    made = CheckPolicy.objects.unscoped("test").get()
    assert (made.values, made.when_alone, made.set_by, made.since) == (
        {"quality_limit": 2.5}, "other_unit", officer, today(),
    )  # fmt: skip


def test_what_is_no_number_comes_back_as_it_was_typed(world: Any, officer: Any) -> None:
    client, address = client_of(officer), f"/kiem-tra/cach-kiem-tra/{world.unit.pk}/dat/"
    for more in ({"o-nhanh": "nhanh"}, {"tu": "hôm nay"}, {"can-bo-moi": "2,5"}, {"aql": "3"}):
        answer = client.post(address, form(**more))
        said = answer.content.decode()
        assert answer.status_code == 422 and 'role="alert"' in said
    assert 'value="nhanh"' in client.post(address, form(**{"o-nhanh": "nhanh"})).content.decode()


def test_the_page_asks_the_same_however_many_units_and_settings_there_are(world: Any, officer: Any) -> None:
    client = client_of(officer)

    def asked() -> int:
        client.get("/kiem-tra/cach-kiem-tra/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/kiem-tra/cach-kiem-tra/")
        return len(queries)

    before = asked()
    for number in range(12):
        below = Unit.objects.create(
            key=f"u{number}", name=f"U{number}", type_label="xã", level="commune", parent=world.unit
        )
        CheckPolicy.objects.create(
            unit=below, since=today(), values={"level": "III"}, set_by=officer, set_at=clock()
        )
    assert asked() <= before
