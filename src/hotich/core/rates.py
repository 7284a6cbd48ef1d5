"""Rates with what is known of them: intervals that hold for small numbers, the ratio of two rates, tests of many at once.

Wilson's score interval for a rate; Koopman's score interval for the ratio of two (it stands where a count is zero, unlike the usual one
on the logarithm); Fisher's exact test, one-sided; Benjamini and Hochberg's choice among many tests. Every interval is of 95 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, lgamma, log, sqrt

Z = 1.959963984540054
_STEPS = 200
_FAR = 1e9


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true rate lies, by Wilson; everywhere where nothing was seen."""
        n = self.whole
        if not n:
            return 0.0, 1.0
        share = self.part / n
        middle = share + Z * Z / (2 * n)
        spread = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
        low, high = ((middle + sign * spread) / (1 + Z * Z / n) for sign in (-1, 1))
        # Rounding leaves a hair where the bound is the end itself.
        return (0.0 if self.part == 0 else max(low, 0.0), 1.0 if self.part == n else min(high, 1.0))

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.part + other.part, self.whole + other.whole)


def ratio(one: Rate, other: Rate) -> float | None:
    """How many times the other rate the one is; None where that says nothing."""
    if not one.whole or not other.whole or (not one.part and not other.part):
        return None
    if not other.part:
        return inf
    return (one.part / one.whole) / (other.part / other.whole)


def ratio_interval(one: Rate, other: Rate) -> tuple[float, float]:
    """Where the true ratio lies, by Koopman; between nothing and infinity where the counts say nothing."""
    middle = ratio(one, other)
    if middle is None:
        return 0.0, inf
    low = 0.0 if not one.part else _edge(one, other, inside=middle if middle < inf else _FAR, outside=0.0)
    high = inf if not other.part else _edge(one, other, inside=middle, outside=inf)
    return low, high


def _edge(one: Rate, other: Rate, *, inside: float, outside: float) -> float:
    """The ratio at which the score leaves the interval, between one inside it and an end outside; halved on a logarithm's scale."""
    here = max(inside, 1 / _FAR)
    there = 1 / _FAR if outside == 0.0 else _FAR
    for _ in range(_STEPS):
        between = sqrt(here * there)
        if _score(one, other, between) <= Z * Z:
            here = between
        else:
            there = between
        if abs(log(here / there)) < 1e-12:
            break
    return here


def _score(one: Rate, other: Rate, theta: float) -> float:
    """How ill the counts fit a ratio of `theta`, as a chi-square with one degree of freedom."""
    n1, n0, x1, x0 = one.whole, other.whole, one.part, other.part
    a = (n1 + n0) * theta
    b = n1 * theta + x1 + n0 + x0 * theta
    p0 = 2 * (x1 + x0) / (b + sqrt(max(b * b - 4 * a * (x1 + x0), 0.0)))
    p1 = theta * p0
    fit = 0.0
    for seen, n, p in ((x1, n1, p1), (x0, n0, p0)):
        spread = n * p * (1 - p)
        if spread > 0:
            fit += (seen - n * p) ** 2 / spread
    return fit


def chance_of_fewer(one: Rate, other: Rate) -> float:
    """The chance of seeing so few in `one`, or fewer, where both rates are the same (Fisher's exact test, one-sided)."""
    n1, n0, all_parts = one.whole, other.whole, one.part + other.part
    total = _choose(n1 + n0, all_parts)
    first = max(0, all_parts - n0)
    chance = sum(exp(_choose(n1, x) + _choose(n0, all_parts - x) - total) for x in range(first, one.part + 1))
    return min(chance, 1.0)


def _choose(n: int, k: int) -> float:
    """The logarithm of n over k."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def standing_out(chances: Sequence[float], *, share: float = 0.05) -> list[bool]:
    """Which of many tests stand out when at most this share of those named may be named by chance (Benjamini and Hochberg)."""
    order = sorted(range(len(chances)), key=lambda index: chances[index])
    last = 0
    for rank, index in enumerate(order, start=1):
        if chances[index] <= share * rank / len(chances):
            last = rank
    named = set(order[:last])
    return [index in named for index in range(len(chances))]
