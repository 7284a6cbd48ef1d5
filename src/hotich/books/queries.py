"""Reads of books: always for somebody."""

import re
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from hotich.books.models import Assignment, Book, Handover, SavedVariant
from hotich.staff.models import Officer
from hotich.support.errors import NotFound


def books_for(
    officer: Officer,
    *,
    kind: str = "",
    status: str = "",
    unit_code: str = "",
    text: str = "",
    unconfirmed: bool = False,
) -> QuerySet[Book]:
    """The books an officer may see, with how many entries of each are keyed."""
    books = Book.objects.visible_to(officer).select_related("unit", "custodian")
    if kind:
        books = books.filter(kind=kind)
    if status:
        books = books.filter(status=status)
    if unit_code:
        books = books.filter(unit__code=unit_code)
    if unconfirmed:
        books = books.filter(form_confirmed_at__isnull=True)
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


def book_for(officer: Officer, book_id: UUID) -> Book:
    """One book with its unit and custodian. Raises NotFound for one that is not there or not his to see."""
    found = Book.objects.visible_to(officer).select_related("unit", "custodian").filter(pk=book_id).first()
    if found is None:
        raise NotFound
    return found


def saved_variants_for(
    officer: Officer, *, kind: str = "", unit_id: int | None = None
) -> QuerySet[SavedVariant]:
    """Variants under a name that the officer's units keep, of one kind or one unit where asked."""
    found = SavedVariant.objects.visible_to(officer).select_related("unit", "saved_by")
    if kind:
        found = found.filter(kind=kind)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    return found.order_by("unit__sort_key", "kind", "edition", "name")


def books_to_confirm_like(officer: Officer, saved: SavedVariant) -> QuerySet[Book]:
    """Books whose form nobody has confirmed, of the unit, kind and edition of a saved variant; those of its office first."""
    return (
        Book.objects.visible_to(officer)
        .filter(unit_id=saved.unit_id, kind=saved.kind, edition=saved.edition, form_confirmed_at__isnull=True)
        .annotate(same_office=Q(office_key=saved.office_key))
        .order_by("-same_office", "office", "year_opened", "volume")
    )


def possible_copies(officer: Officer, book: Book) -> QuerySet[Book]:
    """Books that can be the other copy of this volume and have none yet."""
    if book.twin_id is not None:
        return Book.objects.visible_to(officer).none()
    return (
        Book.objects.visible_to(officer)
        .select_related("unit")
        .filter(
            kind=book.kind, office_key=book.office_key, year_opened=book.year_opened, volume_key=book.volume_key,
            twin__isnull=True,
        )
        .exclude(copy_role=book.copy_role)
        .order_by("copy_role")
    )  # fmt: skip
