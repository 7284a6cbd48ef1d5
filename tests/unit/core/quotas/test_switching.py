"""Switching rules of ISO 2859-1, one sentence each."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.quotas.sampling import plan_for
from hotich.core.quotas.switching import (
    SCORE_TO_REDUCE,
    Inspection,
    LotResult,
    after_lot,
    after_lots,
    back_to_normal,
    reduced,
    resumed,
)

LOT, AQL = 400, 2.5


def lots(wrong: Iterable[int], state: Inspection | None = None) -> Inspection:
    state = state or Inspection()
    for number in wrong:
        plan = plan_for(lot=LOT, aql=AQL, severity=state.severity)
        state = after_lot(state, LotResult(LOT, plan, number), aql=AQL)
    return state


GOOD, FAIR, BAD = 0, 3, 9


def test_two_of_five_lots_not_accepted_tighten() -> None:
    assert lots([BAD, GOOD, GOOD, GOOD]).severity == "normal"
    assert lots([BAD, GOOD, GOOD, GOOD, BAD]).severity == "tightened"
    assert lots([BAD, BAD]).severity == "tightened"


def test_two_lots_not_accepted_further_apart_do_not() -> None:
    assert lots([BAD, GOOD, GOOD, GOOD, GOOD, BAD]).severity == "normal"


def test_five_accepted_in_a_row_loosen_again() -> None:
    tightened = lots([BAD, BAD])
    assert lots([GOOD] * 4, tightened).severity == "tightened"
    assert lots([GOOD] * 4 + [BAD] + [GOOD] * 4, tightened).severity == "tightened"
    assert lots([GOOD] * 5, tightened) == Inspection()


def test_inspection_stops_after_five_not_accepted_under_tightened() -> None:
    state = lots([BAD, BAD, GOOD, BAD, BAD, BAD, BAD, BAD])
    assert state.stopped
    assert resumed(state) == Inspection(severity="tightened")


def test_reduced_inspection_is_asked_for_and_borne_by_the_score() -> None:
    state = lots([GOOD] * 9)
    assert not state.may_reduce
    with pytest.raises(ValueError, match="score"):
        reduced(state)
    state = lots([GOOD] * 10)
    assert state.score == SCORE_TO_REDUCE
    assert reduced(state).severity == "reduced"


def test_a_lot_that_the_next_smaller_limit_would_not_accept_puts_the_score_back() -> None:
    assert lots([GOOD] * 9 + [FAIR]).score == 0


def test_the_score_runs_as_in_the_published_example() -> None:
    """Lots of 1,000, AQL 1.0: plan (80, 2), of which the next smaller limit accepts one (engineers' examination, China, 2011)."""
    state, scores = Inspection(), []
    for wrong in (1, 2, 1, 1, 2, 1, 1, 1, 0, 1, 1, 0, 1, 0, 1):
        plan = plan_for(lot=1000, aql=1.0)
        assert (plan.size, plan.accept) == (80, 2)
        state = after_lot(state, LotResult(1000, plan, wrong), aql=1.0)
        scores.append(state.score)
    assert scores == [3, 0, 3, 6, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30]
    assert state.may_reduce


def test_plans_that_allow_one_wrong_or_none_add_two() -> None:
    small = plan_for(lot=40, aql=1.0)
    assert (small.size, small.accept) == (13, 0)
    state = Inspection()
    for _ in range(15):
        state = after_lot(state, LotResult(40, small, 0), aql=1.0)
    assert state.score == 30
    assert after_lot(state, LotResult(40, small, 1), aql=1.0).score == 0


def test_one_lot_not_accepted_ends_reduced_inspection() -> None:
    state = reduced(lots([GOOD] * 10))
    plan = plan_for(lot=LOT, aql=AQL, severity="reduced")
    assert lots([plan.accept], state).severity == "reduced"
    assert lots([plan.reject], state) == Inspection()
    assert back_to_normal(state) == Inspection()


@given(st.lists(st.integers(0, 12), max_size=40))
def test_every_stream_has_one_state_and_tightened_never_becomes_reduced(wrong: list[int]) -> None:
    state = Inspection()
    for number in wrong:
        before = state
        plan = plan_for(lot=LOT, aql=AQL, severity=state.severity)
        state = after_lot(state, LotResult(LOT, plan, number), aql=AQL)
        assert state.severity != "reduced"
        assert not (before.stopped and state.severity == "normal" and not plan.passes(number))
    assert after_lots([], aql=AQL) == Inspection()
