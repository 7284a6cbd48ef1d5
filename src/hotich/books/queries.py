"""Reads of books: always for somebody."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hotich.books.models import (
    Assignment,
    Book,
    BookStatus,
    Handover,
    Loss,
    Minutes,
    NoteOpening,
    SavedVariant,
    Way,
)
from hotich.staff.models import Officer
from hotich.support.errors import NotFound
from hotich.units.models import Unit


def books_for(
    officer: Officer,
    *,
    kind: str = "",
    status: str = "",
    unit_code: str = "",
    text: str = "",
    unconfirmed: bool = False,
    marked: bool = False,
) -> QuerySet[Book]:
    """The books an officer may see, with how many entries of each are keyed."""
    books = Book.objects.visible_to(officer).select_related("unit", "custodian")
    if kind:
        books = books.filter(kind=kind)
    if status:
        books = books.filter(status=status)
    if unit_code:
        books = books.filter(unit__code=unit_code)
    if marked:
        books = books.filter(marked_for_entry=True)
    if unconfirmed:
        books = books.filter(form_confirmed_at__isnull=True)
    if text:
        said = Q(office__icontains=text) | Q(volume__icontains=text)
        if re.fullmatch(r"[0-9]{4}", text):
            said |= Q(year_opened=int(text))
        books = books.filter(said)
    return books.annotate(keyed=_keyed()).order_by("unit__sort_key", "kind", "year_opened", "volume")


def units_of_books(officer: Officer) -> list[tuple[Unit, bool]]:
    """The units whose books an officer may see, each with whether it has any."""
    held = Book.objects.visible_to(officer).filter(unit=OuterRef("pk"))
    units = Unit.objects.filter(pk__in=officer.scope.unit_ids).annotate(has_books=Exists(held))
    return [(unit, unit.has_books) for unit in units]


def _keyed() -> Any:
    """How many entries of a book are keyed, counted for the books that are shown and for no others."""
    entries = Book._meta.get_field("entries").related_model
    done = entries._base_manager.filter(book=OuterRef("pk"), first_completed_at__isnull=False, void=False)
    return Coalesce(Subquery(done.order_by().values("book").annotate(n=Count("pk")).values("n")), 0)


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
    """Handovers of the books an officer may see, the newest first; those of cancelled minutes too."""
    return (
        Handover.objects.filter(book__in=Book.objects.visible_to(officer))
        .select_related(
            "book__unit",
            "minutes__from_agency",
            "minutes__to_agency",
            "minutes__handed_by",
            "minutes__cancelled_by",
            "received_by",
        )  # fmt: skip
        .order_by("-minutes__handed_at", "order")
    )


def minutes_for(officer: Officer) -> QuerySet[Any]:
    """Minutes with a book that the officer may see, the newest first, with how many books each has and how many still wait."""
    seen = Handover.objects.filter(minutes=OuterRef("pk"), book__in=Book.objects.visible_to(officer))
    return (
        Minutes.objects.filter(Exists(seen))
        .select_related("from_agency", "to_agency", "handed_by", "cancelled_by")
        .annotate(
            books=Count("handovers"),
            waiting=Count("handovers", filter=Q(handovers__received_at__isnull=True)),
            differing=Count("handovers", filter=~Q(handovers__difference="")),
        )
        .order_by("-handed_at", "-id")
    )


def minutes_waiting_for(officer: Officer) -> QuerySet[Any]:
    """Minutes that an agency of the officer is to receive."""
    return minutes_for(officer).filter(
        to_agency_id__in=officer.scope.agency_ids, cancelled_at__isnull=True, waiting__gt=0
    )


def one_minutes_for(officer: Officer, minutes_id: UUID) -> Any:
    """One set of minutes with its books. Raises NotFound for one that has a book he may not see: a page shows all of them."""
    found = minutes_for(officer).filter(pk=minutes_id).first()
    if found is None or found.handovers.exclude(book__in=Book.objects.visible_to(officer)).exists():
        raise NotFound
    return found


def overdue_for(officer: Officer, *, on: date) -> QuerySet[Book]:
    """Books that should have gone back before that day, the longest overdue first."""
    return (
        Book.objects.visible_to(officer)
        .filter(due_back_on__lt=on)
        .exclude(status__in=(BookStatus.INVENTORIED, BookStatus.RETURNED))
        .select_related("unit", "custodian")
        .order_by("due_back_on", "unit__sort_key", "kind", "year_opened", "volume")
    )


def losses_for(officer: Officer) -> QuerySet[Loss]:
    """Books reported lost and not found since, of those he may see."""
    return (
        Loss.objects.filter(book__in=Book.objects.visible_to(officer), found_at__isnull=True)
        .select_related("book__unit", "custodian", "reported_by")
        .order_by("reported_at")
    )


def lent_among(book_ids: Collection[UUID]) -> frozenset[UUID]:
    """Of these books those that went back for an extract or a margin note and have not been brought again."""
    last = (
        Handover.objects.filter(book__in=book_ids, received_at__isnull=False, absent=False)
        .order_by("book_id", "-received_at", "-id")
        .distinct("book_id")
        .values_list("book_id", "minutes__way")
    )
    return frozenset(book for book, way in last if way == Way.LEND_BACK)


def books_at_hand(unit_id: int) -> QuerySet[Book]:
    """The books of a unit that lie where they are keyed: given and neither returned, lost nor lent back."""
    given: QuerySet[Book] = Book.objects.unscoped("the books of a unit the caller has judged").filter(
        unit_id=unit_id, status__in=(BookStatus.HANDED_OVER, BookStatus.KEYING, BookStatus.COMPLETE)
    )
    return given.exclude(pk__in=lent_among(list(given.values_list("pk", flat=True))))


def openings_in_force(entry_id: UUID) -> QuerySet[NoteOpening]:
    """What opens an entry for one annotation: its book was received on loan for a margin note, and none was written since."""
    lent = Handover.objects.filter(
        minutes=OuterRef("minutes"), book=OuterRef("book"), received_at__isnull=False, absent=False
    )
    return NoteOpening.objects.filter(Exists(lent), entry_id=entry_id, used_at__isnull=True).order_by("id")


def book_for(officer: Officer, book_id: UUID) -> Book:
    """One book with its unit and custodian. Raises NotFound for one that is not there or not his to see."""
    found = Book.objects.visible_to(officer).select_related("unit", "custodian").filter(pk=book_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Marked:
    """That a book was to be keyed from some moment on, or not any more; by whom and why, where somebody said so."""

    at: datetime
    to_be_keyed: bool
    by: Officer | None
    reason: str


def marks_of(book: Book) -> list[Marked]:
    """Every change of a book's mark *nhập từ bản này*, from its own history. The caller has read the book for his officer."""
    events: Any = Book.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory
    rows = events.objects.filter(pgh_obj_id=book.pk).order_by("pgh_id")
    told = list(rows.values_list("pgh_created_at", "marked_for_entry", "pgh_context__metadata"))
    changes = [
        (at, marked, said or {}) for (_, before, _), (at, marked, said) in pairwise(told) if marked != before
    ]
    officers = Officer.objects.in_bulk({said["marked_by"] for *_, said in changes if "marked_by" in said})
    return [
        Marked(at, marked, officers.get(said.get("marked_by")), said.get("mark_reason", ""))
        for at, marked, said in changes
    ]


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
