"""From an entry to what is asked and compared: its current values under the population register's own words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from hotich.core.codes import read_code
from hotich.entries.fold import amended
from hotich.entries.models import Entry, Transcription
from hotich.population.queries import Question
from hotich.support.errors import Refusal

FOLDERS = {"KS": "birth"}
_NORMALISED = {"sex": "sex"}


class NotComparable(Refusal):
    """This role of this kind of entry is not looked up."""

    code = "look_up.role"


class IdentityMissing(Refusal):
    """Identity fields are keyed before any value of the population register is asked for."""

    code = "look_up.identity_missing"
    status = 409


@dataclass(frozen=True, slots=True)
class Terms:
    """For one role: the register's word → dotted id."""

    role: str
    fields: Mapping[str, str]


@cache
def terms_of(kind: str) -> dict[str, Terms]:
    """The comparable roles of a kind. Empty for a kind whose definition is not there yet."""
    folder = FOLDERS.get(kind)
    if folder is None:
        return {}
    text = resources.files(f"hotich.core.registers.{folder}").joinpath("linkage.yaml").read_text("utf-8")
    return {row["role"]: Terms(row["role"], row["terms"]) for row in yaml.safe_load(text)}


def terms_for(kind: str, role: str) -> Terms:
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
    values = dict(transcription.fields)
    originals: dict[str, Any] = {}
    for annotation in transcription.annotations:
        for dotted in annotation.get("amends") or {}:
            if dotted in values:
                originals.setdefault(dotted, values[dotted])
    return dict(amended(values, transcription.annotations)), originals


def book_values(kind: str, role: str, transcription: Transcription) -> tuple[dict[str, Any], dict[str, Any]]:
    """Current values by the register's words, and the originals of the amended ones."""
    values, originals = current_values(transcription)
    terms = terms_for(kind, role).fields
    return (
        {word: values[dotted] for word, dotted in terms.items() if dotted in values},
        {word: originals[dotted] for word, dotted in terms.items() if dotted in originals},
    )


def question_of(values: Mapping[str, Any]) -> Question:
    """What is asked with: only what the book says, as it says it."""

    def said(word: str) -> str:
        return str((values.get(word) or {}).get("v") or "")

    return Question(
        full_name=said("full_name"),
        birth_date=said("birth_date"),
        sex=read_code("sex", said("sex")) or "" if said("sex") else "",
        birth_place=said("birth_place") or said("birth_registration_place"),
        hometown=said("hometown"),
        ethnicity=said("ethnicity"),
        mother_full_name=said("mother_full_name"),
        mother_birth_date=said("mother_birth_date"),
        father_full_name=said("father_full_name"),
        father_birth_date=said("father_birth_date"),
        personal_id=said("personal_id"),
    )


REGISTER_WORDS = (
    "personal_id", "full_name", "sex", "birth_date", "birth_place", "birth_registration_place", "hometown",
    "ethnicity", "nationality", "mother_full_name", "mother_birth_date", "father_full_name",
    "father_birth_date", "residence", "old_id_number", "death_date",
)  # fmt: skip


def register_values(citizen: Any) -> dict[str, str]:
    """The register's values of a citizen under the words compared."""
    return {word: str(getattr(citizen, word, "") or "") for word in REGISTER_WORDS}


def asked_with(values: Mapping[str, Any]) -> dict[str, str]:
    """What a search of these values asks, empty parts left out: as a look-up keeps it."""
    return {word: text for word, text in asdict(question_of(values)).items() if text}
