"""The office a register names as the place of registration: ``UBND xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé``.

An office is not a place; it serves one. Reading gives the kind of office and the unit it served, so that a row of a file finds its book.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from hotich.core.places.reading import PlaceReading, read_place
from hotich.core.places.units import Level, Unit
from hotich.core.text import search_key

OfficeKind = Literal[
    "people_committee", "justice_division", "justice_department", "police", "mission", "unstated"
]

_KINDS: tuple[tuple[str, OfficeKind], ...] = (
    ("phong tu phap", "justice_division"),
    ("ban tu phap", "people_committee"),
    ("so tu phap", "justice_department"),
    ("dai su quan", "mission"),
    ("lanh su quan", "mission"),
    ("cong an", "police"),
    ("u", "people_committee"),
)


@dataclass(frozen=True, slots=True)
class OfficeReading:
    """An office as written: its kind, the unit it served (None where none or several are possible) and the reading behind it."""

    kind: OfficeKind
    unit: Unit | None
    place: PlaceReading

    @property
    def level(self) -> Level | None:
        """The level of the unit served."""
        finest = self.place.finest
        return finest.level if finest else None


def read_registration_office(
    text: str | None, on: dt.date | None = None, *, near: str | None = None
) -> OfficeReading:
    """The office of a registration. ``on`` is the day of registration, ``near`` the id of a unit that settles namesakes. Never raises."""
    place = read_place(text, on, near=near)
    agency = search_key(place.agency)
    kind: OfficeKind = next((kind for words, kind in _KINDS if agency and words in agency), "unstated")
    unit = place.unit_then
    if place.finest is not None and not place.finest.units:
        unit = None  # the office's own unit is unknown; the district above it is not the office
    return OfficeReading(kind, unit, place)
