"""Targets: machines, days and what-if agree with each other, and with a plan's *hoàn thành trước ngày*."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.quotas.targets import (
    Measured,
    days_between,
    days_needed,
    due_before,
    least_stations,
    stations_needed,
    stations_to_finish,
    what_if,
)

FIRST, DUE = date(2023, 5, 22), date(2023, 7, 15)
counts = st.integers(min_value=1, max_value=200_000)
paces = st.floats(min_value=0.5, max_value=400, allow_nan=False)


def test_the_plans_own_days_are_fifty_four() -> None:
    assert days_between(FIRST, DUE) == 54
    assert days_needed(16_200, 300) == 54
    assert days_needed(16_201, 300) == 55
    assert stations_needed(16_201, 300, 54) == 2
    assert due_before(FIRST, 54, DUE) == DUE
    assert due_before(FIRST, 55, DUE) == DUE
    assert due_before(FIRST, 10, DUE) == date(2023, 6, 1)


def test_nothing_to_key_needs_no_day_and_no_quota_never_ends() -> None:
    assert days_needed(0, 300) == 0
    assert days_needed(5, 0) is None
    assert stations_needed(0, 300, 0) == 0
    assert stations_needed(5, 300, 0) is None
    assert due_before(FIRST, 0, DUE) == FIRST + timedelta(days=1)
    assert due_before(FIRST, None, DUE) == DUE


@pytest.mark.parametrize(("required", "teams", "least"), [(1, 1, 1), (2, 1, 2), (1, 3, 3), (0, 0, 1)])
def test_a_unit_has_a_machine_for_each_team_and_as_many_as_the_plan_asks(
    required: int, teams: int, least: int
) -> None:
    assert least_stations(required, teams) == least


@given(counts, st.integers(1, 600), st.integers(1, 120))
def test_the_fewest_machines_finish_in_time_and_one_fewer_does_not(
    entries: int, quota: int, days: int
) -> None:
    stations = stations_needed(entries, quota, days)
    assert stations is not None
    needed = days_needed(entries, stations * quota)
    assert needed is not None
    assert needed <= days
    fewer = days_needed(entries, (stations - 1) * quota)
    assert fewer is None or fewer > days


@given(counts, st.integers(1, 3), paces, st.integers(2, 120))
def test_the_machines_it_asks_for_are_in_time_and_one_fewer_is_not(
    remaining: int, shifts: int, per_shift: float, days: int
) -> None:
    due = FIRST + timedelta(days=days)
    terms = {
        "remaining": remaining, "shifts": shifts, "per_shift": per_shift, "today": FIRST, "due_on": due,
    }  # fmt: skip
    stations = stations_to_finish(**terms)  # type: ignore[arg-type]
    assert stations is not None
    # A machine more or less where the last entry falls on the stroke of midnight is the floating point's.
    assert what_if(stations=stations + 1, **terms).in_time  # type: ignore[arg-type]
    if stations > 1:
        assert not what_if(stations=stations - 2, **terms).in_time if stations > 2 else True  # type: ignore[arg-type]


def test_what_if_says_when_and_how_late() -> None:
    said = what_if(remaining=900, stations=1, shifts=3, per_shift=30.0, today=date(2023, 7, 4), due_on=DUE)
    assert (said.per_day, said.finish_on, said.days_late) == (90.0, date(2023, 7, 14), 0)
    assert said.in_time
    late = what_if(remaining=901, stations=1, shifts=3, per_shift=30.0, today=date(2023, 7, 4), due_on=DUE)
    assert (late.finish_on, late.days_late, late.in_time) == (DUE, 1, False)
    never = what_if(remaining=1, stations=0, shifts=3, per_shift=30.0, today=FIRST, due_on=DUE)
    assert (never.finish_on, never.days_late, never.in_time) == (None, None, False)


def test_on_the_last_day_no_number_of_machines_helps() -> None:
    assert (
        stations_to_finish(remaining=5, shifts=3, per_shift=30.0, today=date(2023, 7, 14), due_on=DUE) is None
    )
    assert stations_to_finish(remaining=0, shifts=3, per_shift=30.0, today=DUE, due_on=DUE) == 0


def test_a_pace_is_measured_over_shifts_that_were_worked() -> None:
    assert Measured().per_shift is None
    assert (Measured(90, 3) + Measured(10, 1)).per_shift == 25.0
