"""A register large enough to learn from, and entries about its citizens."""

from __future__ import annotations

from bench.linkage.sets import build_register
from desk import Desk
from making import entry_about

from hotich.core.matching.learning import LEAST_CITIZENS


def register() -> list[dict[str, str]]:
    columns = build_register(seed=909, size=LEAST_CITIZENS + 100).columns
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def children(rows: list[dict[str, str]], count: int) -> list[dict[str, str]]:
    """The first citizens whose birth a book of 2006 can hold, made children of that year."""
    chosen = [row for row in rows if len(row["birth_date"]) == 10 and row["mother_full_name"]][:count]
    for row in chosen:
        row["birth_date"] = row["birth_date"][:6] + "2005"
    return chosen


def key(desk: Desk, line: int, row: dict[str, str]) -> None:
    entry_about(
        desk, line=line, child__full_name=row["full_name"], child__birth_date=row["birth_date"],
        child__sex="Nam" if row["sex"] == "1" else "Nữ", child__hometown=row["hometown"],
        mother__full_name=row["mother_full_name"], father__full_name=row["father_full_name"],
    )  # fmt: skip
