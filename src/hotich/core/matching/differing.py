"""Which fields differ by meaning, for many linked pairs at once: equal texts cost nothing, and every other pair of texts is judged once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hotich.core.matching.discrepancies import KINDS, judge
from hotich.core.text import has_diacritics

Flags = npt.NDArray[np.bool_]


@dataclass
class Differing:
    """``fields``: the fields to compare, by their names in both files. Remembers what it has judged."""

    fields: Sequence[str]
    _known: dict[tuple[str, str, str, bool], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fields = [
            name for name in KINDS if name in self.fields
        ]  # the order in which an officer reads them
        self._judge = judge()
        self._words = [
            name for name in self.fields if KINDS[name] in ("name", "place", "ethnic_groups", "text")
        ]

    def of(self, books: Mapping[str, Any], registers: Mapping[str, Any], size: int) -> list[tuple[str, ...]]:
        """Per pair the names of the fields that differ. Both sides: pyarrow columns, pair by pair; a column may be missing."""
        pairs = {name: _Pair.of(books.get(name), registers.get(name), size) for name in self.fields}
        worded = np.zeros(size, dtype=bool)
        for name in self._words:
            worded |= pairs[name].unequal
        unmarked = _unmarked([(pairs[name].values, pairs[name].book) for name in self._words], worded)
        unmarked |= _unmarked([(pairs[name].values, pairs[name].register) for name in self._words], worded)
        out: list[tuple[str, ...]] = [()] * size
        for name in self.fields:
            rows = np.flatnonzero(pairs[name].unequal)
            for row in rows[self._differ(name, pairs[name], rows, unmarked)].tolist():
                out[row] = (*out[row], name)
        return out

    def _differ(self, name: str, pair: _Pair, rows: npt.NDArray[np.int64], unmarked: Flags) -> Flags:
        width = len(pair.values)
        joint = (pair.book[rows] * width + pair.register[rows]) * 2 + unmarked[rows]
        different, place = np.unique(joint, return_inverse=True)
        verdicts = np.zeros(len(different), dtype=bool)
        for at, code in enumerate(different.tolist()):
            book, register = pair.values[code // 2 // width], pair.values[code // 2 % width]
            key = (name, book, register, bool(code % 2))
            found = self._known.get(key)
            if found is None:
                found = self._known[key] = book.lower() != register.lower() and self._judge(*key)
            verdicts[at] = found
        return np.asarray(verdicts[place])


@dataclass(frozen=True, slots=True)
class _Pair:
    """One field of both sides in one numbering; ``unequal``: both say something and not the same."""

    values: list[str]
    book: npt.NDArray[np.int64]
    register: npt.NDArray[np.int64]
    unequal: Flags

    @classmethod
    def of(cls, book: Any, register: Any, size: int) -> _Pair:
        """From two columns, pair by pair; None where a file has no such column."""
        nothing = pa.array([""] * size, pa.string())
        sides = [nothing if side is None else side.cast(pa.string()) for side in (book, register)]
        coded = pa.chunked_array(sides).dictionary_encode()
        values = coded.chunk(coded.num_chunks - 1).dictionary.to_pylist()
        codes = np.concatenate([chunk.indices.to_numpy() for chunk in coded.chunks]).astype(np.int64)
        one, other = codes[:size], codes[size:]
        says = np.array([bool(value) for value in values], dtype=bool)
        return cls(values, one, other, (one != other) & says[one] & says[other])


def _unmarked(columns: list[tuple[list[str], npt.NDArray[np.int64]]], among: Flags) -> Flags:
    """Which records say something and write nothing with a mark."""
    found = np.zeros(len(among), dtype=bool)
    left = np.flatnonzero(among)
    for values, codes in columns:
        used = np.unique(codes[left]).tolist()
        marked, said = np.zeros(len(values), dtype=bool), np.zeros(len(values), dtype=bool)
        marked[used] = [has_diacritics(values[at]) for at in used]
        said[used] = [bool(values[at]) for at in used]
        found[left] |= said[codes[left]]
        found[left[marked[codes[left]]]] = False
        left = left[~marked[codes[left]]]
    return found
