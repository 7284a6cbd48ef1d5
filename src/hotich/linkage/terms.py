"""From an entry to what is asked and compared: its current values under the population register's own words."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from hotich.core.annotations import amendments, note_words
from hotich.core.codes import read_code
from hotich.core.dates import DateAgreement, compare_dates, read_date
from hotich.core.forms.model import SubjectRole
from hotich.core.registers.catalogue import editions_of
from hotich.core.text import compose, search_key, squeeze
from hotich.entries.models import Entry, Transcription
from hotich.population.queries import Question, parts_of
from hotich.support.errors import Refusal

_OLD_CARD, _PERSONAL = 9, 12
LONGEST_TERM = 500
"""Characters of one part of a question."""


class NotComparable(Refusal):
    """This role of this kind of entry is not looked up."""

    code = "look_up.role"


class IdentityMissing(Refusal):
    """Identity fields are keyed before any value of the population register is asked for."""

    code = "look_up.identity_missing"
    status = 409


class TermsRefused(Refusal):
    """What the officer would search with is not a search for this person."""

    code = "look_up.terms"


def people_of(kind: str) -> dict[str, SubjectRole]:
    """The principal subjects of a kind by role: who is looked up."""
    return {subject.role: subject for subject in editions_of(kind)[-1].subjects if subject.principal}


@cache
def terms_of(kind: str) -> dict[str, Mapping[str, str]]:
    """What is compared of each principal role of a kind: the register's word → dotted id."""
    return {role: subject.compared for role, subject in people_of(kind).items()}


def terms_for(kind: str, role: str) -> Mapping[str, str]:
    """Raises NotComparable."""
    terms = terms_of(kind).get(role)
    if terms is None:
        raise NotComparable("Người này trong trường hợp không thuộc diện tra cứu: chỉ tra cứu người chính.")
    return terms


def accepted(entry: Entry) -> Transcription:
    """The transcription that counts. Raises IdentityMissing where nothing was keyed yet."""
    transcription = entry.transcriptions.filter(accepted=True).first()
    if transcription is None:
        raise IdentityMissing(
            "Chưa có trường nào được nhập: nhập họ tên, ngày sinh, giới tính trước khi tra cứu."
        )
    return transcription


def current_values(transcription: Transcription) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values as amended by the entry's own annotations, and the originals of those that were amended."""
    found = amendments(transcription.fields, transcription.annotations)
    values = dict(transcription.fields) | {dotted: dict(one.value) for dotted, one in found.items()}
    return values, {dotted: dict(one.original) for dotted, one in found.items() if one.original is not None}


def book_values(kind: str, role: str, transcription: Transcription) -> tuple[dict[str, Any], dict[str, Any]]:
    """Current values by the register's words, and the originals of the amended ones."""
    values, originals = current_values(transcription)
    terms = terms_for(kind, role)
    return said_of(kind, role, values), {
        word: originals[dotted] for word, dotted in terms.items() if dotted in originals
    }


