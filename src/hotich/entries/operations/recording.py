"""What a desk's packet says, as the verb that does it: the one place that reads payloads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hotich.books.models import Book
from hotich.entries.errors import PacketMalformed
from hotich.entries.operations import annotating, asking, keying
from hotich.entries.packets import Answer, PacketFacts
from hotich.staff.models import Officer

TYPES = (
    "entry_opened", "fields_keyed", "completed", "reopened", "voided", "marked_unreadable", "annotated",
    "annotation_withdrawn", "asked", "question_closed",
)  # fmt: skip
_LAST_PLACE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Packet:
    """One action as a desk sends it (decisions.md 17)."""

    tx_id: UUID
    entry: UUID
    book: UUID
    type: str
    payload: Mapping[str, Any]
    grant: str
    pass_number: int = 0
    base_seq: int | None = None
    own: frozenset[UUID] = frozenset()
    device_time: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """What the team leader's tray keeps: everything but the grant."""
        return {
            "type": self.type,
            "payload": dict(self.payload),
            "pass": self.pass_number,
            "base_seq": self.base_seq,
            "device_time": self.device_time.isoformat() if self.device_time else None,
        }


def place_in(payload: Mapping[str, Any]) -> dict[str, int | None]:
    """Where in the book an opening says its entry stands. Raises PacketMalformed."""
    try:
        return {
            name: _number(payload[name]) if payload.get(name) not in (None, "") else None
            for name in ("page", "line", "position")
        }
    except (TypeError, ValueError) as error:
        raise PacketMalformed("Vị trí của trường hợp trong sổ không đúng dạng.") from error


def _number(value: Any) -> int:
    number = int(value)
    if not 0 <= number <= _LAST_PLACE:
        raise ValueError
    return number


def record(packet: Packet, book: Book, author: Officer, now: datetime, facts: PacketFacts) -> Answer:
    """Does what the packet says in the author's name, by a grant that was judged. Raises what the verb raises."""
    payload = packet.payload
    entry_id = packet.entry
    match packet.type:
        case "entry_opened":
            return keying.open_entry(
                actor=author,
                book=book,
                entry_id=entry_id,
                assisted=_assisted(payload),
                now=now,
                allowed=True,
                **place_in(payload),
                **facts,
            )
        case "fields_keyed":
            return keying.record_fields(
                actor=author, entry_id=entry_id, fields=payload, now=now, allowed=True, **facts
            )
        case "completed":
            overrides = payload.get("overrides") or []
            if not isinstance(overrides, list) or not all(isinstance(each, Mapping) for each in overrides):
                raise PacketMalformed
            return keying.complete(
                actor=author,
                entry_id=entry_id,
                overrides=overrides,
                work=payload.get("work"),
                now=now,
                allowed=True,
                **facts,
            )
        case "reopened":
            return keying.reopen(
                actor=author, entry_id=entry_id, reason=_text(payload, "reason"), now=now, **facts
            )
        case "voided":
            return keying.void(
                actor=author,
                entry_id=entry_id,
                reason=_text(payload, "reason"),
                now=now,
                allowed=True,
                **facts,
            )
        case "marked_unreadable":
            return keying.mark_unreadable(
                actor=author,
                entry_id=entry_id,
                reason=_text(payload, "reason"),
                work=payload.get("work"),
                now=now,
                allowed=True,
                **facts,
            )
        case "asked" | "question_closed":
            return _record_question(packet, author, now, facts)
        case _:
            return _record_note(packet, author, now, facts)


def _record_question(packet: Packet, author: Officer, now: datetime, facts: PacketFacts) -> Answer:
    payload = packet.payload
    about: dict[str, Any] = {"actor": author, "entry_id": packet.entry, "now": now}
    if packet.type == "asked":
        crop = payload.get("crop")
        if crop is not None and not isinstance(crop, Mapping):
            raise PacketMalformed
        return asking.ask(
            **about,
            text=_text(payload, "text"),
            field=_text(payload, "field"),
            crop=crop,
            allowed=True,
            **facts,
        )
    which = payload.get("question")
    if not isinstance(which, int) or isinstance(which, bool):
        raise PacketMalformed
    return asking.close_question(**about, question=which, **facts)


def _record_note(packet: Packet, author: Officer, now: datetime, facts: PacketFacts) -> Answer:
    payload = dict(packet.payload)
    about: dict[str, Any] = {"actor": author, "entry_id": packet.entry, "now": now, "allowed": True}
    which = payload.pop("replaces" if packet.type == "annotated" else "note", None)
    reason = _text(payload, "reason")
    payload.pop("reason", None)
    if which is not None and (not isinstance(which, int) or isinstance(which, bool)):
        raise PacketMalformed
    if packet.type == "annotated":
        return annotating.annotate(**about, note=payload, replaces=which, reason=reason, **facts)
    if which is None:
        raise PacketMalformed
    return annotating.withdraw_note(**about, note=which, reason=reason, **facts)


def _text(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name) or ""
    if not isinstance(value, str):
        raise PacketMalformed
    return value


def _assisted(payload: Mapping[str, Any]) -> bool | None:
    value = payload.get("assisted")
    if value is not None and not isinstance(value, bool):
        raise PacketMalformed
    return value
