"""A written place in words: the unit as it then was, and what it is today. Said beside the writing, never instead of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hotich.core.places.gazetteer import Gazetteer

_NAMED = 3


def then_in_words(normalised: Mapping[str, Any], on: dt.date | None = None) -> str:
    """The unit a place meant, with what stood above it that day: ``xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé``; empty where unknown."""
    gazetteer = Gazetteer.load()
    unit = gazetteer.get(normalised.get("unit_then") or "")
    return gazetteer.full_name(unit, on) if unit else ""


def today_in_words(normalised: Mapping[str, Any]) -> str:
    """The units of today in which a place lies: ``phường Minh Hưng, thành phố Đồng Nai``; empty where they cannot be told.

    A district or province that was divided among many is only counted.
    """
    gazetteer = Gazetteer.load()
    units = [unit for unit in map(gazetteer.get, normalised.get("unit_now") or ()) if unit is not None]
    if len(units) > _NAMED:
        return f"{len(units)} đơn vị"
    return "; ".join(gazetteer.full_name(unit) for unit in units)
