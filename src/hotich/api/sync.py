"""`POST /api/sync`: packets of the entry desk, each answered on its own (decisions.md 17 and 19)."""

import logging
import traceback
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import OperationalError
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import BeforeValidator, Field

from hotich.api.text import Word
from hotich.campaign.scope import settle_scope
from hotich.cases.operations import compare_again
from hotich.entries import grants
from hotich.entries.errors import CompletionBlocked, GrantInvalid, ReasonNeeded
from hotich.entries.operations import Packet, leases_of, receive
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.errors import Refusal
from hotich.support.time import now as clock

log = logging.getLogger(__name__)
router = Router(tags=["sync"])
MOST_PACKETS = 200
FINISHING = ("completed", "marked_unreadable")
NOTING = ("annotated", "annotation_withdrawn")


def _device_time(said: Any) -> datetime | None:
    """The desk's own clock: only shown, so one that says nonsense is left out and stops nothing."""
    try:
        moment = datetime.fromisoformat(said)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None


class PacketIn(Schema):
    """One action of an entry's log."""

    tx_id: UUID
    entry: UUID
    book: UUID
    pass_: Annotated[int, Field(alias="pass", ge=0, le=100)] = 0
    base_seq: Annotated[int, Field(ge=0, le=2_000_000_000)] | None = None
    device_time: Annotated[datetime | None, BeforeValidator(_device_time)] = None
    grant: Annotated[str, Field(max_length=20_000)] = ""
    type: Annotated[str, Field(max_length=40)]
    payload: dict[str, Any] = {}


class SyncIn(Schema):
    """What a desk sends. `station` is the sender's machine; the machine keyed at stands in each grant."""

    station: Word = ""
    packets: Annotated[list[PacketIn], Field(max_length=MOST_PACKETS)]


class ResultOut(Schema):
    """What became of one packet."""

    tx_id: UUID
    status: Literal["saved", "repeated", "conflict", "refused"]
    seq: int | None = None
    findings: list[dict[str, Any]] = []
    conflicts: dict[str, dict[str, Any]] = {}
    code: str | None = None
    message: str | None = None


class SyncOut(Schema):
    """One result per packet, in order, and a fresh work grant where the sender is its officer."""

    server_time: datetime
    results: list[ResultOut]
    grant: str | None = None


@router.post(
    "/sync",
    response=SyncOut,
    summary="Send packets of the entry desk",
)
def sync(request: HttpRequest, body: SyncIn) -> dict[str, Any]:
    """Authenticates each packet by the work grant it carries, not by the session: an expired session loses no work."""
    user = request.user
    sender = user if isinstance(user, Officer) and user.is_authenticated else None
    now = clock()
    results = [_result(packet, sender, now) for packet in body.packets]
    for entry_id in dict.fromkeys(
        packet.entry
        for packet, result in zip(body.packets, results, strict=True)
        if result["status"] != "refused" and _says_scope(packet)
    ):
        settle_scope(entry_id=entry_id, now=now)
    for entry_id in dict.fromkeys(
        packet.entry
        for packet, result in zip(body.packets, results, strict=True)
        if result["status"] == "saved" and packet.type in (*FINISHING, *NOTING)
    ):
        # Columns keyed or noted after the person was judged count too; a job does it where this process ends before.
        compare_again(entry_id=entry_id)
    return {"server_time": now, "results": results, "grant": _fresh_grant(body.packets, sender, now)}


def _says_scope(packet: PacketIn) -> bool:
    """Whether the packet may have decided if its entry belongs to the campaign: it finishes it, or dates it."""
    return packet.type in FINISHING or (
        packet.type == "fields_keyed" and "registration.date" in packet.payload
    )


def _result(raw: PacketIn, sender: Officer | None, now: datetime) -> dict[str, Any]:
    packet = Packet(
        tx_id=raw.tx_id,
        entry=raw.entry,
        book=raw.book,
        type=raw.type,
        payload=raw.payload,
        grant=raw.grant,
        pass_number=raw.pass_,
        base_seq=raw.base_seq,
        device_time=raw.device_time,
    )
    try:
        return receive(packet=packet, sender=sender, now=now).as_json()
    except OperationalError:
        raise  # the database is away or somebody waited too long: the whole request may come again
    except Refusal as error:
        refused: dict[str, Any] = {
            "tx_id": str(raw.tx_id),
            "status": "refused",
            "seq": None,
            "code": error.code,
            "message": error.message,
            "findings": [],
            "conflicts": {},
        }
        if isinstance(error, CompletionBlocked):
            refused["findings"] = [finding.as_json() for finding in error.findings]
        if isinstance(error, ReasonNeeded):
            refused["findings"] = [
                {"code": error.code, "grade": "hard", "fields": list(error.fields), "message": error.message}
            ]
        return refused
    except Exception as error:
        return _failed(raw, error)


def _failed(raw: PacketIn, error: Exception) -> dict[str, Any]:
    """A packet that hit a defect of ours is answered alone, so that those behind it are not held up by it."""
    # Where it happened and what, without the message: it could quote what was keyed.
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("packet %s %s failed: %s\n%s", raw.type[:40], raw.tx_id, type(error).__name__, where)
    return {
        "tx_id": str(raw.tx_id),
        "status": "refused",
        "seq": None,
        "code": "packet.failed",
        "message": "Máy chủ gặp lỗi khi lưu gói này. Dữ liệu vẫn còn trên máy: gửi lại, nếu vẫn lỗi thì báo quản trị hệ thống.",
        "findings": [],
        "conflicts": {},
    }


def _fresh_grant(packets: list[PacketIn], sender: Officer | None, now: datetime) -> str | None:
    if sender is None or not packets:
        return None
    try:
        grant = grants.read(packets[-1].grant)
    except GrantInvalid:
        return None
    if grant.officer != sender.pk or not sender.may("key"):
        return None
    station = Station.objects.unscoped("a work grant names the machine").filter(pk=grant.station).first()
    if station is None:
        return None
    leases = leases_of(sender, station, now)
    return grants.issue(officer=sender, station=station, leases=leases, now=now) if leases else None
