"""Making a look-up and keeping a judgement. Who judges is decided above, in `cases.operations.judge`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hotich.audit.clock import log_time
from hotich.audit.digests import digest_of, row_digest
from hotich.core.matching.discrepancies import compare_subject
from hotich.core.text import compose, squeeze
from hotich.entries import operations as entries
from hotich.entries.models import Entry, Outcome
from hotich.linkage.models import Candidate, Judgement, LookUp, Way
from hotich.linkage.policies import require_identity_keyed
from hotich.linkage.terms import (
    REGISTER_WORDS,
    accepted,
    asked_with,
    book_values,
    question_of,
    register_values,
)
from hotich.population.models import Coverage
from hotich.population.queries import search
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.stations.models import Station
from hotich.support.copy import copy_rows
from hotich.support.errors import NotFound, Refusal
from hotich.support.ids import uuid7
from hotich.support.time import local

LONGEST = 1000
"""Characters of one value that an officer notes from another screen."""
BEFORE_ANY_REGISTER = datetime(2000, 1, 1, tzinfo=UTC)
"""Nobody searched a population register on a machine before."""


@dataclass(frozen=True, slots=True)
class FirstJudgement:
    """One subject of a new entry, judged elsewhere to be this person."""

    id: UUID
    entry_id: UUID
    unit_id: int | None
    role: str
    personal_id: str


class LookUpRefused(Refusal):
    """The look-up cannot be recorded as it is described."""

    code = "look_up.refused"


def _visible_entry(actor: Officer, entry_id: Any) -> Entry:
    entry: Entry | None = (
        Entry.objects.visible_to(actor).select_related("book", "unit").filter(pk=entry_id).first()
    )
    if entry is None:
        raise NotFound
    return entry


def judged_fields_differ(fields: list[dict[str, Any]]) -> bool:
    """Whether anything among compared fields is a discrepancy."""
    return any(field["is_discrepancy"] for field in fields)


@transaction.atomic
def look_up(
    *, actor: Officer, entry_id: Any, role: str, second: bool = False, station: Station | None = None
) -> LookUp:
    """Searches the extracts in force for one principal subject and keeps what came back.

    A search that found no extract in force is kept as `unavailable`: it is never "not found". After it the officer has seen
    values of the register, which the entry's log says. Raises NotAllowed, NotFound, IdentityMissing.
    """
    require(actor, "look_up")
    entry = _visible_entry(actor, entry_id)
    transcription = accepted(entry)
    require_identity_keyed(entry, role, transcription)
    values, originals = book_values(entry.kind, role, transcription)
    received_at = log_time()
    today = local(received_at).date()
    answer = search(question_of(values), on=today, second=second)
    found = LookUp(
        id=uuid7(),
        entry=entry,
        unit_id=entry.unit_id,
        role=role,
        entry_seq=entry.seq,
        way=Way.EXTRACT,
        second=second,
        asked=asked_with(values),
        state=LookUp.State.ANSWERED if answer.available else LookUp.State.UNAVAILABLE,
        coverage=answer.coverage,
        as_of=answer.as_of,
        extract_id=answer.extract_id,
        found=len(answer.candidates),
        officer=actor,
        station=station,
        looked_up_at=received_at,
        received_at=received_at,
    )
    found.digest = digest_of(found)
    found.save(force_insert=True)
    Candidate.objects.bulk_create(
        _candidate(
            found,
            rank,
            scored.citizen.personal_id,
            compared(values, originals, register_values(scored.citizen), role=role, entry=entry),
            {"label": scored.label, "score": round(scored.score, 2), "likely": scored.likely},
        )
        for rank, scored in enumerate(answer.candidates, start=1)
    )
    if answer.candidates:
        entries.record_register_seen(
            actor=actor, entry_id=entry.pk, role=role, now=received_at, station=station
        )
    return found


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


def compared(
    values: dict[str, Any], originals: dict[str, Any], register: dict[str, str], *, role: str, entry: Entry
) -> list[dict[str, Any]]:
    """Field by field: what the book says, what the register says, how they agree, in a sentence."""
    comparisons = compare_subject(
        role,
        values,
        register,
        originals=originals,
        book_date=_registered_on(entry),
        near=_near(entry),
    )
    return [comparison.as_json() for comparison in comparisons]


def compared_again(entry: Entry, candidate: Candidate) -> list[dict[str, Any]]:
    """What a candidate was seen to be, compared with what the book says by now: after the look-up, columns were keyed or annotated."""
    look_up = candidate.look_up
    if look_up.way == Way.RECORDED:
        register = dict(look_up.seen)
    else:
        said = {field["field"]: field["register"] or "" for field in candidate.comparisons["fields"]}
        register = dict.fromkeys(REGISTER_WORDS, "") | said
    values, originals = book_values(entry.kind, look_up.role, accepted(entry))
    return compared(values, originals, register, role=look_up.role, entry=entry)


def _near(entry: Entry) -> str | None:
    return entry.unit.key if entry.unit is not None else None


def _registered_on(entry: Entry) -> date | None:
    try:
        return date.fromisoformat(entry.registered_on)
    except ValueError:
        return None


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
    coverage: str = "nation",
    station: Station | None = None,
) -> LookUp:
    """Keeps a search that the officer made on the police machine: asked what, found whom, saw which values, when.

    Raises NotAllowed, NotFound, IdentityMissing, LookUpRefused.
    """
    require(actor, "look_up")
    entry = _visible_entry(actor, entry_id)
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
            actor=actor, entry_id=entry.pk, role=role, now=received_at, station=station
        )
    return row


def _kept(said: dict[str, str]) -> dict[str, str]:
    """What was filled in, composed; raises LookUpRefused for a value that cannot be kept."""
    kept = {compose(word): squeeze(compose(text)) for word, text in said.items() if text}
    if any(len(word) > 60 or len(text) > LONGEST for word, text in kept.items()):
        raise LookUpRefused(f"Một ô dài quá {LONGEST} ký tự: sửa rồi ghi lại.")
    return {word: text for word, text in kept.items() if text}


def keep_judgement(
    *,
    actor: Officer | None,
    entry: Entry,
    role: str,
    look_up: LookUp | None,
    decision: str,
    outcome: str,
    personal_id: str,
    reason: str,
    comparisons: list[dict[str, Any]],
    source: str,
    received_at: datetime,
) -> Judgement:
    """Adds a judgement that supersedes the subject's current one. Call inside the transaction that locked the entry."""
    current = Judgement.objects.unscoped("the entry was checked").filter(
        entry=entry, role=role, superseded_by__isnull=True
    )
    row = Judgement(
        id=uuid7(),
        entry=entry,
        unit_id=entry.unit_id,
        role=role,
        look_up=look_up,
        decision=decision,
        outcome=outcome,
        personal_id=personal_id,
        reason=reason,
        comparisons=comparisons,
        source=source,
        supersedes=current.first(),
        officer=actor,
        received_at=received_at,
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)
    return row


def keep_first_judgements(*, actor: Officer | None, rows: Iterable[FirstJudgement], source: str) -> None:
    """Adds the judgements that came with entries made in this very transaction: same persons, with nothing to supersede."""
    received_at = log_time()
    made = []
    for row in rows:
        columns: dict[str, Any] = {
            "id": row.id,
            "entry_id": row.entry_id,
            "unit_id": row.unit_id,
            "role": row.role,
            "look_up_id": None,
            "decision": str(Judgement.Decision.SAME_PERSON),
            "outcome": str(Outcome.MATCHED),
            "personal_id": row.personal_id,
            "reason": "",
            "comparisons": [],
            "source": source,
            "supersedes_id": None,
            "officer_id": actor.pk if actor else None,
            "received_at": received_at,
        }
        made.append(columns | {"digest": row_digest(columns)})
    copy_rows(Judgement, made)
