"""A parameter's value depends on the day, and every value says where it comes from."""

import datetime as dt

import pytest

from hotich.core.parameters import (
    BrokenParameter,
    ParameterNotInForce,
    UnknownParameter,
    parameter,
    parameter_names,
    read_parameters,
)


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (dt.date(1970, 1, 1), 30),
        (dt.date(2006, 3, 31), 30),
        (dt.date(2006, 4, 1), 60),
        (dt.date(2019, 4, 1), 60),
    ],
)
def test_births_are_late_by_the_law_of_their_day(day: dt.date, days: int) -> None:
    assert parameter("birth_registration_days", day).value == days


def test_a_value_ends_the_day_before_the_next_begins() -> None:
    value = parameter("birth_registration_days", dt.date(2000, 1, 1))
    assert (value.valid_from, value.valid_to) == (dt.date(1999, 1, 1), dt.date(2006, 3, 31))


def test_without_a_day_the_latest_value_holds() -> None:
    assert parameter("parent_min_age_gap").value == 12
    assert parameter("campaign_scope_until").value == dt.date(2019, 4, 1)


def test_before_the_first_law_there_is_no_value() -> None:
    with pytest.raises(ParameterNotInForce, match="birth_registration_days has no value on 1940-01-01"):
        parameter("birth_registration_days", dt.date(1940, 1, 1))


def test_an_unknown_parameter_is_refused_by_name() -> None:
    with pytest.raises(UnknownParameter, match="no_such"):
        parameter("no_such")


@pytest.mark.parametrize("name", parameter_names())
def test_every_parameter_names_its_source(name: str) -> None:
    assert parameter(name).legal_reference


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- 1", "a parameter file is a mapping"),
        ("a: {title: A}", "parameter a has no values"),
        ("a: {values: [{legal_reference: B}]}", "parameter a: a row has no value"),
        ("a: {values: [{value: 1}]}", "parameter a: the value 1 has no legal_reference"),
        ("a: {values: [{value: 1, from: hôm qua, legal_reference: B}]}", "parameter a: from must be a date"),
        (
            "a: {values: [{value: 1, from: 2000-01-01, legal_reference: B}, {value: 2, from: 1999-01-01, legal_reference: B}]}",
            "parameter a: values must stand in order",
        ),
    ],
)
def test_a_broken_parameter_is_refused_with_its_name_and_reason(text: str, why: str) -> None:
    with pytest.raises(BrokenParameter, match=why):
        read_parameters(text)
