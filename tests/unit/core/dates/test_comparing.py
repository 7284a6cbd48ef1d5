"""How two dates agree."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.dates import DateAgreement, PartialDate, compare_dates, read_date

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2030, 12, 31))


@pytest.mark.parametrize(
    ("a", "b", "agreement"),
    [
        ("02/03/1985", "2.3.1985", "equal"),
        ("1985", "1985", "equal"),
        ("30/2/1985l", "30/2/1985l", "equal"),
        ("02/03/1985", "03/1985", "less_precise"),
        ("02/03/1985", "1985", "less_precise"),
        ("01/01/1970", "1970", "less_precise"),
        ("~1985", "1985", "less_precise"),
        ("1?/03/1985", "12/03/1985", "less_precise"),
        ("15/2/1985l", "05/04/1985", "less_precise"),
        ("02/03/1985", "03/02/1985", "swapped"),
        ("02/03/1985", "03/02/1986", "different"),
        ("03/1985", "04/1985", "different"),
        ("1?/03/1985", "22/03/1985", "different"),
        ("15/2/1985l", "05/04/1990", "different"),
        ("????", "1985", "missing"),
        ("", "1985", "missing"),
    ],
)
def test_dates_agree_by_what_both_say(a: str, b: str, agreement: str) -> None:
    one, other = read_date(a).value, read_date(b).value
    assert compare_dates(one, other) == agreement
    assert compare_dates(other, one) == agreement


@given(DAYS)
@settings(max_examples=60)
def test_saying_less_never_contradicts(day: date) -> None:
    whole = PartialDate(day.year, day.month, day.day)
    assert compare_dates(whole, whole) is DateAgreement.EQUAL
    assert compare_dates(whole, PartialDate(day.year, day.month)) is DateAgreement.LESS_PRECISE
    assert compare_dates(whole, PartialDate(day.year)) is DateAgreement.LESS_PRECISE
    assert compare_dates(whole, PartialDate(day.year + 1)) is DateAgreement.DIFFERENT


@given(DAYS, DAYS)
@settings(max_examples=60)
def test_two_whole_dates_agree_only_when_they_are_the_same_day(a: date, b: date) -> None:
    agreement = compare_dates(PartialDate(a.year, a.month, a.day), PartialDate(b.year, b.month, b.day))
    assert (agreement is DateAgreement.EQUAL) == (a == b)
    assert agreement is not DateAgreement.LESS_PRECISE
