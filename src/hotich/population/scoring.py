"""How near a citizen is to a question: weights of comparison levels, summed.

The weights are log2(m/u) of a Fellegi–Sunter model (Fellegi & Sunter 1969), rounded; one point doubles the odds that the two are one person.
A brother shares parents, surname and place, and a twin the birth date too, so family proves nothing of its own: without the given
name, and without name and date together speaking for him, a candidate is never called likely. A person who was renamed comes
first in the list all the same; that he is meant is for an officer to say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from hotich.core.dates import DateAgreement, PartialDate, compare_dates, read_date
from hotich.core.text import NameAgreement, same_name, search_key, squeeze
from hotich.population.keys import DateKeys, NameKeys, keys_of_date, name_keys, swapped_day
from hotich.population.models import Citizen

if TYPE_CHECKING:
    from hotich.population.queries import Question

LEAST = 16.0
"""Points from which a candidate is likely, however small the register."""
POSSIBLE = 8.0
MARGIN = 2.5
"""Points above the odds of meeting just anybody of the register: about six to one."""
OWN = 6.0
"""What name and birth date must give together before the machine suggests anybody."""
CLOSE = 60
"""Candidates that are compared in full; the others fall out by their keys alone."""

_NAME = {NameAgreement.EXACT: 11.0, NameAgreement.SPELLING: 11.0, NameAgreement.ABBREVIATION: 9.0}
_OTHER_NAME = -5.5
_DATE = {DateAgreement.EQUAL: 12.0, DateAgreement.SWAPPED: 9.0, DateAgreement.LESS_PRECISE: 6.0}
_PARENT = {NameAgreement.EXACT: 8.0, NameAgreement.SPELLING: 8.0, NameAgreement.ABBREVIATION: 6.5}


@dataclass(frozen=True, slots=True)
class Scored:
    """A citizen, the sum of the weights, and what that sum is called."""

    citizen: Citizen
    score: float
    own: float
    """What his own name and birth date give, without his family."""
    same_given: bool
    needed: float = LEAST
    by_number: bool = False

    @property
    def likely(self) -> bool:
        """Whether the machine may suggest that this is the person."""
        speaks_for_himself = self.by_number or (self.same_given and self.own >= OWN)
        return self.score >= self.needed and speaks_for_himself

    @property
    def label(self) -> str:
        """In words for the officer."""
        if self.likely:
            return "rất gần"
        return "gần" if self.score >= POSSIBLE else "xa"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with its keys, made once for all its candidates."""

    question: "Question"
    date: PartialDate | None
    keys: DateKeys
    swapped: int | None
    name: NameKeys
    mother: NameKeys
    father: NameKeys


class Keys(NamedTuple):
    """What the first sifting reads of a citizen: his keys and his parents' names."""

    pk: int
    extract_id: int
    personal_id: str
    name_search: str
    name_bag: str
    given_key: str
    surname_key: str
    birth_year: int | None
    birth_day: int | None
    mother_given_key: str
    father_given_key: str
    mother_full_name: str
    father_full_name: str
    old_id_number: str


def closest(question: "Question", rows: Iterable[Keys]) -> list[Keys]:
    """The CLOSE rows nearest by their keys: hundreds of candidates in a millisecond or two."""
    asked = _asked(question)
    return nlargest(CLOSE, rows, key=lambda one: (_rough(asked, one), one.personal_id))


def rank(question: "Question", citizens: Iterable[Citizen], *, limit: int, among: int) -> list[Scored]:
    """The nearest first, compared in full; equal ones by personal number, so that the order never changes between two looks.

    `among` is about how many citizens were searched: who is likely must outweigh that many others, some of whom bear his name.
    """
    asked = _asked(question)
    needed = max(LEAST, log2(max(among, 1)) + MARGIN)
    scored = [_score(asked, citizen, needed) for citizen in citizens]
    scored.sort(key=lambda one: (-one.score, one.citizen.personal_id))
    return scored[:limit]


def _asked(question: "Question") -> _Asked:
    date = read_date(question.birth_date).value if question.birth_date else None
    return _Asked(
        question,
        date,
        keys_of_date(date),
        swapped_day(date),
        name_keys(question.full_name),
        name_keys(question.mother_full_name),
        name_keys(question.father_full_name),
    )


