"""Reads of the tracking list."""

from typing import Any

from django.db.models import QuerySet

from hotich.cases.models import Case, CaseState
from hotich.staff.models import Officer

OPEN = [state.value for state in CaseState if state not in {CaseState.CLOSED, CaseState.WITHDRAWN}]


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
