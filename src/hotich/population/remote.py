"""The register asked through its official interface: whom it finds is weighed with the same model as whom an extract holds.

Asking takes seconds and must run outside a transaction. Whatever keeps the answer away is an answer that is not available.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import monotonic
from uuid import uuid4

import numpy as np
from django.conf import settings

from hotich.core.matching.model import Model
from hotich.core.matching.normaliser import FIELDS, prepare
from hotich.population.gateways import NoAnswer, NotReached, Query, Records, gateway
from hotich.population.model_versions import model_in_force
from hotich.population.models import Citizen, Trouble
from hotich.population.queries import Answer, Found, Question, is_of_number, numbered, parts_of
from hotich.population.weighing import Weighed, weigh

ASKED_FOR = 50
"""Persons the register is asked for at most; the model chooses among them."""
TRIES = 2
"""How often somebody who waits for the answer has it asked for: a line cut off once is often there a moment later."""


def search(
    question: Question, *, second: bool = False, limit: int = 10, prior: float | None = None, model: Model | None = None
) -> Answer:  # fmt: skip
    """Who in the register could be meant, at most `limit` of them, as `queries.search` answers."""
    records = _records(parts_of(question), second=second, most=ASKED_FOR)
    if isinstance(records, Trouble):
        return Answer(available=False, trouble=records)
    chosen = model or model_in_force()
    citizens = [Citizen(**person) for person in records.people]
    asked, weighed = _weighed(question, citizens, chosen, searched=records.searched, prior=prior)
    verdict = weighed.verdict(asked)
    places = weighed.nearest(limit)
    chances = weighed.probabilities(places)
    return Answer(
        available=True,
        coverage=records.coverage,
        as_of=records.as_of,
        candidates=[
            Found(
                citizens[place],
                float(chances[rank]),
                weighed.bits(place),
                weighed.explained(place),
                weighed.relation(place),
                is_of_number(question, citizens[place]),
                likely=verdict == "link" and not rank,
            )
            for rank, place in enumerate(places.tolist())
        ],
        verdict=verdict,
        nobody=weighed.nobody(),
        evidence=weighed.evidence,
        searched=records.searched,
        model=chosen.digest,
    )


def by_number(personal_id: str) -> Answer:
    """Who bears this personal number in the register: at most one. No model is asked."""
    records = _records({"personal_id": personal_id}, second=False, most=1)
    if isinstance(records, Trouble):
        return Answer(available=False, trouble=records)
    found = [Citizen(**person) for person in records.people if person["personal_id"] == personal_id]
    return Answer(
        available=True,
        coverage=records.coverage,
        as_of=records.as_of,
        candidates=[numbered(citizen) for citizen in found[:1]],
        searched=records.searched,
    )


def _records(question: Mapping[str, str], *, second: bool, most: int) -> Records | Trouble:
    """The register's answer, or why there is none. Asked again at once only while half of the time of one question is left."""
    door = gateway()
    if door is None:
        return Trouble.NO_GATEWAY
    query = Query(uuid4().hex, question, second, most)
    until = monotonic() + float(str(settings.REGISTER_GATEWAY["timeout"])) / 2
    trouble = Trouble.NO_ANSWER
    for _ in range(TRIES):
        try:
            return door.ask(query)
        except NotReached:
            trouble = Trouble.NOT_REACHED
        except NoAnswer:
            trouble = Trouble.NO_ANSWER
        if monotonic() >= until:
            break
    return trouble


def _weighed(
    question: Question, citizens: Sequence[Citizen], model: Model, *, searched: int, prior: float | None
) -> tuple[dict[str, np.ndarray], Weighed]:  # fmt: skip
    """As an extract's citizens are weighed: the place of birth by what says it, an old number compared where the book has no other."""
    asked = prepare({name: [str(getattr(question, name))] for name in FIELDS})
    columns = prepare({name: [_text(citizen, name) for citizen in citizens] for name in FIELDS})
    if question.old_id_number and not question.personal_id:
        his = [citizen.old_id_number == question.old_id_number for citizen in citizens]
        if any(his):
            asked["number"] = np.ones(1, dtype=np.int32)
            columns["number"] = np.array(his, dtype=np.int32)
    return asked, weigh(model, asked, columns, searched=searched, prior=prior)


def _text(citizen: Citizen, name: str) -> str:
    if name == "birth_place":
        return citizen.birth_place or citizen.birth_registration_place
    return str(getattr(citizen, name))
