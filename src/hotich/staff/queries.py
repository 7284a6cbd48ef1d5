"""Reads of accounts, positions and teams."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from hotich.staff.models import Officer, Position, PositionCode, Team
from hotich.staff.permissions import POSITIONS, SERVES_BY
from hotich.staff.scope import holds


def helpers_for(officer: Officer) -> QuerySet[Position]:
    """Positions of helpers in the officer's units: those that run first, then by their last day."""
    return (
        Position.objects.filter(code=PositionCode.HELPER, agency__unit_id__in=officer.scope.unit_ids)
        .select_related("officer", "agency__unit")
        .order_by("-officer__is_active", "valid_to", "pk")
    )


def teams_to_set(officer: Officer) -> QuerySet[Team]:
    """The teams of the officer's own units, whose members and decision he may change."""
    return (
        Team.objects.filter(agency__unit_id__in=officer.scope.own_unit_ids)
        .select_related("agency__unit")
        .order_by("agency__unit__sort_key", "kind", "name", "pk")
    )


def positions_with(capability: str, *, level: str) -> list[str]:
    """The names of the positions that may do this, in an agency of a unit of that level."""
    return [PositionCode(code).label_at(level) for code, held in POSITIONS.items() if capability in held]


def is_held(capability: str, unit_id: int, *, on: date, but: int | None = None) -> bool:
    """Whether somebody of the unit's agencies, other than the officer of that id, may do this on that day."""
    positions = Position.objects.filter(
        holds(on), code__in=[code for code, held in POSITIONS.items() if capability in held],
        agency__unit_id=unit_id, officer__is_active=True,
    )  # fmt: skip
    if but is not None:
        positions = positions.exclude(officer_id=but)
    return positions.exists()


def who_can_serve(kind: str, unit_ids: Collection[int], *, on: date) -> QuerySet[Officer]:
    """Officers whose account is open, with a position of these units, that day or to come, that does the work of such a team."""
    codes = [code for code, held in POSITIONS.items() if SERVES_BY[kind] in held]
    positions = Position.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        code__in=codes, agency__unit_id__in=unit_ids, ended_at__isnull=True,
    )  # fmt: skip
    return Officer.objects.filter(is_active=True, pk__in=positions.values("officer_id")).order_by(
        "full_name", "pk"
    )
