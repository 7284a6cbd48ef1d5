"""Prepared columns as no register has them, for the parity of the engines: empty, all equal, values no model lists, the largest codes; and models of extreme weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hotich.core.matching.model import Model, Probabilities
from hotich.core.matching.normaliser import Prepared

LARGEST = (1 << 31) - 1
TINY = 1e-300


def pool(model: Model, column: str) -> list[int]:
    """Few values, so that columns agree often: nothing, small numbers that ranges join, the largest code, one value with a frequency and one without."""
    listed = [list(f.shares)[0] for f in (model.frequencies.get(column),) if f is not None and f.shares]
    return [0, 0, 1, 2, 3, 12, LARGEST - 1, LARGEST, *listed]


def rows(model: Model, rng: np.random.Generator, size: int) -> Prepared:
    """Persons of whom every column is drawn from its pool."""
    return {
        name: rng.choice(np.array(pool(model, name), dtype=np.int32), size).astype(np.int32)
        for name in model.columns
    }


def everywhere(model: Model, value: int, size: int) -> Prepared:
    """Persons whose every column is the same value."""
    return {name: np.full(size, value, dtype=np.int32) for name in model.columns}


def beside(*sides: Prepared) -> Prepared:
    """Several lists of persons as one."""
    return {name: np.concatenate([side[name] for side in sides]) for name in sides[0]}


def extreme(model: Model) -> Model:
    """The model with weights beyond every clip: what agrees first is proof, what comes last impossible."""

    def pushed(p: Probabilities) -> Probabilities:
        same, family, other = list(p.same), list(p.family), list(p.unrelated)
        same[-1] = family[0] = other[1] = TINY
        return Probabilities(tuple(same), tuple(family), tuple(other))

    return replace(model, probabilities={name: pushed(p) for name, p in model.probabilities.items()})
