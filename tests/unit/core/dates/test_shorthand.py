"""What is typed on a numeric keypad."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.dates import PartialDate, read_shorthand

DAYS = st.dates(min_value=date(1907, 1, 1), max_value=date(2006, 12, 31))


@given(DAYS)
@settings(max_examples=100)
def test_a_day_of_the_century_before_the_book_needs_six_figures(day: date) -> None:
    value = PartialDate(day.year, day.month, day.day)
    assert read_shorthand(f"{day:%d%m}{day.year % 100:02d}", 2006).value == value
    assert read_shorthand(f"{day:%d%m}{day.year}", 2006).value == value
    assert read_shorthand(value.written(), 2006).value == value


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("020385", "02/03/1985"),
        ("2/3/85", "02/03/1985"),
        ("2.3.85", "02/03/1985"),
        ("031985", "03/1985"),
        ("122005", "12/2005"),
        ("1985", "1985"),
        ("~1985", "~1985"),
        ("??0385", "??/03/1985"),
        ("1?0385", "1?/03/1985"),
        ("02038?", "02/03/198?"),
        ("0203??", "02/03/????"),
        ("000385", "03/1985"),
        ("000085", "1985"),
        ("300285l", "30/02/1985l"),
        ("020306", "02/03/2006"),
        ("020307", "02/03/1907"),
        ("khoảng 1945", "~1945"),
    ],
)
def test_the_shorthand_of_the_desk(typed: str, written: str) -> None:
    reading = read_shorthand(typed, 2006)
    assert reading.value is not None
    assert reading.value.written() == written
    assert reading.findings == ()


@pytest.mark.parametrize("typed", ["385", "0385", "3/85", "3/12", "85", "15", "12345", "1234567"])
def test_a_form_with_more_than_one_reading_is_refused(typed: str) -> None:
    reading = read_shorthand(typed, 2006)
    assert reading.value is None
    assert [(f.code, f.grade) for f in reading.findings] == [("date.ambiguous", "hard")]


def test_without_the_books_year_the_century_is_asked_for() -> None:
    assert [f.code for f in read_shorthand("020385").findings] == ["date.century_unknown"]
    assert read_shorthand("0203?5", 2006).value is None


def test_a_day_alone_takes_month_and_year_from_the_previous_entry() -> None:
    previous = PartialDate(2005, 4, 3)
    assert read_shorthand("15", 2006, previous=previous).value == PartialDate(2005, 4, 15)
    assert read_shorthand("31", 2006, previous=previous).value is None
    assert read_shorthand("020305", 2006, previous=previous).value == PartialDate(2005, 3, 2)
