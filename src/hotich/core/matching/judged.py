"""What officers' judgements teach the model: pairs with a known answer, held towards a model that was learned without any.

*How much they count.* m of each comparison is Dirichlet-smoothed: the prior's shares count as ``PRIOR_WEIGHT`` pairs. Judgements alone are behind
expectation maximisation until there are thousands of them; held towards it they are never behind, and overtake it slowly (bench/linkage/judged.py).

*The bias.* Officers confirm what they were shown. A pair that the machine found and ranked is more alike than an ordinary one, and what they left undecided is hard and missing. A
judgement that rests on a search in which this machine ranked nobody (made on the police machine, or decided in a file that came from elsewhere; a blind second
judgement will count as one) counts fully. One chosen from our own list counts ``AIDED`` for m, which it moves the right way, and *nothing* for the
calibration: confirmed suggestions are right by construction, and ten thousand of them took the calibration error from .004 to .022 (entries of harsher noise), while
as many judgements made without the list took it to .0006. u, frequencies and family distributions come from the register, which nobody has selected. Values keyed
after the register was seen are left out before anything gets here.

*Calibration.* Two numbers, a shift and a stretch of the log odds, are fitted on top of the base's table: always increasing, never 0 or 1, and near the base's
where judgements are few or all alike. A table of its own would need thousands of judgements in its middle, where there are dozens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hotich.core.matching.levels import Comparison
from hotich.core.matching.model import Calibration, Floats, Model, Probabilities

PRIOR_WEIGHT = 2_000.0
"""Pairs that the prior's m counts as."""
AIDED = 0.5
"""What a pair chosen from this machine's own list counts as for m."""
_SHIFT, _STRETCH = 0.25, 0.1
"""How far shift and stretch of the calibration are expected to be from none (standard deviations, natural log odds)."""
_LEAST_STRETCH = 0.25
_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Pairs:
    """Entries judged to be a citizen of the register: the level of every comparison, and what each pair weighs."""

    levels: Mapping[str, npt.NDArray[np.int8]]
    weight: Floats


def weights(aided: npt.NDArray[np.bool_]) -> Floats:
    """What each pair counts as for m; ``aided`` where the officer chose from this machine's list."""
    return np.where(aided, AIDED, 1.0)


def smoothed(prior: tuple[float, ...], counts: Floats, weight: float) -> tuple[float, ...]:
    """Shares of levels seen ``counts`` times, held towards ``prior`` as if it were ``weight`` pairs. No share is 0 while the prior's is not."""
    total = float(counts.sum())
    if total <= 0.0:
        return prior
    return tuple(((weight * np.array(prior) + counts) / (weight + total)).tolist())


def with_judged(model: Model, pairs: Pairs, *, weight: float = PRIOR_WEIGHT) -> Model:
    """The model with m of every comparison held between its own and what the pairs show."""
    learned = dict(model.probabilities)
    for comparison in model.comparisons:
        seen = np.bincount(
            pairs.levels[comparison.name].astype(np.int64),
            weights=pairs.weight,
            minlength=len(comparison.levels),
        ).astype(np.float64)
        old = learned[comparison.name]
        same = _spoken(comparison, old.same, seen, weight)
        # What a family shares differs between book and register in the same ways for all of its children.
        learned[comparison.name] = replace(old, same=same, family=old.family if comparison.own else same)
    return replace(model, probabilities=learned)


def held_towards(model: Model, base: Model, *, pairs: float, weight: float) -> Model:
    """The model with m held towards the base's, as if its own came from ``pairs`` pairs and the base's from ``weight``.

    A comparison that the base does not have in the same levels stays as it is.
    """
    bases = {c.name: c for c in base.comparisons}
    learned: dict[str, Probabilities] = dict(model.probabilities)
    for comparison in model.comparisons:
        other = bases.get(comparison.name)
        if other is None or _levels(other) != _levels(comparison):
            continue
        old = learned[comparison.name]
        same = _spoken(
            comparison, base.probabilities[comparison.name].same, pairs * np.array(old.same), weight
        )
        learned[comparison.name] = replace(old, same=same, family=old.family if comparison.own else same)
    return replace(model, probabilities=learned)


def _levels(comparison: Comparison) -> list[tuple[str, str]]:
    return [(level.context, level.name) for level in comparison.levels]


def _spoken(
    comparison: Comparison, prior: tuple[float, ...], counts: Floats, weight: float
) -> tuple[float, ...]:
    """Smoothed over the levels at which both sides say something, each context for itself; a missing value goes on weighing nothing."""
    spoken = np.array([not level.missing for level in comparison.levels])
    contexts = np.array([level.context for level in comparison.levels])
    shares = np.array(prior)
    everything = max(float(counts[spoken].sum()), 1e-300)
    for context in set(contexts[spoken].tolist()):
        at = np.flatnonzero(spoken & (contexts == context))
        # The prior saw as small a part of its pairs in this context as was seen now.
        part = weight * float(counts[at].sum()) / everything
        shares[at] = smoothed(tuple(shares[at].tolist()), counts[at], part)
    return tuple(shares.tolist())


def recalibrated(
    base: Calibration, odds: Floats, right: npt.NDArray[np.bool_]
) -> tuple[Calibration, float, float]:
    """The base's table shifted and stretched to what was judged, with the shift and the stretch. ``odds``: the model's own log odds (base 2)."""
    said = _logit(base(odds))
    shift, stretch = _fitted(said, right.astype(np.float64))
    knots = np.array(base.odds) if base.odds else np.linspace(-40.0, 40.0, 81)
    moved = 1.0 / (1.0 + np.exp(-(shift + stretch * _logit(base(knots)))))
    table = Calibration(tuple(knots.tolist()), tuple(np.clip(moved, _EDGE, 1.0 - _EDGE).tolist()))
    return table, shift, stretch


def _logit(probability: Floats) -> Floats:
    inside = np.clip(probability, _EDGE, 1.0 - _EDGE)
    return np.asarray(np.log(inside / (1.0 - inside)))


def _fitted(x: Floats, y: Floats) -> tuple[float, float]:
    """Shift and stretch of greatest posterior probability, by Newton's method; the posterior has one summit."""
    at = np.array([0.0, 1.0])
    expected, precision = np.array([0.0, 1.0]), np.diag([_SHIFT**-2, _STRETCH**-2])
    design = np.stack([np.ones(len(x)), x])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-np.clip(at @ design, -40.0, 40.0)))
        slope = design @ (y - p) - precision @ (at - expected)
        bend = (design * (p * (1.0 - p))) @ design.T + precision
        step = np.linalg.solve(bend, slope)
        at = at + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-9:
            break
    return float(at[0]), float(max(at[1], _LEAST_STRETCH))
