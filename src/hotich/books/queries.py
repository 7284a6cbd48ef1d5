"""Reads of books: always for somebody."""

import re

from django.db.models import Count, Q, QuerySet

from hotich.books.models import Assignment, Book, Handover
from hotich.staff.models import Officer


def books_for(
    officer: Officer, *, kind: str = "", status: str = "", unit_code: str = "", text: str = ""
) -> QuerySet[Book]:
    """The books an officer may see, with how many entries of each are keyed."""
    books = Book.objects.visible_to(officer).select_related("unit", "custodian")
    if kind:
        books = books.filter(kind=kind)
    if status:
        books = books.filter(status=status)
    if unit_code:
        books = books.filter(unit__code=unit_code)
    if text:
        said = Q(office__icontains=text) | Q(volume__icontains=text)
        if re.fullmatch(r"[0-9]{4}", text):
            said |= Q(year_opened=int(text))
        books = books.filter(said)
    return books.annotate(
        keyed=Count("entries", filter=Q(entries__first_completed_at__isnull=False, entries__void=False))
    ).order_by("unit__sort_key", "kind", "year_opened", "volume")


def assignments_for(officer: Officer) -> QuerySet[Assignment]:
    """Live assignments of the books an officer may see."""
    return (
        Assignment.objects.filter(ended_at__isnull=True, book__in=Book.objects.visible_to(officer))
        .select_related("book__unit", "team", "officer", "station")
        .order_by("assigned_at")
    )


def assignments_of(officer: Officer) -> QuerySet[Assignment]:
    """What this officer is to key now: his own assignments, then those of his team that name nobody."""
    return (
        Assignment.objects.filter(ended_at__isnull=True)
        .filter(Q(officer=officer) | Q(officer__isnull=True, team__in=officer.teams.all()))
        .select_related("book__unit", "team", "station")
        .order_by("assigned_at")
    )


def handovers_for(officer: Officer) -> QuerySet[Handover]:
    """Handovers of the books an officer may see, the newest first."""
    return (
        Handover.objects.filter(book__in=Book.objects.visible_to(officer))
        .select_related("book__unit", "from_agency", "to_agency", "handed_by", "received_by")
        .order_by("-handed_at")
    )
