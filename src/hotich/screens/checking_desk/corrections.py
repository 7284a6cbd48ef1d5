"""What was corrected in an officer's own keying, shown to him alone; he may object, and somebody else answers."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.books.models import Page
from hotich.checking.errors import ContestRefused
from hotich.checking.models import Contest, FieldDifference
from hotich.checking.operations import answer_contest, contest
from hotich.checking.queries import contests_for, corrections_of, own_rate
from hotich.entries.derivation import edition_of_entry
from hotich.entries.operations import saw, show_names
from hotich.entries.policies import checked_blind_by
from hotich.screens.checking_desk.arbitration import said_of_keying
from hotich.screens.checking_desk.results import Line
from hotich.screens.common import needs, page_of
from hotich.staff.requests import OfficerRequest
from hotich.support.time import now


@dataclass(frozen=True, slots=True)
class Correction:
    """One column: what he keyed, and what the book says by the arbiter."""

    difference: FieldDifference
    label: str
    keyed: str
    decided: str
    shut: bool = False

    @property
    def contest(self) -> Contest | None:
        return getattr(self.difference, "contest", None)


def _correction(one: FieldDifference) -> Correction:
    entry = one.check_row.entry
    form = edition_of_entry(entry)
    told = one.decided if one.decided is not None else one.second if one.decision == "second" else one.first
    return Correction(
        one,
        form.label_in_full(one.field) if form else one.field,
        said_of_keying(one.first),
        said_of_keying(told),
        shut=entry.restricted,
    )


@require_safe
@needs("key")
def own(request: OfficerRequest) -> HttpResponse:
    """His corrections, the newest first, with his rate. Nobody else's."""
    page = page_of(corrections_of(request.user), request)
    differences: list[FieldDifference] = list(page.object_list)
    show_names(
        actor=request.user, entries=[one.check_row.entry for one in differences], where="own_corrections", now=now()
    )  # fmt: skip
    return render(
        request,
        "checking_desk/own.html",
        {"page": page, "rows": [_correction(one) for one in differences], "rate": Line("", own_rate(request.user))},
    )  # fmt: skip


@require_POST
@needs("key")
def object_to(request: OfficerRequest, difference_id: int) -> HttpResponse:
    """Says why he was right; somebody else looks at the book again."""
    try:
        contest(
            actor=request.user, difference_id=difference_id, text=request.POST.get("vi-sao", ""), now=now()
        )
    except ContestRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Đã gửi phản hồi. Người khác xem lại sổ và trả lời ở trang này.")
    return redirect("own_corrections")


@require_safe
@needs("arbitrate")
def contests(request: OfficerRequest) -> HttpResponse:
    """Objections that wait for an answer; those he had a hand in are not among them."""
    page = page_of(contests_for(request.user), request)
    found: list[Contest] = list(page.object_list)
    blind = checked_blind_by(request.user, [one.difference.check_row.entry for one in found])
    listed = [one for one in found if one.difference.check_row.entry_id not in blind]
    show_names(
        actor=request.user, entries=[one.difference.check_row.entry for one in listed], where="contests", now=now()
    )  # fmt: skip
    saw(actor=request.user, entries=[one.difference.check_row.entry for one in listed], now=now())
    rows = [_correction(one.difference) for one in listed]
    pages = _pages_of(request, rows)
    return render(
        request,
        "checking_desk/contests.html",
        {"page": page, "rows": [(one, row, pages.get(_place(row))) for one, row in zip(listed, rows, strict=True)]},
    )  # fmt: skip


def _place(row: Correction) -> tuple[UUID, int | None]:
    check = row.difference.check_row
    return check.book_id, check.entry.page


def _pages_of(request: OfficerRequest, rows: list[Correction]) -> dict[tuple[UUID, int | None], UUID]:
    """The pages with an image, by book and number, that he may look at again."""
    places = {_place(row) for row in rows if row.difference.check_row.book.has_images and not row.shut}
    pages = Page.objects.visible_to(request.user).filter(
        book__in={book for book, _ in places}, number__in={number for _, number in places if number}
    )
    return {(book, number): pk for pk, book, number in pages.values_list("pk", "book_id", "number")}


@require_POST
@needs("arbitrate")
def answer(request: OfficerRequest, contest_id: int) -> HttpResponse:
    """Upheld, the first keying counts again; dismissed, all stays."""
    try:
        answered = answer_contest(
            actor=request.user, contest_id=contest_id, uphold=request.POST.get("ket-qua") == "upheld",
            answer=request.POST.get("tra-loi", ""), now=now(),
        )  # fmt: skip
    except ContestRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Đã trả lời: {answered.get_state_display()}.")
    return redirect("contests")
