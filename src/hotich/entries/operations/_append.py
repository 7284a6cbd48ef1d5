"""The one writer of the log: locks the entry, folds, adds one row with its digests, writes the projection."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hotich.audit.clock import log_time
from hotich.audit.digests import payload_digest, row_digest
from hotich.books.forms import Spot
from hotich.books.models import Book
from hotich.core.findings import Finding
from hotich.entries.derivation import context_of, derive, edition_mark, findings_of_notes
from hotich.entries.errors import NotOpened
from hotich.entries.fold import LOST_TO, EntryState, advance, fold
from hotich.entries.models import (
    ActionType,
    Entry,
    EntryAction,
    EntryWork,
    Question,
    Subject,
    Transcription,
)
from hotich.entries.packets import Answer, FieldConflict, PacketFacts, check_storable
from hotich.entries.projection import (
    derived_columns,
    folded_columns,
    question_columns,
    subject_columns,
    transcription_columns,
    work_columns,
)
from hotich.entries.queries import server_findings
from hotich.staff.models import Officer
from hotich.support.errors import NotFound
from hotich.support.ids import uuid7


@dataclass(frozen=True, slots=True)
class Decision:
    """What an action says, once the state it meets is known. `lost` maps a field to the `seq` whose value stood."""

    payload: dict[str, Any]
    lost: Mapping[str, int] = field(default_factory=dict)


_NOTING = (ActionType.ANNOTATED, ActionType.ANNOTATION_WITHDRAWN)

Decide = Callable[[EntryState, Entry], Decision]


def append(
    *,
    actor: Officer | None,
    entry_id: UUID,
    type: ActionType,
    decide: Decide,
    facts: PacketFacts,
    book: Book | None = None,
) -> Answer:
    """Adds one action to an entry that exists.

    `decide` gets the state under the lock, checks what depends on it, and says what is written. The same `tx_id` again
    gives the first answer and writes nothing. Raises NotOpened, NotFound for another book's entry, and what `decide` raises.
    """
    tx_id = facts.get("tx_id") or uuid7()
    with transaction.atomic():
        entry = (
            Entry.objects.unscoped("the writer locks the row its policy has judged")
            .select_for_update(of=("self",))
            .select_related("book__unit")
            .filter(pk=entry_id)
            .first()
        )
        rows = log_rows(entry_id)
        if entry is None or not rows:
            raise NotOpened
        if book is not None and entry.book_id != book.pk:
            raise NotFound
        if (repeated := _first_answer(rows, tx_id, entry.book, facts)) is not None:
            return repeated
        state = fold(rows)
        decision = decide(state, entry)
        mark = edition_mark(entry.book, state, state.fields)
        row = _new_row(entry, state.seq + 1, type, actor, tx_id, decision.payload, facts, mark)
        state = advance(state, row)
        derived = project(entry, state)
        conflicts = _conflicts(decision.payload, decision.lost, rows)
        return Answer(
            status="conflict" if conflicts else "saved",
            tx_id=tx_id,
            entry_id=entry_id,
            seq=row.seq,
            # Findings speak of the first keying: who checks it hears nothing of them.
            findings=()
            if state.check_of(row.pass_number)
            else (
                *derived,
                *server_findings(entry.book, entry_id, state, derived),
                # Not a keyer's to answer before he may complete: said to who writes the note, and kept in the registrar's list.
                *(findings_of_notes(entry.book, state) if type in _NOTING else ()),
            ),
            conflicts=conflicts,
            news=_news(state, [*rows, row], facts, conflicts),
        )


def begin(
    *,
    actor: Officer | None,
    entry_id: UUID,
    book: Book,
    type: ActionType,
    payload: dict[str, Any],
    facts: PacketFacts,
    check: Callable[[], None] | None = None,
) -> Answer:
    """Adds the first action of a new entry, after `check`. One that is there already answers with its own opening."""
    tx_id = facts.get("tx_id") or uuid7()
    with transaction.atomic():
        # Made before the clock is read: two who open the same entry meet here, and the second waits for the first.
        moment = facts.get("device_time") or log_time()
        Entry.objects.bulk_create(
            [Entry(id=entry_id, book=book, unit_id=book.unit_id, kind=book.kind, edition=book.edition,
                   opened_at=moment, last_action_at=moment)],
            ignore_conflicts=True,
        )  # fmt: skip
        entry = (
            Entry.objects.unscoped("the writer locks the row its policy has judged")
            .select_for_update(of=("self",))
            .select_related("book__unit")
            .get(pk=entry_id)
        )
        if entry.book_id != book.pk:
            raise NotFound
        rows = log_rows(entry_id)
        if rows:
            return _answer_of(rows, 0, entry.book, asked=tx_id, facts=facts)
        if check is not None:
            check()
        mark = edition_mark(book, Spot(payload["page"], payload["position"]), payload.get("fields"))
        row = _new_row(entry, 1, type, actor, tx_id, payload, facts, mark)
        state = advance(None, row)
        derived = project(entry, state)
        return Answer(
            status="saved",
            tx_id=tx_id,
            entry_id=entry_id,
            seq=1,
            findings=(*derived, *server_findings(entry.book, entry_id, state, derived)),
        )


def log_rows(entry_id: UUID) -> list[EntryAction]:
    """The entry's log, oldest first."""
    return list(EntryAction.objects.filter(entry_id=entry_id).order_by("seq"))


