"""Names as columns of codes. A name whose words are ordinary is cut by position, in arrays; the others by ``core.text.split_name``, once per text.

Both ways end in the same three numbers per name (where the surname, the middle name and the given name begin), so there is one assembly.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from hotich.core.matching.normaliser.codes import Codes, Column, joined, mixed, salted, stored
from hotich.core.matching.normaliser.tokens import SEPARATOR, Field, tokens
from hotich.core.text import comparison_key, is_unnamed, split_name
from hotich.core.text.abbreviations import name_words

Numbers = npt.NDArray[np.int64]

_BAG = salted(99)


def _words(names: Sequence[str]) -> tuple[Numbers, Numbers, Numbers]:
    """The numbers of all words, and where each name begins and ends among them."""
    words = tokens()
    joint = f" {SEPARATOR} ".join(names).split(" ")
    ids: Numbers = np.fromiter(map(words.__getitem__, joint), dtype=np.int64, count=len(joint))
    if int(np.count_nonzero(ids == 1)) != len(names) - 1:  # the separator stands inside a name
        clean = [name.replace(SEPARATOR, " ") for name in names]
        joint = f" {SEPARATOR} ".join(clean).split(" ")
        ids = np.fromiter(map(words.__getitem__, joint), dtype=np.int64, count=len(joint))
    ends = np.append(np.flatnonzero(ids == 1), len(ids))
    return ids, np.concatenate([[0], ends[:-1] + 1]).astype(np.int64), ends


def _is_odd(ids: Numbers, starts: Numbers, ends: Numbers) -> npt.NDArray[np.bool_]:
    special = tokens().table[ids, Field.SPECIAL]
    running = np.concatenate([[0], np.cumsum(special == 1)])
    return np.asarray((running[ends] - running[starts] > 0) | (special[starts] == 2))


def cut_with_ethnicity(names: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which names the splitter cuts, and may cut otherwise for another ethnic group; the others are cut by position alone."""
    return _is_odd(*_words(names))


class NameTable:
    """The words of many names in one row of numbers, and where each name's parts begin."""

    def __init__(self, names: Sequence[str], ethnicities: Sequence[str]) -> None:
        ids, starts, ends = _words(names)
        odd = _is_odd(ids, starts, ends)
        count = ends - starts
        surname_end = np.where(count > 1, starts + 1, starts)
        self.start, self.surname_end, self.middle_end, self.end = starts, surname_end, ends - 1, ends.copy()
        self._cut_by_hand(names, ethnicities, np.flatnonzero(odd), ids)

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

    def values(self, field: Field) -> Codes:
        """The field of every word, in the order of the words."""
        return np.asarray(np.ascontiguousarray(self.table[:, field]).take(self.ids))

    def last(self, begin: Numbers, end: Numbers, values: Codes) -> Codes:
        """The value of the last word of a part, 0 where the part is empty."""
        padded = np.append(values, np.uint64(0))
        return np.where(end > begin, padded[np.where(end > begin, end - 1, -1)], np.uint64(0))

    def in_order(self, begin: Numbers, end: Numbers, values: Codes) -> Codes:
        """One code for the words of a part in their order, 0 where the part is empty. One word is its own code."""
        one = self.last(begin, end, values)
        length = end - begin
        longer = np.flatnonzero(length > 1)
        if not len(longer):
            return one
        total = one.copy()
        deepest = int(length.max())
        for step in range(1, min(deepest, _LONGEST)):
            rows = longer[length[longer] > step]
            position = (end[rows] - 1 - step).astype(np.int64)
            total[rows] += mixed(values[position], salted(step))
        return total

    def bag(self, values: Codes) -> Codes:
        """One code for the words of the whole name without their order."""
        sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(mixed(values, _BAG))])
        return np.where(self.end > self.start, sums[self.end] - sums[self.start], np.uint64(0))

    def some(self, begin: Numbers, end: Numbers, values: Codes) -> Column:
        """1 where any word of the part has the flag, otherwise 0."""
        sums = np.concatenate([[0], np.cumsum(values.astype(np.int64))])
        return (sums[end] > sums[begin]).astype(np.int32)


_LONGEST = 12


