"""Many new entries from a file in one go: the rows, fold and projection of a single save, written by COPY."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import transaction
from psycopg.errors import UniqueViolation

from hotich.audit.clock import log_time
from hotich.books.forms import Spot
from hotich.books.models import Book
from hotich.core.findings import Finding
from hotich.entries import policies
from hotich.entries.derivation import context_of, derive, edition_mark
from hotich.entries.errors import EntryDiffers
from hotich.entries.fold import EntryState, advance
from hotich.entries.models import ActionType, Entry, EntryAction, Subject, Transcription
from hotich.entries.operations._append import made_row
from hotich.entries.operations.files import import_payload, imported_values, plain
from hotich.entries.operations.results import outcome_payload
from hotich.entries.packets import Answer, PacketFacts, check_storable
from hotich.entries.projection import (
    derived_columns,
    folded_columns,
    subject_columns,
    transcription_columns,
)
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.copy import copy_rows
from hotich.support.errors import NotFound, Refusal
from hotich.support.ids import uuid7


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What a look-up made elsewhere came to for one subject of the row; `judgement` is the record of the context above."""

    role: str
    outcome: str
    personal_id: str
    judgement: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One row of a file as an entry: the arguments of `record_import`, and what was judged of its subjects elsewhere."""

    tx_id: UUID
    entry_id: UUID
    book: Book
    fields: Mapping[str, Any]
    page: int | None = None
    line: int | None = None
    position: int = 0
    source: Mapping[str, Any] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    outcomes: tuple[RowOutcome, ...] = ()


def record_imports(
    *, actor: Officer | None, rows: Sequence[FileRow], now: datetime, station: Station | None = None
) -> list[Answer | Refusal]:
    """`record_import` for many rows in one transaction: for each what it would answer, or the refusal it would raise.

    Entries that are there already are compared and left as they are, their `outcomes` not recorded. Findings that need
    other entries of the book are not answered. Some ten queries however many rows; about 1.5 ms a row, most of it deriving columns.
    Raises NotAllowed, NotFound for a book out of the actor's scope.
    """
    books = {row.book.pk: row.book for row in rows}
    if actor is not None:
        for book in books.values():
            policies.may_import(officer=actor, book=book, now=now)
    try:
        found = _compared_and_written(rows, actor, station)
    except UniqueViolation:
        # Somebody else has just imported one of them: by now it stands, and is only compared.
        found = _compared_and_written(rows, actor, station)
    return [found[row.entry_id] for row in rows]


@transaction.atomic
def _compared_and_written(
    rows: Sequence[FileRow], actor: Officer | None, station: Station | None
) -> dict[UUID, Answer | Refusal]:
    found = _standing(rows)
    return found | _written([row for row in rows if row.entry_id not in found], actor, station)


def _standing(rows: Sequence[FileRow]) -> dict[UUID, Answer | Refusal]:
    """Answers for the rows whose entry is there already."""
    of_row = {row.entry_id: row for row in rows}
    if len(of_row) != len(rows):
        raise ValueError("two rows of a batch are one entry")
    kept = Transcription.objects.filter(entry_id__in=of_row, accepted=True)
    found: dict[UUID, Answer | Refusal] = {}
    for entry_id, book_id, fields in kept.values_list("entry_id", "entry__book_id", "fields"):
        row = of_row[entry_id]
        if book_id != row.book.pk:
            found[entry_id] = NotFound()
        elif plain(fields) != plain(row.fields):
            found[entry_id] = EntryDiffers()
        else:
            found[entry_id] = Answer(status="repeated", tx_id=row.tx_id, entry_id=entry_id, seq=1)
    return found


def _written(
    rows: Sequence[FileRow], actor: Officer | None, station: Station | None
) -> dict[UUID, Answer | Refusal]:
    """Writes new entries. Raises UniqueViolation where one of them is there by now."""
    if not rows:
        return {}
    found: dict[UUID, Answer | Refusal] = {}
    received_at = log_time()
    actions: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    transcriptions: list[dict[str, Any]] = []
    subjects: list[dict[str, Any]] = []
    for row in rows:
        try:
            log = _log_of(row, actor, station, received_at)
        except Refusal as refusal:
            found[row.entry_id] = refusal
            continue
        state: EntryState | None = None
        for action in log:
            state = advance(state, SimpleNamespace(**action))
        assert state is not None
        derived = derive(
            row.book, state, state.fields, context_of(row.book, state), annotations=state.annotations
        )
        actions.extend(log)
        entries.append(
            {"id": row.entry_id} | folded_columns(state, row.book) | derived_columns(state, derived)
        )
        transcriptions.extend(
            {"entry_id": row.entry_id, "pass_number": number} | columns
            for number, columns in transcription_columns(state, derived).items()
        )
        subjects.extend(
            {"entry_id": row.entry_id, "role": role} | columns
            for role, columns in subject_columns(state, derived).items()
        )
        found[row.entry_id] = _answer(row, derived.findings)
    # Entries first and always in one order: two imports of one file wait for each other here and nowhere else.
    copy_rows(Entry, sorted(entries, key=lambda columns: str(columns["id"])))
    copy_rows(EntryAction, actions)
    copy_rows(Transcription, transcriptions)
    copy_rows(Subject, subjects)
    return found


def _log_of(
    row: FileRow, actor: Officer | None, station: Station | None, received_at: datetime
) -> list[dict[str, Any]]:
    facts: PacketFacts = {"station": station}
    values = imported_values(row.fields)
    # Of the payload only these come from outside; passing all of it would cost more than its digests.
    texts = (text for value in values.values() for text in value.values() if text)
    check_storable([*values, row.source, "".join(texts)])
    payload = import_payload(
        row.book,
        values,
        page=row.page,
        line=row.line,
        position=row.position,
        source=row.source,
        flags=row.flags,
    )
    mark = edition_mark(row.book, Spot(row.page, payload["position"]), values)
    said = [(ActionType.IMPORTED, row.tx_id, payload)]
    for each in row.outcomes:
        judged = outcome_payload(each.role, each.outcome, each.personal_id, each.judgement)
        said.append((ActionType.OUTCOME_RECORDED, uuid7(), judged))
    return [
        made_row(
            row.entry_id, seq, type, actor, tx_id, what,
            facts if seq == 1 else {}, edition=mark, received_at=received_at,
        )
        for seq, (type, tx_id, what) in enumerate(said, start=1)
    ]  # fmt: skip


def _answer(row: FileRow, findings: tuple[Finding, ...]) -> Answer:
    return Answer(
        status="saved",
        tx_id=row.tx_id,
        entry_id=row.entry_id,
        seq=1 + len(row.outcomes),
        findings=findings,
    )
