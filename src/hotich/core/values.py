"""A field's value: what is written, or the reason why nothing is. Missing is a state with a reason, never a value.

The JSON form, in every transcription: ``{"v": text as written | None, "m": reason | None, "o": origin, "struck": text struck out | None}``; beside
them ``reason`` where a transcription was changed after the register's values were seen, and ``norm``, derived and never read back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hotich.core.text import compose


class MissingReason(StrEnum):
    """Why a field has no value."""

    BLANK_IN_BOOK = "blank_in_book"
    ILLEGIBLE = "illegible"
    STRUCK_OUT = "struck_out"
    NOT_IN_EDITION = "not_in_edition"


MISSING_LABELS: dict[MissingReason, str] = {
    MissingReason.BLANK_IN_BOOK: "để trống trong sổ",
    MissingReason.ILLEGIBLE: "không đọc được",
    MissingReason.STRUCK_OUT: "đã gạch bỏ",
    MissingReason.NOT_IN_EDITION: "mẫu sổ không có cột này",
}


class Origin(StrEnum):
    """How a value came into the transcription."""

    TYPED = "typed"
    PICKED = "picked"
    CARRIED = "carried"
    CONSTANT = "constant"
    CONFIRMED = "confirmed"
    AFTER_SEEING = "after_seeing"
    BESIDE_REGISTER = "beside_register"
    IMPORTED = "imported"
    ANNOTATION = "annotation"


ORIGIN_LABELS: dict[Origin, str] = {
    Origin.TYPED: "gõ từ sổ",
    Origin.PICKED: "chọn trong danh sách",
    Origin.CARRIED: "lấy từ trường hợp trước",
    Origin.CONSTANT: "thông tin chung của quyển",
    Origin.CONFIRMED: "xác nhận sổ ghi giống",
    Origin.AFTER_SEEING: "sửa sau khi xem dữ liệu dân cư",
    Origin.BESIDE_REGISTER: "nhập cạnh máy tra cứu",
    Origin.IMPORTED: "nhập từ tệp",
    Origin.ANNOTATION: "theo ghi chú của sổ",
}


class MalformedValue(ValueError):
    """The JSON of a field value is not one of ours; the message says which part."""

    code = "value.malformed"


_PARTS = frozenset({"v", "m", "o", "struck", "norm", "reason"})


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One field of a transcription. Either ``v`` holds a text or ``m`` says why not; a field nobody reached has neither."""

    v: str | None = None
    m: MissingReason | None = None
    o: Origin = Origin.TYPED
    struck: str | None = None
    reason: str | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FieldValue:
        """Read the JSON form; texts pass ``compose``.

        Raises ``MalformedValue`` for an unknown reason or origin, a text that is none, and a value beside a reason.
        """
        if not data.keys() <= _PARTS:
            raise MalformedValue(f"Giá trị có phần lạ: {', '.join(sorted(data.keys() - _PARTS))}.")
        texts: dict[str, str | None] = {}
        for part in ("v", "struck", "reason"):
            text = data.get(part)
            if text is not None and not isinstance(text, str):
                raise MalformedValue(f"Phần “{part}” của giá trị phải là chữ.")
            texts[part] = compose(text) if text is not None else None
        try:
            reason = MissingReason(data["m"]) if data.get("m") is not None else None
            origin = Origin(data.get("o") or Origin.TYPED)
        except ValueError as error:
            raise MalformedValue(f"Giá trị có lý do hoặc nguồn không hợp lệ: {error}.") from error
        if reason is not None and texts["v"]:
            raise MalformedValue("Một ô không thể vừa có giá trị vừa có lý do để trống.")
        return cls(texts["v"] or None, reason, origin, texts["struck"], texts["reason"] or None)

    def as_json(self) -> dict[str, str | None]:
        """The JSON form: the four parts, and the reason where there is one."""
        data = {"v": self.v, "m": self.m.value if self.m else None, "o": self.o.value, "struck": self.struck}
        return data | {"reason": self.reason} if self.reason else data

    @property
    def is_answered(self) -> bool:
        """Whether the field says something: a text, or why there is none."""
        return bool(self.v) or self.m is not None


def said_of(value: Mapping[str, Any] | None) -> str:
    """What a field says, in words where it says nothing."""
    reason = (value or {}).get("m")
    return (value or {}).get("v") or (f"({MISSING_LABELS[MissingReason(reason)]})" if reason else "")
