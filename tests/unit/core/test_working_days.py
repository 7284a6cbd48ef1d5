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
    is_provisional,
    is_working_day,
    read_holidays,
    source_of,
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


OFF = {
    # Government Office's letters: 8056/VPCP-KGVX of 1/12/2022, 8662/VPCP-KGVX of 3/11/2023, 2450/VPCP-KGVX of 12/4/2024,
    # 8726/VPCP-KGVX of 26/11/2024, 12729/VPCP-KGVX of 25/12/2025 and the one of October 2025.
    "Tết 2023": (date(2023, 1, 20), date(2023, 1, 26)),
    "Quốc khánh 2023": (date(2023, 9, 1), date(2023, 9, 4)),
    "Tết 2024": (date(2024, 2, 8), date(2024, 2, 14)),
    "30/4 2024": (date(2024, 4, 27), date(2024, 5, 1)),
    "Quốc khánh 2024": (date(2024, 8, 31), date(2024, 9, 3)),
    "Tết 2025": (date(2025, 1, 25), date(2025, 2, 2)),
    "30/4 2025": (date(2025, 4, 30), date(2025, 5, 4)),
    "Quốc khánh 2025": (date(2025, 8, 30), date(2025, 9, 2)),
    "Tết Dương lịch 2026": (date(2026, 1, 1), date(2026, 1, 4)),
    "Tết 2026": (date(2026, 2, 14), date(2026, 2, 22)),
    "Quốc khánh 2026": (date(2026, 8, 29), date(2026, 9, 2)),
}


@pytest.mark.parametrize("name", OFF)
def test_the_days_off_are_those_of_the_letters_and_end_there(name: str) -> None:
    first, last = OFF[name]
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert not any(is_working_day(day) for day in days)
    assert is_working_day(first - timedelta(days=1)) and is_working_day(last + timedelta(days=1))


def test_saturdays_worked_instead_are_working_days() -> None:
    moved = [date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)]
    assert all(day.weekday() == 5 and is_working_day(day) for day in moved)


@pytest.mark.parametrize("year", range(2022, 2028))
def test_every_year_has_the_eleven_days_of_the_labour_code(year: int) -> None:
    ordinary = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    off = sum(day.weekday() < 5 and not is_working_day(day) for day in ordinary)
    worked = sum(day.weekday() >= 5 and is_working_day(day) for day in ordinary)
    assert off - worked == 11
    assert source_of(year)


def test_the_day_of_culture_is_no_holiday_of_the_code() -> None:
    assert is_working_day(date(2026, 11, 24))


def test_what_is_due_in_a_year_without_notice_may_still_move() -> None:
    assert is_provisional(date(2027, 1, 4)) and not is_provisional(date(2026, 12, 31))
    assert not is_provisional(date(2019, 5, 2)) and source_of(2019) == ""


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
