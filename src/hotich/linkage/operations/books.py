"""Linking a book that came from a file: every subject who waits is looked up once, by nobody and for nobody in particular.

The machine looks up and an officer decides: nothing here judges, and nobody has seen anything of the register by it. What a helper
or a keyer keyed at the desk is not touched; that waits for an officer who looks it up himself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from math import nan
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from hotich.audit.clock import log_time
from hotich.core.matching.model import Model
from hotich.core.matching.priors import prior_of
from hotich.entries.models import Subject, Transcription
from hotich.linkage.models import Candidate, LookUp
from hotich.linkage.operations.look_ups import answer_rows
from hotich.linkage.policies import EntryVoid, require_identity_keyed
from hotich.linkage.review import look_ups_in_force, waiting_from_files
from hotich.linkage.terms import IdentityMissing, NotComparable, book_values, question_of
from hotich.population.models import Extract
from hotich.population.queries import Answer, Question, extracts_in_force, is_prepared, model_in_force, search
from hotich.support.copy import copy_rows
from hotich.support.time import local
from hotich.support.worker import ask_worker

TASK = "hotich.link_book"
SWEEP = "hotich.link_books"
SLICE = 100
"""Subjects of one run: the worker has other things to do every minute."""
SECONDS = 4.0
"""After which a run ends early, where searches are slow."""
BATCH = 25
"""Look-ups a transaction writes; far below the ten seconds that one may last."""
_AT_ONCE = 200
SAMPLE = 100
"""Subjects, spread over the book, whose evidence says how many of the book's persons are in the register."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What one run did. `more`: somebody is left, run again."""

    looked_up: int = 0
    more: bool = False


def link_later(book_ids: Iterable[UUID]) -> None:
    """Has the worker link these books after this transaction."""
    for book_id in sorted(set(book_ids)):
        ask_worker(TASK, once=f"{TASK}:{book_id}", book_id=str(book_id))


def link_all_later() -> None:
    """Has the worker look for books to link, after this transaction: a new extract may know whom the old one did not."""
    ask_worker(SWEEP, once=SWEEP)


def link_waiting_books(*, now: datetime) -> int:
    """Asks for the linking of every book with somebody whom the extracts in force were not asked about yet; how many books."""
    against = _against(now)
    if against is None:
        return 0
    book_ids = set(against.unasked().order_by().values_list("entry__book_id", flat=True).distinct())
    link_later(book_ids)
    return len(book_ids)


def link_book(*, book_id: UUID, now: datetime) -> Linked:
    """Looks up the subjects of a book that wait, a slice of them, and keeps what came back as look-ups of nobody.

    Who was asked about under the same extract and the same model, and whose entry has not changed since, is left alone: run
    it as often as you like, and again after it was killed. Where no extract is in force nothing is done. Must run outside
    a transaction: each batch is one of its own.
    """
    against = _against(now)
    if against is None:
        return Linked()
    unasked = against.unasked().filter(entry__book_id=book_id)
    prior = _prior(book_id, against, unasked)
    began = monotonic()
    asking = _askable(unasked)
    looked_up = 0
    while looked_up < SLICE and (batch := list(islice(asking, BATCH))):
        answers = [search(one.question, on=against.on, prior=prior, model=against.model) for one in batch]
        kept = _keep(batch, answers, book_id=book_id, against=against, prior=prior)
        looked_up += kept
        # What was not kept, somebody else has asked about, or the extracts are no longer these: the next sweep sees.
        if not kept or monotonic() - began > SECONDS:
            break
    return Linked(looked_up, more=looked_up > 0 and next(asking, None) is not None)


@dataclass(frozen=True, slots=True)
class _Against:
    """What a book is linked against: the widest extract in force, the model, and since when both can have answered."""

    extract: Extract
    since: datetime
    model: Model
    digest: str
    on: date

    def asked(self) -> QuerySet[LookUp]:
        """Look-ups that would say today what they said then."""
        return look_ups_in_force().filter(extract=self.extract, model=self.digest, received_at__gt=self.since)

    def unasked(self) -> QuerySet[Subject]:
        """Who waits and was not asked about yet, in the order of the books."""
        asked = self.asked().filter(entry_id=OuterRef("entry_id"), role=OuterRef("role"))
        return (
            waiting_from_files()
            .exclude(full_name="")
            .filter(~Exists(asked))
            .order_by("entry__book_id", "entry__position", "entry_id", "role")
        )


