"""The images of a book: scans come in, are put to their pages, corrected, calibrated."""

import json
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from hotich.books.calibration_page import calibration_page, image_numbers
from hotich.books.imaging.problems import MESSAGES
from hotich.books.models import Book, Page, ScanFile
from hotich.books.operations import (
    Incoming,
    move_scan,
    original_of,
    proposed_page,
    shift_scans,
    turn_scan,
    upload_scans,
    use_scan,
)
from hotich.books.queries import book_for
from hotich.books.scan_files import working_file
from hotich.books.scan_queries import (
    broken_files,
    is_at_work,
    page_numbers,
    page_rows,
    scan_for,
    set_aside,
    uploads_of,
)
from hotich.entries.errors import ContentRestricted
from hotich.entries.queries import page_shows_restricted
from hotich.screens.common import needs, page_of, whole_number
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now

_LATEST = 5


@require_safe
@needs("scan")
def listing(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """What was uploaded, how far it is, and which scan shows which page."""
    book = book_for(request.user, book_id)
    page = page_of(page_numbers(request.user, book), request)
    return render(
        request,
        "books_room/scans.html",
        {
            "book": book, "page": page, "rows": page_rows(request.user, book, page.object_list), "proposed": proposed_page(book),
            "aside": set_aside(request.user, book)[:100], "broken": broken_files(request.user, book), "why": MESSAGES,
        } | _progress(request, book),
    )  # fmt: skip


def _progress(request: OfficerRequest, book: Book) -> dict[str, object]:
    uploads = list(uploads_of(request.user, book)[:_LATEST])
    return {"uploads": uploads, "working": is_at_work(request.user, book)}


@require_safe
@needs("scan")
def progress(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """The uploads' part of the page, asked for again while the worker is at it."""
    book = book_for(request.user, book_id)
    found = _progress(request, book)
    response = render(request, "books_room/_scan_progress.html", {"book": book} | found)
    if not found["working"]:
        # The pages below are there now.
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@needs("scan")
def upload(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Takes files in."""
    book = book_for(request.user, book_id)
    files = [Incoming(one.name or "", one.size or 0, one.chunks()) for one in request.FILES.getlist("tep")]
    upload_scans(
        actor=request.user, now=now(), book=book, files=files, first_page=whole_number(request.POST.get("tu-trang", "")) or 0,
        pages_per_image=whole_number(request.POST.get("trang-tren-anh", "")) or 0,
    )  # fmt: skip
    messages.success(request, f"Đã nhận {len(files)} tệp. Máy chủ đang làm ảnh; có thể đóng trang này.")
    return redirect("book_scans", book_id=book.pk)


@require_POST
@needs("scan")
def shift(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Makes room for a page that was left out, or closes the gap of one too many."""
    book = book_for(request.user, book_id)
    by = whole_number(request.POST.get("may-trang", "")) or 0
    moved = shift_scans(
        actor=request.user, now=now(), book=book, from_page=whole_number(request.POST.get("tu-trang", "")) or 0,
        by=-by if request.POST.get("huong") == "len" else by,
    )  # fmt: skip
    messages.success(request, f"Đã dời {moved} ảnh.")
    return redirect("book_scans", book_id=book.pk)


@require_POST
@needs("scan")
def move(request: OfficerRequest, book_id: UUID, scan_id: UUID) -> HttpResponse:
    """Puts a scan to another page, or sets it aside."""
    scan = scan_for(request.user, book_for(request.user, book_id), scan_id)
    number = None
    if request.POST.get("bo") is None:
        number = whole_number(request.POST.get("trang", "")) or 0
    move_scan(actor=request.user, now=now(), scan=scan, number=number)
    messages.success(request, f"Ảnh là trang {number}." if number else "Đã để ảnh riêng; ảnh không bị xóa.")
    return redirect("book_scans", book_id=book_id)


@require_POST
@needs("scan")
def turn(request: OfficerRequest, book_id: UUID, scan_id: UUID) -> HttpResponse:
    """Turns a scan that lies on its side."""
    scan = scan_for(request.user, book_for(request.user, book_id), scan_id)
    turn_scan(
        actor=request.user, now=now(), scan=scan, degrees=whole_number(request.POST.get("goc", "")) or 0
    )
    messages.success(request, "Đang xoay ảnh.")
    return redirect("book_scans", book_id=book_id)


@require_POST
@needs("scan")
def use(request: OfficerRequest, book_id: UUID, scan_id: UUID) -> HttpResponse:
    """Shows another of a page's scans."""
    scan = scan_for(request.user, book_for(request.user, book_id), scan_id)
    use_scan(actor=request.user, now=now(), scan=scan)
    messages.success(request, f"Trang {scan.number} dùng ảnh đã chọn.")
    return redirect("book_scans", book_id=book_id)


def _check_content(officer: Officer, book: Book, numbers: set[int | None]) -> None:
    """Nobody knows what a scan without a page shows: it is for who may see everything of the book. Raises ContentRestricted."""
    if book.unit_id in officer.scope.sensitive_unit_ids:
        return
    for number in numbers:
        if number is None or page_shows_restricted(officer, Page(book_id=book.pk, number=number)):
            raise ContentRestricted


@require_safe
@needs("scan")
def image(request: OfficerRequest, book_id: UUID, scan_id: UUID) -> HttpResponse:
    """The working image of one scan, shown or not."""
    book = book_for(request.user, book_id)
    scan = scan_for(request.user, book, scan_id)
    _check_content(request.user, book, {scan.number})
    try:
        content = working_file(scan.pk, scan.version).read_bytes()
    except FileNotFoundError as error:
        raise NotFound from error
    return HttpResponse(content, content_type="image/webp")


@require_safe
@needs("scan")
def original(request: OfficerRequest, book_id: UUID, file_id: UUID) -> HttpResponse:
    """A file as it came, to be kept, never to be shown in the browser."""
    book = book_for(request.user, book_id)
    file = (
        ScanFile.objects.visible_to(request.user)
        .select_related("upload__book")
        .filter(pk=file_id, upload__book=book)
        .first()
    )
    if file is None:
        raise NotFound
    _check_content(request.user, book, set(file.scans.values_list("number", flat=True)) or {None})
    path = original_of(actor=request.user, now=now(), file=file)
    response = FileResponse(path.open("rb"), content_type="application/octet-stream")
    name = f"{Path(file.name).stem}.{file.kind}"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response  # type: ignore[return-value]


@require_safe
@needs("scan")
def calibration(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Where the form's corners lie on the scans; the screen itself is drawn by the browser."""
    book = book_for(request.user, book_id)
    if not image_numbers(request.user, book):
        messages.info(request, "Quyển chưa có ảnh: tải ảnh quét lên trước.")
        return redirect("book_scans", book_id=book.pk)
    number = whole_number(request.GET.get("trang", ""))
    data = calibration_page(request.user, book, number) | {"csrf": get_token(request)}
    text = json.dumps(data, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return render(
        request,
        "books_room/calibration.html",
        # No character is left that could end the element.
        {"book": book, "number": number, "data": mark_safe(text)},  # noqa: S308
    )
