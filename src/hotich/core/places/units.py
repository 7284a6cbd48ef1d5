"""Administrative units as rows of time: one row is one territory under one name, one type and one line of parents.

A row ends when the territory changes its name, its type, its district or its boundary; ``successors`` name the rows the
territory passed to. A parent that itself changed while the row lasted appears once for each of its own rows. Official codes
repeat (25432 was xã, then thị trấn Chơn Thành, phường Hưng Long, phường Chơn Thành): a code is a key only with a date.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

from hotich.core.text import comparison_key, search_key, unify_iy


class Level(IntEnum):
    """Rank of a unit; a larger number is a smaller territory."""

    PROVINCE = 1
    DISTRICT = 2
    COMMUNE = 3


LEVEL_LABELS = {Level.PROVINCE: "tỉnh", Level.DISTRICT: "huyện", Level.COMMUNE: "xã"}

DISTRICT_TYPES = frozenset({"huyện", "quận", "thị xã", "thành phố"})
COMMUNE_TYPES = frozenset({"xã", "phường", "thị trấn", "đặc khu"})
PROVINCE_TYPES = frozenset({"tỉnh", "thành phố", "đặc khu"})

_MARKS = re.compile("[\u0300-\u036f]")
_SIGNS = re.compile(r"[-\u2011.\s]+")
_LEADING_ZEROS = re.compile(r"\b0+(?=\d)")
# One word of the highlands that every list spells its own way: Đắk, Đăk, Đak, Đắc, Đăc.
_DAK = re.compile(r"\bđ[aăắ][kc]\b")


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The comparison key of a unit's name: tones kept; hyphens, dots, apostrophes, i/y and leading zeros do not count."""
    key = unify_iy(comparison_key(name)).replace("'", "")
    key = _LEADING_ZEROS.sub("", _SIGNS.sub(" ", key)).strip()
    return _DAK.sub("đắk", key)


@lru_cache(maxsize=65536)
def folded_key(name: str) -> str:
    """``name_key`` without tones and marks: for places written without diacritics."""
    return search_key(name_key(name))


_NOT_LETTER = re.compile(r"[\W_]+")


def bucket(name: str) -> str:
    """A coarse, cheap key for the index: equal wherever ``name_key`` or ``folded_key`` are; it finds, it never decides."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", name.lower())).replace("đ", "d")
    plain = _NOT_LETTER.sub("", _LEADING_ZEROS.sub("", plain))
    return plain.replace("dac", "dak").replace("y", "i")


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """One row of the gazetteer. ``mark`` says how well it is known: found, medium or unsure."""

    id: str
    code: str
    name: str
    type: str
    level: Level
    parents: tuple[str, ...]
    valid_from: dt.date | None
    valid_to: dt.date | None
    successors: tuple[str, ...]
    aliases: tuple[str, ...] = field(default=())
    mark: str = "medium"

    @property
    def title(self) -> str:
        """Type and name as written on paper: ``xã Minh Hưng``."""
        return f"{self.type} {self.name}"

    @property
    def is_current(self) -> bool:
        """Whether the row has not ended."""
        return self.valid_to is None

    def valid_on(self, day: dt.date) -> bool:
        """Whether the row stood on that day; an unknown beginning counts as long ago."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def __repr__(self) -> str:
        return f"<{self.title} {self.id}>"


def _level(unit_type: str, parents: tuple[str, ...]) -> Level:
    if not parents:
        if unit_type not in PROVINCE_TYPES:
            raise ValueError(f"a {unit_type} needs a parent")
        return Level.PROVINCE
    if unit_type in DISTRICT_TYPES:
        return Level.DISTRICT
    if unit_type in COMMUNE_TYPES:
        return Level.COMMUNE
    raise ValueError(f"unknown type of unit: {unit_type}")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _date(cell: str) -> dt.date | None:
    return dt.date.fromisoformat(cell) if cell else None


def read_units(lines: Iterable[str]) -> Iterator[Unit]:
    """Units of one CSV file of ours. Raises ValueError naming the row that is broken."""
    for row in csv.DictReader(lines):
        parents = _split(row["parents"])
        try:
            yield Unit(
                id=row["id"],
                code=row["code"],
                name=row["name"],
                type=row["type"],
                level=_level(row["type"], parents),
                parents=parents,
                valid_from=_date(row["valid_from"]),
                valid_to=_date(row["valid_to"]),
                successors=_split(row["successors"]),
                aliases=_split(row["aliases"]),
                mark=row["mark"],
            )
        except ValueError as error:
            raise ValueError(f"unit {row['id']}: {error}") from error
