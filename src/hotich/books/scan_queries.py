"""Reads of scans: always for somebody who may see the book."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from hotich.books.imaging.problems import MESSAGES
from hotich.books.models import Book, Page, Scan, ScanFile, ScanState, ScanUpload
from hotich.staff.models import Officer
from hotich.support.errors import NotFound


@dataclass
class PageRow:
    """A page of the list: its image if it has one, and its scans, the current first."""

    number: int
    page: Page | None = None
    scans: list[Scan] = field(default_factory=list)

    @property
    def current(self) -> Scan | None:
        return next((scan for scan in self.scans if scan.current), None)

    @property
    def is_drawn(self) -> bool:
        """Whether its image is the drawing of a synthetic page."""
        return self.page is not None and self.current is None


def page_numbers(officer: Officer, book: Book) -> list[int]:
    """The pages that have an image or await one."""
    scanned = (
        Scan.objects.visible_to(officer)
        .filter(book=book, number__isnull=False)
        .values_list("number", flat=True)
    )
    pages = Page.objects.visible_to(officer).filter(book=book).values_list("number", flat=True)
    return sorted(set(scanned) | set(pages))


def page_rows(officer: Officer, book: Book, numbers: Iterable[int]) -> list[PageRow]:
    """Those pages with their scans."""
    rows = {number: PageRow(number) for number in numbers}
    for page in Page.objects.visible_to(officer).defer("source").filter(book=book, number__in=rows):
        rows[page.number].page = page
    scans = Scan.objects.visible_to(officer).filter(book=book, number__in=rows)
    for scan in scans.select_related("file__upload__uploaded_by").order_by("-current", "-id"):
        rows[scan.number].scans.append(scan)
    return list(rows.values())


def set_aside(officer: Officer, book: Book) -> QuerySet[Scan]:
    """Scans that show no page of the book."""
    return (
        Scan.objects.visible_to(officer)
        .filter(book=book, number__isnull=True)
        .select_related("file__upload__uploaded_by")
        .order_by("file__upload_id", "file__order", "index", "half")
    )


def uploads_of(officer: Officer, book: Book) -> QuerySet[ScanUpload]:
    """The uploads of a book, the newest first, with how far each is."""
    return (
        ScanUpload.objects.visible_to(officer)
        .filter(book=book)
        .select_related("uploaded_by")
        .annotate(
            files_count=Count("files", distinct=True),
            unread=Count("files", filter=Q(files__state=ScanState.WAITING), distinct=True),
            pages=Count("files__scans", distinct=True),
            ready=Count("files__scans", filter=Q(files__scans__state=ScanState.READY), distinct=True),
            waiting=Count("files__scans", filter=Q(files__scans__state=ScanState.WAITING), distinct=True),
            failed=Count("files__scans", filter=Q(files__scans__state=ScanState.FAILED), distinct=True),
        )
        .order_by("-uploaded_at", "-id")
    )


def is_at_work(officer: Officer, book: Book) -> bool:
    """Whether the worker still has something to do of the book."""
    return any(
        rows.objects.visible_to(officer).filter(**{of: book}, state=ScanState.WAITING).exists()
        for rows, of in ((ScanFile, "upload__book"), (Scan, "book"))
    )


def broken_files(officer: Officer, book: Book) -> list[tuple[ScanFile, str]]:
    """Files that gave no page at all, with why."""
    found = (
        ScanFile.objects.visible_to(officer)
        .filter(upload__book=book, state=ScanState.FAILED)
        .order_by("-upload__uploaded_at", "order")
    )
    return [(file, MESSAGES.get(file.failure, "")) for file in found[:50]]


def scan_for(officer: Officer, book: Book, scan_id: UUID) -> Scan:
    """One scan of the book. Raises NotFound."""
    found = (
        Scan.objects.visible_to(officer)
        .select_related("file__upload__book")
        .filter(book=book, pk=scan_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found
