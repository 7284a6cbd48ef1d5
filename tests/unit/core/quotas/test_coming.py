"""What a policy would cost and leave: reckoned column by column."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotich.core.quotas.coming import ERROR, SHARED, Load, load_of
from hotich.core.quotas.risk import Keyed, Policy

NAME = Keyed("child.full_name", "name", {"v": "Nguyễn Thị Hoa", "o": "typed"}, names_subject=True)
PLACE = Keyed("child.birth_place", "place", {"v": "Trạm y tế xã Minh Hưng, huyện Chơn Thành", "o": "typed"})
ALL = replace(Policy(), slow_seconds=1000, quick_seconds=1000)
NONE = replace(Policy(), quick_seconds=0, slow_seconds=0, long_percent=0, slow_percent=0)


def load(policy: Policy, *columns: Keyed, new: bool = False) -> Load:
    return load_of(policy, "entry", columns, new_officer=new)


def test_what_is_asked_again_leaves_what_both_misread_alike() -> None:
    assert load(ALL, PLACE).wrong_after == pytest.approx(ERROR * SHARED)
    assert load(NONE, PLACE).wrong_after == pytest.approx(ERROR)
    assert load(ALL, PLACE).wrong_before == load(NONE, PLACE).wrong_before == pytest.approx(ERROR)


def test_what_a_second_source_confirms_is_right_and_costs_nothing() -> None:
    found = load(ALL, replace(PLACE, confirmed=True))
    assert (found.asked, found.check_seconds, found.wrong_after) == (0, 0.0, 0.0)


def test_what_cannot_be_read_costs_and_counts_for_no_error() -> None:
    found = load(NONE, Keyed("child.full_name", "name", {"v": None, "m": "illegible"}))
    assert found.asked == 1 and found.check_seconds > 0
    assert found.wrong_before == found.wrong_after == 0


def test_facts_of_the_book_are_not_counted() -> None:
    assert load(ALL, replace(NAME, value={"v": "A", "o": "constant"})).columns == 0


def test_asking_more_costs_more_and_leaves_less() -> None:
    few, many = load(NONE, NAME, PLACE), load(ALL, NAME, PLACE)
    assert few.asked < many.asked and few.cost < many.cost and few.left > many.left
    assert load(NONE, NAME, PLACE, new=True).asked == 2


def test_a_usual_value_is_wrong_more_seldom_the_more_usual_it_must_be() -> None:
    usual = replace(PLACE, usual=True)
    strict, loose = replace(NONE, usual_share=90), replace(NONE, usual_share=40)
    assert load(strict, usual).wrong_after < load(loose, usual).wrong_after < ERROR


def test_loads_add_up_and_nothing_of_nothing_is_nothing() -> None:
    two = load(ALL, NAME) + load(ALL, PLACE)
    assert (two.entries, two.columns, two.asked) == (2, 2, 2)
    assert (Load().share, Load().cost, Load().left, Load().minutes_a_hundred) == (0, 0, 0, 0)
