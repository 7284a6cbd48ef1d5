"""Judging a subject: the judgement, the entry's outcome and the tracking list change in one transaction or not at all."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from hotich.audit.clock import log_time
from hotich.audit.digests import digest_of
from hotich.cases.models import Case, CaseEvent, CaseState, Discrepancy
from hotich.entries import operations as entries
from hotich.entries.models import Entry, Outcome
from hotich.linkage.models import Candidate, Judgement, LookUp
from hotich.linkage.operations import keep_judgement, record_look_up
from hotich.population.models import Coverage
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.stations.models import Station
from hotich.support.errors import NotFound, Refusal
from hotich.support.ids import uuid7

NOT_FOUND_REASONS = {
    "not_collected": "chưa thu thập",
    "died": "đã chết",
    "emigrated": "đã xuất cảnh",
    "name_changed": "đổi tên",
    "other": "khác",
}
RECORDED_DECISIONS = {
    "matched": Judgement.Decision.SAME_PERSON,
    "mismatched": Judgement.Decision.SAME_PERSON,
    "not_found": Judgement.Decision.NOT_FOUND,
    "unavailable": Judgement.Decision.UNAVAILABLE,
    "unreadable": Judgement.Decision.UNREADABLE,
    "pending": Judgement.Decision.UNDECIDED,
}
_ENDED = (CaseState.WITHDRAWN, CaseState.CLOSED)


class JudgementRefused(Refusal):
    """The decision does not follow from the look-up it names."""

    code = "judgement.refused"


@transaction.atomic
def judge(
    *,
    actor: Officer,
    entry_id: Any,
    role: str,
    decision: str,
    look_up_id: Any = None,
    candidate: str = "",
    reason: str = "",
    station: Station | None = None,
) -> Judgement:
    """An officer decides of one subject on the strength of one look-up; a newer judgement supersedes.

    `same_person` is matched or mismatched by what differs (rules of `core.matching`); `not_found` may be concluded only
    where the coverage is the nation and, for an extract, after a second search; with less coverage the outcome is pending.
    Raises NotAllowed, NotFound, JudgementRefused.
    """
    require(actor, "look_up")
    entry = Entry.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    look_up = None
    if look_up_id is not None:
        look_up = LookUp.objects.visible_to(actor).filter(pk=look_up_id, entry=entry, role=role).first()
        if look_up is None:
            raise NotFound
    chosen = None
    if decision == Judgement.Decision.SAME_PERSON:
        chosen = _chosen(look_up, candidate)
        outcome = _outcome_of(chosen)
    elif decision == Judgement.Decision.NOT_FOUND:
        outcome = _not_found(entry, role, look_up, reason)
    elif decision == Judgement.Decision.UNAVAILABLE:
        outcome = Outcome.UNAVAILABLE
    elif decision == Judgement.Decision.UNREADABLE:
        outcome = Outcome.UNREADABLE
    elif decision == Judgement.Decision.UNDECIDED:
        outcome = Outcome.PENDING
    else:
        raise JudgementRefused(f"Không có cách xác định “{decision}”.", code="judgement.decision")
    return settle(
        actor=actor,
        entry=entry,
        role=role,
        look_up=look_up,
        decision=decision,
        outcome=outcome,
        personal_id=chosen.personal_id if chosen else "",
        reason=reason,
        comparisons=chosen.comparisons["fields"] if chosen else [],
        source="officer",
        station=station,
    )


@transaction.atomic
def record_and_judge(
    *,
    actor: Officer,
    entry_id: Any,
    role: str,
    searched: dict[str, str],
    seen: dict[str, str],
    personal_id: str,
    outcome: str,
    reason: str,
    looked_up_at: datetime,
    station: Station | None = None,
) -> Judgement:
    """A search made on the police machine and what came of it. Found persons are compared by the same rules as ever:
    whether it is matched or mismatched follows from the values seen, not from the officer's choice.

    Raises what `linkage.record_look_up` and `judge` raise.
    """
    decision = RECORDED_DECISIONS.get(outcome)
    if decision is None:
        raise JudgementRefused(f"Không có kết quả tra cứu “{outcome}”.", code="judgement.outcome")
    found = decision == Judgement.Decision.SAME_PERSON
    look_up = record_look_up(
        actor=actor,
        entry_id=entry_id,
        role=role,
        searched=searched,
        seen=seen,
        personal_id=personal_id if found else "",
        found=found,
        available=decision != Judgement.Decision.UNAVAILABLE,
        looked_up_at=looked_up_at,
        station=station,
    )
    return judge(
        actor=actor,
        entry_id=entry_id,
        role=role,
        decision=decision,
        look_up_id=look_up.id,
        candidate="1" if found else "",
        reason=reason,
        station=station,
    )


def settle(
    *,
    actor: Officer | None,
    entry: Entry,
    role: str,
    look_up: LookUp | None,
    decision: str,
    outcome: str,
    personal_id: str,
    reason: str,
    comparisons: list[dict[str, Any]],
    source: str,
    station: Station | None = None,
) -> Judgement:
    """Writes the judgement, the entry's outcome and the case; the entry's row must be locked by the caller."""
    now = log_time()
    judgement = keep_judgement(
        actor=actor, entry=entry, role=role, look_up=look_up, decision=decision, outcome=outcome,
        personal_id=personal_id, reason=reason, comparisons=comparisons, source=source, received_at=now,
    )  # fmt: skip
    entries.record_outcome(
        actor=actor,
        entry_id=entry.pk,
        role=role,
        outcome=outcome,
        personal_id=personal_id,
        judgement=judgement.id,
        now=now,
        station=station,
    )
    if outcome == Outcome.MISMATCHED:
        _open_or_renew(actor=actor, entry=entry, judgement=judgement, now=now)
    else:
        _withdraw(actor=actor, entry=entry, judgement=judgement, now=now)
    return judgement


def _chosen(look_up: LookUp | None, candidate: str) -> Candidate:
    if look_up is None:
        raise JudgementRefused(
            "Chưa tra cứu người này: tra cứu trước khi xác định.", code="judgement.no_look_up"
        )
    ranks = (
        look_up.candidates.filter(rank=int(candidate)) if candidate.isdigit() else look_up.candidates.none()
    )
    found = ranks.first()
    if found is None:
        raise JudgementRefused(
            "Ứng viên này không thuộc lần tra cứu: tra cứu lại rồi chọn.", code="judgement.candidate"
        )
    return found


def _outcome_of(candidate: Candidate) -> str:
    differs = any(field["is_discrepancy"] for field in candidate.comparisons["fields"])
    return Outcome.MISMATCHED if differs else Outcome.MATCHED


def _not_found(entry: Entry, role: str, look_up: LookUp | None, reason: str) -> str:
    if look_up is None:
        raise JudgementRefused(
            "Chưa tra cứu người này: tra cứu trước khi xác định.", code="judgement.no_look_up"
        )
    if look_up.state == LookUp.State.UNAVAILABLE:
        raise JudgementRefused(
            "Không tra cứu được không phải là không tìm thấy: chọn “không tra cứu được”, hệ thống sẽ cho tra lại.",
            code="judgement.unavailable",
        )
    if reason not in NOT_FOUND_REASONS:
        raise JudgementRefused("Chọn lý do không tìm thấy.", code="judgement.reason")
    searches = LookUp.objects.unscoped("the entry was checked").filter(entry=entry, role=role)
    if look_up.way == "extract" and not searches.filter(second=True).exists():
        raise JudgementRefused(
            "Cần tra cứu lần hai theo cách rộng hơn trước khi kết luận không tìm thấy.",
            code="judgement.second_search",
        )
    return Outcome.NOT_FOUND if look_up.coverage == Coverage.NATION else Outcome.PENDING


def _open_or_renew(*, actor: Officer | None, entry: Entry, judgement: Judgement, now: datetime) -> Case:
    cases = Case.objects.unscoped("the entry was checked")
    case: Case | None = cases.filter(entry=entry, role=judgement.role).first()
    if case is None:
        case = Case.objects.create(
            number=_next_number(entry.unit_id), entry=entry, unit_id=entry.unit_id, role=judgement.role,
            judgement=judgement, personal_id=judgement.personal_id, opened_at=now, last_event_at=now,
        )  # fmt: skip
        _event(case, "opened", actor=actor, now=now, payload={"judgement": str(judgement.id)})
    else:
        if case.state in _ENDED:
            case.state = CaseState.TO_VERIFY
        case.judgement = judgement
        case.personal_id = judgement.personal_id
        case.last_event_at = now
        case.save(update_fields=["state", "judgement", "personal_id", "last_event_at"])
        _event(case, "judged_again", actor=actor, now=now, payload={"judgement": str(judgement.id)})
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


def _withdraw(*, actor: Officer | None, entry: Entry, judgement: Judgement, now: datetime) -> None:
    open_cases = Case.objects.unscoped("the entry was checked").filter(entry=entry, role=judgement.role)
    for case in open_cases.exclude(state__in=_ENDED):
        case.state = CaseState.WITHDRAWN
        case.last_event_at = now
        case.save(update_fields=["state", "last_event_at"])
        _event(case, "withdrawn", actor=actor, now=now, payload={"judgement": str(judgement.id)})


def _next_number(unit_id: int | None) -> int:
    """The next number of the unit; the advisory lock ends with the transaction and lets no two cases take one number."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cases.number'), %s)", [unit_id or 0])
    cases = Case.objects.unscoped("numbers run within the unit").filter(unit_id=unit_id)
    return (cases.aggregate(last=Max("number"))["last"] or 0) + 1


def _event(case: Case, kind: str, *, actor: Officer | None, now: datetime, payload: dict[str, Any]) -> None:
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
