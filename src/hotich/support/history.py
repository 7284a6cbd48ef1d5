"""What a row said at a past moment, from its history (pghistory)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, Case, F, IntegerField, Q, When


def as_of(
    model: type[models.Model], ids: Iterable[Any], moment: datetime, *fields: str
) -> dict[Any, dict[str, Any]]:
    """By id the fields as they stood just before a moment; of a row whose history begins later, as it begins."""
    events = model.pgh_event_model.objects.filter(pgh_obj_id__in=list(ids))  # type: ignore[attr-defined]  # made by pghistory
    earlier = Q(pgh_created_at__lt=moment)
    # The last row before the moment, else the first after it: the same order backwards and forwards.
    nearest = events.annotate(
        later=Case(When(earlier, then=0), default=1, output_field=IntegerField()),
        away=Case(When(earlier, then=-F("pgh_id")), default=F("pgh_id"), output_field=BigIntegerField()),
    ).order_by("pgh_obj_id", "later", "away")
    rows = nearest.distinct("pgh_obj_id").values("pgh_obj_id", *fields)
    return {row["pgh_obj_id"]: {name: row[name] for name in fields} for row in rows}
