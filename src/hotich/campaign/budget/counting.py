"""Reading what was keyed by day (`operations.counting` counts it), so that nobody who looks at money reads the entries of a campaign."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db.models import Sum

from hotich.campaign.models import Campaign, KeyedDay, KeyedUntil
from hotich.campaign.spans import days_within, spans_of

SHORT: Final = 15
MEDIUM: Final = 50
"""Characters up to which a field is short, or of medium length."""


def counted_until() -> datetime | None:
    """Up to when changes are in the counts; None before the first."""
    last = KeyedUntil.objects.first()
    return last.moment if last else None


def entries_keyed(campaign: Campaign, unit_ids: Sequence[int], *, until: date) -> dict[int, int]:
    """How many entries of the campaign each unit has keyed up to a day, which is in it."""
    rows = KeyedDay.objects.unscoped("counts of a campaign's units").filter(
        unit_id__in=unit_ids, day__lte=until
    )
    summed = days_within(rows, spans_of(campaign)).values_list("unit_id").annotate(Sum("entries"))
    return dict(summed.order_by())
