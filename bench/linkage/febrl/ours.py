"""Our method on Febrl's columns: comparison levels of equalities, u from random pairs, m by EM over the union of keys, frequencies of values, posterior.

Everything but the levels is the engine's: evaluation, weights, shifts by frequency, and for two files the posterior over an entry's candidates and nobody.
Febrl has no families, so the third hypothesis says what the second does: the number of siblings is nought.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.linkage.febrl.data import NUMBERS, TEXTS, Febrl, prepare
from hotich.core.matching.conditions import Condition, Evaluator
from hotich.core.matching.evidence import Scored, posterior, score
from hotich.core.matching.levels import Comparison, Level
from hotich.core.matching.model import Frequencies, Model, Probabilities
from hotich.core.matching.normaliser import Prepared, joined

SEED = 1
RANDOM_PAIRS = 500_000
PASSES = 30
KEYS: tuple[tuple[str, ...], ...] = (
    ("given_name_k", "surname_k"),
    ("soc_sec_id_c",),
    ("b_day",),
    ("surname_k", "postcode_c"),
    ("given_name_k", "postcode_c"),
    ("address_1_c", "street_number_c"),
    ("given_name_k", "b_year"),
    ("surname_k", "b_year"),
    ("address_1_k", "suburb_k"),
)


def _text(field: str, *, swapped: str = "") -> Comparison:
    levels = [
        Level("missing", ("none", f"{field}_c"), "", missing=True),
        Level("same", ("eq", f"{field}_c"), "", frequency=True),
    ]
    if swapped:
        levels.append(Level("swapped", ("cross", f"{field}_c", f"{swapped}_c"), ""))
    levels += [
        Level("letters", ("eq", f"{field}_b"), ""),
        Level("consonants", ("eq", f"{field}_k"), ""),
        Level("ends", _or(("eq", f"{field}_h"), ("eq", f"{field}_t")), ""),
        Level("different", ("else",), ""),
    ]
    return Comparison(field, field, tuple(levels), frequency=f"{field}_c")


def _number(field: str) -> Comparison:
    levels = (
        Level("missing", ("none", f"{field}_c"), "", missing=True),
        Level("same", ("eq", f"{field}_c"), "", frequency=True),
        Level("figures", ("eq", f"{field}_b"), ""),
        Level("ends", _or(("eq", f"{field}_h"), ("eq", f"{field}_t")), ""),
        Level("different", ("else",), ""),
    )
    return Comparison(field, field, levels, frequency=f"{field}_c")


def _or(*conditions: Condition) -> Condition:
    return ("or", *conditions)


BIRTH = Comparison(
    "birth",
    "birth",
    (
        Level("missing", ("none", "b_year"), "", missing=True),
        Level("same", ("eq", "b_day"), ""),
        Level("swapped", ("cross", "b_day", "b_swap"), ""),
        Level("same_month", ("and", ("eq", "b_year"), ("eq", "b_month")), ""),
        Level("same_dom", ("and", ("eq", "b_year"), ("eq", "b_dom")), ""),
        Level("other_year", ("eq", "b_md"), ""),
        Level("same_year", ("eq", "b_year"), ""),
        Level("different", ("else",), ""),
    ),
)
STATE = Comparison(
    "state",
    "state",
    (
        Level("missing", ("none", "state_c"), "", missing=True),
        Level("same", ("eq", "state_c"), "", frequency=True),
        Level("different", ("else",), ""),
    ),
    frequency="state_c",
)
COMPARISONS = (
    _text("given_name", swapped="surname"),
    _text("surname"),
    *(_text(field) for field in TEXTS[2:]),
    *(_number(field) for field in NUMBERS),
    BIRTH,
    STATE,
)


def link(febrl: Febrl) -> set[tuple[int, int]]:
    """The pairs whose posterior is more than a half."""
    a = prepare(febrl.left)
    b = a if febrl.right is None else prepare(febrl.right)
    one, other = _candidates(a, b, itself=febrl.right is None)
    model, share = _trained(a, b, one, other)
    scored = _scored(model, a, b, one, other)
    if febrl.right is None:
        # A record may have several duplicates, so every pair is judged by itself.
        odds = np.log2(share / (1 - share)) + scored.same
        chosen = odds > 0
    else:
        prior = min(0.99, share * len(one) / len(a["state_c"]))
        found = posterior(model.with_prior(prior), scored, one, len(a["state_c"]), len(b["state_c"]))
        chosen = found.pair > 0.5
    return set(zip(one[chosen].tolist(), other[chosen].tolist(), strict=True))


def _candidates(a: Prepared, b: Prepared, *, itself: bool) -> tuple[np.ndarray, np.ndarray]:
    """Pairs that share a key, each once, ordered by the first."""
    found: list[np.ndarray] = []
    size = len(b["state_c"])
    for number, key in enumerate(KEYS):
        mine, theirs = (joined(*(side[name] for name in key), salt=number + 1) for side in (a, b))
        order = np.argsort(theirs, kind="stable")
        begin, end = (np.searchsorted(theirs[order], mine, side=side) for side in ("left", "right"))
        count = np.where(mine == 0, 0, end - begin)
        rows = np.repeat(np.arange(len(mine)), count)
        place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(begin, count)
        found.append(rows * size + order[place])
    joint = np.unique(np.concatenate(found))
    one, other = joint // size, joint % size
    keep = one < other if itself else np.ones(len(one), bool)
    return one[keep], other[keep]


def _scored(model: Model, a: Prepared, b: Prepared, one: np.ndarray, other: np.ndarray) -> Scored:
    shifts = {
        c.name: model.frequencies[c.frequency].bits(b[c.frequency])[other].astype(np.float32)
        for c in model.comparisons
        if c.frequency in model.frequencies
    }
    return score(model, _rows(a, one), _rows(b, other), shifts, len(one))


def _rows(columns: Prepared, rows: np.ndarray) -> Prepared:
    return {name: column[rows] for name, column in columns.items()}


def _trained(a: Prepared, b: Prepared, one: np.ndarray, other: np.ndarray) -> tuple[Model, float]:
    """A model without labels, and the share of matches among the candidates."""
    rng = np.random.default_rng(SEED)
    first, second = (rng.integers(len(side["state_c"]), size=RANDOM_PAIRS) for side in (a, b))
    strangers = Evaluator(_rows(a, first), _rows(b, second), RANDOM_PAIRS)
    unrelated = {
        c.name: _shares(np.bincount(strangers.level_of(c), minlength=len(c.levels)), c) for c in COMPARISONS
    }
    guess = {c.name: _shares(_likely(c), c) for c in COMPARISONS}
    names = {c.frequency for c in COMPARISONS if c.frequency}
    model = Model(
        COMPARISONS,
        {name: Probabilities(guess[name], guess[name], unrelated[name]) for name in guess},
        {name: _frequencies(b[name]) for name in names},
        siblings=0.0,
    )
    share = 0.1
    scored = _scored(model, a, b, one, other)
    for _ in range(PASSES):
        chance = 1 / (1 + np.exp2(-np.clip(np.log2(share / (1 - share)) + scored.same, -100, 100)))
        share = float(np.clip(chance.mean(), 1e-4, 0.99))
        same = {
            c.name: _shares(np.bincount(scored.levels[c.name], weights=chance, minlength=len(c.levels)), c)
            for c in COMPARISONS
        }
        model = replace(
            model,
            probabilities={name: Probabilities(same[name], same[name], unrelated[name]) for name in same},
        )
        scored = _scored(model, a, b, one, other)
    return model, share


def _frequencies(codes: np.ndarray) -> Frequencies:
    """How common each value is; a value seen once is as rare as one never seen."""
    values, counts = np.unique(codes[codes != 0], return_counts=True)
    shares = counts / counts.sum()
    known = dict(zip(values[counts > 1].tolist(), shares[counts > 1].tolist(), strict=True))
    return Frequencies(known, float((shares**2).sum()), float(shares.min()))


def _likely(comparison: Comparison) -> np.ndarray:
    """Before anything is learned: the first agreement is likely for one person, the last level hardly."""
    weights = np.full(len(comparison.levels), 5.0)
    weights[1] = 85.0
    return weights


def _shares(counts: np.ndarray, comparison: Comparison) -> tuple[float, ...]:
    missing = np.array([level.missing for level in comparison.levels])
    smoothed = np.where(missing, 0.0, counts + 0.5)
    return tuple(np.where(missing, 1.0, smoothed / smoothed.sum()).tolist())
