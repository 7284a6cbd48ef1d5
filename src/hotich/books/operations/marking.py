"""The mark *nhập từ bản này*: taken off a book that is not to be keyed, and put on again."""

from datetime import datetime

import pghistory
from django.db import transaction

from hotich.audit import operations as audit
from hotich.books.models import Book, BookStatus
from hotich.books.operations._locking import locked_book
from hotich.books.policies import BookRefused, require_no_open_handover
from hotich.staff.models import Officer
from hotich.staff.policies import require

LONGEST = 300


@transaction.atomic
def leave_out(*, actor: Officer, now: datetime, book: Book, reason: str) -> Book:
    """States that nothing is keyed from a book at home: it is in no target and no account of the campaign any more.

    Raises NotAllowed, NotFound, BookRefused where it is out or lost, something was keyed from it, or nobody says why.
    """
    require(actor, "inventory")
    book = locked_book(book, actor=actor)
    if not book.marked_for_entry:
        return book
    if book.status != BookStatus.INVENTORIED:
        raise BookRefused(
            f"{book.title} đang ở trạng thái “{book.get_status_display()}”: chỉ ghi không nhập với sổ ở nơi lưu, "
            "chưa giao nhập hoặc đã trả chưa nhập.",
            code="marking.state",
        )
    require_no_open_handover(book)
    if book.entries.exists():
        raise BookRefused(
            f"{book.title} đã có trường hợp nhập từ quyển này: không bỏ dấu “nhập từ bản này” được.",
            code="marking.keyed",
        )
    if not reason.strip():
        raise BookRefused("Ghi lý do không nhập từ quyển này.", code="marking.reason")
    _set(actor, now, book, marked=False, reason=reason.strip()[:LONGEST])
    return book


@transaction.atomic
def take_in(*, actor: Officer, now: datetime, book: Book) -> Book:
    """The book is to be keyed after all. Raises NotAllowed, NotFound, BookRefused where its other copy is."""
    require(actor, "inventory")
    book = locked_book(book, actor=actor)
    if book.marked_for_entry:
        return book
    if book.twin is not None and book.twin.marked_for_entry:
        raise BookRefused(
            f"{book.title}: đang nhập từ {book.twin.get_copy_role_display()}; đổi bản ở “Hai bản của quyển”.",
            code="marking.twin",
        )
    _set(actor, now, book, marked=True, reason="")
    return book


def _set(actor: Officer, now: datetime, book: Book, *, marked: bool, reason: str) -> None:
    book.marked_for_entry = marked
    # The row's own history has no column for a reason: it hangs on the context of the change.
    with pghistory.context(marked_by=actor.pk, mark_reason=reason):
        book.save(update_fields=["marked_for_entry"])
    audit.record(
        kind="book.taken_in" if marked else "book.left_out", officer=actor, subject=f"book:{book.pk}",
        detail={"reason": reason} if reason else {}, unit_id=book.unit_id, now=now,
    )  # fmt: skip
