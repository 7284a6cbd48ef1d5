"""The registrar's part: receiving a case, reaching the citizen, the procedure of the law, letting it rest."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from hotich.cases.enums import CONTACT_WAYS, SUSPENSIONS, UNREACHABLE, CaseState
from hotich.cases.fold import CaseStanding
from hotich.cases.models import Case
from hotich.cases.operations.log import move
from hotich.cases.policies import CaseRefused, check_text
from hotich.cases.routing import route_by_law, route_chosen
from hotich.cases.terms import due_in
from hotich.core.calendar import add_working_days, working_days_between
from hotich.core.workflow.routes import NoRoute
from hotich.staff.models import Officer
from hotich.support.time import local


def receive(*, actor: Officer, case_id: Any, now: datetime, tx_id: UUID | None = None) -> Case:
    """The registrar says that he has the case. Raises as `move`."""
    return move(actor=actor, case_id=case_id, action="receive", now=now, tx_id=tx_id)


def give_back(
    *, actor: Officer, case_id: Any, reason: str, now: datetime, tx_id: UUID | None = None, seen: int | None = None
) -> Case:  # fmt: skip
    """Asks the police to verify further. Raises as `move`."""
    return move(
        actor=actor, case_id=case_id, action="give_back", now=now, tx_id=tx_id, seen=seen,
        decide=lambda case, standing, row: {
            "reason": check_text(reason, "điều cần xác minh thêm"), "due_on": due_in(CaseState.VERIFYING, now),
        },
    )  # fmt: skip


def record_contact(
    *, actor: Officer, case_id: Any, way: str, reached: bool, why: str, text: str, on: date, now: datetime,
    tx_id: UUID | None = None,
) -> Case:  # fmt: skip
    """One try to reach the citizen, and why it failed where it did. Raises as `move`."""
    return move(
        actor=actor, case_id=case_id, action="record_contact", now=now, tx_id=tx_id,
        decide=lambda case, standing, row: {"contact": _contact(way, reached, why, text, on, now)},
    )  # fmt: skip


def guide(
    *, actor: Officer, case_id: Any, way: str, text: str, on: date, now: datetime, tx_id: UUID | None = None,
    seen: int | None = None,
) -> Case:  # fmt: skip
    """The citizen was reached and knows what to hand in. Raises as `move`."""
    return move(
        actor=actor, case_id=case_id, action="guide", now=now, tx_id=tx_id, seen=seen,
        decide=lambda case, standing, row: {
            "contact": _contact(way, True, "", text, on, now), "due_on": due_in(CaseState.CITIZEN_GUIDED, now),
        },
    )  # fmt: skip


def _contact(way: str, reached: bool, why: str, text: str, on: date, now: datetime) -> dict[str, Any]:
    if way not in CONTACT_WAYS:
        raise CaseRefused("Chọn cách liên hệ.", code="case.contact")
    if not reached and why not in UNREACHABLE:
        raise CaseRefused("Không liên hệ được thì chọn vì sao.", code="case.contact")
    if on > local(now).date():
        raise CaseRefused("Ngày liên hệ ở sau hôm nay: xem lại ngày.", code="case.day")
    said = check_text(text, "nội dung liên hệ", required=reached)
    return {"way": way, "reached": reached, "why": "" if reached else why, "text": said, "on": on.isoformat()}


def start_procedure(
    *, actor: Officer, case_id: Any, filed_on: date, route: str = "", reason: str = "", now: datetime,
    tx_id: UUID | None = None, seen: int | None = None,
) -> Case:  # fmt: skip
    """The complete file is there: from that day the law's clock runs. The route is the law's; another one needs its reason. Raises as `move`."""

    def decide(case: Case, standing: CaseStanding, row: Any) -> dict[str, Any]:
        if not case.opened_at.date() <= filed_on <= local(now).date():
            raise CaseRefused("Ngày nhận đủ hồ sơ phải từ ngày mở hồ sơ đến hôm nay.", code="case.day")
        try:
            law = route_by_law(case, standing, filed_on)
            taken = route_chosen(case, standing, filed_on, route) if route else law
        except NoRoute:
            raise CaseRefused("Không có hướng xử lý này cho kết luận của hồ sơ.", code="case.route") from None
        deviates = taken.id != law.id
        said = check_text(reason, "lý do chọn hướng khác với luật", required=deviates)
        due = add_working_days(filed_on, taken.days) if taken.days is not None else None
        return {
            "due_on": due,
            "procedure": {
                "route": taken.id, "label": taken.label, "by_law": law.id, "reason": said if deviates else "",
                "authority": taken.authority, "authority_label": taken.authority_label, "days": taken.days,
                "more": taken.more, "proofs": list(taken.proofs), "source": taken.source,
                "filed_on": filed_on.isoformat(),
            },
        }  # fmt: skip

    return move(
        actor=actor, case_id=case_id, action="start_procedure", now=now, tx_id=tx_id, seen=seen, decide=decide
    )


def extend(
    *, actor: Officer, case_id: Any, reason: str, now: datetime, tx_id: UUID | None = None, seen: int | None = None
) -> Case:  # fmt: skip
    """The law lets the term be extended once where something has to be verified. Raises as `move`."""

    def decide(case: Case, standing: CaseStanding, row: Any) -> dict[str, Any]:
        procedure = standing.procedure or {}
        more = int(procedure.get("more") or 0)
        if not more or standing.due_on is None:
            raise CaseRefused("Luật không cho gia hạn thủ tục này.", code="case.extension")
        if procedure.get("extended"):
            raise CaseRefused("Thời hạn đã gia hạn một lần rồi.", code="case.extension")
        said = check_text(reason, "lý do gia hạn")
        return {"reason": said, "due_on": add_working_days(standing.due_on, more)}

    return move(actor=actor, case_id=case_id, action="extend", now=now, tx_id=tx_id, seen=seen, decide=decide)


def ask_look_up(*, actor: Officer, case_id: Any, now: datetime, tx_id: UUID | None = None) -> Case:
    """Asks who may look up to do it once more: the case closes on a look-up that agrees. Raises as `move`."""
    return move(actor=actor, case_id=case_id, action="ask_look_up", now=now, tx_id=tx_id)


def suspend(
    *, actor: Officer, case_id: Any, why: str, text: str = "", now: datetime, tx_id: UUID | None = None,
    seen: int | None = None,
) -> Case:  # fmt: skip
    """Lets the case rest: both values stay, and its clock with what was left of it. Raises as `move`."""

    def decide(case: Case, standing: CaseStanding, row: Any) -> dict[str, Any]:
        if why not in SUSPENSIONS:
            raise CaseRefused("Chọn lý do tạm dừng.", code="case.reason")
        left = None
        if standing.due_on is not None:
            left = max(working_days_between(local(now).date(), standing.due_on), 0)
        said = check_text(text, "lý do tạm dừng", required=why == "other")
        return {"why": why, "reason": said or SUSPENSIONS[why], "left": left}

    return move(
        actor=actor, case_id=case_id, action="suspend", now=now, tx_id=tx_id, seen=seen, decide=decide
    )


def resume(
    *, actor: Officer, case_id: Any, reason: str, now: datetime, tx_id: UUID | None = None, seen: int | None = None
) -> Case:  # fmt: skip
    """Takes a resting case up where it stood. Raises as `move`."""

    def decide(case: Case, standing: CaseStanding, row: Any) -> dict[str, Any]:
        due = None
        if standing.left is not None:
            due = add_working_days(local(now).date(), standing.left)
        return {"reason": check_text(reason, "lý do tiếp tục"), "due_on": due}

    return move(actor=actor, case_id=case_id, action="resume", now=now, tx_id=tx_id, seen=seen, decide=decide)
