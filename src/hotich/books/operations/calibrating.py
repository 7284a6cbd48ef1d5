"""Where the printed form lies on a book's scans: said for the book from a page on, and for a single page that lies off."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hotich.audit import operations as audit
from hotich.books.forms import Spot, printed_form
from hotich.books.models import Book, Calibration, Nudge, Page, Scan
from hotich.books.operations._locking import locked_book
from hotich.books.policies import ScanRefused
from hotich.core.forms.layout import layout_of
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound

MAX_NUDGE = 0.25
"""Parts of the page: what lies farther off wants a calibration."""
_BEYOND = 0.5
"""Parts of the image by which a corner may lie outside of it: the scanner cut it off."""
_SMALLEST = 0.04
"""Part of the image that the form must at least cover."""


@transaction.atomic
def calibrate(
    *,
    actor: Officer,
    now: datetime,
    book: Book,
    page: int,
    from_page: int,
    corners: Sequence[Sequence[float]] | None,
) -> Calibration:
    """Keeps where the form's corners lie, seen on `page`, for the pages from `from_page` on; without corners no boxes are shown
    there. Raises NotAllowed, NotFound, ScanRefused."""
    require(actor, "scan")
    book = locked_book(book, actor=actor)
    edition = printed_form(book, Spot(page, page * 1000)).edition
    if not 1 <= from_page <= page:
        raise ScanRefused("Áp dụng từ trang 1 đến trang đang xem.", code="calibration.from_page")
    if corners is not None:
        if layout_of(edition) is None:
            raise ScanRefused(
                "Chưa có bản vẽ vị trí các cột của mẫu sổ này: bàn nhập đưa ảnh theo dòng.",
                code="calibration.layout_unknown",
            )
        _check(corners)
    kept = Calibration.objects.create(
        book=book, from_page=from_page, edition=edition, by=actor, at=now,
        corners=None if corners is None else [[round(x, 5), round(y, 5)] for x, y in corners],
    )  # fmt: skip
    audit.record(
        kind="scans.calibrated", officer=actor, subject=f"book:{book.pk}", unit_id=book.unit_id, now=now,
        detail={"from_page": from_page, "boxes": corners is not None},
    )  # fmt: skip
    return kept


def _check(corners: Sequence[Sequence[float]]) -> None:
    """Four corners clockwise from the top left, as a page can lie: convex, not mirrored, large enough to read."""
    is_told = len(corners) == 4 and all(len(point) == 2 for point in corners)
    if is_told and all(-_BEYOND <= value <= 1 + _BEYOND for point in corners for value in point):
        turns = [_turn(corners[at], corners[(at + 1) % 4], corners[(at + 2) % 4]) for at in range(4)]
        area = sum(
            x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True)
        )
        if all(turn > 0 for turn in turns) and area / 2 >= _SMALLEST:
            return
    raise ScanRefused(
        "Bốn góc chưa đúng: chọn lần lượt trên trái, trên phải, dưới phải, dưới trái.",
        code="calibration.corners",
    )


def _turn(a: Sequence[float], b: Sequence[float], c: Sequence[float]) -> float:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


@transaction.atomic
def nudge(*, actor: Officer, now: datetime, book: Book, number: int, dx: float, dy: float) -> Nudge:
    """Keeps how far a page lies off its book's calibration, on the image that is shown now. Who keys the book may say it.

    Raises NotAllowed, NotFound, ScanRefused.
    """
    require(actor, "align")
    if not Page.objects.visible_to(actor).filter(book=book, number=number).exists():
        raise NotFound
    if not (abs(dx) <= MAX_NUDGE and abs(dy) <= MAX_NUDGE):
        raise ScanRefused("Lệch quá xa: căn chỉnh lại bốn góc của trang.", code="calibration.nudge")
    scan = Scan.objects.visible_to(actor).filter(book=book, number=number, current=True).first()
    return Nudge.objects.create(book=book, number=number, scan=scan, dx=dx, dy=dy, by=actor, at=now)
