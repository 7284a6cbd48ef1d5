"""One question against its candidates: the weights of ``evidence.score`` for a look-up that an officer waits for.

What the question does not say settles conditions before any candidate is read, and how common a value is gets looked up only for the candidates
on whose level it counts. Of some thousand candidates most agree in nothing but what found them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from hotich.core.matching.conditions import Columns, Condition, Flags
from hotich.core.matching.evidence import Levels, Scored
from hotich.core.matching.levels import Comparison
from hotich.core.matching.model import Floats, Model
from hotich.core.matching.normaliser import Prepared


def score_one(model: Model, asked: Prepared, citizens: Columns, size: int) -> Scored:
    """Compares one entry (columns of one row) with ``size`` citizens."""
    question = _Question({name: int(asked[name][0]) for name in model.columns}, citizens, size)
    same, family = np.zeros(size), np.zeros(size)
    levels: Levels = {}
    added: dict[str, Floats] = {}
    for comparison in model.comparisons:
        level = levels[comparison.name] = question.level_of(comparison)
        bits_same, bits_family = model.weights(comparison.name)
        same += bits_same.take(level)
        family += bits_family.take(level)
        if comparison.frequency in model.frequencies:
            shift = added[comparison.name] = question.shift_of(model, comparison, level)
            same += shift
            if not comparison.own or comparison.shared:  # as in ``evidence.score``
                family += shift
    return Scored(same, family, levels, added)


class _Question:
    """The conditions of one entry: each a flag per citizen, or True or False where the entry alone settles it."""

    def __init__(self, asked: Mapping[str, int], citizens: Columns, size: int) -> None:
        self.asked, self.citizens, self.size = asked, citizens, size
        # By identity: what two levels have in common is one object (``condition_of``), and hashing nested tuples costs more than comparing.
        self._done: dict[int, Flags | bool] = {}

    def level_of(self, comparison: Comparison) -> npt.NDArray[np.int8]:
        """The number of the first level that holds, for every citizen."""
        found: list[tuple[int, Flags]] = []
        settled = 0
        for number, level in enumerate(comparison.levels):
            there = self.holds(level.when)
            if there is True:
                settled = number
                break
            if there is not False:
                found.append((number, there))
        levels = np.full(self.size, settled, dtype=np.int8)
        for number, there in reversed(found):
            np.copyto(levels, np.int8(number), where=there)
        return levels

    def shift_of(self, model: Model, comparison: Comparison, level: npt.NDArray[np.int8]) -> Floats:
        """What ``evidence.shift_of`` says, looked up where a level counts it."""
        shift = np.zeros(self.size)
        counted = np.array([one.frequency for one in comparison.levels])
        rows = np.flatnonzero(counted[level])
        column = comparison.frequency
        if comparison.given and not self.asked[comparison.given]:
            column = comparison.alone
        if len(rows) and column in model.frequencies:
            bits = model.frequencies[column].bits(self.citizens[column][rows])
            shift[rows] = bits.astype(np.float32)  # as precise as those computed for a whole register
        return shift

    def holds(self, when: Condition) -> Flags | bool:
        """Where the condition holds."""
        found = self._done.get(id(when))
        if found is None:
            found = self._done[id(when)] = self._evaluate(when)
        return found

    def _evaluate(self, when: Condition) -> Flags | bool:
        kind, *rest = when
        if kind in ("and", "or"):
            return self._joint(kind == "and", rest)
        if kind == "else":
            return True
        first = rest[0]
        if kind == "eq":
            return self._equal(first, first)
        if kind == "pair":
            return self._equal(first, rest[1])
        if kind == "cross":
            there, back = self._equal(first, rest[1]), self._equal(rest[1], first)
            return back if there is False else there if back is False else there | back
        mine = self.asked[first]
        if kind == "none":
            return self._are(first, 0) if mine else True
        if kind == "neither":
            return False if mine else self._are(first, 0)
        if kind == "either":
            return True if mine == rest[1] else self._are(first, rest[1])
        if kind == "within":
            theirs = self.citizens[first]
            near = (theirs != 0) & (np.abs(np.int32(mine) - theirs) <= rest[1])
            return np.asarray(near) if mine else False
        raise ValueError(f"a level has an unknown condition: {kind}")

    def _joint(self, every: bool, parts: list[Condition]) -> Flags | bool:
        joint: Flags | bool = every
        for part in parts:
            there = self.holds(part)
            if there is (not every):
                return there
            if there is not every:
                joint = there if joint is every else joint & there if every else joint | there
        return joint

    def _equal(self, mine: str, theirs: str) -> Flags | bool:
        value = self.asked[mine]
        return self._are(theirs, value) if value else False

    def _are(self, column: str, value: int) -> Flags:
        flags: Flags = self.citizens[column] == value
        return flags
