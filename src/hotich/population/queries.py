"""A search answers with an `Answer`: who could be meant, out of what, as of when. It never sees an entry.

Candidates are exact look-ups on a union of keys, so the cost grows with the number of homonyms of one year, not with the
register: each key is a btree and a branch is cut at `BRANCH` rows. The linkage model weighs them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from django.db.models import Q

from hotich.core.dates import read_date
from hotich.core.matching.evidence import FieldEvidence
from hotich.core.matching.model import Model
from hotich.core.matching.normaliser import FIELDS, Prepared, prepare
from hotich.population.keys import keys_of_date, name_keys, swapped_day
from hotich.population.model_versions import model_in_force as model_in_force
from hotich.population.models import Citizen, Coverage, Extract
from hotich.population.weighing import weigh

BRANCH = 400
_WIDEST = (Coverage.NATION, Coverage.PROVINCE, Coverage.TOWN, Coverage.LIST)


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of the person sought; any part may be empty."""

    full_name: str = ""
    birth_date: str = ""
    sex: str = ""
    birth_place: str = ""
    hometown: str = ""
    ethnicity: str = ""
    mother_full_name: str = ""
    mother_birth_date: str = ""
    father_full_name: str = ""
    father_birth_date: str = ""
    personal_id: str = ""
    old_id_number: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One candidate.

    `probability` is calibrated and weighs him against the others and against nobody; `bits` is log2 of how much likelier the
    records are of one person than of two strangers; `relation` is `twin`, `sibling`, `namesake` or empty; `by_number` says that
    the personal number or the old ID number in the book is his.
    """

    citizen: Citizen
    probability: float
    bits: float
    evidence: tuple[FieldEvidence, ...]
    relation: str
    by_number: bool
    likely: bool = False
    """Whether the machine may suggest that this is the person: the first, where the verdict is `link`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Candidates, best first, and what the search could see: its coverage and the date of its data.

    `available` is False where no extract is in force: that is never "not found". `nobody` is the calibrated probability that no
    citizen searched is the person; `evidence` is the sum of LR / N over all candidates, from which a book's prior is estimated.
    """

    available: bool
    coverage: str = ""
    as_of: date | None = None
    extract_id: int | None = None
    candidates: list[Found] = field(default_factory=list)
    verdict: str = "review"
    """`link`, `nobody` or `review`: what the model's thresholds say."""
    nobody: float = 0.0
    evidence: float = 0.0
    searched: int = 0
    model: str = ""
    """Digest of the model that weighed."""


def extracts_in_force(*, on: date) -> list[Extract]:
    """Extracts not wiped and not past their day, the widest coverage and the newest date first.

    One that is being loaded, or whose loading broke off, is none: who is not in it yet would be "not found".
    """
    found = Extract.objects.filter(wiped_at__isnull=True, complete_at__isnull=False).filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=on)
    )
    return sorted(
        found, key=lambda extract: (_WIDEST.index(Coverage(extract.coverage)), -extract.as_of.toordinal())
    )


def search(
    question: Question,
    *,
    on: date,
    second: bool = False,
    limit: int = 10,
    prior: float | None = None,
    model: Model | None = None,
) -> Answer:
    """Who in the extracts in force could be meant, at most `limit` of them. `second` searches with looser terms too.

    `prior` is how probable it is that the person is in the register, where a book's own is known better than the model's.
    """
    extracts = extracts_in_force(on=on)
    if not extracts:
        return Answer(available=False)
    chosen = model or model_in_force()
    best = extracts[0]
    searched = max(one.size for one in extracts)
    rows = _candidates(question, extracts, second=second)
    asked, citizens = _prepared(question, rows)
    weighed = weigh(chosen, asked, citizens, searched=searched, prior=prior)
    nearest = weighed.nearest(limit)
    verdict = weighed.verdict(asked)
    probabilities = weighed.probabilities(nearest)
    return Answer(
        available=True,
        coverage=best.coverage,
        as_of=best.as_of,
        extract_id=best.pk,
        candidates=[
            Found(
                rows[place],
                float(probabilities[rank]),
                weighed.bits(place),
                weighed.explained(place),
                weighed.relation(place),
                _by_number(question, rows[place]),
                likely=verdict == "link" and not rank,
            )
            for rank, place in enumerate(nearest.tolist())
        ],
        verdict=verdict,
        nobody=weighed.nobody(),
        evidence=weighed.evidence,
        searched=searched,
        model=chosen.digest,
    )


