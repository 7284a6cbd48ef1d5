"""Dates in figures: what is read, what is kept as text and why."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.dates import FIRST_YEAR, LAST_YEAR, PartialDate, read_date

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2030, 12, 31))
MODEST = settings(max_examples=100)


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(DAYS)
    known = draw(st.sampled_from(["day", "month", "year"]))
    return PartialDate(
        day.year,
        day.month if known != "year" else None,
        day.day if known == "day" else None,
        lunar=draw(st.booleans()) and day.day <= 30,
        approximate=draw(st.booleans()),
    )


@given(partial_dates())
@MODEST
def test_what_is_written_reads_back_as_itself(value: PartialDate) -> None:
    reading = read_date(value.written())
    assert reading.value == value
    assert reading.findings == ()


@given(DAYS, st.sampled_from(["/", ".", "-", " ", " / ", " - "]), st.booleans())
@MODEST
def test_the_separator_and_leading_zeros_do_not_matter(day, separator: str, padded: bool) -> None:
    parts = (f"{day.day:02d}", f"{day.month:02d}") if padded else (str(day.day), str(day.month))
    assert read_date(separator.join([*parts, str(day.year)])).value == PartialDate(
        day.year, day.month, day.day
    )


@given(st.text(max_size=30))
@MODEST
def test_no_text_makes_the_reader_fail(text: str) -> None:
    reading = read_date(text, field="child.birth_date")
    if reading.value is None and text.strip():
        assert reading.findings or not text.isprintable()


@given(partial_dates())
@MODEST
def test_the_bounds_hold_the_date_in_order(value: PartialDate) -> None:
    first, last = value.earliest(), value.latest()
    assert first is not None and last is not None and first <= last
    if not value.lunar:
        assert first.year == last.year == value.year
        assert (
            value.edtf().rstrip("~")
            == first.isoformat()[: {"day": 10, "month": 7, "year": 4}[value.precision]]
        )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("năm 1945", "1945"),
        ("khoảng năm 1945", "~1945"),
        ("…/…/1960", "1960"),
        ("../../1960", "1960"),
        ("…/5/1960", "05/1960"),
        ("?/3/1985", "??/03/1985"),
        ("1?/03/1985", "1?/03/1985"),
        ("12/03/198?", "12/03/198?"),
        ("ngày 12 tháng 3 năm 1985", "12/03/1985"),
        ("tháng 3 năm 1985", "03/1985"),
        ("1985-03-12 00:00:00", "12/03/1985"),
        ("30/2/1985 âm lịch", "30/02/1985l"),
        ("29/2/2000", "29/02/2000"),
        ("15 tháng Chạp năm 1970", "15/12/1970"),
    ],
)
def test_the_writings_of_registers_are_read(text: str, written: str) -> None:
    reading = read_date(text)
    assert reading.value is not None
    assert reading.value.written() == written
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("text", "code", "grade"),
    [
        ("32/01/1985", "date.impossible_day", "hard"),
        ("01/13/1985", "date.impossible_month", "hard"),
        ("31/2/1985l", "date.impossible_day", "hard"),
        ("05/05/5005", "date.year_out_of_bounds", "hard"),
        ("385", "date.ambiguous", "hard"),
        ("31/04/1985", "date.day_not_in_month", "soft"),
        ("30/02/1985", "date.day_not_in_month", "soft"),
        ("29/02/1900", "date.day_not_in_month", "soft"),
        ("3?/02/1985", "date.day_not_in_month", "soft"),
        ("30 tuổi", "date.age_instead", "soft"),
        ("ngày rằm năm Canh Tuất", "date.unreadable", "soft"),
    ],
)
def test_what_cannot_be_a_date_has_no_value_and_says_why(text: str, code: str, grade: str) -> None:
    reading = read_date(text, field="child.birth_date")
    (finding,) = reading.findings
    assert reading.value is None
    assert (finding.code, finding.grade, finding.fields) == (code, grade, ("child.birth_date",))
    assert text in finding.message


def test_an_unlikely_lunar_day_is_offered_the_lunar_flag() -> None:
    assert "âm lịch" in read_date("30/02/1985").findings[0].message
    assert "âm lịch" not in read_date("31/04/1985").findings[0].message


def test_two_figures_of_a_year_are_not_completed() -> None:
    reading = read_date("2/3/85")
    assert reading.value is not None and reading.value.year is None
    assert reading.value.written() == "02/03/??85"
    assert [finding.code for finding in reading.findings] == ["date.two_digit_year"]


def test_an_empty_text_is_no_date_and_no_mistake() -> None:
    for text in (None, "", "  ", "\u200b"):
        assert read_date(text).value is None
        assert read_date(text).findings == ()


def test_years_are_bounded_on_both_sides() -> None:
    assert read_date(str(FIRST_YEAR)).value is not None
    assert read_date(str(LAST_YEAR)).value is not None
    assert read_date(str(FIRST_YEAR - 1)).value is None
    assert read_date(str(LAST_YEAR + 1)).value is None


def test_a_partly_legible_date_bounds_what_it_can() -> None:
    value = read_date("1?/03/198?").value
    assert value is not None
    assert value.edtf() == "198X-03-1X"
    assert (str(value.earliest()), str(value.latest())) == ("1980-03-10", "1989-03-19")


def test_a_lunar_date_is_bounded_and_never_converted() -> None:
    value = read_date("15/8/1970l").value
    assert value is not None
    # The mid-autumn festival of 1970 was on 15 September.
    assert str(value.earliest()) <= "1970-09-15" <= str(value.latest())
    assert value.edtf().startswith("[1970-")
