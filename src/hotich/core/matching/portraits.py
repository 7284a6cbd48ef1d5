"""What tells one register from another: how common its surnames, given names and home provinces are.

A model holds what it learned of one register. With next month's extract of the same people it goes on serving; in another part of the country it is
wrong about how rare a name is, and nobody would notice. So the shares of the commonest values stand in the file, and a register is measured against them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from hotich.core.matching.normaliser import Prepared

COLUMNS = ("s_f", "g_f", "h_v")
_LISTED = 60
FAR = 0.3
"""A distance from which two registers hold different people: two samples of one are within 0.05, neighbouring provinces beyond 0.5."""
LEAST = 200
"""Citizens below which nothing can be said of a register."""


def portrait(columns: Prepared) -> dict[str, dict[str, float]]:
    """The shares of each column's commonest values, by their codes ("0": not known)."""
    found: dict[str, dict[str, float]] = {}
    for name in COLUMNS:
        codes, counts = np.unique(columns[name], return_counts=True)
        shares = counts / max(len(columns[name]), 1)
        first = np.lexsort((codes, -counts))[:_LISTED]
        found[name] = {str(int(codes[at])): round(float(shares[at]), 4) for at in first}
    return found


def distance(one: Mapping[str, Mapping[str, float]], other: Mapping[str, Mapping[str, float]]) -> float:
    """From 0 (the same people) to 1 (nothing in common): the largest total variation among the columns."""
    return max((_variation(one.get(name, {}), other.get(name, {})) for name in COLUMNS), default=0.0)


def foreignness(trained_on: Mapping[str, Any], columns: Prepared) -> float | None:
    """How far the register that a model was trained on is from these citizens.

    None where there is nothing to compare: a model of a synthetic country belongs to no register, and a handful of citizens shows nothing.
    """
    register = trained_on.get("register")
    if not isinstance(register, dict) or len(columns["g_p"]) < LEAST:
        return None
    return distance(register["shares"], portrait(columns))


def _variation(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    values = set(one) & set(other)
    # A value that only one of them lists is rare in the other: less common than what that one lists last.
    apart = sum(abs(one[value] - other[value]) for value in values)
    apart += sum(max(one[value] - _rest(other), 0.0) for value in set(one) - values)
    apart += sum(max(other[value] - _rest(one), 0.0) for value in set(other) - values)
    return min(apart / 2.0, 1.0)


def _rest(shares: Mapping[str, float]) -> float:
    return min(shares.values(), default=0.0) if len(shares) >= _LISTED else 0.0


def register_note(columns: Prepared, *, population: int, as_of: str, coverage: str) -> dict[str, Any]:
    """What a model's ``trained_on`` says of its register. The digest tells one extract from the next, the shares how far apart two are."""
    shares = portrait(columns)
    note: dict[str, Any] = {
        "as_of": as_of,
        "coverage": coverage,
        "citizens": population,
        "sampled": len(columns["g_p"]),
        "shares": shares,
    }
    text = json.dumps(note, sort_keys=True, separators=(",", ":"))
    return note | {"digest": hashlib.sha256(text.encode()).hexdigest()}
