"""When a unit is late or works incorrectly: each rule with its edge, and what holds for all of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.calendar.working_days import is_working_day
from hotich.core.parameters.reading import parameter
from hotich.core.steering import RULES, DayFacts, Grade, Raised, Report, Unchecked, UnitFacts, judge
from hotich.core.steering.prefill import asked_for, kind_for

MONDAY = date(2026, 11, 2)
ORDINARY = {code: parameter(rule.setting, MONDAY).value for code, rule in RULES.items()}


def days(
    *keyed: int, quota: int = 300, report: Report = Report.IN_TIME, amended: int = 0
) -> tuple[DayFacts, ...]:
    listed = [MONDAY + timedelta(days=at) for at in range(len(keyed))]
    return tuple(
        DayFacts(day, count, quota, is_working_day(day), report, amended)
        for day, count in zip(listed, keyed, strict=True)
    )


def reports(*came: Report) -> tuple[DayFacts, ...]:
    return tuple(
        DayFacts(MONDAY + timedelta(days=at), 300, 300, True, report) for at, report in enumerate(came)
    )


def said(rule: str, facts: UnitFacts, **numbers: int) -> Raised | None:
    found = judge(facts, {rule: ORDINARY[rule] | numbers})
    assert all(one.rule == rule for one in found)
    return found[0] if found else None


def test_the_ordinary_numbers_fit_their_rules() -> None:
    assert all(RULES[code].fits(numbers) for code, numbers in ORDINARY.items())


def test_three_working_days_below_are_behind_and_eighty_percent_is_not_below() -> None:
    assert said("pace", UnitFacts(days(239, 239, 239))) is not None
    assert said("pace", UnitFacts(days(239, 240, 239))) is None
    assert said("pace", UnitFacts(days(239, 239))) is None


def test_a_weekend_between_does_not_count_for_or_against() -> None:
    behind = UnitFacts(days(300, 300, 200, 200, 200, 0, 0))
    flag = said("pace", behind)
    assert flag is not None
    assert "04/11 200/300, 05/11 200/300, 06/11 200/300" in flag.said


def test_below_half_of_that_is_serious() -> None:
    grades = [
        flag.grade for count in (121, 119) if (flag := said("pace", UnitFacts(days(count, count, count))))
    ]
    assert grades == [Grade.WARNING, Grade.SERIOUS]


def test_who_has_nothing_left_is_behind_nobody() -> None:
    assert said("pace", UnitFacts(days(0, 0, 0), remaining=0)) is None


def test_silence_is_told_once_the_hour_has_passed_and_weighs_from_the_second_day() -> None:
    assert said("report_silent", UnitFacts(reports(Report.IN_TIME, Report.NOT_DUE))) is None
    first = said("report_silent", UnitFacts(reports(Report.IN_TIME, Report.SILENT)))
    second = said("report_silent", UnitFacts(reports(Report.SILENT, Report.SILENT, Report.NOT_DUE)))
    assert first is not None
    assert first.grade is Grade.WARNING
    assert "chưa xác nhận" in first.said
    assert second is not None
    assert second.grade is Grade.SERIOUS


def test_two_late_reports_in_five_days_are_too_many() -> None:
    late, fine = Report.LATE, Report.IN_TIME
    assert said("report_late", UnitFacts(reports(late, fine, fine, fine, late))) is not None
    assert said("report_late", UnitFacts(reports(late, fine, fine, fine, fine, late))) is None
    assert said("report_late", UnitFacts(reports(late, late, fine, fine, fine, fine, fine))) is None


@pytest.mark.parametrize(
    ("wrong", "checked", "raised"), [(0, 5000, False), (3, 299, False), (5, 400, False), (40, 1000, True)]
)
def test_an_error_rate_counts_only_where_chance_does_not_explain_it(
    wrong: int, checked: int, raised: bool
) -> None:
    flag = said("error_rate", UnitFacts(fields_checked=checked, fields_wrong=wrong))
    assert (flag is not None) is raised


def test_a_machine_without_a_check_is_named_with_what_was_keyed_there() -> None:
    flag = said("unchecked", UnitFacts(unchecked=(Unchecked("25444-M2", 12), Unchecked("25444-M3", 1))))
    assert flag is not None
    assert flag.grade is Grade.SERIOUS
    assert "25444-M2 (12), 25444-M3 (1)" in flag.said


def test_other_rules_have_their_edges() -> None:
    assert said("case_ageing", UnitFacts(overdue_cases=4)) is None
    assert said("case_ageing", UnitFacts(overdue_cases=5, oldest_overdue_days=3)) is not None
    assert said("shared", UnitFacts(shared_times=2, shared_accounts=1)) is None
    assert said("shared", UnitFacts(shared_times=3, shared_accounts=1)) is not None
    assert said("amended", UnitFacts(days(300, amended=1))) is None
    assert said("amended", UnitFacts(days(300, amended=2))) is not None


reports_of_days = st.sampled_from(Report)
any_day = st.builds(
    DayFacts,
    st.dates(MONDAY, MONDAY + timedelta(days=60)),
    st.integers(0, 900),
    st.integers(0, 900),
    st.booleans(),
    reports_of_days,
    st.integers(0, 4),
)
any_facts = st.builds(
    UnitFacts, st.lists(any_day, max_size=20, unique_by=lambda one: one.day).map(lambda listed: tuple(sorted(listed, key=lambda one: one.day))),
    st.none() | st.integers(-5, 9000), st.integers(0, 200), st.integers(0, 60), st.integers(0, 5000), st.just(0),
    st.lists(st.builds(Unchecked, st.text(min_size=1, max_size=9), st.integers(1, 99)), max_size=3).map(tuple),
    st.integers(0, 30), st.integers(0, 9),
)  # fmt: skip


@given(any_facts)
def test_every_flag_says_a_sentence_with_its_figures_and_its_numbers(facts: UnitFacts) -> None:
    found = judge(facts, ORDINARY)
    assert len({one.rule for one in found}) == len(found)
    for one in found:
        assert one.said.endswith(".")
        assert any(letter.isdigit() for letter in one.said)
        assert one.parameters == ORDINARY[one.rule]
        assert one.figures


@given(any_facts)
def test_the_same_facts_say_the_same_and_a_resting_rule_says_nothing(facts: UnitFacts) -> None:
    whole = judge(facts, ORDINARY)
    assert whole == judge(facts, ORDINARY)
    for resting in RULES:
        rest = {code: numbers for code, numbers in ORDINARY.items() if code != resting}
        assert judge(facts, rest) == [one for one in whole if one.rule != resting]


@given(any_facts, st.integers(1, 99))
def test_a_stricter_pace_never_frees_a_unit(facts: UnitFacts, percent: int) -> None:
    if said("pace", facts, percent=percent):
        assert said("pace", facts, percent=percent + 1)


def test_parameters_of_another_rule_are_refused() -> None:
    wrong: dict[str, Any] = {"pace": {"times": 3}}
    with pytest.raises(ValueError, match="parameters of pace"):
        judge(UnitFacts(), wrong)


def test_every_rule_says_what_is_asked_because_of_it() -> None:
    assert all(asked_for(code) for code in RULES)
    assert {kind_for(code) for code in RULES} == {"reminder", "correction"}
