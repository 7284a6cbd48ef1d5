"""Lots of a campaign of known quality, inspected by the tables: accepted and rejected as their operating characteristic says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hotich.core.quotas.sampling import chance_accepted, plan_for, zero_defect_plan
from hotich.core.quotas.switching import Inspection, LotResult, after_lot, reduced

ENTRIES = 100_000
SIZES = (60, 400)
"""Entries of a book."""


@dataclass(frozen=True, slots=True)
class Line:
    """Lots of one quality: how many were accepted, and how many should have been."""

    plan: str
    wrong: float
    lots: int
    accepted: int
    expected: float
    chance: float
    """Of a number as far off as this, where every lot is accepted with the chance its characteristic says (exact, two-sided)."""
    sampled: float


def inspect(
    share: float, *, aql: float | None, switching: bool = False, found: float = 1.0, seed: int = 1
) -> Line:
    """A stream of lots of which this share of entries is wrong. `found`: how many of the wrong ones a checker recognises (of errors that he
    shares he does not)."""
    rng = np.random.default_rng(seed)
    left, lots, accepted, sampled = ENTRIES, 0, 0, 0
    distribution = np.ones(1)
    expected = 0.0
    state = Inspection()
    while left > SIZES[0]:
        size = min(int(rng.integers(*SIZES)), left)
        left -= size
        wrong = int(rng.binomial(rng.binomial(size, share), found))
        severity = state.severity if switching else "normal"
        plan = (
            zero_defect_plan(lot=size, limit=0.1)
            if aql is None
            else plan_for(lot=size, aql=aql, severity=severity)
        )
        seen = int(rng.hypergeometric(wrong, size - wrong, plan.size))
        chance = chance_accepted(plan, lot=size, wrong=wrong)
        lots, sampled = lots + 1, sampled + plan.size
        accepted += plan.passes(seen)
        expected += chance
        distribution = np.convolve(distribution, [1 - chance, chance])
        if switching and aql is not None:
            state = after_lot(state, LotResult(size, plan, seen), aql=aql)
            state = Inspection(severity="tightened") if state.stopped else state
            state = reduced(state) if state.may_reduce else state
    name = "zero defects" if aql is None else f"AQL {aql}{', switching' if switching else ''}"
    tail = min(distribution[: accepted + 1].sum(), distribution[accepted:].sum())
    return Line(name, share, lots, accepted, expected, min(1.0, 2 * float(tail)), sampled / ENTRIES)
