"""Making a look-up: in the extracts in force or through the official interface, or recorded from the police machine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from hotich.audit.clock import log_time
from hotich.audit.digests import digest_of
from hotich.core.text import compose, squeeze
from hotich.entries import operations as entries
from hotich.entries.fold import SEEN_BESIDE, SEEN_BLIND, SEEN_TO_CONFIRM
from hotich.entries.models import Entry, Outcome, Transcription
from hotich.entries.policies import check_content
from hotich.linkage.asking import ask, ask_for_number
from hotich.linkage.models import Candidate, LookUp, Showing, Way
from hotich.linkage.operations.comparing import compared, judged_fields_differ
from hotich.linkage.policies import (
    keyed_of,
    require_finished_first,
    require_identity_keyed,
    require_keyed_again,
    to_key_again,
    was_shown,
)
from hotich.linkage.queries import prior_of_book
from hotich.linkage.terms import (
    accepted,
    asked_with,
    book_values,
    question_of,
    register_values,
    with_other_terms,
)
from hotich.linkage.words import probability_word
from hotich.linkage.working import ORDINARY, Working
from hotich.population.models import Coverage
from hotich.population.queries import Answer, Found, Question, parts_of
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.stations.models import Station
from hotich.support.errors import NotFound, Refusal
from hotich.support.ids import uuid7
from hotich.support.time import local, today

LONGEST = 1000
"""Characters of one value that an officer notes from another screen."""
BEFORE_ANY_REGISTER = datetime(2000, 1, 1, tzinfo=UTC)
"""Nobody searched a population register on a machine before."""


class LookUpRefused(Refusal):
    """The look-up cannot be recorded as it is described."""

    code = "look_up.refused"


def _visible_entry(actor: Officer, entry_id: Any) -> Entry:
    entry: Entry | None = (
        Entry.objects.visible_to(actor).select_related("book", "unit").filter(pk=entry_id).first()
    )
    if entry is None:
        raise NotFound
    check_content(actor, entry)
    return entry


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put for an officer, and its answer: nothing of it is kept yet."""

    actor: Officer
    entry: Entry
    role: str
    transcription: Transcription
    working: Working
    question: Question
    departs: dict[str, str] | None
    second: bool
    prior: float
    answer: Answer


def ask_for(
    *,
    actor: Officer,
    entry_id: Any,
    role: str,
    second: bool = False,
    terms: Mapping[str, str] | None = None,
    working: Working = ORDINARY,
) -> Asked:
    """Searches for one principal subject where `working.way` says. With `terms` the officer changes what is asked himself
    (`terms.with_other_terms`): a second search, kept with what the book says instead.

    It writes nothing and may take seconds: outside a transaction. Raises NotAllowed, NotFound, NotYetFinished, IdentityMissing,
    TermsRefused.
    """
    require(actor, "look_up")
    entry = _visible_entry(actor, entry_id)
    require_finished_first(entry, working)
    transcription = accepted(entry)
    require_identity_keyed(entry, role, transcription)
    values, _ = book_values(entry.kind, role, transcription)
    prior = prior_of_book(entry.book_id, but=entry.pk)
    question, departs = question_of(values), None
    if terms is not None:
        (question, departs), second = with_other_terms(question, terms), True
    answer = ask(question, way=working.way, on=today(), second=second, prior=prior)
    return Asked(actor, entry, role, transcription, working, question, departs, second, prior, answer)


@transaction.atomic
def keep_asked(asked: Asked, *, station: Station | None = None) -> LookUp:
    """Keeps what came back and what the model made of it. The answer is shown to the officer, except while a field waits for its
    second keying (`key_again`). A search without an answer is kept as `unavailable`: it is never "not found".
    """
    found, candidates = answer_rows(
        actor=asked.actor, entry=asked.entry, role=asked.role, transcription=asked.transcription,
        answer=asked.answer, prior=asked.prior, way=asked.working.way, second=asked.second,
        asked=parts_of(asked.question), departs=asked.departs, station=station, received_at=log_time(),
    )  # fmt: skip
    found.save(force_insert=True)
    Candidate.objects.bulk_create(candidates)
    if not to_key_again(asked.actor, asked.entry, found, asked.transcription, asked.working):
        show(actor=asked.actor, look_up=found, working=asked.working, station=station)
    return found


