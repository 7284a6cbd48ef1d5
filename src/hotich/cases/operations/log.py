"""The one writer of a case's log: a line with its digest, and the columns of the case that follow from it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hotich.audit.clock import log_time
from hotich.audit.digests import digest_of
from hotich.cases.enums import CaseState
from hotich.cases.fold import CaseStanding, advance
from hotich.cases.models import Case, CaseEvent
from hotich.cases.policies import check_seen, may_move, may_touch
from hotich.cases.projection import columns_of
from hotich.cases.queries import lines_of, standing_of
from hotich.core.workflow import Transition, workflow
from hotich.entries.models import Entry
from hotich.staff.models import Officer
from hotich.support.errors import Conflict, NotFound
from hotich.support.ids import uuid7

FLOW = workflow("case")
Decide = Callable[[Case, CaseStanding, Transition], dict[str, Any]]


def append(
    case: Case,
    standing: CaseStanding | None,
    action: str,
    *,
    actor: Officer | None,
    now: datetime,
    to: str | None = None,
    payload: dict[str, Any] | None = None,
    tx_id: UUID | None = None,
    type: str = "",
) -> CaseStanding:
    """Adds a line and brings the case's columns up to it. The case must be locked, `now` the log's clock.

    `action` is one of the table, unless `type` says what the line is called. `to` is the state it leads to, where that is another.
    """
    state = to or (standing.state if standing else CaseState.TO_VERIFY)
    row = CaseEvent(
        id=uuid7(),
        case_id=case.pk,
        type=type or FLOW.action(action).event,
        officer_id=actor.pk if actor else None,
        received_at=now,
        payload={"judgement": str(case.judgement_id), "state": str(state)} | _plain(payload or {}),
        seq=(standing.seq if standing else 0) + 1,
        tx_id=tx_id,
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)
    after = advance(standing, row)
    columns = columns_of(after)
    for name, value in columns.items():
        setattr(case, name, value)
    case.save(update_fields=[*columns, "judgement", "personal_id"])
    return after


def move(
    *,
    actor: Officer,
    case_id: Any,
    action: str,
    now: datetime,
    tx_id: UUID | None = None,
    seen: int | None = None,
    decide: Decide | None = None,
) -> Case:
    """One act on one case: checks who, locks entry and case, checks the state, adds the line. The same `tx_id` again changes nothing.

    `decide` says the line's payload with the case locked, and may raise. `seen` is the last line the officer had before him. Raises NotFound,
    NotAllowed, ContentRestricted, Conflict, CaseRefused.
    """
    with transaction.atomic():
        case = locked_case(actor, case_id, action, now)
        standing = standing_of(case)
        if tx_id is not None and is_done(case, tx_id, action):
            return case
        check_seen(standing, seen)
        row = may_move(actor, case, standing, action, now)
        payload = decide(case, standing, row) if decide else {}
        to = payload.pop("to", None) or row.target(standing.state, standing.before)
        append(case, standing, action, actor=actor, now=log_time(), to=to, payload=payload, tx_id=tx_id)
        return case


def locked_case(actor: Officer, case_id: Any, action: str, now: datetime) -> Case:
    """The case, its entry locked before it. Raises NotFound, NotAllowed, ContentRestricted."""
    seen: Case | None = (
        Case.objects.visible_to(actor).select_related("entry__book", "unit").filter(pk=case_id).first()
    )
    if seen is None:
        raise NotFound
    may_touch(actor, seen, action, now)
    locked(Entry.objects.visible_to(actor), seen.entry_id)
    found: Case = (
        Case.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("entry__book", "unit", "judgement")
        .get(pk=case_id)
    )
    return found


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


def is_done(case: Case, tx_id: UUID, *actions: str) -> bool:
    """Whether this very act stands in the log already. Raises Conflict where the page was used for another act since."""
    done = CaseEvent.objects.filter(case_id=case.pk, tx_id=tx_id).values_list("type", flat=True).first()
    if done is not None and done not in {FLOW.action(action).event for action in actions}:
        raise Conflict("Trang này đã được dùng cho một việc khác: tải lại trang rồi làm tiếp.")
    return done is not None


def refolded(case: Case) -> dict[str, tuple[Any, Any]]:
    """Columns of the case that differ from what its log says: column → (as it stands, as the log has it)."""
    standing = standing_of(case)
    wanted = columns_of(standing)
    return {
        name: (getattr(case, name), value) for name, value in wanted.items() if getattr(case, name) != value
    }


def _plain(payload: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in payload.items()}


__all__ = ["append", "is_done", "lines_of", "locked", "locked_case", "move", "refolded"]
