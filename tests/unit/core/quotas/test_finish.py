"""The forecast of the finish day: honest about days that vary, silent where there are too few."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.quotas.finish import FARTHEST, LEAST_DAYS, DayDone, Finish, NotEnough, finish

MONDAY = date(2026, 11, 2)
LAST = MONDAY + timedelta(days=20)
counts = st.lists(st.integers(1, 500), min_size=LEAST_DAYS, max_size=21)


def measured(done: list[int], effort: list[float] | None = None) -> list[DayDone]:
    first = LAST - timedelta(days=len(done) - 1)
    return [
        DayDone(first + timedelta(days=at), count, effort[at] if effort else None)
        for at, count in enumerate(done)
    ]


def is_weekend(day: date) -> bool:
    return day.weekday() >= 5


def foreseen(remaining: int, done: list[int], **more: object) -> Finish | NotEnough:
    given: dict[str, object] = {"from_day": LAST, "is_off": is_weekend, "draws": 60, "seed": "test", **more}
    return finish(remaining=remaining, measured=measured(done), **given)  # type: ignore[arg-type]


def known(remaining: int, done: list[int], **more: object) -> Finish:
    found = foreseen(remaining, done, **more)
    assert isinstance(found, Finish)
    return found


@given(st.integers(1, 50_000), counts)
@settings(max_examples=40)
def test_the_early_day_is_not_after_the_middle_one_nor_that_after_the_late_one(
    left: int, done: list[int]
) -> None:
    found = known(left, done)
    days = [day or date.max for day in (found.early, found.middle, found.late)]
    assert days == sorted(days)
    assert days[0] > LAST


@given(st.integers(1, 20_000), st.integers(1, 20_000), counts)
@settings(max_examples=40)
def test_more_left_is_never_done_sooner(left: int, more: int, done: list[int]) -> None:
    one, other = known(left, done), known(left + more, done)
    assert (one.middle or date.max) <= (other.middle or date.max)
    assert (one.late or date.max) <= (other.late or date.max)


@given(st.integers(100, 20_000), counts, st.integers(2, 9))
@settings(max_examples=40)
def test_the_unit_of_counting_does_not_matter(left: int, done: list[int], times: int) -> None:
    one, other = known(left, done), known(left * times, [count * times for count in done])
    assert (one.early, one.middle, one.late) == (other.early, other.middle, other.late)


@given(st.integers(1, 20_000), counts)
@settings(max_examples=20)
def test_the_same_days_say_the_same(left: int, done: list[int]) -> None:
    assert known(left, done) == known(left, done)


@given(st.integers(200, 20_000), counts)
@settings(max_examples=20)
def test_the_band_grows_day_by_day_up_to_what_is_left(left: int, done: list[int]) -> None:
    course = known(left, done).course
    for low_to_high in (
        [one.low for one in course],
        [one.middle for one in course],
        [one.high for one in course],
    ):
        assert low_to_high == sorted(low_to_high)
    assert all(one.low <= one.middle <= one.high <= left for one in course)


def test_days_that_are_all_alike_leave_no_doubt() -> None:
    found = known(1000, [100] * 14)
    assert found.early == found.middle == found.late == LAST + timedelta(days=10)


def test_days_that_vary_more_leave_more_doubt() -> None:
    calm, wild = known(3000, [90, 110] * 7), known(3000, [20, 180] * 7)
    spread = [(one.late - one.early).days for one in (calm, wild) if one.late and one.early]
    assert spread[0] < spread[1]


def test_days_off_are_foreseen_as_days_off() -> None:
    """Five hundred a week, all of it on working days: the rest of ten days' work takes two weeks."""
    week = [100, 100, 100, 100, 100, 0, 0]
    found = known(1000, week * 3)
    assert found.middle == LAST + timedelta(days=12)  # the second Friday
    assert found.middle.weekday() == 4


def test_twice_the_shifts_on_the_roster_bring_twice_as_much() -> None:
    done, effort = [100] * 14, [2.0] * 14
    given = {"from_day": LAST, "is_off": is_weekend, "draws": 60}
    plain = finish(remaining=1000, measured=measured(done, effort), **given)  # type: ignore[arg-type]
    double = finish(remaining=1000, measured=measured(done, effort), effort_on=lambda day: 4.0, **given)  # type: ignore[arg-type]
    assert isinstance(plain, Finish)
    assert isinstance(double, Finish)
    assert plain.middle == LAST + timedelta(days=10)
    assert double.middle == LAST + timedelta(days=5)


@pytest.mark.parametrize("days", range(LEAST_DAYS))
def test_too_few_days_are_said_to_be_too_few(days: int) -> None:
    found = foreseen(1000, [100] * days)
    assert found == NotEnough(days)
    assert isinstance(found, NotEnough)
    assert f"mới có {days}" in found.words


def test_days_without_an_entry_give_no_pace() -> None:
    assert isinstance(foreseen(1000, [0] * 14), NotEnough)


def test_what_is_done_is_done_today() -> None:
    assert known(0, []).middle == LAST


def test_what_takes_more_than_two_years_is_given_no_day() -> None:
    found = known(10_000_000, [100] * 14)
    assert (found.middle, found.late) == (None, None)
    assert len(found.course) == FARTHEST


def test_the_chance_to_be_in_time_is_between_never_and_surely() -> None:
    done = [60, 140] * 7
    surely = known(1000, done, due_on=LAST + timedelta(days=60)).in_time
    never = known(1000, done, due_on=LAST + timedelta(days=3)).in_time
    between = known(1000, done, due_on=LAST + timedelta(days=11)).in_time
    assert (surely, never) == (1.0, 0.0)
    assert between is not None
    assert 0 < between < 1


def test_eight_of_ten_campaigns_end_within_what_was_said() -> None:
    """Campaigns whose days hang together and vary far more than chance alone would have them: the span must hold what it promises,
    neither much less nor all of it."""
    inside = 0
    campaigns = 120
    for number in range(campaigns):
        rng = Random(number)
        mood, days = 0.0, []
        for _ in range(300):
            mood = 0.5 * mood + rng.gauss(0, 0.3)
            days.append(max(0, round(200 * (1 + mood))))
        past, future = days[:21], days[21:]
        said = known(4000, past, draws=120, seed=str(number))
        done, at = 0, 0
        while done < 4000:
            done += future[at]
            at += 1
        ended = LAST + timedelta(days=at)
        inside += (said.early or date.max) <= ended <= (said.late or date.max)
    assert 0.6 <= inside / campaigns <= 0.95
