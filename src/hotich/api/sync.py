"""`POST /api/sync`: packets of the entry desk, each answered on its own (decisions.md 17 and 19)."""

import logging
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import OperationalError
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import BeforeValidator, Field, ValidationError

from hotich.api.text import Word
from hotich.campaign.scope import settle_scope
from hotich.cases.operations import compare_again
from hotich.checking.duplicates.operations.finding import check_entry
from hotich.checking.operations import receive_check
from hotich.entries import grants, sealing
from hotich.entries.errors import (
    CompletionBlocked,
    GrantInvalid,
    NotOpened,
    PacketMalformed,
    PacketUnopened,
    ReasonNeeded,
)
from hotich.entries.operations import Packet, leases_of
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.stations.operations import beat, is_beat_due
from hotich.support.errors import Refusal
from hotich.support.time import now as clock

log = logging.getLogger(__name__)
router = Router(tags=["sync"])
MOST_PACKETS = 200
MOST_OWN = 1000
FINISHING = ("completed", "marked_unreadable")
NOTING = ("annotated", "annotation_withdrawn")


def _device_time(said: Any) -> datetime | None:
    """The desk's own clock: only shown, so one that says nonsense is left out and stops nothing."""
    try:
        moment = datetime.fromisoformat(said)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None


def _seconds(said: Any) -> int | None:
    """How long a desk had tried in vain: a measure of the line, and one that says nonsense stops nothing."""
    return said if isinstance(said, int) and 0 <= said < 2**31 else None


class PacketIn(Schema):
    """One action of an entry's log."""

    tx_id: UUID
    entry: UUID
    book: UUID
    pass_: Annotated[int, Field(alias="pass", ge=0, le=100)] = 0
    base_seq: Annotated[int, Field(ge=0, le=2_000_000_000)] | None = None
    own: Annotated[list[UUID], Field(max_length=MOST_OWN)] = []
    device_time: Annotated[datetime | None, BeforeValidator(_device_time)] = None
    grant: Annotated[str, Field(max_length=20_000)] = ""
    type: Annotated[str, Field(max_length=40)]
    payload: dict[str, Any] = {}


class SealedIn(Schema):
    """A packet that only the server can read: ECDH on P-256, HKDF-SHA256, AES-256-GCM; `key` names the server's key."""

    tx_id: UUID
    key: Annotated[str, Field(max_length=40)]
    epk: Annotated[str, Field(max_length=120)]
    iv: Annotated[str, Field(max_length=40)]
    box: Annotated[str, Field(max_length=sealing.LARGEST)]


class SyncIn(Schema):
    """What a desk sends. `station` is the sender's machine; the machine keyed at stands in each grant. `down_for` is for how many
    seconds it had been trying in vain before this request.
    """

    station: Word = ""
    down_for: Annotated[int | None, BeforeValidator(_seconds)] = None
    packets: Annotated[list[PacketIn], Field(max_length=MOST_PACKETS)]
    sealed: Annotated[list[SealedIn], Field(max_length=MOST_PACKETS)] = []


class ResultOut(Schema):
    """What became of one packet. Whoever carries somebody else's learns that it arrived, and nothing of what is in it."""

    tx_id: UUID
    status: Literal["saved", "repeated", "conflict", "refused"]
    seq: int | None = None
    findings: list[dict[str, Any]] = []
    conflicts: dict[str, dict[str, Any]] = {}
    news: dict[str, dict[str, Any]] | None = None
    code: str | None = None
    message: str | None = None


class SyncOut(Schema):
    """One result per packet, the open ones first and then the sealed, and a fresh work grant where the sender is its officer."""

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
    packets: list[PacketIn | Refused] = [*body.packets, *(_unsealed(each) for each in body.sealed)]
    results = [_result(packet, sender, now) for packet in packets]
    for at, result in enumerate(results):
        # Its opening came behind it, as when one is sealed and the other is not.
        if result["code"] == NotOpened.code:
            results[at] = _result(packets[at], sender, now)
    done = [
        (packet, result["status"])
        for packet, result in zip(packets, results, strict=True)
        if isinstance(packet, PacketIn) and result["status"] != "refused"
    ]
    for entry_id in dict.fromkeys(packet.entry for packet, _ in done if _says_scope(packet)):
        settle_scope(entry_id=entry_id, now=now)
    for entry_id in dict.fromkeys(
        packet.entry
        for packet, status in done
        if status == "saved" and packet.type in (*FINISHING, *NOTING, "voided")
    ):
        # Columns keyed or noted after the person was judged count too; a job does it where this process ends before.
        compare_again(entry_id=entry_id)
        check_entry(entry_id=entry_id, now=now)
    _hear(body, packets, now)
    return {"server_time": now, "results": results, "grant": _fresh_grant(packets, sender, now)}


@dataclass(frozen=True, slots=True)
class Refused:
    """A packet that could not even be read, and why."""

    tx_id: UUID
    error: Refusal