def made_row(
    entry_id: UUID,
    seq: int,
    type: ActionType,
    actor: Officer | None,
    tx_id: UUID,
    payload: dict[str, Any],
    facts: PacketFacts,
    *,
    edition: str,
    received_at: datetime,
) -> dict[str, Any]:
    """The columns of a row of the log with its digests. `check_storable` has passed the payload."""
    station, sender = facts.get("station"), facts.get("sender")
    row: dict[str, Any] = {
        "entry_id": entry_id,
        "seq": seq,
        "tx_id": tx_id,
        "type": str(type),
        "author_id": actor.pk if actor else None,
        "sender_id": sender.pk if sender else actor.pk if actor else None,
        "station_id": station.pk if station else None,
        "device_time": facts.get("device_time"),
        "received_at": received_at,
        "pass_number": facts.get("pass_number", 0),
        "edition": edition,
        "late": facts.get("late", False),
        "bulk": False,
        "payload": payload,
        "payload_digest": payload_digest(payload),
    }
    return row | {"digest": row_digest(row)}


def _new_row(
    entry: Entry,
    seq: int,
    type: ActionType,
    actor: Officer | None,
    tx_id: UUID,
    payload: dict[str, Any],
    facts: PacketFacts,
    mark: str,
) -> EntryAction:
    check_storable(payload)
    columns = made_row(
        entry.pk, seq, type, actor, tx_id, payload, facts,
        edition=mark, received_at=log_time(),
    )  # fmt: skip
    row = EntryAction(**columns)
    row.save(force_insert=True)
    return row


def _first_answer(rows: list[EntryAction], tx_id: UUID, book: Book, facts: PacketFacts) -> Answer | None:
    at = next((place for place, row in enumerate(rows) if row.tx_id == tx_id), None)
    return None if at is None else _answer_of(rows, at, book, asked=tx_id, facts=facts)


def _answer_of(rows: list[EntryAction], at: int, book: Book, *, asked: UUID, facts: PacketFacts) -> Answer:
    """The answer that an action got when it came first, refolded from the log."""
    row = rows[at]
    state = fold(rows[: at + 1])
    payload = row.payload if row.type == ActionType.FIELDS_KEYED and row.payload else {}
    lost = {name: value[LOST_TO] for name, value in payload.items() if LOST_TO in value}
    conflicts = _conflicts(payload, lost, rows[:at])
    return Answer(
        status="repeated",
        tx_id=asked,
        entry_id=row.entry_id,
        seq=row.seq,
        findings=()
        if state.check_of(row.pass_number)
        else derive(book, state, state.fields, context_of(book, state)).findings,
        conflicts=conflicts,
        news=_news(state, rows[: at + 1], facts, conflicts),
    )


