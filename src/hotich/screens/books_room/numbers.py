"""The numbers of one book: its sequences, what is missing, and what officers stated of it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.books.models import NumberMark
from hotich.books.operations import mark_numbers, withdraw_mark
from hotich.books.queries import book_for
from hotich.entries.numbering import YearOfNumbers, closing_of, numbers_of
from hotich.screens.common import needs, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the strip: where it begins, how long it is, and what it stands for."""

    at: int
    length: int
    what: str


def strip_of(year: YearOfNumbers) -> list[Segment]:
    """The year's numbers from the first to the last as pieces of one line, repeated numbers on top."""
    sequence = year.sequence
    pieces = [(one.first, len(one), "co") for one in sequence.present]
    pieces += [
        (
            one.numbers.first,
            len(one.numbers),
            one.mark.kind if one.mark else "chua" if one.where == "after" else "thieu",
        )
        for one in year.missing
    ]
    pieces += [(one.value, 1, "trung") for one in sequence.repeats]
    start = min(first for first, _, _ in pieces)
    return [Segment(first - start, length, what) for first, length, what in pieces]


@require_safe
@needs("books.view")
def sequence(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Dãy số của quyển: year by year, beside the inventory and the volumes before and after it."""
    book = book_for(request.user, book_id)
    numbers = numbers_of(request.user, book)
    years = []
    for year in numbers.years:
        strip = strip_of(year)
        years.append({"year": year, "strip": strip, "width": max(one.at + one.length for one in strip)})
    return render(
        request,
        "books_room/numbers.html",
        {
            "book": book, "years": years, "unread": numbers.unread, "void_unnumbered": numbers.void_unnumbered, "marks": numbers.marks,
            "closing": closing_of(book, numbers), "kinds": NumberMark.Is.choices,
            "may_mark": request.user.may("numbers"), "may_open": request.user.may("entries.view"),
        },
    )  # fmt: skip


@require_POST
@needs("numbers")
def mark(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """States what the book shows where numbers are missing."""
    book = book_for(request.user, book_id)
    first, last = (whole_number(request.POST.get(name, "")) or 0 for name in ("tu", "den"))
    mark_numbers(
        actor=request.user, now=now(), book=book, year=whole_number(request.POST.get("nam", "")), first=first,
        last=last or first, kind=request.POST.get("la", ""), reason=request.POST.get("ly-do", ""),
    )  # fmt: skip
    messages.success(request, f"Đã ghi nhận số {first}{f'–{last}' if last > first else ''}.")
    return redirect("book_numbers", book_id=book.pk)


@require_POST
@needs("numbers")
def withdraw(request: OfficerRequest, book_id: UUID, mark_id: UUID) -> HttpResponse:
    """Takes a statement about missing numbers back."""
    book = book_for(request.user, book_id)
    found = NumberMark.objects.filter(pk=mark_id, book=book, withdrawn_at__isnull=True).first()
    if found is None:
        raise NotFound
    withdraw_mark(actor=request.user, now=now(), mark=found)
    messages.success(request, "Đã bỏ đánh dấu; dấu cũ vẫn còn trong lịch sử.")
    return redirect("book_numbers", book_id=book.pk)
