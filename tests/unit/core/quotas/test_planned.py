"""The planned curve: all of the target by the last day, by the unit's own weeks where it has split it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.quotas.planned import WeekShare, planned_by_day, planned_until

MONDAY = date(2026, 11, 2)


@given(
    st.integers(0, 100_000),
    st.integers(1, 90),
    st.lists(st.tuples(st.integers(-2, 14), st.integers(0, 5000)), max_size=6),
)
def test_the_last_day_has_all_of_it_however_it_is_split(
    entries: int, days: int, split: list[tuple[int, int]]
) -> None:
    weeks = [WeekShare(MONDAY + timedelta(weeks=week), count) for week, count in split]
    planned = planned_by_day(
        entries=entries, starts_on=MONDAY, due_on=MONDAY + timedelta(days=days), weeks=weeks
    )
    assert len(planned) == days
    assert planned[max(planned)] == pytest.approx(entries, abs=1e-3)


@given(st.integers(0, 100_000), st.integers(1, 90))
def test_without_weeks_every_day_does_its_equal_part(entries: int, days: int) -> None:
    planned = planned_by_day(entries=entries, starts_on=MONDAY, due_on=MONDAY + timedelta(days=days))
    steps = list(planned.values())
    assert all(
        after - before == pytest.approx(entries / days, abs=1e-3)
        for before, after in zip([0.0, *steps], steps, strict=False)
    )


def test_a_week_has_what_the_unit_gave_it() -> None:
    weeks = [WeekShare(MONDAY, 700), WeekShare(MONDAY + timedelta(weeks=1), 300)]
    planned = planned_by_day(entries=1000, starts_on=MONDAY, due_on=MONDAY + timedelta(days=14), weeks=weeks)
    assert planned[MONDAY + timedelta(days=6)] == pytest.approx(700)
    assert planned[MONDAY + timedelta(days=13)] == pytest.approx(1000)


@given(st.integers(0, 100_000), st.integers(1, 90))
def test_the_curve_rises_from_nothing_to_the_whole(entries: int, days: int) -> None:
    planned = planned_by_day(entries=entries, starts_on=MONDAY, due_on=MONDAY + timedelta(days=days))
    curve = [planned_until(planned, MONDAY + timedelta(days=at)) for at in range(-2, days + 2)]
    assert curve == sorted(curve)
    assert curve[0] == curve[1] == 0
    assert curve[days + 1] == curve[-1] == pytest.approx(entries, abs=1e-3)


def test_a_target_without_a_day_is_none() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        planned_by_day(entries=10, starts_on=MONDAY, due_on=MONDAY)
