"""Terms of a case's steps, in working days: when each step is due. The law's own clocks stand in the routes."""

from datetime import date, datetime

from hotich.cases.enums import CaseState
from hotich.core.calendar import add_working_days, working_days_between
from hotich.core.parameters import parameter
from hotich.support.time import local

_OF_STATE = {
    CaseState.TO_VERIFY: "case_send_days",
    CaseState.VERIFYING: "case_verify_days",
    CaseState.TO_APPROVE: "case_approve_days",
    CaseState.CONCLUDED: "case_hand_over_days",
    CaseState.WITH_REGISTRAR: "case_contact_days",
    CaseState.CITIZEN_GUIDED: "case_citizen_days",
}


def due_in(state: str, now: datetime) -> date | None:
    """The last day of a state's term that begins now; None for a state without one."""
    name = _OF_STATE.get(CaseState(state))
    return due_after(name, now) if name else None


def due_after(name: str, now: datetime) -> date:
    """The last day of a term by the name of its parameter."""
    day = local(now).date()
    return add_working_days(day, int(parameter(name, day).value))


def overdue_by(due_on: date, day: date) -> int:
    """Working days by which a term is overdue on that day; nothing or less where it is not."""
    return working_days_between(due_on, day)


def is_escalated(due_on: date, day: date) -> bool:
    """Whether a term is overdue for so long that those above are told."""
    return overdue_by(due_on, day) > int(parameter("case_escalation_days", day).value)
