"""Taking packets from desks: judged by the work grant they carry, never by whose session brings them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from hotich.books.models import Book
from hotich.core.work import read_work
from hotich.entries import grants, policies
from hotich.entries.errors import BookClosed, NotAssigned, NotOpened, PacketMalformed
from hotich.entries.models import DeferredPacket, Entry, EntryAction, Lease
from hotich.entries.operations import recording
from hotich.entries.operations.leases import SHIFT, lease_until, renew_lease
from hotich.entries.operations.recording import TYPES, Packet, place_in
from hotich.entries.packets import Answer, PacketFacts, check_storable
from hotich.entries.places import position_of
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.canonical import canonical_json
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.ids import uuid7

Reason = DeferredPacket.Reason
_KEYS_A_PASS = ("entry_opened", "fields_keyed", "completed", "check_started")
_KEYS_A_CHECK = ("fields_keyed", "completed")
_OF_THE_WHOLE_ENTRY = ("reopened", "voided", "marked_unreadable")
_LONGEST = 200_000
"""Bytes of one payload; every column of the longest form filled to the brim has some tens of thousands."""


@dataclass(frozen=True, slots=True)
class Deferral:
    """A packet kept in the team leader's tray: on record, not in the entry."""

    tx_id: UUID
    reason: str

    @property
    def message(self) -> str:
        """What the officer reads."""
        return f"Đã chuyển Tổ trưởng xử lý: {Reason(self.reason).label}. Dữ liệu đã được giữ lại."

    def as_json(self) -> dict[str, Any]:
        return {
            "tx_id": str(self.tx_id),
            "status": "refused",
            "seq": None,
            "code": f"packet.deferred.{self.reason}",
            "message": self.message,
            "findings": [],
            "conflicts": {},
        }


def receive(*, packet: Packet, sender: Officer | None, now: datetime) -> Answer | Deferral:
    """Records one packet, idempotent by its `tx_id`.

    A genuine grant is taken after the session expired and from another officer's browser. After the lease ended, or the machine's
    security check, the packet is marked late; where another officer has gone on meanwhile it becomes a further pass, and what would end his
    keying waits for the team leader. Under a grant no longer good it goes to the team leader's tray. Nobody keys in a
    further pass of somebody else. Raises GrantInvalid, NotAssigned and what the verbs of `keying` raise.
    """
    grant = grants.read(packet.grant)
    if packet.type not in TYPES:
        raise PacketMalformed(f"Không có loại thao tác “{packet.type}”.")
    if packet.type == "completed" and "work" in packet.payload:
        # Numbers about the work never stop the work itself.
        packet = replace(packet, payload={**packet.payload, "work": read_work(packet.payload["work"])})
    check_storable(packet.payload)
    if len(canonical_json(packet.payload)) > _LONGEST:
        raise PacketMalformed("Gói dữ liệu quá lớn. Báo quản trị hệ thống.")
    book = (
        Book.objects.unscoped("a work grant names the book")
        .select_related("unit")
        .filter(pk=packet.book)
        .first()
    )
    author = Officer.objects.filter(pk=grant.officer).first()
    station = Station.objects.unscoped("a work grant names the machine").filter(pk=grant.station).first()
    if book is None or author is None or station is None or not grant.has_book(book.pk):
        raise NotAssigned
    with transaction.atomic():
        entry = (
            Entry.objects.unscoped("locked before the packet is judged")
            .select_for_update()
            .filter(pk=packet.entry)
            .first()
        )
        if entry is not None and entry.book_id != book.pk:
            raise NotFound
        facts = PacketFacts(
            tx_id=packet.tx_id,
            station=station,
            base_seq=packet.base_seq,
            own=packet.own,
            device_time=packet.device_time,
            sender=sender or author,
            late=sender is not None and sender.pk != author.pk,
            pass_number=packet.pass_number,
        )
        if EntryAction.objects.filter(entry_id=packet.entry, tx_id=packet.tx_id).exists():
            return recording.record(packet, book, author, now, facts)
        if (
            known := DeferredPacket.objects.unscoped("the same packet again")
            .filter(tx_id=packet.tx_id, entry_id=packet.entry, author=author)
            .first()
        ):
            return Deferral(packet.tx_id, known.reason)
        if grant.is_check(packet.entry, packet.pass_number):
            return _record_check(packet, grant, book, author, sender, station, facts, now)
        position = _position(packet, entry)
        span = grant.lease_over(book.pk, position) if position is not None else None
        if position is not None and span is None:
            raise NotAssigned
        lease = Lease.objects.filter(pk=span.id).first() if span is not None else None
        running = (
            lease is not None and lease.ended_at is None and lease.until >= now and station.may_key_at(now)
        )
        reason = _reason_to_defer(packet, grant, book, author, entry, position, running, now)
        if reason is not None:
            return _defer(packet, book, author, sender, station, reason, now)
        policies.check_station(station, grant.issued)
        if entry is not None and running and packet.pass_number in (0, accepted_pass(entry)):
            facts["pass_number"] = accepted_pass(entry)
        elif not running or packet.pass_number:
            facts["pass_number"] = further_pass(packet.entry, author, packet.pass_number)
        if not running:
            facts["late"] = True
        elif lease is not None and lease.until - now < SHIFT / 2:
            renew_lease(lease=lease, now=now, until=lease_until(station, now))
        return recording.record(packet, book, author, now, facts)