def _rough(asked: _Asked, citizen: Keys) -> float:
    """The score as far as stored keys tell it."""
    total = 20.0 if _by_number(asked.question, citizen) else 0.0
    if asked.name.search:
        total += _name_by_keys(asked.name, citizen)
    if asked.keys.year and citizen.birth_year:
        if asked.keys.day and citizen.birth_day in (asked.keys.day, asked.swapped):
            total += 11.0
        else:
            apart = abs(asked.keys.year - citizen.birth_year)
            total += 2.5 if apart == 0 else -1.5 if apart == 1 else -6.0
    for mine, theirs, said, held in (
        (
            asked.mother,
            citizen.mother_given_key,
            asked.question.mother_full_name,
            citizen.mother_full_name,
        ),
        (
            asked.father,
            citizen.father_given_key,
            asked.question.father_full_name,
            citizen.father_full_name,
        ),
    ):
        if mine.given and theirs:
            total += 8.0 if said == held else 1.5 if mine.given == theirs else -3.5
    return total


def _by_number(question: "Question", citizen: Keys | Citizen) -> bool:
    return bool(
        (question.personal_id and question.personal_id == citizen.personal_id)
        or (question.old_id_number and question.old_id_number == citizen.old_id_number)
    )


def _score(asked: _Asked, citizen: Citizen, needed: float) -> Scored:
    question = asked.question
    total = 0.0
    if question.personal_id and question.personal_id == citizen.personal_id:
        total += 20.0
    if question.old_id_number and question.old_id_number == citizen.old_id_number:
        total += 14.0
    name, date = _name_weight(asked, citizen), _date_weight(asked.date, citizen)
    own = name + date
    total += own
    if question.sex and citizen.sex:
        total += 1.0 if question.sex == citizen.sex else -5.0
    total += _parent_weight(asked.mother, question.mother_full_name, citizen.mother_full_name)
    total += _parent_weight(asked.father, question.father_full_name, citizen.father_full_name)
    total += _overlap(question.birth_place, citizen.birth_registration_place or citizen.birth_place)
    total += _overlap(question.hometown, citizen.hometown)
    return Scored(
        citizen,
        total,
        own,
        same_given=name > _OTHER_NAME,
        needed=needed,
        by_number=_by_number(question, citizen),
    )


def _name_weight(asked: _Asked, citizen: Citizen) -> float:
    if not asked.name.search:
        return 0.0
    agreement = same_name(asked.question.full_name, citizen.full_name)
    return _NAME[agreement] if agreement in _NAME else _name_by_keys(asked.name, citizen)


def _name_by_keys(asked: NameKeys, citizen: Keys | Citizen) -> float:
    if asked.search == citizen.name_search:
        return 8.0
    if asked.bag == citizen.name_bag:
        return 6.5
    if asked.given == citizen.given_key:
        return 4.5 if asked.surname == citizen.surname_key else 1.5
    return -1.0 if _one_letter_apart(asked.given, citizen.given_key) else _OTHER_NAME


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter was left out, put in or taken for another: `trong` and `tron`, `dung` and `vung`."""
    if abs(len(one) - len(other)) > 1 or not one or not other:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    shorter, longer = sorted((one, other), key=len)
    skip = 1 if len(shorter) == len(longer) else 0
    return shorter[start + skip :] == longer[start + 1 :]


def _date_weight(asked: PartialDate | None, citizen: Citizen) -> float:
    if asked is None or not citizen.birth_date:
        return 0.0
    held = read_date(citizen.birth_date).value
    agreement = compare_dates(asked, held)
    if agreement in _DATE:
        return _DATE[agreement]
    if agreement == DateAgreement.MISSING or held is None:
        return 0.0
    same_day = (asked.day, asked.month) == (held.day, held.month) and asked.day is not None
    if asked.year and held.year:
        if same_day and abs(asked.year - held.year) <= 2:
            return 7.0
        if same_day:
            return 2.0
        if asked.year == held.year:
            apart = None not in (asked.day, held.day) and asked.day != held.day and asked.month != held.month
            return -2.0 if apart else 2.5
        return -1.5 if abs(asked.year - held.year) == 1 else -6.0
    return 0.0


def _parent_weight(asked: NameKeys, said: str, held: str) -> float:
    if not said or not held:
        return 0.0
    agreement = same_name(said, held)
    if agreement in _PARENT:
        return _PARENT[agreement]
    theirs = name_keys(held)
    if asked.search == theirs.search:
        return 6.0
    return 1.5 if asked.given == theirs.given else -4.5


def _overlap(asked: str, held: str) -> float:
    """A little for places that share words; what truly differs is judged elsewhere, as units over time."""
    mine, theirs = (set(squeeze(search_key(text)).replace(",", " ").split()) for text in (asked, held))
    if not mine or not theirs:
        return 0.0
    return 2.0 * len(mine & theirs) / len(mine | theirs)
