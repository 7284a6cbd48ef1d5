"""Nobody checks or arbitrates his own work, whatever else he did."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hotich.core.workflow.independence import (
    could_check,
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


@given(keyed=SOME, arbitrated=SOME, seen=SOME, who=PEOPLE)
def test_who_has_seen_it_checks_it_only_where_nobody_else_can(keyed, arbitrated, seen, who) -> None:  # type: ignore[no-untyped-def]
    of = hands(keyed=keyed, arbitrated=arbitrated, seen=seen)
    hand = who in keyed | arbitrated
    assert (why_not_check(who, of) is None) == (not hand and who not in seen)
    assert (why_not_check(who, of, nobody_else=True) is None) == (not hand)
    assert could_check([who], of) == (frozenset([who]) if may_check(who, of) else frozenset())


@given(keyed=SOME, checked=SOME, seen=SOME, who=PEOPLE)
def test_an_arbiter_may_have_seen_it(keyed, checked, seen, who) -> None:  # type: ignore[no-untyped-def]
    with_sight, without = hands(keyed=keyed, checked=checked, seen=seen), hands(keyed=keyed, checked=checked)
    assert may_arbitrate(who, with_sight) == may_arbitrate(who, without)
