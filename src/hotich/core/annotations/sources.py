"""What an entry of the registers of changes, recognitions and adoptions says of the entry that it amends (``sources.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from hotich.core.annotations.words import KINDS
from hotich.core.codes import read_code
from hotich.core.dates import PartialDate, read_date
from hotich.core.text import comparison_key, display_name

SOURCE_KINDS: Final = ("TD", "CMC", "CN")
TARGETS: Final = {
    "KS": "Khai sinh",
    "KH": "Kết hôn",
    "KT": "Khai tử",
    "CMC": "Nhận cha, mẹ, con",
    "HN": "Tình trạng hôn nhân",
    "GH": "Giám hộ",
    "CN": "Nuôi con nuôi",
}
"""The words by which a register names the paper that was changed."""


@dataclass(frozen=True, slots=True)
class SourceSays:
    """Where the amended entry is looked for, and what the note will say."""

    kinds: tuple[str, ...] = ()
    number: str = ""
    registered: PartialDate | None = None
    place: str = ""
    names: tuple[str, ...] = ()
    born: PartialDate | None = None
    note: str = ""
    text: str = ""
    document: Mapping[str, str] = field(default_factory=dict)


def source_says(kind: str, fields: Mapping[str, Mapping[str, Any]]) -> SourceSays:
    """What an entry of this kind names; nothing for a kind that amends no other entry."""
    row = _rows().get(kind)
    if row is None:
        return SourceSays()

    def said(dotted: str | None) -> str:
        return str((fields.get(dotted or "") or {}).get("v") or "").strip()

    decision = {part: said(dotted) for part, dotted in row["decision"].items()}
    return SourceSays(
        kinds=_kinds(said(row.get("kind")), tuple(row["kinds"])),
        number=said(row.get("number")),
        registered=read_date(said(row.get("date"))).value,
        place=said(row.get("place")),
        names=tuple(display_name(name) for dotted in row["names"] if (name := said(dotted))),
        born=read_date(said(row.get("born"))).value,
        note=read_code(KINDS, said(row.get("type"))) or row["note"],
        text=said(row.get("text")),
        document={part: text for part, text in decision.items() if text},
    )


def _kinds(written: str, possible: tuple[str, ...]) -> tuple[str, ...]:
    key = comparison_key(written)
    found = tuple(kind for kind in possible if comparison_key(TARGETS[kind]) in key or key == kind.lower())
    return found or possible


@cache
def _rows() -> Mapping[str, Mapping[str, Any]]:
    text = resources.files("hotich.core.annotations").joinpath("sources.yaml").read_text(encoding="utf-8")
    rows: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)
    return rows
