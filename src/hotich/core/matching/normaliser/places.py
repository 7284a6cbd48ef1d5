"""Places as columns of unit codes, so that one place under the names of several years has one code.

``c`` the commune as it stood on 30/6/2025, the last day of the old map: communes of every earlier year lead to one of its 10,000; ``w`` the commune
of today, coarser; ``d`` the district of the old map; ``o`` its province, ``v`` today's; ``n`` the finest name without marks, for places that the
gazetteer does not know; numbers stay in it (*Phường 1* is not *Phường 11*).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import numpy as np

from hotich.core.matching.normaliser.codes import Column, short_code
from hotich.core.places import Gazetteer, Level, PlaceReading, Unit, read_place
from hotich.core.text import comparison_key, search_key

NAMES = ("c", "w", "d", "o", "v", "n")
_OLD_MAP = dt.date(2025, 6, 30)
_NOTHING = (0, 0, 0, 0, 0, 0)
_TYPES = ("thành phố ", "thị xã ", "thị trấn ", "tỉnh ", "huyện ", "quận ", "phường ", "xã ")


@lru_cache(maxsize=1 << 17)
def place_codes(text: str) -> tuple[int, ...]:
    """The codes of one written place, in the order of ``NAMES``; zeros for what it does not say."""
    if not text:
        return _NOTHING
    known = _in_full().get(comparison_key(text))
    if known is not None:
        return _codes_of_commune(known)
    return codes_of_reading(read_place(text))


def codes_of_reading(reading: PlaceReading) -> tuple[int, ...]:
    """The codes of a place that has been read."""
    finest = reading.finest
    if finest is None:
        return _NOTHING
    units = finest.units or ((reading.unit_then,) if reading.unit_then else ())
    commune = _one(_on_old_map(units, Level.COMMUNE)) if finest.level is Level.COMMUNE else 0
    now = {unit.id for unit in reading.unit_now if unit.level is Level.COMMUNE}
    district = _one(_at_level(units, Level.DISTRICT))
    old = _one(_at_level(units, Level.PROVINCE))
    name = short_code(f"{int(finest.level)} {search_key(finest.name)}")
    return commune, _one(now), district, old, _one(_provinces_of(reading.unit_now)), name


def place_columns(prefix: str, texts: Sequence[str]) -> dict[str, Column]:
    """The columns of many places; equal texts are read once."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    places = np.fromiter(map(numbers.__getitem__, texts), np.int64, len(texts))
    rows = np.array([place_codes(text) for text in numbers] or [_NOTHING], dtype=np.int32)[places]
    return {f"{prefix}_{name}": rows[:, place].copy() for place, name in enumerate(NAMES)}


def _one(ids: set[str]) -> int:
    """The code of the only unit; where several are possible none is chosen."""
    return short_code(next(iter(ids))) if len(ids) == 1 else 0


def _on_old_map(units: Sequence[Unit], level: Level) -> set[str]:
    gazetteer = Gazetteer.load()
    found: set[str] = set()
    for unit in units:
        family = [unit, *(gazetteer[i] for i in gazetteer.later(unit))]
        found |= {u.id for u in family if u.level is level and u.valid_on(_OLD_MAP)}
    return found


def _at_level(units: Sequence[Unit], level: Level) -> set[str]:
    found: set[str] = set()
    for unit in units:
        if unit.level is level:
            found |= _on_old_map((unit,), level)
        elif unit.level > level:
            found |= _above(unit.id, level)
    return found


@lru_cache(maxsize=1 << 16)
def _above(unit_id: str, level: Level) -> frozenset[str]:
    gazetteer = Gazetteer.load()
    unit = gazetteer[unit_id]
    rows = [other for other in gazetteer.above(unit, level) if other.valid_on(_OLD_MAP)]
    return frozenset(other.id for other in rows)


@cache
def _in_full() -> dict[str, Unit]:
    """The communes of the old map by their full names, where these are theirs alone: most places are written so."""
    gazetteer = Gazetteer.load()
    found: dict[str, list[Unit]] = {}
    for unit in gazetteer:
        if unit.level is Level.COMMUNE and unit.valid_on(_OLD_MAP):
            found.setdefault(comparison_key(gazetteer.full_name(unit, _OLD_MAP)), []).append(unit)
    return {text: units[0] for text, units in found.items() if len(units) == 1}


def _codes_of_commune(unit: Unit) -> tuple[int, ...]:
    """As ``codes_of_reading`` would, without the reading: the unit's own parents of that day are what its name says."""
    gazetteer = Gazetteer.load()
    now = gazetteer.place_now(unit)
    districts = gazetteer.parents(unit, _OLD_MAP)
    above = [unit for district in districts for unit in gazetteer.parents(district)[-1:]]
    provinces = _on_old_map(above, Level.PROVINCE)
    return (
        short_code(unit.id),
        _one({place.id for place in now if place.level is Level.COMMUNE}),
        _one({district.id for district in districts}),
        _one(provinces),
        _one(_provinces_of(now)),
        short_code(f"{int(Level.COMMUNE)} {search_key(unit.name)}"),
    )


def _provinces_of(places: Iterable[Unit]) -> set[str]:
    """Today's provinces of today's units."""
    gazetteer = Gazetteer.load()
    found: set[str] = set()
    for place in places:
        if place.level is Level.PROVINCE:
            found.add(place.id)
        else:
            found |= {unit.id for unit in gazetteer.parents(place) if unit.level is Level.PROVINCE}
    return {unit_id for unit_id in found if gazetteer[unit_id].is_current}
