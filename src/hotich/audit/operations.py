"""Writing the audit: acts that no other log holds."""

from typing import Any

from hotich.audit.clock import log_time
from hotich.audit.digests import digest_of
from hotich.audit.models import AuditEvent


def record(
    *,
    kind: str,
    officer: Any = None,
    subject: str = "",
    detail: dict[str, Any] | None = None,
    unit_id: int | None = None,
) -> AuditEvent:
    """Adds one line: what was done (`entry.viewed`, `sign_in`), by whom, to what.

    `officer` is an account or None for the system; his first agency of the day is noted. The time is the database's
    and not the caller's, so that the seals can rely on it. `detail` is plain data without personal values.
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