def look_up_number(*, actor: Officer, entry: Entry, role: str, personal_id: str, way: str) -> LookUp:
    """What the register says now of the person whom a subject was judged to be: a look-up by his number alone, which no model weighs.

    For contexts above, which have checked who may; outside a transaction. Raises IdentityMissing, NotComparable.
    """
    answer = ask_for_number(personal_id, way=way, on=today())
    found, candidates = answer_rows(
        actor=actor, entry=entry, role=role, transcription=accepted(entry), answer=answer, way=way,
        asked={"personal_id": personal_id}, received_at=log_time(),
    )  # fmt: skip
    with transaction.atomic():
        found.save(force_insert=True)
        Candidate.objects.bulk_create(candidates)
    return found


def answer_rows(
    *,
    actor: Officer | None,
    entry: Entry,
    role: str,
    transcription: Transcription,
    answer: Answer,
    prior: float | None = None,
    way: str = Way.EXTRACT,
    second: bool = False,
    asked: Mapping[str, str] | None = None,
    departs: Mapping[str, str] | None = None,
    station: Station | None = None,
    received_at: datetime,
) -> tuple[LookUp, list[Candidate]]:
    """An answer as a look-up with its candidates, not written yet. Nobody has seen them by that: `show` says so."""
    values, originals = book_values(entry.kind, role, transcription)
    found = LookUp(
        id=uuid7(),
        entry=entry,
        unit_id=entry.unit_id,
        role=role,
        entry_seq=entry.seq,
        way=way,
        second=second,
        asked=dict(asked) if asked is not None else asked_with(values),
        departs=dict(departs) if departs is not None else None,
        state=LookUp.State.ANSWERED if answer.available else LookUp.State.UNAVAILABLE,
        trouble=answer.trouble,
        coverage=answer.coverage,
        as_of=answer.as_of,
        extract_id=answer.extract_id,
        found=len(answer.candidates),
        officer=actor,
        station=station,
        looked_up_at=received_at,
        received_at=received_at,
    )
    if answer.available:
        found.searched = answer.searched
    if answer.model:
        found.model, found.verdict = answer.model, LookUp.Verdict(answer.verdict)
        found.nobody, found.prior, found.evidence = float(answer.nobody), prior, float(answer.evidence)
    found.digest = digest_of(found)
    return found, [
        _weighed(
            found,
            rank,
            candidate,
            compared(values, originals, register_values(candidate.citizen), role=role, entry=entry),
        )
        for rank, candidate in enumerate(answer.candidates, start=1)
    ]


def _weighed(look_up: LookUp, rank: int, found: Found, fields: list[dict[str, Any]]) -> Candidate:
    label = probability_word(found.probability) if look_up.model else "theo số định danh"
    about = {"label": label, "likely": found.likely}
    candidate = _candidate(look_up, rank, found.citizen.personal_id, fields, about)
    candidate.by_number = found.by_number
    if not look_up.model:
        return candidate
    candidate.probability = float(found.probability)
    candidate.bits = float(found.bits)
    candidate.relation = found.relation
    candidate.evidence = [
        {
            "field": one.field,
            "title": one.title,
            "level": one.level,
            "sentence": one.sentence,
            "bits": round(float(one.bits), 2),
            "missing": one.missing,
        }
        for one in found.evidence
    ]
    return candidate


def _candidate(
    look_up: LookUp, rank: int, personal_id: str, fields: list[dict[str, Any]], about: dict[str, Any]
) -> Candidate:
    return Candidate(
        look_up=look_up,
        rank=rank,
        personal_id=personal_id,
        comparisons=about | {"fields": fields},
        suggested=Outcome.MISMATCHED if judged_fields_differ(fields) else Outcome.MATCHED,
    )


@transaction.atomic
def key_again(
    *,
    actor: Officer,
    entry_id: Any,
    look_up_id: Any,
    said: Mapping[str, str],
    working: Working = ORDINARY,
    station: Station | None = None,
) -> LookUp:
    """The fields that differ, keyed a second time from the book; where they are as they were, the answer is shown.

    Raises NotAllowed, NotFound, SecondKeyingDiffers.
    """
    require(actor, "look_up")
    entry = _visible_entry(actor, entry_id)
    found = LookUp.objects.visible_to(actor).filter(pk=look_up_id, entry=entry).first()
    if found is None:
        raise NotFound
    keyed = require_keyed_again(actor, entry, found, accepted(entry), said, working)
    show(actor=actor, look_up=found, keyed_again=keyed, working=working, station=station)
    return found


