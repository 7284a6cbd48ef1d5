"""A search answers with an `Answer`: who could be meant, out of what, as of when. It never sees an entry.

Candidates are exact look-ups on a union of keys, so the cost grows with the number of homonyms of one year, not with the
register; the linkage model weighs them. The keys that find most are asked first, the others while nobody is nearly certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

import numpy as np
from django.db import connection
from psycopg.errors import QueryCanceled, UndefinedTable

from hotich.core.matching.engines.linking import NEARLY_CERTAIN
from hotich.core.matching.evidence import FieldEvidence
from hotich.core.matching.model import Model
from hotich.core.matching.normaliser import FIELDS, Prepared, prepare
from hotich.population import candidates
from hotich.population.candidates import Candidates
from hotich.population.keytable import stamp
from hotich.population.model_versions import model_in_force as model_in_force
from hotich.population.models import Citizen, Coverage, Extract, Trouble
from hotich.population.weighing import Weighed, weigh

_OF_EXTRACT = [field.attname for field in Extract._meta.concrete_fields if field.attname != "long_lists"]
_IN_FORCE = (
    f"SELECT {', '.join(_OF_EXTRACT)} FROM population_extract"
    " WHERE wiped_at IS NULL AND complete_at IS NOT NULL AND (expires_on IS NULL OR expires_on >= %s::date)"
)
_OF_CITIZEN = [field.attname for field in Citizen._meta.concrete_fields]
_TEXTS = f"SELECT {', '.join(_OF_CITIZEN)} FROM population_citizen WHERE personal_id = ANY(%s::text[]) AND extract_id = ANY(%s::bigint[])"
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


def parts_of(question: Question) -> dict[str, str]:
    """The parts of a question that say something."""
    return {word: text for word, text in asdict(question).items() if text}


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

    `available` is False where nobody could be asked, and `trouble` says why: that is never "not found". `nobody` is the calibrated probability that no
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
    """Digest of the model that weighed; empty where none was asked."""
    trouble: str = ""
    """One of `Trouble` where nobody could be asked."""


def extracts_in_force(*, on: date) -> list[Extract]:
    """Extracts not wiped and not past their day, the widest coverage and the newest date first.

    One that is being loaded, or whose loading broke off, is none: who is not in it yet would be "not found".
    """
    # Every search asks this: written out, because making the statement anew takes longer than answering it.
    rows = candidates.prepared(_IN_FORCE, [on.isoformat()])
    found = [Extract.from_db(connection.alias, _OF_EXTRACT, list(row)) for row in rows]
    return sorted(
        found, key=lambda extract: (_WIDEST.index(Coverage(extract.coverage)), -extract.as_of.toordinal())
    )


def is_prepared(extract: Extract) -> bool:
    """Whether its key table was made by the normaliser and for the keys in use."""
    return extract.prepared_with == stamp()


def extracts(*, on: date) -> list[tuple[Extract, str]]:
    """All extracts, the newest first, each with its state in words."""

    def state(extract: Extract) -> str:
        if extract.wiped_at is not None:
            return "đã xóa"
        if extract.complete_at is None:
            return "nhập dở: chạy lại lệnh nhập"
        if extract.expires_on is not None and extract.expires_on < on:
            return "quá ngày xóa"
        return "đang dùng" if is_prepared(extract) else "chờ “hotich population reindex”"

    return [(one, state(one)) for one in Extract.objects.defer("long_lists").order_by("-as_of", "-pk")]


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
    What was typed never raises. Where no extract is in force, none of them was prepared as today, or the search was cut off (too
    slow, an extract taken away under it), the answer is not available. Outside a transaction: cut off, it would end that too.
    """
    try:
        return _search(question, on=on, second=second, limit=limit, prior=prior, model=model)
    except (QueryCanceled, UndefinedTable, Extract.DoesNotExist):
        return Answer(available=False, trouble=Trouble.INTERRUPTED)


def _search(
    question: Question, *, on: date, second: bool, limit: int, prior: float | None, model: Model | None
) -> Answer:
    extracts, trouble = _searchable(on)
    if not extracts:
        return Answer(available=False, trouble=trouble)
    chosen = model or model_in_force()
    widest = extracts[0]
    searched = sum(one.size for one in extracts)
    asked = prepare({name: [str(getattr(question, name))] for name in FIELDS})
    found, weighed = _find(question, asked, chosen, extracts, searched=searched, second=second, prior=prior)
    verdict = weighed.verdict(asked)
    return Answer(
        available=True,
        coverage=widest.coverage,
        as_of=widest.as_of,
        extract_id=widest.pk,
        candidates=_nearest(question, found, weighed, extracts, limit=limit, linked=verdict == "link"),
        verdict=verdict,
        nobody=weighed.nobody(),
        evidence=weighed.evidence,
        searched=searched,
        model=chosen.digest,
    )


