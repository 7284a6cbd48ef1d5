"""How the past keying went in numbers, and what was asked of the team leaders on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from hotich.core.values import Origin

_ASKED = 120
"""Of so many entries one raised a question."""
_QUESTIONS = (
    ("child.full_name", "Chữ cuối của tên mờ, đọc là “Hòa” hay “Hóa”?", "Nhập đúng nét đọc được, chữ không rõ ghi dấu ?."),
    ("father.full_name", "Tên đệm của cha viết tắt chữ V., có ghi đủ “Văn” không?", "Không: sổ ghi thế nào nhập thế ấy."),
    ("mother.residence", "Nơi cư trú ghi tên ấp cũ, có cần đổi sang tên mới không?", "Không đổi: nhập tên trong sổ, máy tự hiểu tên nay."),
    ("", "Hai số đăng ký trùng nhau trên một trang, nhập cả hai?", "Nhập cả hai, máy sẽ báo trùng số để công chức hộ tịch xem."),
    ("", "Dòng này bị mực loang, chỉ đọc được họ.", "Bấm F8 ở ô không đọc được, đừng đoán."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the past, and its answer."""

    field: str
    text: str
    answer: str


def work_of(fields: Mapping[str, Mapping[str, Any]], seconds: int, day: int, rng: Random) -> dict[str, int]:
    """The numbers a desk would have sent: some five keys a field in the first days, four in the last."""
    keyed = [value for value in fields.values() if value.get("o") != Origin.CONSTANT]
    per_field = 4.9 - 0.9 * min(day, 21) / 21
    keys = int(len(keyed) * per_field + rng.gauss(0, 6))
    return {
        "keys": max(keys, 20),
        "mouse": int(rng.random() < 0.05),
        "active_ms": int(seconds * 1000 * (0.82 + rng.random() * 0.12)),
        "offline_ms": int(rng.random() * 90_000) if rng.random() < 0.02 else 0,
        "overrides": int(rng.random() < 0.04),
        "carried_field": sum(value.get("o") == Origin.CARRIED for value in keyed),
        "picks": rng.randrange(4),
        "illegible_marks": sum(value.get("m") == "illegible" for value in keyed),
        "blank_marks": sum(value.get("m") == "blank_in_book" for value in keyed),
        "lists_shown": 2 + rng.randrange(5),
        "paint_p50": 12 + rng.randrange(6),
        "paint_p95": 22 + rng.randrange(16),
        "paint_samples": max(keys, 20),
    }


def asked_about(fields: Mapping[str, Any], rng: Random) -> Asked | None:
    """Now and then something that somebody did not know."""
    if rng.randrange(_ASKED):
        return None
    field, text, answer = rng.choice(_QUESTIONS)
    return Asked(field if field in fields else "", text, answer)