def _by_number(question: Question, citizen: Citizen) -> bool:
    return bool(
        (question.personal_id and question.personal_id == citizen.personal_id)
        or (question.old_id_number and question.old_id_number == citizen.old_id_number)
    )


def _prepared(question: Question, rows: Sequence[Citizen]) -> tuple[Prepared, Prepared]:
    """The columns of the question and of its candidates.

    A book that has only the old number is compared by it: his is the same, nobody else's number is known to differ.
    """
    asked = prepare({name: [str(getattr(question, name))] for name in FIELDS})
    texts = {name: [str(getattr(row, name)) for row in rows] for name in FIELDS}
    texts["birth_place"] = [row.birth_place or row.birth_registration_place for row in rows]
    citizens = prepare(texts)
    if question.old_id_number and not question.personal_id:
        his = np.fromiter((row.old_id_number == question.old_id_number for row in rows), bool, len(rows))
        asked["number"] = np.ones(1, dtype=np.int32)
        citizens["number"] = his.astype(np.int32)
    return asked, citizens


def _candidates(question: Question, extracts: list[Extract], *, second: bool) -> list[Citizen]:
    """One row a person: where several extracts name him, the newest one's."""
    newest = {extract.pk: extract.as_of for extract in extracts}
    found: dict[str, Citizen] = {}
    parts = [
        Citizen.objects.filter(branch, extract_id__in=newest).values_list("pk")[:BRANCH]
        for branch in _branches(question, second=second)
    ]
    if not parts:
        return []
    for row in Citizen.objects.filter(pk__in=[pk for (pk,) in parts[0].union(*parts[1:])]).order_by(
        "personal_id"
    ):
        known = found.get(row.personal_id)
        if known is None or newest[row.extract_id] > newest[known.extract_id]:
            found[row.personal_id] = row
    return list(found.values())


def _branches(question: Question, *, second: bool) -> list[Q]:
    name = name_keys(question.full_name)
    value = read_date(question.birth_date).value if question.birth_date else None
    birth = keys_of_date(value)
    mother = name_keys(question.mother_full_name).given
    father = name_keys(question.father_full_name).given
    branches: list[Q] = []
    if len(question.personal_id) == 12:
        branches.append(Q(personal_id=question.personal_id))
    if question.old_id_number:
        branches.append(Q(old_id_number=question.old_id_number))
    days = [day for day in (birth.day, swapped_day(value)) if day]
    if name.given and days:
        branches.append(Q(given_key=name.given, birth_day__in=days))
    if name.given and birth.year:
        years = range(birth.year - 1, birth.year + 2)
        branches.append(Q(given_key=name.given, surname_key=name.surname, birth_year__in=years))
        branches.append(Q(name_bag=name.bag, birth_year__in=years))
    if name.search:
        branches.append(Q(name_search=name.search))
    if name.given and father and mother:
        branches.append(Q(given_key=name.given, father_given_key=father, mother_given_key=mother))
    for day in days:
        if father:
            branches.append(Q(birth_day=day, father_given_key=father))
        if mother:
            branches.append(Q(birth_day=day, mother_given_key=mother))
    if second:
        branches += _looser(name.given, name.bag, birth.year, days, father, mother)
    return branches


def _looser(given: str, bag: str, year: int | None, days: list[int], father: str, mother: str) -> list[Q]:
    branches = [Q(name_bag=bag)] if bag else []
    if days:
        branches.append(Q(birth_day__in=days))
    if given and year:
        branches.append(Q(given_key=given, birth_year__range=(year - 5, year + 5)))
    if given and father:
        branches.append(Q(given_key=given, father_given_key=father))
    if given and mother:
        branches.append(Q(given_key=given, mother_given_key=mother))
    return branches


def citizen(personal_id: str) -> Citizen | None:
    """The citizen of a personal number, out of the newest extract that is not wiped."""
    found = Citizen.objects.filter(personal_id=personal_id, extract__wiped_at__isnull=True)
    return found.order_by("-extract__as_of", "-extract_id").first()
