"""What a row said at a past moment, from its history (pghistory)."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import BigIntegerField, Case, F, IntegerField, Q, When

_Row = TypeVar("_Row", bound=models.Model)


def as_of(
    model: type[models.Model], ids: Iterable[Any], moment: datetime, *fields: str
) -> dict[Any, dict[str, Any]]:
    """By id the fields as they stood just before a moment; of a row whose history begins later, as it begins."""
    events = model.pgh_event_model.objects.filter(pgh_obj_id__any_of=list(ids))  # type: ignore[attr-defined]  # made by pghistory
    earlier = Q(pgh_created_at__lt=moment)
    # The last row before the moment, else the first after it: the same order backwards and forwards.
    nearest = events.annotate(
        later=Case(When(earlier, then=0), default=1, output_field=IntegerField()),
        away=Case(When(earlier, then=-F("pgh_id")), default=F("pgh_id"), output_field=BigIntegerField()),
    ).order_by("pgh_obj_id", "later", "away")
    rows = nearest.distinct("pgh_obj_id").values("pgh_obj_id", *fields)
    return {row["pgh_obj_id"]: {name: row[name] for name in fields} for row in rows}


def said_of(model: type[models.Model], pk: Any, field: str) -> list[tuple[datetime, Any]]:
    """From when on a field of a row said what, in the order of its history: for who asks of several moments at once."""
    events = model.pgh_event_model.objects.filter(pgh_obj_id=pk)  # type: ignore[attr-defined]  # made by pghistory
    return list(events.order_by("pgh_id").values_list("pgh_created_at", field))


def as_it_stood(row: _Row, moment: datetime, *fields: str) -> _Row:
    """A row with these fields, or all that its history keeps, as `as_of` tells them: to be read, never to be saved."""
    then, model = copy(row), type(row)
    for name, value in as_of(model, [row.pk], moment, *(fields or _kept(model))).get(row.pk, {}).items():
        setattr(then, name, value)
    return then


def rows_as_of(model: type[_Row], moment: datetime, **of: Any) -> list[_Row]:
    """The rows of a list as they stood just before a moment, in their order: without what was written later, with what was taken out
    since. To be read, never to be saved. The history of the model keeps deletions, or nothing is deleted from it.
    """
    events = model.pgh_event_model.objects  # type: ignore[attr-defined]  # made by pghistory
    earlier = events.filter(pgh_created_at__lt=moment).order_by("pgh_obj_id", "-pgh_id")
    last = earlier.distinct("pgh_obj_id").values("pgh_id")
    found = events.filter(pgh_id__in=last, **of).exclude(pgh_label="delete")
    rows = found.order_by(*(model._meta.ordering or ())).values(*_kept(model))
    return [model(**row) for row in rows]


def _kept(model: type[models.Model]) -> list[str]:
    """The columns that the history of a model keeps."""
    event = model.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory
    return [field.attname for field in model._meta.concrete_fields if hasattr(event, field.attname)]
