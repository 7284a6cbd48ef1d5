"""A target that is shared out adds up to itself, whatever it is shared by."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hotich.core.quotas.splitting import by_weeks, ends_in, evenly, monday_of

FIRST, DUE = date(2023, 5, 22), date(2023, 7, 15)
wholes = st.integers(0, 50_000)
spans = st.integers(1, 120)


@given(wholes, st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_parts_add_up_and_no_part_is_more_than_one_off_its_share(whole: int, weights: list[int]) -> None:
    parts = evenly(whole, weights)
    assert sum(parts) == whole
    heavy = weights if sum(weights) else [1] * len(weights)
    assert all(abs(part - whole * weight / sum(heavy)) < 1 for part, weight in zip(parts, heavy, strict=True))


def test_what_does_not_divide_goes_to_the_largest_remainders() -> None:
    assert evenly(10, [1, 1, 1]) == [4, 3, 3]
    assert evenly(7, [2, 1]) == [5, 2]
    assert evenly(7, []) == []
    assert evenly(4, [0, 0]) == [2, 2]


@given(wholes, spans, st.integers(0, 6))
def test_weeks_cover_every_day_once_and_add_up(entries: int, days: int, shift: int) -> None:
    first = FIRST + timedelta(days=shift)
    weeks = by_weeks(entries, first, first + timedelta(days=days))
    assert sum(week.entries for week in weeks) == entries
    assert weeks[0].first == first
    assert weeks[-1].last == first + timedelta(days=days - 1)
    for one, other in zip(weeks, weeks[1:], strict=False):
        assert other.first == one.last + timedelta(days=1)
        assert other.first.weekday() == 0
    assert all(week.monday == monday_of(week.last) for week in weeks)


@given(wholes, spans, st.integers(0, 6))
def test_a_week_ends_with_the_whole_entries_of_the_plan(entries: int, days: int, shift: int) -> None:
    first = FIRST + timedelta(days=shift)
    done = 0
    for week in by_weeks(entries, first, first + timedelta(days=days)):
        done += week.entries
        assert done == entries * ((week.last - first).days + 1) // days


def test_a_target_without_a_day_has_no_week() -> None:
    assert by_weeks(10, FIRST, FIRST) == []


def test_the_plans_own_weeks_are_eight() -> None:
    weeks = by_weeks(5_400, FIRST, DUE)
    assert [week.entries for week in weeks] == [700] * 7 + [500]
    assert (weeks[-1].first, weeks[-1].last) == (date(2023, 7, 10), date(2023, 7, 14))


@given(st.lists(st.integers(0, 400), max_size=60))
def test_every_book_of_the_target_is_finished_in_some_week_and_in_order(sizes: list[int]) -> None:
    ends = ends_in(sizes, by_weeks(sum(sizes), FIRST, DUE))
    assert None not in ends
    firsts = [week.first for week in ends if week]
    assert firsts == sorted(firsts)


def test_what_is_more_than_the_target_ends_in_no_week() -> None:
    assert ends_in([700, 1], by_weeks(700, FIRST, FIRST + timedelta(days=7)))[1] is None
    assert ends_in([5], []) == [None]
