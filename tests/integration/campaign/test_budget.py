"""Money: amounts that are never overwritten, rates by their day, and keyed work counted as an independent count counts it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from desk import Desk, typed
from making import campaign_of, chain_above, moment
from world import make_world

from hotich.campaign.budget.counting import MEDIUM, SHORT
from hotich.campaign.budget.operations import BudgetRefused, add_item, count_keyed, note_amount, set_rate
from hotich.campaign.budget.queries import items_for, sources_of, sums_of
from hotich.campaign.budget.volumes import Volume, total_of, volumes_of
from hotich.campaign.models import KeyedDay, Rate
from hotich.entries import operations as entries
from hotich.entries.models import Entry, Transcription
from hotich.support.errors import Conflict, NotAllowed, NotFound
from hotich.support.time import local

pytestmark = pytest.mark.django_db

BEGUN = date(2023, 5, 1)
"""Before the moment at which these tests note money."""


@pytest.fixture
def campaign(world: Any) -> Any:
    return campaign_of(world, starts_on=BEGUN)[0]


@pytest.fixture
def registrar(world: Any) -> Any:
    return world.officer("registrar")


def item_of(world: Any, campaign: Any, actor: Any, **more: Any) -> Any:
    return add_item(
        actor=actor, now=world.now, campaign=campaign,
        **{"unit_id": world.unit.pk, "group": "line", "name": "Đường truyền", "source": "commune", **more},
    )  # fmt: skip


def noted(world: Any, item: Any, actor: Any, amount: int | None, kind: str = "spent", **more: Any) -> Any:
    return note_amount(
        actor=actor, now=world.now, item_id=item.pk, kind=kind, amount=amount,
        **{"day": local(world.now).date(), **more},
    )  # fmt: skip


def refusal(act: Any) -> str:
    with pytest.raises(BudgetRefused) as refused:
        act()
    return refused.value.code


def test_a_districts_budget_is_offered_only_where_there_is_a_district(
    world: Any, elsewhere: Any, now: Any, campaign: Any, registrar: Any
) -> None:
    assert sources_of(campaign) == ["province", "commune", "other"]
    assert refusal(lambda: item_of(world, campaign, registrar, source="district")) == "budget.choice"
    chain_above(world, elsewhere, make_world("90003", now))
    assert sources_of(campaign) == ["province", "district", "commune", "other"]
    assert (
        item_of(world, campaign, registrar, source="district").get_source_display()
        == "ngân sách huyện, thị xã"
    )


def test_sums_are_of_the_amounts_and_a_slip_is_taken_back_with_a_reason(
    world: Any, campaign: Any, registrar: Any
) -> None:
    item = item_of(world, campaign, registrar)
    noted(world, item, registrar, 9_000_000, "planned")
    noted(world, item, registrar, 3_000_000)
    assert refusal(lambda: noted(world, item, registrar, -500_000)) == "budget.reason"
    noted(world, item, registrar, -500_000, note="ghi nhầm phiếu 12")
    assert refusal(lambda: noted(world, item, registrar, -3_000_000, note="x")) == "budget.below_nothing"
    assert refusal(lambda: noted(world, item, registrar, 0)) == "budget.amount"
    assert (
        refusal(lambda: noted(world, item, registrar, 1, day=local(world.now).date() + timedelta(days=1)))
        == "budget.day"
    )
    (one,), total = sums_of(items_for(registrar, campaign), campaign, now=world.now)
    assert (one.planned, one.allotted, one.spent) == (9_000_000, 0, 2_500_000)
    assert (total.spent, total.per_entry) == (2_500_000, None)


def test_the_same_amount_is_noted_once_and_told_apart_by_its_note(
    world: Any, campaign: Any, registrar: Any
) -> None:
    item = item_of(world, campaign, registrar)
    noted(world, item, registrar, 3_000_000, note="phiếu 12")
    said = f"đã chi 3.000.000 đồng ngày .*, {registrar} ghi lúc .*ghi rõ ở “Chứng từ"
    for note in ("phiếu 12", "  phiếu   12 "):
        with pytest.raises(Conflict, match=said):
            noted(world, item, world.officer("registrar"), 3_000_000, note=note)
    noted(world, item, registrar, 3_000_000, note="phiếu 13")
    noted(world, item, registrar, 3_000_000, "allotted", note="phiếu 12")
    noted(world, item, registrar, 3_000_000, note="phiếu 12", day=local(world.now).date() - timedelta(days=1))
    (one,), _ = sums_of(items_for(registrar, campaign), campaign, now=world.now)
    assert (one.spent, one.allotted) == (9_000_000, 3_000_000)


def test_what_was_taken_back_is_taken_back_once(world: Any, campaign: Any, registrar: Any) -> None:
    item = item_of(world, campaign, registrar)
    noted(world, item, registrar, 3_000_000)
    noted(world, item, registrar, -500_000, note="ghi nhầm phiếu 12")
    with pytest.raises(Conflict, match="-500.000 đồng"):
        noted(world, item, registrar, -500_000, note="ghi nhầm phiếu 12")
    assert sum(item.amounts.values_list("amount", flat=True)) == 2_500_000


def test_an_item_is_there_once(world: Any, campaign: Any, registrar: Any) -> None:
    item_of(world, campaign, registrar)
    assert refusal(lambda: item_of(world, campaign, registrar)) == "budget.item_twice"
    assert refusal(lambda: item_of(world, campaign, registrar, group="gold")) == "budget.choice"


def test_an_entrys_cost_is_what_was_spent_for_the_entries_keyed(
    desk: Desk, world: Any, campaign: Any, registrar: Any
) -> None:
    for line in (1, 2, 3):
        desk.whole(line=line)
    noted(world, item_of(world, campaign, registrar), registrar, 10_000)
    count_keyed(now=world.now)
    (one,), total = sums_of(items_for(registrar, campaign), campaign, now=moment())
    assert (one.per_entry, total.entries) == (3333, 3)


def test_who_sees_one_units_money_sees_what_its_own_entries_cost(
    desk: Desk, world: Any, elsewhere: Any
) -> None:
    campaign, _ = campaign_of(elsewhere, world, starts_on=BEGUN)
    registrar = world.officer("registrar")
    desk.whole(line=1)
    count_keyed(now=world.now)
    mine = KeyedDay.objects.unscoped("a test's own row").get()
    mine.pk, mine.unit, mine.entries = None, elsewhere.unit, 9
    mine.save()
    noted(world, item_of(world, campaign, registrar), registrar, 10_000)
    (one,), total = sums_of(items_for(registrar, campaign), campaign, now=moment())
    assert (total.entries, total.per_entry) == (one.entries, one.per_entry) == (1, 10_000)


def test_a_unit_writes_its_own_budget_and_no_others(
    world: Any, campaign: Any, registrar: Any, elsewhere: Any
) -> None:
    item = item_of(world, campaign, registrar)
    stranger = elsewhere.officer("registrar")
    with pytest.raises(NotFound):
        noted(world, item, stranger, 1)
    with pytest.raises(NotFound):
        item_of(world, campaign, registrar, unit_id=elsewhere.unit.pk)
    with pytest.raises(NotAllowed):
        noted(world, item, world.officer("unit_head"), 1)


# -- keyed work


def counted(*, officer: Any) -> Volume:
    """The same once more, in Python, entry by entry."""
    total = Volume(0, 0)
    done = Entry.objects.unscoped("a test's recount").filter(
        completed_by=officer, void=False, out_of_scope=False, from_file=False
    )
    for entry in done:
        fields = Transcription.objects.get(entry=entry, pass_number=0).fields
        lengths = [
            len(one["v"])
            for one in fields.values()
            if one.get("v") and one.get("o") not in ("constant", "imported", "annotation")
        ]
        total = total.plus(
            Volume(
                0, 0, 1, sum(n <= SHORT for n in lengths), sum(SHORT < n <= MEDIUM for n in lengths),
                sum(n > MEDIUM for n in lengths),
            )
        )  # fmt: skip
    return total


def keyed(desk: Desk, campaign: Any) -> list[Volume]:
    count_keyed(now=desk.world.now)
    done = Entry.objects.unscoped("test").filter(first_completed_at__isnull=False)
    day = local(done.latest("first_completed_at").first_completed_at).date()
    return volumes_of(campaign, [desk.world.unit.pk], first=day, last=day)


def test_fields_are_counted_by_the_length_of_what_was_written(desk: Desk, campaign: Any) -> None:
    desk.whole(line=1, child__full_name="x" * 15)
    desk.whole(line=2, child__full_name="x" * 16, notes="y" * 51)
    desk.open(1, 3)
    desk.key_all(child__full_name="z" * 50)
    desk.key(
        {"child.ethnicity": typed("Kinh", o="constant"), "child.nationality": typed("Việt Nam", o="carried")}
    )
    desk.complete()
    (line,) = keyed(desk, campaign)
    again = counted(officer=desk.officer)
    assert (line.entries, line.short, line.medium, line.long) == (3, again.short, again.medium, again.long)
    assert (again.medium, again.long) == (2, 1)


def test_void_numbers_and_unfinished_entries_are_no_work_to_pay(desk: Desk, campaign: Any) -> None:
    desk.whole(line=1)
    desk.open(1, 2)
    desk.key_all()
    desk.whole(line=3)
    entries.reopen(**desk.common, reason="nhầm")
    entries.void(**desk.common, reason="bỏ số")
    (line,) = keyed(desk, campaign)
    assert line.entries == 1
    assert line.fields == counted(officer=desk.officer).fields


def test_work_is_worth_the_rate_of_its_day(desk: Desk, campaign: Any) -> None:
    desk.whole(line=1)
    (line,) = keyed(desk, campaign)
    assert line.money == 0
    day = local(Entry.objects.unscoped("test").get(pk=desk.entry).first_completed_at).date()
    common = {"campaign": campaign, "basis": "QĐ", "set_by": desk.officer, "set_at": desk.world.now}
    Rate.objects.create(
        since=day - timedelta(days=9), per_entry=100, per_short=1, per_medium=10, per_long=100, **common
    )
    Rate.objects.create(since=day + timedelta(days=1), per_entry=9_999_999, **common)
    (line,) = volumes_of(
        campaign, [desk.world.unit.pk], first=day - timedelta(days=20), last=day + timedelta(days=20)
    )
    assert line.money == 100 + line.short + 10 * line.medium + 100 * line.long
    assert total_of([line, line]).money == 2 * line.money


def test_a_rate_does_not_reach_back_over_what_was_counted(world: Any, elsewhere: Any) -> None:
    campaign, _ = campaign_of(elsewhere, world, starts_on=BEGUN)
    head = elsewhere.officer("justice_head", agency=campaign.lead_agency)
    today = local(world.now).date()

    def given(since: date | None, **more: Any) -> Any:
        return set_rate(
            actor=head, now=world.now, campaign=campaign, since=since,
            **{"basis": "QĐ 15", "per_entry": 500, "per_short": 0, "per_medium": 0, "per_long": 0, **more},
        )  # fmt: skip

    assert given(today - timedelta(days=20)).per_entry == 500  # the first may: nothing was counted by another
    assert refusal(lambda: given(today - timedelta(days=1))) == "budget.rate_past"
    assert given(today, per_entry=600).per_entry == given(today, per_entry=700).per_entry - 100
    assert refusal(lambda: given(None)) == "budget.rate_basis"
    assert refusal(lambda: given(today, per_entry=None)) == "budget.rate"
    with pytest.raises(NotFound):
        set_rate(
            actor=world.officer("registrar"), now=world.now, campaign=campaign, since=today, basis="x", per_entry=1,
            per_short=1, per_medium=1, per_long=1,
        )  # fmt: skip
