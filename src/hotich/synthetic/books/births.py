"""A birth as a clerk writes it: the child with the noise of the era, the parents, who declared it."""

from dataclasses import replace
from datetime import date
from random import Random

from hotich.synthetic import noise
from hotich.synthetic.people.citizen import Citizen, Parent
from hotich.synthetic.words import date_in_words

from .spec import SubjectTruth, era_of
from .writing import Act, Fields, birth_place_on, hamlet, is_full, occupation, person_as_written


def birth_fields(rng: Random, act: Act, citizen: Citizen) -> tuple[Fields, SubjectTruth]:
    """The minimal set of a birth entry: what every edition has and every past entry carries."""
    era = era_of(act.day)
    fields, truth = person_as_written(
        rng, citizen, "child", era=era, hometown=era in ("2006", "2016"), on=act.day
    )
    fields["child.birth_place"] = birth_place_on(citizen, act.day)
    fields["registration.type"] = registration_type(citizen.born, act.day)
    other: list[str] = []
    for role, parent in (("father", _father(act, citizen)), ("mother", citizen.mother)):
        other.extend(_parent_fields(rng, fields, role, parent, act.day))
    return fields, replace(truth, other=tuple(other)) if other else truth


def _father(act: Act, citizen: Citizen) -> Parent | None:
    return None if act.unnamed_father else citizen.father


def registration_type(born: date, registered: date) -> str:
    """On time, late or again, by the delay that the law of the day allowed."""
    allowed = 60 if registered >= date(2006, 4, 1) else 30
    delay = (registered - born).days
    if delay <= allowed + 13:
        return "Đúng hạn"
    return "Đăng ký lại" if delay > 5000 and registered.year >= 1999 else "Quá hạn"


def _parent_fields(rng: Random, fields: Fields, role: str, parent: Parent | None, day: date) -> list[str]:
    if parent is None:
        for name in ("full_name", "birth_date", "ethnicity", "nationality"):
            fields[f"{role}.{name}"] = None
        return []
    name, born = parent.full_name, parent.birth_date
    other: list[str] = []
    if rng.random() < 0.04 and not _is_foreign(parent):
        name = noise.other_given_name(rng, name)
        if name != parent.full_name:
            other.append(f"{role}.full_name")
    if rng.random() < 0.75:
        born = born[-4:]
    if rng.random() < 0.04:
        born = noise.other_year(rng, born)
        other.append(f"{role}.birth_date")
    fields[f"{role}.full_name"] = name
    fields[f"{role}.birth_date"] = born
    fields[f"{role}.ethnicity"] = parent.ethnicity or None
    fields[f"{role}.nationality"] = parent.nationality
    return other


def full_birth_fields(rng: Random, act: Act, citizen: Citizen, *, ages: bool) -> tuple[Fields, SubjectTruth]:
    """Every column that the edition of the day prints, for a book that can be opened and keyed. With `ages` the book
    has the parents' age instead of their year of birth."""
    era = era_of(act.day)
    fields, truth = birth_fields(rng, act, citizen)
    village = hamlet(rng, act)
    for role, parent in (("father", _father(act, citizen)), ("mother", citizen.mother)):
        known = parent is not None
        if era != "2016":
            fields[f"{role}.occupation"] = occupation(rng) if known else None
        if era in ("1999", "2006"):
            fields[f"{role}.residence_type"] = "Thường trú" if known else None
        fields[f"{role}.residence"] = village if known and not _is_foreign(parent) else None
        written = fields[f"{role}.birth_date"]
        if ages:
            fields.pop(f"{role}.birth_date")
            fields[f"{role}.age"] = str(act.day.year - int(written[-4:])) if written else None
            truth = replace(truth, other=tuple(f for f in truth.other if f != f"{role}.birth_date"))
    if era != "1976" and truth.differing.count("child.birth_date") == 0:
        fields["child.birth_date_words"] = (
            date_in_words(citizen.born) if is_full(fields["child.birth_date"]) else None
        )
    _declarant(rng, fields, _father(act, citizen), era)
    if era == "2016":
        if citizen.born.year >= 2016 and citizen.personal_id and rng.random() < 0.85:
            fields["child.personal_id"] = citizen.personal_id
        fields["child.parentage"] = (
            "Đã xác định được cả cha lẫn mẹ" if _father(act, citizen) else "Trẻ chưa xác định được cha"
        )
    return fields, truth


def _is_foreign(parent: Parent | None) -> bool:
    return parent is not None and parent.nationality != "Việt Nam"


def _declarant(rng: Random, fields: Fields, father: Parent | None, era: str) -> None:
    by_father = father is not None and not _is_foreign(father) and rng.random() < 0.7
    role = "father" if by_father else "mother"
    fields["declarant.full_name"] = fields[f"{role}.full_name"]
    if era != "2016":
        fields["declarant.relation"] = "Cha" if by_father else "Mẹ"
    if era in ("2006", "2016"):
        fields["declarant.id_document.type"] = "CMND"
        fields["declarant.id_document.number"] = f"28{int(rng.random() * 10_000_000):07d}"
