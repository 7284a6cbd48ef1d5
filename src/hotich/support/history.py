"""What a row said at a past moment, from its history (pghistory)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models


def as_of(
    model: type[models.Model], ids: Iterable[Any], moment: datetime, *fields: str
) -> dict[Any, dict[str, Any]]:
    """By id the fields as they stood just before a moment; of a row whose history begins later, as it begins."""
    events = model.pgh_event_model.objects.filter(pgh_obj_id__in=list(ids))  # type: ignore[attr-defined]  # made by pghistory
    found = {
        row["pgh_obj_id"]: row
        for row in events.order_by("pgh_obj_id", "pgh_id")
        .distinct("pgh_obj_id")
        .values("pgh_obj_id", *fields)
    }
    earlier = events.filter(pgh_created_at__lt=moment).order_by("pgh_obj_id", "-pgh_id")
    found |= {row["pgh_obj_id"]: row for row in earlier.distinct("pgh_obj_id").values("pgh_obj_id", *fields)}
    return {key: {name: row[name] for name in fields} for key, row in found.items()}
