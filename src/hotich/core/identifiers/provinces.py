"""The 63 provinces of the personal number, as TT 07/2016/TT-BCA lists them, with the unit each belongs to since 1 July 2025."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from hotich.core.text import search_key


@dataclass(frozen=True, slots=True)
class Province:
    """A province of the personal number: its three digits, its name until 30/6/2025, the code that followed."""

    code: str
    name: str
    code_from_2025: str


@cache
def provinces() -> dict[str, Province]:
    """Every province by its three digits."""
    text = resources.files(__package__).joinpath("provinces_63.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        row["pin_code"]: Province(
            row["pin_code"], row["name_until_2025_06_30"], row["gso_code_from_2025_07_01"]
        )
        for row in rows
    }


def province(code: str) -> Province | None:
    """The province of three digits, None where there is none (a country's code, or a slip)."""
    return provinces().get(code)


def province_code_of(name: str) -> str | None:
    """The three digits of a province by its name of before July 2025, however it is spelt; None where unknown."""
    wanted = search_key(name)
    for prefix in ("tinh ", "thanh pho ", "tp "):
        wanted = wanted.removeprefix(prefix)
    for found in provinces().values():
        if search_key(found.name).removeprefix("tp ") == wanted:
            return found.code
    return None
