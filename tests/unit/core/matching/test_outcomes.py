"""Outcomes of subjects and entries."""

import itertools
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.matching.discrepancies import compare_subject
from hotich.core.matching.outcomes import (
    OUTCOME_LABELS,
    OUTCOME_ORDER,
    Outcome,
    entry_outcome,
    subject_outcome,
    suggest_outcome,
)

SAME = compare_subject("child", {"sex": {"v": "Nam"}}, {"sex": "male"})
OTHER = compare_subject("child", {"sex": {"v": "Nam"}}, {"sex": "female"})
LESS = compare_subject("child", {"birth_date": {"v": "1990"}}, {"birth_date": "02/03/1990"})
OUTCOMES = st.sampled_from(get_args(Outcome))


def test_a_citizen_without_a_discrepancy_matches_and_with_one_does_not() -> None:
    assert suggest_outcome(SAME, "nation") == "matched"
    assert suggest_outcome(LESS, "nation") == "matched"
    assert suggest_outcome(OTHER, "nation") == "mismatched"


@pytest.mark.parametrize("coverage", ["province", "town", "list", ""])
def test_nobody_is_not_found_in_less_than_the_nation(coverage: str) -> None:
    assert suggest_outcome(None, coverage) == "pending"


def test_nobody_in_the_whole_nation_is_not_found() -> None:
    assert suggest_outcome(None, "nation") == "not_found"


def test_an_unreadable_name_or_a_silent_register_is_never_not_found() -> None:
    assert subject_outcome(None, coverage="nation", readable=False) == "unreadable"
    assert subject_outcome(None, coverage="nation", available=False) == "unavailable"
    assert subject_outcome(None, coverage="nation", looked_up=False) == "pending"
    assert subject_outcome(None, coverage="nation") == "not_found"


@pytest.mark.parametrize(("first", "second"), list(itertools.pairwise(OUTCOME_ORDER)))
def test_the_open_outcome_of_two_people_is_the_entrys(first: Outcome, second: Outcome) -> None:
    assert entry_outcome([second, first]) == first


def test_an_entry_without_any_look_up_is_pending() -> None:
    assert entry_outcome([]) == "pending"


@given(st.lists(OUTCOMES, min_size=1), st.randoms())
def test_the_entrys_outcome_is_one_of_its_peoples_in_any_order(
    outcomes: list[Outcome], random: object
) -> None:
    shuffled = list(outcomes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert entry_outcome(outcomes) == entry_outcome(shuffled)
    assert entry_outcome(outcomes) in outcomes


def test_every_outcome_has_its_word_on_screen() -> None:
    assert set(OUTCOME_LABELS) == set(OUTCOME_ORDER) == set(get_args(Outcome))
