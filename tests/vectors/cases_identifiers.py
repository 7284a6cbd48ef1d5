"""Numbers: every province, both sexes and centuries, and the ways a number is spoilt on its way through a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hotich.core.dates import read_date
from hotich.core.identifiers import (
    PersonalNumber,
    findings_for,
    generation_of,
    likely_number,
    province_code_of,
    provinces,
    read_personal_number,
)

NUMBERS = [
    "070085123456", "070185123456", "070205123456", "070305123456", "070 085 123 456", "070.085.123.456", "070-085-123456", " 070085123456 ", "70085123456", "1085123456",
    "285123456", "28512345", "0285123456", "003085123456", "999085123456", "101085123456", "000000000000", "000", "", " ", "abc", "B1234567", "c12345678", "AB123456",
    "07008512345", "0700851234567", "7.0085E+10", "07008512345x", "070\u200b085123456", "٠٧٠٠٨٥١٢٣٤٥٦", "070985123456", "079499123456", "285 123 456", "00000000000",
]  # fmt: skip
CONTEXTS: list[dict[str, str]] = [
    {"sex": "male", "birth_date": "02/03/1985", "province_code": "070"},
    {"sex": "female", "birth_date": "1986", "province_code": "074"},
    {"sex": "unknown", "birth_date": "198?", "province_code": "999"},
    {"birth_date": "~1986"},
    {"birth_date": "15/12/1984l"},
    {"birth_date": "????"},
]
PLACES = [
    "Bình Phước",
    "tỉnh Bình Phước",
    "BÌNH PHƯỚC",
    "TP. Hồ Chí Minh",
    "Thành phố Hồ Chí Minh",
    "TP Hà Nội",
    "Thừa Thiên Huế",
    "Bà Rịa-Vũng Tàu",
    "Sông Bé",
    "",
]


def shown(number: PersonalNumber | None) -> dict[str, Any] | None:
    if number is None:
        return None
    return {
        "text": number.text,
        "province_code": number.province_code,
        "province_name": number.province_name,
        "century": number.century,
        "sex": number.sex,
        "birth_year": number.birth_year,
    }


def cases() -> Iterator[tuple[str, list[Any], Any]]:
    for text in [*NUMBERS, *(f"{code}{figure}99000001" for figure, code in enumerate([*provinces()][:10]))]:
        yield "read_personal_number", [text], shown(read_personal_number(text))
        yield "generation_of", [text], generation_of(text)
        yield "likely_number", [text], likely_number(text)
        field = "child.personal_id"
        yield "findings_for", [text, {"field": field}], findings_for(text, field=field)
        for context in CONTEXTS:
            birth = read_date(context["birth_date"]).value
            others = {key: value for key, value in context.items() if key != "birth_date"}
            yield "findings_for", [text, context], findings_for(text, birth_date=birth, **others)
    for code in provinces():
        number = f"{code}085000001"
        yield "read_personal_number", [number], shown(read_personal_number(number))
    for name in [*PLACES, *(province.name for province in provinces().values())]:
        yield "province_code_of", [name], province_code_of(name)
