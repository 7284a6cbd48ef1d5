"""Scans come in, are put to their pages, moved, turned and replaced. What was uploaded stays as it came."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max

from hotich.audit import operations as audit
from hotich.books.imaging.kinds import HEAD, is_phone_format, kind_of
from hotich.books.models import Book, Page, Scan, ScanFile, ScanState, ScanUpload
from hotich.books.operations._locking import locked_book
from hotich.books.operations.scan_making import ask_making, settle
from hotich.books.policies import ScanRefused
from hotich.books.scan_files import keep_original, original
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound

MAX_FILE: Final = 300 * 1024 * 1024
"""Bytes of one file: a book of 200 pages as one PDF has about a third of it."""
MAX_FILES: Final = 400
"""Of one upload."""
_HIGHEST = 5_000
_FIGURES = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way in."""

    name: str
    size: int
    chunks: Iterable[bytes]


def upload_scans(
    *,
    actor: Officer,
    now: datetime,
    book: Book,
    files: Sequence[Incoming],
    first_page: int,
    pages_per_image: int,
) -> ScanUpload:
    """Keeps the files and has the worker make their pages, in the order of their names, from a page on.

    All of them or none: a file that is no scan would move every page behind it. Raises NotAllowed, NotFound, ScanRefused.
    """
    require(actor, "scan")
    if not Book.objects.visible_to(actor).filter(pk=book.pk).exists():
        raise NotFound
    _check_pages(first_page, pages_per_image)
    if not files:
        raise ScanRefused("Chọn ít nhất một tệp ảnh quét.", code="scans.no_files")
    if len(files) > MAX_FILES:
        raise ScanRefused(
            f"Mỗi lần tải nhiều nhất {MAX_FILES} tệp: chia làm nhiều lần.", code="scans.too_many_files"
        )
    checked = _checked(files)
    kept = [(one.name, one.kind, *keep_original(one.chunks)) for one in checked]
    with transaction.atomic():
        book = locked_book(book, actor=actor)
        upload = ScanUpload.objects.create(
            book=book, first_page=first_page, pages_per_image=pages_per_image, uploaded_by=actor, uploaded_at=now,
            touched_at=now,
        )  # fmt: skip
        ScanFile.objects.bulk_create(
            ScanFile(upload=upload, order=order, name=name, kind=kind, digest=digest, size=size)
            for order, (name, kind, digest, size) in enumerate(kept)
        )
        _record("scans.uploaded", actor, book, now, files=len(kept), first_page=first_page)
        ask_making(upload.pk)
    return upload


@dataclass(frozen=True, slots=True)
class _Checked:
    name: str
    kind: str
    chunks: Iterable[bytes]


def _checked(files: Sequence[Incoming]) -> list[_Checked]:
    """The files in the order of their names, each with its kind. Nothing is kept before all were seen. Raises ScanRefused."""
    wrong, found = [], []
    for one in sorted(files, key=lambda each: _in_order(each.name)):
        name = Path(one.name.replace("\\", "/")).name[:200]
        chunks = iter(one.chunks)
        first = next(chunks, b"")
        kind = kind_of(first[:HEAD])
        if one.size > MAX_FILE:
            wrong.append(f"“{name}” lớn quá {MAX_FILE // 1024**2} MB: tách nhỏ hoặc quét ở 300 dpi")
        elif not first:
            wrong.append(f"“{name}” là tệp rỗng")
        elif is_phone_format(first):
            wrong.append(f"“{name}” là ảnh HEIC của điện thoại: chọn chụp JPEG, hoặc xuất sang JPEG")
        elif kind is None:
            wrong.append(f"“{name}” không phải PDF, TIFF, JPEG hay PNG")
        else:
            found.append(_Checked(name, kind, chain([first], chunks)))
    if wrong:
        raise ScanRefused(
            f"Chưa tải lên tệp nào: {'; '.join(wrong[:10])}. Bỏ hoặc sửa các tệp này rồi tải lại.",
            code="scans.wrong_files",
        )
    return found


def _check_pages(first_page: int, pages_per_image: int) -> None:
    if not 1 <= first_page <= _HIGHEST:
        raise ScanRefused(f"Trang bắt đầu phải từ 1 đến {_HIGHEST}.", code="scans.page")
    if pages_per_image not in (1, 2):
        raise ScanRefused("Chọn một hoặc hai trang trên một ảnh.", code="scans.per_image")


def _in_order(name: str) -> list[Any]:
    """`trang 2` before `trang 10`."""
    return [int(part) if part.isdigit() else part.casefold() for part in _FIGURES.split(name)]


@transaction.atomic
def move_scan(*, actor: Officer, now: datetime, scan: Scan, number: int | None) -> None:
    """Says that a scan shows another page; without a number it is set aside. Where the page has a scan already, that one stays
    beside it. Raises NotAllowed, NotFound, ScanRefused."""
    book, scan = _locked(actor, scan)
    if number is not None and not 1 <= number <= _HIGHEST:
        raise ScanRefused(f"Số trang phải từ 1 đến {_HIGHEST}.", code="scans.page")
    before = scan.number
    if before == number:
        return
    # Whoever says that it shows this page has it before him: it goes before what is there.
    is_made = scan.version > 0 and number is not None
    if is_made:
        _of(book).filter(number=number, current=True).update(current=False)
    scan.number, scan.current = number, is_made
    scan.save(update_fields=["number", "current"])
    settle(book, {each for each in (before, number) if each is not None})
    _record("scans.moved", actor, book, now, scan=str(scan.pk), was=before, page=number)


