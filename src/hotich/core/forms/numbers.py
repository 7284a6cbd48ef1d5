"""The registration number as order: ``12``, ``12a``, ``12/2006``, ``12-QH``.

The number is transcribed text and stays text; only order, gaps and repeats are read from it, and nothing
about it is unique (NĐ 158/2005 Đ.68: numbers begin again at 01 every year, even inside one book).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Letters are spelled out instead of \w so that the TypeScript port reads exactly the same.
_NUMBER = re.compile(
    r"^\s*(\d{1,6})\s*[-.]?\s*([A-Za-zÀ-ỹĐđ]{0,4})\s*(?:[/\-]\s*([A-Za-zÀ-ỹĐđ]{0,4})\s*(\d{4})?)?\s*[/.]?\s*$",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class RegistrationNumber:
    """``value`` orders entries, ``suffix`` (lower case) tells ``12`` from ``12a``, ``year`` is the one written with it."""

    value: int
    suffix: str
    year: int | None


def read_number(text: str | None) -> RegistrationNumber | None:
    """What a registration number says about order; None where it says nothing that can be trusted."""
    match = _NUMBER.match(text or "")
    if match is None:
        return None
    value, suffix, late_suffix, year = match.groups()
    return RegistrationNumber(
        value=int(value), suffix=(suffix or late_suffix or "").lower(), year=int(year) if year else None
    )
