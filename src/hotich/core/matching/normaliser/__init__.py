"""The one normaliser of the linkage model: a person as written → prepared columns, compared afterwards only by equality and ranges.

The same columns serve loading, screen, batch, DuckDB and Spark. Words are read three ways, coarser each time: *canonical* (tones kept; their placement and
i/y unified), *folded* (no marks) and *sound* (what regions and clerks confuse is one). What stands in ``COLUMNS``, and what its prefix means:
``g_ m_ s_ l_`` the person's given name, middle name, surname, last middle word; ``f_ w_`` father, mother (wife of the father); ``b_`` birth; ``h_`` hometown, ``p_`` birth
place. Suffixes: ``c`` canonical, ``f`` folded, ``p`` sound, ``i`` initials, ``a`` abbreviated, ``1 2 3`` sounds it may have been meant for (a slip of one
letter, an abbreviation's full words), ``o r`` onset and rhyme, ``k`` middle name without Thị and Văn. 0 always means that nothing is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hotich.core.codes import read_code
from hotich.core.matching.normaliser.codes import Codes, Column, joined, short_code, stored
from hotich.core.matching.normaliser.common import joint_columns
from hotich.core.matching.normaliser.dates import date_columns, year_column
from hotich.core.matching.normaliser.names import parent_columns, subject_columns
from hotich.core.matching.normaliser.places import place_columns
from hotich.core.matching.normaliser.tokens import tokens

VERSION = 4
"""Changes whenever a column changes its meaning: a model is bound to it."""

FIELDS = (
    "personal_id",
    "full_name",
    "sex",
    "birth_date",
    "birth_place",
    "hometown",
    "ethnicity",
    "mother_full_name",
    "mother_birth_date",
    "father_full_name",
    "father_birth_date",
)
"""The fields of a person that the columns are made from, by their names in the batch files."""

Prepared = dict[str, Column]

_SEXES = {"1": 1, "2": 2, "male": 1, "female": 2}


def prepare(fields: Mapping[str, Sequence[str]]) -> Prepared:
    """The columns of many persons. ``fields`` maps names of ``FIELDS`` to equally long texts; a field may be missing. Never raises on a value."""
    size = len(fields["full_name"])
    if not size:
        return {name: column[:0] for name, column in prepare({"full_name": [""]}).items()}
    blank = [""] * size

    def texts(field: str) -> Sequence[str]:
        return fields.get(field, blank)

    tokens().shrink()
    ethnicities = texts("ethnicity")
    columns: Prepared = subject_columns(texts("full_name"), ethnicities)
    columns |= parent_columns("f", texts("father_full_name"), ethnicities)
    columns |= parent_columns("w", texts("mother_full_name"), ethnicities)
    columns |= date_columns(texts("birth_date"))
    columns["f_y"] = year_column(texts("father_birth_date"))
    columns["w_y"] = year_column(texts("mother_birth_date"))
    columns |= place_columns("h", texts("hometown"))
    columns |= place_columns("p", texts("birth_place"))
    columns["sex"] = _coded("sex", texts("sex"))
    columns["ethnic"] = _coded("ethnic_groups", ethnicities)
    columns["number"] = _numbers(texts("personal_id"))
    columns |= joint_columns(columns)
    marks = columns.pop("marked"), columns.pop("f_marked"), columns.pop("w_marked")
    somewhere = marks[0] | marks[1] | marks[2]
    for field in ("hometown", "birth_place", "ethnicity"):
        somewhere |= ~np.fromiter(map(str.isascii, texts(field)), bool, size)
    # 1: a record written wholly without diacritics, compared without them; 2: an ordinary one.
    columns["flat"] = (1 + somewhere).astype(np.int32)
    return columns


def _numbers(texts: Sequence[str]) -> Column:
    """Codes of personal numbers by their figures; a lost leading zero is no difference."""
    figures = np.fromiter((_figures(text) for text in texts), np.uint64, len(texts))
    return stored(joined(figures, salt=91))


def _figures(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()):
        text = "".join(c for c in text if c in "0123456789")
    return int(text[-18:] or 0)


def _coded(list_name: str, texts: Sequence[str]) -> Column:
    codes: dict[str, int] = {}
    for text in set(texts):
        if list_name == "sex" and text.strip().lower() in _SEXES:
            codes[text] = _SEXES[text.strip().lower()]
        else:
            meaning = read_code(list_name, text)
            codes[text] = _SEXES.get(meaning or "", 0) if list_name == "sex" else short_code(meaning or "")
    return np.fromiter(map(codes.__getitem__, texts), np.int32, len(texts))


COLUMNS: tuple[str, ...] = tuple(prepare({"full_name": [""]}))

__all__ = ["COLUMNS", "FIELDS", "VERSION", "Codes", "Column", "Prepared", "joined", "prepare", "short_code"]
