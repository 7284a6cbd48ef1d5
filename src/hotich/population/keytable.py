"""How a citizen lies in the key table of his extract: his prepared columns packed, and one integer per blocking key.

A row has `person` (the personal number as an integer), `digest` (of the texts as loaded), `old` (the old ID number), `known` and
`codes` (one bit per column of the normaliser, four bytes for every column that is not 0), and `k0`, `k1` … (32 bits of each key's
hash, NULL where the key does not apply). Where the register's own writing has a slip, further rows of the person, without a
digest, hold what it may have meant. A table is made for one normaliser and one list of keys: `stamp` says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from itertools import product

import numpy as np
import numpy.typing as npt

from hotich.core.matching.keys import KEPT, KEYS, PARTS, Key, stored_hashes
from hotich.core.matching.normaliser import COLUMNS, VERSION, Codes, Prepared
from hotich.core.matching.normaliser.codes import joined_one

Bytes = npt.NDArray[np.uint8]
Int64 = npt.NDArray[np.int64]
Int32 = npt.NDArray[np.int32]

KEY_NUMBERS = tuple(key.number for key in KEPT)
_MASK_BYTES = (len(COLUMNS) + 7) // 8
_HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TRAILER = b"\xff\xff"


@cache
def stamp() -> str:
    """What prepares today: changes with the normaliser's version, its columns and the keys."""
    what = (VERSION, COLUMNS, sorted(PARTS.items()), [(key.number, key.parts) for key in KEPT])
    return blake2b(repr(what).encode(), digest_size=12).hexdigest()


def digest_of(values: tuple[str, ...]) -> int:
    """64 signed bits for the texts of a citizen: the same texts, the same number."""
    code = blake2b("\x1f".join(values).encode(), digest_size=8).digest()
    return int.from_bytes(code, "big", signed=True)


def shortened(codes: Codes) -> Int32:
    """The 32 bits of a key's hash that are stored and asked for; 0 stays 0 and nothing else becomes it."""
    short = (codes >> np.uint64(32)).astype(np.uint32)
    short[(short == 0) & (codes != 0)] = 1
    return short.view(np.int32)


def asked_keys(asked: Prepared, tier: int) -> dict[int, list[int]]:
    """What a question asks of each stored key in a tier; an empty list where the key does not apply.

    The same as ``core.matching.keys.asked_hashes`` for one entry, all its combinations at once: a hundred small arrays cost more than
    the search itself.
    """
    keys = [key for key in KEYS if key.tier == tier]
    values = {part: _values(asked, part) for key in keys for part in key.parts}
    found: dict[int, set[int]] = {}
    for key in keys:
        found.setdefault(key.index, set()).update(_hashes(key, [values[part] for part in key.parts]))
    return {number: sorted(hashes) for number, hashes in found.items()}


def _values(asked: Prepared, part: str) -> list[int]:
    found: dict[int, None] = {}
    for name in PARTS[part]:
        base, step = (name[:-2], int(name[-2:])) if name[-2] in "+-" else (name, 0)
        value = int(asked[base][0])
        if value and value + step:
            found[value + step] = None
    return list(found)


def _hashes(key: Key, values: Sequence[Sequence[int]]) -> list[int]:
    """As ``shortened`` stores them."""
    found = []
    for combination in product(*values):
        short = joined_one(combination, key.index + 1) >> 32
        found.append((short or 1) - (1 << 32 if short >> 31 else 0))
    return found


def _stored_keys(columns: Prepared) -> tuple[Int32, Int64, Int32]:
    """Keys of every citizen, then whose further rows there are and their keys; 0 where a key does not apply."""
    size = len(columns["g_p"])
    keys = np.zeros((size, len(KEPT)), dtype=np.int32)
    others: list[tuple[Int64, Int64, Int32]] = []
    for place, key in enumerate(KEPT):
        for rows, codes in stored_hashes(key, columns):
            short = shortened(codes)
            if rows is None:
                keys[:, place] = short
            else:
                there = np.flatnonzero(short)
                others.append((rows[there], np.full(len(there), place), short[there]))
    if not others:
        return keys, np.zeros(0, dtype=np.int64), keys[:0]
    row, place_of, hashes = (np.concatenate(parts) for parts in zip(*others, strict=True))
    order = np.lexsort((place_of, row))
    row, place_of, hashes = row[order], place_of[order], hashes[order]
    # The first further meaning of every key shares one row, the second another …
    group = np.concatenate([[True], (row[1:] != row[:-1]) | (place_of[1:] != place_of[:-1])])
    rank = np.arange(len(row)) - np.flatnonzero(group)[np.cumsum(group) - 1]
    owner, line = np.unique(row * 1_000 + rank, return_inverse=True)
    further = np.zeros((len(owner), len(KEPT)), dtype=np.int32)
    further[line, place_of] = hashes
    return keys, owner // 1_000, further


