"""Completing a book: its account, the certificate, and opening it again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.books.models import Book, BookStatus, Way
from hotich.books.operations import ways_open
from hotich.books.policies import BookRefused, may_do
from hotich.books.queries import book_for
from hotich.checking.completing.accounts import (
    ClosingNote,
    account_of,
    completion_named,
    completions_of,
    open_case_numbers,
)
from hotich.checking.completing.operations import complete_book, reopen_book
from hotich.reports.documents.completing import certificate, minutes_of_completion
from hotich.screens.books_room.custody import day_said
from hotich.screens.common import needs, whole_number
from hotich.screens.documents import drawn
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now
from hotich.units.models import Agency, AgencyKind

_PAPERS = ("giay-xac-nhan", "bien-ban")


@require_safe
@needs("books.view")
def page(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """The account of a book, what stands in the way, and its certificates."""
    return _shown(request, book_for(request.user, book_id))


def _shown(request: OfficerRequest, book: Book, refusal: BookRefused | None = None) -> HttpResponse:
    account = account_of(request.user, book)
    may_assign = request.user.may("assign")
    return render(
        request,
        "books_room/completing.html",
        {
            "book": book, "account": account, "closing": account.closing, "said": request.POST, "refusal": refusal,
            "differences": account.differences(ClosingNote(), book.pages_count),
            "completions": completions_of(request.user, book),
            "cases": open_case_numbers(request.user, book) if request.user.may("cases.view") else [],
            "is_complete": book.status == BookStatus.COMPLETE,
            "may_complete": may_assign and may_do(request.user, book, "complete"),
            "may_reopen": may_assign and may_do(request.user, book, "reopen"),
            "may_return": request.user.may("handover")
            and may_do(request.user, book, "return_book")
            and book.custodian_id in request.user.scope.agency_ids,
            "may_return_unkeyed": request.user.may("handover")
            and book.custodian_id in request.user.scope.agency_ids
            and book.status == BookStatus.KEYING
            and Way.RETURN in ways_open(request.user, [book]),
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


@require_POST
@needs("assign")
def complete(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Completes the book; what stands in the way is said on the same page, with everything as it was typed."""
    book, data = book_for(request.user, book_id), request.POST
    try:
        note = ClosingNote(
            pages=whole_number(data.get("trang", "")),
            entries=whole_number(data.get("truong-hop", "")),
            closed_on=day_said(data.get("khoa-ngay", "")),
            why_none=data.get("khong-co", ""),
        )
        complete_book(
            actor=request.user, now=now(), book=book, note=note, explanation=data.get("giai-thich", "")
        )
    except BookRefused as refusal:
        return _shown(request, book, refusal)
    messages.success(request, f"Đã hoàn thành {book.title}. In giấy xác nhận, biên bản ở dưới.")
    return redirect("book_completion", book_id=book.pk)


@require_POST
@needs("assign")
def reopen(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Opens a finished book again, with a reason."""
    book = book_for(request.user, book_id)
    reopen_book(actor=request.user, now=now(), book=book, reason=request.POST.get("ly-do", ""))
    messages.success(request, "Đã mở lại quyển: phân công để nhập tiếp.")
    return redirect("book_completion", book_id=book.pk)


@require_safe
@needs("books.view")
def paper(request: OfficerRequest, completion_id: UUID, paper: str, format: str) -> HttpResponse:
    """The certificate, or the minutes of completion."""
    completion = completion_named(request.user, completion_id)
    agency = _keying_agency(completion.book)
    if paper not in _PAPERS or agency is None:
        raise NotFound
    draw = minutes_of_completion if paper == "bien-ban" else certificate
    document = draw(completion, agency=agency)
    return drawn(
        request, document, format=format, name=f"{paper}-hoan-thanh-quyen", subject=f"book:{completion.book_id}",
        unit_id=completion.book.unit_id, completion=str(completion.pk),
    )  # fmt: skip


def _keying_agency(book: Book) -> Agency | None:
    """The police of the book's unit, whose team keys it; where there is none, any office of the unit."""
    offices = Agency.objects.filter(unit=book.unit).select_related("unit__parent").order_by("id")
    return offices.filter(kind=AgencyKind.POLICE).first() or offices.first()
