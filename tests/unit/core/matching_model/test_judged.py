"""What judgements teach, held towards what was learned without any."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.matching.judged import (
    Pairs,
    held_towards,
    recalibrated,
    smoothed,
    weights,
    with_judged,
)
from hotich.core.matching.model import Calibration, Model, default_model

PRIOR = (0.7, 0.2, 0.08, 0.02)
COUNTS = st.lists(st.floats(0, 1e6), min_size=4, max_size=4)


def pairs(model: Model, count: int, level: int, weight: float = 1.0) -> Pairs:
    """``count`` pairs that stand on the same level of every comparison (or its last)."""
    return Pairs(
        {c.name: np.full(count, min(level, len(c.levels) - 1), dtype=np.int8) for c in model.comparisons},
        np.full(count, weight),
    )


def test_without_judgements_the_prior_stays_as_it_was() -> None:
    assert smoothed(PRIOR, np.zeros(4), 2_000.0) == PRIOR
    model = default_model()
    after = with_judged(model, pairs(model, 0, 1))
    assert after.probabilities == model.probabilities
    assert after.digest == model.digest


def test_many_judgements_are_believed() -> None:
    shares = smoothed(PRIOR, np.array([1e8, 3e8, 0.0, 6e8]), 2_000.0)
    assert shares == pytest.approx((0.1, 0.3, 0.0, 0.6), abs=1e-4)


@given(COUNTS)
def test_no_share_becomes_impossible_or_certain(counts: list[float]) -> None:
    shares = smoothed(PRIOR, np.array(counts), 2_000.0)
    assert sum(shares) == pytest.approx(1.0)
    assert all(0.0 < share < 1.0 for share in shares)


@given(COUNTS, st.integers(0, 3), st.floats(0.1, 1e5))
def test_what_is_seen_more_often_never_becomes_rarer(counts: list[float], at: int, more: float) -> None:
    seen = np.array(counts)
    grown = seen.copy()
    grown[at] += more
    before, after = smoothed(PRIOR, seen, 500.0), smoothed(PRIOR, grown, 500.0)
    assert after[at] >= before[at] - 1e-12
    assert all(after[other] <= before[other] + 1e-12 for other in range(4) if other != at)


def test_judged_pairs_move_m_towards_what_they_show_and_leave_u_alone() -> None:
    model = default_model()
    birth = next(c for c in model.comparisons if c.name == "birth")
    at = [level.name for level in birth.levels].index("swapped")
    after = with_judged(model, pairs(model, 3_000, at))
    before, now = model.probabilities["birth"], after.probabilities["birth"]
    assert now.same[at] > 5 * before.same[at]
    assert (now.unrelated, now.family) == (before.unrelated, before.family)
    spoken = [p for p, level in zip(now.same, birth.levels, strict=True) if not level.missing]
    assert sum(spoken) == pytest.approx(1.0, abs=1e-3)


def test_where_a_family_shares_the_value_its_share_moves_along() -> None:
    model = default_model()
    after = with_judged(model, pairs(model, 500, 2))
    assert after.probabilities["mother"].family == after.probabilities["mother"].same
    assert after.probabilities["mother"].same != model.probabilities["mother"].same


def test_a_missing_value_goes_on_weighing_nothing() -> None:
    model = default_model()
    after = with_judged(model, pairs(model, 5_000, 0))  # the first level of most comparisons is "missing"
    assert after.probabilities["father"] == model.probabilities["father"]
    assert after.weights("father")[0][0] == 0.0


def test_a_judgement_from_the_machines_own_list_weighs_less() -> None:
    by_himself, from_the_list = weights(np.array([False, True])).tolist()
    assert by_himself == 1.0
    assert 0.0 < from_the_list < 1.0


def test_m_is_held_towards_the_base_as_far_as_its_own_pairs_are_few() -> None:
    base = default_model()
    own = with_judged(base, pairs(base, 10_000, 3), weight=1.0)
    far, near = (held_towards(own, base, pairs=count, weight=300.0) for count in (10.0, 100_000.0))

    def apart(one: Model, other: Model) -> float:
        return abs(one.probabilities["given"].same[3] - other.probabilities["given"].same[3])

    assert apart(far, base) < 0.1 * apart(own, base)
    assert apart(near, own) < 0.01 * apart(own, base)
    assert (
        held_towards(own, base, pairs=0.0, weight=1.0).probabilities["given"] == base.probabilities["given"]
    )


def test_a_comparison_that_the_base_has_otherwise_keeps_its_own_m() -> None:
    model = default_model()
    given_name, *others = model.comparisons
    strange = replace(model, comparisons=(replace(given_name, levels=given_name.levels[:-1]), *others))
    own = with_judged(model, pairs(model, 1_000, 3), weight=1.0)
    held = held_towards(own, strange, pairs=0.0, weight=1.0)
    assert held.probabilities["given"] == own.probabilities["given"]
    assert held.probabilities["middle"] == model.probabilities["middle"]


# -- calibration

BASE = Calibration((-10.0, -2.0, 0.0, 2.0, 10.0), (0.001, 0.2, 0.5, 0.8, 0.999))


def test_without_judgements_the_calibration_is_the_bases() -> None:
    table, shift, stretch = recalibrated(BASE, np.zeros(0), np.zeros(0, dtype=bool))
    assert (shift, stretch) == (0.0, 1.0)
    assert table.observed == pytest.approx(BASE.observed)


def test_a_few_judgements_move_it_a_little_and_many_move_it_to_what_was_seen() -> None:
    rng = np.random.default_rng(1)

    def moved(count: int) -> float:
        odds = rng.uniform(-1.0, 3.0, count)
        right = rng.random(count) < 0.4  # said 0.35 to 0.86
        table, _, _ = recalibrated(BASE, odds, right)
        return float(table(np.array([1.0]))[0])

    said = float(BASE(np.array([1.0]))[0])
    assert abs(moved(5) - said) < 0.15
    assert moved(20_000) == pytest.approx(0.4, abs=0.08)


@given(st.lists(st.tuples(st.floats(-30, 30), st.booleans()), max_size=40))
def test_a_calibration_always_increases_and_is_never_certain(judged: list[tuple[float, bool]]) -> None:
    odds = np.array([one for one, _ in judged])
    right = np.array([one for _, one in judged], dtype=bool)
    table, _, _ = recalibrated(BASE, odds, right)
    values = table(np.linspace(-40.0, 40.0, 200))
    assert (np.diff(values) >= 0.0).all()
    assert ((values > 0.0) & (values < 1.0)).all()


def test_a_model_without_a_table_gets_one() -> None:
    table, _, _ = recalibrated(Calibration(), np.array([3.0] * 50), np.array([True] * 25 + [False] * 25))
    assert table(np.array([3.0]))[0] < Calibration()(np.array([3.0]))[0]
