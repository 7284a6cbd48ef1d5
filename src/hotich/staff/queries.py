"""Reads of accounts and positions."""

from django.db.models import QuerySet

from hotich.staff.models import Officer, Position, PositionCode


def helpers_for(officer: Officer) -> QuerySet[Position]:
    """Positions of helpers in the officer's units: those that run first, then by their last day."""
    return (
        Position.objects.filter(code=PositionCode.HELPER, agency__unit_id__in=officer.scope.unit_ids)
        .select_related("officer", "agency__unit")
        .order_by("-officer__is_active", "valid_to", "pk")
    )
