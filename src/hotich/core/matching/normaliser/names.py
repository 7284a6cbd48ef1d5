"""Names as columns of codes. A name whose words are ordinary is cut by position, in arrays; the others by ``core.text.split_name``, once per text.

Both ways end in the same three numbers per name (where the surname, the middle name and the given name begin), so there is one assembly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from hotich.core.matching.normaliser.codes import Codes, Column, joined, mixed, salted, stored
from hotich.core.matching.normaliser.remnants import readable
from hotich.core.matching.normaliser.tokens import SEPARATOR, Field, tokens
from hotich.core.text import CLAN_PREFIXES, comparison_key, is_unnamed, split_name
from hotich.core.text.abbreviations import name_words

Numbers = npt.NDArray[np.int64]

_BAG = salted(99)
_FEW = 256


@dataclass(frozen=True, slots=True)
class Words:
    """The words of many names in one row of numbers, where each name begins and ends among them, and whether position alone may not cut it."""

    ids: Numbers
    starts: Numbers
    ends: Numbers
    odd: npt.NDArray[np.bool_]
    """The splitter cuts these, and may cut them otherwise for another ethnic group."""

    @classmethod
    def of(cls, names: Sequence[str]) -> Words:
        """The words of names as written."""
        words = tokens()
        joint = f" {SEPARATOR} ".join(names).split(" ")
        ids: Numbers = np.fromiter(map(words.__getitem__, joint), dtype=np.int64, count=len(joint))
        if int(np.count_nonzero(ids == 1)) != len(names) - 1:  # the separator stands inside a name
            clean = [name.replace(SEPARATOR, " ") for name in names]
            joint = f" {SEPARATOR} ".join(clean).split(" ")
            ids = np.fromiter(map(words.__getitem__, joint), dtype=np.int64, count=len(joint))
        ends = np.append(np.flatnonzero(ids == 1), len(ids))
        starts = np.concatenate([[0], ends[:-1] + 1]).astype(np.int64)
        special = words.table[ids, Field.SPECIAL]
        running = np.concatenate([[0], np.cumsum(special == 1)])
        odd = (running[ends] - running[starts] > 0) | (special[starts] == 2)
        return cls(ids, starts, ends, np.asarray(odd))

    def followed_by(self, more: Words) -> Words:
        """These names, whichever are odd cut by position, and others behind them."""
        shift = len(self.ids)
        return Words(
            np.concatenate([self.ids, more.ids]),
            np.concatenate([self.starts, more.starts + shift]),
            np.concatenate([self.ends, more.ends + shift]),
            np.concatenate([np.zeros_like(self.odd), more.odd]),
        )


class NameTable:
    """The words of many names, and where each name's parts begin."""

    def __init__(self, names: Sequence[str], ethnicities: Sequence[str], words: Words | None = None) -> None:
        words = words or Words.of(names)
        starts, ends = words.starts, words.ends
        count = ends - starts
        surname_end = np.where(count > 1, starts + 1, starts)
        self.start, self.surname_end, self.middle_end, self.end = (
            starts.copy(),
            surname_end,
            ends - 1,
            ends.copy(),
        )
        self._cut_by_hand(names, ethnicities, np.flatnonzero(words.odd), words.ids)

    def _cut_by_hand(
        self, names: Sequence[str], ethnicities: Sequence[str], rows: Numbers, ids: Numbers
    ) -> None:
        words = tokens()
        more: list[list[int]] = []
        at = len(ids)
        for row in rows.tolist():
            surname, middle, given = _parts(names[row], ethnicities[row])
            cut = [words[word] for word in (*surname, *middle, *given)]
            self.start[row] = at
            self.surname_end[row] = at + len(surname)
            self.middle_end[row] = at + len(surname) + len(middle)
            at += len(cut)
            self.end[row] = at
            more.append(cut)
        if more:
            ids = np.concatenate([ids, np.fromiter(chain.from_iterable(more), dtype=np.int64)])
        self.ids = ids
        self.table = words.table
        # Of a look-up's few words every field is fetched at once: picking fields out of the whole table would cost more.
        self._own = words.table.take(ids, axis=0).T if len(ids) <= _FEW else None

    def values(self, *fields: Field) -> Codes:
        """The fields of every word, a row for each field."""
        if self._own is not None:
            return np.asarray(self._own[list(fields)])
        return np.asarray(self.table.T[list(fields)].take(self.ids, axis=1))

    def near(self) -> Codes:
        """The sound every word was most likely meant for, by its place in the name."""
        near: Codes = self.values(Field.NEAR_MIDDLE)[0]
        for begin, until, field in (
            (self.start, self.surname_end, Field.NEAR_SURNAME),
            (self.middle_end, self.end, Field.NEAR_GIVEN),
        ):
            position = begin[until > begin]
            until = until[until > begin]
            while len(position):
                near[position] = self.table[self.ids[position], field]
                position, until = position[position + 1 < until] + 1, until[position + 1 < until]
        return near

    def last(self, begin: Numbers, end: Numbers, values: Codes) -> Codes:
        """Per row of ``values`` the value of the last word of a part, 0 where the part is empty."""
        there = end > begin
        found = values.take(np.where(there, end - 1, 0), axis=1)
        found *= there
        return found

    def in_order(self, begin: Numbers, end: Numbers, values: Codes) -> Codes:
        """Per row of ``values`` one code for the words of a part in their order, 0 where the part is empty. One word is its own code."""
        total = self.last(begin, end, values)
        length = end - begin
        longer = np.flatnonzero(length > 1)
        for step in range(1, min(int(length.max(initial=0)), _LONGEST)):
            rows = longer[length[longer] > step]
            total[:, rows] += mixed(values[:, end[rows] - 1 - step], salted(step))
        return total

    def sums(self, begin: Numbers, end: Numbers, values: Codes) -> Codes:
        """Per row of ``values`` the sum over the words of a part."""
        running = np.zeros((len(values), values.shape[1] + 1), dtype=np.uint64)
        np.cumsum(values, axis=1, out=running[:, 1:])
        return np.asarray(running[:, end] - running[:, begin])


