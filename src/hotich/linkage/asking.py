"""One question put where the campaign says: to the extracts in force, or to the register through its official interface."""

from datetime import date

from hotich.linkage.models import Way
from hotich.population import queries, remote
from hotich.population.queries import Answer, Question


def ask(
    question: Question, *, way: str, on: date, second: bool = False, prior: float | None = None
) -> Answer:
    """Who could be meant. Through the interface it takes seconds: outside a transaction."""
    if way == Way.GATEWAY:
        return remote.search(question, second=second, prior=prior)
    return queries.search(question, on=on, second=second, prior=prior)


def ask_for_number(personal_id: str, *, way: str, on: date) -> Answer:
    """What the register says now of him who bears the number; as `ask`."""
    if way == Way.GATEWAY:
        return remote.by_number(personal_id)
    return queries.by_number(personal_id, on=on)
