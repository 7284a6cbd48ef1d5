"""Reading a place as a register writes it: which units it names, as they then were and as they are today.

The text is the evidence and is never changed. Reading only links it: to the most specific unit that the words name without doubt, to
the units in which that territory lies today, and to what is left (house, hamlet, hospital). Where several units are possible none is
chosen; they are the candidates. A name outside the gazetteer stays as a level and a name.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from hotich.core.findings import Finding
from hotich.core.places.gazetteer import Gazetteer, province_pattern_names
from hotich.core.places.pieces import Piece, Pieces, cut
from hotich.core.places.units import COMMUNE_TYPES, Level, Unit, folded_key, name_key
from hotich.core.text import lacks_diacritics, squeeze

# Provinces of the Republic of Việt Nam share names with later districts; unwritten types mean the later ones.
_REUNIFICATION = dt.date(1976, 2, 1)


@dataclass(frozen=True, slots=True)
class NamedLevel:
    """One level as the text names it, with every unit it can mean in the context of the others."""

    level: Level
    type: str | None
    name: str
    units: tuple[Unit, ...] = ()

    @property
    def key(self) -> str:
        """The comparison key of the name as written."""
        return name_key(self.name)

    @property
    def folded(self) -> str:
        """The name without diacritics."""
        return folded_key(self.name)


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What a written place means. ``unit_now`` is empty where today's units cannot be told."""

    text: str
    unit_then: Unit | None = None
    unit_now: tuple[Unit, ...] = ()
    candidates: tuple[Unit, ...] = ()
    rest: str = ""
    levels: tuple[NamedLevel, ...] = ()
    agency: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def finest(self) -> NamedLevel | None:
        """The most specific level the text names, None where it names none."""
        return self.levels[0] if self.levels else None

    @property
    def outside(self) -> tuple[NamedLevel, ...]:
        """Levels whose name the gazetteer does not know in this place."""
        return tuple(level for level in self.levels if not level.units)

    @property
    def possible_units(self) -> tuple[Unit, ...]:
        """Every unit the most specific level can mean."""
        return self.levels[0].units if self.levels else ()

    def at(self, level: Level) -> NamedLevel | None:
        """What the text names at a level."""
        return next((named for named in self.levels if named.level is level), None)

    def normalised(self) -> dict[str, Any]:
        """The value beside the transcription: ids of units, the rest as written."""
        return {
            "unit_then": self.unit_then.id if self.unit_then else None,
            "unit_now": [unit.id for unit in self.unit_now],
            "rest": self.rest,
        }


def read_place(text: str | None, on: dt.date | None = None, *, near: str | None = None) -> PlaceReading:
    """Reads a place as written, ``on`` being the day of the act that names it (it settles which unit of that name is meant).

    ``near`` is the id of a unit, ordinarily the book's own: of several places of one name the one beside it is taken. Never raises.
    """
    # Between two days on which no unit changed a place reads alike: a book is read once and not once a day.
    reading = _read(squeeze(text or ""), epoch_of(on) if on else None, near)
    unit = reading.unit_then
    if unit is None or on is None or unit.valid_on(on):
        return reading
    outside = Finding(
        "place.outside_period",
        "silent",
        (),
        f"“{unit.title}” không phải tên gọi vào ngày {on:%d/%m/%Y}; giữ nguyên như trong sổ.",
    )
    return replace(reading, findings=(*reading.findings, outside))


@cache
def _changes() -> tuple[dt.date, ...]:
    """The days on which some unit began or was no more, in order."""
    days = {_REUNIFICATION}
    for unit in Gazetteer.load():
        if unit.valid_from:
            days.add(unit.valid_from)
        if unit.valid_to:
            days.add(unit.valid_to + dt.timedelta(days=1))
    return tuple(sorted(days))


def epoch_of(on: dt.date) -> dt.date:
    """The first day from which on nothing changed until this one."""
    place = bisect_right(_changes(), on)
    return _changes()[place - 1] if place else dt.date.min


