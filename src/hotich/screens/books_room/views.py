"""The inventory, one book, and handing over."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.books.models import Book, BookStatus, Handover
from hotich.books.operations import hand_over, receive
from hotich.books.queries import books_for, handovers_for
from hotich.core.registers.catalogue import kinds, titles
from hotich.entries.queries import entries_of_book
from hotich.linkage.review import progress_of
from hotich.screens.common import needs, page_of
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now
from hotich.units.models import Agency


@require_safe
@needs("books.view")
def listing(request: OfficerRequest) -> HttpResponse:
    """The inventory of the officer's units."""
    kind = request.GET.get("loai", "")
    status = request.GET.get("trang-thai", "")
    text = request.GET.get("tim", "").strip()
    books = books_for(
        request.user,
        kind=kind if kind in kinds() else "",
        status=status if status in BookStatus.values else "",
        text=text,
    )
    page = page_of(books, request)
    return render(
        request,
        "books_room/listing.html",
        {
            "page": page, "kinds": titles(), "kind": kind, "statuses": BookStatus.choices, "status": status,
            "text": text, "query": f"loai={kind}&trang-thai={status}&tim={text}&",
            "waiting": [
                handover
                for handover in handovers_for(request.user).filter(received_at__isnull=True)[:50]
                if handover.to_agency_id in request.user.scope.agency_ids
            ]
            if request.user.may("handover")
            else [],
        },
    )  # fmt: skip


def _book(request: OfficerRequest, book_id: UUID) -> Book:
    book = (
        Book.objects.visible_to(request.user).select_related("unit", "custodian").filter(pk=book_id).first()
    )
    if book is None:
        raise NotFound
    return book


@require_safe
@needs("books.view")
def detail(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """One book: its columns of the inventory, its custody, and its entries for who may see them."""
    book = _book(request, book_id)
    entries = None
    if request.user.may("entries.view"):
        entries = page_of(entries_of_book(request.user, book).prefetch_related("subjects"), request)
    agencies = Agency.objects.filter(unit_id=book.unit_id) if book.unit_id else Agency.objects.none()
    return render(
        request,
        "books_room/detail.html",
        {
            "book": book,
            "counts": book.counts.select_related("counted_by").order_by("-counted_at"),
            # The twin of a ward's book lies with the town: named to who may see it there.
            "twin": Book.objects.visible_to(request.user).filter(pk=book.twin_id).first(),
            "handovers": handovers_for(request.user).filter(book=book),
            "entries": entries,
            "page": entries,
            "progress": progress_of([book.pk]).get(book.pk),
            "may_look_up": request.user.may("look_up"),
            "may_export": request.user.may("export"),
            "ways": Handover.Way.choices,
            "agencies": [agency for agency in agencies if agency.pk != book.custodian_id],
            "may_hand_over": request.user.may("handover")
            and book.custodian_id in request.user.scope.agency_ids,
        },
    )


@require_POST
@needs("handover")
def give(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Gives the book to another agency."""
    book = _book(request, book_id)
    agency = Agency.objects.filter(code=request.POST.get("ben-nhan", "")).first()
    if agency is None:
        raise NotFound("Chọn bên nhận.")
    way = request.POST.get("cach", "")
    hand_over(
        actor=request.user, now=now(), book=book, to_agency=agency,
        way=way if way in Handover.Way.values else Handover.Way.HAND_OVER,
        minutes_number=request.POST.get("bien-ban", "")[:60], condition=request.POST.get("tinh-trang", "")[:200],
    )  # fmt: skip
    messages.success(request, f"Đã ghi bàn giao cho {agency}; sổ chuyển khi bên nhận xác nhận.")
    return redirect("book", book_id=book.pk)


@require_POST
@needs("handover")
def take(request: OfficerRequest, handover_id: UUID) -> HttpResponse:
    """Confirms that the book has come."""
    handover = handovers_for(request.user).filter(pk=handover_id).first()
    if handover is None:
        raise NotFound
    receive(actor=request.user, now=now(), handover=handover)
    messages.success(request, f"Đã nhận {handover.book.title}.")
    return redirect("book", book_id=handover.book_id)
