"""Reading what was keyed by day (`operations.counting` counts it), so that nobody who looks at money reads the entries of a campaign."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db.models import Sum

from hotich.campaign.models import KeyedDay, KeyedUntil

SHORT: Final = 15
MEDIUM: Final = 50
"""Characters up to which a field is short, or of medium length."""


def counted_until() -> datetime | None:
    """Up to when changes are in the counts; None before the first."""
    last = KeyedUntil.objects.first()
    return last.moment if last else None


def entries_keyed(unit_ids: Sequence[int], *, until: date) -> dict[int, int]:
    """How many entries each unit has keyed up to a day, which is in it."""
    rows = KeyedDay.objects.unscoped("counts of a campaign's units").filter(
        unit_id__in=unit_ids, day__lte=until
    )
    return dict(rows.values_list("unit_id").annotate(Sum("entries")))
