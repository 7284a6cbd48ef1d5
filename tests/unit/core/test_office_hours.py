"""Hours in which offices work."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.calendar.office_hours import HOURS_A_DAY, add_office_hours, office_hours_between

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
moments = st.integers(0, 2_500_000).map(
    lambda minutes: datetime(2023, 1, 1, tzinfo=VIETNAM) + timedelta(minutes=minutes)
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("said", "hours", "until"),
    [
        (at(2, 8), 2, at(2, 10)),
        (at(2, 11), 1, at(2, 14)),  # over the midday break
        (at(2, 16), 2, at(3, 8, 30)),
        (at(6, 16), 2, at(9, 8, 30)),  # from Friday to Monday
        (at(7, 3), 1, at(9, 8, 30)),  # said on a Saturday night
    ],
)
def test_nights_breaks_and_days_off_do_not_count(said: datetime, hours: float, until: datetime) -> None:
    assert add_office_hours(said, hours, VIETNAM) == until


@given(moments, st.floats(0.01, 40))
def test_as_many_hours_pass_as_were_given(moment: datetime, hours: float) -> None:
    until = add_office_hours(moment, hours, VIETNAM)
    assert office_hours_between(moment, until, VIETNAM) == pytest.approx(hours, abs=1e-5)


@given(moments, st.floats(0.1, 20), st.floats(0.1, 20))
def test_one_term_after_another_is_the_sum_of_both(moment: datetime, one: float, other: float) -> None:
    together = add_office_hours(moment, one + other, VIETNAM)
    apart = add_office_hours(add_office_hours(moment, one, VIETNAM), other, VIETNAM)
    assert office_hours_between(min(together, apart), max(together, apart), VIETNAM) == pytest.approx(
        0, abs=1e-5
    )


def test_a_day_has_its_hours() -> None:
    assert office_hours_between(at(2, 0), at(3, 0), VIETNAM) == HOURS_A_DAY
    assert office_hours_between(at(7, 0), at(8, 0), VIETNAM) == 0
    assert office_hours_between(at(3, 0), at(2, 0), VIETNAM) == 0
    assert add_office_hours(at(2, 8), 0, VIETNAM) == at(2, 8)
    assert timedelta(hours=HOURS_A_DAY) == timedelta(hours=7, minutes=30)
