"""Words as numbers, the same in every process and every engine, so that comparing is comparing integers.

A word's code is 64 bits of BLAKE2; codes of several words are sums of mixed codes, which arrays compute without joining text. Stored columns
hold 31 bits, 0 meaning that there is nothing: two of ten thousand words share a code once in forty such vocabularies.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint64]
Column = npt.NDArray[np.int32]

_GOLDEN = 0x9E3779B97F4A7C15
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_M1, _M2 = np.uint64(_FIRST), np.uint64(_SECOND)
_S30, _S27, _S31, _S33 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(33)
_MASK = (1 << 64) - 1


def word_code(word: str) -> int:
    """64 bits for a word, 0 for none."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little") if word else 0


def short_code(word: str) -> int:
    """The 31 bits that a stored column holds for a word, 0 for none."""
    return max(1, word_code(word) >> 33) if word else 0


def salted(salt: int) -> np.uint64:
    """A constant that sets one use of the mixer apart from another."""
    return np.uint64(salt * _GOLDEN & _MASK)


def mixed(codes: Codes, salt: Codes | np.uint64) -> Codes:
    """The finaliser of splitmix64 over ``codes + salt``: every bit of the input moves half the bits of the output."""
    x = codes + salt
    x ^= x >> _S30
    x *= _M1
    x ^= x >> _S27
    x *= _M2
    x ^= x >> _S31
    return x


def joined(*parts: Codes | Column, salt: int) -> Codes:
    """One code for several columns in this order; 0 where any of them is 0. Of any shape, the same for all."""
    total = np.zeros(parts[0].shape, dtype=np.uint64)
    present = np.ones(parts[0].shape, dtype=bool)
    for place, part in enumerate(parts):
        total = mixed(total ^ part.astype(np.uint64), salted(salt * 16 + place + 1))
        present &= part != 0
    return np.where(present, total | np.uint64(1), np.uint64(0))


def joined_one(values: Iterable[int], salt: int) -> int:
    """``joined`` for one person: a look-up asks a hundred of them, and arrays of one cost twenty times as much."""
    total = 0
    for place, value in enumerate(values):
        if not value:
            return 0
        x = ((total ^ value) + (salt * 16 + place + 1) * _GOLDEN) & _MASK
        x = ((x ^ (x >> 30)) * _FIRST) & _MASK
        x = ((x ^ (x >> 27)) * _SECOND) & _MASK
        total = x ^ (x >> 31)
    return total | 1


def stored(codes: Codes) -> Column:
    """64 bits cut to the 31 of a column; 0 stays 0 and nothing else becomes it."""
    cut = (codes >> _S33).astype(np.int32)
    return np.where(codes == 0, np.int32(0), np.maximum(cut, np.int32(1)))


def stored_one(code: int) -> int:
    """``stored`` for one code."""
    return max(1, code >> 33) if code else 0
