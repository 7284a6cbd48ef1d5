"""Which of a unit's campaigns its work of a day is, and by whose settings it is keyed: its scope, its way, its quota."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from making import campaign_of

from hotich.campaign.models import Campaign, Closing
from hotich.campaign.queries import reporting_unit_of, reporting_units_of, works_blind
from hotich.campaign.scope import settle_scope
from hotich.core.quotas import VIETNAM
from hotich.entries.models import Entry
from hotich.support.time import today

pytestmark = pytest.mark.django_db


def day(days: int) -> date:
    """So many days from today."""
    return today() + timedelta(days=days)


def issued(world: Any, code: str, *, issued_on: int, keys_from: int, due: int, **more: Any) -> Campaign:
    """A campaign of the world's unit; days from today."""
    campaign, _ = campaign_of(
        world, code=code, starts_on=day(issued_on), keying_starts_on=day(keys_from), due_on=day(due), **more
    )
    return campaign


def close(campaign: Campaign, world: Any, on: date) -> None:
    Closing.objects.create(
        campaign=campaign, figures={"units": [], "total": {}, "cases": {}}, digest="0" * 64,
        closed_by=world.officer("justice_head"), closed_at=datetime(on.year, on.month, on.day, 10, tzinfo=VIETNAM),
    )  # fmt: skip


def whose(world: Any, on: int) -> str | None:
    """The campaign of the unit's work of a day, asked for one unit and for many alike."""
    one = reporting_unit_of(world.unit.pk, on=day(on))
    many = reporting_units_of([None, world.unit.pk, 0], on=day(on))
    assert many == ({} if one is None else {world.unit.pk: one})
    return one.campaign.code if one is not None else None


def test_a_campaign_in_preparation_takes_a_unit_over_when_its_keying_begins(world: Any) -> None:
    issued(world, "truoc", issued_on=-40, keys_from=-30, due=10)
    issued(world, "sau", issued_on=-5, keys_from=10, due=60)
    assert [whose(world, on) for on in (-41, -40, -30, 0, 9, 10, 70)] == [
        None, "truoc", "truoc", "truoc", "truoc", "sau", "sau",
    ]  # fmt: skip


def test_before_any_keying_begins_books_are_those_of_the_campaign_that_begins_first(world: Any) -> None:
    issued(world, "sau", issued_on=-20, keys_from=30, due=60)
    issued(world, "truoc", issued_on=-10, keys_from=5, due=30)
    assert [whose(world, on) for on in (-21, -20, -10, 4, 5, 30)] == [
        None, "sau", "truoc", "truoc", "truoc", "sau",
    ]  # fmt: skip


@pytest.mark.parametrize("begins", [-30, -20, -10])
def test_where_a_unit_carries_out_a_campaign_of_the_level_above_the_settings_are_its_own(
    world: Any, begins: int
) -> None:
    above = issued(world, "tinh", issued_on=-40, keys_from=-20, due=30)
    issued(world, "xa", issued_on=-40, keys_from=begins, due=30, parent=above)
    assert whose(world, 0) == "xa"
    assert whose(world, -15) == ("tinh" if begins == -10 else "xa"), "its own keying had not begun"


def test_through_a_campaign_that_it_has_no_part_in_the_lower_level_is_known(
    world: Any, elsewhere: Any
) -> None:
    top = issued(world, "trung-uong", issued_on=-40, keys_from=-20, due=30)
    between = issued(elsewhere, "tinh", issued_on=-40, keys_from=-20, due=30, parent=top)
    issued(world, "xa", issued_on=-40, keys_from=-30, due=30, parent=between)
    assert whose(world, 0) == "xa"


def test_of_a_day_both_keep_the_unit_goes_the_same_way_whichever_is_asked(world: Any) -> None:
    first = issued(world, "a", issued_on=-40, keys_from=-20, due=30)
    issued(world, "b", issued_on=-40, keys_from=-20, due=30, parent=first)
    assert {whose(world, on) for on in range(-20, 30)} == {"b"}


def test_after_a_closing_the_work_is_the_next_campaigns_that_was_issued_and_else_stays(world: Any) -> None:
    before = issued(world, "truoc", issued_on=-40, keys_from=-30, due=10)
    close(before, world, day(-8))
    assert whose(world, 50) == "truoc", "there is no other"
    issued(world, "sau", issued_on=-5, keys_from=10, due=60)
    assert [whose(world, on) for on in (-8, -6, -5, 0, 10)] == ["truoc", "truoc", "sau", "sau", "sau"]


def test_while_the_campaign_above_goes_on_a_closed_one_of_the_unit_does_not_answer(world: Any) -> None:
    above = issued(world, "tinh", issued_on=-40, keys_from=-20, due=30)
    own = issued(world, "xa", issued_on=-40, keys_from=-20, due=30, parent=above)
    close(own, world, day(-2))
    assert [whose(world, on) for on in (-2, -1, 0)] == ["xa", "tinh", "tinh"]


def test_a_next_campaign_changes_neither_mark_nor_way_before_its_keying(desk: Any) -> None:
    world = desk.world
    issued(world, "truoc", issued_on=-40, keys_from=-30, due=10, scope_until=date(2020, 12, 31))
    issued(
        world, "sau", issued_on=-5, keys_from=10, due=60, scope_until=date(2000, 12, 31),
        working=Campaign.Working.BLIND,
    )  # fmt: skip
    entry = desk.whole(registration__date="03/05/2006")
    at = [
        datetime.combine(day(on), datetime.min.time(), tzinfo=VIETNAM) + timedelta(hours=12) for on in (0, 10)
    ]
    assert not settle_scope(entry_id=entry, now=at[0])
    assert not Entry.objects.unscoped("test").get(pk=entry).out_of_scope
    assert not works_blind(world.unit.pk, "KS", on=day(0))
    assert settle_scope(entry_id=entry, now=at[1])
    assert works_blind(world.unit.pk, "KS", on=day(10))
