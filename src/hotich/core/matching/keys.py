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
    """One key: what it joins, when it is tried (1 at once, 2 while nobody is nearly certain, 3 only in the second search), what it rescues."""

    number: int
    parts: tuple[str, ...]
    tier: int
    rescues: str

    @property
    def name(self) -> str:
        """As the design notes and the reports call it."""
        return f"K{self.number}"


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
    "year": ("b_year",),
    "years": ("b_year", "b_year-1", "b_year+1"),
    "years_around": ("b_year", *(f"b_year{step:+d}" for step in range(-5, 6) if step)),
    "home": ("h_c",),
    "born": ("p_c",),
    "home_today": ("h_w",),
    "born_today": ("p_w",),
    "home_province": ("h_v",),
    "bag": ("bag",),
    "number": ("number",),
    "month_day": ("b_md",),
}
# Which parts the register also stores under what its own writing may have meant.
_STORED_TWICE = {"given", "surname", "father_given", "mother_given"}

KEYS: tuple[Key, ...] = (
    Key(0, ("given", "day"), 1, "họ, chữ đệm, cha mẹ sai"),
    Key(1, ("surname", "given", "years"), 2, "thiếu cha mẹ, ngày sinh không đủ"),
    Key(2, ("given", "father_given", "mother_given"), 1, "ngày sinh hoặc họ sai"),
    Key(3, ("surname", "last_middle", "given", "father_given"), 1, "ngày sinh sai, thiếu mẹ"),
    Key(4, ("surname", "last_middle", "given", "mother_given"), 1, "ngày sinh sai, thiếu cha"),
    Key(5, ("father", "mother_given"), 1, "tên sai hoặc đã đổi"),
    Key(6, ("day", "father_given"), 1, "tên sai, thiếu mẹ"),
    Key(7, ("day", "mother_given"), 1, "tên sai, thiếu cha"),
    Key(8, ("given", "years", "father_given"), 1, "họ, ngày tháng sai, thiếu mẹ"),
    Key(9, ("given", "years", "mother_given"), 1, "họ, ngày tháng sai, thiếu cha"),
    Key(10, ("years", "father_given", "mother_given"), 1, "tên, ngày tháng sai"),
    Key(11, ("year", "home"), 2, "gần như mọi thứ khác sai"),
    Key(12, ("year", "born"), 2, "gần như mọi thứ khác sai"),
    Key(13, ("bag", "years"), 1, "chữ đệm và tên đổi chỗ, thiếu cha mẹ"),
    Key(14, ("bag", "home_province"), 1, "chữ đệm và tên đổi chỗ, năm sinh sai"),
    Key(15, ("number",), 1, "có số định danh"),
    Key(16, ("name", "home_today"), 1, "ngày sinh sai, thiếu cha mẹ"),
    Key(17, ("mother", "father_given"), 1, "tên sai, họ cha sai"),
    Key(18, ("surname", "given", "month_day"), 1, "năm sinh sai, thiếu cha mẹ"),
    Key(19, ("given", "home"), 2, "họ, ngày sinh sai, thiếu cha mẹ"),
    Key(20, ("day", "home_today"), 2, "tên sai, thiếu cha mẹ"),
    Key(25, ("surname", "last_middle", "day"), 1, "tên sai, thiếu cha mẹ"),
    Key(26, ("father", "month_day"), 1, "tên và năm sinh sai, thiếu mẹ"),
    Key(27, ("mother", "month_day"), 1, "tên và năm sinh sai, thiếu cha"),
    Key(28, ("father", "years"), 2, "tên sai, ngày sinh không đủ, thiếu mẹ"),
    Key(29, ("mother", "years"), 2, "tên sai, ngày sinh không đủ, thiếu cha"),
    Key(30, ("surname", "day"), 2, "chữ đệm thiếu, tên sai, thiếu cha mẹ"),
    Key(31, ("mother", "home_today"), 2, "tên và ngày sinh sai, thiếu cha"),
    Key(32, ("father", "home_today"), 2, "tên và ngày sinh sai, thiếu mẹ"),
    Key(21, ("surname", "given", "years_around"), 3, "năm sinh lệch nhiều"),
    Key(22, ("given", "father_given"), 3, "ngày sinh không biết"),
    Key(23, ("given", "mother_given"), 3, "ngày sinh không biết"),
    Key(24, ("day", "home_province"), 3, "mọi tên sai"),
)
BY_NAME = {key.name: key for key in KEYS}


def _column(columns: Prepared, name: str) -> npt.NDArray[np.int32]:
    base, step = (name[:-2], int(name[-2:])) if name[-2] in "+-" else (name, 0)
    column = columns[base]
    return np.where(column == 0, np.int32(0), column + np.int32(step)) if step else column


def stored_hashes(key: Key, columns: Prepared) -> Iterator[tuple[Rows | None, Codes]]:
    """What the register keeps for a key: rows (None: all of them) and their hashes, 0 where the key does not apply."""
    base = [PARTS[part][0] for part in key.parts]
    yield None, joined(*(columns[name] for name in base), salt=key.number + 1)
    for place, part in enumerate(key.parts):
        if part not in _STORED_TWICE:
            continue
        for other in PARTS[part][1:]:
            rows = np.flatnonzero(columns[other])
            if len(rows):
                names = [*base[:place], other, *base[place + 1 :]]
                yield rows, joined(*(columns[name][rows] for name in names), salt=key.number + 1)


def asked_hashes(key: Key, columns: Prepared, among: Rows | None = None) -> Iterator[tuple[Rows, Codes]]:
    """What an entry asks of a key: rows of the entries and hashes, none of them 0; ``among`` limits the rows."""
    everybody = np.arange(len(columns["g_p"]), dtype=np.int64) if among is None else among
    present: dict[str, npt.NDArray[np.bool_]] = {}
    for part in key.parts:
        for name in PARTS[part]:
            if name not in present:
                present[name] = _column(columns, name)[everybody] != 0
    for names in product(*(PARTS[part] for part in key.parts)):
        there = present[names[0]]
        for name in names[1:]:
            there = there & present[name]
        rows = everybody[there]
        if len(rows):
            yield rows, joined(*(_column(columns, name)[rows] for name in names), salt=key.number + 1)
