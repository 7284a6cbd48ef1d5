"""Candidates by an exact join on blocking keys, turned around: what the entries ask is sorted once, and the register's hashes stream past it.

Entries are few and citizens many, so the register needs no index of its own. Of a citizen's hashes all but a few per cent fall through a table of
bits that a processor's cache holds; what is left is compared in full. A register comes in chunks: memory depends on the chunk and on the entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from hotich.core.matching.keys import Key, Rows, asked_hashes, stored_hashes
from hotich.core.matching.normaliser import Codes, Prepared

LONGEST_LIST = 3_000
"""A longer list is no evidence: the keys of a later tier, or others, find whom it holds. Counted over the whole register."""

_AT_ONCE = 1 << 16
"""Citizens hashed at once: their columns fit a processor's cache."""
TILE_BITS = 12
_IN_TILE = (1 << TILE_BITS) - 1
_FILTER_BITS = 3  # the filter has eight to sixteen places for every hash

Small = npt.NDArray[np.int32]


@dataclass(slots=True)
class _Asked:
    """What the entries ask of one key: different hashes in ascending order, whose they are, and how many citizens have each so far."""

    key: Key
    hashes: Codes
    begin: Rows
    rows: Small
    first: Small
    filter: npt.NDArray[np.bool_]
    shift: np.uint64
    filter_shift: np.uint64
    count: Rows
    found: list[tuple[Small, Small]] = field(default_factory=list)
    """Per chunk: numbers of hashes, and the citizens (counted from the chunk's beginning) that have them."""

    @classmethod
    def of(cls, key: Key, asked: Prepared, among: Rows | None) -> _Asked | None:
        parts = list(asked_hashes(key, asked, among))
        if not parts:
            return None
        codes = np.concatenate([part[1] for part in parts])
        order = np.argsort(codes)
        codes = codes[order]
        starts = np.flatnonzero(np.concatenate([[True], codes[1:] != codes[:-1]]))
        hashes = codes[starts]
        bits = max(8, len(hashes).bit_length())
        shift, filter_shift = np.uint64(64 - bits), np.uint64(64 - bits - _FILTER_BITS)
        there = np.zeros(1 << (bits + _FILTER_BITS), dtype=bool)
        there[hashes >> filter_shift] = True
        first = np.searchsorted(hashes >> shift, np.arange((1 << bits) + 1, dtype=np.uint64))
        return cls(
            key,
            hashes,
            np.append(starts, len(codes)),
            np.concatenate([part[0] for part in parts]).astype(np.int32)[order],
            first.astype(np.int32),
            there,
            shift,
            filter_shift,
            np.zeros(len(hashes), dtype=np.int64),
        )

    def equal(self, codes: Codes) -> tuple[Rows, Rows]:
        """(position, number of the hash) for every code that somebody asks."""
        position = np.flatnonzero(self.filter[codes >> self.filter_shift])
        left = codes[position]
        place = left >> self.shift
        at, end = self.first[place], self.first[place + np.uint64(1)]
        found: list[tuple[Rows, Rows]] = []
        while True:
            open_ = np.flatnonzero(at < end)
            position, left, at, end = position[open_], left[open_], at[open_], end[open_]
            if not len(position):
                break
            same = self.hashes[at] == left
            found.append((position[same], at[same].astype(np.int64)))
            at = np.where(same, end, at + 1)
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])

    def meet(self, columns: Prepared) -> None:
        """Finds the citizens of a chunk and counts them."""
        numbers: list[Rows] = []
        owners: list[Rows] = []
        size = len(columns["g_p"])
        for begin in range(0, size, _AT_ONCE):
            part = {name: column[begin : begin + _AT_ONCE] for name, column in columns.items()}
            for rows, codes in stored_hashes(self.key, part):
                position, number = self.equal(codes)
                numbers.append(number)
                owners.append((position if rows is None else rows[position]) + begin)
        number, owner = np.concatenate(numbers), np.concatenate(owners)
        self.count += np.bincount(number, minlength=len(self.hashes))
        short = np.flatnonzero(self.count[number] <= LONGEST_LIST)
        self.found.append((number[short].astype(np.int32), owner[short].astype(np.int32)))

    def pairs(self, chunk: int, layout: _Layout) -> Rows:
        """The chunk's pairs, packed; what the chunk gave is then forgotten."""
        number, owner = self.found[chunk]
        self.found[chunk] = (number[:0], owner[:0])
        short = np.flatnonzero(self.count[number] <= LONGEST_LIST)
        number, owner = number[short], owner[short]
        begin = self.begin[number]
        length = self.begin[number + 1] - begin
        ends = np.cumsum(length)
        position = np.arange(int(ends[-1]) if len(ends) else 0)
        position += np.repeat(begin - ends + length, length)
        packed = np.repeat(owner.astype(np.int64) << TILE_BITS, length)
        packed |= layout.of_entries[self.rows.take(position)]
        return packed


class Chunks(Protocol):
    """A register: ``size`` citizens whose columns come in chunks, again and again."""

    @property
    def size(self) -> int: ...

    def __iter__(self) -> Iterator[Prepared]: ...


class _Layout:
    """A pair as one number. Sorted, pairs stand by tiles of entries, in a tile by citizen: both sides' columns are then read from a cache or in order."""

    def __init__(self, entries: int, chunk: int) -> None:
        self.bits = TILE_BITS + chunk.bit_length()
        every = np.arange(entries, dtype=np.int64)
        self.of_entries = (every >> TILE_BITS << self.bits) | (every & _IN_TILE)

    def apart(self, packed: Rows) -> tuple[Rows, Rows]:
        """(entry, citizen)"""
        entry = (packed >> self.bits << TILE_BITS) | (packed & _IN_TILE)
        return entry, (packed >> TILE_BITS) & ((1 << (self.bits - TILE_BITS)) - 1)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one chunk, each pair once; citizens are counted from the chunk's beginning."""

    columns: Prepared
    begin: int
    entry: Rows
    citizen: Rows
    often: npt.NDArray[np.bool_]
    """Found more than once: most of those who are the person are among them."""


def candidates(
    chunks: Chunks,
    asked: Prepared,
    keys: Sequence[Key],
    among: Rows | None = None,
    *,
    progress: Callable[[int], None] = lambda citizens: None,
) -> Iterator[Candidates]:
    """Joins entries with a register on the keys; ``chunks`` are gone through twice, since a list's length is known at the end. ``among`` limits the entries."""
    wanted = [one for key in keys if (one := _Asked.of(key, asked, among)) is not None]
    for chunk in chunks:
        for one in wanted:
            one.meet(chunk)
        progress(len(chunk["g_p"]))
    begin = 0
    for number, chunk in enumerate(chunks):
        layout = _Layout(len(asked["g_p"]), len(chunk["g_p"]))
        packed = np.concatenate(
            [one.pairs(number, layout) for one in wanted] or [np.zeros(0, dtype=np.int64)]
        )
        packed.sort()  # quicker than np.unique, which hashes
        again = packed[1:] == packed[:-1]
        last = np.flatnonzero(np.append(~again, len(packed) > 0))
        often = np.append(False, again)[last]
        entry, citizen = layout.apart(packed[last])
        yield Candidates(chunk, begin, entry, citizen, often)
        begin += len(chunk["g_p"])
