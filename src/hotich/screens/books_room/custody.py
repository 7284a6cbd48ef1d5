"""Minutes of handing over: drawn up for many books, received with what was found, printed; books overdue and lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.books.models import Book, Handover, Minutes, Purpose, Way
from hotich.books.operations import (
    Found,
    Given,
    cancel_minutes,
    number_minutes,
    record_found,
    report_lost,
    ways_open,
)
from hotich.books.policies import BookRefused, may_do
from hotich.books.queries import (
    book_for,
    losses_for,
    minutes_for,
    minutes_waiting_for,
    one_minutes_for,
    overdue_for,
)
from hotich.checking.completing.operations import receive_books
from hotich.reports.documents.custody import label_of, minutes_document, overdue_document
from hotich.screens.books_room.giving import give_books
from hotich.screens.common import is_uuid, needs, page_of, whole_number
from hotich.screens.documents import as_file, drawn, record_drawn
from hotich.staff.requests import OfficerRequest
from hotich.support.documents import labels_as_pdf
from hotich.support.errors import NotFound
from hotich.support.time import local, now, today
from hotich.units.models import Agency, AgencyKind

MOST_AT_ONCE = 200
"""Books of one set of minutes, and labels of one print."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A book of minutes as it was given, and what the receiver has typed of it."""

    handover: Handover
    condition: str
    pages: str
    entries: str
    difference: str
    absent: bool


@require_safe
@needs("books.view")
def listing(request: OfficerRequest) -> HttpResponse:
    """Minutes of the officer's units, those that wait for him on top."""
    waiting = minutes_waiting_for(request.user) if request.user.may("handover") else Minutes.objects.none()
    return render(
        request,
        "books_room/minutes_list.html",
        {"page": page_of(minutes_for(request.user), request), "waiting": waiting, "may_give": request.user.may("handover")},
    )  # fmt: skip


def chosen_books(request: OfficerRequest, ids: list[str]) -> list[Book]:
    """The ticked books in the order of the inventory. Raises NotFound where one is not his to see, BookRefused for too many."""
    wanted = {UUID(text) for text in ids if is_uuid(text)}
    if len(wanted) > MOST_AT_ONCE:
        raise BookRefused(
            f"Mỗi lần chọn nhiều nhất {MOST_AT_ONCE} quyển: chia thành nhiều biên bản.",
            code="minutes.too_many",
        )
    books = list(
        Book.objects.visible_to(request.user)
        .select_related("unit", "custodian")
        .filter(pk__in=wanted)
        .order_by("unit__sort_key", "kind", "year_opened", "volume")
    )
    if len(books) != len(wanted):
        raise NotFound
    return books


@require_safe
@needs("handover")
def prepare(request: OfficerRequest) -> HttpResponse:
    """The form of new minutes for the books that were ticked, each with its condition and counts as the inventory has them."""
    return _form(request, chosen_books(request, request.GET.getlist("so")), request.GET)


