"""Reads of look-ups and judgements."""

from typing import Any

from django.db.models import QuerySet

from hotich.entries.models import Entry
from hotich.linkage.models import Judgement, LookUp
from hotich.staff.models import Officer


def judgement_of(officer: Officer, entry: Entry, role: str) -> Judgement | None:
    """The current judgement of one subject."""
    found = Judgement.objects.visible_to(officer).filter(entry=entry, role=role, superseded_by__isnull=True)
    return found.select_related("look_up").first()


def judgements_of(officer: Officer, entry: Entry) -> QuerySet[Judgement]:
    """Every judgement of an entry, superseded ones too, the newest first."""
    return Judgement.objects.visible_to(officer).filter(entry=entry).order_by("-received_at")


def look_up_of(officer: Officer, look_up_id: Any) -> LookUp | None:
    """One look-up with its candidates."""
    found = LookUp.objects.visible_to(officer).filter(pk=look_up_id).prefetch_related("candidates")
    return found.select_related("entry").first()


def look_ups_of(officer: Officer, entry: Entry, role: str) -> QuerySet[LookUp]:
    """The searches made for one subject, the newest first."""
    return LookUp.objects.visible_to(officer).filter(entry=entry, role=role).order_by("-received_at")
