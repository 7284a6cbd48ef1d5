"""Blocking keys: which citizens are worth comparing with an entry. Each key is a hash of a few prepared columns, looked up exactly; the union finds.

No single key is near enough; together they find all but the records that lost nearly everything at once. The asking side tries more: the years
beside, day and month exchanged, what a slip or an abbreviation may have meant. The register's side is stored plainly, and again under what its own slips
may have meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from hotich.core.matching.normaliser import Codes, Prepared, joined

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it joins, when it is tried (1 at once, 2 while nobody is nearly certain, 3 only in the second search), what it rescues.

    ``of`` names the key whose stored hashes it asks, where it only asks more of them; otherwise it has stored hashes of its own.
    """

    number: int
    parts: tuple[str, ...]
    tier: int
    rescues: str
    of: int | None = None

    @property
    def name(self) -> str:
        """As the design notes and the reports call it."""
        return f"K{self.number}"

    @property
    def index(self) -> int:
        """The number of the key whose stored hashes are asked."""
        return self.number if self.of is None else self.of


# A part: the stored column and what the asking side tries beside it.
PARTS: dict[str, tuple[str, ...]] = {
    "given": ("g_p", "g_1", "g_2", "g_3", "g_4", "g_5"),
    "surname": ("s_p", "s_1", "s_2", "s_3"),
    "last_middle": ("l_p", "l_1", "l_2"),
    "father_given": ("f_g_p", "f_g_1", "f_g_2"),
    "mother_given": ("w_g_p", "w_g_1", "w_g_2"),
    "father": ("f_n_p",),
    "mother": ("w_n_p",),
    "name": ("n_p",),
    "day": ("b_day", "b_swap"),
    "sure_day": ("b_sure", "b_swap"),
    "year": ("b_year",),
    "years": ("b_year", "b_year-1", "b_year+1"),
    "years_around": ("b_year", *(f"b_year{step:+d}" for step in range(-9, 10) if step)),
    "home": ("h_c", "p_c"),
    "born": ("p_c", "h_c"),
    "home_today": ("h_w", "p_w"),
    "home_province": ("h_v", "p_v"),
    "bag": ("bag",),
    "number": ("number",),
    "month_day": ("b_md",),
}
# Which parts the register also stores under what its own writing may have meant.
_STORED_TWICE = {"given", "surname", "father_given", "mother_given"}

# The first tier gives a few dozen candidates in a register of ten millions; the second some hundreds, for the entries that the first left open.
KEYS: tuple[Key, ...] = (
    Key(15, ("number",), 1, "có số định danh"),
    Key(0, ("given", "day"), 1, "họ, chữ đệm, cha mẹ sai"),
    Key(33, ("mother", "years", "home_province"), 1, "tên, ngày tháng, cha sai"),
    Key(34, ("given", "father"), 1, "ngày sinh sai, thiếu mẹ"),
    Key(12, ("year", "born"), 1, "gần như mọi thứ khác sai"),
    Key(19, ("given", "home"), 1, "họ, ngày sinh sai, thiếu cha mẹ"),
    Key(35, ("surname", "sure_day"), 1, "chữ đệm thiếu, tên sai, thiếu cha mẹ"),
    Key(5, ("father", "mother_given"), 2, "tên sai hoặc đã đổi"),
    Key(14, ("bag", "home_province"), 2, "chữ đệm và tên đổi chỗ, năm sinh sai"),
    Key(27, ("mother", "month_day"), 2, "tên và năm sinh sai, thiếu cha"),
    Key(28, ("father", "years"), 2, "tên sai, ngày sinh không đủ, thiếu mẹ"),
    Key(31, ("mother", "home_today"), 2, "tên và ngày sinh sai, thiếu cha"),
    Key(32, ("father", "home_today"), 2, "tên và ngày sinh sai, thiếu mẹ"),
    Key(36, ("given", "mother"), 2, "ngày sinh sai, thiếu cha"),
    Key(37, ("name", "years"), 2, "chỉ có họ tên và năm sinh"),
    Key(38, ("surname", "given", "year"), 2, "chữ đệm sai, thiếu cha mẹ, ngày sinh không đủ"),
    Key(39, ("given", "mother_given", "month_day"), 2, "năm sinh và họ tên cha mẹ sai"),
    Key(40, ("year", "home_today"), 2, "mọi tên sai"),
    Key(41, ("month_day", "home"), 2, "mọi tên và năm sinh sai"),
    Key(42, ("mother", "year"), 2, "tên sai, thiếu cha và quê"),
    Key(43, ("given", "born"), 2, "họ, ngày sinh sai, thiếu cha mẹ và quê"),
    Key(21, ("surname", "given", "years_around"), 3, "năm sinh lệch nhiều", of=38),
    Key(44, ("name", "years_around"), 3, "chỉ có họ tên, năm sinh lệch nhiều", of=37),
    Key(45, ("father", "years_around"), 3, "tên sai, năm sinh lệch nhiều, thiếu mẹ", of=28),
    Key(46, ("mother", "years_around"), 3, "tên sai, năm sinh lệch nhiều, thiếu cha", of=42),
    Key(47, ("years_around", "home_today"), 3, "mọi tên sai, năm sinh lệch nhiều", of=40),
)
KEPT: tuple[Key, ...] = tuple(key for key in KEYS if key.of is None)
"""The keys that a register stores hashes of, an index each."""
BY_NAME = {key.name: key for key in KEYS}


def _column(columns: Prepared, name: str) -> npt.NDArray[np.int32]:
    base, step = (name[:-2], int(name[-2:])) if name[-2] in "+-" else (name, 0)
    column = columns[base]
    return np.where(column == 0, np.int32(0), column + np.int32(step)) if step else column


def stored_hashes(key: Key, columns: Prepared) -> Iterator[tuple[Rows | None, Codes]]:
    """What the register keeps for a key: rows (None: all of them) and their hashes, 0 where the key does not apply."""
    base = [PARTS[part][0] for part in key.parts]
    yield None, joined(*(columns[name] for name in base), salt=key.index + 1)
    for place, part in enumerate(key.parts):
        if part not in _STORED_TWICE:
            continue
        for other in PARTS[part][1:]:
            rows = np.flatnonzero(columns[other])
            if len(rows):
                names = [*base[:place], other, *base[place + 1 :]]
                yield rows, joined(*(columns[name][rows] for name in names), salt=key.index + 1)


def asked_hashes(key: Key, columns: Prepared, among: Rows | None = None) -> Iterator[tuple[Rows, Codes]]:
    """What an entry asks of a key: rows of the entries and hashes, none of them 0; ``among`` limits the rows."""
    everybody = np.arange(len(columns["g_p"]), dtype=np.int64) if among is None else among
    present: dict[str, npt.NDArray[np.bool_]] = {}
    for part in key.parts:
        for name in PARTS[part]:
            if name not in present:
                values = _column(columns, name)[everybody]
                first = columns[PARTS[part][0]][everybody]
                present[name] = (values != 0) & ((values != first) | (name == PARTS[part][0]))
    for names in product(*(PARTS[part] for part in key.parts)):
        there = present[names[0]]
        for name in names[1:]:
            there = there & present[name]
        rows = everybody[there]
        if len(rows):
            yield rows, joined(*(_column(columns, name)[rows] for name in names), salt=key.index + 1)
