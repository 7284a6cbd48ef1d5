"""Loading a past: log and projection by COPY, through the same fold and the same derivation as a save.

For the demo and the benches only. It alone sets `received_at`, so it runs as the owner of the tables
(`support.postgres.owner_role`), marks its rows, and refuses a database that holds entries it did not write.
Cost: about 0.7 ms an entry of four actions on one core, more than half of it deriving columns from the transcription;
it grows with the number of entries and with nothing else.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from hotich.audit.digests import payload_digest, row_digest
from hotich.audit.models import Seal
from hotich.books.forms import Spot
from hotich.books.models import Book
from hotich.entries.derivation import context_of, derive, edition_at, edition_mark
from hotich.entries.fold import EntryState, advance
from hotich.entries.models import Entry, EntryAction, EntryWork, Question, Subject, Transcription
from hotich.entries.projection import (
    derived_columns,
    folded_columns,
    question_columns,
    subject_columns,
    transcription_columns,
    work_columns,
)
from hotich.support.copy import copy_rows
from hotich.support.errors import Refusal
from hotich.support.ids import uuid7

_BATCH = 500


class NotOurPast(Refusal):
    """The database is in use: a made-up past may not be mixed with real work."""

    code = "bulk.not_empty"
    message = "Cơ sở dữ liệu đã có trường hợp nhập thật nên không nạp dữ liệu mẫu vào được. Dùng một HOTICH_HOME khác."


class NotOwner(Refusal):
    """Only the owner of the tables may say when something was received."""

    code = "bulk.not_owner"
    message = "Nạp dữ liệu mẫu phải chạy bằng vai trò sở hữu cơ sở dữ liệu."


@dataclass(frozen=True, slots=True)
class PastAction:
    """One action of a past entry: what `EntryAction` says, without what follows from the entry itself.

    `payload` has the form the verbs of `operations` write. For `entry_opened` and `imported` it may be left empty or
    partial: book, kind, place and principal roles are filled in.
    """

    type: str
    received_at: datetime
    author_id: int | None = None
    station_id: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    device_time: datetime | None = None
    tx_id: UUID = field(default_factory=uuid7)
    pass_number: int = 0


@dataclass(frozen=True, slots=True)
class PastEntry:
    """One entry of a past, its actions oldest first. `position` defaults to page × 1000 + line."""

    book: Book
    actions: tuple[PastAction, ...]
    page: int | None = None
    line: int | None = None
    position: int | None = None
    id: UUID = field(default_factory=uuid7)

    @property
    def spot(self) -> Spot:
        """Where it stands; position 0 where nobody knows it."""
        if self.position is not None:
            return Spot(self.page, self.position)
        return Spot(self.page, self.page * 1000 + (self.line or 1) if self.page else 0)


@dataclass(slots=True)
class Loaded:
    """How many rows a load wrote."""

    entries: int = 0
    actions: int = 0


def load(entries: Iterable[PastEntry]) -> Loaded:
    """Loads entries, some hundreds at a time, each batch whole. Books need their unit loaded (`select_related("unit")`).

    May be called several times as long as nobody else has written. Raises NotOwner, NotOurPast, and LogBroken for
    actions that are no log.
    """
    _check_owner()
    _check_ours()
    loaded = Loaded()
    iterator = iter(entries)
    with _uncollected():
        while batch := list(islice(iterator, _BATCH)):
            with transaction.atomic():
                _load_batch(batch, loaded)
    return loaded


@contextmanager
def _uncollected() -> Iterator[None]:
    """A batch is a forest of small dicts without cycles: looking for cycles in it costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class"
            " WHERE oid = 'entries_entryaction'::regclass"
        )
        if not cursor.fetchone()[0]:
            raise NotOwner


def _check_ours() -> None:
    if EntryAction.objects.filter(bulk=False).exists():
        raise NotOurPast
    # A seal that exists has closed the time these rows would claim.
    if Seal.objects.filter(counts__has_key=EntryAction._meta.db_table).exists():
        raise NotOurPast(
            "Nhật ký đã được niêm phong, không nạp thêm dữ liệu mẫu được. Dùng một HOTICH_HOME khác."
        )


def _load_batch(batch: list[PastEntry], loaded: Loaded) -> None:
    actions: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    transcriptions: list[dict[str, Any]] = []
    subjects: list[dict[str, Any]] = []
    works: list[dict[str, Any]] = []
    questions: list[dict[str, Any]] = []
    for past in batch:
        state: EntryState | None = None
        for row in _rows(past, edition_mark(past.book, past.spot)):
            state = advance(state, SimpleNamespace(**row))
            actions.append(row)
        if state is None:
            raise ValueError(f"entry {past.id} has no actions")
        book = past.book
        derived = derive(book, state, state.fields, context_of(book, state), annotations=state.annotations)
        entries.append({"id": past.id} | folded_columns(state, book) | derived_columns(state, derived))
        transcriptions.extend(
            {"entry_id": past.id, "pass_number": number} | columns
            for number, columns in transcription_columns(state, derived).items()
        )
        subjects.extend(
            {"entry_id": past.id, "role": role} | columns
            for role, columns in subject_columns(state, derived).items()
        )
        if (work := work_columns(state, book)) is not None:
            works.append({"entry_id": past.id} | work)
        questions.extend(
            {"entry_id": past.id, "seq": seq} | columns
            for seq, columns in question_columns(state, book).items()
        )
    copy_rows(EntryAction, actions)
    copy_rows(Entry, entries)
    copy_rows(Transcription, transcriptions)
    copy_rows(Subject, subjects)
    copy_rows(EntryWork, works)
    copy_rows(Question, questions)
    loaded.entries += len(entries)
    loaded.actions += len(actions)


def _rows(past: PastEntry, mark: str) -> Iterator[dict[str, Any]]:
    for seq, action in enumerate(past.actions, start=1):
        payload = dict(action.payload) if seq > 1 else _place(past) | dict(action.payload)
        row: dict[str, Any] = {
            "entry_id": past.id,
            "seq": seq,
            "tx_id": action.tx_id,
            "type": str(action.type),
            "author_id": action.author_id,
            "sender_id": action.author_id,
            "station_id": action.station_id,
            "device_time": action.device_time,
            "received_at": action.received_at,
            "pass_number": action.pass_number,
            "edition": mark,
            "late": False,
            "bulk": True,
            "payload": payload,
            "payload_digest": payload_digest(payload),
        }
        row["digest"] = row_digest(row)
        yield row


def _place(past: PastEntry) -> dict[str, Any]:
    form = edition_at(past.book, past.spot)
    return {
        "book": str(past.book.pk),
        "kind": past.book.kind,
        "page": past.page,
        "line": past.line,
        "position": past.spot.position,
        "principal": form.always_looked_up() if form else [],
    }
