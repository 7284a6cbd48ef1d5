"""A model for the register and the books at hand: what belongs to them is counted there, what clerks do stays as it was learned.

A model is learned of one register. In another part of the country other names are common, a town's people were nearly all born in nine communes,
and "the same commune", which weighs 11 bits in a whole country, says next to nothing. How often strangers agree (u), how common each value is, how
brothers and sisters resemble each other and how many one has needs no labels and a second of counting. What one person's two records look like (m) is the
hand of the clerks: it is learned by training, and kept here, with the calibration.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hotich.core.matching.levels import COMPARISONS, Comparison
from hotich.core.matching.model import Floats, Frequencies, Model
from hotich.core.matching.normaliser import Prepared
from hotich.core.matching.normaliser.common import WITHIN, value_of
from hotich.core.matching.training import all_frequencies, families, strangers

PAIRS = 250_000
"""Random pairs of an entry and a citizen that are counted."""
FAMILY_PAIRS = 60_000
_SEEN = 2.0
"""How many sightings of each level the model's own share counts as: a level never seen keeps nearly that share."""
_HOUSEHOLDS = 500.0
"""How many citizens with known parents the model's number of siblings counts as."""
LEAST_CITIZENS, LEAST_ENTRIES = 2_000, 50
"""Below these nothing is counted: the model stays as it is."""


def adapted(model: Model, entries: Prepared, register: Prepared, *, seed: int = 1) -> Model:
    """The model with u, frequencies and family distributions of this register and these entries; m, calibration and thresholds are its own.

    ``register`` may be a sample of whole households. Too few rows on either side, or a model with other levels than this version's: the
    model itself.
    """
    citizens = len(register["g_p"])
    if citizens < LEAST_CITIZENS or len(entries["g_p"]) < LEAST_ENTRIES or model.comparisons != COMPARISONS:
        return model
    rng = np.random.default_rng(seed)
    apart = strangers(entries, register, rng, pairs=PAIRS)
    related, siblings = families(register, rng, most=FAMILY_PAIRS)
    known = float(np.count_nonzero((register["f_n_c"] != 0) & (register["w_n_c"] != 0)))
    probabilities = dict(model.probabilities)
    for c in model.comparisons:
        if c.name == "number":
            continue
        old = model.probabilities[c.name]
        family = _held(c, old.family, related[c.name]) if c.own else old.family
        probabilities[c.name] = replace(old, unrelated=_held(c, old.unrelated, apart[c.name]), family=family)
    frequencies = {
        column: replace(found, mean=_agreeing(entries, register, column, found))
        for column, found in all_frequencies(register).items()
    }
    return replace(
        model,
        probabilities=probabilities,
        frequencies=frequencies,
        siblings=(siblings * known + model.siblings * _HOUSEHOLDS) / (known + _HOUSEHOLDS),
        name=f"{model.name}+",
        trained_on={
            "adapted_from": model.digest,
            "citizens": citizens,
            "entries": len(entries["g_p"]),
            "of_this_register": "u, family, siblings, frequencies; m, calibration and thresholds as before",
        },
    )


def _held(comparison: Comparison, prior: tuple[float, ...], counts: Floats) -> tuple[float, ...]:
    """Shares of levels seen ``counts`` times in each context, every one held towards its prior share."""
    missing = np.array([level.missing for level in comparison.levels])
    contexts = np.array([level.context for level in comparison.levels])
    shares = np.array(prior)
    for context in dict.fromkeys(contexts.tolist()):
        rows = np.flatnonzero((contexts == context) & ~missing)
        if len(rows):
            held = (counts[rows] + _SEEN) / (counts[rows].sum() + _SEEN / shares[rows])
            shares[rows] = held / held.sum()
    return tuple(np.where(missing, 1.0, shares).tolist())


def _agreeing(entries: Prepared, register: Prepared, column: str, found: Frequencies) -> float:
    """How often a random entry and a random citizen have the same value: what the frequencies are measured against, as u is."""
    value = WITHIN.get(column, (column, ()))[0]
    shares = []
    for side in (entries, register):
        codes = value_of(side, value)
        values, counts = np.unique(codes[codes != 0], return_counts=True)
        shares.append((values, counts / max(counts.sum(), 1)))
    (one, mine), (other, theirs) = shares
    _, at, to = np.intersect1d(one, other, assume_unique=True, return_indices=True)
    together = float((mine[at] * theirs[to]).sum())
    return together if together > 0.0 else found.mean
