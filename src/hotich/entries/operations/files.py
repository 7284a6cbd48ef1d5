"""Entries that come from files: an import is one action, idempotent by the row's own `tx_id`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from hotich.books.forms import Spot
from hotich.books.models import Book
from hotich.core.forms.normalising import principal_roles
from hotich.core.values import Origin
from hotich.entries import policies
from hotich.entries.derivation import edition_at
from hotich.entries.errors import EntryDiffers
from hotich.entries.fold import EntryState
from hotich.entries.models import ActionType, Entry
from hotich.entries.operations._append import Decision, append, begin
from hotich.entries.packets import Answer, PacketFacts, read_fields, same_value
from hotich.staff.models import Officer


def record_import(
    *,
    actor: Officer | None,
    book: Book,
    entry_id: UUID,
    fields: Mapping[str, Any],
    page: int | None = None,
    line: int | None = None,
    position: int = 0,
    source: Mapping[str, Any] | None = None,
    flags: Sequence[str] = (),
    now: datetime,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """Makes an entry from a row of a file: complete at once, marked *từ tệp*, nothing in it repaired.

    `source` is plain data (file name, digest, row, format, keyed_on, station); `flags` are those it has from the start. The same `entry_id` with the same fields answers
    `repeated`; with others it raises EntryDiffers. Without an actor (the command line) nobody's scope is checked; else
    raises NotAllowed, NotFound. PacketMalformed for a value that is none.
    """
    if actor is not None:
        policies.may_import(officer=actor, book=book, now=now)
    values = imported_values(fields)
    payload = import_payload(
        book, values, page=page, line=line, position=position, source=source or {}, flags=flags
    )
    answer = begin(
        actor=actor, entry_id=entry_id, book=book, type=ActionType.IMPORTED, payload=payload, facts=facts
    )
    if answer.status == "repeated" and _standing(entry_id) != plain(values):
        raise EntryDiffers
    return answer


def record_correction(
    *,
    actor: Officer | None,
    entry_id: UUID,
    fields: Mapping[str, Any],
    source: Mapping[str, Any] | None = None,
    now: datetime,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """Appends what a newer file says of an entry; only fields that differ are written. Raises as `record_import`."""
    values = imported_values(fields)

    def decide(state: EntryState, entry: Entry) -> Decision:
        if actor is not None:
            policies.may_import(officer=actor, book=entry.book, now=now)
        changed = {
            name: value for name, value in values.items() if not same_value(value, state.fields.get(name))
        }
        return Decision({"fields": changed, "source": dict(source or {})})

    return append(actor=actor, entry_id=entry_id, type=ActionType.CORRECTED, decide=decide, facts=facts)


def _standing(entry_id: UUID) -> dict[str, tuple[Any, Any]]:
    from hotich.entries.queries import state_of

    return plain(state_of(entry_id).fields)


def imported_values(fields: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Field values of a file as the log keeps them. Raises PacketMalformed."""
    origin = {"o": Origin.IMPORTED.value}
    return {name: value | origin for name, value in read_fields(fields).items()}


def import_payload(
    book: Book,
    values: Mapping[str, Any],
    *,
    page: int | None,
    line: int | None,
    position: int,
    source: Mapping[str, Any],
    flags: Sequence[str],
) -> dict[str, Any]:
    """What the action `imported` says."""
    place = page * 1000 + (line or 1) if page else position
    form = edition_at(book, Spot(page, place), values)
    payload = {
        "book": str(book.pk),
        "kind": book.kind,
        "page": page,
        "line": line,
        "position": place,
        "principal": principal_roles(form, values) if form else [],
        "fields": values,
        "source": dict(source),
    }
    return payload | ({"flags": sorted(flags)} if flags else {})


def plain(fields: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[Any, Any]]:
    """What fields say, however they came: two rows that say the same are one import."""
    return {
        name: (value.get("v"), value.get("m"))
        for name, value in fields.items()
        if value.get("v") or value.get("m")
    }
