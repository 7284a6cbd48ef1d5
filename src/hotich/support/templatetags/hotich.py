"""Filters of the screens."""

from datetime import date, datetime

from django import template

from hotich.core.calendar import is_provisional
from hotich.core.codes import label
from hotich.core.registers.catalogue import EditionUnknown, editions_of
from hotich.core.text import grouped
from hotich.support.masking import masked
from hotich.support.time import local

register = template.Library()
register.filter("masked", masked)


@register.filter
def moment(value: datetime | None) -> str:
    """`13:30 ngày 01/06/2023`, on a Vietnamese clock."""
    return local(value).strftime("%H:%M ngày %d/%m/%Y") if value else ""


@register.filter
def day(value: datetime | None) -> str:
    """`01/06/2023`, on a Vietnamese clock."""
    return local(value).strftime("%d/%m/%Y") if value else ""


@register.filter
def provisional(value: date | None) -> str:
    """` (tạm tính)` after a due day in a year whose days off are not announced yet."""
    return " (tạm tính)" if value and is_provisional(value) else ""


@register.filter
def in_percent(share: float) -> str:
    """A share as people write it: `0.0512` → `5,1 %`."""
    return f"{share * 100:.1f}".replace(".", ",") + " %"


@register.filter
def as_written(edtf: str) -> str:
    """A derived date the way people write it: `2006-03-02` → `02/03/2006`; what is no plain date stays as it is."""
    parts = edtf.split("-") if edtf else []
    return "/".join(reversed(parts)) if all(part.isdigit() for part in parts) else edtf


@register.filter
def field_of(mapping: dict[str, object], key: str) -> object:
    """The value under a key that is not a constant of the template."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def said(value: str | None, field: str) -> str:
    """A value of a comparison in words: the register keeps sex as a meaning."""
    if field == "sex" and value in {"male", "female"}:
        return label("sex", value) or value
    return value or ""


@register.filter
def called(role: str, kind: str) -> str:
    """Who somebody is in an entry of a kind, by the book's own word (`bên nam`)."""
    try:
        subjects = editions_of(kind)[-1].subjects
    except EditionUnknown:
        return ""
    return next((each.label.lower() for each in subjects if each.role == role), "")


@register.filter
def called_if_several(role: str, kind: str) -> str:
    """The same for lists: nothing where entries of the kind are about one person alone."""
    try:
        several = sum(each.principal for each in editions_of(kind)[-1].subjects) > 1
    except EditionUnknown:
        return ""
    return called(role, kind) if several else ""


@register.filter("grouped")
def count(value: float | None, decimals: int = 0) -> str:
    """A count or đồng as people write them: `12.345`, or with decimals `1.234,5`; a dash for what is not known."""
    return "–" if value is None else grouped(value, decimals)
