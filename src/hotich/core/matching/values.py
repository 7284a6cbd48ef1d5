"""How two values of one kind agree: a tiny function each, giving the manner of agreement, a reason in words and which side says less.

``manner`` is ``equal``, ``different``, ``unreadable`` or the name of a harmless way to differ (``spelling``, ``less_precise`` …). Whether that way
is a discrepancy is a dated parameter and decided in ``discrepancies``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from hotich.core.codes import code_list, label
from hotich.core.dates import DateAgreement, PartialDate, compare_dates, read_date
from hotich.core.identifiers import likely_number
from hotich.core.places import PlaceAgreement, explain_places
from hotich.core.text import NameAgreement, comparison_key, same_name, search_key, squeeze, unify_iy

Coarser = Literal["book", "register"]

_NOT_DIGIT = re.compile(r"\D")
_FULL_DATE = re.compile(r"^\s*\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{4}\s*$")
_VAGUE_MEANINGS = frozenset({"unknown", "undetermined"})


@dataclass(frozen=True, slots=True)
class Agreement:
    """The manner of agreement, the reason for the officer, the side that says less."""

    manner: str
    reason: str = ""
    coarser: Coarser | None = None


EQUAL = Agreement("equal")
DIFFERENT = Agreement("different")


_MANNERS_OF_NAMES = {
    NameAgreement.EXACT: EQUAL,
    NameAgreement.SPELLING: Agreement("spelling", "chỉ khác cách bỏ dấu, i/y, chữ hoa hoặc khoảng trắng"),
    NameAgreement.ABBREVIATION: Agreement("abbreviation", "một bên viết tắt"),
}
_UNMARKED_NAME = Agreement("unmarked", "một bên ghi toàn bộ không dấu, so sánh không dấu thì khớp")


def compare_names(book: str, register: str, *, unmarked: bool = False) -> Agreement:
    """Họ, chữ đệm, tên: cách bỏ dấu, i/y, chữ hoa và chữ viết tắt không phải sai lệch; thiếu chữ đệm là sai lệch."""
    found = agreeing_names(book, register, unmarked=unmarked)
    return found or Agreement("different", _why_names_differ(book, register))


def agreeing_names(book: str, register: str, *, unmarked: bool = False) -> Agreement | None:
    """How two names agree; None where they are different."""
    found = _MANNERS_OF_NAMES.get(same_name(book, register))
    if found is None and unmarked:
        folded = same_name(unify_iy(search_key(book)), unify_iy(search_key(register)))
        return None if folded is NameAgreement.DIFFERENT else _UNMARKED_NAME
    return found


def _why_names_differ(book: str, register: str) -> str:
    one = unify_iy(comparison_key(book)).split(" ")
    other = unify_iy(comparison_key(register)).split(" ")
    short, long = sorted((one, other), key=len)
    if len(short) < len(long) and len(short) >= 2 and short[0] == long[0] and short[-1] == long[-1]:
        return "một bên thiếu chữ đệm"
    if search_key(book) == search_key(register):
        return "khác dấu"
    if sorted(one) == sorted(other):
        return "các chữ đổi chỗ"
    return ""


def compare_partial_dates(book: str, register: str) -> Agreement:
    """Ngày tháng: bên ghi ít hơn (chỉ năm, tháng/năm, khoảng) không phải sai lệch nếu phần đã ghi khớp nhau."""
    if comparison_key(book) == comparison_key(register):
        return EQUAL
    one, other = read_date(book).value, read_date(register).value
    if one is None or other is None:
        if all(_FULL_DATE.match(text) or value for text, value in ((book, one), (register, other))):
            return Agreement("different", "một bên là ngày không có trong lịch")
        return Agreement("unreadable", "một bên không đọc thành ngày được, cần người xem lại")
    agreement = compare_dates(one, other)
    if agreement is DateAgreement.EQUAL:
        return EQUAL
    if agreement is DateAgreement.LESS_PRECISE:
        return Agreement("less_precise", "một bên ghi ít chi tiết hơn", _coarser_date(one, other))
    if agreement is DateAgreement.SWAPPED:
        return Agreement("different", "có thể ngày và tháng đổi chỗ")
    if agreement is DateAgreement.MISSING:
        return Agreement("unreadable", "một bên không đọc được năm")
    return Agreement("different", _why_dates_differ(one, other))


def _known_parts(value: PartialDate) -> int:
    return sum(part is not None for part in (value.year, value.month, value.day)) * 2 - int(value.approximate)


def _coarser_date(one: PartialDate, other: PartialDate) -> Coarser | None:
    if _known_parts(one) == _known_parts(other):
        return None
    if _known_parts(one) > _known_parts(other):
        return "register"
    # 01/01 in a register is often a default for "only the year is known": nothing to supplement a book with.
    if (other.day, other.month) == (1, 1):
        return None
    return "book"


def _why_dates_differ(one: PartialDate, other: PartialDate) -> str:
    parts = [
        name
        for name, x, y in (
            ("ngày", one.day, other.day),
            ("tháng", one.month, other.month),
            ("năm", one.year, other.year),
        )
        if x is not None and y is not None and x != y
    ]
    return f"khác {', '.join(parts)}" if parts else ""


@lru_cache(maxsize=4096)
def compare_codes(list_name: str, book: str, register: str) -> Agreement:
    """Dân tộc, quốc tịch, giới tính: cùng một giá trị dưới tên gọi khác không phải sai lệch."""
    if comparison_key(book) == comparison_key(register):
        return EQUAL
    codes = code_list(list_name)
    one, other = codes.read(book), codes.read(register)
    if one is not None and one == other:
        # A meaning or a figure that a system keeps is no other name: only two different words are.
        return EQUAL if _is_bare(book, one) or _is_bare(register, one) else _other_name(list_name, one)
    if one is None or other is None:
        shared = (frozenset({one}) if one else codes.possible(book)) & (
            frozenset({other}) if other else codes.possible(register)
        )
        if shared:
            return Agreement("other_name", "tên gọi ở một bên có thể là cùng một giá trị")
    if one in _VAGUE_MEANINGS or other in _VAGUE_MEANINGS:
        return Agreement(
            "less_precise", "một bên ghi không xác định", "book" if one in _VAGUE_MEANINGS else "register"
        )
    return DIFFERENT


def _is_bare(text: str, meaning: str) -> bool:
    return text.strip().isdigit() or text.strip() == meaning


def _other_name(list_name: str, meaning: str) -> Agreement:
    return Agreement("other_name", f"hai tên gọi của {label(list_name, meaning)}")


def compare_place_texts(
    book: str, register: str, *, book_date: dt.date | None = None, near: str | None = None
) -> Agreement:
    """Nơi chốn: cùng một nơi qua các lần đổi tên, đổi địa giới không phải sai lệch; ghi kém chi tiết hơn cũng không."""
    found = explain_places(book, register, book_date, near=near)
    coarser: Coarser | None = {"a": "book", "b": "register"}.get(found.coarser or "")  # type: ignore[assignment]
    reason = found.note.rstrip(".")
    if found.agreement is PlaceAgreement.EQUAL:
        if comparison_key(book) == comparison_key(register):
            return EQUAL
        return Agreement("spelling", "cùng một nơi, khác cách ghi")
    if found.agreement is PlaceAgreement.MISSING:
        return Agreement("less_precise", "một bên không ghi địa danh nào", coarser)
    return Agreement(str(found.agreement), reason, coarser)


def compare_numbers(book: str, register: str) -> Agreement:
    """Số định danh, số giấy tờ: so theo chữ số; dấu cách, dấu chấm không tính."""
    one, other = _NOT_DIGIT.sub("", book), _NOT_DIGIT.sub("", register)
    if one and one == other:
        return EQUAL
    if likely_number(book) == other or likely_number(register) == one:
        return Agreement("lost_zero", "một bên mất số 0 ở đầu")
    return DIFFERENT


def compare_texts(book: str, register: str, *, unmarked: bool = False) -> Agreement:
    """Chữ: khác chữ hoa, khoảng trắng, cách bỏ dấu không phải sai lệch."""
    if squeeze(book) == squeeze(register):
        return EQUAL
    if unify_iy(comparison_key(book)) == unify_iy(comparison_key(register)):
        return Agreement("spelling", "chỉ khác cách bỏ dấu, chữ hoa hoặc khoảng trắng")
    if unmarked and search_key(book) == search_key(register):
        return Agreement("unmarked", "một bên ghi không dấu, so sánh không dấu thì khớp")
    return DIFFERENT
