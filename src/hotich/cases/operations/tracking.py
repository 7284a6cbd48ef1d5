"""The tracking list itself: a case opened, judged again or withdrawn, each with its line in the case's own log."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max

from hotich.audit.digests import digest_of
from hotich.cases.models import Case, CaseEvent, CaseState, Discrepancy
from hotich.cases.queries import ENDED
from hotich.entries.models import Entry
from hotich.linkage.models import Judgement
from hotich.staff.models import Officer
from hotich.support.errors import NotFound
from hotich.support.ids import uuid7


def locked(entries_seen: Any, entry_id: Any) -> Entry:
    """The entry, before its cases: whoever changes both takes them in this order. Raises NotFound."""
    entry: Entry | None = (
        entries_seen.select_for_update(of=("self",))
        .select_related("book", "unit")
        .filter(pk=entry_id)
        .first()
    )
    if entry is None:
        raise NotFound
    return entry


def open_or_renew(*, actor: Officer | None, entry: Entry, judgement: Judgement, now: datetime) -> Case:
    """The case of a subject who differs, with what differs by this judgement."""
    cases = Case.objects.unscoped("the entry was checked")
    case: Case | None = cases.filter(entry=entry, role=judgement.role).first()
    if case is None:
        case = Case.objects.create(
            number=_next_number(entry.unit_id), entry=entry, unit_id=entry.unit_id, role=judgement.role,
            judgement=judgement, personal_id=judgement.personal_id, opened_at=now, last_event_at=now,
        )  # fmt: skip
        keep_event(case, "opened", actor=actor, now=now, payload=_about(case, judgement))
    else:
        if case.state in ENDED:
            case.state = CaseState.TO_VERIFY
        case.judgement = judgement
        case.personal_id = judgement.personal_id
        case.last_event_at = now
        case.save(update_fields=["state", "judgement", "personal_id", "last_event_at"])
        keep_event(case, "judged_again", actor=actor, now=now, payload=_about(case, judgement))
    Discrepancy.objects.bulk_create(
        Discrepancy(
            case=case,
            judgement=judgement,
            field=field["field"],
            field_class=field["class"],
            book_value=field["book"] or "",
            register_value=field["register"] or "",
            note=field["note"],
        )
        for field in judgement.comparisons
        if field["is_discrepancy"]
    )
    return case


def withdraw(*, actor: Officer | None, entry: Entry, judgement: Judgement, now: datetime) -> None:
    """Takes the subject's case off the list: judged anew, nothing differs."""
    open_cases = Case.objects.unscoped("the entry was checked").filter(entry=entry, role=judgement.role)
    for case in open_cases.exclude(state__in=ENDED):
        case.state = CaseState.WITHDRAWN
        case.last_event_at = now
        case.save(update_fields=["state", "last_event_at"])
        keep_event(case, "withdrawn", actor=actor, now=now, payload=_about(case, judgement))


def _about(case: Case, judgement: Judgement) -> dict[str, Any]:
    """What an event says: the state it left the case in, so that the log alone gives the state of any moment."""
    return {"judgement": str(judgement.id), "state": str(case.state)}


def _next_number(unit_id: int | None) -> int:
    """The next number of the unit; the advisory lock ends with the transaction and lets no two cases take one number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cases.number'), %s)", [unit_id or 0])
    cases = Case.objects.unscoped("numbers run within the unit").filter(unit_id=unit_id)
    return (cases.aggregate(last=Max("number"))["last"] or 0) + 1


def keep_event(
    case: Case, kind: str, *, actor: Officer | None, now: datetime, payload: dict[str, Any]
) -> None:
    """One line of the case's log."""
    event = CaseEvent(
        id=uuid7(),
        case_id=case.id,
        type=kind,
        officer_id=actor.pk if actor else None,
        received_at=now,
        payload=payload,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
