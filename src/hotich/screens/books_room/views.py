"""The inventory, one book, and handing over."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hotich.books.models import Book, BookStatus
from hotich.books.policies import may_do
from hotich.books.queries import (
    book_for,
    books_for,
    handovers_for,
    minutes_waiting_for,
    overdue_for,
    possible_copies,
    units_of_books,
)
from hotich.core.forms.variants import is_extra
from hotich.core.registers.catalogue import EditionUnknown, kinds, titles
from hotich.core.registers.catalogue import edition as edition_named
from hotich.entries.numbering import closing_for
from hotich.entries.operations import show_names
from hotich.entries.queries import entries_of_book
from hotich.linkage.review import progress_of
from hotich.reports.documents.custody import LABEL_PREFIX
from hotich.screens.books_room.chain import chain_of
from hotich.screens.common import is_uuid, needs, page_of
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now, today


@require_safe
@needs("books.view")
def listing(request: OfficerRequest) -> HttpResponse:
    """The inventory of the officer's units."""
    kind = request.GET.get("loai", "")
    status = request.GET.get("trang-thai", "")
    text = request.GET.get("tim", "").strip()
    if text.startswith(LABEL_PREFIX) and is_uuid(text.removeprefix(LABEL_PREFIX)):
        # A reader of labels types the code and presses Enter.
        return redirect("book", book_id=text.removeprefix(LABEL_PREFIX))
    unconfirmed = request.GET.get("mau-so") == "chua"
    marked = request.GET.get("phai-nhap") == "1"
    units = units_of_books(request.user)
    unit_code = request.GET.get("don-vi", "")
    if unit_code and unit_code not in {unit.code for unit, _ in units}:
        raise NotFound("Đơn vị này không thuộc phạm vi của đồng chí.")
    books = books_for(
        request.user,
        unit_code=unit_code,
        kind=kind if kind in kinds() else "",
        status=status if status in BookStatus.values else "",
        text=text,
        unconfirmed=unconfirmed,
        marked=marked,
    )
    page = page_of(books, request)
    return render(
        request,
        "books_room/listing.html",
        {
            "page": page, "kinds": titles(), "kind": kind, "statuses": BookStatus.choices, "status": status,
            "text": text, "units": [unit for unit, has_books in units if has_books or unit.code == unit_code], "unit_code": unit_code,
            "unconfirmed": unconfirmed, "marked": marked, "may_inventory": request.user.may("inventory"),
            "query": f"don-vi={unit_code}&loai={kind}&trang-thai={status}&tim={text}&mau-so={'chua' if unconfirmed else ''}"
            f"&phai-nhap={'1' if marked else ''}&",
            "waiting": minutes_waiting_for(request.user) if request.user.may("handover") else [],
            "may_hand_over": request.user.may("handover"),
            "overdue": overdue_for(request.user, on=today()).count(),
            "today": today(),
        },
    )  # fmt: skip


@require_safe
@needs("books.view")
def detail(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """One book: its columns of the inventory, its custody, and its entries for who may see them."""
    book = book_for(request.user, book_id)
    entries = None
    if request.user.may("entries.view"):
        entries = page_of(entries_of_book(request.user, book).prefetch_related("subjects"), request)
        entries.object_list = list(entries.object_list)
        show_names(actor=request.user, entries=entries, where=f"book:{book.pk}", now=now())
    may_inventory = request.user.may("inventory")
    is_holder = request.user.may("handover") and book.custodian_id in request.user.scope.agency_ids
    handovers = list(handovers_for(request.user).filter(book=book))
    waiting = next(
        (each for each in handovers if each.received_at is None and not each.minutes.cancelled_at), None
    )
    return render(
        request,
        "books_room/detail.html",
        {
            "book": book,
            "counts": book.counts.select_related("counted_by").order_by("-counted_at"),
            # The twin of a ward's book lies with the town: named to who may see it there.
            "twin": Book.objects.visible_to(request.user).filter(pk=book.twin_id).first(),
            "chain": chain_of(book, handovers),
            "waiting": waiting,
            "is_overdue": book.due_back_on is not None and book.due_back_on < today(),
            "possible_copies": possible_copies(request.user, book) if may_inventory else [],
            "forms": _forms(book),
            "confirmation": book.form_confirmations.select_related("confirmed_by").first(),
            "may_inventory": may_inventory,
            "may_leave_out": may_inventory and waiting is None and _may_leave_out(book),
            "may_take_in": may_inventory
            and not book.marked_for_entry
            and (book.twin is None or not book.twin.marked_for_entry),
            "closing": closing_for(request.user, book),
            "entries": entries,
            "page": entries,
            "progress": progress_of([book.pk]).get(book.pk),
            "may_look_up": request.user.may("look_up"),
            "may_export": request.user.may("export"),
            "may_scan": request.user.may("scan"),
            "may_hand_over": is_holder and waiting is None and book.status != BookStatus.LOST,
            "may_lose": is_holder and waiting is None and may_do(request.user, book, "report_lost"),
            "may_find": is_holder and may_do(request.user, book, "record_found"),
        },
    )


def _may_leave_out(book: Book) -> bool:
    return book.marked_for_entry and book.status == BookStatus.INVENTORIED and not book.entries.exists()


def _forms(book: Book) -> list[tuple[dict[str, Any], str, int, int]]:
    """Each form the book has: where it begins, its title, how many columns are switched off and how many added."""
    rows: list[dict[str, Any]] = [{"edition": book.edition, "variant": book.variant}, *book.form_changes]
    return [(row, _title(row["edition"]), *_counted(row["variant"])) for row in rows]


def _title(edition_id: str) -> str:
    try:
        return edition_named(edition_id).title
    except EditionUnknown:
        return edition_id


def _counted(variant: dict[str, Any]) -> tuple[int, int]:
    off = set(variant.get("off", ()))
    added = [each["id"] for each in variant.get("extra", ()) if each["id"] not in off]
    return sum(not is_extra(each) for each in off), len(added)
