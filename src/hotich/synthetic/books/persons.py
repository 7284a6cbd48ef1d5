"""A person of an entry in every column that the page prints for him, as clerks of the era wrote it."""

from datetime import date, timedelta
from random import Random

from hotich.synthetic import noise
from hotich.synthetic.people.citizen import Citizen, Parent
from hotich.synthetic.people.places import HOME_PROVINCES

from .printed import columns_of, edition_on
from .spec import SubjectTruth, era_of
from .writing import (
    DIFFERENT,
    Act,
    Fields,
    birth_place_on,
    hamlet,
    hometown_on,
    occupation,
    person_as_written,
)

_CARD_SINCE = 15
"""Age from which somebody has an identity card."""
_ASKED_FOR_AGE = 0.25
_CITIZEN_CARDS = date(2016, 1, 1)


def in_full(
    rng: Random,
    act: Act,
    citizen: Citizen,
    role: str,
    *,
    ages: bool = False,
    different: float = DIFFERENT,
) -> tuple[Fields, SubjectTruth]:
    """Every printed column of a principal subject, and the truth about him. With `ages` the clerk asked for the age and
    wrote no date of birth."""
    printed = columns_of(edition_on(act.kind, act.day).id)
    fields, truth = person_as_written(
        rng,
        citizen,
        role,
        era=era_of(act.day),
        hometown=f"{role}.hometown" in printed,
        on=act.day,
        different=different,
    )
    lacking = {name for name in fields if name not in printed}
    if ages and f"{role}.age" in printed and rng.random() < _ASKED_FOR_AGE:
        fields[f"{role}.age"] = str(act.day.year - int(citizen.birth_date[-4:]))
        fields[f"{role}.birth_date"] = None
        lacking.add(f"{role}.birth_date")
    differing = tuple(name for name in truth.differing if name not in lacking)
    harmless = [name for name in truth.harmless if name not in lacking]
    if fields.get(f"{role}.age"):
        harmless.append(f"{role}.birth_date")
    other = _columns(rng, act, citizen, role, printed, fields)
    for name in [name for name in fields if name not in printed]:
        del fields[name]
    return fields, SubjectTruth(role, truth.personal_id, differing, tuple(harmless), other)


def _columns(
    rng: Random, act: Act, citizen: Citizen, role: str, printed: frozenset[str], fields: Fields
) -> tuple[str, ...]:
    """Fills what stands beside the identity; gives what of it differs from the register."""
    era = era_of(act.day)
    grown = act.day.year - citizen.born.year >= _CARD_SINCE
    said: Fields = {
        "occupation": occupation(rng) if grown else None,
        "marriage_ordinal": "1" if rng.random() < 0.94 else "2",
        "residence_type": "Thường trú" if rng.random() < 0.9 else "Tạm trú",
        "residence": _lives(rng, act, citizen, era),
        "birth_place": birth_place_on(citizen, act.day),
        "signed": "Điểm chỉ" if citizen.ethnicity != "Kinh" and rng.random() < 0.15 else "Có chữ ký",
        "personal_id": None,
    }
    known = bool(citizen.personal_id)
    if era == "2016" and known and act.day >= _CITIZEN_CARDS and rng.random() < 0.45:
        said["personal_id"] = citizen.personal_id
    said |= _paper(rng, act, citizen, grown=grown, era=era, personal_id=said["personal_id"])
    for column, text in said.items():
        name = f"{role}.{column}"
        if name in printed and name not in fields:
            fields[name] = text
    number = f"{role}.id_document.number"
    written = fields.get(number)
    if written and citizen.old_id_number and len(written) == len(citizen.old_id_number):
        return () if written == citizen.old_id_number else (number,)
    return ()


def _lives(rng: Random, act: Act, citizen: Citizen, era: str) -> str:
    """Here, or where somebody came from to marry; written short in the years when paper was scarce."""
    if citizen.home_province is not None and not citizen.born_in_town and rng.random() < 0.35:
        place = hometown_on(citizen, act.day)
    else:
        place = hamlet(rng, act)
    return noise.short_place(place) if era == "1976" and rng.random() < 0.4 else place


