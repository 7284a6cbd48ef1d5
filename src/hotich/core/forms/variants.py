"""A book's variant: columns its pages lack, columns only its pages have (rules.md: confirmed at inventory).

``{"off": [dotted ids], "extra": [{"id": "extra.<slug>", "label": as printed}]}``. It belongs to the book and can be
reused; every action of the log names the digest of the variant it was keyed under.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hotich.core.forms.model import Edition, Field, Group

_EXTRA_ID = re.compile(r"^extra\.[a-z][a-z0-9_]*$")
EXTRA_GROUP = "extra"
EXTRA_LABEL = "Cột thêm của quyển"


class VariantRefused(ValueError):
    """A variant that does not fit its edition; the Vietnamese message says which column and what to do."""

    code = "variant.refused"


def apply_variant(edition: Edition, variant: Mapping[str, Any] | None) -> Edition:
    """The edition as this book has it.

    A column switched off stays known, so a value that a file brings for it is still judged; it is neither shown nor
    required. An added column is kept as text and treated as personal data. Raises VariantRefused.
    """
    off = tuple((variant or {}).get("off", ()))
    extra = tuple((variant or {}).get("extra", ()))
    if not off and not extra:
        return edition
    _check_off(edition, off)
    groups = [
        replace(group, fields=tuple(each for each in group.fields if each.id not in off))
        for group in edition.groups
    ]
    groups = [group for group in groups if group.fields]
    if extra:
        groups.append(Group(EXTRA_GROUP, EXTRA_LABEL, tuple(_added(edition, each) for each in extra)))
    removed = tuple(each for each in edition.printed_fields() if each.id in off)
    return replace(
        edition,
        groups=tuple(groups),
        other_fields=(*edition.other_fields, *removed),
        rules=tuple(
            rule for rule in edition.rules if not (rule.printed and any(each in off for each in rule.fields))
        ),
    )


def variant_digest(variant: Mapping[str, Any] | None) -> str:
    """SHA-256 of the variant, whatever the order of its columns; ``""`` for a book printed like its edition."""
    off = sorted((variant or {}).get("off", ()))
    extra = sorted(
        ({"id": each["id"], "label": each["label"]} for each in (variant or {}).get("extra", ())),
        key=lambda each: each["id"],
    )
    if not off and not extra:
        return ""
    canonical = json.dumps(
        {"off": off, "extra": extra}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _check_off(edition: Edition, off: tuple[str, ...]) -> None:
    names = {each.name for each in edition.subjects if each.principal}
    for field_id in off:
        if not edition.prints(field_id):
            raise VariantRefused(
                f"Mẫu {edition.id} không có cột “{field_id}” để tắt. Kiểm tra lại cột hoặc chọn mẫu sổ khác."
            )
        if field_id in names:
            raise VariantRefused(
                f"Không thể tắt cột “{edition.label(field_id)}”: không có cột này thì không tra cứu được. "
                "Kiểm tra lại loại sổ và mẫu sổ."
            )


def _added(edition: Edition, column: Mapping[str, Any]) -> Field:
    field_id, label = str(column.get("id", "")), str(column.get("label", "")).strip()
    if not _EXTRA_ID.match(field_id):
        raise VariantRefused(
            f"Cột thêm “{label or field_id}” phải có mã dạng extra.<chữ thường không dấu>, ví dụ extra.ho_khau."
        )
    if not label:
        raise VariantRefused(f"Cột thêm “{field_id}” chưa có nhãn. Ghi nhãn đúng như sổ in.")
    if edition.get(field_id) is not None:
        raise VariantRefused(f"Cột thêm “{field_id}” đã có. Đặt mã khác cho cột “{label}”.")
    return Field(id=field_id, label=label, type="text", personal=True)
