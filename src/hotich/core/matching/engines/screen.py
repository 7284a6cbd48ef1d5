"""Most candidates share one key with an entry and nothing else. They are dropped field by field, as soon as what is left to compare cannot lift them.

Nothing is lost by it: a pair goes when even full agreement in every field not yet compared would leave it below what counts as a candidate
(``LEAST``). Whoever stays is scored by ``evidence.score`` like everybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from hotich.core.matching.conditions import Condition, Evaluator
from hotich.core.matching.engines.join import Candidates
from hotich.core.matching.evidence import Numbers, frequency_bits, most_added, ratios, score
from hotich.core.matching.levels import Comparison, columns_used
from hotich.core.matching.model import Floats, Model
from hotich.core.matching.normaliser import Column, Prepared

LEAST = 2.0**-18
"""A citizen who is less likely by this factor than the likeliest, or than nobody, is no candidate of an entry: his probability would be written 0.0000."""

_AT_ONCE = 32_768
_RARE_IN_ENTRIES, _RARE_IN_REGISTER = 0.15, 0.03
_SLACK = 0.01  # bits; sums here are of single precision
_NEVER: Condition = ("or",)
_ALWAYS: Condition = ("else",)


class _Gathered(dict[str, Column]):
    """Columns of some rows, fetched when a condition reads them."""

    def __init__(self, columns: Prepared, rows: Numbers) -> None:
        super().__init__()
        self.columns, self.rows = columns, rows

    def __missing__(self, name: str) -> Column:
        found = self[name] = self.columns[name].take(self.rows)
        return found


def without(when: Condition, a: frozenset[str], b: frozenset[str]) -> Condition:
    """The condition where columns ``a`` of the entry and ``b`` of the citizen are known to be 0: what cannot hold any more is left out."""
    kind, *rest = when
    if kind in ("and", "or"):
        ends, skips = (_NEVER, _ALWAYS) if kind == "and" else (_ALWAYS, _NEVER)
        parts = [without(part, a, b) for part in rest]
        if ends in parts:
            return ends
        parts = [part for part in parts if part != skips]
        return (kind, *parts) if len(parts) > 1 else parts[0] if parts else skips
    if kind == "else":
        return when
    first = rest[0]
    if kind in ("eq", "within"):
        return _NEVER if first in a or first in b else when
    if kind == "none":
        return _ALWAYS if first in a or first in b else when
    if kind == "neither":
        return _ALWAYS if first in a and first in b else when
    if kind == "either":
        return _NEVER if rest[1] and first in a and first in b else when
    there = first in a or rest[1] in b
    back = rest[1] in a or first in b
    return _NEVER if there and (kind == "pair" or back) else when


def reduced(comparison: Comparison, a: frozenset[str], b: frozenset[str]) -> tuple[Comparison, list[int]]:
    """The comparison with only the levels that can hold where these columns are 0, and their numbers in the whole one."""
    levels: list[Any] = []
    numbers: list[int] = []
    for number, level in enumerate(comparison.levels):
        when = without(level.when, a, b)
        if when == _NEVER:
            continue
        levels.append(replace(level, when=when))
        numbers.append(number)
        if when == _ALWAYS:
            break
    return replace(comparison, levels=tuple(levels)), numbers


@dataclass(frozen=True, slots=True)
class _Step:
    """One field: its levels, their bits, which of them a value's frequency shifts, and the most that all later fields can give to each entry."""

    comparison: Comparison
    bits: npt.NDArray[np.float32]
    by_value: npt.NDArray[np.float32] | None
    rest: npt.NDArray[np.float32]