def _form(
    request: OfficerRequest, books: list[Book], said: Mapping[str, Any], refusal: BookRefused | None = None
) -> HttpResponse:
    units = {book.unit_id for book in books if book.unit_id}
    agencies = Agency.objects.filter(unit_id__in=units | request.user.scope.own_unit_ids).select_related(
        "unit"
    )
    holders = {book.custodian_id for book in books}
    listed = [each for each in agencies.order_by("unit__sort_key", "name") if each.pk not in holders]
    # Where the chosen books stand apart, every way is offered, and the refusal says which book stands in the way.
    ways = ways_open(request.user, books)
    rows = [
        {
            "book": book,
            "condition": said.get(f"tinh-trang-{book.pk}", book.condition),
            "pages": said.get(f"trang-{book.pk}", "" if book.pages_count is None else book.pages_count),
            "entries": said.get(f"th-{book.pk}", "" if book.entries_count is None else book.entries_count),
        }
        for book in books
    ]
    return render(
        request,
        "books_room/minutes_form.html",
        {
            "rows": rows, "ways": [(way, way.label) for way in ways or Way], "purposes": Purpose.choices, "said": said, "refusal": refusal,
            "agencies": listed, "receiver": said.get("ben-nhan") or _usual_receiver(books, listed),
            "today": today(), "may_lend": not ways or Way.LEND_BACK in ways,
            "is_kept_by_work": Way.RETURN not in ways and any(may_do(request.user, book, "return_unkeyed") for book in books),
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


def _usual_receiver(books: list[Book], agencies: list[Agency]) -> str:
    """Between the committee that keeps a unit's books and its police, who key them."""
    units = {book.unit_id for book in books}
    held = {book.custodian.kind for book in books if book.custodian}
    wanted = AgencyKind.COMMITTEE if held == {AgencyKind.POLICE} else AgencyKind.POLICE
    return next((each.code for each in agencies if each.kind == wanted and {each.unit_id} == units), "")


@require_POST
@needs("handover")
def draw(request: OfficerRequest) -> HttpResponse:
    """Draws the minutes up; what cannot be so is said on the same page, with everything as it was typed."""
    data = request.POST
    books = chosen_books(request, data.getlist("so"))
    given = [
        Given(
            book, data.get(f"tinh-trang-{book.pk}", ""), whole_number(data.get(f"trang-{book.pk}", "")),
            whole_number(data.get(f"th-{book.pk}", "")),
        )
        for book in books
    ]  # fmt: skip
    try:
        minutes = give_books(
            actor=request.user, given=given, to=agency_said(data), way=data.get("cach", ""), number=data.get("so-bien-ban", ""),
            due_on=day_said(data.get("han-tra", "")), purpose=data.get("de-lam", ""), reason=data.get("ly-do", ""),
            entries=data.get("so-truong-hop", ""),
        )  # fmt: skip
    except BookRefused as refusal:
        return _form(request, books, data, refusal)
    messages.success(
        request, f"Đã lập biên bản {len(given)} quyển; sổ chuyển khi {minutes.to_agency} xác nhận."
    )
    return redirect("minutes", minutes_id=minutes.pk)


def agency_said(data: Mapping[str, Any]) -> Agency:
    """The agency chosen as the receiver. Raises BookRefused."""
    agency = Agency.objects.filter(code=data.get("ben-nhan", "")).first()
    if agency is None:
        raise BookRefused("Chọn bên nhận.", code="minutes.to_agency")
    return agency


def day_said(text: str) -> date | None:
    """A day as a date field sends it. Raises BookRefused for what is none."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BookRefused("Hạn trả không phải ngày: chọn lại.", code="minutes.due") from error


@require_safe
@needs("books.view")
def detail(request: OfficerRequest, minutes_id: UUID) -> HttpResponse:
    """One set of minutes: its books as they were given and found, and what may still be done with it."""
    return _shown(request, one_minutes_for(request.user, minutes_id))


def _shown(request: OfficerRequest, minutes: Any, refusal: BookRefused | None = None) -> HttpResponse:
    """The minutes as `one_minutes_for` reads them; after a refusal with what was counted."""
    said = request.POST
    handovers = list(minutes.handovers.select_related("book__unit", "received_by").order_by("order"))
    counted = [
        Counted(
            one,
            said.get(f"tinh-trang-{one.pk}", one.condition),
            said.get(f"trang-{one.pk}", "" if one.pages_count is None else str(one.pages_count)),
            said.get(f"th-{one.pk}", "" if one.entries_count is None else str(one.entries_count)),
            said.get(f"sai-khac-{one.pk}", ""),
            f"thieu-{one.pk}" in said,
        )
        for one in handovers
    ]
    agencies = request.user.scope.agency_ids if request.user.may("handover") else frozenset()
    is_open = minutes.cancelled_at is None and minutes.waiting > 0
    return render(
        request,
        "books_room/minutes.html",
        {
            "minutes": minutes,
            "counted": counted, "refusal": refusal, "place": said.get("noi-de", ""),
            "openings": minutes.openings.select_related("used_by"),
            "may_receive": is_open and minutes.to_agency_id in agencies,
            "may_cancel": is_open and minutes.waiting == minutes.books and minutes.from_agency_id in agencies,
            "may_number": bool({minutes.from_agency_id, minutes.to_agency_id} & agencies) and not minutes.cancelled_at,
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


@require_POST
@needs("handover")
def take(request: OfficerRequest, minutes_id: UUID) -> HttpResponse:
    """Receives the books, each as it was found."""
    minutes = one_minutes_for(request.user, minutes_id)
    data = request.POST
    found = {}
    for pk in minutes.handovers.filter(received_at__isnull=True).values_list("pk", flat=True):
        found[pk] = Found(
            absent=data.get(f"thieu-{pk}") == "1",
            condition=data.get(f"tinh-trang-{pk}", ""),
            pages=whole_number(data.get(f"trang-{pk}", "")),
            entries=whole_number(data.get(f"th-{pk}", "")),
            difference=data.get(f"sai-khac-{pk}", ""),
        )
    try:
        receive_books(
            actor=request.user, now=now(), minutes=minutes, found=found, place=data.get("noi-de", "")
        )
    except BookRefused as refusal:
        return _shown(request, minutes, refusal)
    absent = sum(each.absent for each in found.values())
    came = f"Đã nhận {len(found) - absent} quyển."
    messages.success(request, came + (f" {absent} quyển không có trong đợt giao." if absent else ""))
    return redirect("minutes", minutes_id=minutes.pk)


@require_POST
@needs("handover")
def cancel(request: OfficerRequest, minutes_id: UUID) -> HttpResponse:
    """Takes minutes back that nobody has received."""
    minutes = one_minutes_for(request.user, minutes_id)
    cancel_minutes(actor=request.user, now=now(), minutes=minutes, reason=request.POST.get("ly-do", ""))
    messages.success(request, "Đã hủy biên bản; các quyển vẫn ở bên giao.")
    return redirect("minutes", minutes_id=minutes.pk)


@require_POST
@needs("handover")
def give_number(request: OfficerRequest, minutes_id: UUID) -> HttpResponse:
    """Keeps the number that the clerk gave the paper."""
    minutes = one_minutes_for(request.user, minutes_id)
    number_minutes(actor=request.user, minutes=minutes, number=request.POST.get("so-bien-ban", ""))
    messages.success(request, "Đã ghi số biên bản.")
    return redirect("minutes", minutes_id=minutes.pk)


@require_safe
@needs("books.view")
def paper(request: OfficerRequest, minutes_id: UUID, format: str) -> HttpResponse:
    """The minutes to print and sign."""
    minutes = one_minutes_for(request.user, minutes_id)
    handovers = list(minutes.handovers.select_related("book__unit", "received_by").order_by("order"))
    document = minutes_document(minutes, handovers, day=local(minutes.handed_at).date())
    return drawn(
        request, document, format=format, name="bien-ban-ban-giao", subject=f"minutes:{minutes.pk}",
        unit_id=minutes.from_agency.unit_id, books=len(handovers),
    )  # fmt: skip


@require_safe
@needs("books.view")
def overdue(request: OfficerRequest) -> HttpResponse:
    """Books that should have gone back, and books that nobody finds."""
    page = page_of(overdue_for(request.user, on=today()), request)
    page.object_list = [(book, (today() - book.due_back_on).days) for book in page.object_list]
    return render(request, "books_room/overdue.html", {"page": page, "losses": losses_for(request.user)})


@require_safe
@needs("books.view")
def overdue_paper(request: OfficerRequest, format: str) -> HttpResponse:
    """The same as a list."""
    officer, moment = request.user, now()
    position = next(iter(officer.scope.positions), None)
    if position is None:
        raise NotFound
    document = overdue_document(
        overdue_for(officer, on=today()), losses_for(officer), agency=position.agency, on=today(),
        drawn_for=str(officer), at=moment,
    )  # fmt: skip
    return drawn(
        request, document, format=format, name="so-qua-han", subject="books", unit_id=position.agency.unit_id
    )


@require_safe
@needs("books.view")
def labels(request: OfficerRequest) -> HttpResponse:
    """Labels of the ticked books, to stick on."""
    books = chosen_books(request, request.GET.getlist("so"))
    if not books:
        raise NotFound("Chọn các quyển cần in nhãn.")
    content = labels_as_pdf([label_of(book) for book in books])
    record_drawn(request, name="nhan-so", format="pdf", subject="books", books=len(books))
    return as_file(content, "application/pdf", "nhan-so.pdf")


@require_POST
@needs("handover")
def lose(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Reports a book lost."""
    book = book_for(request.user, book_id)
    report_lost(actor=request.user, now=now(), book=book, circumstances=request.POST.get("hoan-canh", ""))
    messages.success(request, "Đã ghi báo thất lạc: quyển này không nhập được cho tới khi tìm thấy.")
    return redirect("book", book_id=book.pk)


@require_POST
@needs("handover")
def find(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Says that a lost book is there again."""
    book = book_for(request.user, book_id)
    record_found(actor=request.user, now=now(), book=book, found=request.POST.get("tim-thay", ""))
    messages.success(request, "Đã ghi tìm thấy; quyển trở lại trạng thái trước khi thất lạc.")
    return redirect("book", book_id=book.pk)
