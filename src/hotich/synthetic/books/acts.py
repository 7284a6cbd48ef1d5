"""What the town had to register between 1977 and 2019, in order, area by area."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from hotich.synthetic.people.citizen import FEMALE, MALE, Citizen, Town

from .births import birth_fields, full_birth_fields
from .changes import change
from .deaths import death, death_in_short
from .families import adoption, guardianship, guardianship_ended, guardianship_supervised, recognition
from .happenings import FIRST_DAY, LAST_DAY
from .marriages import certificate, divorce_abroad, marriage, marriage_in_short, spouses
from .printed import columns_of, edition_on
from .spec import BookEntry, SubjectTruth
from .writing import Act, Fields, stranger, written_date

__all__ = ["FIRST_DAY", "LAST_DAY", "write"]

Written = tuple[Fields, tuple[SubjectTruth, ...]]
_SHORT = ("KS", "KH", "KT")
"""Kinds of which thousands were keyed: with the columns that are looked up and compared."""
_TWO_PEOPLE: dict[str, Callable[[Random, Act], Written]] = {
    "CMC": recognition,
    "CN": adoption,
    "TD": change,
    "GH": guardianship,
    "CDGH": guardianship_ended,
    "GSGH": guardianship_supervised,
}


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
    """The entry of one act; `full` with every printed column. Kinds of which the town has few are always written in full."""
    fields, truth = _what_is_written(rng, town, act, full=full, ages=ages)
    head: Fields = {
        "registration.number": number,
        "book.number": book_number,
        "registration.date": written_date(act.day),
        "registration.place": act.office,
    }
    head.update(fields)
    if act.kind not in _SHORT or (full and act.kind != "KS"):
        printed = columns_of(edition_on(act.kind, act.day).id)
        noted = {name for name in head if name.startswith("marriage.") or name == "notes"}
        head = {name: text for name, text in head.items() if name in printed or name in noted}
        head |= dict.fromkeys(printed - head.keys())
    return BookEntry(act.kind, number, page, line, act.day, head, truth)


def _what_is_written(rng: Random, town: Town, act: Act, *, full: bool, ages: bool) -> Written:
    if act.kind in _TWO_PEOPLE:
        return _TWO_PEOPLE[act.kind](rng, act)
    if act.kind == "KH":
        husband, wife = spouses(rng, town, act)
        if full:
            return marriage(rng, act, husband, wife, ages=ages)
        return marriage_in_short(rng, act, husband, wife)
    if act.kind == "LH":
        assert act.citizen is not None
        return divorce_abroad(rng, act, act.citizen, town=town)
    if act.kind == "HN":
        return certificate(rng, act, act.citizen or _unknown(rng, town, act, age=20 + rng.random() * 12))
    if act.kind == "KT":
        deceased = act.citizen or _unknown(rng, town, act, age=20 + rng.random() * 65)
        fields, one = death(rng, act, deceased, ages=ages) if full else death_in_short(rng, act, deceased)
        return fields, (one,)
    child = act.citizen or _unknown(rng, town, act, age=0.02)
    fields, one = full_birth_fields(rng, act, child, ages=ages) if full else birth_fields(rng, act, child)
    return fields, (one,)


def _unknown(rng: Random, town: Town, act: Act, *, age: float) -> Citizen:
    born = act.day - timedelta(days=int(age * 365) + int(rng.random() * 20) + 2)
    sex = MALE if rng.random() < 0.51 else FEMALE
    return stranger(rng, sex=sex, born=born, area=act.area, identities=town.identities)
