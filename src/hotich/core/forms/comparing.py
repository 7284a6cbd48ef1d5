"""Compare two transcriptions of one entry, field by field, as the book's columns order them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hotich.core.forms.model import Edition, FieldValues


@dataclass(frozen=True, slots=True)
class Difference:
    """One column two transcriptions do not agree on: value and reason of each as written."""

    field: str
    label: str
    a: str | None
    b: str | None
    a_reason: str | None
    b_reason: str | None


def diff(edition: Edition, a: FieldValues, b: FieldValues) -> tuple[Difference, ...]:
    """Where ``a`` and ``b`` say something different, in reading order, unknown ids last.

    Values are compared as written: which differences matter is decided where people are compared.
    """
    known = [each.id for each in edition.all_fields()]
    unknown = sorted((set(a) | set(b)) - set(known))
    found = []
    for field_id in (*known, *unknown):
        left, right = _said(a.get(field_id)), _said(b.get(field_id))
        if left != right:
            found.append(Difference(field_id, edition.label(field_id), left[0], right[0], left[1], right[1]))
    return tuple(found)


def _said(value: Mapping[str, Any] | None) -> tuple[str | None, str | None]:
    if value is None:
        return None, None
    text = value.get("v")
    return (text or None, None if text else value.get("m"))
