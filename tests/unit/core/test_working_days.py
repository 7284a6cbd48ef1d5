"""Terms in working days: weekends, holidays, days moved by notice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.calendar import (
    BrokenCalendar,
    add_working_days,
    is_announced,
    is_working_day,
    read_holidays,
    working_days_between,
)

DAYS = st.dates(date(2021, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("start", "days", "due", "why"),
    [
        (date(2023, 6, 12), 3, date(2023, 6, 15), "an ordinary week"),
        (date(2023, 6, 15), 3, date(2023, 6, 20), "over a weekend"),
        (date(2023, 6, 17), 1, date(2023, 6, 19), "from a Saturday"),
        (date(2024, 4, 26), 2, date(2024, 5, 3), "over 30/4 with its Monday moved"),
        (date(2024, 5, 3), 1, date(2024, 5, 4), "to the Saturday worked instead"),
        (date(2026, 2, 13), 1, date(2026, 2, 23), "over Tết"),
        (date(2026, 8, 28), 1, date(2026, 9, 3), "over Quốc khánh"),
        (date(2023, 6, 17), 0, date(2023, 6, 19), "at once, found on a Saturday"),
        (date(2023, 6, 19), 0, date(2023, 6, 19), "at once"),
    ],
)
def test_a_term_ends_on_a_working_day(start: date, days: int, due: date, why: str) -> None:
    assert add_working_days(start, days) == due, why


@given(DAYS, st.integers(0, 40))
def test_a_term_and_its_length_agree(start: date, days: int) -> None:
    due = add_working_days(start, days)
    assert is_working_day(due)
    assert working_days_between(start, due) == days or (days == 0 and not is_working_day(start))


@given(DAYS, st.integers(0, 300))
def test_counting_back_is_counting_forth(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    assert working_days_between(end, start) == -working_days_between(start, end)


def test_a_year_without_notice_says_so_and_still_counts() -> None:
    assert is_announced(2026) and not is_announced(2027) and not is_announced(2031)
    assert not is_working_day(date(2031, 9, 2))
    assert is_working_day(date(2031, 9, 3))


@pytest.mark.parametrize(
    "text",
    [
        "- 1",
        "2026: {holidays: {Lễ: [2026-01-01]}}",
        "2026: {source: a, holidays: {Lễ: [2025-01-01]}}",
        "2026: {source: a, holidays: {Lễ: [2026-01-03]}}",
        "2026: {source: a, worked: [2026-01-05]}",
        "2026: {source: a, holidays: {Lễ: [2026-01-01], Nghỉ: [2026-01-01]}}",
    ],
)
def test_a_calendar_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(BrokenCalendar):
        read_holidays(text)
