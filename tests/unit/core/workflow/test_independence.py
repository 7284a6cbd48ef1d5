"""Nobody checks or arbitrates his own work, whatever else he did."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hotich.core.workflow.independence import (
    hands,
    may_arbitrate,
    may_check,
    why_not_arbitrate,
    why_not_check,
)

PEOPLE = st.integers(1, 5)
SOME = st.frozensets(PEOPLE)


@given(keyed=SOME, checked=SOME, arbitrated=SOME, who=PEOPLE)
def test_who_keyed_neither_checks_nor_arbitrates(keyed, checked, arbitrated, who) -> None:  # type: ignore[no-untyped-def]
    of = hands(keyed=keyed, checked=checked, arbitrated=arbitrated)
    if who in keyed:
        assert not may_check(who, of)
        assert not may_arbitrate(who, of)
    if who in checked:
        assert not may_arbitrate(who, of)
    if who in arbitrated:
        assert not may_check(who, of)


def test_a_third_officer_may_do_either() -> None:
    of = hands(keyed=[1], checked=[2])
    assert may_check(3, of)
    assert may_arbitrate(3, of)


def test_a_checker_may_check_again_and_an_arbiter_decide_again() -> None:
    of = hands(keyed=[1], checked=[2], arbitrated=[3])
    assert may_check(2, of)
    assert may_arbitrate(3, of)


def test_rows_of_a_file_are_nobodys() -> None:
    assert may_check(7, hands(keyed=[None]))


def test_a_refusal_is_a_sentence() -> None:
    of = hands(keyed=[1], checked=[2], arbitrated=[3])
    for sentence in (
        why_not_check(1, of),
        why_not_check(3, of),
        why_not_arbitrate(1, of),
        why_not_arbitrate(2, of),
    ):
        assert sentence is not None
        assert sentence.startswith("Đồng chí đã")