@lru_cache(maxsize=65536)
def _read(text: str, on: dt.date | None, near: str | None) -> PlaceReading:
    if not text:
        return PlaceReading(text)
    gazetteer = Gazetteer.load()
    pieces = _cut(text)
    if not any(any(c.isalnum() for c in piece.name) for piece in pieces.parts):
        # Only an agency ("UBND") or the country is named: kept as the rest; bare commas name nothing.
        named = any(c.isalnum() for c in text)
        rest = text if named and not pieces.agency else ""
        return PlaceReading(text, rest=rest, agency=pieces.agency, findings=() if named else (_EMPTY,))
    return _Reader(gazetteer, on, near, lacks_diacritics(text)).read(text, pieces.parts, pieces.agency)


@lru_cache(maxsize=65536)
def _cut(text: str) -> Pieces:
    """The pieces do not depend on the day: a book names the same few places on every one."""
    return cut(text, hyphenated=province_pattern_names(), is_name=Gazetteer.load().is_name)


@lru_cache(maxsize=65536)
def _directly_above(unit_id: str) -> frozenset[str]:
    gazetteer = Gazetteer.load()
    above: set[str] = set()
    for parent in gazetteer.parents(gazetteer[unit_id]):
        above |= {parent.id} | _directly_above(parent.id)
    return frozenset(above)


@lru_cache(maxsize=65536)
def _is_near(unit_id: str, near_id: str) -> bool:
    gazetteer = Gazetteer.load()
    unit, near = gazetteer[unit_id], gazetteer[near_id]
    if gazetteer.related(unit, near) or gazetteer.lies_within(near, unit):
        return True
    around = gazetteer.above(near, Level.DISTRICT) or gazetteer.above(near, Level.PROVINCE)
    return any(gazetteer.lies_within(unit, other) or unit is other for other in around)


_EMPTY = Finding(
    "place.empty",
    "soft",
    (),
    "Nơi chốn chỉ có dấu phẩy, không có tên địa danh nào; kiểm tra lại trong sổ, nếu sổ bỏ trống thì ghi “để trống trong sổ”.",
)


@lru_cache(maxsize=16384)
def _coarse(
    piece: Piece,
    level: Level,
    context: tuple[NamedLevel, ...],
    on: dt.date | None,
    near: str | None,
    unmarked: bool,
) -> tuple[tuple[Unit, ...], tuple[str, ...]]:
    """The units that a province's or district's name can mean, and what was respelled for it: hundreds of communes stand under the same few."""
    reader = _Reader(Gazetteer.load(), on, near, unmarked)
    return reader._units_of(piece, level, context), tuple(reader.respelled)