def _searchable(on: date) -> tuple[list[Extract], str]:
    """The extracts in force that were prepared as today, or why there are none: what another version's normaliser finds would not be
    what is there."""
    in_force = extracts_in_force(on=on)
    prepared = [one for one in in_force if is_prepared(one)]
    return prepared, "" if prepared else Trouble.NOT_PREPARED if in_force else Trouble.NO_EXTRACT


def by_number(personal_id: str, *, on: date) -> Answer:
    """Who bears this personal number in the extracts in force: at most one, as the newest of them has him. No model is asked."""
    in_force = extracts_in_force(on=on)
    if not in_force:
        return Answer(available=False, trouble=Trouble.NO_EXTRACT)
    widest = in_force[0]
    rows = Citizen.objects.filter(personal_id=personal_id, extract_id__in=[one.pk for one in in_force])
    found = rows.order_by("-extract__as_of", "-extract_id").select_related("extract").first()
    source = found.extract if found is not None else widest
    return Answer(
        available=True,
        coverage=source.coverage,
        as_of=source.as_of,
        extract_id=source.pk,
        candidates=[numbered(found)] if found is not None else [],
        searched=sum(one.size for one in in_force),
    )


def numbered(citizen: Citizen) -> Found:
    """Somebody who was asked for by his number: nothing was weighed."""
    return Found(citizen, probability=1.0, bits=0.0, evidence=(), relation="", by_number=True, likely=True)


def _find(
    question: Question,
    asked: Prepared,
    model: Model,
    extracts: Sequence[Extract],
    *,
    searched: int,
    second: bool,
    prior: float | None,
) -> tuple[Candidates, Weighed]:
    """Candidates by tiers of keys until one is nearly certain, weighed."""
    newest = sorted(extracts, key=lambda one: (-one.as_of.toordinal(), -one.pk))
    found = candidates.by_old_number(question.old_id_number, newest)
    if len(found) and not asked["number"][0]:
        # A book that has only the old number is compared by it: his is the same, nobody else's is known to differ.
        asked["number"] = np.ones(1, dtype=np.int32)
    his = found.person
    weighed = None
    for tier in (1, 2, 3) if second else (1, 2):
        # Who asks for a second search was not content with the first: all keys are asked.
        if weighed is not None and weighed.best_odds >= NEARLY_CERTAIN and not second:
            break
        more = candidates.by_keys(asked, newest, tier=tier)
        if weighed is None or len(more):
            found = Candidates.of([found, more]) if len(found) else more
            columns = found.columns
            if len(his) and not question.personal_id:
                columns["number"] = np.isin(found.person, his).astype(np.int32)
            weighed = weigh(model, asked, columns, searched=searched, prior=prior)
    assert weighed is not None
    return _in_order_of(newest, extracts, found), weighed


def _in_order_of(newest: Sequence[Extract], extracts: Sequence[Extract], found: Candidates) -> Candidates:
    places = np.array([extracts.index(one) for one in newest], dtype=np.int64)
    return Candidates(found.person, places[found.extract], found.rows)


def _nearest(
    question: Question,
    found: Candidates,
    weighed: Weighed,
    extracts: Sequence[Extract],
    *,
    limit: int,
    linked: bool,
) -> list[Found]:
    """The likeliest with their texts; who was taken away since the keys were read is left out."""
    places = weighed.nearest(limit)
    probabilities = weighed.probabilities(places)
    names = [f"{person:012d}" for person in found.person[places].tolist()]
    of = [extracts[place].pk for place in found.extract[places].tolist()]
    asked = ["{" + ",".join(names) + "}", "{" + ",".join(map(str, sorted(set(of)))) + "}"]
    rows = [
        Citizen.from_db(connection.alias, _OF_CITIZEN, list(row))
        for row in candidates.prepared(_TEXTS, asked)
    ]
    texts = {(citizen.personal_id, citizen.extract_id): citizen for citizen in rows}
    return [
        Found(
            citizen,
            float(probabilities[rank]),
            weighed.bits(place),
            weighed.explained(place),
            weighed.relation(place),
            is_of_number(question, citizen),
            likely=linked and not rank,
        )
        for rank, place in enumerate(places.tolist())
        if (citizen := texts.get((names[rank], of[rank]))) is not None
    ]


def is_of_number(question: Question, citizen: Citizen) -> bool:
    """Whether the personal number or the old ID number asked for is his."""
    return bool(
        (question.personal_id and question.personal_id == citizen.personal_id)
        or (question.old_id_number and question.old_id_number == citizen.old_id_number)
    )


def citizen(personal_id: str) -> Citizen | None:
    """The citizen of a personal number, out of the newest extract that is not wiped."""
    found = Citizen.objects.filter(personal_id=personal_id, extract__wiped_at__isnull=True)
    return found.order_by("-extract__as_of", "-extract_id").first()
