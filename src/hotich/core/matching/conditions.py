"""What a level may ask of two prepared records, and its two readers: numpy over columns of pairs, and SQL.

``a`` is the entry, ``b`` the citizen. Conditions are tuples:

* ``("eq", c)`` both know column c and it is the same; ``("pair", c, d)`` a's c is b's d, known;
* ``("cross", c, d)`` a's c is b's d, or a's d is b's c; ``("within", c, n)`` both known, at most n apart;
* ``("none", c)`` one of the two does not know c; ``("neither", c)`` neither does; ``("either", c, v)`` one of the two has value v;
* ``("and", …)``, ``("or", …)``, ``("else",)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from hotich.core.matching.levels import Comparison

Condition = tuple[Any, ...]
Flags = npt.NDArray[np.bool_]
Columns = Mapping[str, npt.NDArray[np.int32]]

_FEW = 4_096
"""Pairs up to which one search through all levels' flags is cheaper than a pass for each."""


_one_of_each: dict[Condition, Condition] = {}


def condition_of(raw: Any) -> Condition:
    """A condition as JSON keeps it, in lists; equal ones are one object."""
    found = tuple(condition_of(part) if isinstance(part, list) else part for part in raw)
    return _one_of_each.setdefault(found, found)


class Evaluator:
    """Evaluates conditions over rows of pairs; equal parts of several conditions are evaluated once."""

    def __init__(self, a: Columns, b: Columns, size: int) -> None:
        self.a, self.b, self.size = a, b, size
        self._done: dict[Condition, Flags] = {}

    def level_of(self, comparison: Comparison) -> npt.NDArray[np.int8]:
        """The number of the first level that holds, for every pair."""
        flags = [self.holds(level.when) for level in comparison.levels]
        if self.size <= _FEW:
            return np.asarray(np.array(flags).argmax(axis=0), dtype=np.int8)
        last = len(comparison.levels) - 1
        # Counted from the last: the largest number that holds is the first level. A product and a maximum cost a seventh of an assignment by mask.
        first = np.zeros(self.size, dtype=np.int8)
        for number, there in enumerate(flags[:-1]):
            np.maximum(first, there.view(np.int8) * np.int8(last - number), out=first)
        return np.int8(last) - first

    def holds(self, when: Condition) -> Flags:
        """Where the condition holds."""
        found = self._done.get(when)
        if found is None:
            found = self._done[when] = self._evaluate(when)
        return found

    def _evaluate(self, when: Condition) -> Flags:
        kind, *rest = when
        if kind in ("and", "or"):
            joint = self.holds(rest[0])
            for part in rest[1:]:
                joint = joint & self.holds(part) if kind == "and" else joint | self.holds(part)
            return joint
        if kind == "else":
            return np.ones(self.size, dtype=bool)
        if kind in ("eq", "pair", "cross"):
            mine, theirs = rest[0], rest[-1]
            there = self._equal(mine, theirs)
            return there | self._equal(theirs, mine) if kind == "cross" else there
        a, b = self.a[rest[0]], self.b[rest[0]]
        if kind == "none":
            return np.asarray((a == 0) | (b == 0))
        if kind == "neither":
            return np.asarray((a == 0) & (b == 0))
        if kind == "either":
            return np.asarray((a == rest[1]) | (b == rest[1]))
        if kind == "within":
            return np.asarray((a != 0) & (b != 0) & (np.abs(a - b) <= rest[1]))
        raise ValueError(f"a level has an unknown condition: {kind}")

    def _equal(self, mine: str, theirs: str) -> Flags:
        """Where the entry's column is known and the citizen's other column is the same."""
        a, b = self.a[mine], self.b[theirs]
        return np.asarray((a == b) & (a != 0))


def columns_of(when: Condition) -> set[str]:
    """The columns a condition reads."""
    kind, *rest = when
    if kind in ("and", "or"):
        return set().union(*(columns_of(part) for part in rest))
    if kind == "else":
        return set()
    return set(rest[:2]) if kind in ("pair", "cross") else {rest[0]}


def as_sql(when: Condition, a: str = "a", b: str = "b") -> str:
    """The condition as SQL that DuckDB, Spark and PostgreSQL read alike."""
    kind, *rest = when
    if kind in ("and", "or"):
        return "(" + f" {kind.upper()} ".join(as_sql(part, a, b) for part in rest) + ")"
    if kind == "else":
        return "TRUE"
    first = rest[0]
    if kind == "eq":
        return f"({a}.{first} = {b}.{first} AND {a}.{first} <> 0)"
    if kind == "none":
        return f"({a}.{first} = 0 OR {b}.{first} = 0)"
    if kind == "neither":
        return f"({a}.{first} = 0 AND {b}.{first} = 0)"
    if kind == "either":
        return f"({a}.{first} = {int(rest[1])} OR {b}.{first} = {int(rest[1])})"
    if kind == "within":
        return f"({a}.{first} <> 0 AND {b}.{first} <> 0 AND ABS({a}.{first} - {b}.{first}) <= {int(rest[1])})"
    there = f"({a}.{first} = {b}.{rest[1]} AND {a}.{first} <> 0)"
    if kind == "pair":
        return there
    if kind == "cross":
        return f"({there} OR ({a}.{rest[1]} = {b}.{first} AND {b}.{first} <> 0))"
    raise ValueError(f"a level has an unknown condition: {kind}")
