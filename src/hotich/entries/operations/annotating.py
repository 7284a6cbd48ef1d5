"""Margin notes: added, replaced by a better reading, withdrawn. The transcription stays as the page has it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from hotich.books.operations import use_note_opening
from hotich.core.annotations import IN_FORCE, AnnotationRefused, amended, in_force, kind_label, read_note
from hotich.core.text import compose, squeeze
from hotich.entries import policies
from hotich.entries.derivation import edition_of_entry
from hotich.entries.errors import NoteGone, NoteRefused
from hotich.entries.fold import EntryState
from hotich.entries.models import ActionType, Entry
from hotich.entries.operations._append import Decision, append
from hotich.entries.packets import Answer, PacketFacts
from hotich.staff.models import Officer
from hotich.support.errors import Refusal
from hotich.support.time import local

LONGEST_REASON = 500


def annotate(
    *,
    actor: Officer,
    entry_id: UUID,
    note: Mapping[str, Any],
    replaces: int | None = None,
    reason: str = "",
    now: datetime,
    allowed: bool = False,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """Records a margin note of the book, and with its `amends` what the fields say since.

    `note`: `kind`, `date`, `text`, `officer`, `document` (name, number, date, issuer), `amends` in the form of `record_fields`,
    `source` (id of the entry of another register that it comes from) and `in_margin`. `replaces` is the `seq` of a note in force
    that this one reads better; it needs its `reason`. Free text in a notes column amends nothing until an officer
    makes it a note. Raises NotFound, NotAllowed, NoteRefused, NoteGone and what `may_key` raises.
    """

    def decide(state: EntryState, entry: Entry) -> Decision:
        policies.may_annotate(
            officer=actor, entry=entry, station=facts.get("station"), now=now, allowed=allowed
        )
        before = _standing(state, replaces) if replaces is not None else None
        others = [each for each in state.annotations if each is not before]
        try:
            payload = read_note(
                note,
                form=edition_of_entry(entry),
                current=amended(state.fields, others),
                today=local(now).date(),
            )
        except AnnotationRefused as error:
            raise NoteRefused(str(error)) from error
        if payload["source"] and payload["source"] != (before or {}).get("source"):
            _check_source(actor, entry, payload, others, now)
        if replaces is not None:
            payload |= {"replaces": replaces, "reason": _reason(reason)}
        # A loan of the book for a margin note opens its entry once, whoever writes the note.
        use_note_opening(actor=actor, now=now, entry_id=entry_id)
        return Decision(payload)

    return append(actor=actor, entry_id=entry_id, type=ActionType.ANNOTATED, decide=decide, facts=facts)


def withdraw_note(
    *,
    actor: Officer,
    entry_id: UUID,
    note: int,
    reason: str,
    now: datetime,
    allowed: bool = False,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """Takes back a note that is not in the book, or that belongs to another entry; it stays on record with the reason.

    `note` is the `seq` of one in force. Raises as `annotate`.
    """
    reason = _reason(reason)

    def decide(state: EntryState, entry: Entry) -> Decision:
        policies.may_annotate(
            officer=actor, entry=entry, station=facts.get("station"), now=now, allowed=allowed
        )
        _standing(state, note)
        return Decision({"note": note, "reason": reason})

    return append(
        actor=actor, entry_id=entry_id, type=ActionType.ANNOTATION_WITHDRAWN, decide=decide, facts=facts
    )


def _standing(state: EntryState, seq: int) -> Mapping[str, Any]:
    """The note in force that bears this number. Raises NoteGone."""
    found = next((each for each in state.annotations if each["seq"] == seq), None)
    if found is None or found["state"] != IN_FORCE:
        raise NoteGone
    return found


def _check_source(
    actor: Officer, entry: Entry, payload: dict[str, Any], others: Iterable[Mapping[str, Any]], now: datetime
) -> None:
    """An entry of another register that the officer may see, of a register where such an act stands, and linked once.

    Raises NoteRefused.
    """
    try:
        source_id = UUID(payload["source"])
    except ValueError as error:
        raise NoteRefused("Trường hợp nguồn không đúng dạng: tìm và chọn lại.") from error
    seen = Entry.objects.visible_to(policies.viewer(actor, now))
    source = seen.filter(pk=source_id, void=False).first()
    if source is None or source.pk == entry.pk:
        raise NoteRefused(
            "Không tìm thấy trường hợp nguồn, hoặc không thuộc phạm vi của đồng chí: tìm và chọn lại."
        )
    if payload["wants"] and source.kind not in payload["wants"]:
        raise NoteRefused(
            f"{kind_label(payload['kind'])} phải nối với trường hợp trong sổ {', '.join(payload['wants'])}: "
            "chọn lại loại ghi chú hoặc trường hợp nguồn."
        )
    if any(each.get("source") == str(source.pk) for each in in_force(others)):
        raise NoteRefused(
            "Trường hợp nguồn này đã nối với một ghi chú khác ở đây: sửa ghi chú đó thay vì thêm."
        )
    payload["source"] = str(source.pk)


def _reason(text: str) -> str:
    reason = squeeze(compose(text))
    if not reason:
        raise Refusal("Ghi lý do trước khi thay hoặc rút ghi chú.", code="reason.needed")
    if len(reason) > LONGEST_REASON:
        raise NoteRefused(f"Lý do dài quá {LONGEST_REASON} chữ: ghi ngắn lại.")
    return reason
