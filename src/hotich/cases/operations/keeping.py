"""Who keeps a unit's list, and what reminds everybody: the keeper's name, terms that have run out."""

from datetime import date, datetime
from typing import Any
from uuid import uuid5

from django.db import transaction
from django.db.models import Q

from hotich.audit.clock import log_time
from hotich.cases.models import Case, ListKeeper
from hotich.cases.operations.log import append, is_done, locked
from hotich.cases.policies import CaseRefused, check_text, positions_at
from hotich.cases.queries import ENDED, standing_of
from hotich.cases.terms import is_escalated, overdue_by
from hotich.entries.models import Entry
from hotich.entries.policies import check_capability
from hotich.staff.models import Officer
from hotich.support.errors import NotAllowed
from hotich.support.time import local

REMINDED, ESCALATED = 1, 2
MOST_AT_ONCE = 2000


@transaction.atomic
def name_keeper(
    *, actor: Officer, unit_id: int, officer: Officer, decision: str, since: date, now: datetime
) -> ListKeeper:
    """Names who keeps a unit's list: an officer who holds that position there. Raises NotAllowed, CaseRefused."""
    check_capability(actor, "cases.name_keeper", now)
    if not positions_at(actor, unit_id, now):
        raise NotAllowed("Người theo dõi danh sách do đơn vị của danh sách phân công.")
    if "list_keeper" not in positions_at(officer, unit_id, now):
        raise CaseRefused(
            "Người này chưa được giao vị trí theo dõi danh sách riêng ở đơn vị.", code="keeper.position"
        )
    keeper, _ = ListKeeper.objects.unscoped("the unit was checked").update_or_create(
        unit_id=unit_id,
        defaults={
            "officer": officer, "decision": check_text(decision, "văn bản phân công", required=False)[:120],
            "since": since, "named_by": actor, "named_at": now,
        },
    )  # fmt: skip
    return keeper  # type: ignore[no-any-return]


def remind_due(*, now: datetime) -> int:
    """Puts a reminder into the log of every case whose term has run out, once when it has, once more when those above must know.

    Says how many were written. Each is a transaction of its own and is written once, however often this runs.
    """
    day = local(now).date()
    due = Case.objects.unscoped("reminders go to whose turn it is").exclude(state__in=ENDED)
    due = due.filter(Q(due_on__lt=day, level__lt=ESCALATED) | Q(outside_due_on__lt=day, level__lt=REMINDED))
    found = list(due.order_by("due_on", "pk").values_list("pk", "entry_id")[:MOST_AT_ONCE])
    return sum(_remind(case_id, entry_id, day) for case_id, entry_id in found)


@transaction.atomic
def _remind(case_id: Any, entry_id: Any, day: date) -> bool:
    locked(Entry.objects.unscoped("only a reminder; nothing of it is shown to anybody"), entry_id)
    case: Case = Case.objects.unscoped("reminders go to whose turn it is").select_for_update(of=("self",)).get(pk=case_id)  # fmt: skip
    standing = standing_of(case)
    due_on = standing.due_on if standing.due_on and standing.due_on < day else case.outside_due_on
    if case.state in ENDED or due_on is None or due_on >= day:
        return False
    level = ESCALATED if is_escalated(due_on, day) else REMINDED
    tx_id = uuid5(case.pk, f"{due_on}:{standing.state}:{level}")
    if standing.level >= level or is_done(case, tx_id, "remind"):
        return False
    append(
        case, standing, "remind", actor=None, now=log_time(), tx_id=tx_id,
        payload={"level": level, "turn": case.turn, "overdue": overdue_by(due_on, day), "of": due_on},
    )  # fmt: skip
    return True
