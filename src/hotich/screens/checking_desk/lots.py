"""Lots: drawing a sample, how far it is, what came of it and how the next is inspected."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.books.models import Book
from hotich.checking.lot_accounts import account_of_lot
from hotich.checking.models import Check, Lot
from hotich.checking.operations import draw_lot
from hotich.checking.queries import books_to_draw, inspection_of, lots_of
from hotich.core.quotas.switching import SCORE_TO_REDUCE
from hotich.reports.documents.lots import lot_minutes
from hotich.screens.common import is_uuid, needs, page_of
from hotich.screens.documents import drawn
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import now
from hotich.units.models import Agency, AgencyKind


@require_safe
@needs("checks.view")
def listing(request: OfficerRequest) -> HttpResponse:
    """Lots of the officer's units, the newest first, and where he may, drawing the next."""
    lots = lots_of(request.user)
    may_draw = request.user.may("lots.draw")
    return render(
        request,
        "checking_desk/lots.html",
        {
            "page": page_of(lots, request), "may_draw": may_draw,
            "books": books_to_draw(request.user) if may_draw else (), "sorts": Lot.Sort.choices,
            "sort": Lot.Sort.QUALITY,
        },
    )  # fmt: skip


@require_POST
@needs("lots.draw")
def draw(request: OfficerRequest) -> HttpResponse:
    """Draws the sample of a book; what stands in the way comes back with the form."""
    book_id = request.POST.get("so", "")
    book = Book.objects.visible_to(request.user).filter(pk=book_id).first() if is_uuid(book_id) else None
    if book is None:
        raise NotFound
    lot = draw_lot(
        actor=request.user, book=book, sort=request.POST.get("cach", ""), now=now(),
        ask_reduced="giam" in request.POST, note=request.POST.get("nguyen-nhan", ""),
    )  # fmt: skip
    messages.success(
        request,
        f"Đã rút mẫu {lot.sample} trên {lot.size} trường hợp của {book.title}. Sổ giữ lại cho đến khi kiểm tra xong mẫu.",
    )
    return redirect("lot", lot_id=lot.pk)


@require_safe
@needs("checks.view")
def detail(request: OfficerRequest, lot_id: UUID) -> HttpResponse:
    """One lot: its plan, what the plan promises, how far it is, and how the next lot is inspected."""
    lot = _lot(request, lot_id)
    states = dict(lot.checks.order_by().values_list("state").annotate(n=Count("pk")))
    account = account_of_lot(lot)
    return render(
        request,
        "checking_desk/lot.html",
        {
            "lot": lot,
            "states": [(label, states[value]) for value, label in Check.State.choices if value in states],
            "account": account,
            "may_see_sample": _may_see_sample(request.user, lot),
            "next": inspection_of(lot.unit_id, lot.kind) if lot.sort == Lot.Sort.QUALITY else None,
            "needed": SCORE_TO_REDUCE,
            "severities": dict(Lot.Severity.choices),
        },
    )


@require_safe
@needs("checks.view")
def paper(request: OfficerRequest, lot_id: UUID, format: str) -> HttpResponse:
    """Biên bản kiểm tra lô; unsigned, with room for the signatures."""
    lot = _lot(request, lot_id)
    if not _may_see_sample(request.user, lot):
        raise NotAllowed("Biên bản có danh sách mẫu nên lập được khi lô đã có kết luận.")
    agency = _drawing_agency(lot)
    if agency is None:
        raise NotFound
    return drawn(
        request, lot_minutes(account_of_lot(lot), agency=agency), format=format, name="bien-ban-kiem-tra-lo",
        subject=f"lot:{lot.pk}", unit_id=lot.unit_id,
    )  # fmt: skip


def _may_see_sample(officer: Officer, lot: Lot) -> bool:
    """Who leads the keying sees which entries were drawn once nothing of the sample can be mended any more."""
    return lot.state != Lot.State.CHECKING or officer.may("lots.draw")


def _lot(request: OfficerRequest, lot_id: UUID) -> Lot:
    """Raises NotFound outside his units."""
    lot: Lot | None = lots_of(request.user).filter(pk=lot_id).select_related("book__unit").first()
    if lot is None:
        raise NotFound
    return lot


def _drawing_agency(lot: Lot) -> Agency | None:
    """The people's committee of the lot's unit, whose officer draws samples; where there is none, any office of the unit."""
    offices = Agency.objects.filter(unit=lot.unit_id).select_related("unit__parent").order_by("id")
    return offices.filter(kind=AgencyKind.COMMITTEE).first() or offices.first()
