"""recordlinkage as its guides have it: a union of blocks, features of exact and Jaro–Winkler agreement at 0.85, and the unsupervised ECM classifier."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np

from bench.linkage.yardstick.contenders import Clock, Said
from bench.linkage.yardstick.files import read_texts, tidy
from bench.linkage.yardstick.rules import RULES

EXACT = ("birth", "b_year", "sex", "ethnic", "h_c", "p_c")
STRINGS = ("given", "middle", "surname", "father", "mother")
THRESHOLD = 0.85
TAUGHT_ON = 2
"""Blocks that the classifier learns from. With the blocks on both parents among them it takes brothers for the matches and finds one member in three."""


def run(folder: Path, clock: Clock) -> Said:
    """All pairs of the blocks, compared and classified."""
    import pandas as pd
    import recordlinkage as rl

    warnings.simplefilter("ignore", FutureWarning)
    with clock.stage("read"):
        sides = [tidy(read_texts(folder / f"{name}.parquet")) for name in ("entries", "population")]
    with clock.stage("load"):
        entries, citizens = (
            pd.DataFrame({name: _column(column) for name, column in side.items()}) for side in sides
        )
    with clock.stage("train"):
        classifier = rl.ECMClassifier()
        classifier.fit(_features(entries, citizens, RULES[:TAUGHT_ON]))
    with clock.stage("predict"):
        features = _features(entries, citizens, RULES)
        odds = _odds(classifier, features)
        entry = features.index.get_level_values(0).to_numpy()
        citizen = features.index.get_level_values(1).to_numpy()
        order = np.lexsort((-odds, entry))
        entry, citizen, odds = entry[order], citizen[order], odds[order]
        first = np.flatnonzero(np.concatenate([[True], entry[1:] != entry[:-1]]))
        best, top = np.full(len(entries), -1), np.full(len(entries), -60.0)
        best[entry[first]], top[entry[first]] = citizen[first], odds[first]
    settings = (
        f"{len(RULES)} blocks; exact {', '.join(EXACT)}; Jaro–Winkler ≥ {THRESHOLD} {', '.join(STRINGS)}; ECMClassifier fitted in the first {TAUGHT_ON} blocks",
    )
    return Said(best, top, top, 1 / (1 + np.exp2(-top)), settings, len(features))


def _features(entries: Any, citizens: Any, rules: tuple[tuple[str, ...], ...]) -> Any:
    import recordlinkage as rl

    index = rl.Index()
    for rule in rules:
        index.block(list(rule), list(rule))
    compare = rl.Compare()
    for name in EXACT:
        compare.exact(name, name, label=name)
    for name in STRINGS:
        compare.string(name, name, method="jarowinkler", threshold=THRESHOLD, label=name)
    return compare.compute(index.index(entries, citizens), entries, citizens)


def _odds(classifier: Any, features: Any) -> np.ndarray:
    """Log odds (base 2) of every pair: what ``classifier.prob`` computes, before it is rounded to 1."""
    total = np.full(len(features), classifier.log_p - np.log1p(-np.exp(classifier.log_p)))
    for name in features.columns:
        same, other = classifier.log_m_probs[name], classifier.log_u_probs[name]
        for value in same:
            total += np.where(features[name].to_numpy() == value, same[value] - other[value], 0.0)
    return total / np.log(2)


def _column(column: Any) -> Any:
    return column if isinstance(column, list) else column.to_pandas()
