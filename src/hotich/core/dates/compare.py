"""How two partial dates agree: by what both of them say, and by name where day and month changed places."""

from __future__ import annotations

from enum import StrEnum

from hotich.core.dates.partial import PartialDate


class DateAgreement(StrEnum):
    """``less_precise`` and ``missing`` are no discrepancy; ``swapped`` is one, with its likely cause."""

    EQUAL = "equal"
    LESS_PRECISE = "less_precise"
    SWAPPED = "swapped"
    DIFFERENT = "different"
    MISSING = "missing"


DATE_AGREEMENT_LABELS: dict[DateAgreement, str] = {
    DateAgreement.EQUAL: "trùng khớp",
    DateAgreement.LESS_PRECISE: "một bên ghi ít chi tiết hơn",
    DateAgreement.SWAPPED: "ngày và tháng đổi chỗ",
    DateAgreement.DIFFERENT: "không khớp",
    DateAgreement.MISSING: "thiếu một bên",
}


def _fits(a: int | None, a_mask: str, b: int | None, b_mask: str, width: int) -> bool:
    """Whether one figure can stand behind both writings of a part."""
    left = f"{a:0{width}d}" if a is not None else a_mask or "?" * width
    right = f"{b:0{width}d}" if b is not None else b_mask or "?" * width
    return all(x == y or "?" in (x, y) for x, y in zip(left, right, strict=True))


def _says_nothing(value: PartialDate | None) -> bool:
    if value is None:
        return True
    known = (value.year, value.month, value.day)
    return not any(part is not None for part in known) and not value.year_mask.strip("?")


def compare_dates(a: PartialDate | None, b: PartialDate | None) -> DateAgreement:
    """How two dates agree.

    ``equal``: the same parts are known and they are the same. ``less_precise``: everything both sides say agrees, one says less, says
    it illegibly or says *khoảng*; a lunar date beside a Gregorian one that lies within its bounds. ``swapped``: day and month
    changed places. ``missing``: one side says nothing.
    """
    if a is None or b is None or _says_nothing(a) or _says_nothing(b):
        return DateAgreement.MISSING
    if a.lunar != b.lunar:
        return _across_calendars(a, b)
    year = _fits(a.year, a.year_mask, b.year, b.year_mask, 4)
    month = _fits(a.month, a.month_mask, b.month, b.month_mask, 2)
    day = _fits(a.day, a.day_mask, b.day, b.day_mask, 2)
    if year and month and day:
        same_parts = (a.year, a.month, a.day) == (b.year, b.month, b.day) and a.precision != "none"
        masks = (a.year_mask, a.month_mask, a.day_mask, b.year_mask, b.month_mask, b.day_mask)
        exact = same_parts and not any(mask.strip("?") for mask in masks) and a.approximate == b.approximate
        return DateAgreement.EQUAL if exact else DateAgreement.LESS_PRECISE
    if year and a.precision == b.precision == "day" and (a.day, a.month) == (b.month, b.day):
        return DateAgreement.SWAPPED
    return DateAgreement.DIFFERENT


def _across_calendars(a: PartialDate, b: PartialDate) -> DateAgreement:
    bounds = a.earliest(), a.latest(), b.earliest(), b.latest()
    first_a, last_a, first_b, last_b = bounds
    if first_a is None or last_a is None or first_b is None or last_b is None:
        return DateAgreement.MISSING
    apart = last_a < first_b or last_b < first_a
    return DateAgreement.DIFFERENT if apart else DateAgreement.LESS_PRECISE
