"""What training and judging need of a register, read once from end to end in bounded memory, however large it is.

Two parts are kept. A *sample of whole households*, from which u, the frequencies and the family distributions are learned: persons drawn one by one would lose
their brothers and sisters. And *the citizens that share a blocking key* with one of the entries: for those entries they stand for the whole register, since a
key gives nobody else. Where either grows beyond its bound it is thinned evenly: half of the households, or half of the entries with those whom only they asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from hotich.core.matching.engines.linking import Register
from hotich.core.matching.keys import KEYS, Key, Rows, asked_hashes, stored_hashes
from hotich.core.matching.model import Model
from hotich.core.matching.normaliser import COLUMNS, Codes, Prepared, joined, prepare

MOST_SAMPLED = 300_000
"""Citizens in the sample of households; a hundred megabytes."""
MOST_NEAR = 1_000_000
"""Citizens near the entries; with their keys about a gigabyte."""
FEWEST_ENTRIES = 1_000
"""Entries are not halved below this, whatever the register."""
_KEYS = tuple(key for key in KEYS if key.tier < 3)
_ALL = 1 << 32

Block = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The two parts, and what they stand for."""

    sample: Prepared
    near: Prepared
    ids: npt.NDArray[np.bytes_]
    """Personal numbers of the citizens in ``near``."""
    population: int
    """Citizens read."""
    entries: int
    """How many of the entries, from the first, ``near`` is complete for."""

    def register(self, model: Model) -> Register:
        """``near`` as a register to be searched, which weighs as if the whole were in it."""
        return replace(Register.build(self.near, model), size=max(self.population, 1))

    def rows_of(self, ids: Iterable[str]) -> npt.NDArray[np.int64]:
        """Where citizens stand in ``near`` by their personal numbers, -1 for those who are not there."""
        order = np.argsort(self.ids)
        wanted = np.array([number.encode() for number in ids], dtype="S12")
        if not len(self.ids):
            return np.full(len(wanted), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(self.ids[order], wanted), len(self.ids) - 1)
        found = order[place]
        return np.where(self.ids[found] == wanted, found, -1)


def gather(
    blocks: Iterable[Block],
    entries: Prepared,
    *,
    wanted: Collection[str] = (),
    most_sampled: int = MOST_SAMPLED,
    most_near: int = MOST_NEAR,
    progress: Callable[[int], None] = lambda rows: None,
) -> Gathered:
    """Reads a register block by block; ``wanted`` are personal numbers kept in any case. Entries should come in no particular order: the first are kept longest."""
    sample, near = Households(most_sampled), _Near(entries, wanted, most_near)
    population = 0
    for block in blocks:
        size = len(block["full_name"])
        if not size:
            continue
        columns = prepare(block)
        sample.add(columns, population)
        near.add(columns, block["personal_id"])
        population += size
        progress(size)
    return Gathered(sample.joined(), near.joined(), near.ids(), population, near.entries)


def some_rows(blocks: Iterable[Block], *, most: int, seed: int = 11) -> dict[str, list[str]]:
    """At most ``most`` rows of a file of any length, each as likely as any other, in no particular order."""
    rng = np.random.default_rng(seed)
    kept: list[tuple[float, tuple[str, ...]]] = []
    names: tuple[str, ...] = ()
    below = 1.0
    for block in blocks:
        names = names or tuple(block)
        size = len(block["full_name"])
        drawn = rng.random(size)
        columns = [block[name] for name in names]
        kept += [
            (float(drawn[row]), tuple(column[row] for column in columns))
            for row in np.flatnonzero(drawn < below).tolist()
        ]
        if len(kept) > 2 * most:
            kept = sorted(kept)[:most]
            below = kept[-1][0]
    rows = [row for _, row in sorted(kept)[:most]]
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def _take(columns: Prepared, rows: Rows) -> Prepared:
    return {name: column[rows] for name, column in columns.items()}


def _together(parts: Sequence[Prepared]) -> Prepared:
    if not parts:
        return prepare({"full_name": []})
    return {name: np.concatenate([part[name] for part in parts]) for name in COLUMNS}