def _paper(
    rng: Random, act: Act, citizen: Citizen, *, grown: bool, era: str, personal_id: str | None
) -> Fields:
    """The identity paper shown: none of a child, often none before 1999, a citizen's card where its number is written."""
    none: Fields = {f"id_document.{part}": None for part in ("type", "number", "issued_on", "issued_by")}
    had_none = bool(citizen.personal_id) and not citizen.old_id_number and not personal_id
    if not grown or had_none or rng.random() < (0.45 if era == "1976" else 0.05):
        return none
    if personal_id:
        issued = _between(rng, _CITIZEN_CARDS, act.day)
        office = "Cục Cảnh sát ĐKQL cư trú và DLQG về dân cư"
        return _shown("CCCD", personal_id, issued, office)
    number = citizen.old_id_number or f"28{int(rng.random() * 10_000_000):07d}"
    if rng.random() < 0.02:
        number = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    first = date(citizen.born.year + _CARD_SINCE, 1, 1)
    issued = _between(rng, max(first, date(1977, 6, 1), date(act.day.year - 14, 1, 1)), act.day)
    return _shown("CMND", number, issued, _police(citizen, issued))


def _shown(kind: str, number: str, issued: date, office: str) -> Fields:
    day = f"{issued.day:02d}/{issued.month:02d}/{issued.year}"
    return {
        "id_document.type": kind,
        "id_document.number": number,
        "id_document.issued_on": day,
        "id_document.issued_by": office,
    }


def _between(rng: Random, first: date, last: date) -> date:
    span = max(1, (last - first).days)
    return min(last, first + timedelta(days=int(rng.random() * span)))


def _police(citizen: Citizen, day: date) -> str:
    if citizen.home_province is None or not citizen.old_id_number:
        return f"Công an tỉnh {'Sông Bé' if day.year < 1997 else 'Bình Phước'}"
    return f"Công an tỉnh {HOME_PROVINCES[citizen.home_province].name_in(day.year)}"


def named(rng: Random, act: Act, parent: Parent, role: str) -> Fields:
    """Every printed column of somebody who is not looked up: a parent who gives a child for adoption."""
    printed = columns_of(edition_on(act.kind, act.day).id)
    said: Fields = {
        "full_name": parent.full_name,
        "birth_date": parent.birth_date,
        "ethnicity": parent.ethnicity,
        "nationality": parent.nationality,
        "occupation": occupation(rng),
        "residence": hamlet(rng, act),
        "signed": "Có chữ ký",
    }
    return {f"{role}.{column}": text for column, text in said.items() if f"{role}.{column}" in printed}


def declared_by_himself(
    rng: Random, act: Act, fields: Fields, role: str, relation: str, **more: str
) -> Fields:
    """Somebody of the entry came himself: his paper is written a second time."""
    said = declared_by(rng, act, fields.get(f"{role}.full_name"), relation, **more)
    paper = [name for name in said if ".id_document." in name]
    return said | {name: fields.get(name.replace("declarant.", f"{role}.", 1)) for name in paper}


def declared_by(rng: Random, act: Act, name: str | None, relation: str, **more: str | None) -> Fields:
    """Who came to have it registered, with his paper where the page asks for one."""
    printed = columns_of(edition_on(act.kind, act.day).id)
    issued = _between(rng, date(act.day.year - 10, 1, 1), act.day)
    said: Fields = {"full_name": name, "relation": relation, "signed": "Có chữ ký", **more}
    if rng.random() < 0.9:
        province = "Sông Bé" if issued.year < 1997 else "Bình Phước"
        said |= _shown("CMND", f"28{int(rng.random() * 10_000_000):07d}", issued, f"Công an tỉnh {province}")
    return {f"declarant.{column}": text for column, text in said.items() if f"declarant.{column}" in printed}