class _Lines:
    """Lines of a binary COPY, built as a matrix of bytes of which a mask says what is sent."""

    def __init__(self, size: int, fields: int) -> None:
        self._size = size
        self._parts: list[Bytes] = []
        self._sent: list[npt.NDArray[np.bool_]] = []
        self._add(np.full(size, fields, dtype=">i2").view(np.uint8).reshape(size, 2))

    def _add(self, part: Bytes, sent: npt.NDArray[np.bool_] | None = None) -> None:
        self._parts.append(part)
        self._sent.append(np.ones(part.shape, dtype=bool) if sent is None else sent)

    def _length(self, lengths: npt.NDArray[np.integer]) -> None:
        self._add(lengths.astype(">i4").view(np.uint8).reshape(self._size, 4))

    def integers(self, values: npt.NDArray[np.integer], kind: str, there: npt.NDArray[np.bool_]) -> None:
        """A field of integers (``>i4`` or ``>i8``), NULL where not ``there``."""
        width = np.dtype(kind).itemsize
        self._length(np.where(there, width, -1))
        self._add(
            values.astype(kind).view(np.uint8).reshape(self._size, width),
            np.repeat(there, width).reshape(self._size, width),
        )

    def packed(self, rows: Int32) -> None:
        """The two fields `known` and `codes`."""
        known = rows != 0
        bits = np.packbits(known, axis=1)
        self._length(np.full(self._size, bits.shape[1]))
        self._add(bits)
        self._length(known.sum(axis=1) * 4)
        self._add(
            np.ascontiguousarray(rows.astype("<i4")).view(np.uint8).reshape(self._size, -1),
            np.repeat(known, 4, axis=1),
        )

    def text(self) -> bytes:
        """All lines."""
        return np.hstack(self._parts)[np.hstack(self._sent)].tobytes()


def copy_lines(columns: Prepared, person: Int64, digest: Int64, old: Int64, *, sortable: bool) -> bytes:
    """Citizens as a binary COPY into a key table; ``sortable`` adds what a first loading sorts by (given name, year, surname)."""
    rows = np.empty((len(person), len(COLUMNS)), dtype=np.int32)
    for place, name in enumerate(COLUMNS):
        rows[:, place] = columns[name]
    keys, owner, further = _stored_keys(columns)
    everybody = np.concatenate([np.arange(len(person)), owner])
    size = len(everybody)
    lines = _Lines(size, 5 + (3 if sortable else 0) + len(KEPT))
    always = np.ones(size, dtype=bool)
    lines.integers(person[everybody], ">i8", always)
    lines.integers(digest[everybody], ">i8", np.arange(size) < len(person))
    lines.integers(old[everybody], ">i8", old[everybody] != 0)
    lines.packed(rows[everybody])
    if sortable:
        for name in ("g_p", "b_year", "s_p"):
            lines.integers(columns[name][everybody], ">i4", always)
    for place in range(len(KEPT)):
        column = np.concatenate([keys[:, place], further[:, place]])
        lines.integers(column, ">i4", column != 0)
    return _HEADER + lines.text() + _TRAILER


def unpacked(known: bytes, codes: bytes) -> Int32:
    """Citizens by columns, from many citizens' `known` and `codes` laid end to end."""
    bits = np.unpackbits(np.frombuffer(known, np.uint8).reshape(-1, _MASK_BYTES), axis=1)
    there = bits[:, : len(COLUMNS)].astype(bool)
    rows = np.zeros(there.shape, dtype=np.int32)
    rows[there] = np.frombuffer(codes, "<i4")
    return rows
