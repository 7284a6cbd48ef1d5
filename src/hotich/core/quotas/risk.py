"""Which columns of an entry are keyed again by somebody else: those at risk, and those that nothing else confirms. Pure.

A *second source* is something that says the same independently of the keying: the population register, where the entry was judged to be about a
citizen whose record agrees in that column; the book itself, where it says the thing twice (a date in figures and in words, a declarant who is
a parent); the rest of the book, where nearly all its entries say the same in that column. A column that was carried forward was
not read, so the rest of the book confirms nothing of it.

Numbers are a campaign's (`checking.yaml`); they were chosen by `bench.checking`, which asks this module what to key.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Literal

from hotich.core.forms.model import CODED_TYPES, Edition
from hotich.core.parameters import parameter
from hotich.core.text import comparison_key

Why = Literal[
    "new_officer", "illegible", "overridden", "changed_after", "contradicted", "unusual", "carried", "unconfirmed", "drawn", "whole"
]  # fmt: skip
WHYS: dict[Why, str] = {
    "new_officer": "cán bộ mới",
    "illegible": "ô không đọc được",
    "overridden": "ô giữ nguyên dù có cảnh báo",
    "changed_after": "ô sửa sau khi xem dữ liệu dân cư",
    "contradicted": "khác với dữ liệu dân cư",
    "unusual": "khác với phần lớn trường hợp của quyển",
    "carried": "ô lấy từ trường hợp trước",
    "unconfirmed": "chưa có nguồn thứ hai",
    "drawn": "rút ngẫu nhiên",
    "whole": "nhập lại toàn bộ",
}

_READ = 30 / 35
"""Seconds of reading one column: half a minute for a page's entry (keystroke-level model)."""
_KEY = 0.28
_PICKED = 12
"""Keys of a place picked from the gazetteer, the hamlet before it written out."""
_NEVER_LONG = ("name", "personal_number")
"""Columns that name or number a person the entry is about are asked for however long they are."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A campaign's numbers."""

    new_officer_entries: int = 20
    usual_share: float = 60
    usual_entries: int = 20
    carried_percent: float = 5
    quick_seconds: float = 3.0
    slow_seconds: float = 4.0
    slow_percent: float = 65
    long_percent: float = 1
    seed_percent: float = 3
    quality_limit: float = 4.0
    level: str = "II"
    alone_limit: float = 10.0

    @classmethod
    def on(cls, day: date | None = None) -> Policy:
        """What holds on that day where a campaign says nothing of its own."""
        names = {name: f"check_{name}" for name in cls.__slots__}
        names |= {
            "quality_limit": "lot_quality_limit",
            "level": "lot_level",
            "alone_limit": "lot_alone_limit",
        }
        return cls(**{name: parameter(of, day).value for name, of in names.items()})


@dataclass(frozen=True, slots=True)
class Keyed:
    """What is known of one column of a first keying: its type, its value with how it came, what confirms it and what speaks against it.

    `contradicted`: the record of the citizen says something else, which may be so in the book or a slip of the keying: before the police are
    asked, the book is. `names_subject`: it names, dates or numbers a person the entry is about. `unusual`: nearly all the book's entries say the same in that column, and this one does not.
    """

    field: str
    type: str
    value: Mapping[str, Any]
    confirmed: bool = False
    usual: bool = False
    overridden: bool = False
    contradicted: bool = False
    unusual: bool = False
    names_subject: bool = False


def asked(policy: Policy, keyed: Keyed, *, new_officer: bool, draw: float) -> Why | None:
    """Why the column is keyed again; None where it is not. `draw` is a number from 0 to 100, the same every time for a column."""
    origin, missing = keyed.value.get("o"), keyed.value.get("m")
    if origin == "constant" or missing == "not_in_edition":
        return None
    if new_officer:
        return "new_officer"
    if missing == "illegible":
        return "illegible"
    if keyed.overridden:
        return "overridden"
    if origin == "after_seeing":
        return "changed_after"
    if keyed.contradicted:
        return "contradicted"
    if keyed.confirmed:
        return None
    if origin == "carried":
        return "carried" if draw < policy.carried_percent else None
    if keyed.usual:
        return None
    seconds = effort(keyed.type, keyed.value)
    if seconds <= policy.quick_seconds or (keyed.names_subject and keyed.type in _NEVER_LONG):
        return "unconfirmed"
    if keyed.unusual and seconds <= policy.slow_seconds:
        return "unusual"
    share = policy.slow_percent if seconds <= policy.slow_seconds or keyed.unusual else policy.long_percent
    return "drawn" if draw < share else None


def drawn(entry: str, field: str) -> float:
    """A number from 0 to 100 for a column of an entry: nobody chooses it, and it can be drawn again."""
    return int.from_bytes(sha256(f"{entry}:{field}:check".encode()).digest()[:4], "big") / 2**32 * 100


def effort(type: str, value: Mapping[str, Any]) -> float:
    """Seconds that reading and keying a column takes: the keystroke-level model, keys of the Telex method."""
    text = value.get("v") or ""
    if not text:
        return _READ + _KEY
    if type in CODED_TYPES:
        keys = 3
    elif type == "partial_date":
        keys = sum(letter.isdigit() for letter in text) + 1
    elif type == "place":
        keys = min(_keys(text), _PICKED) + 1
    else:
        keys = _keys(text) + 1
    return _READ + _KEY * keys


def _keys(text: str) -> int:
    plain = unicodedata.normalize("NFD", text)
    return len(plain) + sum(letter.isupper() or letter in "đĐ" for letter in plain)


def usual_values(policy: Policy, entries: Iterable[Mapping[str, Mapping[str, Any]]]) -> dict[str, str]:
    """Per column what nearly all the book's entries say, as `says` puts it; nothing of columns that vary, nothing of a young book."""
    counts: dict[str, Counter[str]] = {}
    total = 0
    for fields in entries:
        total += 1
        for field, value in fields.items():
            counts.setdefault(field, Counter())[says(value)] += 1
    if total < policy.usual_entries:
        return {}
    found: dict[str, str] = {}
    for field, count in counts.items():
        said, times = count.most_common(1)[0]
        if said and times * 100 >= policy.usual_share * total:
            found[field] = said
    return found


def says(value: Mapping[str, Any]) -> str:
    """A column's value to be compared: letter case and the placing of tone marks aside; a reason where there is none."""
    return f"#{value['m']}" if value.get("m") else comparison_key(value.get("v") or "")


def said_twice(
    form: Edition, fields: Mapping[str, Mapping[str, Any]], findings: Iterable[str]
) -> frozenset[str]:
    """Columns that the book itself says a second time and that agree: a date that its words repeat (no finding of `findings` is about
    the two), names that stand in two columns and were not copied from one to the other."""
    objected = frozenset(findings)
    found: set[str] = set()
    for rule in form.rules:
        if rule.predicate.name == "words_match_digits" and not objected & set(rule.fields):
            pair = [name for name in rule.fields if (fields.get(name) or {}).get("v")]
            found.update(pair if len(pair) > 1 else ())
    names: dict[str, list[str]] = {}
    for field in form.printed_fields():
        value = fields.get(field.id) or {}
        if field.type == "name" and value.get("v") and value.get("o") in ("typed", "picked"):
            names.setdefault(comparison_key(value["v"]), []).append(field.id)
    found.update(field for same in names.values() if len(same) > 1 for field in same)
    return frozenset(found)
