"""Reads of exports."""

from django.db.models import QuerySet

from hotich.integration.models import ExportRun
from hotich.staff.models import Officer


def exports_of(officer: Officer) -> QuerySet[ExportRun]:
    """The officer's own exports, the latest first: nobody else sees or opens them."""
    return ExportRun.objects.filter(officer=officer).select_related("book").order_by("-asked_at", "-id")
