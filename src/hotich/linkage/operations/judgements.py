"""Keeping judgements: a newer one supersedes, nothing is erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hotich.audit.clock import log_time
from hotich.audit.digests import digest_of, row_digest
from hotich.entries.models import Entry, Outcome
from hotich.linkage.models import Judgement, LookUp
from hotich.staff.models import Officer
from hotich.support.copy import copy_rows
from hotich.support.ids import uuid7


@dataclass(frozen=True, slots=True)
class FirstJudgement:
    """One subject of a new entry, judged elsewhere to be this person."""

    id: UUID
    entry_id: UUID
    unit_id: int | None
    role: str
    personal_id: str


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
    reason_words: str = "",
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
        reason_words=reason_words,
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
