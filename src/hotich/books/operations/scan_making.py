"""The worker's part: files are read into pages, pages made ready one by one. Killed at any moment it goes on where it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Sum

from hotich.books.imaging.making import Made
from hotich.books.imaging.opener import Opener
from hotich.books.imaging.problems import Unreadable
from hotich.books.models import Book, Page, Scan, ScanFile, ScanState, ScanUpload
from hotich.books.scan_files import drop_versions_before, made_whole, original
from hotich.support.time import now
from hotich.support.worker import ask_worker

TASK: Final = "hotich.make_scans"
SWEEP: Final = "hotich.sweep_scans"
SLICE: Final = 12.0
"""Seconds after which a slice lets what is due every minute go first."""
SILENT: Final = timedelta(minutes=6)
"""After which an upload whose work does not go on is asked for again: longer than one image may take."""
_ONE_IMAGE = ("jpeg", "png")


@dataclass(frozen=True, slots=True)
class Slice:
    """What a run of the worker did of an upload."""

    made: int
    failed: int
    more: bool


def ask_making(upload_id: UUID) -> None:
    """Has the worker go on with an upload after this transaction."""
    ask_worker(TASK, once=f"{TASK}:{upload_id}", alone=False, upload_id=str(upload_id))


def make_scans(*, upload_id: UUID) -> Slice:
    """Reads the files of an upload that wait, then makes its pages that wait, for `SLICE` seconds."""
    end = monotonic() + SLICE
    made = failed = 0
    with Opener() as opener:
        for file in _files(upload_id):
            _read(opener, file)
            if monotonic() > end:
                return Slice(made, failed, more=True)
        for scan in _scans(upload_id):
            if _make(opener, scan):
                made += 1
            else:
                failed += 1
            ScanUpload.objects.unscoped("the worker makes scans").filter(pk=upload_id).update(
                touched_at=now()
            )
            if monotonic() > end:
                break
    return Slice(made, failed, more=_waits(upload_id))


def _files(upload_id: UUID) -> Any:
    return (
        ScanFile.objects.unscoped("the worker reads files")
        .filter(upload_id=upload_id, state=ScanState.WAITING)
        .select_related("upload")
        .order_by("order")
    )


def _scans(upload_id: UUID) -> Any:
    return (
        Scan.objects.unscoped("the worker makes scans")
        .filter(file__upload_id=upload_id, state=ScanState.WAITING)
        .select_related("file")
        .order_by("file__order", "index", "half")
    )


def _waits(upload_id: UUID) -> bool:
    return _files(upload_id).exists() or _scans(upload_id).exists()


def _read(opener: Opener, file: ScanFile) -> None:
    """Counts a file's images and makes a row of each page, numbered behind the files before it."""
    failure, images = "", 0
    try:
        images = opener.count(original(file.digest), file.kind)
    except Unreadable as problem:
        failure = problem.code
        # A photograph that cannot be read still takes its place, so that those behind it keep theirs.
        images = 1 if file.kind in _ONE_IMAGE else 0
    halves = (1, 2) if file.upload.pages_per_image == 2 else (0,)
    with transaction.atomic():
        files = ScanFile.objects.unscoped("the worker reads files").select_for_update(of=("self",))
        if files.get(pk=file.pk).state != ScanState.WAITING:
            return
        before = ScanFile.objects.unscoped("the worker numbers pages").filter(
            upload=file.upload, order__lt=file.order
        )
        number = file.upload.first_page + (before.aggregate(all=Sum("images"))["all"] or 0) * len(halves)
        Scan.objects.bulk_create(
            Scan(
                book_id=file.upload.book_id, file=file, index=index, half=half,
                number=number + index * len(halves) + place,
                state=ScanState.FAILED if failure else ScanState.WAITING, failure=failure,
            )
            for index in range(images)
            for place, half in enumerate(halves)
        )  # fmt: skip
        file.images, file.failure = images, failure
        file.state = ScanState.FAILED if failure else ScanState.READY
        file.save(update_fields=["images", "failure", "state"])
        file.upload.touched_at = now()
        file.upload.save(update_fields=["touched_at"])


def _make(opener: Opener, scan: Scan) -> bool:
    version = scan.version + 1
    try:
        with made_whole(scan.pk, version) as folder:
            made = opener.make(
                original(scan.file.digest),
                scan.file.kind,
                scan.index,
                half=scan.half,
                turn=scan.turn,
                out=folder,
            )
    except Unreadable as problem:
        _scans(scan.file.upload_id).filter(pk=scan.pk, turn=scan.turn).update(
            # One that was shown before it was turned stays what it was.
            state=ScanState.READY if scan.version else ScanState.FAILED,
            failure=problem.code,
        )
        return False
    _made(scan, version, made)
    drop_versions_before(scan.pk, version)
    return True


@transaction.atomic
def _made(scan: Scan, version: int, made: Made) -> None:
    book = (
        Book.objects.unscoped("the worker makes scans").select_for_update(of=("self",)).get(pk=scan.book_id)
    )
    found = _scans(scan.file.upload_id).filter(pk=scan.pk, version=version - 1)
    # Turned once more meanwhile: it still waits, and what was made is made over.
    fresh = found.filter(turn=scan.turn).update(
        state=ScanState.READY, version=version, width=made.width, height=made.height, dpi=made.dpi or None,
        made_at=now(), failure="",
    )  # fmt: skip
    if fresh and version == 1:
        placed = Scan.objects.unscoped("the worker makes scans").filter(pk=scan.pk).get()
        if placed.number is not None:
            _before_older(placed)
            settle(book, [placed.number])


def _before_older(scan: Scan) -> None:
    """A rescan goes before what is older; which of them is shown stays the officer's choice afterwards."""
    others = Scan.objects.unscoped("the worker makes scans").filter(
        book_id=scan.book_id, number=scan.number, current=True
    )
    others.filter(pk__lt=scan.pk).update(current=False)
    if not others.exists():
        scan.current = True
        scan.save(update_fields=["current"])


def settle(book: Book, numbers: Iterable[int]) -> None:
    """Makes pages follow scans: a page that has one is there and shows one, a page that lost its last is gone; the book says
    whether it has images. The caller holds the book's lock."""
    wanted = set(numbers)
    scans = Scan.objects.unscoped("pages follow the scans of a locked book").filter(
        book=book, number__in=wanted, version__gt=0
    )
    ready: dict[int, list[Scan]] = {}
    for scan in scans.order_by("id"):
        ready.setdefault(scan.number, []).append(scan)
    for here in ready.values():
        if not any(scan.current for scan in here):
            here[-1].current = True
            here[-1].save(update_fields=["current"])
    pages = Page.objects.unscoped("pages follow the scans of a locked book").filter(book=book)
    there = set(pages.filter(number__in=wanted).values_list("number", flat=True))
    Page.objects.bulk_create(
        (Page(book=book, number=number) for number in sorted(set(ready) - there)), ignore_conflicts=True
    )
    pages.filter(Q(number__in=wanted - set(ready)), source={}).delete()
    if book.has_images != (has := pages.exists()):
        book.has_images = has
        book.save(update_fields=["has_images"])


def ask_where_scans_wait(*, moment: datetime) -> int:
    """Asks again for uploads whose worker ended; how many."""
    silent = (
        ScanUpload.objects.unscoped("uploads whose worker ended")
        .filter(touched_at__lt=moment - SILENT)
        .filter(Q(files__state=ScanState.WAITING) | Q(files__scans__state=ScanState.WAITING))
        .values_list("pk", flat=True)
        .distinct()
    )
    for upload_id in (found := list(silent)):
        ask_making(upload_id)
    return len(found)
