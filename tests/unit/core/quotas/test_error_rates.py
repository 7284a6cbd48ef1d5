"""Limits of an error rate: exact ones agree with the published, and are never narrower than they may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.quotas.error_rates import exact_interval, summed, upper_limit
from hotich.core.rates import Rate


@pytest.mark.parametrize(("part", "whole", "low", "high"), [
    (0, 10, 0.0, 0.3085), (1, 10, 0.0025, 0.4450), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1.0), (3, 1000, 0.00062, 0.00874),
])  # fmt: skip
def test_the_limits_are_those_of_clopper_and_pearson(part: int, whole: int, low: float, high: float) -> None:
    assert exact_interval(Rate(part, whole)) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_none_wrong_of_three_hundred_leaves_at_most_one_in_a_hundred() -> None:
    assert upper_limit(Rate(0, 300)) == pytest.approx(0.00994, abs=1e-4)


def test_nothing_seen_says_nothing() -> None:
    assert exact_interval(Rate(0, 0)) == (0.0, 1.0)
    assert upper_limit(Rate(0, 0)) == 1.0


@given(st.integers(1, 300), st.data())
def test_the_rate_lies_between_its_limits(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    low, high = exact_interval(Rate(part, whole))
    assert low - 1e-9 <= part / whole <= high + 1e-9


def test_the_worst_comes_first() -> None:
    rows = [("name", 1, 100), ("date", 4, 100), ("name", 1, 100)]
    found = summed(rows, by=lambda row: row[0], part=lambda row: row[1], whole=lambda row: row[2])
    assert list(found.items()) == [("date", Rate(4, 100)), ("name", Rate(2, 200))]
