"""The published plans, letter by letter where they are known by heart, and the arithmetic behind them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.quotas.sampling import (
    LEVELS,
    SEVERITIES,
    NoSuchPlan,
    Plan,
    chance_accepted,
    chance_of_at_most,
    characteristic,
    code_letter,
    plan_for,
    plan_of_letter,
    quality_limits,
    zero_defect_plan,
)

LETTERS = "ABCDEFGHJKLMNPQR"

# Rows of independent transcriptions, arrows followed: sample sizes for all 26 AQLs. Normal and tightened of MIL-STD-105E, reduced of
# GB/T 2828.1-2012, which is ISO 2859-1:1999.
SIZES = {
    ("normal", "A"): [1250, 800, 500, 315, 200, 125, 80, 50, 32, 20, 13, 8, 5, 3, 2, 5, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2],
    ("normal", "F"): [1250, 800, 500, 315, 200, 125, 80, 50, 32, 20, 13, 32, 20, 20, 20, 20, 20, 20, 20, 20, 13, 13, 13, 8, 5, 3],
    ("normal", "K"): [1250, 800, 500, 315, 200, 125, 80, 200, 125, 125, 125, 125, 125, 125, 125, 125, 80, 50, 32, 20, 13, 13, 13, 8, 5, 3],
    ("normal", "R"): [1250, 800, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 1250, 800, 500, 315, 200, 125, 80, 50, 32, 20, 13, 13, 13, 8, 5, 3],
    ("tightened", "A"): [2000, 1250, 800, 500, 315, 200, 125, 80, 50, 32, 20, 13, 8, 5, 3, 8, 5, 3, 2, 2, 2, 2, 2, 2, 2, 2],
    ("tightened", "H"): [2000, 1250, 800, 500, 315, 200, 125, 80, 50, 125, 80, 50, 50, 50, 50, 50, 50, 50, 32, 20, 13, 13, 13, 8, 5, 3],
    ("tightened", "Q"): [2000, 1250, 3150, 2000, 1250, 1250, 1250, 1250, 1250, 1250, 1250, 800, 500, 315, 200, 125, 80, 50, 32, 20, 13, 13, 13, 8, 5, 3],
    ("tightened", "R"): [2000, 1250, 3150, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 1250, 800, 500, 315, 200, 125, 80, 50, 32, 20, 13, 13, 13, 8, 5, 3],
    ("reduced", "A"): [500, 315, 200, 125, 80, 50, 32, 20, 13, 8, 5, 3, 2, 2, 2, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2],
    ("reduced", "E"): [500, 315, 200, 125, 80, 50, 32, 20, 13, 8, 5, 3, 13, 8, 5, 5, 5, 5, 5, 5, 5, 5, 5, 3, 2, 2],
    ("reduced", "J"): [500, 315, 200, 125, 80, 50, 32, 20, 80, 50, 32, 32, 32, 32, 32, 32, 32, 20, 13, 8, 5, 5, 5, 3, 2, 2],
    ("reduced", "Q"): [500, 315, 200, 800, 500, 500, 500, 500, 500, 500, 500, 315, 200, 125, 80, 50, 32, 20, 13, 8, 5, 5, 5, 3, 2, 2],
    ("reduced", "R"): [500, 315, 200, 800, 800, 800, 800, 800, 800, 800, 500, 315, 200, 125, 80, 50, 32, 20, 13, 8, 5, 5, 5, 3, 2, 2],
}  # fmt: skip
ACCEPTED = {
    ("normal", 0.65): [0] * 7 + [1, 1, 2, 3, 5, 7, 10, 14, 21],
    ("normal", 2.5): [0] * 4 + [1, 1, 2, 3, 5, 7, 10, 14, 21, 21, 21, 21],
    ("normal", 6.5): [0, 0, 1, 1, 2, 3, 5, 7, 10, 14, 21, 21, 21, 21, 21, 21],
    ("tightened", 0.65): [0] * 7 + [1, 1, 1, 2, 3, 5, 8, 12, 18],
    ("tightened", 4.0): [0] * 3 + [1, 1, 1, 2, 3, 5, 8, 12] + [18] * 5,
    ("reduced", 2.5): [0] * 4 + [1, 1, 1, 2, 3, 5, 6, 8, 10, 10, 10, 10],
    ("reduced", 4.0): [0] * 3 + [1, 1, 1, 2, 3, 5, 6, 8, 10, 10, 10, 10, 10],
    ("reduced", 0.025): [0] * 16,
}


@pytest.mark.parametrize(("lot", "level", "letter"), [
    (2, "II", "A"), (8, "III", "B"), (90, "II", "E"), (91, "II", "F"), (500, "II", "H"), (501, "II", "J"), (1200, "I", "G"),
    (1201, "II", "K"), (3200, "S-1", "C"), (10_000, "S-4", "G"), (35_000, "III", "N"), (500_000, "II", "P"), (500_001, "III", "R"),
])  # fmt: skip
def test_the_code_letter_follows_from_the_size_of_the_lot_and_the_level(
    lot: int, level: str, letter: str
) -> None:
    assert code_letter(lot, level) == letter  # type: ignore[arg-type]


@pytest.mark.parametrize(("severity", "letter"), SIZES)
def test_every_sample_size_of_a_row_is_the_published_one(severity: str, letter: str) -> None:
    assert [plan_of_letter(letter, aql, severity).size for aql in quality_limits()] == SIZES[severity, letter]  # type: ignore[arg-type]


@pytest.mark.parametrize(("severity", "aql"), ACCEPTED)
def test_every_acceptance_number_of_a_column_is_the_published_one(severity: str, aql: float) -> None:
    assert [plan_of_letter(letter, aql, severity).accept for letter in LETTERS] == ACCEPTED[severity, aql]  # type: ignore[arg-type]


def test_reduced_inspection_leaves_no_gap_between_its_numbers() -> None:
    # The example of the AQL Inspector's Rule manual: letter G leads to J; MIL-STD-105E had 20 items, 0 and 2.
    assert plan_of_letter("G", 1.0, "reduced") == Plan(32, 1, 2, "J")
    for letter in LETTERS:
        for aql in quality_limits():
            plan = plan_of_letter(letter, aql, "reduced")
            assert plan.reject == plan.accept + 1


def test_a_sample_as_large_as_the_lot_is_the_lot() -> None:
    assert plan_for(lot=30, aql=0.40).size == 30


def test_what_the_tables_do_not_list_has_no_plan() -> None:
    with pytest.raises(NoSuchPlan):
        plan_for(lot=100, aql=0.5)
    with pytest.raises(NoSuchPlan):
        code_letter(1)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_in_every_row_more_may_be_wrong_where_the_limit_is_wider(severity: str) -> None:
    for letter in LETTERS:
        plans = [plan_of_letter(letter, aql, severity) for aql in quality_limits()]  # type: ignore[arg-type]
        shares = [plan.accept / plan.size for plan in plans]
        assert shares == sorted(shares), letter


@pytest.mark.parametrize("level", LEVELS)
def test_a_larger_lot_is_never_sampled_less(level: str) -> None:
    sizes = [
        plan_for(lot=lot, level=level, aql=2.5).size
        for lot in (2, 9, 16, 26, 51, 91, 151, 281, 501, 1201, 3201)
    ]  # type: ignore[arg-type]
    assert sizes == sorted(sizes)


def test_good_lots_pass_and_bad_ones_do_not() -> None:
    plan = plan_for(lot=400, aql=2.5)
    assert (plan.size, plan.accept) == (50, 3)
    assert chance_accepted(plan, lot=400, wrong=4) > 0.99
    assert chance_accepted(plan, lot=400, wrong=80) < 0.01


@given(lot=st.integers(20, 400), data=st.data())
def test_the_chance_falls_as_more_are_wrong(lot: int, data: st.DataObject) -> None:
    plan = Plan(data.draw(st.integers(1, lot)), accept := data.draw(st.integers(0, 5)), accept + 1)
    curve = [chance for _, chance in characteristic(plan, lot=lot, shares=[0, 0.02, 0.05, 0.1, 0.5, 1])]
    assert all(one >= other - 1e-9 for one, other in zip(curve, curve[1:], strict=False))
    assert curve[0] == pytest.approx(1.0)


@given(lot=st.integers(2, 3000), limit=st.sampled_from([0.005, 0.01, 0.02, 0.05]))
def test_the_zero_defect_sample_is_the_smallest_that_keeps_its_promise(lot: int, limit: float) -> None:
    plan = zero_defect_plan(lot=lot, limit=limit, risk=0.05)
    wrong = min(int(limit * lot) + 1, lot)
    assert chance_accepted(plan, lot=lot, wrong=wrong) <= 0.05 + 1e-9
    if plan.size > 1:
        assert chance_of_at_most(0, sample=plan.size - 1, lot=lot, wrong=wrong) > 0.05


def test_the_chance_is_what_drawing_shows() -> None:
    rng = random.Random(2859)
    plan, lot, wrong = plan_for(lot=300, aql=4.0), 300, 24
    items = [True] * wrong + [False] * (lot - wrong)
    passed = sum(plan.passes(sum(rng.sample(items, plan.size))) for _ in range(4000))
    assert passed / 4000 == pytest.approx(chance_accepted(plan, lot=lot, wrong=wrong), abs=0.025)