def settle_deferred(
    *, actor: Officer, deferred: DeferredPacket, record: bool, now: datetime
) -> DeferredPacket:
    """Empties one packet from the tray: records it, as a further pass where somebody else has keyed, or sets it aside.

    A packet set aside stays readable. Raises NotAllowed, NotFound, and what the verbs of `keying` raise.
    """
    policies.check_book_visible(actor, deferred.book, now)
    policies.check_capability(actor, "assign", now)
    with transaction.atomic():
        claimed = (
            DeferredPacket.objects.unscoped("the tray's scope was judged with its book")
            .filter(pk=deferred.pk, settled_at__isnull=True)
            .update(settled_at=now, settled_by=actor, recorded=record)
        )
        if not claimed:
            raise NotFound("Gói này đã được xử lý.")
        if record:
            raw = deferred.packet
            entry_id = _entry_meant(deferred)
            is_opening = raw["type"] == "entry_opened"
            if not (is_opening and EntryAction.objects.filter(entry_id=entry_id).exists()):
                packet = Packet(
                    tx_id=deferred.tx_id,
                    entry=entry_id,
                    book=deferred.book_id,
                    type=raw["type"],
                    payload=raw["payload"],
                    grant="",
                )
                device_time = raw.get("device_time")
                facts = PacketFacts(
                    tx_id=deferred.tx_id,
                    station=deferred.station,
                    device_time=datetime.fromisoformat(device_time) if device_time else None,
                    sender=actor,
                    late=True,
                    pass_number=further_pass(entry_id, deferred.author, raw.get("pass") or 0),
                )
                recording.record(packet, deferred.book, deferred.author, now, facts)
    deferred.refresh_from_db()
    return deferred


def further_pass(entry_id: UUID, author: Officer, asked: int) -> int:
    """The pass late work belongs to: the one asked for, unless another officer has keyed in it; then the author's own."""
    rows = list(
        EntryAction.objects.filter(entry_id=entry_id, type__in=_KEYS_A_PASS).values_list(
            "pass_number", "author_id"
        )
    )
    if all(by == author.pk for number, by in rows if number == asked):
        return asked
    own = {number for number, by in rows if by == author.pk} - {
        number for number, by in rows if by != author.pk
    }
    return max(own) if own else max(number for number, _ in rows) + 1


