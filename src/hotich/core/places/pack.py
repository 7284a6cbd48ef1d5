"""The gazetteer as one compact file for the browser, so that places are offered while the line is down.

Columns instead of rows: what repeats stands together and compresses well. Units are spoken of by how far they stand from the row that
speaks of them, in base 36. What takes walking through successors is worked out here: a unit's *kin*, the other rows of its lineage of
the same level, and, where its kin do not tell it, the units of today in which it lies.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable

from hotich.core.places.gazetteer import Gazetteer
from hotich.core.places.units import Unit, folded_key

PACK_FILE = "places.json"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BETWEEN = "|"
_MARKS = re.compile("[\u0300-\u036f]")


def places_pack() -> str:
    """The text of ``places.json``."""
    gazetteer = Gazetteer.load()
    units = tuple(gazetteer)
    place = {unit.id: at for at, unit in enumerate(units)}
    types = sorted({unit.type for unit in units})
    days = sorted({day for unit in units for day in (unit.valid_from, unit.valid_to) if day is not None})

    def away(unit: Unit, others: Iterable[Unit]) -> str:
        return ",".join(_number(place[other.id] - place[unit.id]) for other in others)

    kin = {
        unit.id: [
            other for other in gazetteer.lineage(unit) if other.level is unit.level and other is not unit
        ]
        for unit in units
    }
    columns = {
        "id": [unit.id for unit in units],
        "name": [unit.name for unit in units],
        # Only where taking its marks away does not give it.
        "key": [key if (key := folded_key(unit.name)) != _plain(unit.name) else "" for unit in units],
        "type": [_number(types.index(unit.type)) for unit in units],
        "level": [str(int(unit.level)) for unit in units],
        "from": [_number(days.index(unit.valid_from)) if unit.valid_from else "" for unit in units],
        "to": [_number(days.index(unit.valid_to)) if unit.valid_to else "" for unit in units],
        "parents": [away(unit, gazetteer.parents(unit)) for unit in units],
        "kin": [away(unit, kin[unit.id]) for unit in units],
        "now": [
            "" if now == _told_by_kin(unit, kin[unit.id]) else away(unit, sorted(now, key=lambda each: each.id)) or "-"
            for unit in units
            for now in (gazetteer.place_now(unit),)
        ],
    }  # fmt: skip
    body = {
        "types": types,
        "days": [day.isoformat() for day in days],
        **{name: _BETWEEN.join(column) for name, column in columns.items()},
    }
    return json.dumps(body, ensure_ascii=False, indent=0) + "\n"


def _plain(name: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", name.lower())).replace("đ", "d")


def _told_by_kin(unit: Unit, kin: Iterable[Unit]) -> frozenset[Unit]:
    return frozenset(each for each in (unit, *kin) if each.is_current)


def _number(value: int) -> str:
    sign, rest, digits = "-" if value < 0 else "", abs(value), ""
    while True:
        rest, digit = divmod(rest, 36)
        digits = _DIGITS[digit] + digits
        if not rest:
            return sign + digits
