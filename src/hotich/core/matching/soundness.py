"""Whether the figures of a model file can be: a file damaged on its way must not decide about anybody.

The shapes are read elsewhere (`model`); here only what a well-formed file may still say wrongly.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from hotich.core.matching.normaliser.common import WITHIN

_SUM = 0.02
"""How far from 1 the shares of a comparison's levels may add up to."""
_MOST_SIBLINGS = 30.0
_PLACES = {"eq": 1, "none": 1, "neither": 1, "within": 2, "either": 2, "pair": 2, "cross": 2, "else": 0}
"""How many words follow each kind of condition."""


def faults(raw: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a file of the right shape, one Vietnamese phrase each; nothing where it is sound."""
    if not _within(raw["siblings"], 0.0, _MOST_SIBLINGS):
        yield f"số anh chị em trung bình {raw['siblings']}"
    if not 0.0 < float(raw["prior"]) < 1.0:
        yield f"tỷ lệ có trong dân cư {raw['prior']}"
    for name in ("link", "absent"):
        if not _within(raw["thresholds"][name], 0.0, 1.0):
            yield f"ngưỡng {name} {raw['thresholds'][name]}"
        yield from _table(name, raw["calibration"][name])
    names = [one["name"] for one in raw["comparisons"]]
    if not names or len(set(names)) < len(names):
        yield "danh sách phép so rỗng hoặc lặp lại"
    for comparison in raw["comparisons"]:
        yield from _comparison(comparison)
    used = {one[column] for one in raw["comparisons"] for column in ("frequency", "alone")}
    for column, frequencies in raw["frequencies"].items():
        total = sum(map(float, frequencies["shares"].values()))
        # Shares within a people or a sex add up to one for each of them.
        most = math.inf if column in WITHIN else 1.0 + _SUM
        if column not in used or not 0.0 <= total <= most:
            yield f"tần suất của {column} (cộng lại {total:.3f})"
    if "register" in raw["trained_on"] and not all(
        _within(share, 0.0, 1.0)
        for shares in raw["trained_on"]["register"]["shares"].values()
        for share in shares.values()
    ):
        yield "mô tả dân cư đã học"


def _within(value: Any, low: float, high: float) -> bool:
    number = float(value)
    return math.isfinite(number) and low <= number <= high


def _table(name: str, table: dict[str, Sequence[float]]) -> Iterator[str]:
    odds, observed = list(map(float, table["odds"])), list(map(float, table["observed"]))
    if (
        len(odds) != len(observed)
        or not all(map(math.isfinite, odds))
        or not all(_within(value, 0.0, 1.0) for value in observed)
        or any(later < earlier for earlier, later in zip(odds, odds[1:], strict=False))
    ):
        yield f"bảng hiệu chỉnh {name}"


def _comparison(comparison: dict[str, Any]) -> Iterator[str]:
    name, levels = comparison["name"], comparison["levels"]
    if len(levels) < 2:
        yield f"phép so {name} không có đủ mức"
        return
    for level in levels:
        if not _readable(level["when"]):
            yield f"mức {level['name']} của phép so {name} không có điều kiện đọc được"
    if levels[-1]["when"] != ["else"]:
        yield f"mức cuối của phép so {name} không nhận phần còn lại"
    for hypothesis in ("same", "family", "unrelated"):
        for context in {level["context"] for level in levels if not level["missing"]}:
            told = (x for x in levels if not x["missing"] and x["context"] == context)
            total = sum(float(level[hypothesis]) for level in told)
            if not _within(total, 1.0 - _SUM, 1.0 + _SUM):
                yield f"xác suất {hypothesis} của phép so {name} cộng lại là {total:.3f}, phải là 1"


def _readable(when: Any) -> bool:
    if not isinstance(when, list) or not when:
        return False
    kind, *rest = when
    if kind in ("and", "or"):
        return bool(rest) and all(_readable(part) for part in rest)
    if _PLACES.get(kind) != len(rest):
        return False
    numbers = 1 if kind in ("within", "either") else 0
    words = rest[: len(rest) - numbers]
    return all(isinstance(word, str) for word in words) and all(
        isinstance(number, int) for number in rest[len(words) :]
    )