def accepted_pass(entry: Entry) -> int:
    """The pass that counts: the first keying, or what an arbiter made of it."""
    found = entry.transcriptions.filter(accepted=True).values_list("pass_number", flat=True).first()
    return found or 0


def _record_check(
    packet: Packet,
    grant: grants.Grant,
    book: Book,
    author: Officer,
    sender: Officer | None,
    station: Station,
    facts: PacketFacts,
    now: datetime,
) -> Answer | Deferral:
    """What is keyed to check an entry, in the pass that was opened for it: no lease, for the keyer may hold the place meanwhile."""
    if packet.type not in _KEYS_A_CHECK:
        raise PacketMalformed("Khi kiểm tra chỉ nhập lại các ô được hỏi.")
    try:
        policies.check_capability(author, "check", now)
    except NotAllowed:
        return _defer(packet, book, author, sender, station, Reason.WITHDRAWN, now)
    if now > grant.until:
        return _defer(packet, book, author, sender, station, Reason.EXPIRED, now)
    policies.check_station(station, grant.issued)
    return recording.record(packet, book, author, now, facts)


def _position(packet: Packet, entry: Entry | None) -> int | None:
    if entry is not None:
        return int(entry.position)
    if packet.type != "entry_opened":
        return None
    place = place_in(packet.payload)
    return position_of(**place)


def _reason_to_defer(
    packet: Packet,
    grant: grants.Grant,
    book: Book,
    author: Officer,
    entry: Entry | None,
    position: int | None,
    running: bool,
    now: datetime,
) -> str | None:
    try:
        policies.check_capability(author, "key", now)
        policies.check_book_visible(author, book, now)
    except (NotAllowed, NotFound):
        return Reason.WITHDRAWN
    if now > grant.until:
        return Reason.EXPIRED
    try:
        policies.check_book_open(book)
    except BookClosed:
        return Reason.BOOK_CLOSED
    if entry is None and packet.type != "entry_opened":
        waiting = DeferredPacket.objects.unscoped("packets of the same entry").filter(entry_id=packet.entry)
        if waiting.exists():
            return Reason.NOT_OPENED
        raise NotOpened
    if entry is None and not running and policies.standing_at(book, position or 0) is not None:
        return Reason.PLACE_TAKEN
    if packet.type in _OF_THE_WHOLE_ENTRY and not running and further_pass(packet.entry, author, 0):
        return Reason.PLACE_TAKEN
    return None


def _defer(
    packet: Packet,
    book: Book,
    author: Officer,
    sender: Officer | None,
    station: Station,
    reason: str,
    now: datetime,
) -> Deferral:
    try:
        with transaction.atomic():
            DeferredPacket.objects.create(
                id=uuid7(),
                tx_id=packet.tx_id,
                entry_id=packet.entry,
                book=book,
                unit_id=book.unit_id,
                author=author,
                sender=sender,
                station=station,
                reason=reason,
                packet=packet.as_json(),
                received_at=now,
            )
    except IntegrityError as error:
        # The same packet on two connections at once is in the tray once; another one may not go by its name.
        same = DeferredPacket.objects.unscoped("the same packet again").filter(
            tx_id=packet.tx_id, entry_id=packet.entry, author=author
        )
        if not same.exists():
            raise PacketMalformed from error
    return Deferral(packet.tx_id, reason)


def _entry_meant(deferred: DeferredPacket) -> UUID:
    """The entry itself, or the one that stands at the place where it should have been opened."""
    if EntryAction.objects.filter(entry_id=deferred.entry_id).exists():
        return deferred.entry_id
    opening = (
        DeferredPacket.objects.unscoped("packets of the same entry")
        .filter(entry_id=deferred.entry_id, packet__type="entry_opened")
        .first()
    )
    if opening is None:
        raise NotOpened
    place = position_of(**place_in(opening.packet["payload"]))
    standing = policies.standing_at(deferred.book, place)
    return standing.pk if standing is not None else deferred.entry_id
