"""What differs between a register book and the population register for one person, field by field.

Compared is the entry's *current* value: as amended by its own annotations. A discrepancy is a difference of a basic or another field that
no harmless manner of writing explains; residence is shown and never one. What the book lacks and the register has is listed as a
possible supplement, never as a discrepancy. Which field is basic and which manners are harmless are dated parameters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from hotich.core.codes import label, read_code
from hotich.core.matching.values import (
    EQUAL,
    Agreement,
    agreeing_names,
    compare_codes,
    compare_names,
    compare_numbers,
    compare_partial_dates,
    compare_place_texts,
    compare_texts,
)
from hotich.core.parameters import parameter
from hotich.core.text import is_unnamed, lacks_diacritics, squeeze

FieldValue = Mapping[str, Any]

# The order in which an officer reads them, and how each is compared.
KINDS: dict[str, str] = {
    "personal_id": "number",
    "full_name": "name",
    "birth_date": "date",
    "sex": "sex",
    "birth_place": "place",
    "birth_registration_place": "place",
    "hometown": "place",
    "ethnicity": "ethnic_groups",
    "nationality": "nationalities",
    "mother_full_name": "name",
    "mother_birth_date": "date",
    "father_full_name": "name",
    "father_birth_date": "date",
    "spouse_full_name": "name",
    "old_id_number": "number",
    "marital_status": "text",
    "death_date": "date",
    "residence": "place",
}
_UNKNOWN_PLACE = "Danh mục địa danh"
_CODED = frozenset({"sex", "ethnic_groups", "nationalities"})

FIELD_LABELS: dict[str, str] = {
    "personal_id": "Số định danh cá nhân",
    "full_name": "Họ, chữ đệm, tên",
    "birth_date": "Ngày sinh",
    "sex": "Giới tính",
    "birth_place": "Nơi sinh",
    "birth_registration_place": "Nơi đăng ký khai sinh",
    "hometown": "Quê quán",
    "ethnicity": "Dân tộc",
    "nationality": "Quốc tịch",
    "mother_full_name": "Họ tên mẹ",
    "mother_birth_date": "Ngày sinh mẹ",
    "father_full_name": "Họ tên cha",
    "father_birth_date": "Ngày sinh cha",
    "spouse_full_name": "Họ tên vợ hoặc chồng",
    "old_id_number": "Số CMND",
    "marital_status": "Tình trạng hôn nhân",
    "death_date": "Ngày chết",
    "residence": "Nơi cư trú",
}

_MISSING_REASONS = {
    "blank_in_book": "sổ để trống",
    "struck_out": "sổ đã gạch bỏ",
    "not_in_edition": "mẫu sổ không có cột này",
}


class FieldAgreement(StrEnum):
    """What the desk shows for one field."""

    AGREES = "agrees"
    AGREES_SHOWN = "agrees_shown"
    BOOK_LACKS = "book_lacks"
    REGISTER_LACKS = "register_lacks"
    DIFFERS = "differs"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """One field: both values as they stand, how they agree, and one Vietnamese sentence.

    ``manner`` is the way they agree or differ (``spelling``, ``same_unit_over_time``, ``different`` …). ``can_supplement``: the register has
    what the book lacks or says less precisely.
    """

    field: str
    book: str | None
    register: str | None
    agreement: FieldAgreement
    is_discrepancy: bool
    class_: str
    note: str
    can_supplement: bool = False
    manner: str = ""

    def as_json(self) -> dict[str, Any]:
        """As candidates, judgements and the desk keep it."""
        return {
            "field": self.field,
            "book": self.book,
            "register": self.register,
            "agreement": str(self.agreement),
            "is_discrepancy": self.is_discrepancy,
            "class": self.class_,
            "note": self.note,
            "can_supplement": self.can_supplement,
            "manner": self.manner,
        }


def compare_subject(
    role: str,
    book: Mapping[str, FieldValue],
    register: Mapping[str, Any],
    *,
    originals: Mapping[str, FieldValue] | None = None,
    book_date: dt.date | None = None,
    near: str | None = None,
    on: dt.date | None = None,
) -> list[FieldComparison]:
    """Compares one person of an entry with one citizen.

    ``book``: the register's word for a field → its current value ``{"v", "m", …}``; ``originals`` the values that annotations have since changed.
    ``register``: the same words → values as text. ``book_date`` is the day of registration, ``near`` the gazetteer id of the book's unit, ``on``
    the day whose parameters apply (the latest without one). Fields neither side has are left out. ``role`` names the person in the
    sentences' place and changes nothing else: what is compared is what the kind's definition put under ``book``.
    """
    comparer = _Comparer(book, register, originals or {}, book_date, near, on)
    return [comparison for field in KINDS if (comparison := comparer.compare(field, role=role)) is not None]


def judge(on: dt.date | None = None) -> Callable[[str, str, str, bool], bool]:
    """A function (field, book's text, register's text, whether a record is wholly without marks) → whether they are a discrepancy; for many pairs of one day."""
    comparer = _Comparer({}, {}, {}, None, None, on)

    def judged(field: str, book: str, register: str, unmarked: bool) -> bool:
        comparer.unmarked = unmarked
        return comparer.differs(field, _text(book), _text(register))

    return judged


def supplements(comparisons: list[FieldComparison]) -> list[FieldComparison]:
    """What the register has and the book could be supplemented with ("có thể bổ sung hộ tịch")."""
    return [comparison for comparison in comparisons if comparison.can_supplement]


@lru_cache(maxsize=65536)
def _squeezed(text: str) -> str:
    return squeeze(text)


def _text(value: Any) -> str:
    return _squeezed(str(value)) if value is not None else ""


class _Comparer:
    """The comparison of one subject with one citizen."""

    def __init__(
        self,
        book: Mapping[str, FieldValue],
        register: Mapping[str, Any],
        originals: Mapping[str, FieldValue],
        book_date: dt.date | None,
        near: str | None,
        on: dt.date | None,
    ) -> None:
        self.book = book
        self.register = register
        self.originals = originals
        self.book_date = book_date
        self.near = near
        self.classes: Mapping[str, str] = parameter("discrepancy_classes", on).value
        self.never = frozenset(parameter("discrepancy_never", on).value)
        self.harmless = frozenset(parameter("discrepancy_shown_only", on).value)
        words = [field for field, kind in KINDS.items() if kind in ("name", "place", "ethnic_groups", "text")]
        self.unmarked = lacks_diacritics(
            *(_text((book.get(w) or {}).get("v")) for w in words)
        ) or lacks_diacritics(*(_text(register.get(w)) for w in words))

    def compare(self, field: str, *, role: str) -> FieldComparison | None:
        value = self.book.get(field)
        book, register = _text((value or {}).get("v")), _text(self.register.get(field))
        if not book and not register and not (value or {}).get("m"):
            return None
        missing = self._missing(field, value, book, register)
        if missing is not None:
            return missing
        found = self._agreement(field, book, register)
        original = _text((self.originals.get(field) or {}).get("v"))
        if original:
            found = self._amended(field, found, original, register)
        return self._verdict(field, book, register, found)

    def differs(self, field: str, book: str, register: str) -> bool:
        """Whether two texts are a discrepancy: what ``compare`` says, without its sentences."""
        if field in self.never or not book or not register or self._is_illegible(field, book):
            return False
        if KINDS[field] == "name":
            agreed = agreeing_names(book, register, unmarked=self.unmarked)
            return not is_unnamed(book) and (agreed is None or self._is_difference(agreed))
        return self._is_difference(self._agreement(field, book, register))

    def _is_difference(self, found: Agreement) -> bool:
        return found.manner not in ("equal", "unreadable") and found.manner not in self.harmless

    # -- a side says nothing

    def _missing(
        self, field: str, value: FieldValue | None, book: str, register: str
    ) -> FieldComparison | None:
        reason = (value or {}).get("m")
        if reason == "illegible" or (book and self._is_illegible(field, book)):
            return self._made(
                field,
                book,
                register,
                FieldAgreement.NOT_COMPARED,
                "chữ trong sổ không đọc được, không so sánh",
            )
        if not book:
            return self._book_lacks(field, value, register, reason)
        if KINDS[field] == "name" and is_unnamed(book):
            return self._made(
                field,
                book,
                register,
                FieldAgreement.BOOK_LACKS,
                "sổ ghi chưa đặt tên",
                supplement=bool(register),
            )
        if not register:
            seen = field in self.register
            return self._made(
                field,
                book,
                register,
                FieldAgreement.REGISTER_LACKS if seen else FieldAgreement.NOT_COMPARED,
                "dữ liệu dân cư không có" if seen else "chưa ghi nhận giá trị của dữ liệu dân cư",
            )
        return None

    def _book_lacks(
        self, field: str, value: FieldValue | None, register: str, reason: str | None
    ) -> FieldComparison:
        if field == "personal_id":
            return self._made(
                field,
                "",
                register,
                FieldAgreement.NOT_COMPARED,
                "sổ không ghi số; số lấy theo kết quả tra cứu",
            )
        if value is None:
            return self._made(field, "", register, FieldAgreement.NOT_COMPARED, "bản nhập không có mục này")
        why = _MISSING_REASONS.get(reason or "", "sổ không ghi")
        if not register:
            return self._made(
                field, "", register, FieldAgreement.NOT_COMPARED, f"{why}, dân cư cũng không có"
            )
        can = field not in self.never
        tail = ", có thể bổ sung hộ tịch" if can else ""
        return self._made(
            field, "", register, FieldAgreement.BOOK_LACKS, f"{why}, dân cư có giá trị{tail}", supplement=can
        )

    def _is_illegible(self, field: str, text: str) -> bool:
        # In a date ? is one illegible figure and the rest still compares.
        return "?" in text and KINDS[field] != "date"

    # -- both say something

    def _agreement(self, field: str, book: str, register: str) -> Agreement:
        kind = KINDS[field]
        if kind == "name":
            return compare_names(book, register, unmarked=self.unmarked)
        if kind == "date":
            return compare_partial_dates(book, register)
        if kind == "place":
            return compare_place_texts(book, register, book_date=self.book_date, near=self.near)
        if kind in _CODED:
            return compare_codes(kind, book, register)
        if kind == "number":
            return compare_numbers(book, register)
        return compare_texts(book, register, unmarked=self.unmarked)

    def _amended(self, field: str, found: Agreement, original: str, register: str) -> Agreement:
        changed = f"sổ đã được ghi chú thay đổi từ “{original}”"
        if found is EQUAL or found.manner in self.harmless:
            return Agreement("amended", changed, found.coarser)
        before = self._agreement(field, original, register)
        if before.manner == "equal" or before.manner in self.harmless:
            return Agreement("amended", f"{changed}; dữ liệu dân cư còn theo giá trị cũ")
        return found

    def _verdict(self, field: str, book: str, register: str, found: Agreement) -> FieldComparison:
        if found.manner == "unreadable":
            return self._made(field, book, register, FieldAgreement.NOT_COMPARED, found.reason, found.manner)
        if found.manner == "equal":
            return self._made(field, book, register, FieldAgreement.AGREES, "sổ và dân cư khớp", found.manner)
        if found.manner in self.harmless:
            return self._made(
                field,
                book,
                register,
                FieldAgreement.AGREES_SHOWN,
                found.reason,
                found.manner,
                supplement=found.coarser == "book" and field not in self.never,
            )
        return self._made(field, book, register, FieldAgreement.DIFFERS, found.reason, found.manner)

    def _made(
        self,
        field: str,
        book: str,
        register: str,
        agreement: FieldAgreement,
        reason: str,
        manner: str = "",
        *,
        supplement: bool = False,
    ) -> FieldComparison:
        differs = agreement is FieldAgreement.DIFFERS
        return FieldComparison(
            field=field,
            book=book or None,
            register=register or None,
            agreement=agreement,
            is_discrepancy=differs and field not in self.never,
            class_=self.classes.get(field, "other"),
            note=_sentence(field, book, register, reason, differs=differs, never=field in self.never),
            can_supplement=supplement,
            manner=manner,
        )


def _sentence(field: str, book: str, register: str, reason: str, *, differs: bool, never: bool) -> str:
    name = FIELD_LABELS[field]
    if not differs:
        return f"{name}: {reason}."
    if field in ("personal_id", "old_id_number"):  # numbers are masked in lists: a sentence never repeats one
        return f"{name}: số trong sổ khác số của dân cư."
    if KINDS[field] == "place":  # the reason repeats both values; only what the gazetteer lacks is news
        reason = reason[reason.find(_UNKNOWN_PLACE) :] if _UNKNOWN_PLACE in reason else ""
    tail = f" ({reason})" if reason else ""
    shown = " Chỉ hiển thị, không phải điểm không khớp." if never else ""
    return f"{name}: sổ ghi “{_shown(field, book)}”, dân cư ghi “{_shown(field, register)}”{tail}.{shown}"


def _shown(field: str, text: str) -> str:
    meaning = read_code("sex", text) if field == "sex" else None
    return label("sex", meaning) if meaning else text
