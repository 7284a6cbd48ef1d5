"""A look-up weighs its candidates as the batch does: the same levels, the same bits, whatever the columns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.linkage_engine import edge_cases as edges

from hotich.core.matching.evidence import frequency_bits, score
from hotich.core.matching.levels import COMPARISONS
from hotich.core.matching.model import Model, default_model
from hotich.core.matching.normaliser import COLUMNS, Prepared, prepare
from hotich.core.matching.single import score_one

MODEL = default_model()


def assert_alike(model: Model, asked: Prepared, citizens: Prepared) -> None:
    size = len(citizens[model.columns[0]])
    one = score_one(model, asked, citizens, size)
    every = {name: np.repeat(asked[name], size) for name in model.columns}
    many = score(model, every, citizens, frequency_bits(model, citizens), size)
    for name, levels in many.levels.items():
        assert one.levels[name].tolist() == levels.tolist(), name
    for name, shift in many.shifts.items():
        assert np.allclose(one.shifts[name], shift, atol=1e-6), name
    assert np.allclose(one.same, many.same, atol=1e-6)
    assert np.allclose(one.family, many.family, atol=1e-6)


@settings(max_examples=200)
@given(st.integers(0, 1 << 32), st.integers(0, 30), st.booleans())
def test_any_columns_weigh_the_same(seed: int, citizens: int, extreme: bool) -> None:
    rng = np.random.default_rng(seed)
    model = edges.extreme(MODEL) if extreme else MODEL
    assert_alike(model, edges.rows(model, rng, 1), edges.rows(model, rng, citizens))


@pytest.mark.parametrize("value", [0, 1, edges.LARGEST])
def test_who_says_nothing_or_the_same_everywhere_weighs_the_same(value: int) -> None:
    rng = np.random.default_rng(1)
    assert_alike(MODEL, edges.everywhere(MODEL, value, 1), edges.rows(MODEL, rng, 20))
    assert_alike(MODEL, edges.rows(MODEL, rng, 1), edges.everywhere(MODEL, value, 3))


def test_every_level_is_met() -> None:
    """Otherwise the tests above would say little."""
    rng = np.random.default_rng(2)
    met: dict[str, set[int]] = {comparison.name: set() for comparison in COMPARISONS}
    for _ in range(400):
        scored = score_one(MODEL, edges.rows(MODEL, rng, 1), edges.rows(MODEL, rng, 200), 200)
        for name, levels in scored.levels.items():
            met[name] |= set(levels.tolist())
    assert sum(map(len, met.values())) > 0.9 * sum(len(one.levels) for one in COMPARISONS)


def test_one_person_is_prepared_as_many_are() -> None:
    people = {
        "full_name": ["Nguyễn Thị Hòa", "Điểu Brới", "Ng. V. An", ""],
        "sex": ["2", "1", "", ""],
        "ethnicity": ["Kinh", "Xtiêng", "", ""],
        "hometown": ["xã Minh Hưng, huyện Bù Đăng, tỉnh Bình Phước", "", "tỉnh Sông Bé", ""],
        "birth_date": ["05/03/1987", "1990", "", ""],
        "father_full_name": ["Nguyễn Văn Bình", "", "Ng. V. B", ""],
    }
    copies = 100
    many = prepare({name: texts * copies for name, texts in people.items()})
    for row in range(4):
        alone = prepare({name: [texts[row]] for name, texts in people.items()})
        assert {name: int(alone[name][0]) for name in COLUMNS} == {
            name: int(many[name][row]) for name in COLUMNS
        }
