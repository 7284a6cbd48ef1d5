"""How near a citizen is to a question: weights of comparison levels, summed.

The weights are log2(m/u) of a Fellegi–Sunter model (Fellegi & Sunter 1969), rounded; one point doubles the odds that the two are one person.
A brother shares parents, surname and place, so given name and birth date must speak for themselves: without either of them
agreeing, a candidate is never called likely.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotich.core.dates import DateAgreement, PartialDate, compare_dates, read_date
from hotich.core.text import NameAgreement, same_name, search_key, squeeze
from hotich.population.keys import name_keys
from hotich.population.models import Citizen

if TYPE_CHECKING:
    from hotich.population.queries import Question

LIKELY = 16.0
POSSIBLE = 8.0

_NAME = {NameAgreement.EXACT: 11.0, NameAgreement.SPELLING: 11.0, NameAgreement.ABBREVIATION: 9.0}
_DATE = {DateAgreement.EQUAL: 12.0, DateAgreement.SWAPPED: 9.0, DateAgreement.LESS_PRECISE: 6.0}
_PARENT = {NameAgreement.EXACT: 8.0, NameAgreement.SPELLING: 8.0, NameAgreement.ABBREVIATION: 6.5}


@dataclass(frozen=True, slots=True)
class Scored:
    """A citizen, the sum of the weights, and what that sum is called."""

    citizen: Citizen
    score: float
    same_name: bool
    near_date: bool

    @property
    def likely(self) -> bool:
        """Whether the machine may suggest that this is the person."""
        return self.score >= LIKELY and (self.same_name or self.near_date)

    @property
    def label(self) -> str:
        """In words for the officer."""
        if self.likely:
            return "rất gần"
        return "gần" if self.score >= POSSIBLE else "xa"


def rank(question: "Question", citizens: list[Citizen], *, limit: int) -> list[Scored]:
    """The nearest first; equal ones by personal number, so that the order never changes between two looks."""
    asked = read_date(question.birth_date).value if question.birth_date else None
    scored = [_score(question, asked, citizen) for citizen in citizens]
    scored.sort(key=lambda one: (-one.score, one.citizen.personal_id))
    return scored[:limit]


def _score(question: "Question", asked: PartialDate | None, citizen: Citizen) -> Scored:
    total = 0.0
    if question.personal_id and question.personal_id == citizen.personal_id:
        total += 20.0
    if question.old_id_number and question.old_id_number == citizen.old_id_number:
        total += 14.0
    name, same = _name_weight(question.full_name, citizen)
    total += name
    date_weight, near = _date_weight(asked, citizen)
    total += date_weight
    if question.sex and citizen.sex:
        total += 1.0 if question.sex == citizen.sex else -5.0
    total += _parent_weight(question.mother_full_name, citizen.mother_full_name)
    total += _parent_weight(question.father_full_name, citizen.father_full_name)
    total += _overlap(question.birth_place, citizen.birth_registration_place or citizen.birth_place)
    total += _overlap(question.hometown, citizen.hometown)
    return Scored(citizen, total, same, near)


def _name_weight(asked: str, citizen: Citizen) -> tuple[float, bool]:
    if not asked:
        return 0.0, False
    agreement = same_name(asked, citizen.full_name)
    if agreement in _NAME:
        return _NAME[agreement], True
    keys = name_keys(asked)
    if keys.search == citizen.name_search:
        return 8.0, True
    if keys.bag == citizen.name_bag:
        return 6.5, True
    if keys.given == citizen.given_key:
        return (4.5, True) if keys.surname == citizen.surname_key else (1.5, False)
    return -5.5, False


def _date_weight(asked: PartialDate | None, citizen: Citizen) -> tuple[float, bool]:
    if asked is None or not citizen.birth_date:
        return 0.0, False
    held = read_date(citizen.birth_date).value
    agreement = compare_dates(asked, held)
    if agreement in _DATE:
        return _DATE[agreement], True
    if agreement == DateAgreement.MISSING or held is None:
        return 0.0, False
    same_day = (asked.day, asked.month) == (held.day, held.month) and asked.day is not None
    if asked.year and held.year:
        if same_day and abs(asked.year - held.year) <= 2:
            return 7.0, True
        if asked.year == held.year:
            return 2.5, False
        return (-1.5 if abs(asked.year - held.year) == 1 else -6.0), False
    return 0.0, False


def _parent_weight(asked: str, held: str) -> float:
    if not asked or not held:
        return 0.0
    agreement = same_name(asked, held)
    if agreement in _PARENT:
        return _PARENT[agreement]
    mine, theirs = name_keys(asked), name_keys(held)
    if mine.search == theirs.search:
        return 6.0
    return 1.5 if mine.given == theirs.given else -3.5


def _overlap(asked: str, held: str) -> float:
    """A little for places that share words; what truly differs is judged elsewhere, as units over time."""
    mine, theirs = (set(squeeze(search_key(text)).replace(",", " ").split()) for text in (asked, held))
    if not mine or not theirs:
        return 0.0
    return 2.0 * len(mine & theirs) / len(mine | theirs)
