"""Which book is keyed: one of the two copies of a volume, none of them; and what both say where both were."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.audit import operations as audit
from hotich.books.models import Book
from hotich.books.operations import enter_from, leave_out, pair_copies, part_copies, take_in
from hotich.books.queries import book_for, possible_copies
from hotich.entries.copies import compared_copies
from hotich.screens.common import is_uuid, needs
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now

SHOWN = 200


@require_safe
@needs("entries.view")
def compare(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """What the two copies say differently, act by act. It shows values of entries, so looking is on record."""
    book = book_for(request.user, book_id)
    twin = Book.objects.visible_to(request.user).select_related("unit").filter(pk=book.twin_id).first()
    if twin is None:
        raise NotFound("Quyển này chưa ghép với bản kia, hoặc bản kia không thuộc phạm vi của đồng chí.")
    audit.record(
        kind="copies.compared",
        officer=request.user,
        subject=f"book:{book.pk}",
        unit_id=book.unit_id,
        now=now(),
    )
    return render(
        request,
        "books_room/copies.html",
        {"book": book, "twin": twin, "compared": compared_copies(request.user, book, twin), "shown": SHOWN},
    )


@require_POST
@needs("inventory")
def pair(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Links a book with its other copy and says which of them is keyed."""
    book = book_for(request.user, book_id)
    text = request.POST.get("ban-kia", "")
    other = possible_copies(request.user, book).filter(pk=text).first() if is_uuid(text) else None
    if other is None:
        raise NotFound("Chọn bản kia của quyển.")
    keep = other if request.POST.get("nhap-tu") == str(other.pk) else book
    pair_copies(actor=request.user, now=now(), book=book, other=other, keep=keep)
    messages.success(request, f"Đã ghép hai bản; nhập từ {keep.get_copy_role_display()}.")
    return redirect("book", book_id=book.pk)


@require_POST
@needs("inventory")
def part(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Takes the link between two copies back."""
    book = book_for(request.user, book_id)
    part_copies(actor=request.user, now=now(), book=book)
    messages.success(request, "Đã tách hai bản; dấu “nhập từ bản này” của mỗi bản giữ nguyên.")
    return redirect("book", book_id=book.pk)


@require_POST
@needs("inventory")
def enter(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Marks this copy as the one that is keyed."""
    book = book_for(request.user, book_id)
    enter_from(actor=request.user, now=now(), book=book)
    messages.success(request, f"Từ nay nhập từ {book.get_copy_role_display()} của {book.title}.")
    return redirect("book", book_id=book.pk)


@require_POST
@needs("inventory")
def leave(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Says that nothing is keyed from this book, and why."""
    book = book_for(request.user, book_id)
    leave_out(actor=request.user, now=now(), book=book, reason=request.POST.get("ly-do", ""))
    messages.success(request, f"Không nhập từ {book.title}: quyển không còn trong số phải nhập của đợt.")
    return redirect("book", book_id=book.pk)


@require_POST
@needs("inventory")
def take(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Takes that back."""
    book = book_for(request.user, book_id)
    take_in(actor=request.user, now=now(), book=book)
    messages.success(request, f"{book.title} lại trong số phải nhập.")
    return redirect("book", book_id=book.pk)
