"""The work grant: what the server signed that an officer may key, so that his work outlives his session.

Signed, not encrypted: it says officer, position, machine and stretches of books, nothing personal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing

from hotich.entries.errors import GrantInvalid
from hotich.entries.models import Lease
from hotich.staff.models import Officer
from hotich.staff.permissions import POSITIONS
from hotich.stations.models import Station

AFTER_SHIFT = timedelta(hours=72)
"""How long after the last lease work keyed under it is still taken as a matter of course."""
_SALT = "hotich.work-grant"


@dataclass(frozen=True, slots=True)
class LeaseSpan:
    """One stretch of a book, half-open, until a time."""

    id: UUID
    book: UUID
    low: int
    high: int
    until: datetime


@dataclass(frozen=True, slots=True)
class CheckPass:
    """One entry that the officer keys again to check it, in a pass of its own."""

    entry: UUID
    book: UUID
    number: int


@dataclass(frozen=True, slots=True)
class Grant:
    """What a genuine grant says."""

    officer: int
    position: str
    station: int
    leases: tuple[LeaseSpan, ...]
    issued: datetime
    until: datetime
    checks: tuple[CheckPass, ...] = ()

    def is_check(self, entry: UUID, number: int) -> bool:
        """Whether it lets the officer key this entry in this pass, to check it."""
        return number > 0 and any(one.entry == entry and one.number == number for one in self.checks)

    def lease_over(self, book: UUID, position: int) -> LeaseSpan | None:
        """The lease that covers a place in a book."""
        return next(
            (span for span in self.leases if span.book == book and span.low <= position < span.high), None
        )

    def has_book(self, book: UUID) -> bool:
        """Whether any of its leases, or of its checks, lies in the book."""
        return any(span.book == book for span in self.leases) or any(one.book == book for one in self.checks)


def issue(
    *,
    officer: Officer,
    station: Station,
    leases: Iterable[Lease],
    now: datetime,
    position: str = "",
    checks: Iterable[CheckPass] = (),
) -> str:
    """A signed grant over the officer's leases and checks, good until 72 hours after the last of them ends.

    `position` is the code of the position he keys under (by default the first that may key).
    """
    spans = list(leases)
    until = max((lease.until for lease in spans), default=now) + AFTER_SHIFT
    given = [[str(one.entry), str(one.book), one.number] for one in checks]
    return signing.dumps(
        {
            "officer": officer.pk,
            "position": position or _keying_position(officer),
            "station": station.pk,
            "leases": [_span_json(lease) for lease in spans],
            "issued": now.isoformat(),
            "until": until.isoformat(),
            **({"checks": given} if given else {}),
        },
        salt=_SALT,
        compress=True,
    )


def read(token: str) -> Grant:
    """What a grant says, whatever the time. Raises GrantInvalid for one that this server did not sign."""
    try:
        raw: dict[str, Any] = signing.loads(token, salt=_SALT)
        return Grant(
            officer=raw["officer"],
            position=raw["position"],
            station=raw["station"],
            leases=tuple(
                LeaseSpan(UUID(one[0]), UUID(one[1]), one[2], one[3], datetime.fromisoformat(one[4]))
                for one in raw["leases"]
            ),
            issued=datetime.fromisoformat(raw["issued"]),
            until=datetime.fromisoformat(raw["until"]),
            checks=tuple(
                CheckPass(UUID(one[0]), UUID(one[1]), int(one[2])) for one in raw.get("checks") or ()
            ),
        )
    except (signing.BadSignature, KeyError, TypeError, ValueError, IndexError) as error:
        raise GrantInvalid from error


def _span_json(lease: Lease) -> list[Any]:
    low, high = lease.span.lower or 0, lease.span.upper or 1 << 62
    return [str(lease.pk), str(lease.book_id), low, high, lease.until.isoformat()]


def _keying_position(officer: Officer) -> str:
    for held in officer.scope.positions:
        if "key" in POSITIONS[held.code]:
            return held.code
    return ""