def said_of(kind: str, role: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What fields say of a person by the register's words.

    Where the column of a book says the sex (husband, wife), it is kept as `implied_sex`: asked with, never compared.
    """
    terms = terms_for(kind, role)
    said = _by_their_number({word: fields[dotted] for word, dotted in terms.items() if dotted in fields})
    implied = people_of(kind)[role].implied_sex
    return said | {"implied_sex": {"v": implied}} if implied else said


def _by_their_number(values: dict[str, Any]) -> dict[str, Any]:
    """The number of an identity paper under the register's word for it.

    Nine digits are an old identity card's; twelve a card's that bears the personal number. A passport's says nothing the register knows.
    """
    paper = values.pop("old_id_number", None)
    digits = re.sub(r"[\s.]", "", str((paper or {}).get("v") or ""))
    if digits.isdigit() and len(digits) == _OLD_CARD:
        return values | {"old_id_number": {**(paper or {}), "v": digits}}
    if digits.isdigit() and len(digits) == _PERSONAL and not (values.get("personal_id") or {}).get("v"):
        return values | {"personal_id": {**(paper or {}), "v": digits}}
    return values


def amended_words(kind: str, role: str, transcription: Transcription) -> dict[str, str]:
    """By the register's words, how the book came to say otherwise than the page: `đã cải chính ngày … theo …`."""
    found = amendments(transcription.fields, transcription.annotations)
    terms = terms_for(kind, role)
    return {word: note_words(found[dotted].note) for word, dotted in terms.items() if dotted in found}


def question_of(values: Mapping[str, Any]) -> Question:
    """What is asked with: only what the book says, as it says it."""

    def said(word: str) -> str:
        return str((values.get(word) or {}).get("v") or "")

    return Question(
        full_name=said("full_name"),
        birth_date=said("birth_date"),
        sex=read_code("sex", said("sex")) or said("implied_sex"),
        birth_place=said("birth_place") or said("birth_registration_place"),
        hometown=said("hometown"),
        ethnicity=said("ethnicity"),
        mother_full_name=said("mother_full_name"),
        mother_birth_date=said("mother_birth_date"),
        father_full_name=said("father_full_name"),
        father_birth_date=said("father_birth_date"),
        personal_id=said("personal_id"),
        old_id_number=said("old_id_number"),
    )


REGISTER_WORDS = (
    "personal_id", "full_name", "sex", "birth_date", "birth_place", "birth_registration_place", "hometown",
    "ethnicity", "nationality", "mother_full_name", "mother_birth_date", "father_full_name",
    "father_birth_date", "residence", "old_id_number", "death_date", "spouse_full_name",
)  # fmt: skip


def register_values(citizen: Any) -> dict[str, str]:
    """The register's values of a citizen under the words compared."""
    return {word: str(getattr(citizen, word, "") or "") for word in REGISTER_WORDS}


def asked_with(values: Mapping[str, Any]) -> dict[str, str]:
    """What a search of these values asks, empty parts left out: as a look-up keeps it."""
    return parts_of(question_of(values))


_OF_THE_PERSON = ("full_name", "mother_full_name", "father_full_name")


def with_other_terms(question: Question, said: Mapping[str, str]) -> tuple[Question, dict[str, str]]:
    """The question with what the officer changed himself (another spelling, the year alone, no sex; empty leaves a part out), and what
    the book says where he did.

    It is still a search for the person of this entry: his name, the day or year of his birth, or a parent's name stays, tones and
    spaces aside. Raises TermsRefused.
    """
    book = asdict(question)
    if unknown := sorted(set(said) - set(book)):
        raise TermsRefused(f"Không tra cứu được theo “{unknown[0]}”.")
    wanted = {word: squeeze(compose(text)) for word, text in said.items()}
    if "sex" in wanted:
        wanted["sex"] = read_code("sex", wanted["sex"]) or ""
    if any(len(text) > LONGEST_TERM for text in wanted.values()):
        raise TermsRefused(f"Một ô dài quá {LONGEST_TERM} ký tự: sửa rồi tra cứu lại.")
    departs = {word: book[word] for word, text in wanted.items() if text != book[word]}
    if not departs:
        raise TermsRefused("Chưa đổi thông tin nào: sửa hoặc xóa bớt một ô rồi tra cứu lại.")
    asked = book | wanted
    stays = any(asked[word] and search_key(asked[word]) == search_key(book[word]) for word in _OF_THE_PERSON)
    dates = read_date(asked["birth_date"]).value, read_date(book["birth_date"]).value
    if not stays and compare_dates(*dates) not in (DateAgreement.EQUAL, DateAgreement.LESS_PRECISE):
        raise TermsRefused(
            "Phải giữ ít nhất một trong: họ tên, ngày hoặc năm sinh, họ tên mẹ, họ tên cha như sổ ghi, để vẫn là tìm người này."
        )
    return Question(**asked), departs