def own_seqs(rows: Iterable[EntryAction], own: Collection[UUID], author_id: int | None) -> frozenset[int]:
    """The lines of the log that are the client's own doing; nobody else's line becomes his by being named."""
    return frozenset(row.seq for row in rows if row.tx_id in own and row.author_id == author_id)


def _news(
    state: EntryState, rows: list[EntryAction], facts: PacketFacts, conflicts: Mapping[str, FieldConflict]
) -> dict[str, Mapping[str, Any]] | None:
    """The fields of the packet's pass that others have changed since its `base_seq`, as they stand after its own line, the last
    of `rows`. A field that it lost is in the conflict.
    """
    base, known = facts.get("base_seq"), state.passes.get(rows[-1].pass_number)
    if base is None:
        return None
    if known is None:
        return {}
    own = own_seqs(rows, facts.get("own") or (), rows[-1].author_id) | {rows[-1].seq}
    return {
        name: known.fields[name]
        for name, seq in known.changed.items()
        if seq > base and seq not in own and name not in conflicts
    }


def _conflicts(
    payload: Mapping[str, Any], lost: Mapping[str, int], rows: list[EntryAction]
) -> dict[str, FieldConflict]:
    if not lost:
        return {}
    standing = {row.seq: row for row in rows}
    authors = Officer.objects.in_bulk({standing[seq].author_id for seq in lost.values()} - {None})
    found = {}
    for name, seq in lost.items():
        row = standing[seq]
        said = row.payload or {}
        author = authors.get(row.author_id)
        found[name] = FieldConflict(
            mine={part: value for part, value in payload[name].items() if part != LOST_TO},
            theirs=said.get(name) or (said.get("fields") or {}).get(name) or {},
            by=author.full_name if author else "",
            at=row.received_at,
        )
    return found


def project(entry: Entry, state: EntryState) -> tuple[Finding, ...]:
    """Writes the columns of the state; returns the findings of the accepted transcription."""
    book = entry.book
    derived = derive(book, state, state.fields, context_of(book, state), annotations=state.annotations)
    columns = folded_columns(state, book) | derived_columns(state, derived)
    Entry.objects.unscoped("the projection of a locked row").filter(pk=entry.pk).update(**columns)
    present = {one.pass_number: one for one in Transcription.objects.filter(entry_id=entry.pk)}
    for number, values in transcription_columns(state, derived).items():
        _write(Transcription, present.get(number), {"entry_id": entry.pk, "pass_number": number}, values)
    wanted = subject_columns(state, derived)
    subjects = {subject.role: subject for subject in Subject.objects.filter(entry_id=entry.pk)}
    for role, values in wanted.items():
        _write(Subject, subjects.get(role), {"entry_id": entry.pk, "role": role}, values)
    gone = [subject.pk for role, subject in subjects.items() if role not in wanted]
    if gone:
        Subject.objects.filter(pk__in=gone).delete()
    _project_work(entry, state)
    return derived.findings


def _project_work(entry: Entry, state: EntryState) -> None:
    """How the entry was keyed, written once and for all, and what was asked about it."""
    if state.work is not None:
        work = EntryWork.objects.unscoped("the projection of a locked row")
        work.get_or_create(entry_id=entry.pk, defaults=work_columns(state, entry.book))
    if state.questions:
        asked = Question.objects.unscoped("the projection of a locked row").filter(entry_id=entry.pk)
        present = {one.seq: one for one in asked}
        for seq, values in question_columns(state, entry.book).items():
            kept = present.get(seq)
            if kept is None:
                asked.create(entry_id=entry.pk, seq=seq, **values)
            elif any(getattr(kept, name) != value for name, value in values.items()):
                asked.filter(seq=seq).update(**values)


def _write(
    model: type[Transcription] | type[Subject],
    present: Transcription | Subject | None,
    key: dict[str, Any],
    values: dict[str, Any],
) -> None:
    if present is None:
        model._default_manager.create(**key, **values)
    elif changed := {name: value for name, value in values.items() if getattr(present, name) != value}:
        model._default_manager.filter(pk=present.pk).update(**changed)
