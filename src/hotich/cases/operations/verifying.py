"""The police's part: taking a case up, asking others, concluding, approving."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from hotich.audit.clock import log_time
from hotich.cases.enums import CONCLUSIONS, DIFFERENT_PERSON, EVIDENCE, CaseState
from hotich.cases.files import files_of
from hotich.cases.fold import CaseStanding
from hotich.cases.models import Case
from hotich.cases.operations.judging import settle
from hotich.cases.operations.log import append, is_done, locked_case, move
from hotich.cases.policies import CaseRefused, check_seen, check_text, may_move
from hotich.cases.queries import lines_of, standing_of
from hotich.cases.terms import due_after, due_in
from hotich.entries.models import Outcome
from hotich.linkage.models import Judgement
from hotich.staff.models import Officer
from hotich.support.time import local

VERIFICATION = "verification"
"""The source of a judgement that came of a verifier's finding."""


def take_up(
    *, actor: Officer, case_id: Any, now: datetime, tx_id: UUID | None = None, seen: int | None = None
) -> Case:
    """The police begin to verify. Raises as `move`."""
    return move(
        actor=actor, case_id=case_id, action="take_up", now=now, tx_id=tx_id, seen=seen,
        decide=lambda case, standing, row: {"due_on": due_in(CaseState.VERIFYING, now)},
    )  # fmt: skip


def ask_outside(
    *, actor: Officer, case_id: Any, agency: str, number: str, on: date, about: str, now: datetime,
    tx_id: UUID | None = None,
) -> Case:  # fmt: skip
    """A letter to an agency that does not work here: its answer has an ageing of its own. Raises as `move`."""

    def decide(case: Case, standing: CaseStanding, row: Any) -> dict[str, Any]:
        check_letter_day(on, now)
        return {
            "letter": {
                "id": str(tx_id or uuid4()), "agency": check_text(agency, "cơ quan được hỏi"),
                "number": check_text(number, "số công văn"), "on": on.isoformat(),
                "about": check_text(about, "nội dung hỏi"), "due_on": due_after("case_outside_days", now).isoformat(),
            }
        }  # fmt: skip

    return move(actor=actor, case_id=case_id, action="ask_outside", now=now, tx_id=tx_id, decide=decide)


def answer_outside(
    *, actor: Officer, case_id: Any, letter: str, number: str, on: date, text: str, now: datetime,
    tx_id: UUID | None = None,
) -> Case:  # fmt: skip
    """What the other agency answered. Raises as `move`."""

    def decide(case: Case, standing: CaseStanding, row: Any) -> dict[str, Any]:
        if letter not in {one.id for one in standing.open_letters}:
            raise CaseRefused("Công văn này đã có trả lời, hoặc không thuộc hồ sơ.", code="case.letter")
        check_letter_day(on, now)
        return {
            "answer": {
                "letter": letter, "number": check_text(number, "số công văn trả lời"), "on": on.isoformat(),
                "text": check_text(text, "nội dung trả lời"),
            }
        }  # fmt: skip

    return move(actor=actor, case_id=case_id, action="answer_outside", now=now, tx_id=tx_id, decide=decide)


def conclude(
    *, actor: Officer, case_id: Any, conclusion: str, evidence: Iterable[str], text: str, now: datetime,
    tx_id: UUID | None = None, seen: int | None = None,
) -> Case:  # fmt: skip
    """What the verifier found, and what it rests on; it counts once somebody else has approved it. Raises as `move`."""

    def decide(case: Case, standing: CaseStanding, row: Any) -> dict[str, Any]:
        found = [word for word in EVIDENCE if word in set(evidence)]
        if conclusion not in CONCLUSIONS:
            raise CaseRefused("Chọn kết luận xác minh.", code="case.conclusion")
        if not found:
            raise CaseRefused("Kết luận phải có căn cứ: chọn ít nhất một.", code="case.evidence")
        return {
            "conclusion": conclusion, "evidence": found, "due_on": due_in(CaseState.TO_APPROVE, now),
            "text": check_text(text, "điều đã xác minh"),
            "files": [one.id for one in files_of(lines_of(case)) if one.is_evidence],
        }  # fmt: skip

    return move(
        actor=actor, case_id=case_id, action="conclude", now=now, tx_id=tx_id, seen=seen, decide=decide
    )


@transaction.atomic
def approve(
    *, actor: Officer, case_id: Any, now: datetime, tx_id: UUID | None = None, seen: int | None = None
) -> Case:
    """Another officer than who concluded approves. Where both records turn out to be of two people, the judgement that joined them is superseded,
    the subject is looked up again, and the case is withdrawn. Raises as `move`.
    """
    case = locked_case(actor, case_id, "approve", now)
    if tx_id is not None and is_done(case, tx_id, "approve", "approve_different_person"):
        return case
    standing = standing_of(case)
    check_seen(standing, seen)
    if standing.concluded != DIFFERENT_PERSON:
        row = may_move(actor, case, standing, "approve", now)
        append(
            case, standing, "approve", actor=actor, now=log_time(), to=row.target(standing.state), tx_id=tx_id,
            payload={"due_on": due_in(CaseState.CONCLUDED, now)},
        )  # fmt: skip
        return case
    row = may_move(actor, case, standing, "approve_different_person", now)
    judgement = settle(
        actor=actor, entry=case.entry, role=case.role, look_up=None, decision=Judgement.Decision.UNDECIDED,
        outcome=Outcome.PENDING, personal_id="", reason="xác minh: không cùng một người", comparisons=[],
        source=VERIFICATION,
    )  # fmt: skip
    append(
        case, standing_of(case), "approve_different_person", actor=actor, now=log_time(), tx_id=tx_id,
        to=row.target(standing.state), payload={"by": str(judgement.pk)},
    )  # fmt: skip
    return case


def return_conclusion(
    *, actor: Officer, case_id: Any, reason: str, now: datetime, tx_id: UUID | None = None, seen: int | None = None
) -> Case:  # fmt: skip
    """Sends a conclusion back to who verifies. Raises as `move`."""
    return move(
        actor=actor, case_id=case_id, action="return_conclusion", now=now, tx_id=tx_id, seen=seen,
        decide=lambda case, standing, row: {
            "reason": check_text(reason, "lý do trả lại"), "due_on": due_in(CaseState.VERIFYING, now),
        },
    )  # fmt: skip


def check_letter_day(on: date, now: datetime) -> None:
    """A letter that is written down was written already. Raises CaseRefused."""
    if on > local(now).date():
        raise CaseRefused("Ngày văn bản ở sau hôm nay: xem lại ngày.", code="case.day")
