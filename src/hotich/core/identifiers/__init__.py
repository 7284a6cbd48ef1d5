"""Personal numbers and the identity papers before them.

A personal number has 12 digits, ``PPP G YY RRRRRR``: province (or country) of *birth registration*, century with sex, year of birth,
six random digits (NĐ 137/2015 Đ.13; provinces: TT 07/2016/TT-BCA). There is no check digit. A citizen may lawfully keep a number
whose parts no longer fit after a correction (NĐ 70/2024 Đ.11), so whatever is found here is soft. Nothing is repaired:
a lost leading zero is a finding with the likely number in its message.
"""

from hotich.core.identifiers.in_words import numbers_in, without_numbers
from hotich.core.identifiers.numbers import (
    GENERATION_LABELS,
    Generation,
    PersonalNumber,
    generation_of,
    likely_number,
    read_personal_number,
)
from hotich.core.identifiers.provinces import Province, province, province_code_of, provinces
from hotich.core.identifiers.rules import findings_for

__all__ = [
    "GENERATION_LABELS",
    "Generation",
    "PersonalNumber",
    "Province",
    "findings_for",
    "generation_of",
    "likely_number",
    "numbers_in",
    "province",
    "province_code_of",
    "provinces",
    "read_personal_number",
    "without_numbers",
]
