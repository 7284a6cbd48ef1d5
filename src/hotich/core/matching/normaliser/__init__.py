"""The one normaliser of the linkage model: a person as written → prepared columns, compared afterwards only by equality and ranges.

The same columns serve loading, screen, batch, DuckDB and Spark. Words are read three ways, coarser each time: *canonical* (tones kept; their placement and
i/y unified), *folded* (no marks) and *sound* (what regions and clerks confuse is one). What stands in ``COLUMNS``, and what its prefix means:
``g_ m_ s_ l_`` the person's given name, middle name, surname, last middle word; ``f_ w_`` father, mother (wife of the father); ``b_`` birth; ``h_`` hometown, ``p_`` birth
place. Suffixes: ``c`` canonical, ``f`` folded, ``p`` sound, ``i`` initials, ``a`` abbreviated, ``1 2 3`` sounds it may have been meant for (a slip of one
letter, an abbreviation's full words), ``o r`` onset and rhyme, ``k`` middle name without Thị and Văn. 0 always means that nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from hotich.core.codes import read_code
from hotich.core.matching.normaliser.codes import Codes, Column, joined, short_code, stored
from hotich.core.matching.normaliser.common import joint_columns
from hotich.core.matching.normaliser.dates import date_columns, year_column
from hotich.core.matching.normaliser.names import Words, parent_columns, subject_columns
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
T = TypeVar("T", bound=np.generic)

_SEXES = {"1": 1, "2": 2, "male": 1, "female": 2}
_WORDS = ("hometown", "birth_place", "ethnicity")
_FEW = 64
"""Persons up to whom looking for values that repeat costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of texts: its different values, and for every person the number of his (None: one value each, in order)."""

    values: Sequence[str]
    codes: npt.NDArray[np.int64] | None = None

    @classmethod
    def of(cls, texts: Sequence[str] | Texts) -> Texts:
        """The same texts with what repeats kept once."""
        if isinstance(texts, Texts):
            return texts
        numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        if len(numbers) == len(texts):
            return cls(texts)
        return cls(list(numbers), np.fromiter(map(numbers.__getitem__, texts), np.int64, len(texts)))

    def rows(self) -> Sequence[str]:
        """Everybody's text."""
        return self.values if self.codes is None else [self.values[code] for code in self.codes.tolist()]

    def spread(self, made: npt.NDArray[T]) -> npt.NDArray[T]:
        """What was made of the values, for every person."""
        return made if self.codes is None else made[self.codes]


def prepare(fields: Mapping[str, Sequence[str] | Texts]) -> Prepared:
    """The columns of many persons. ``fields`` maps names of ``FIELDS`` to equally long columns; a field may be missing. Never raises on a value.

    Every different value is prepared once: a million people cost what their different names, dates and places cost.
    """
    names = Texts.of(fields["full_name"])
    size = len(names.values) if names.codes is None else len(names.codes)
    if not size:
        return {name: column[:0] for name, column in prepare({"full_name": [""]}).items()}
    blank = Texts([""], np.zeros(size, dtype=np.int64))
    texts = {field: Texts.of(fields.get(field, blank)) for field in FIELDS if field != "personal_id"}

    tokens().shrink()
    columns = _names_of_few(texts) if size <= _FEW else _names_of_many(texts)
    columns |= _spread(texts["birth_date"], date_columns)
    for column, field in (("f_y", "father_birth_date"), ("w_y", "mother_birth_date")):
        columns[column] = texts[field].spread(year_column(texts[field].values))
    for prefix, field in (("h", "hometown"), ("p", "birth_place")):
        columns |= _spread(texts[field], partial(place_columns, prefix))
    columns["sex"] = texts["sex"].spread(_coded("sex", texts["sex"].values))
    columns["ethnic"] = texts["ethnicity"].spread(_coded("ethnic_groups", texts["ethnicity"].values))
    numbers = fields.get("personal_id", blank)
    columns["number"] = (
        numbers.spread(_numbers(numbers.values)) if isinstance(numbers, Texts) else _numbers(numbers)
    )
    columns |= joint_columns(columns)
    somewhere = columns.pop("marked") | columns.pop("f_marked") | columns.pop("w_marked")
    for field in _WORDS:
        marked = ~np.fromiter(map(str.isascii, texts[field].values), bool, len(texts[field].values))
        somewhere |= texts[field].spread(marked)
    # 1: a record written wholly without diacritics, compared without them; 2: an ordinary one.
    columns["flat"] = (1 + somewhere).astype(np.int32)
    return columns


def _spread(texts: Texts, make: Callable[[Sequence[str]], Prepared]) -> Prepared:
    return {name: texts.spread(column) for name, column in make(texts.values).items()}


def _names_of_few(texts: Mapping[str, Texts]) -> Prepared:
    """The columns of names where nothing repeats: both parents at once, because so few cost what the calls cost."""
    whose = texts["ethnicity"].rows()
    columns = subject_columns(texts["full_name"].rows(), whose)
    both = [*texts["father_full_name"].rows(), *texts["mother_full_name"].rows()]
    made, half = parent_columns("", both, [*whose, *whose]), len(whose)
    columns |= {f"f{name}": column[:half] for name, column in made.items()}
    return columns | {f"w{name}": column[half:] for name, column in made.items()}


def _names_of_many(texts: Mapping[str, Texts]) -> Prepared:
    columns = _of_names(subject_columns, texts["full_name"], texts["ethnicity"])
    for prefix, field in (("f", "father_full_name"), ("w", "mother_full_name")):
        columns |= _of_names(partial(parent_columns, prefix), texts[field], texts["ethnicity"])
    return columns


def _of_names(
    make: Callable[[Sequence[str], Sequence[str], Words], Prepared], names: Texts, ethnicities: Texts
) -> Prepared:
    """The columns of names. Few names are cut by whose they are: only these are prepared once for every ethnic group that has them."""
    words = Words.of(names.values)
    nobodys = [""] * len(names.values)
    if not words.odd.any():
        return _spread(names, lambda values: make(values, nobodys, words))
    every = np.arange(len(names.values)) if names.codes is None else names.codes
    rows = np.flatnonzero(words.odd[every])
    groups = len(ethnicities.values)
    whose = np.arange(groups)[rows] if ethnicities.codes is None else ethnicities.codes[rows]
    pairs, place = np.unique(every[rows] * groups + whose, return_inverse=True)
    codes = every.copy()
    codes[rows] = len(names.values) + place
    more = [names.values[pair // groups] for pair in pairs.tolist()]
    made = make(
        [*names.values, *more],
        nobodys + [ethnicities.values[pair % groups] for pair in pairs.tolist()],
        words.followed_by(Words.of(more)),
    )
    return {name: column[codes] for name, column in made.items()}


def _numbers(texts: Sequence[str]) -> Column:
    """Codes of personal numbers by their figures; a lost leading zero is no difference."""
    return number_codes(np.fromiter(map(_figures, texts), np.uint64, len(texts)))


def number_codes(figures: Codes) -> Column:
    """Codes of personal numbers already read as figures, 0 for none."""
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

__all__ = [
    "COLUMNS", "FIELDS", "VERSION", "Codes", "Column", "Prepared", "Texts", "joined", "number_codes", "prepare", "short_code",
]  # fmt: skip
