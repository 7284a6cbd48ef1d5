"""What the town had to register between 1977 and 2019, in order, area by area."""

from datetime import date, timedelta
from random import Random

from hotich.synthetic.people.citizen import FEMALE, MALE, Citizen, Town
from hotich.synthetic.people.places import AREAS

from .spec import BookEntry
from .writing import (
    Act,
    birth_fields,
    full_birth_fields,
    stranger,
    subject_of_death,
    subjects_of_marriage,
    written_date,
)

FIRST_DAY = date(1977, 3, 11)
LAST_DAY = date(2019, 12, 31)
STRANGERS = 0.11
"""Acts of people who are not in the register, for every act of one who is."""


def acts_by_area(town: Town, rng: Random) -> dict[tuple[str, str], list[Act]]:
    """(area, kind) → acts in order of their day. Births with a foreign parent stand under area `697-TP`."""
    acts: dict[tuple[str, str], list[Act]] = {
        (area, kind): [] for area in AREAS for kind in ("KS", "KH", "KT")
    }
    acts["697-TP", "KS"] = []
    for citizen in town.citizens:
        if citizen.area is not None and FIRST_DAY <= citizen.registered <= LAST_DAY:
            _add(acts, rng, Act("KS", citizen.registered, citizen.area, citizen=citizen))
        died = citizen.died
        if died is not None and citizen.home_area:
            day = died + timedelta(days=1 + int(rng.random() * 12))
            if FIRST_DAY <= day <= LAST_DAY and rng.random() < 0.9:
                _add(acts, rng, Act("KT", day, citizen.home_area, citizen=citizen))
    for couple in town.couples:
        if FIRST_DAY <= couple.married <= LAST_DAY:
            _add(acts, rng, Act("KH", couple.married, couple.area, couple=couple))
    for listed in acts.values():
        listed.sort(key=lambda act: act.day)
    return acts


def _add(acts: dict[tuple[str, str], list[Act]], rng: Random, act: Act) -> None:
    area = "697-TP" if act.kind == "KS" and act.is_foreign else act.area
    acts[area, act.kind].append(act)
    if act.kind != "KH" and not act.is_foreign and rng.random() < STRANGERS:
        # Somebody else came the same week.
        day = min(LAST_DAY, act.day + timedelta(days=int(rng.random() * 6)))
        acts[area, act.kind].append(Act(act.kind, day, act.area))


def write(
    rng: Random,
    town: Town,
    act: Act,
    *,
    number: str,
    page: int,
    line: int,
    book_number: str,
    full: bool = False,
    ages: bool = False,
) -> BookEntry:
    """The entry of one act; `full` with every printed column."""
    if act.kind == "KH":
        husband, wife = _spouses(rng, town, act)
        fields, truth = subjects_of_marriage(rng, act, husband, wife)
    elif act.kind == "KT":
        deceased = act.citizen or _unknown(rng, town, act, age=20 + rng.random() * 65)
        fields, one = subject_of_death(rng, act, deceased)
        truth = (one,)
    else:
        child = act.citizen or _unknown(rng, town, act, age=0.02)
        fields, one = full_birth_fields(rng, act, child, ages=ages) if full else birth_fields(rng, act, child)
        truth = (one,)
    head: dict[str, str | None] = {
        "registration.number": number,
        "book.number": book_number,
        "registration.date": written_date(act.day),
        "registration.place": act.office,
    }
    head.update(fields)
    return BookEntry(act.kind, number, page, line, act.day, head, truth)


def _unknown(rng: Random, town: Town, act: Act, *, age: float) -> Citizen:
    born = act.day - timedelta(days=int(age * 365) + int(rng.random() * 20) + 2)
    sex = MALE if rng.random() < 0.51 else FEMALE
    return stranger(rng, sex=sex, born=born, area=act.area, identities=town.identities)


def _spouses(rng: Random, town: Town, act: Act) -> tuple[Citizen, Citizen]:
    assert act.couple is not None
    husband, wife = act.couple.husband, act.couple.wife
    if rng.random() < 0.05:
        wife = stranger(rng, sex=FEMALE, born=wife.born, area=act.area, identities=town.identities)
    elif rng.random() < 0.05:
        husband = stranger(rng, sex=MALE, born=husband.born, area=act.area, identities=town.identities)
    return husband, wife
