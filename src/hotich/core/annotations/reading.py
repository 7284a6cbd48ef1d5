"""Reading a margin note as an officer states it, against the printed form of the entry's book.

What cannot be kept is refused with a sentence; what is merely strange is kept with a finding. A value that the note brings is
treated as one keyed: NFC, a date expanded and understood, a coded column under its printed label.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hotich.core.annotations.words import KINDS
from hotich.core.codes import CodeList, code_list
from hotich.core.dates import PartialDate, read_shorthand
from hotich.core.forms.model import CODED_TYPES, Edition, Field, FieldValues
from hotich.core.parameters import parameter
from hotich.core.text import compose, squeeze
from hotich.core.values import FieldValue, MalformedValue, Origin

LONGEST_TEXT = 4000
LONGEST_WORD = 500
MOST_FIELDS = 60
DOCUMENT_PARTS = ("name", "number", "date", "issuer")
_KNOWN = frozenset({"kind", "date", "text", "officer", "document", "amends", "source", "in_margin"})


class AnnotationRefused(ValueError):
    """The note cannot be kept as it is stated; the Vietnamese message says what to change."""

    code = "annotation.refused"


def read_note(
    said: Mapping[str, Any],
    *,
    form: Edition | None,
    current: FieldValues,
    today: dt.date,
) -> dict[str, Any]:
    """The note as the log keeps it. ``current`` is what the entry says before it. Raises AnnotationRefused."""
    if strange := sorted(said.keys() - _KNOWN):
        raise AnnotationRefused(f"Ghi chú có phần lạ: {', '.join(strange)}.")
    kind = _word(said, "kind")
    if code_list(KINDS).row(kind) is None:
        raise AnnotationRefused("Chưa chọn loại ghi chú: chọn cải chính, thay đổi, bổ sung… rồi ghi lại.")
    text = _long(said.get("text"))
    if not text:
        raise AnnotationRefused("Chưa ghi lời của ghi chú: chép đúng như lề sổ rồi ghi lại.")
    document = _document(said.get("document") or {}, today)
    date, read = _date(_word(said, "date"), "Ngày của ghi chú", today)
    day = read or _date(document.get("date", ""), "Ngày của văn bản", today)[1]
    first = day.earliest() if day else None
    source, in_margin = said.get("source") or None, said.get("in_margin", True)
    if (source is not None and not isinstance(source, str)) or not isinstance(in_margin, bool):
        raise AnnotationRefused("Trường hợp nguồn của ghi chú không đúng dạng.")
    if source is None and not in_margin:
        raise AnnotationRefused(
            "Ghi chú phải có ở lề sổ, hoặc nối với trường hợp đã đăng ký việc đó: chọn một trong hai."
        )
    return {
        "kind": kind,
        "date": date,
        "on": first.isoformat() if first else "",
        "text": text,
        "officer": _word(said, "officer"),
        "document": document,
        "amends": _amends(said.get("amends") or {}, form, current, day),
        "source": source,
        "in_margin": in_margin,
        "wants": list(parameter("annotation_sources", first).value.get(kind, ())),
    }


def _word(said: Mapping[str, Any], part: str) -> str:
    value = said.get(part) or ""
    if not isinstance(value, str):
        raise AnnotationRefused("Ghi chú không đúng dạng.")
    word = squeeze(compose(value))
    if len(word) > LONGEST_WORD:
        raise AnnotationRefused(f"Một ô của ghi chú dài quá {LONGEST_WORD} chữ: ghi ngắn lại.")
    return word


def _long(value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise AnnotationRefused("Lời của ghi chú phải là chữ.")
    text = compose(value or "").replace("\r\n", "\n").strip()
    if len(text) > LONGEST_TEXT:
        raise AnnotationRefused(f"Lời của ghi chú dài quá {LONGEST_TEXT} chữ: chia thành nhiều ghi chú.")
    return text


def _document(raw: Any, today: dt.date) -> dict[str, str]:
    if not isinstance(raw, Mapping) or raw.keys() - set(DOCUMENT_PARTS):
        raise AnnotationRefused("Văn bản làm căn cứ không đúng dạng: chỉ ghi tên, số, ngày, nơi ban hành.")
    found = {part: word for part in DOCUMENT_PARTS if (word := _word(raw, part))}
    if "date" in found:
        found["date"] = _date(found["date"], "Ngày của văn bản", today)[0]
    return found


def _date(text: str, what: str, today: dt.date) -> tuple[str, PartialDate | None]:
    """As it is kept, and understood where it can be; a date that stands in no calendar of ours is kept as written."""
    if not text:
        return "", None
    reading = read_shorthand(text, today.year)
    if any(finding.grade == "hard" for finding in reading.findings):
        raise AnnotationRefused(f"{what}: {reading.findings[0].message}")
    if reading.value is None:
        return text, None
    first = reading.value.earliest()
    if first is not None and first > today:
        raise AnnotationRefused(f"{what} ở tương lai: xem lại ngày trong sổ.")
    return reading.value.written(), reading.value


def _amends(
    raw: Any, form: Edition | None, current: FieldValues, day: PartialDate | None
) -> dict[str, dict[str, Any]]:
    if not isinstance(raw, Mapping) or len(raw) > MOST_FIELDS:
        raise AnnotationRefused("Các ô mà ghi chú thay đổi không đúng dạng.")
    found = {}
    for name, value in raw.items():
        known = form.get(name) if form is not None else None
        if known is None and (form is not None or name not in current):
            where = f"Mẫu sổ {form.id}" if form is not None else "Trường hợp này"
            raise AnnotationRefused(
                f"{where} không có ô “{name}”: chọn ô trong danh sách của quyển, hoặc để việc đó trong lời ghi chú."
            )
        label = form.label_in_full(name) if form is not None else name
        found[name] = _value(value, label, known, form, day)
    return found


def _value(
    raw: Any, label: str, known: Field | None, form: Edition | None, day: PartialDate | None
) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise AnnotationRefused(f"Giá trị mới của “{label}” không đúng dạng.")
    try:
        value = FieldValue.from_json(raw)
    except MalformedValue as error:
        raise AnnotationRefused(f"Giá trị mới của “{label}”: {error}") from error
    v = value.v.strip() if value.v else None
    if not v and value.m is None:
        raise AnnotationRefused(
            f"Chưa ghi giá trị mới của “{label}”. Nếu ghi chú bỏ giá trị cũ mà không thay thì đánh dấu “bỏ trống”."
        )
    if v and len(v) > LONGEST_TEXT:
        raise AnnotationRefused(f"Giá trị mới của “{label}” dài quá {LONGEST_TEXT} chữ.")
    if v and known is not None and form is not None:
        v = _as_keyed(v, label, known, form, day)
    return FieldValue(v, value.m, Origin.ANNOTATION, value.struck, value.reason).as_json()


def _as_keyed(text: str, label: str, known: Field, form: Edition, day: PartialDate | None) -> str:
    if known.type == "partial_date":
        reading = read_shorthand(text, day.year if day else None, field=known.id)
        if any(finding.grade == "hard" for finding in reading.findings):
            raise AnnotationRefused(f"“{label}”: {reading.findings[0].message}")
        return reading.value.written() if reading.value is not None else text
    if known.type in CODED_TYPES and known.codes:
        codes: CodeList | None = form.code_lists.get(known.codes)
        meaning = codes.read(text) if codes is not None else None
        row = codes.row(meaning) if codes is not None and meaning else None
        return row.label if row is not None else text
    return text