@transaction.atomic
def shift_scans(*, actor: Officer, now: datetime, book: Book, from_page: int, by: int) -> int:
    """Moves every scan from a page on: up to make room for a page that was left out, down where one too many was scanned. Gives
    how many moved. Raises NotAllowed, NotFound, ScanRefused."""
    require(actor, "scan")
    book = locked_book(book, actor=actor)
    if by == 0 or from_page < 1 or from_page + by < 1 or abs(by) > _HIGHEST:
        raise ScanRefused("Ghi dời từ trang nào, dời mấy trang.", code="scans.shift")
    if by < 0 and _of(book).filter(number__range=(from_page + by, from_page - 1)).exists():
        raise ScanRefused(
            f"Trang {from_page + by}–{from_page - 1} còn ảnh: bỏ hoặc dời ảnh ấy trước, kẻo hai trang chồng lên nhau.",
            code="scans.occupied",
        )
    moving = _of(book).filter(number__gte=from_page)
    numbers = set(moving.values_list("number", flat=True))
    if numbers and max(numbers) + by > _HIGHEST:
        raise ScanRefused(f"Số trang phải từ 1 đến {_HIGHEST}.", code="scans.page")
    current = list(moving.filter(current=True).values_list("pk", flat=True))
    moving.update(current=False)
    moved = _of(book).filter(number__gte=from_page).update(number=F("number") + by)
    _of(book).filter(pk__in=current).update(current=True)
    settle(book, numbers | {number + by for number in numbers})
    _record("scans.shifted", actor, book, now, from_page=from_page, by=by, scans=moved)
    return moved


@transaction.atomic
def turn_scan(*, actor: Officer, now: datetime, scan: Scan, degrees: int) -> None:
    """Has a scan made again, turned clockwise from how it lies now. Raises NotAllowed, NotFound, ScanRefused."""
    book, scan = _locked(actor, scan)
    if degrees not in (90, 180, 270):
        raise ScanRefused("Ảnh chỉ xoay từng góc vuông.", code="scans.turn")
    scan.turn, scan.state = (scan.turn + degrees) % 360, ScanState.WAITING
    scan.save(update_fields=["turn", "state"])
    _of_upload(scan).update(touched_at=now)
    _record("scans.turned", actor, book, now, scan=str(scan.pk), degrees=degrees)
    ask_making(scan.file.upload_id)


@transaction.atomic
def use_scan(*, actor: Officer, now: datetime, scan: Scan) -> None:
    """Shows this one of a page's scans. Raises NotAllowed, NotFound, ScanRefused."""
    book, scan = _locked(actor, scan)
    if scan.version == 0 or scan.number is None:
        raise ScanRefused("Ảnh này chưa làm xong hoặc chưa có số trang.", code="scans.not_ready")
    _of(book).filter(number=scan.number, current=True).update(current=False)
    scan.current = True
    scan.save(update_fields=["current"])
    _record("scans.chosen", actor, book, now, scan=str(scan.pk), page=scan.number)


def original_of(*, actor: Officer, now: datetime, file: ScanFile) -> Path:
    """The file as it came, noted in the audit; the caller has judged that the actor may see every page of it. Raises NotAllowed,
    NotFound."""
    require(actor, "scan")
    path = original(file.digest)
    if not path.is_file():
        raise NotFound
    audit.record(
        kind="scans.original", officer=actor, subject=f"book:{file.upload.book_id}",
        detail={"file": str(file.pk), "digest": file.digest}, unit_id=file.upload.book.unit_id, now=now,
    )  # fmt: skip
    return path


def proposed_page(book: Book) -> int:
    """Where the next upload would begin: behind the last page that has or awaits an image."""
    scanned = _of(book).aggregate(last=Max("number"))["last"] or 0
    pages = Page.objects.unscoped("the last page of a book the caller has judged").filter(book=book)
    return max(scanned, pages.aggregate(last=Max("number"))["last"] or 0) + 1


def _locked(actor: Officer, scan: Scan) -> tuple[Book, Scan]:
    require(actor, "scan")
    book = locked_book(Book(pk=scan.book_id), actor=actor)
    return book, _of(book).select_related("file").select_for_update(of=("self",)).get(pk=scan.pk)


def _of(book: Book) -> Any:
    return Scan.objects.unscoped("scans of a book that was locked for its officer").filter(book=book)


def _of_upload(scan: Scan) -> Any:
    return ScanUpload.objects.unscoped("the upload of a scan that was locked for its officer").filter(
        pk=scan.file.upload_id
    )


def _record(kind: str, actor: Officer, book: Book, now: datetime, **detail: Any) -> None:
    audit.record(
        kind=kind, officer=actor, subject=f"book:{book.pk}", detail=detail, unit_id=book.unit_id, now=now
    )
