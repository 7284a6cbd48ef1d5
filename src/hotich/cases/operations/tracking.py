"""The tracking list follows the judgements: a case opened, judged again, in agreement, or withdrawn."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max

from hotich.cases.models import Case, CaseState, Discrepancy
from hotich.cases.operations.log import FLOW, append, locked
from hotich.cases.queries import ENDED, standing_of
from hotich.cases.terms import due_in
from hotich.entries.models import Entry, Outcome
from hotich.linkage.models import Judgement
from hotich.staff.models import Officer

__all__ = ["locked", "open_or_renew", "take_back_emptied", "withdraw", "withdraw_emptied"]
EMPTIED = "số này bỏ trống trong sổ"
FILLED_AFTER_ALL = "số này không còn ghi là bỏ trống"


def open_or_renew(*, actor: Officer | None, entry: Entry, judgement: Judgement, now: datetime) -> Case:
    """The case of a subject who differs, with what differs by this judgement."""
    cases = Case.objects.unscoped("the entry was checked")
    case: Case | None = cases.select_for_update(of=("self",)).filter(entry=entry, role=judgement.role).first()
    about: dict[str, Any] = {"due_on": due_in(CaseState.TO_VERIFY, now)}
    if case is None:
        case = Case.objects.create(
            number=_next_number(entry.unit_id), entry=entry, unit_id=entry.unit_id, role=judgement.role,
            judgement=judgement, personal_id=judgement.personal_id, opened_at=now, last_event_at=now,
        )  # fmt: skip
        append(case, None, "", type="opened", actor=actor, now=now, payload=about)
    else:
        standing = standing_of(case)
        case.judgement, case.personal_id = judgement, judgement.personal_id
        row = FLOW.find("judge_again", standing.state)
        assert row is not None
        ended = standing.state in ENDED
        append(
            case, standing, "judge_again", actor=actor, now=now, to=row.target(standing.state),
            payload=about if ended else {},
        )  # fmt: skip
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


def withdraw(
    *, actor: Officer | None, entry: Entry, judgement: Judgement, now: datetime, closing: Any = None
) -> None:
    """Judged anew, nothing differs: a case that nobody has concluded leaves the list. One whose correction is under way stays until a document
    closes it, and knows that both sides agree; so does the one that is `closing` in this very act.
    """
    open_cases = Case.objects.unscoped("the entry was checked").filter(entry=entry, role=judgement.role)
    for case in open_cases.exclude(state__in=ENDED).select_for_update(of=("self",)):
        standing = standing_of(case)
        agrees = judgement.outcome == Outcome.MATCHED and (
            FLOW.find("agree", standing.state) is not None or case.pk == closing
        )
        if agrees:
            append(case, standing, "agree", actor=actor, now=now, payload={"by": str(judgement.pk)})
        else:
            append(
                case, standing, "withdraw", actor=actor, now=now, to=CaseState.WITHDRAWN,
                payload={"by": str(judgement.pk)},
            )  # fmt: skip


def withdraw_emptied(*, entry: Entry, now: datetime) -> None:
    """The entry turned out to be a number left empty in the book: there is nobody whose case it could be. The entry must be locked."""
    cases = Case.objects.unscoped("the entry was checked").filter(entry=entry).exclude(state__in=ENDED)
    for case in cases.select_for_update(of=("self",)).order_by("pk"):
        append(
            case, standing_of(case), "withdraw", actor=None, now=now, to=CaseState.WITHDRAWN,
            payload={"reason": EMPTIED},
        )  # fmt: skip


def take_back_emptied(*, entry: Entry, now: datetime) -> None:
    """The number was not empty after all: cases that left the list for that, whose judgement still stands, come back. The entry must be
    locked."""
    cases = Case.objects.unscoped("the entry was checked").filter(
        entry=entry, state=CaseState.WITHDRAWN, judgement__superseded_by__isnull=True,
        judgement__outcome=Outcome.MISMATCHED,
    )  # fmt: skip
    for case in cases.select_for_update(of=("self",)).order_by("pk"):
        standing = standing_of(case)
        row = FLOW.find("judge_again", standing.state)
        assert row is not None
        append(
            case, standing, "judge_again", actor=None, now=now, to=row.target(standing.state),
            payload={"reason": FILLED_AFTER_ALL, "due_on": due_in(CaseState.TO_VERIFY, now)},
        )  # fmt: skip


def _next_number(unit_id: int | None) -> int:
    """The next number of the unit; the advisory lock ends with the transaction and lets no two cases take one number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cases.number'), %s)", [unit_id or 0])
    cases = Case.objects.unscoped("numbers run within the unit").filter(unit_id=unit_id)
    return (cases.aggregate(last=Max("number"))["last"] or 0) + 1
