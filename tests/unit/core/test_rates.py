"""Intervals and tests against published values, and what must hold whatever the counts are."""

from math import comb, inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.rates import Rate, chance_of_fewer, ratio, ratio_interval, standing_out

RATES = st.integers(0, 200).flatmap(lambda whole: st.builds(Rate, st.integers(0, whole), st.just(whole)))
SOME = st.integers(1, 200).flatmap(lambda whole: st.builds(Rate, st.integers(0, whole), st.just(whole)))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998), table I.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_of_a_rate_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    found = Rate(part, whole).interval
    assert found == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(RATES)
def test_a_rate_lies_in_its_own_interval(rate: Rate) -> None:
    low, high = rate.interval
    assert 0 <= low <= high <= 1
    if rate.value is not None:
        assert low <= rate.value <= high


@given(SOME, st.integers(2, 50))
def test_more_of_the_same_narrows_the_interval(rate: Rate, times: int) -> None:
    low, high = rate.interval
    more_low, more_high = Rate(rate.part * times, rate.whole * times).interval
    assert more_high - more_low < high - low


def test_the_interval_of_a_ratio_is_koopmans() -> None:
    # Koopman, Biometrics 40 (1984): 36 of 40 against 16 of 80.
    low, high = ratio_interval(Rate(36, 40), Rate(16, 80))
    assert ratio(Rate(36, 40), Rate(16, 80)) == pytest.approx(4.5)
    assert (low, high) == (pytest.approx(2.94, abs=0.005), pytest.approx(7.15, abs=0.005))


def test_none_at_all_still_says_how_much_it_may_be() -> None:
    low, high = ratio_interval(Rate(0, 500), Rate(10, 100))
    assert low == 0
    assert 0 < high < 0.2
    assert ratio_interval(Rate(3, 100), Rate(0, 100))[1] == inf
    assert ratio_interval(Rate(0, 100), Rate(0, 100)) == (0.0, inf)
    assert ratio(Rate(0, 0), Rate(1, 2)) is None


@settings(max_examples=150)
@given(SOME, SOME)
def test_a_ratio_lies_in_its_own_interval_and_turns_over_with_it(one: Rate, other: Rate) -> None:
    low, high = ratio_interval(one, other)
    middle = ratio(one, other)
    if middle is None:
        return
    assert low <= middle * (1 + 1e-9)
    assert middle <= high * (1 + 1e-9)
    other_low, other_high = ratio_interval(other, one)
    if low > 0 and other_high < inf:
        assert low * other_high == pytest.approx(1, rel=1e-4)
    if high < inf and other_low > 0:
        assert high * other_low == pytest.approx(1, rel=1e-4)


def test_ninety_five_intervals_of_a_hundred_hold_the_truth() -> None:
    """The exact chance that the interval covers a true ratio of 0.5, over every outcome of two small samples."""
    n1, n0, p1, p0 = 60, 40, 0.15, 0.3
    covered = 0.0
    for x1 in range(n1 + 1):
        for x0 in range(n0 + 1):
            chance = (
                comb(n1, x1) * p1**x1 * (1 - p1) ** (n1 - x1) * comb(n0, x0) * p0**x0 * (1 - p0) ** (n0 - x0)
            )
            if chance > 1e-7:
                low, high = ratio_interval(Rate(x1, n1), Rate(x0, n0))
                covered += chance * (low <= p1 / p0 <= high)
    assert covered == pytest.approx(0.95, abs=0.015)


def test_the_exact_test_is_fishers() -> None:
    # The lady tasting tea: 3 of 4 right, seen from the side of the cups she missed.
    assert chance_of_fewer(Rate(1, 4), Rate(3, 4)) == pytest.approx(17 / 70)
    assert chance_of_fewer(Rate(0, 4), Rate(4, 4)) == pytest.approx(1 / 70)
    assert chance_of_fewer(Rate(4, 4), Rate(0, 4)) == pytest.approx(1)


@given(RATES, RATES)
def test_a_chance_is_a_chance(one: Rate, other: Rate) -> None:
    assert 0 <= chance_of_fewer(one, other) <= 1


def test_among_many_tests_those_stand_out_that_benjamini_and_hochberg_name() -> None:
    # Their own example (1995): of fifteen tests, the first four.
    chances = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
        0.7590, 1.0000,
    ]  # fmt: skip
    assert standing_out(chances) == [True] * 4 + [False] * 11
    assert standing_out(list(reversed(chances))) == [False] * 11 + [True] * 4
    assert standing_out([]) == []


@given(st.lists(st.floats(0, 1), max_size=30))
def test_a_smaller_chance_never_stands_back_behind_a_larger(chances: list[float]) -> None:
    named = standing_out(chances)
    worst = max((chance for chance, is_named in zip(chances, named, strict=True) if is_named), default=-1.0)
    assert all(is_named for chance, is_named in zip(chances, named, strict=True) if chance < worst)
