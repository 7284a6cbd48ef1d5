"""Custody: a book passes from one agency to another, with minutes."""

from datetime import datetime

from django.db import transaction

from hotich.books.models import Book, BookStatus, Handover
from hotich.books.operations._locking import locked_book
from hotich.books.policies import BookRefused, require_no_open_handover
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound
from hotich.units.models import Agency


@transaction.atomic
def hand_over(
    *,
    actor: Officer,
    now: datetime,
    book: Book,
    to_agency: Agency,
    way: str,
    minutes_number: str = "",
    condition: str = "",
) -> Handover:
    """Gives a book to another agency; it changes custody when that agency receives it.

    Raises NotAllowed, NotFound, BookRefused.
    """
    require(actor, "handover")
    if way not in Handover.Way.values:
        raise BookRefused(f"Không có cách giao “{way}”.", code="book.way")
    book = locked_book(book, actor=actor)
    require_no_open_handover(book)
    if book.custodian is None:
        raise BookRefused(
            f"{book.title} chưa ghi cơ quan đang giữ: bổ sung khi kiểm kê.", code="book.no_custodian"
        )
    if book.custodian_id not in actor.scope.agency_ids:
        raise BookRefused(
            f"{book.title} đang do {book.custodian} giữ: cơ quan đó mới giao được.",
            code="book.not_in_custody",
        )
    if book.custodian_id == to_agency.pk:
        raise BookRefused("Bên giao và bên nhận phải là hai cơ quan khác nhau.", code="book.same_agency")
    if to_agency.unit_id != book.unit_id and to_agency.unit_id not in actor.scope.unit_ids:
        raise NotFound
    return Handover.objects.create(
        book=book,
        way=way,
        from_agency=book.custodian,
        to_agency=to_agency,
        minutes_number=minutes_number,
        condition=condition,
        handed_by=actor,
        handed_at=now,
    )


_STATUS_AFTER = {
    Handover.Way.HAND_OVER: BookStatus.HANDED_OVER,
    Handover.Way.IN_PLACE: BookStatus.HANDED_OVER,
    Handover.Way.RETURN: BookStatus.RETURNED,
}


@transaction.atomic
def receive(*, actor: Officer, now: datetime, handover: Handover) -> Handover:
    """The receiving agency confirms; custody passes. Raises NotAllowed, NotFound, BookRefused."""
    require(actor, "handover")
    handover = Handover.objects.select_for_update().get(pk=handover.pk)
    book = locked_book(handover.book, actor=actor)
    if handover.to_agency_id not in actor.scope.agency_ids:
        raise BookRefused(f"Bên nhận là {handover.to_agency}.", code="book.not_the_receiver")
    if handover.received_at is not None:
        return handover
    handover.received_by = actor
    handover.received_at = now
    handover.save(update_fields=["received_by", "received_at"])
    book.custodian = handover.to_agency
    after = _STATUS_AFTER.get(Handover.Way(handover.way))
    # A book lent back for a margin note comes again in the state in which it went.
    if after and not (
        after == BookStatus.HANDED_OVER and book.status in (BookStatus.KEYING, BookStatus.COMPLETE)
    ):
        book.status = after
    book.save(update_fields=["custodian", "status"])
    return handover
