"""Whether two written places are the same place, over time.

``xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé`` and ``phường Minh Hưng, tỉnh Đồng Nai`` are one place under another unit's name and a later boundary:
no discrepancy. Places the gazetteer knows are compared as units; others by the names of their levels, their provinces still as units over
time. House, hamlet and hospital never make two places different: they only make one writing more precise.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from hotich.core.places.gazetteer import Gazetteer
from hotich.core.places.reading import NamedLevel, PlaceReading, read_place
from hotich.core.places.units import Level, Unit, folded_key, name_key
from hotich.core.text import lacks_diacritics

Side = Literal["a", "b"]


class PlaceAgreement(StrEnum):
    """How two written places agree; only ``different`` is a discrepancy."""

    EQUAL = "equal"
    SAME_UNIT_OVER_TIME = "same_unit_over_time"
    LESS_PRECISE = "less_precise"
    DIFFERENT = "different"
    MISSING = "missing"


AGREEMENT_LABELS = {
    PlaceAgreement.EQUAL: "trùng khớp",
    PlaceAgreement.SAME_UNIT_OVER_TIME: "cùng một nơi qua các lần đổi tên, đổi địa giới",
    PlaceAgreement.LESS_PRECISE: "một bên ghi kém chi tiết hơn",
    PlaceAgreement.DIFFERENT: "hai nơi khác nhau",
    PlaceAgreement.MISSING: "thiếu một bên",
}


@dataclass(frozen=True, slots=True)
class PlaceComparison:
    """The agreement, a Vietnamese sentence for the officer, and which side says less where one does."""

    agreement: PlaceAgreement
    note: str
    coarser: Side | None = None


def compare_places(
    a: str | None,
    b: str | None,
    a_on: dt.date | None = None,
    b_on: dt.date | None = None,
    *,
    near: str | None = None,
) -> PlaceAgreement:
    """How two written places agree. The days say when each was written and settle which unit of that name is meant."""
    return explain_places(a, b, a_on, b_on, near=near).agreement


def explain_places(
    a: str | None,
    b: str | None,
    a_on: dt.date | None = None,
    b_on: dt.date | None = None,
    *,
    near: str | None = None,
) -> PlaceComparison:
    """``compare_places`` with its reason in words."""
    return _explain(a or "", b or "", a_on, b_on, near)


@lru_cache(maxsize=65536)
def _explain(a: str, b: str, a_on: dt.date | None, b_on: dt.date | None, near: str | None) -> PlaceComparison:
    one, other = read_place(a, a_on, near=near), read_place(b, b_on, near=near)
    if not _says_something(one) or not _says_something(other):
        coarser: Side | None = None
        if _says_something(one) != _says_something(other):
            coarser = "b" if _says_something(one) else "a"
        return PlaceComparison(PlaceAgreement.MISSING, "Một bên không ghi nơi chốn.", coarser)
    agreement, coarser = _Comparison(Gazetteer.load(), one, other).outcome()
    return PlaceComparison(agreement, _note(agreement, one, other, coarser), coarser)


def _says_something(reading: PlaceReading) -> bool:
    return bool(reading.levels or any(c.isalnum() for c in reading.rest))


class _Comparison:
    """One comparison of two readings."""

    def __init__(self, gazetteer: Gazetteer, a: PlaceReading, b: PlaceReading) -> None:
        self.gazetteer = gazetteer
        self.a = a
        self.b = b
        self.unmarked = lacks_diacritics(a.text) or lacks_diacritics(b.text)

    def outcome(self) -> tuple[PlaceAgreement, Side | None]:
        a, b = self.a.finest, self.b.finest
        if a is None or b is None:
            return self._by_rest()
        if self._same_words():
            return self._with_rest()
        if not self._contexts_agree():
            return PlaceAgreement.DIFFERENT, None
        if a.level is b.level:
            return self._same_level(a, b)
        if a.level > b.level:
            return self._nested(a, b, "b")
        return self._nested(b, a, "a")

    # -- the words

    def _key(self, text: str) -> str:
        return folded_key(text) if self.unmarked else name_key(text)

    def _same_name(self, a: NamedLevel, b: NamedLevel) -> bool:
        return self._key(a.name) == self._key(b.name)

    def _same_words(self) -> bool:
        if len(self.a.levels) != len(self.b.levels):
            return False
        return all(
            x.level is y.level and self._same_name(x, y) and (x.type == y.type or None in (x.type, y.type))
            for x, y in zip(self.a.levels, self.b.levels, strict=True)
        ) and bool(set(self.a.possible_units) & set(self.b.possible_units) or not self.a.possible_units)

    def _by_rest(self) -> tuple[PlaceAgreement, Side | None]:
        """At least one side names no unit at all, only a house, a hamlet or a hospital."""
        if self.a.finest or self.b.finest:
            return PlaceAgreement.LESS_PRECISE, "b" if self.a.finest else "a"
        same = self._key(self.a.rest) == self._key(self.b.rest)
        return (PlaceAgreement.EQUAL if same else PlaceAgreement.DIFFERENT), None

    def _with_rest(self) -> tuple[PlaceAgreement, Side | None]:
        a, b = self._key(self.a.rest), self._key(self.b.rest)
        if a == b:
            return PlaceAgreement.EQUAL, None
        if a and b:
            return PlaceAgreement.LESS_PRECISE, None
        return PlaceAgreement.LESS_PRECISE, "b" if a else "a"

    # -- the units

    def _related(self, a: tuple[Unit, ...], b: tuple[Unit, ...]) -> bool:
        return any(self.gazetteer.related(x, y) for x in a for y in b)

    def _at(self, reading: PlaceReading, level: Level) -> tuple[tuple[Unit, ...], NamedLevel | None]:
        """The units a reading lies in at a level, as written or, where it names only a smaller unit, as known."""
        named = reading.at(level)
        if named is not None:
            return named.units, named
        finest = reading.finest
        if finest is None or finest.level < level:
            return (), None
        return tuple({above for unit in finest.units for above in self.gazetteer.above(unit, level)}), None

    def _contexts_agree(self) -> bool:
        """Whether nothing that both sides say above their finest level contradicts. Units known at the finest level decide alone."""
        a, b = self.a.finest, self.b.finest
        assert a is not None and b is not None
        if a.units and b.units:
            return True
        for level in Level:
            if level >= min(a.level, b.level):
                break
            units_a, named_a = self._at(self.a, level)
            units_b, named_b = self._at(self.b, level)
            if units_a and units_b:
                if not self._related(units_a, units_b):
                    return False
            elif named_a and named_b and not self._same_name(named_a, named_b):
                return False
        return True

    def _same_level(self, a: NamedLevel, b: NamedLevel) -> tuple[PlaceAgreement, Side | None]:
        if a.units and b.units:
            if not self._related(a.units, b.units):
                return PlaceAgreement.DIFFERENT, None
        elif not self._same_name(a, b):
            return self._misplaced(a, b)
        vague_a, vague_b = self._is_vague(self.a), self._is_vague(self.b)
        if vague_a != vague_b:
            return PlaceAgreement.LESS_PRECISE, "a" if vague_a else "b"
        if self._is_renamed(a, b):
            return PlaceAgreement.SAME_UNIT_OVER_TIME, None
        return self._with_rest()

    def _misplaced(self, a: NamedLevel, b: NamedLevel) -> tuple[PlaceAgreement, Side | None]:
        """Two names nobody knows. One without a type word may be a coarser unit of the other: Xuân Thủy, Nam Hà."""
        if not a.units and a.type is None and any(self._same_name(a, level) for level in self.b.levels[1:]):
            return PlaceAgreement.LESS_PRECISE, "a"
        if not b.units and b.type is None and any(self._same_name(b, level) for level in self.a.levels[1:]):
            return PlaceAgreement.LESS_PRECISE, "b"
        return PlaceAgreement.DIFFERENT, None

    def _is_vague(self, reading: PlaceReading) -> bool:
        """A commune or district named alone: elsewhere in the country there may be another of that name."""
        return len(reading.levels) == 1 and reading.levels[0].level is not Level.PROVINCE

    def _is_renamed(self, a: NamedLevel, b: NamedLevel) -> bool:
        """Whether the two writings name different units on any level, and not merely more or fewer levels of one."""
        if a.units and b.units and not set(a.units) & set(b.units):
            return True
        for named in self.a.levels:
            other = self.b.at(named.level)
            if other is None:
                continue
            if not self._same_name(named, other) and not set(named.units) & set(other.units):
                return True
            if named.type and other.type and named.type != other.type:
                return True
        return False

    def _nested(
        self, fine: NamedLevel, coarse: NamedLevel, coarser: Side
    ) -> tuple[PlaceAgreement, Side | None]:
        """One side names a unit of a smaller level than the other."""
        if fine.units and coarse.units:
            inside = any(self.gazetteer.lies_within(f, c) for f in fine.units for c in coarse.units)
            return (PlaceAgreement.LESS_PRECISE, coarser) if inside else (PlaceAgreement.DIFFERENT, None)
        finer = self.a if coarser == "b" else self.b
        units, named = self._at(finer, coarse.level)
        if coarse.units and units:
            agree = self._related(units, coarse.units)
        elif named is not None:
            agree = self._same_name(named, coarse)
        else:
            # Nothing known on that level: the coarse name may be the fine one under a level we guessed wrongly.
            agree = any(self._same_name(level, coarse) for level in finer.levels)
        return (PlaceAgreement.LESS_PRECISE, coarser) if agree else (PlaceAgreement.DIFFERENT, None)


def _note(agreement: PlaceAgreement, a: PlaceReading, b: PlaceReading, coarser: Side | None) -> str:
    if agreement is PlaceAgreement.EQUAL:
        return "Cùng một nơi."
    if agreement is PlaceAgreement.SAME_UNIT_OVER_TIME:
        today = sorted({unit.id: unit for unit in (*a.unit_now, *b.unit_now)}.values(), key=lambda u: u.id)
        names = " và ".join(Gazetteer.load().full_name(unit) for unit in today)
        tail = f"; nay thuộc {names}" if 0 < len(today) < 3 else ""
        return f"“{a.text}” và “{b.text}” là cùng một nơi qua các lần đổi tên, đổi địa giới{tail}."
    if agreement is PlaceAgreement.LESS_PRECISE:
        if coarser is None:
            return "Cùng đơn vị hành chính, chỉ khác phần chi tiết (số nhà, thôn, ấp, cơ sở y tế)."
        short, long = (a, b) if coarser == "a" else (b, a)
        return f"“{short.text}” kém chi tiết hơn “{long.text}”, không trái nhau."
    outside = [level.name for reading in (a, b) for level in reading.outside]
    tail = f" Danh mục địa danh chưa có “{'”, “'.join(outside)}”, cần người xem lại." if outside else ""
    return f"“{a.text}” và “{b.text}” là hai nơi khác nhau.{tail}"