_LONGEST = 12


@lru_cache(maxsize=1 << 17)
def _parts(name: str, ethnicity: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    name = readable(name)
    if is_unnamed(name):
        return (), (), ()
    cut = split_name(name, ethnicity=ethnicity)
    surname, middle, given = (tuple(_closed(part)) for part in (cut.surname, cut.middle, cut.given))
    return surname, middle, given


def _closed(part: str) -> list[str]:
    """The words of a part; a prefix stands with its name (``H Brới``, ``H'Brới`` and ``H-Brới`` are one word)."""
    words = name_words(part)
    if len(words) > 1 and comparison_key(words[0]) in CLAN_PREFIXES:
        return ["".join(words)]
    return words


_ORDERED = (Field.CANONICAL, Field.FOLDED, Field.SOUND, Field.INITIAL)
_SURNAMES = (Field.SURNAME_1, Field.SURNAME_2, Field.SURNAME_3)
_MIDDLES = (Field.MIDDLE_1, Field.MIDDLE_2)
_GIVENS = (Field.GIVEN_1, Field.GIVEN_2, Field.GIVEN_3, Field.GIVEN_4, Field.GIVEN_5)


class _Parts:
    """A table's names by their parts: what subjects and parents have in common."""

    def __init__(self, names: Sequence[str], ethnicities: Sequence[str], words: Words | None) -> None:
        self.table = table = NameTable(names, ethnicities, words)
        self.cuts = (
            (table.start, table.surname_end),
            (table.surname_end, table.middle_end),
            (table.middle_end, table.end),
        )
        self.near = table.near()[np.newaxis]
        ordered = np.concatenate([table.values(*_ORDERED), self.near])
        self.surname, self.middle, self.given = (
            table.in_order(begin, until, ordered) for begin, until in self.cuts
        )
        self.bag = table.sums(table.start, table.end, mixed(self.near, _BAG))

    def last(self, part: int, *fields: Field) -> Codes:
        """Fields of the last word of a part (0 surname, 1 middle name, 2 given name)."""
        begin, until = self.cuts[part]
        return self.table.last(begin, until, self.table.values(*fields))

    def flags(self, *wanted: tuple[int, int, Field]) -> list[Column]:
        """1 where any word of the parts from the first to the last has the flag, otherwise 0."""
        values = self.table.values(*(field for _, _, field in wanted))
        return [
            (self.table.sums(self.cuts[first][0], self.cuts[last][1], values[at : at + 1])[0] > 0).astype(
                np.int32
            )
            for at, (first, last, _) in enumerate(wanted)
        ]


def subject_columns(
    names: Sequence[str], ethnicities: Sequence[str], words: Words | None = None
) -> dict[str, Column]:
    """The columns of a person's own name; ``g_`` given, ``m_`` middle, ``s_`` surname, ``l_`` the middle name's last word."""
    parts = _Parts(names, ethnicities, words)
    plain = parts.table.values(Field.PLAIN_MIDDLE) == 1
    core = np.where(plain | (parts.near == 0), np.uint64(0), mixed(parts.near, salted(55)))
    rows = {
        "s_c s_f s_p s_i": parts.surname[:4],
        "m_c m_f": parts.middle[:2],
        "m_i m_p": parts.middle[3:],
        "g_c g_f g_p g_i": parts.given[:4],
        "g_o g_r g_1 g_2 g_3 g_4 g_5": parts.last(2, Field.ONSET, Field.RHYME, *_GIVENS),
        "s_1 s_2 s_3": parts.last(0, *_SURNAMES),
        "l_1 l_2": parts.last(1, *_MIDDLES),
        "l_p": parts.table.last(*parts.cuts[1], parts.near),
        "m_k": parts.table.sums(*parts.cuts[1], core),
        "bag": parts.bag,
        "n_p": joined_parts(parts.surname[4:], parts.middle[4:], parts.given[4:]),
    }
    made = _stored(rows)
    flags = parts.flags(
        (0, 0, Field.ABBREVIATED), (1, 1, Field.ABBREVIATED), (2, 2, Field.ABBREVIATED), (0, 2, Field.MARKED)
    )
    return made | dict(zip(("s_a", "m_a", "g_a", "marked"), flags, strict=True))


def parent_columns(
    prefix: str, names: Sequence[str], ethnicities: Sequence[str], words: Words | None = None
) -> dict[str, Column]:
    """The columns of a parent's name under ``prefix`` (``f`` father, ``w`` mother)."""
    parts = _Parts(names, ethnicities, words)
    rows = {
        "n_c n_f n_heard n_i n_p": joined_parts(parts.surname, parts.middle, parts.given),
        "g_f g_p": parts.given[1:3],
        "g_1 g_2": parts.last(2, *_GIVENS[:2]),
        "s_p": parts.surname[2:3],
        "m_p": parts.middle[4:],
        "bag": parts.bag,
    }
    made = _stored(rows)
    del made["n_heard"]
    abbreviated, marked = parts.flags((0, 2, Field.ABBREVIATED), (0, 2, Field.MARKED))
    return {f"{prefix}_{name}": column for name, column in made.items()} | {
        f"{prefix}_a": abbreviated,
        f"{prefix}_marked": marked,
    }


def _stored(rows: dict[str, Codes]) -> dict[str, Column]:
    """Rows of codes as columns, by their names."""
    columns = stored(np.concatenate(list(rows.values())))
    return dict(zip(" ".join(rows).split(" "), columns, strict=True))


def joined_parts(surname: Codes, middle: Codes, given: Codes) -> Codes:
    """One code for a whole name; parts may be empty, 0 where all are."""
    whole = joined(surname + np.uint64(1), middle + np.uint64(1), given + np.uint64(1), salt=7)
    return np.where((surname == 0) & (middle == 0) & (given == 0), np.uint64(0), whole)