@transaction.atomic
def show(
    *,
    actor: Officer,
    look_up: LookUp,
    keyed_again: Sequence[str] = (),
    working: Working = ORDINARY,
    station: Station | None = None,
) -> None:
    """States that the candidates of a look-up come before this officer's eyes now. What the register says of them is seen
    from here on, which the entry's log says too. Once an officer and look-up; of nobody there is nothing to show.
    """
    if was_shown(look_up, actor):
        return
    received_at = log_time()
    row = Showing(
        id=uuid7(), look_up=look_up, officer=actor, candidates=look_up.found, keyed_again=list(keyed_again),
        received_at=received_at,
    )  # fmt: skip
    row.digest = digest_of(row)
    # Two windows of one officer may show it at once: the first row stands.
    Showing.objects.bulk_create([row], ignore_conflicts=True)
    entry = look_up.entry
    entries.record_register_seen(
        actor=actor, entry_id=entry.pk, role=look_up.role, fields=keyed_of(entry, look_up.role, accepted(entry)),
        how=SEEN_BLIND if working.blind or not working.assisted else SEEN_TO_CONFIRM, now=received_at, station=station,
    )  # fmt: skip


@transaction.atomic
def record_look_up(
    *,
    actor: Officer,
    entry_id: Any,
    role: str,
    searched: dict[str, str],
    seen: dict[str, str],
    personal_id: str,
    found: bool,
    available: bool,
    looked_up_at: datetime,
    second: bool = False,
    coverage: str = "nation",
    working: Working = ORDINARY,
    station: Station | None = None,
) -> LookUp:
    """Keeps a search that the officer made on the police machine: asked what, found whom, saw which values, when.

    Raises NotAllowed, NotFound, NotYetFinished, IdentityMissing, LookUpRefused.
    """
    require(actor, "look_up")
    entry = _visible_entry(actor, entry_id)
    require_finished_first(entry, working)
    transcription = accepted(entry)
    require_identity_keyed(entry, role, transcription)
    received_at = log_time()
    if looked_up_at > received_at:
        raise LookUpRefused("Thời điểm tra cứu ở tương lai: kiểm tra lại ngày, giờ đã tra cứu.")
    if looked_up_at < BEFORE_ANY_REGISTER:
        raise LookUpRefused("Thời điểm tra cứu quá xa: kiểm tra lại ngày, giờ đã tra cứu.")
    searched, seen = _kept(searched), _kept(seen)
    if not searched:
        raise LookUpRefused("Chưa ghi đã tra cứu theo thông tin nào: điền ít nhất một ô “đã tra theo”.")
    if coverage not in Coverage.values:
        raise LookUpRefused(f"Không có phạm vi tra cứu “{coverage}”.")
    if found and not (len(personal_id) == 12 and personal_id.isascii() and personal_id.isdigit()):
        raise LookUpRefused("Số định danh cá nhân phải có đủ 12 chữ số: nhập lại theo màn hình máy tra cứu.")
    if found and not seen.get("full_name"):
        raise LookUpRefused("Chưa ghi họ tên nhìn thấy trên máy tra cứu: bổ sung rồi ghi lại.")
    row = LookUp(
        id=uuid7(),
        entry=entry,
        unit_id=entry.unit_id,
        role=role,
        entry_seq=entry.seq,
        way=Way.RECORDED,
        second=second,
        asked=searched,
        state=LookUp.State.ANSWERED if available else LookUp.State.UNAVAILABLE,
        coverage=coverage if available else "",
        as_of=local(looked_up_at).date(),
        seen=seen | {"personal_id": personal_id} if found else {},
        found=int(found),
        officer=actor,
        station=station,
        looked_up_at=looked_up_at,
        received_at=received_at,
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)
    if found:
        values, originals = book_values(entry.kind, role, transcription)
        fields = compared(values, originals, row.seen, role=role, entry=entry)
        _candidate(row, 1, personal_id, fields, {"label": "ghi nhận", "likely": True}).save(force_insert=True)
        entries.record_register_seen(
            actor=actor, entry_id=entry.pk, role=role, fields=keyed_of(entry, role, transcription), how=SEEN_BESIDE,
            now=received_at, station=station,
        )  # fmt: skip
    return row


def _kept(said: dict[str, str]) -> dict[str, str]:
    """What was filled in, composed; raises LookUpRefused for a value that cannot be kept."""
    kept = {compose(word): squeeze(compose(text)) for word, text in said.items() if text}
    if any(len(word) > 60 or len(text) > LONGEST for word, text in kept.items()):
        raise LookUpRefused(f"Một ô dài quá {LONGEST} ký tự: sửa rồi ghi lại.")
    return {word: text for word, text in kept.items() if text}
