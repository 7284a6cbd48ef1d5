"""Writing the audit: acts that no other log holds, and the seals over every log."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from hotich.audit.clock import log_time
from hotich.audit.digests import digest_of
from hotich.audit.merkle import Tree
from hotich.audit.models import AuditEvent, Seal
from hotich.audit.rows import rows_between
from hotich.audit.sealing import BEGINNING, NO_SEAL, horizon, root_of_seal

PATIENCE = 12.0
"""Seconds a seal waits for older transactions; the application's are bounded to 10."""
_LOCK = 0x686F_7469_6368  # one sealer at a time, whoever it is


def record(
    *,
    kind: str,
    officer: Any = None,
    subject: str = "",
    detail: dict[str, Any] | None = None,
    unit_id: int | None = None,
    now: datetime | None = None,
) -> AuditEvent:
    """Adds one line: what was done (`entry.viewed`, `sign_in`), by whom, to what.

    `officer` is an account or None for the system; his first agency of the day is noted. The row bears the
    database's time and not `now`, so that the seals can rely on it. `detail` is plain data without personal values.
    """
    positions = officer.scope.positions if officer is not None else ()
    event = AuditEvent(
        at=log_time(),
        kind=kind,
        officer_id=officer.pk if officer is not None else None,
        agency_code=positions[0].agency.code if positions else "",
        unit_id=unit_id if unit_id is not None else positions[0].agency.unit_id if positions else None,
        subject=subject,
        detail=detail or {},
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    return event


def seal(*, patience: float | None = None) -> Seal | None:
    """Seals everything logged up to now. None when there is nothing new, when older transactions outlast `patience`
    seconds, or when somebody else is sealing; the next run then covers it.

    Must run outside a transaction.
    """
    end = horizon(PATIENCE if patience is None else patience)
    if end is None:
        return None
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            (mine,) = cursor.fetchone()
        if not mine:
            return None
        last = Seal.objects.order_by("-number").first()
        start = last.end if last else BEGINNING
        if end <= start:
            return None
        tree, counts = Tree(), Counter[str]()
        for row in rows_between(start, end, whole=False):
            tree.add(bytes(row.columns["digest"]))
            counts[row.table] += 1
        if not tree.size:
            return None
        made = Seal(
            number=last.number + 1 if last else 1,
            start=start,
            end=end,
            counts=dict(counts),
            previous_root=bytes(last.root) if last else NO_SEAL,
            sealed_at=end,
        )
        made.root = root_of_seal(made, tree.root())
        made.save(force_insert=True)
    return made
