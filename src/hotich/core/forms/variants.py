"""A book's variant: columns its pages lack, columns only its pages have (rules.md: confirmed at inventory).

``{"off": [ids], "extra": [{"id": "extra.<slug>", "label": as printed, "after": id}]}``. ``after`` is the column behind which
the added one is printed, ``""`` where it is the page's first; without it the added columns stand together at the end. It
belongs to the book and can be reused; every action of the log names the digest of the variant it was keyed under.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from hotich.core.forms.model import Edition, Field, Group
from hotich.core.text import search_key

_EXTRA_ID = re.compile(r"^extra\.[a-z][a-z0-9_]*$")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 40
EXTRA_GROUP = "extra"
EXTRA_LABEL = "Cột thêm của quyển"


class VariantRefused(ValueError):
    """A variant that does not fit its edition; the Vietnamese message says which column and what to do."""

    code = "variant.refused"


def apply_variant(edition: Edition, variant: Mapping[str, Any] | None) -> Edition:
    """The edition as this book has it.

    A column switched off stays known, so a value that a file or an earlier confirmation brought is still judged and
    shown; it is neither asked for nor required. That holds for an added column, too: nothing keyed loses its label.
    An added column is kept as text and treated as personal data. Raises VariantRefused.
    """
    off = tuple((variant or {}).get("off", ()))
    extra = tuple((variant or {}).get("extra", ()))
    if not off and not extra:
        return edition
    whole = _with_added(edition, extra) if extra else edition
    _check_off(whole, off)
    groups = (
        replace(group, fields=tuple(each for each in group.fields if each.id not in off))
        for group in whole.groups
    )
    removed = tuple(each for each in whole.printed_fields() if each.id in off)
    return replace(
        whole,
        groups=tuple(group for group in groups if group.fields),
        other_fields=(*edition.other_fields, *removed),
        rules=tuple(
            rule for rule in edition.rules if not (rule.printed and any(each in off for each in rule.fields))
        ),
    )


def _with_added(edition: Edition, extra: tuple[Mapping[str, Any], ...]) -> Edition:
    groups = list(edition.groups)
    at_the_end: list[Field] = []
    taken: set[str] = set()
    for column in extra:
        added = _added(edition, column, taken)
        taken.add(added.id)
        after = column.get("after")
        if after is None:
            at_the_end.append(added)
            continue
        where = 0 if after == "" else _group_of(groups, str(after))
        if where is None:
            raise VariantRefused(
                f"Cột thêm “{added.label}” đứng sau cột “{after}”, nhưng mẫu này không in cột đó. Chọn lại vị trí."
            )
        fields = list(groups[where].fields)
        place = next((at for at, each in enumerate(fields, start=1) if each.id == after), 0)
        groups[where] = replace(groups[where], fields=(*fields[:place], added, *fields[place:]))
    if at_the_end:
        groups.append(Group(EXTRA_GROUP, EXTRA_LABEL, tuple(at_the_end)))
    return replace(edition, groups=tuple(groups))


def _group_of(groups: list[Group], field_id: str) -> int | None:
    found = (at for at, group in enumerate(groups) if any(each.id == field_id for each in group.fields))
    return next(found, None)


def keeping(variant: Mapping[str, Any] | None, former: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The variant with columns that were added before: those it no longer has stay known, switched off."""
    said = dict(variant or {})
    off, extra = list(said.get("off", ())), list(said.get("extra", ()))
    for column in former:
        if all(column["id"] != each["id"] for each in extra):
            extra.append({name: column[name] for name in ("id", "label")})
            off.append(column["id"])
    return said | ({"off": off} if off else {}) | ({"extra": extra} if extra else {})


def extra_id(label: str, taken: Collection[str] = ()) -> str:
    """The id of an added column, made from its printed label: ``Số hộ khẩu`` → ``extra.so_ho_khau``."""
    words = _NOT_IN_SLUG.sub("_", search_key(label)).strip("_") or "cot"
    slug = words if words[0].isalpha() else f"cot_{words}"
    slug = slug[:_SLUG_LENGTH].rstrip("_")
    number = 2
    found = f"extra.{slug}"
    while found in taken:
        found = f"extra.{slug}_{number}"
        number += 1
    return found


def is_extra(field_id: str) -> bool:
    """Whether an id is that of a column added at inventory."""
    return _EXTRA_ID.match(field_id) is not None


def variant_digest(variant: Mapping[str, Any] | None) -> str:
    """SHA-256 of the variant, whatever the order of its columns; ``""`` for a book printed like its edition."""
    off = sorted((variant or {}).get("off", ()))
    extra = sorted(
        (
            {name: each[name] for name in ("id", "label", "after") if each.get(name) is not None}
            for each in (variant or {}).get("extra", ())
        ),
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


def _added(edition: Edition, column: Mapping[str, Any], taken: Collection[str]) -> Field:
    field_id, label = str(column.get("id", "")), str(column.get("label", "")).strip()
    if not _EXTRA_ID.match(field_id):
        raise VariantRefused(
            f"Cột thêm “{label or field_id}” phải có mã dạng extra.<chữ thường không dấu>, ví dụ extra.ho_khau."
        )
    if not label:
        raise VariantRefused(f"Cột thêm “{field_id}” chưa có nhãn. Ghi nhãn đúng như sổ in.")
    if field_id in taken or edition.get(field_id) is not None:
        raise VariantRefused(f"Cột thêm “{field_id}” đã có. Đặt mã khác cho cột “{label}”.")
    return Field(id=field_id, label=label, type="text", personal=True)