@dataclass
class Households:
    """Whole households, by a number that each draws from its parents and home."""

    most: int
    below: int = _ALL
    parts: list[Prepared] = field(default_factory=list)
    drawn: list[npt.NDArray[np.uint64]] = field(default_factory=list)

    def add(self, columns: Prepared, first: int) -> None:
        house = joined(columns["f_n_c"], columns["w_n_c"], columns["h_v"], salt=77)
        # Whose parents or home are unknown is a household of his own.
        alone = joined(np.arange(first + 1, first + 1 + len(house), dtype=np.uint64), salt=78)
        drawn = joined(np.where(house == 0, alone, house), salt=79) >> np.uint64(32)
        self.parts.append(columns)
        self.drawn.append(drawn)
        # Numbers first: of a large block few persons stay, and only their columns are copied.
        while sum(int(np.count_nonzero(number < self.below)) for number in self.drawn) > self.most:
            self.below //= 2
        for place, number in enumerate(self.drawn):
            rows = np.flatnonzero(number < self.below)
            if len(rows) < len(number):
                self.parts[place], self.drawn[place] = _take(self.parts[place], rows), number[rows]

    def joined(self) -> Prepared:
        return _together(self.parts)


class _Near:
    """Citizens whom some key of an entry asks for, each with the first entry that does."""

    def __init__(self, entries: Prepared, wanted: Collection[str], most: int) -> None:
        self.entries = len(entries["g_p"])
        self.most = most
        self.wanted = np.unique(np.array([number.encode() for number in wanted], dtype="S12"))
        self.asked = [(key, *_asked(key, entries)) for key in _KEYS]
        self.parts: list[Prepared] = []
        self.first: list[Rows] = []
        self.numbers: list[npt.NDArray[np.bytes_]] = []

    def add(self, columns: Prepared, ids: Sequence[str]) -> None:
        first = np.full(len(ids), self.entries, dtype=np.int64)
        for key, hashes, entry in self.asked:
            for rows, stored in _hits(key, columns, hashes):
                np.minimum.at(first, rows, entry[stored])
        numbers = np.array([number.encode() for number in ids], dtype="S12")
        if len(self.wanted):
            place = np.minimum(np.searchsorted(self.wanted, numbers), len(self.wanted) - 1)
            first[self.wanted[place] == numbers] = -1
        self._keep(columns, first, numbers)
        while sum(map(len, self.first)) > self.most and self.entries > FEWEST_ENTRIES:
            self.entries = max(self.entries // 2, FEWEST_ENTRIES)
            parts = list(zip(self.parts, self.first, self.numbers, strict=True))
            self.parts, self.first, self.numbers = [], [], []
            for part in parts:
                self._keep(*part)

    def _keep(self, columns: Prepared, first: Rows, numbers: npt.NDArray[np.bytes_]) -> None:
        rows = np.flatnonzero(first < self.entries)
        if len(rows):
            self.parts.append(_take(columns, rows))
            self.first.append(first[rows])
            self.numbers.append(numbers[rows])

    def joined(self) -> Prepared:
        return _together(self.parts)

    def ids(self) -> npt.NDArray[np.bytes_]:
        return np.concatenate(self.numbers) if self.numbers else np.zeros(0, dtype="S12")


def _asked(key: Key, entries: Prepared) -> tuple[Codes, Rows]:
    """Every hash that an entry asks of a key, ascending, with the first entry that asks it."""
    found = list(asked_hashes(key, entries))
    if not found:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    codes, rows = np.concatenate([codes for _, codes in found]), np.concatenate([rows for rows, _ in found])
    order = np.lexsort((rows, codes))
    codes, rows = codes[order], rows[order]
    fresh = np.concatenate([[True], codes[1:] != codes[:-1]])
    return codes[fresh], rows[fresh]


def _hits(key: Key, columns: Prepared, asked: Codes) -> Iterator[tuple[Rows, Rows]]:
    """(row of the block, place among the asked) wherever a citizen is stored under an asked hash."""
    if not len(asked):
        return
    for rows, codes in stored_hashes(key, columns):
        place = np.minimum(np.searchsorted(asked, codes), len(asked) - 1)
        same = np.flatnonzero(asked[place] == codes)
        yield (same if rows is None else rows[same]), place[same]
