"""What is stored beside what the page has: text, reason for its absence, what was struck out, and how it came."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bench.desk.truth import NEVER_SAID, TrueEntry

_LISTS = (
    "danh sách",
    "gõ đầu chữ",
    "nơi gõ tắt",
    "nơi đã có",
    "số ấp",
    "xã viết ra",
    "cơ quan gõ tắt",
    "chữ theo ngày",
)
_CARRIED = ("F2", "F4", "Shift+F4", "Shift+F2", "Control+F2", "Alt+F2")
_ORIGINS = (
    dict.fromkeys(_LISTS, ("picked",)) | dict.fromkeys(_CARRIED, ("carried",))
    | {"gõ": ("typed", "picked"), "ngày gõ tắt": ("typed",), "F4 họ": ("typed", "carried")}
)  # fmt: skip


@dataclass
class Agreement:
    """How many columns agree, and what does not."""

    columns: int = 0
    exact: int = 0
    faults: list[str] = field(default_factory=list)
    origins: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, entry: TrueEntry, stored: dict[str, Any], ways: dict[str, str]) -> None:
        fields = stored["fields"]
        for column, said in entry.fields.items():
            kept = fields.get(column, {})
            want = (said.text, said.missing, said.struck)
            have = (kept.get("v"), kept.get("m"), kept.get("struck") or None)
            if column in NEVER_SAID and said.missing == "blank_in_book" and have == (None, None, None):
                continue
            self.columns += 1
            if want == have:
                self.exact += 1
            else:
                self.faults.append(f"{name} số {entry.number} {column}: sổ {want}, lưu {have}")
            self._origin(name, column, kept.get("o"), ways.get(column))
        for column, kept in fields.items():
            if column not in entry.fields and (kept.get("v") or kept.get("m") == "illegible"):
                self.columns += 1
                self.faults.append(f"{name} số {entry.number} {column}: sổ không có, lưu {kept.get('v')}")

    def _origin(self, name: str, column: str, origin: str | None, way: str | None) -> None:
        self.origins[origin or "không có"] += 1
        allowed = _ORIGINS.get(way or "")
        if allowed and origin is not None and origin not in allowed:
            self.faults.append(f"{name} {column}: nguồn gốc {origin}, phím {way}")
