"""Of what sort an error of keying is: what the keyer has and what the book says, compared as texts. Pure.

The sorts are told in this order, the first that fits: a value that was left out or written where the book has none, what is struck out, tone and
other marks, one letter or figure, the same letters in another order, anything else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal

from hotich.core.text import comparison_key, search_key

ErrorKind = Literal["left_out", "added", "struck", "marks", "one_letter", "order", "other"]
ERROR_KINDS: dict[ErrorKind, str] = {
    "left_out": "bỏ sót nội dung sổ có ghi",
    "added": "ghi vào ô sổ bỏ trống hoặc không đọc được",
    "struck": "phần gạch bỏ",
    "marks": "dấu thanh, dấu chữ",
    "one_letter": "sai một chữ cái, một chữ số",
    "order": "đảo chỗ (ngày và tháng, chữ, số)",
    "other": "ghi nội dung khác",
}


def error_kind(keyed: Mapping[str, Any] | None, right: Mapping[str, Any] | None) -> ErrorKind:
    """The sort of an error; the two are known to differ."""
    one, other = keyed or {}, right or {}
    has, should = one.get("v") or "", other.get("v") or ""
    if should and not has:
        return "left_out"
    if has and not should:
        return "added"
    written, wanted = comparison_key(has), comparison_key(should)
    if written == wanted:
        return "struck" if (one.get("struck") or "") != (other.get("struck") or "") else "other"
    if search_key(has) == search_key(should):
        return "marks"
    if _one_apart(written, wanted):
        return "one_letter"
    if Counter(written.replace(" ", "")) == Counter(wanted.replace(" ", "")):
        return "order"
    return "other"


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter was put in, left out or taken for another."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return max(len(one), len(other)) - start - end <= 1
