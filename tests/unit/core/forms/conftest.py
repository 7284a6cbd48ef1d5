from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hotich.core.forms.model import Edition
from hotich.core.registers.catalogue import edition

Fields = dict[str, dict[str, Any]]


@pytest.fixture
def written() -> Callable[[dict[str, str | None]], Fields]:
    """Turns ``{id: text}`` into a transcription; ``!blank_in_book`` gives a reason instead of a text."""

    def make(texts: dict[str, str | None]) -> Fields:
        fields: Fields = {}
        for field_id, text in texts.items():
            reason = text[1:] if text and text.startswith("!") else None
            fields[field_id] = {"v": None if reason else text, "m": reason, "o": "typed", "struck": None}
        return fields

    return make


@pytest.fixture
def form_of_2006() -> Edition:
    return edition("KS/2006")


@pytest.fixture
def form_of_2016() -> Edition:
    return edition("KS/2016")


@pytest.fixture
def sound() -> dict[str, str | None]:
    """A birth of 2006 with nothing to remark."""
    return {
        "registration.number": "25/2006",
        "book.number": "01/2006",
        "registration.date": "12/05/2006",
        "registration.type": "Đúng hạn",
        "registration.place": "UBND xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước",
        "child.full_name": "Nguyễn Thị Hòa",
        "child.sex": "Nữ",
        "child.birth_date": "02/05/2006",
        "child.birth_date_words": "ngày hai tháng năm năm hai nghìn không trăm linh sáu",
        "child.birth_place": "xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước",
        "child.ethnicity": "Kinh",
        "child.nationality": "Việt Nam",
        "father.full_name": "Nguyễn Văn Bình",
        "father.birth_date": "1980",
        "mother.full_name": "Trần Thị Lan",
        "mother.birth_date": "1983",
        "declarant.full_name": "Nguyễn Văn Bình",
        "declarant.signed": "Có chữ ký",
    }
