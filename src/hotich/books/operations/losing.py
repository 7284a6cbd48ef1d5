"""Books that nobody finds: reported with what is known, and found again in the state in which they were missed."""

from datetime import datetime

from django.db import transaction

from hotich.audit import operations as audit
from hotich.books.models import Book, BookStatus, Loss
from hotich.books.operations._locking import locked_book
from hotich.books.policies import BookRefused, require_action, require_custody, require_no_open_handover
from hotich.staff.models import Officer
from hotich.staff.policies import require

LONGEST = 500


@transaction.atomic
def report_lost(*, actor: Officer, now: datetime, book: Book, circumstances: str) -> Loss:
    """States that the agency that should hold the book does not find it. Nobody keys it until it is found.

    Raises NotAllowed, NotFound, BookRefused.
    """
    require(actor, "handover")
    book = locked_book(book, actor=actor)
    require_custody(actor, book)
    require_no_open_handover(book)
    row = require_action(actor, book, "report_lost")
    if not circumstances.strip():
        raise BookRefused(
            "Ghi hoàn cảnh: thấy lần cuối khi nào, ở đâu, đã tìm những đâu.", code="loss.circumstances"
        )
    loss = Loss.objects.create(
        book=book, status_before=book.status, custodian=book.custodian, circumstances=circumstances.strip()[:LONGEST],
        reported_by=actor, reported_at=now,
    )  # fmt: skip
    book.status = row.target(book.status)
    book.save(update_fields=["status"])
    _on_record("book.lost", actor, book, now)
    return loss


@transaction.atomic
def record_found(*, actor: Officer, now: datetime, book: Book, found: str) -> Loss:
    """The book is there again, in the state in which it was missed. Raises NotAllowed, NotFound, BookRefused."""
    require(actor, "handover")
    book = locked_book(book, actor=actor)
    require_custody(actor, book)
    row = require_action(actor, book, "record_found")
    if not found.strip():
        raise BookRefused("Ghi tìm thấy ở đâu, sổ còn nguyên không.", code="loss.found")
    loss = book.losses.get(found_at__isnull=True)
    loss.found, loss.found_by, loss.found_at = found.strip()[:LONGEST], actor, now
    loss.save(update_fields=["found", "found_by", "found_at"])
    book.status = BookStatus(row.target(book.status, before=loss.status_before))
    book.save(update_fields=["status"])
    _on_record("book.found", actor, book, now)
    return loss


def _on_record(kind: str, actor: Officer, book: Book, now: datetime) -> None:
    audit.record(kind=kind, officer=actor, subject=f"book:{book.pk}", unit_id=book.unit_id, now=now)