class _Reader:
    """One reading: assigns levels to the pieces, then units to the levels."""

    def __init__(self, gazetteer: Gazetteer, on: dt.date | None, near: str | None, unmarked: bool) -> None:
        self.gazetteer = gazetteer
        self.on = on
        self.near = gazetteer.get(near) if near else None
        self.unmarked = unmarked
        self.respelled: list[str] = []

    def read(self, text: str, parts: tuple[Piece, ...], agency: str) -> PlaceReading:
        named, rest = self._assign(parts, agency)
        if not named:
            inner = tuple(
                piece for part in parts if part.kind == "institution" for piece in self._inside(part)
            )
            named, _ = self._assign(inner, "") if inner else ({}, [])
        levels = self._resolve(named)
        finest = levels[0] if levels else None
        unit_then = finest.units[0] if finest and len(finest.units) == 1 else None
        candidates = finest.units if finest and len(finest.units) > 1 else ()
        if finest and not finest.units:
            above = next((level for level in levels if len(level.units) == 1), None)
            unit_then = above.units[0] if above else None
        return PlaceReading(
            text=text,
            unit_then=unit_then,
            unit_now=self._now(unit_then, candidates),
            candidates=candidates,
            rest=", ".join(rest),
            levels=levels,
            agency=agency,
            findings=self._findings(levels),
        )

    def _inside(self, part: Piece) -> tuple[Piece, ...]:
        """The place that an institution's own name contains: Bệnh viện đa khoa tỉnh Bình Phước."""
        words = part.raw.split(" ")
        inner = cut(" ".join(words[1:]), hyphenated=(), is_name=self.gazetteer.is_name).parts
        return tuple(piece for piece in inner if piece.type)

    # -- levels

    def _assign(self, parts: tuple[Piece, ...], agency: str) -> tuple[dict[Level, Piece], list[str]]:
        units = [part for part in parts if part.kind == "unit"]
        if self._is_reversed(units):
            units.reverse()
        named: dict[Level, Piece] = {}
        current = 0
        left_over: set[int] = set()
        for i in range(len(units) - 1, -1, -1):
            finer = [self._typed_level(other, (Level.PROVINCE,)) for other in units[:i] if other.type]
            ceiling = min((level for level in finer if level), default=4)
            level = self._level(units[i], current, ceiling, units[:i], named, agency if i == 0 else "")
            if level is None or level in named:
                left_over.add(id(units[i]))
            else:
                named[level] = units[i]
                current = level
        rest = [part.raw for part in parts if part.kind != "unit" or id(part) in left_over]
        return named, rest

    def _is_reversed(self, units: list[Piece]) -> bool:
        levels = [level for unit in units if unit.type and (level := self._typed_level(unit, ()))]
        return len(levels) > 1 and levels[0] < levels[-1]

    def _typed_level(self, piece: Piece, coarser: tuple[Level, ...]) -> Level | None:
        if piece.type is None:
            return None
        if piece.type == "tỉnh":
            return Level.PROVINCE
        if piece.type == "thành phố":
            is_central = any(unit.type == "thành phố" for unit in self._find(piece.name, Level.PROVINCE))
            return Level.PROVINCE if is_central and Level.PROVINCE not in coarser else Level.DISTRICT
        if piece.type in COMMUNE_TYPES:
            return Level.COMMUNE
        return Level.DISTRICT

    def _level(
        self,
        piece: Piece,
        current: int,
        ceiling: int,
        before: list[Piece],
        named: dict[Level, Piece],
        agency: str,
    ) -> Level | None:
        if piece.type:
            return self._typed_level(piece, tuple(named))
        if agency.lower().startswith("phòng tư pháp") and current < Level.DISTRICT:
            return Level.DISTRICT
        allowed = [level for level in Level if current < level < ceiling]
        context = self._resolve(named)
        more = sum(1 for other in before if other.type is None)
        possible: list[Level] = []
        for level in allowed:
            units = self._in_context(piece, level, context)
            if level is Level.PROVINCE and not (self.on and self.on < _REUNIFICATION):
                units = tuple(u for u in units if u.valid_to is None or u.valid_to >= _REUNIFICATION)
            # "Chơn Thành, Đồng Nai" is the ward of 2025; "Minh Hưng, Chơn Thành, Sông Bé" leaves the district to Chơn Thành.
            if units and (more or any(self._strangers(unit, context) == 0 for unit in units)):
                return level
            if units:
                possible.append(level)
        if possible or not allowed:
            return possible[0] if possible else None
        return self._positional(allowed, more)

    def _positional(self, allowed: list[Level], more: int) -> Level:
        """The level of a name nobody knows: by how many names stand before it."""
        if more >= len(allowed) - 1 or (more == 0 and allowed[0] is Level.PROVINCE):
            return allowed[0]
        return allowed[len(allowed) - 1 - more]

    # -- units

    def _find(self, name: str, level: Level) -> tuple[Unit, ...]:
        found = self.gazetteer.find(name, level=level)
        if not found and self.unmarked:
            found = self.gazetteer.find(name, level=level, folded=True)
        return found

    def _resolve(self, named: dict[Level, Piece]) -> tuple[NamedLevel, ...]:
        levels: tuple[NamedLevel, ...] = ()
        for level in sorted(named):
            piece = named[level]
            if level is Level.COMMUNE:
                units = self._units_of(piece, level, levels)
            else:
                near = self.near.id if self.near else None
                units, respelled = _coarse(piece, level, levels, self.on, near, self.unmarked)
                self.respelled += [name for name in respelled if name not in self.respelled]
            levels = (NamedLevel(level, piece.type, piece.name, units), *levels)
        return levels

    def _units_of(self, piece: Piece, level: Level, context: tuple[NamedLevel, ...]) -> tuple[Unit, ...]:
        return self._best(piece, self._in_context(piece, level, context), context)

    def _in_context(self, piece: Piece, level: Level, context: tuple[NamedLevel, ...]) -> tuple[Unit, ...]:
        """Units of that name that can lie in every coarser level the text names."""
        found = self._consistent(self._find(piece.name, level), context)
        if found or self.unmarked:
            return found
        # A slip in the marks of one name (Phuớc for Phước) is forgiven where one place alone can be meant.
        near_misses = self._consistent(self.gazetteer.find(piece.name, level=level, folded=True), context)
        names = {name_key(unit.name) for unit in near_misses}
        slipped = (
            level is not Level.COMMUNE and len(names) == 1 and folded_key(piece.name) != name_key(piece.name)
        )
        if slipped and piece.name not in self.respelled:
            self.respelled.append(piece.name)
        return near_misses if slipped else ()

    def _consistent(self, units: tuple[Unit, ...], context: tuple[NamedLevel, ...]) -> tuple[Unit, ...]:
        for named in context:
            if named.units:
                units = tuple(u for u in units if any(self.gazetteer.lies_within(u, c) for c in named.units))
            elif named.level is not Level.PROVINCE and units and units[0].level is Level.COMMUNE:
                return ()  # a commune of a district we do not know: its namesakes elsewhere are no evidence
        return units

    def _best(
        self, piece: Piece, units: tuple[Unit, ...], context: tuple[NamedLevel, ...]
    ) -> tuple[Unit, ...]:
        """The units that fit the words best: written parents as they stood, the written type, the day, the neighbourhood."""
        if len(units) < 2:
            return units

        def misfit(unit: Unit) -> tuple[int, bool, bool, bool, bool]:
            wrong_type = piece.type is not None and piece.type != unit.type
            wrong_day = self.on is not None and not unit.valid_on(self.on)
            far = self.near is not None and not _is_near(unit.id, self.near.id)
            return (
                self._strangers(unit, context),
                self._is_anachronism(unit, context),
                wrong_type,
                wrong_day,
                far,
            )

        misfits = [misfit(unit) for unit in units]
        least = min(misfits)
        return tuple(unit for unit, its in zip(units, misfits, strict=True) if its == least)

    def _strangers(self, unit: Unit, context: tuple[NamedLevel, ...]) -> int:
        """How many of the written coarser units the unit did not lie in under that very name."""
        above = _directly_above(unit.id)
        return sum(1 for named in context if named.units and not above & {u.id for u in named.units})

    def _is_anachronism(self, unit: Unit, context: tuple[NamedLevel, ...]) -> bool:
        """Whether a written coarser unit never existed at the same time as the unit."""
        return any(
            named.units and not any(self.gazetteer.overlap(unit, other) for other in named.units)
            for named in context
        )

    def _now(self, unit: Unit | None, candidates: tuple[Unit, ...]) -> tuple[Unit, ...]:
        units = (unit,) if unit else candidates
        today = {self.gazetteer.place_now(unit) for unit in units}
        if len(today) != 1:
            return ()
        return tuple(sorted(today.pop(), key=lambda u: u.id))

    def _findings(self, levels: tuple[NamedLevel, ...]) -> tuple[Finding, ...]:
        found = [
            Finding(
                "place.spelling",
                "silent",
                (),
                f"“{name}” gần đúng với một địa danh nhưng khác dấu; kiểm tra lại chữ trong sổ.",
            )
            for name in self.respelled
        ]
        outside = [level for level in levels if not level.units]
        if outside:
            names = ", ".join(level.name for level in outside)
            found.append(
                Finding(
                    "place.unknown_name",
                    "silent",
                    (),
                    f"Danh mục địa danh chưa có “{names}”; chỉ so sánh được theo chữ viết.",
                )
            )
        return tuple(found)
