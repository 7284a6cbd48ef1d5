"""What of a past entry is asked and compared."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from hotich.core.matching.discrepancies import compare_subject
from hotich.core.registers.catalogue import edition
from hotich.linkage.terms import register_values
from hotich.synthetic.people import FEMALE, MALE, Citizen

_SEX = {MALE: "male", FEMALE: "female"}


@cache
def identity(edition_id: str, role: str) -> tuple[str, ...]:
    """The fields an officer keys before he sees anything of the register."""
    subjects = edition(edition_id).subjects
    return tuple(name for subject in subjects if subject.role == role for name in subject.identity)


def held(citizen: Citizen) -> dict[str, str]:
    """What the register says of somebody."""
    return register_values(citizen) | {"sex": _SEX[citizen.sex]}


def compared(
    role: str, book: Mapping[str, Any], register: Mapping[str, str], *, registered: date, near: str
) -> list[dict[str, Any]]:
    """Field by field, as a judgement keeps it."""
    return [
        one.as_json()
        for one in compare_subject(role, book, register, originals={}, book_date=registered, near=near)
    ]
