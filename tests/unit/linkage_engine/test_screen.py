"""Dropping candidates field by field loses nobody: what is left is what comparing everybody in full leaves."""

from collections.abc import Sequence

import numpy as np
import pytest
from bench.linkage.sets import build_register, build_set

from hotich.core.matching.conditions import Evaluator
from hotich.core.matching.engines.answers import Answers, answers, by_tiers
from hotich.core.matching.engines.linking import Register, compare
from hotich.core.matching.engines.screen import without
from hotich.core.matching.evidence import ratios
from hotich.core.matching.keys import Key, Rows
from hotich.core.matching.levels import COMPARISONS
from hotich.core.matching.model import default_model
from hotich.core.matching.normaliser import prepare


@pytest.mark.parametrize("name", ["standard", "harsher", "twins", "minority", "register_slips"])
def test_screened_answers_are_those_of_every_pair_in_full(name: str) -> None:
    people = build_register(seed=41, size=6_000)
    asked = prepare(build_set(people, name, 300, seed=7).columns)
    model = default_model()
    register = Register.build(prepare(people.columns), model)

    def in_full(keys: Sequence[Key], among: Rows | None, tier: int) -> list[tuple[np.ndarray, ...]]:
        entry, citizen = register.candidates(asked, tier, among)
        return [
            (entry, citizen, ratios(model, compare(model, register, asked, entry, citizen), register.size))
        ]

    full: Answers = by_tiers(model, len(asked["g_p"]), in_full)  # type: ignore[arg-type]
    screened = answers(model, register, asked)
    assert np.array_equal(full.best, screened.best)
    assert np.array_equal(full.second, screened.second)
    assert np.allclose(full.total, screened.total, rtol=1e-12, atol=0)
    assert (full.best >= 0).mean() > 0.6


def test_a_condition_without_some_columns_says_the_same_where_they_are_empty() -> None:
    rng = np.random.default_rng(3)
    names = sorted(prepare({"full_name": ["An"]}))
    a, b = ({name: rng.integers(0, 3, 400).astype(np.int32) for name in names} for _ in range(2))
    for _ in range(20):
        left, right = (frozenset(rng.choice(names, 25, replace=False).tolist()) for _ in range(2))
        one = {name: column * np.int32(name not in left) for name, column in a.items()}
        other = {name: column * np.int32(name not in right) for name, column in b.items()}
        evaluator = Evaluator(one, other, 400)
        for level in (level for comparison in COMPARISONS for level in comparison.levels):
            less = without(level.when, left, right)
            holds = np.zeros(400, dtype=bool) if less == ("or",) else evaluator.holds(less)
            assert np.array_equal(holds, evaluator.holds(level.when)), level.when
