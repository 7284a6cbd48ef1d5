"""Shifts leave no minute of the clock out, and none twice."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.quotas.shifts import (
    are_starts,
    ordinary_shift_at,
    ordinary_shifts,
    ordinary_starts,
    shifts_of,
)

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = date(2023, 6, 15)
STARTS = st.lists(st.times(), min_size=1, max_size=6, unique=True).map(sorted)
MOMENTS = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2023, 1, 1, tzinfo=VIETNAM) + timedelta(minutes=minutes)
)


def test_three_shifts_go_round_the_clock() -> None:
    shifts = shifts_of(DAY, [time(6), time(14), time(22)])
    assert [(shift.number, shift.starts_at.hour, shift.ends_at.hour) for shift in shifts] == [
        (1, 6, 14), (2, 14, 22), (3, 22, 6),
    ]  # fmt: skip
    assert shifts[2].ends_at.date() == DAY + timedelta(days=1)


@given(MOMENTS, STARTS)
def test_every_moment_lies_in_exactly_one_shift(moment: datetime, starts: list[time]) -> None:
    around = [
        shift
        for days in (-1, 0, 1)
        for shift in shifts_of(moment.date() + timedelta(days=days), starts)
        if moment in shift
    ]
    assert len(around) == 1


@given(MOMENTS)
def test_the_ordinary_shift_is_that_of_the_ordinary_hours_of_its_day(moment: datetime) -> None:
    shift = ordinary_shift_at(moment)
    assert moment in shift
    assert shift in shifts_of(shift.day, ordinary_starts(moment.date()))


@given(MOMENTS, st.integers(1, 3 * 24 * 60))
def test_the_shifts_of_a_stretch_follow_each_other_and_are_those_of_its_moments(
    since: datetime, minutes: int
) -> None:
    until = since + timedelta(minutes=minutes)
    found = ordinary_shifts(since, until)
    assert found[0] == ordinary_shift_at(since)
    assert all(one.ends_at == other.starts_at for one, other in pairwise(found))
    assert found[-1].starts_at < until <= found[-1].ends_at


def test_a_stretch_of_no_length_has_no_shift() -> None:
    at = datetime(2023, 6, 15, 9, 0, tzinfo=VIETNAM)
    assert ordinary_shifts(at, at) == []


def test_before_the_first_shift_of_a_day_the_last_of_the_day_before_runs() -> None:
    shift = ordinary_shift_at(datetime(2023, 6, 15, 5, 59, tzinfo=VIETNAM))
    assert (shift.day, shift.number) == (date(2023, 6, 14), 3)


@pytest.mark.parametrize("starts", [[], [time(14), time(6)], [time(6), time(6)]])
def test_hours_that_do_not_follow_each_other_begin_no_shifts(starts: list[time]) -> None:
    assert not are_starts(starts)
    with pytest.raises(ValueError, match="follow each other"):
        shifts_of(DAY, starts)
