"""Reads of units and agencies."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet

from hotich.units.models import Agency, Unit


def agencies_at(moment: datetime) -> QuerySet[Agency]:
    """The agencies that had been opened before a moment; all where every one was opened later. Nothing of an agency changes."""
    events = Agency.pgh_event_model.objects  # type: ignore[attr-defined]  # made by pghistory
    opened = events.filter(pgh_created_at__lt=moment).order_by()
    known = Agency.objects.all()
    return known.filter(pk__in=opened.values("pgh_obj_id")) if opened.exists() else known


def with_units_below(unit_ids: Iterable[int]) -> frozenset[int]:
    """The units and all that lie below them in the reporting tree."""
    roots = list(unit_ids)
    if not roots:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE below AS (
                SELECT id FROM units_unit WHERE id = ANY(%s)
                UNION SELECT unit.id FROM units_unit unit JOIN below ON unit.parent_id = below.id
            )
            SELECT id FROM below
            """,
            [roots],
        )
        return frozenset(row[0] for row in cursor.fetchall())


def with_units_above(unit_ids: Iterable[int]) -> frozenset[int]:
    """The units and all that stand above them in the reporting tree."""
    leaves = list(unit_ids)
    if not leaves:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE above AS (
                SELECT id, parent_id FROM units_unit WHERE id = ANY(%s)
                UNION SELECT unit.id, unit.parent_id FROM units_unit unit JOIN above ON unit.id = above.parent_id
            )
            SELECT id FROM above
            """,
            [leaves],
        )
        return frozenset(row[0] for row in cursor.fetchall())


def unit_by_code(code: str, *, on: date) -> Unit | None:
    """The unit that bore this official code on that day: codes are used again for other territories."""
    return (
        Unit.objects.filter(code=code)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .order_by("-valid_from")
        .first()
    )
