"""Every candidate of every entry with its levels, in memory: what training learns from and what accuracy is measured on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hotich.core.matching.engines.join import candidates
from hotich.core.matching.evidence import Numbers, Posterior, Scored, frequency_bits, posterior, score
from hotich.core.matching.keys import KEYS, Key, Rows
from hotich.core.matching.model import Floats, Model
from hotich.core.matching.normaliser import Prepared

BLOCK = 32_768
_AT_ONCE = 8_192
"""Pairs compared at once: their columns fit a processor's cache."""
NEARLY_CERTAIN = np.log2(0.999 / 0.001)
"""Odds above which no later tier is asked."""


@dataclass(frozen=True, slots=True)
class Register:
    """A register in memory: the columns of its citizens, side by side for each, and the frequencies of their values."""

    names: tuple[str, ...]
    rows: npt.NDArray[np.int32]
    columns: Prepared
    shifts: dict[str, npt.NDArray[np.float32]]
    size: int
    keys: tuple[Key, ...]

    @classmethod
    def build(cls, columns: Prepared, model: Model, keys: Sequence[Key] = KEYS) -> Register:
        """A register of prepared columns, to be searched by ``keys``."""
        names = model.columns
        return cls(
            names,
            beside(columns, names),
            columns,
            frequency_bits(model, columns),
            len(columns["g_p"]),
            tuple(keys),
        )

    def __iter__(self) -> Iterator[Prepared]:
        yield self.columns

    def candidates(
        self, asked: Prepared, tier: int, among: Rows | None = None
    ) -> tuple[Rows, npt.NDArray[np.int32]]:
        """(entry, citizen) pairs of one tier, each once, ordered by entry."""
        keys = [key for key in self.keys if key.tier == tier]
        (found,) = candidates(self, asked, keys, among)
        order = np.argsort(found.entry * len(self.rows) + found.citizen)
        return found.entry[order], found.citizen[order].astype(np.int32)


def beside(columns: Prepared, names: Sequence[str]) -> npt.NDArray[np.int32]:
    """The named columns of each person in one row: comparing him costs one trip to memory instead of eighty."""
    rows = np.empty((len(columns[names[0]]), len(names)), dtype=np.int32)
    for place, name in enumerate(names):
        rows[:, place] = columns[name]
    return rows


@dataclass(frozen=True, slots=True)
class Pairs:
    """Compared pairs of one block of entries, ordered by entry."""

    entry: Rows
    citizen: npt.NDArray[np.int32]
    scored: Scored


@dataclass(frozen=True, slots=True)
class Block:
    """A block of entries with everything known about them; entries are numbered from the block's beginning."""

    begin: int
    size: int
    pairs: Pairs
    posterior: Posterior


def compare(
    model: Model, register: Register, asked: Prepared, entry: Rows, citizen: npt.NDArray[np.int32]
) -> Scored:
    """Scores given pairs."""
    return _compare(model, register, beside(asked, register.names), entry, citizen)


def _compare(
    model: Model,
    register: Register,
    asked: npt.NDArray[np.int32],
    entry: Rows,
    citizen: npt.NDArray[np.int32],
) -> Scored:
    parts: list[Scored] = []
    for begin in range(0, max(len(entry), 1), _AT_ONCE):
        who = citizen[begin : begin + _AT_ONCE]
        mine = np.ascontiguousarray(asked[entry[begin : begin + _AT_ONCE]].T)
        theirs = np.ascontiguousarray(register.rows[who].T)
        a, b = dict(zip(register.names, mine, strict=True)), dict(zip(register.names, theirs, strict=True))
        shifts = {name: values[who] for name, values in register.shifts.items()}
        parts.append(score(model, a, b, shifts, len(who)))
    if len(parts) == 1:
        return parts[0]
    return Scored(
        np.concatenate([part.same for part in parts]),
        np.concatenate([part.family for part in parts]),
        {name: np.concatenate([part.levels[name] for part in parts]) for name in parts[0].levels},
    )


def blocks(
    model: Model,
    register: Register,
    asked: Prepared,
    *,
    prior: Floats | None = None,
    second: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Block]:
    """Works through the entries block by block. ``prior`` is per entry; ``second`` asks the looser keys of everybody."""
    total = len(asked["g_p"])
    for begin in range(0, total, BLOCK):
        part = {name: column[begin : begin + BLOCK] for name, column in asked.items()}
        size = len(part["g_p"])
        rows = beside(part, register.names)
        its_prior = None if prior is None else prior[begin : begin + size]
        entry, citizen = register.candidates(part, 1)
        pairs = Pairs(entry, citizen, _compare(model, register, rows, entry, citizen))
        found = posterior(model, pairs.scored, entry, size, register.size, its_prior)
        for tier in (2, 3) if second else (2,):
            open_rows = np.flatnonzero(found.best_odds < NEARLY_CERTAIN)
            if not len(open_rows):
                break
            more_entry, more_citizen = register.candidates(part, tier, open_rows)
            pairs = _with_more(model, register, rows, pairs, more_entry, more_citizen)
            found = posterior(model, pairs.scored, pairs.entry, size, register.size, its_prior)
        yield Block(begin, size, pairs, found)
        if progress is not None:
            progress(size)


def _with_more(
    model: Model,
    register: Register,
    asked: npt.NDArray[np.int32],
    pairs: Pairs,
    entry: Rows,
    citizen: npt.NDArray[np.int32],
) -> Pairs:
    known = pairs.entry * register.size + pairs.citizen
    fresh = entry * register.size + citizen
    place = np.minimum(np.searchsorted(known, fresh), max(len(known) - 1, 0))
    new = known[place] != fresh if len(known) else np.ones(len(fresh), dtype=bool)
    entry, citizen = entry[new], citizen[new]
    more = _compare(model, register, asked, entry, citizen)
    joint_entry = np.concatenate([pairs.entry, entry])
    joint_citizen = np.concatenate([pairs.citizen, citizen])
    order: Numbers = np.argsort(joint_entry * register.size + joint_citizen)
    scored = Scored(
        np.concatenate([pairs.scored.same, more.same])[order],
        np.concatenate([pairs.scored.family, more.family])[order],
        {name: np.concatenate([pairs.scored.levels[name], more.levels[name]])[order] for name in more.levels},
    )
    return Pairs(joint_entry[order], joint_citizen[order], scored)