def _against(now: datetime) -> _Against | None:
    on = local(now).date()
    extracts = [one for one in extracts_in_force(on=on) if is_prepared(one)]
    if not extracts:
        return None
    model = model_in_force()
    # Beside the widest extract others answer too: one that came or changed after a look-up may know whom it did not find.
    since = max(moment for one in extracts for moment in (one.complete_at, one.prepared_at) if moment)
    return _Against(extracts[0], since, model, model.digest, on)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A subject with what the book says of him by now."""

    subject: Subject
    transcription: Transcription
    question: Question


def _askable(subjects: QuerySet[Subject]) -> Iterator[_Asked]:
    """Those whose identity the book gives, one after another."""
    # The entry is read before its transcription: what is keyed between the two makes the look-up an old one at once, and it is made again.
    ids = list(subjects.values_list("pk", flat=True))
    for start in range(0, len(ids), _AT_ONCE):
        found = Subject.objects.select_related("entry__book", "entry__unit").in_bulk(
            ids[start : start + _AT_ONCE]
        )
        accepted = {
            one.entry_id: one
            for one in Transcription.objects.filter(
                entry_id__in={subject.entry_id for subject in found.values()}, accepted=True
            )
        }
        for pk in ids[start : start + _AT_ONCE]:
            subject = found[pk]
            transcription = accepted.get(subject.entry_id)
            if transcription is not None and (question := _question(subject, transcription)) is not None:
                yield _Asked(subject, transcription, question)


def _question(subject: Subject, transcription: Transcription) -> Question | None:
    try:
        require_identity_keyed(subject.entry, subject.role, transcription)
    except (EntryVoid, IdentityMissing, NotComparable):
        return None
    values, _ = book_values(subject.entry.kind, subject.role, transcription)
    question = question_of(values)
    return question if question.full_name else None


def _prior(book_id: UUID, against: _Against, unasked: QuerySet[Subject]) -> float:
    """How many of those who wait in the book are in the register: as its earlier slices took it, else from a first pass over a sample.

    Only those who wait count. Who was judged already was not left over by chance: of a police file those are left whom it did not find.
    """
    earlier = against.asked().filter(entry__book_id=book_id, officer__isnull=True, prior__isnull=False)
    known = earlier.order_by("received_at").values_list("prior", flat=True).first()
    if known is not None:
        return float(known)
    asked = list(_askable(_spread(unasked)))
    answers = (search(one.question, on=against.on, model=against.model) for one in asked)
    evidence = [answer.evidence for answer in answers if answer.available]
    return prior_of(evidence, [nan] * len(evidence), against.model.prior)


def _spread(subjects: QuerySet[Subject]) -> QuerySet[Subject]:
    """At most SAMPLE of them from the whole book, the same ones whenever it is asked."""
    ids = list(subjects.values_list("pk", flat=True))
    step = max(1, -(-len(ids) // SAMPLE))
    return Subject.objects.filter(pk__in=ids[::step]).order_by("entry__position", "entry_id", "role")


@transaction.atomic
def _keep(
    batch: list[_Asked], answers: list[Answer], *, book_id: UUID, against: _Against, prior: float
) -> int:
    """Keeps the answers about those nobody else asked about meanwhile; says how many."""
    with connection.cursor() as cursor:
        # Two workers at one book write one after the other, and the second finds nobody left.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{TASK}:{book_id}"])
    subjects = against.unasked().filter(pk__in=[one.subject.pk for one in batch])
    still = set(subjects.values_list("pk", flat=True))
    received_at = log_time()
    look_ups: list[LookUp] = []
    candidates: list[Candidate] = []
    for one, answer in zip(batch, answers, strict=True):
        if one.subject.pk in still and answer.extract_id == against.extract.pk:
            found, nearest = answer_rows(
                actor=None, entry=one.subject.entry, role=one.subject.role, transcription=one.transcription,
                answer=answer, prior=prior, received_at=received_at,
            )  # fmt: skip
            look_ups.append(found)
            candidates += nearest
    # By COPY: of ten candidates with their evidence an INSERT takes longer to write down than the search itself.
    copy_rows(LookUp, map(_columns, look_ups))
    copy_rows(Candidate, map(_columns, candidates))
    return len(look_ups)


def _columns(row: models.Model) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if not isinstance(field, models.AutoField)]
    return {field.attname: getattr(row, field.attname) for field in fields}
