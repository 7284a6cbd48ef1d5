"""The books' history as their custody and keying made it: a report of a past day counts each book by what it was then."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps

from hotich.books.models import Book, BookStatus, Handover
from hotich.demo.inventory import Shelf
from hotich.support.copy import copy_rows

Worked = tuple[datetime, datetime]
"""When the first and the last entry of a book were finished."""


def write_history(shelf: Shelf, worked: dict[str, Worked]) -> None:
    """Rows of the books' history, each with the moment it speaks of; the last one is the book as it stands.

    The triggers stood still while the books were written: they would say that everything came about today.
    """
    model = apps.get_model("books", "BookEvent")
    columns = [field.attname for field in Book._meta.concrete_fields if hasattr(model, field.attname)]
    handovers: dict[Any, list[Handover]] = {}
    for handover in Handover.objects.select_related("minutes").order_by("received_at"):
        handovers.setdefault(handover.book_id, []).append(handover)

    def rows() -> Iterator[dict[str, Any]]:
        for _, spec in shelf.specs:
            book = shelf.books[spec.key]
            now = {name: getattr(book, name) for name in columns}
            for when, status, custodian in _steps(book, handovers.get(book.pk, ()), worked.get(spec.key)):
                yield now | {
                    "status": str(status),
                    "custodian_id": custodian,
                    "pgh_created_at": when,
                    "pgh_label": "insert" if when == book.created_at else "update",
                    "pgh_obj_id": book.pk,
                    "pgh_context_id": None,
                }

    copy_rows(model, list(rows()))  # asks the database itself: not while a COPY runs


def _steps(
    book: Book, handovers: Iterable[Handover], worked: Worked | None
) -> Iterator[tuple[datetime, str, int | None]]:
    """(moment, status, who holds it) from the counting on."""
    keeper = book.custodian_id
    passed = list(handovers)
    if passed:
        keeper = passed[0].minutes.from_agency_id
    yield book.created_at, BookStatus.INVENTORIED, keeper
    if not passed:
        return
    police = passed[0].minutes.to_agency_id
    assert passed[0].received_at is not None
    yield passed[0].received_at, BookStatus.HANDED_OVER, police
    if book.status == BookStatus.HANDED_OVER:
        return
    begun = worked[0] if worked else book.assignments.earliest("assigned_at").assigned_at
    yield begun, BookStatus.KEYING, police
    if book.status == BookStatus.KEYING or worked is None:
        return
    yield worked[1], BookStatus.COMPLETE, police
    for handover in passed[1:]:
        assert handover.received_at is not None
        yield handover.received_at, BookStatus.RETURNED, handover.minutes.to_agency_id
