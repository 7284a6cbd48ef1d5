"""Look-ups that could not be made are made once somebody answers again, without the officer; he decides, as ever."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from hotich.audit.clock import log_time
from hotich.cases.operations.judging import settle
from hotich.cases.operations.tracking import locked
from hotich.entries.models import FINISHED, Entry, Outcome, Subject
from hotich.linkage.asking import ask
from hotich.linkage.models import Candidate, Judgement, LookUp, Way
from hotich.linkage.operations import answer_rows
from hotich.linkage.policies import EntryVoid, require_identity_keyed
from hotich.linkage.queries import prior_of_book
from hotich.linkage.terms import IdentityMissing, NotComparable, accepted, book_values, question_of
from hotich.population.queries import Answer, Question, parts_of
from hotich.support.time import local

SOURCE = "tra cứu lại"
"""The source of a judgement by which nobody decided anything but that there is an answer now."""
SLICE = 100
WayOf = Callable[[int | None], str]
"""By unit, where a search for its entries is made."""


@dataclass(frozen=True, slots=True)
class _Search:
    question: Question
    second: bool
    departs: dict[str, str] | None
    answer: Answer


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked about one subject while his entry had `seq` lines."""

    entry_id: UUID
    seq: int
    role: str
    way: str
    prior: float
    searches: tuple[_Search, ...]


def ask_again(*, way_of: WayOf, now: datetime, limit: int = SLICE) -> int:
    """Searches for finished entries' subjects whose look-up got no answer; how many have one now.

    Each is asked about where `way_of` says that his unit looks up; where nobody answers yet, the others who wait for the same are left
    alone until the next run, and nothing is written. The answer is kept as a look-up of nobody, and the subject goes from *unavailable*
    to *pending* by the log: he waits in the queue for an officer, who has still to be shown it. What an officer asked with other
    terms is asked so again. Run it as often and by as many as you like; must run outside a transaction.
    """
    answered, silent = 0, set[str]()
    ways: dict[int | None, str] = {}
    for entry_id, role, unit_id in list(_waiting().values_list("entry_id", "role", "entry__unit_id")):
        if answered == limit:
            break
        if unit_id not in ways:
            ways[unit_id] = way_of(unit_id)
        if ways[unit_id] in silent:
            continue
        asked = _asked(entry_id, role, way=ways[unit_id], on=local(now).date())
        if asked is None:
            continue
        if not all(one.answer.available for one in asked.searches):
            silent.add(ways[unit_id])
        elif _keep(asked):
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


def _asked(entry_id: UUID, role: str, *, way: str, on: date) -> _Asked | None:
    """The register asked as the book says, and as an officer asked last where he did otherwise; None where nobody can be asked for."""
    entry = Entry.objects.unscoped("looked up for nobody; an officer is shown it later").get(pk=entry_id)
    transcription = accepted(entry)
    try:
        require_identity_keyed(entry, role, transcription)
    except (EntryVoid, IdentityMissing, NotComparable):
        return None
    values, _ = book_values(entry.kind, role, transcription)
    by_book = question_of(values)
    prior = prior_of_book(entry.book_id, but=entry.pk)
    wanted: list[tuple[Question, bool, dict[str, str] | None]] = [(by_book, False, None)]
    last = _unanswered(entry_id, role)
    if last is not None and last.second:
        otherwise = {word: text for word, text in asdict(by_book).items() if word in (last.departs or {})}
        changed = {word: last.asked.get(word, "") for word in otherwise}
        wanted.append((replace(by_book, **changed), True, otherwise or None))
    searches = []
    for question, second, departs in wanted:
        answer = ask(question, way=way, on=on, second=second, prior=prior)
        searches.append(_Search(question, second, departs, answer))
        if not answer.available:
            break
    return _Asked(entry.pk, entry.seq, role, way, prior, tuple(searches))


def _unanswered(entry_id: UUID, role: str) -> LookUp | None:
    """The newest search that nobody answered, and none did since."""
    newest: LookUp | None = (
        LookUp.objects.unscoped("what was asked for somebody who waits")
        .filter(entry_id=entry_id, role=role)
        .order_by("-received_at")
        .first()
    )
    return newest if newest is not None and newest.state == LookUp.State.UNAVAILABLE else None


@transaction.atomic
def _keep(asked: _Asked) -> bool:
    """Whether he still waited for the answer: another job, or an officer, may have been faster, and the entry may say otherwise by now."""
    entry = locked(
        Entry.objects.unscoped("looked up for nobody; an officer is shown it later"), asked.entry_id
    )
    subject = entry.subjects.filter(role=asked.role).first()
    waits = subject is not None and subject.outcome == Outcome.UNAVAILABLE and entry.status in FINISHED
    if not waits or entry.seq != asked.seq:
        return False
    transcription, look_up = accepted(entry), None
    for one in asked.searches:
        look_up, candidates = answer_rows(
            actor=None, entry=entry, role=asked.role, transcription=transcription, answer=one.answer, prior=asked.prior,
            way=asked.way, second=one.second, asked=parts_of(one.question), departs=one.departs, received_at=log_time(),
        )  # fmt: skip
        look_up.save(force_insert=True)
        Candidate.objects.bulk_create(candidates)
    assert look_up is not None
    _await_decision(entry, asked.role, look_up)
    return True


def _await_decision(entry: Entry, role: str, look_up: LookUp) -> None:
    facts: dict[str, Any] = {"personal_id": "", "reason": "", "comparisons": []}
    settle(
        actor=None, entry=entry, role=role, look_up=look_up, decision=Judgement.Decision.UNDECIDED,
        outcome=Outcome.PENDING, source=SOURCE, **facts,
    )  # fmt: skip
