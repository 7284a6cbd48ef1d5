"""Reading a number: which generation of identity paper it is, and what a personal number says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from hotich.core.identifiers.provinces import province
from hotich.core.text import squeeze

Sex = Literal["male", "female"]

_SEPARATORS = re.compile("[ .\u2010-\u2015-]")
_DIGITS = re.compile("^[0-9]+$")
_PASSPORT = re.compile("^[A-Za-z][0-9]{7,8}$")
_PERSONAL = re.compile("^([0-9]{3})([0-9])([0-9]{2})[0-9]{6}$")


class Generation(StrEnum):
    """What kind of number a text is by its shape alone."""

    PERSONAL_NUMBER = "personal_number"
    OLD_ID = "old_id"
    LOST_ZERO = "lost_zero"
    PASSPORT = "passport"
    UNKNOWN = "unknown"


GENERATION_LABELS: dict[Generation, str] = {
    Generation.PERSONAL_NUMBER: "số định danh cá nhân",
    Generation.OLD_ID: "số CMND 9 số",
    Generation.LOST_ZERO: "số định danh mất số 0 ở đầu",
    Generation.PASSPORT: "số hộ chiếu",
    Generation.UNKNOWN: "không rõ loại số",
}


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """What twelve digits say. ``text`` holds the digits alone; ``century`` is the century of birth, 20 for 1900–1999."""

    text: str
    province_code: str
    century: int
    sex: Sex
    birth_year: int

    @property
    def province_name(self) -> str | None:
        """The name of the province of birth registration, None where the code is no province's."""
        found = province(self.province_code)
        return found.name if found else None


def digits_of(text: str) -> str:
    """The text without the spaces, dots and hyphens that group its digits."""
    return _SEPARATORS.sub("", squeeze(text))


def read_personal_number(text: str | None) -> PersonalNumber | None:
    """The personal number that the text is, None where it is not twelve digits."""
    match = _PERSONAL.match(digits_of(text or ""))
    if not match:
        return None
    figure = int(match.group(2))
    century = 20 + figure // 2
    return PersonalNumber(
        text=match.group(),
        province_code=match.group(1),
        century=century,
        sex="female" if figure % 2 else "male",
        birth_year=(century - 1) * 100 + int(match.group(3)),
    )


def likely_number(text: str | None) -> str | None:
    """The twelve digits that a number of ten or eleven had before a spreadsheet dropped its leading zeros, if likely.

    Likely means that the province then exists. A suggestion for a person, never a repair.
    """
    digits = digits_of(text or "")
    if not _DIGITS.match(digits) or len(digits) not in (10, 11):
        return None
    padded = digits.rjust(12, "0")
    return padded if province(padded[:3]) else None


def generation_of(text: str | None) -> Generation:
    """What kind of number the text is, by shape."""
    digits = digits_of(text or "")
    if _PERSONAL.match(digits):
        return Generation.PERSONAL_NUMBER
    if _DIGITS.match(digits) and len(digits) == 9:
        return Generation.OLD_ID
    if likely_number(text):
        return Generation.LOST_ZERO
    if _PASSPORT.match(digits):
        return Generation.PASSPORT
    return Generation.UNKNOWN
