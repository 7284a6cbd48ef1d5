"""The register's blocking keys in memory: per key one sorted row of (36 bits of the hash, 28 of the owner's number) and a table of where the first bits begin.

A look-up is two reads and a comparison, for a whole block of entries at a time. Sorting plain integers is what processors do best: a key of a million
citizens is built in a twentieth of a second and takes 8 bytes a citizen and 4 for the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hotich.core.matching.keys import Key, Rows, asked_hashes, stored_hashes
from hotich.core.matching.normaliser import Codes, Prepared

LONGEST_LIST = 3_000
"""A longer list is no evidence: the keys of a later tier, or others, find whom it holds."""


_OWNER_BITS = 28
_OWNER = np.uint64((1 << _OWNER_BITS) - 1)
MOST_CITIZENS = 1 << _OWNER_BITS


@dataclass(frozen=True, slots=True)
class KeyIndex:
    """One key's stored hashes."""

    shift: np.uint64
    begin: npt.NDArray[np.int32]
    packed: Codes

    @classmethod
    def build(cls, key: Key, columns: Prepared) -> KeyIndex:
        """Sorts what the register keeps for the key."""
        parts: list[Codes] = []
        for rows, codes in stored_hashes(key, columns):
            there = np.flatnonzero(codes)
            owners = there if rows is None else rows[there]
            parts.append((codes[there] & ~_OWNER) | owners.astype(np.uint64))
        packed = np.concatenate(parts)
        packed.sort()
        bits = max(8, len(packed).bit_length())
        shift = np.uint64(64 - bits)
        counts = np.bincount((packed >> shift).astype(np.int64), minlength=1 << bits)
        begin = np.zeros((1 << bits) + 1, dtype=np.int32)
        np.cumsum(counts, out=begin[1:])
        return cls(shift, begin, packed)

    def pairs(self, rows: Rows, codes: Codes) -> tuple[Rows, Rows]:
        """(asking row, owner) for every stored hash equal to an asked one; lists longer than ``LONGEST_LIST`` give nothing."""
        place = (codes >> self.shift).astype(np.int64)
        first = self.begin[place].astype(np.int64)
        count = self.begin[place + 1] - first
        count[count > LONGEST_LIST] = 0
        ends = np.cumsum(count)
        position = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - count - first, count)
        found = self.packed[position]
        same = (found ^ np.repeat(codes, count)) <= _OWNER
        return np.repeat(rows, count)[same], (found[same] & _OWNER).astype(np.int64)


class RegisterIndex:
    """All keys of a register."""

    def __init__(self, columns: Prepared, keys: Sequence[Key]) -> None:
        self.keys = tuple(keys)
        self.size = len(columns["g_p"])
        if self.size >= MOST_CITIZENS:
            raise ValueError(f"an index holds {MOST_CITIZENS} citizens at most, not {self.size}")
        self._by_key = {key.index: KeyIndex.build(key, columns) for key in self.keys if key.of is None}

    def candidates(
        self, asked: Prepared, *, tier: int, among: Rows | None = None
    ) -> tuple[Rows, npt.NDArray[np.int32]]:
        """(entry, citizen) pairs of one tier, each once, ordered by entry."""
        found: list[npt.NDArray[np.int64]] = []
        for key in self.keys:
            if key.tier != tier:
                continue
            index = self._by_key[key.index]
            for rows, codes in asked_hashes(key, asked, among):
                entries, owners = index.pairs(rows, codes)
                found.append(entries * self.size + owners)
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
        joint = np.concatenate(found)
        joint.sort()  # quicker than np.unique, which hashes
        joint = joint[np.concatenate([[True], joint[1:] != joint[:-1]])] if len(joint) else joint
        return joint // self.size, (joint % self.size).astype(np.int32)
