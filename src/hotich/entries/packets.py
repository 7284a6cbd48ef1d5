"""What a writer of the log gets and gives back: one packet is one action, one answer to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypedDict
from uuid import UUID

from hotich.core.findings import Finding
from hotich.core.values import FieldValue, MalformedValue
from hotich.entries.errors import PacketMalformed
from hotich.staff.models import Officer
from hotich.stations.models import Station

Status = Literal["saved", "repeated", "conflict"]
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LONGEST = 4000  # characters of one value; the longest margin notes have some hundreds
_DEEPEST = 12  # what is in what in a payload; a keyed field is two deep
_LARGEST_INTEGER = 2**53


class PacketFacts(TypedDict, total=False):
    """What travels with every action beside what it says.

    `tx_id`: the client's own name of the action; sent again, the first answer comes back. `base_seq`: the last action the
    client knew; without it nothing can conflict. `own`: actions the client itself has made since, which it knows although it has not
    been told their `seq`; they must be the author's. `sender`: whose session carried it, where that is not the author.
    """

    tx_id: UUID
    station: Station | None
    base_seq: int | None
    own: frozenset[UUID]
    device_time: datetime | None
    sender: Officer | None
    late: bool
    pass_number: int


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field somebody changed first: both values are in the log, `theirs` stands."""

    mine: Mapping[str, Any]
    theirs: Mapping[str, Any]
    by: str
    at: datetime

    def as_json(self) -> dict[str, Any]:
        return {
            "mine": dict(self.mine),
            "theirs": dict(self.theirs),
            "by": self.by,
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a packet. `status` is conflict when at least one of its fields lost to another value.

    `news` is what others have written in its pass since the packet's `base_seq`: a client that takes it over knows the entry as of `seq`.
    None where that cannot be said: the packet named no `base_seq`.
    """

    status: Status
    tx_id: UUID
    entry_id: UUID
    seq: int
    findings: tuple[Finding, ...] = ()
    conflicts: Mapping[str, FieldConflict] = field(default_factory=dict)
    news: Mapping[str, Mapping[str, Any]] | None = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "tx_id": str(self.tx_id),
            "status": self.status,
            "seq": self.seq,
            "findings": [finding.as_json() for finding in self.findings],
            "conflicts": {name: conflict.as_json() for name, conflict in self.conflicts.items()},
            "news": None if self.news is None else {name: dict(value) for name, value in self.news.items()},
        }


def read_fields(raw: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Field values by dotted id as the log keeps them: NFC, four parts and a reason. Raises PacketMalformed."""
    found: dict[str, dict[str, Any]] = {}
    for name, value in raw.items():
        if not isinstance(value, Mapping):
            raise PacketMalformed(f"Ô “{name}” không đúng dạng.")
        try:
            read = FieldValue.from_json(value)
        except MalformedValue as error:
            raise PacketMalformed(f"Ô “{name}”: {error}") from error
        if any(part is not None and len(part) > _LONGEST for part in (read.v, read.struck, read.reason)):
            raise PacketMalformed(
                f"Nội dung một ô dài quá {_LONGEST} ký tự. Ghi đúng như sổ; phần dài ghi vào ô ghi chú."
            )
        found[name] = read.as_json()
    return found


def check_storable(value: Any, *, depth: int = 0) -> None:
    """Raises PacketMalformed for what would not come back from the database as it went in, and so would break its digest:
    a NUL or half a character, fractions and huge numbers, things in things in things.
    """
    if value is None:
        return
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            raise PacketMalformed("Gói dữ liệu chứa ký tự không lưu được.")
        return
    if depth > _DEEPEST:
        raise PacketMalformed("Gói dữ liệu lồng quá nhiều lớp.")
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > _LARGEST_INTEGER):
        raise PacketMalformed("Gói dữ liệu chứa số không lưu được.")
    if isinstance(value, Mapping):
        for key, part in value.items():
            check_storable(key)
            check_storable(part, depth=depth + 1)
    elif isinstance(value, list | tuple):
        for part in value:
            check_storable(part, depth=depth + 1)


def same_value(a: Mapping[str, Any] | None, b: Mapping[str, Any] | None) -> bool:
    """Whether two field values say the same of the book, however they came."""
    return _said(a) == _said(b)


def _said(value: Mapping[str, Any] | None) -> tuple[Any, Any, Any]:
    if value is None:
        return (None, None, None)
    return (value.get("v"), value.get("m"), value.get("struck"))