class Screen:
    """The entries' side of a screening; remembers the likeliest of every entry from chunk to chunk."""

    def __init__(self, model: Model, asked: Prepared, population: int) -> None:
        self.model, self.population = model, population
        self.asked = {name: asked[name] for name in model.columns}
        size = len(asked["g_p"])
        self.best: Floats = np.zeros(size)
        self._floor = np.full(size, np.log2(LEAST * max(population, 1)) - _SLACK, dtype=np.float32)
        self._lowest = self._floor.copy()
        self._empty = frozenset(name for name, column in self.asked.items() if not column.any())
        self._seldom = [
            name for name, column in self.asked.items() if np.count_nonzero(column) <= _RARE_IN_ENTRIES * size
        ]

    def kept(self, found: Candidates) -> tuple[Numbers, Numbers, Floats]:
        """The pairs of a chunk that may count, and their LR / N."""
        columns = {name: found.columns[name] for name in self.asked}
        shifts = frequency_bits(self.model, columns)
        size = len(columns[self.model.columns[0]])
        # Slips and abbreviations are rare: where neither side has any, half of what is to be compared falls away.
        seldom = [
            name for name in self._seldom if np.count_nonzero(columns[name]) <= _RARE_IN_REGISTER * size
        ]
        unusual = _any_of(self.asked, seldom, len(self.best))[found.entry]
        unusual |= _any_of(columns, seldom, size)[found.citizen]
        empty = frozenset(name for name, column in columns.items() if not column.any())
        plans = {
            True: self._steps(self._empty, empty, shifts),
            False: self._steps(self._empty.union(seldom), empty.union(seldom), shifts),
        }
        added = {c.name: most_added(c, shifts) for c in self.model.comparisons if c.name in shifts}
        start = sum((np.maximum(bits, 0) for bits in added.values()), np.zeros(size, dtype=np.float32))
        parts: list[tuple[Numbers, Numbers, Floats]] = []
        for often in (True, False):
            for odd in (False, True):
                rows = np.flatnonzero((found.often == often) & (unusual == odd))
                for begin in range(0, len(rows), _AT_ONCE):
                    part = rows[begin : begin + _AT_ONCE]
                    entry, citizen = self._screened(
                        plans[odd], columns, added, start, found.entry[part], found.citizen[part]
                    )
                    parts.append(self._scored(columns, shifts, entry, citizen))
        if not parts:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
        entry, citizen, ratio = (np.concatenate(column) for column in zip(*parts, strict=True))
        return entry, citizen, ratio

    def _steps(
        self, a: frozenset[str], b: frozenset[str], shifts: Mapping[str, npt.NDArray[np.float32]]
    ) -> list[_Step]:
        """The comparisons, those first that tell most for what they cost to read. What frequencies can add is counted with each citizen, from the beginning."""
        chosen: list[tuple[Comparison, npt.NDArray[np.float32], npt.NDArray[np.float32] | None]] = []
        for comparison in self.model.comparisons:
            less, numbers = reduced(comparison, a, b)
            bits = self.model.weights(comparison.name)[0][numbers].astype(np.float32)
            shifted = comparison.name in shifts
            counted = np.array([level.frequency for level in less.levels], dtype=np.float32)
            chosen.append((less, bits, counted if shifted else None))
        chosen.sort(key=lambda one: float(one[1].min() - one[1].max()) / max(len(columns_used((one[0],))), 1))
        rest = np.zeros(len(self.best), dtype=np.float32)
        steps: list[_Step] = []
        for comparison, bits, by_value in reversed(chosen):
            steps.append(_Step(comparison, bits, by_value, rest))
            rest = np.asarray(rest + self._most(comparison, bits))
        return steps[::-1]

    def _most(self, comparison: Comparison, bits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The most a field can give to each entry: what a missing value gives where the entry says nothing."""
        kind, *read = comparison.levels[0].when
        if kind != "none":
            return np.full(len(self.best), bits.max(), dtype=np.float32)
        return np.asarray(np.where(self.asked[read[0]] == 0, bits[0], bits.max()), dtype=np.float32)

    def _screened(
        self,
        steps: list[_Step],
        columns: Prepared,
        added: Mapping[str, npt.NDArray[np.float32]],
        start: npt.NDArray[np.float32],
        entry: Numbers,
        citizen: Numbers,
    ) -> tuple[Numbers, Numbers]:
        most = start.take(citizen)  # bits so far, and the most that frequencies can still add
        floor = self._floor.take(entry)
        evaluator = Evaluator(_Gathered(self.asked, entry), _Gathered(columns, citizen), len(entry))
        for step in steps:
            if len(step.bits) == 1 and step.by_value is None:
                most += step.bits[0]
                continue
            level = evaluator.level_of(step.comparison)
            most += step.bits.take(level)
            if step.by_value is not None:
                bits = added[step.comparison.name].take(citizen)
                most += step.by_value.take(level) * bits - np.maximum(bits, 0)
            alive = np.flatnonzero(most >= floor - step.rest.take(entry))
            if len(alive) < 0.75 * len(most):
                entry, citizen, most, floor = entry[alive], citizen[alive], most[alive], floor[alive]
                if not len(alive):
                    break
                evaluator = Evaluator(_Gathered(self.asked, entry), _Gathered(columns, citizen), len(entry))
        alive = np.flatnonzero(most >= floor)
        return entry[alive], citizen[alive]

    def _scored(
        self,
        columns: Prepared,
        shifts: Mapping[str, npt.NDArray[np.float32]],
        entry: Numbers,
        citizen: Numbers,
    ) -> tuple[Numbers, Numbers, Floats]:
        mine, theirs = _Gathered(self.asked, entry), _Gathered(columns, citizen)
        own = {name: values.take(citizen) for name, values in shifts.items()}
        ratio = ratios(self.model, score(self.model, mine, theirs, own, len(entry)), self.population)
        np.maximum.at(self.best, entry, ratio)
        lifted = np.log2(np.maximum(self.best[entry], 1.0)).astype(np.float32)
        self._floor[entry] = self._lowest[entry] + lifted
        return entry, citizen, ratio


def _any_of(columns: Prepared, names: list[str], size: int) -> npt.NDArray[np.bool_]:
    found = np.zeros(size, dtype=bool)
    for name in names:
        found |= columns[name] != 0
    return found