def _hear(body: SyncIn, packets: list[PacketIn | Refused], now: datetime) -> None:
    """What a desk sends is its machine's heartbeat: no request is made for it, and it costs one row a minute. The machine is the one
    the desk names, if a genuine grant in the load names it too: who carries another machine's work does not speak for that machine.
    """
    if not body.down_for and not is_beat_due(body.station, now):
        return
    down_for = timedelta(seconds=body.down_for) if body.down_for else None
    beat(code=body.station, among=_machines(packets), now=now, down_for=down_for)


def _machines(packets: list[PacketIn | Refused]) -> set[int]:
    """The machines that the grants of a load name; desks send many packets under one grant."""
    found = set()
    for token in {packet.grant for packet in packets if isinstance(packet, PacketIn)}:
        try:
            found.add(grants.read(token).station)
        except GrantInvalid:
            continue
    return found


def _unsealed(sealed: SealedIn) -> PacketIn | Refused:
    try:
        raw = sealing.opened(sealing.Sealed(str(sealed.tx_id), sealed.key, sealed.epk, sealed.iv, sealed.box))
        return PacketIn.model_validate(raw)
    except PacketUnopened as error:
        return Refused(sealed.tx_id, error)
    except ValidationError:
        return Refused(sealed.tx_id, PacketMalformed())


def _says_scope(packet: PacketIn) -> bool:
    """Whether the packet may have decided if its entry belongs to the campaign: it finishes it, or dates it."""
    return packet.type in FINISHING or (
        packet.type == "fields_keyed" and "registration.date" in packet.payload
    )


def _result(raw: PacketIn | Refused, sender: Officer | None, now: datetime) -> dict[str, Any]:
    if isinstance(raw, Refused):
        return _refusal(raw.tx_id, raw.error, told=False)
    packet = Packet(
        tx_id=raw.tx_id,
        entry=raw.entry,
        book=raw.book,
        type=raw.type,
        payload=raw.payload,
        grant=raw.grant,
        pass_number=raw.pass_,
        base_seq=raw.base_seq,
        own=frozenset(raw.own),
        device_time=raw.device_time,
    )
    told = _is_author(raw, sender)
    try:
        result = receive_check(packet=packet, sender=sender, now=now).as_json()
    except OperationalError:
        raise  # the database is away or somebody waited too long: the whole request may come again
    except Refusal as error:
        return _refusal(raw.tx_id, error, told=told)
    except Exception as error:
        return _failed(raw, error)
    return _NOTHING | result | ({} if told else _UNTOLD)


# No news is not "nothing new": a desk that is not told may not take `seq` for what it knows.
_UNTOLD: dict[str, Any] = {"findings": [], "conflicts": {}, "news": None}
_NOTHING: dict[str, Any] = {"seq": None, "code": None, "message": None, **_UNTOLD}


def _is_author(raw: PacketIn, sender: Officer | None) -> bool:
    """Whether the session is the author's own: only he is told what the answer says of the entry."""
    if sender is None or sender.must_change_password:
        return False
    try:
        return grants.read(raw.grant).officer == sender.pk
    except GrantInvalid:
        return False


def _refusal(tx_id: UUID, error: Refusal, *, told: bool) -> dict[str, Any]:
    refused = _NOTHING | {"tx_id": str(tx_id), "status": "refused", "code": error.code}
    if not told:
        # Its own words may name a column, or who holds a place.
        return refused | {"message": type(error).message}
    findings = []
    if isinstance(error, CompletionBlocked):
        findings = [finding.as_json() for finding in error.findings]
    if isinstance(error, ReasonNeeded):
        findings = [
            {"code": error.code, "grade": "hard", "fields": list(error.fields), "message": error.message}
        ]
    return refused | {"message": error.message, "findings": findings}


def _failed(raw: PacketIn, error: Exception) -> dict[str, Any]:
    """A packet that hit a defect of ours is answered alone, so that those behind it are not held up by it."""
    # Where it happened and what, without the message: it could quote what was keyed.
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("packet %s %s failed: %s\n%s", raw.type[:40], raw.tx_id, type(error).__name__, where)
    return _NOTHING | {
        "tx_id": str(raw.tx_id),
        "status": "refused",
        "code": "packet.failed",
        "message": "Máy chủ gặp lỗi khi lưu gói này. Dữ liệu vẫn còn trên máy: gửi lại, nếu vẫn lỗi thì báo quản trị hệ thống.",
    }


def _fresh_grant(packets: list[PacketIn | Refused], sender: Officer | None, now: datetime) -> str | None:
    """A new grant over the sender's running leases, by the newest of the packets that are his own."""
    if sender is None or not sender.may("key"):
        return None
    own = next(
        (raw for raw in reversed(packets) if isinstance(raw, PacketIn) and _is_author(raw, sender)), None
    )
    if own is None:
        return None
    grant = grants.read(own.grant)
    if grant.checks:
        return None  # it names checks, which are handed out with them
    station = Station.objects.unscoped("a work grant names the machine").filter(pk=grant.station).first()
    if station is None or not station.may_key_at(now):
        return None
    leases = leases_of(sender, station, now)
    return grants.issue(officer=sender, station=station, leases=leases, now=now) if leases else None
