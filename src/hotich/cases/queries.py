"""Reads of the tracking list."""

from typing import Any

from django.db.models import QuerySet

from hotich.cases.models import Case, CaseEvent, CaseState
from hotich.staff.models import Officer

ENDED = (CaseState.CLOSED, CaseState.WITHDRAWN)
OPEN = [state.value for state in CaseState if state not in ENDED]


def tracking_list(
    officer: Officer, *, state: str = "", kind: str = "", unit_code: str = ""
) -> QuerySet[Case]:
    """Danh sách theo dõi riêng of the officer's units: cases at work unless another state is asked for."""
    cases = Case.objects.visible_to(officer).filter(state__in=[state] if state else OPEN)
    if kind:
        cases = cases.filter(entry__kind=kind)
    if unit_code:
        cases = cases.filter(unit__code=unit_code)
    return (
        cases.select_related("entry__book", "unit", "judgement")
        .prefetch_related("discrepancies", "entry__subjects")
        .order_by("unit__sort_key", "-number")
    )


def case_of(officer: Officer, case_id: Any) -> Case | None:
    """One case with all that was ever found to differ."""
    found = Case.objects.visible_to(officer).filter(pk=case_id)
    return (
        found.select_related("entry__book", "unit", "judgement__look_up", "judgement__officer")
        .prefetch_related("discrepancies", "entry__subjects")
        .first()
    )


def closing_of(case: Case) -> dict[str, Any] | None:
    """With which document a closed case was closed; the case was read for the officer."""
    if case.state != CaseState.CLOSED:
        return None
    last = CaseEvent.objects.filter(case_id=case.pk, type="closed").order_by("-received_at").first()
    return last.payload if last else None