@lru_cache(maxsize=1 << 17)
def _parts(name: str, ethnicity: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    if is_unnamed(name):
        return (), (), ()
    cut = split_name(name, ethnicity=ethnicity)
    surname, middle, given = (tuple(_closed(part)) for part in (cut.surname, cut.middle, cut.given))
    return surname, middle, given


def _closed(part: str) -> list[str]:
    """The words of a part; a prefix stands with its name (``H Brới``, ``H'Brới`` and ``H-Brới`` are one word)."""
    words = name_words(part)
    if len(words) > 1 and comparison_key(words[0]) in ("y", "h", "k", "ka"):
        return ["".join(words)]
    return words


def subject_columns(names: Sequence[str], ethnicities: Sequence[str]) -> dict[str, Column]:
    """The columns of a person's own name; ``g_`` given, ``m_`` middle, ``s_`` surname, ``l_`` the middle name's last word."""
    table = NameTable(names, ethnicities)
    start, s_end, m_end, end = table.start, table.surname_end, table.middle_end, table.end
    values = {field: table.values(field) for field in Field}
    columns: dict[str, Codes] = {}
    for letter, begin, until in (("s", start, s_end), ("m", s_end, m_end), ("g", m_end, end)):
        for suffix, field in (("c", Field.CANONICAL), ("f", Field.FOLDED), ("p", Field.SOUND)):
            columns[f"{letter}_{suffix}"] = table.in_order(begin, until, values[field])
        columns[f"{letter}_i"] = table.in_order(begin, until, values[Field.INITIAL])
    columns["g_o"] = table.last(m_end, end, values[Field.ONSET])
    columns["g_r"] = table.last(m_end, end, values[Field.RHYME])
    core = np.where(values[Field.PLAIN_MIDDLE] == 1, np.uint64(0), values[Field.SOUND])
    columns["m_k"] = _sum_of(table, s_end, m_end, core)
    columns["l_p"] = table.last(s_end, m_end, values[Field.SOUND])
    alternatives = (
        ("s_1", start, s_end, Field.SURNAME_1),
        ("s_2", start, s_end, Field.SURNAME_2),
        ("s_3", start, s_end, Field.SURNAME_3),
        ("l_1", s_end, m_end, Field.MIDDLE_1),
        ("l_2", s_end, m_end, Field.MIDDLE_2),
        ("g_1", m_end, end, Field.GIVEN_1),
        ("g_2", m_end, end, Field.GIVEN_2),
        ("g_3", m_end, end, Field.GIVEN_3),
        ("g_4", m_end, end, Field.GIVEN_4),
        ("g_5", m_end, end, Field.GIVEN_5),
    )
    for name, begin, until, field in alternatives:
        columns[name] = table.last(begin, until, values[field])
    columns["bag"] = table.bag(values[Field.SOUND])
    columns["n_p"] = joined_parts(columns["s_p"], columns["m_p"], columns["g_p"])
    made = {name: stored(code) for name, code in columns.items()}
    for letter, begin, until in (("s", start, s_end), ("m", s_end, m_end), ("g", m_end, end)):
        made[f"{letter}_a"] = table.some(begin, until, values[Field.ABBREVIATED])
    made["marked"] = table.some(start, end, values[Field.MARKED])
    return made


def parent_columns(prefix: str, names: Sequence[str], ethnicities: Sequence[str]) -> dict[str, Column]:
    """The columns of a parent's name under ``prefix`` (``f`` father, ``m`` mother)."""
    table = NameTable(names, ethnicities)
    start, s_end, m_end, end = table.start, table.surname_end, table.middle_end, table.end
    values = {field: table.values(field) for field in Field}
    whole: dict[str, Codes] = {}
    parts: dict[str, Codes] = {}
    for suffix, field in (
        ("c", Field.CANONICAL),
        ("f", Field.FOLDED),
        ("p", Field.SOUND),
        ("i", Field.INITIAL),
    ):
        pieces = [
            table.in_order(b, u, values[field]) for b, u in ((start, s_end), (s_end, m_end), (m_end, end))
        ]
        whole[f"{suffix}"] = joined_parts(*pieces)
        for letter, piece in zip("smg", pieces, strict=True):
            parts[f"{letter}{suffix}"] = piece
    columns = {
        "n_c": whole["c"],
        "n_f": whole["f"],
        "n_p": whole["p"],
        "n_i": whole["i"],
        "g_f": parts["gf"],
        "g_p": parts["gp"],
        "g_1": table.last(m_end, end, values[Field.GIVEN_1]),
        "g_2": table.last(m_end, end, values[Field.GIVEN_2]),
        "s_p": parts["sp"],
        "m_p": parts["mp"],
        "bag": table.bag(values[Field.SOUND]),
    }
    made = {f"{prefix}_{name}": stored(code) for name, code in columns.items()}
    made[f"{prefix}_a"] = table.some(start, end, values[Field.ABBREVIATED])
    made[f"{prefix}_marked"] = table.some(start, end, values[Field.MARKED])
    return made


def joined_parts(surname: Codes, middle: Codes, given: Codes) -> Codes:
    """One code for a whole name; parts may be empty, 0 where all are."""
    whole = joined(surname + np.uint64(1), middle + np.uint64(1), given + np.uint64(1), salt=7)
    return np.where((surname == 0) & (middle == 0) & (given == 0), np.uint64(0), whole)


def _sum_of(table: NameTable, begin: Numbers, end: Numbers, values: Codes) -> Codes:
    weighed = np.where(values == 0, np.uint64(0), mixed(values, salted(55)))
    sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(weighed)])
    return np.asarray(sums[end] - sums[begin])
