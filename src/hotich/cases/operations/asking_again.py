"""Look-ups that could not be made are made once somebody answers again, without the officer; he decides, as ever."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from hotich.audit.clock import log_time
from hotich.cases.operations.judging import settle
from hotich.cases.operations.tracking import locked
from hotich.entries.models import FINISHED, Entry, Outcome, Subject
from hotich.linkage.models import Candidate, Judgement, LookUp, Way
from hotich.linkage.operations import answer_rows
from hotich.linkage.policies import EntryVoid, require_identity_keyed
from hotich.linkage.queries import prior_of_book
from hotich.linkage.terms import IdentityMissing, NotComparable, accepted, book_values, question_of
from hotich.population.queries import RegisterNotPrepared, search
from hotich.support.time import local

SOURCE = "tra cứu lại"
"""The source of a judgement by which nobody decided anything but that there is an answer now."""
SLICE = 100


def ask_again(*, now: datetime, limit: int = SLICE) -> int:
    """Searches for finished entries' subjects whose look-up got no answer; how many have one now.

    The answer is kept as a look-up of nobody, and the subject goes from *unavailable* to *pending* by the log: it waits in the queue for
    an officer, who has still to be shown it. Where nobody answers yet nothing is written. Run it as often and by as many as you like;
    must run outside a transaction.
    """
    answered = 0
    for entry_id, role in list(_waiting().values_list("entry_id", "role")):
        if answered == limit:
            break
        try:
            found = _ask(entry_id, role, on=local(now).date())
        except RegisterNotPrepared:
            return answered
        if found is None:
            continue
        if not found:
            return answered
        answered += 1
    return answered


def _waiting() -> QuerySet[Subject]:
    """Who was asked about without an answer, the longest ago first. What was searched on the police machine only an officer can
    search again."""
    by_hand = Judgement.objects.unscoped("who was searched elsewhere").filter(
        entry_id=OuterRef("entry_id"),
        role=OuterRef("role"),
        superseded_by__isnull=True,
        look_up__way=Way.RECORDED,
    )
    subjects = Subject.objects.filter(
        ~Exists(by_hand), principal=True, outcome=Outcome.UNAVAILABLE, entry__status__in=FINISHED,
        entry__void=False, entry__unreadable=False,
    )  # fmt: skip
    return subjects.order_by("entry__last_action_at", "entry_id", "role")


@transaction.atomic
def _ask(entry_id: UUID, role: str, *, on: date) -> bool | None:
    """Whether there is an answer now; None where the subject does not wait any more or cannot be asked about."""
    entry = locked(Entry.objects.unscoped("looked up for nobody; an officer is shown it later"), entry_id)
    subject = entry.subjects.filter(role=role).first()
    if subject is None or subject.outcome != Outcome.UNAVAILABLE or entry.status not in FINISHED:
        return None
    transcription = accepted(entry)
    try:
        require_identity_keyed(entry, role, transcription)
    except (EntryVoid, IdentityMissing, NotComparable):
        return None
    values, _ = book_values(entry.kind, role, transcription)
    prior = prior_of_book(entry.book_id, but=entry.pk)
    answer = search(question_of(values), on=on, prior=prior)
    if not answer.available:
        return False
    look_up, candidates = answer_rows(
        actor=None, entry=entry, role=role, transcription=transcription, answer=answer, prior=prior,
        received_at=log_time(),
    )  # fmt: skip
    look_up.save(force_insert=True)
    Candidate.objects.bulk_create(candidates)
    _await_decision(entry, role, look_up)
    return True


def _await_decision(entry: Entry, role: str, look_up: LookUp) -> None:
    facts: dict[str, Any] = {"personal_id": "", "reason": "", "comparisons": []}
    settle(
        actor=None, entry=entry, role=role, look_up=look_up, decision=Judgement.Decision.UNDECIDED,
        outcome=Outcome.PENDING, source=SOURCE, **facts,
    )  # fmt: skip
