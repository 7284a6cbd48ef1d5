"""Error rates with their limits: how often a column was keyed wrong, and between which bounds the true rate lies.

An error is a difference between the first keying and the arbiter's answer, never one between book and register. Limits are of 95 %: exact
ones (Clopper and Pearson) where a promise rests on them, as they never claim too much; Wilson's (`core.rates`) on screen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import TypeVar

from hotich.core.quotas.sampling import chance_of_at_most_independent
from hotich.core.rates import Rate

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")

_STEPS = 60


@lru_cache(maxsize=4096)
def exact_interval(rate: Rate, *, risk: float = 0.05) -> tuple[float, float]:
    """Between which bounds the true rate lies, each missed with at most half of `risk`; everywhere where nothing was seen."""
    if not rate.whole:
        return 0.0, 1.0
    half = risk / 2
    low = 0.0 if rate.part == 0 else _where(lambda p: 1 - _at_most(rate.part - 1, rate.whole, p) >= half)
    high = 1.0 if rate.part == rate.whole else _where(lambda p: _at_most(rate.part, rate.whole, p) <= half)
    return low, high


def upper_limit(rate: Rate, *, risk: float = 0.05) -> float:
    """The rate that the true one exceeds with at most the chance `risk`; one where nothing was seen."""
    if not rate.whole or rate.part == rate.whole:
        return 1.0
    return _where(lambda p: _at_most(rate.part, rate.whole, p) <= risk)


def summed(
    rows: Iterable[Row], by: Callable[[Row], Key], part: Callable[[Row], int], whole: Callable[[Row], int]
) -> dict[Key, Rate]:
    """Rates by what the rows are told apart by, the worst first where the counts say something."""
    found: dict[Key, Rate] = defaultdict(lambda: Rate(0, 0))
    for row in rows:
        found[by(row)] += Rate(part(row), whole(row))
    return dict(sorted(found.items(), key=lambda item: (-(item[1].value or 0.0), -item[1].whole)))


def _at_most(part: int, whole: int, share: float) -> float:
    return chance_of_at_most_independent(part, sample=whole, share=share)


def _where(holds: Callable[[float], bool]) -> float:
    """The smallest share for which something holds that holds for all larger ones."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high
