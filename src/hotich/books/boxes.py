"""Where the fields of a book's pages lie on their images: the edition's layout, laid on the scans by the book's calibration."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy

from hotich.books.forms import Spot, printed_form
from hotich.books.images import PageImage
from hotich.books.models import Book, Calibration, Nudge, Page, Scan
from hotich.core.forms.layout import Box, Lines, PageLayout, layout_of

_A4_HEIGHT = 1.414


@dataclass
class BookImages:
    """The images of some pages of one book with all that says where things are on them; read in four queries."""

    book: Book
    pages: dict[int, PageImage]
    calibrations: Sequence[Calibration] = ()
    nudges: Mapping[tuple[Any, int], Nudge] = field(default_factory=dict)
    _laid: dict[Any, Lines] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book, numbers: Iterable[int]) -> "BookImages":
        """Whoever asks has judged that the book may be seen."""
        wanted = set(numbers)
        # What a drawn page is drawn from is large, and asked for only when it is drawn.
        pages = Page.objects.unscoped("boxes of a book the caller has judged").defer("source")
        pages = pages.filter(book=book, number__in=wanted)
        found = {page.number: page for page in pages}
        if not found:
            return cls(book, {})
        scans = {
            scan.number: scan
            for scan in Scan.objects.unscoped("boxes of a book the caller has judged").filter(
                book=book, number__in=wanted, current=True
            )
        }
        calibrations = Calibration.objects.unscoped("boxes of a book the caller has judged").filter(book=book)
        nudges = Nudge.objects.unscoped("boxes of a book the caller has judged").filter(
            book=book, number__in=wanted
        )
        return cls(
            book,
            {number: PageImage(page, scans.get(number)) for number, page in sorted(found.items())},
            # The newest first; of nudges the newest comes last and stays.
            list(calibrations.select_related("by").order_by("-id")),
            {(nudge.scan_id, nudge.number if nudge.scan_id is None else 0): nudge for nudge in nudges},
        )

    def calibration_of(self, number: int) -> Calibration | None:
        """What was said of the page's scan; none holds for a drawing, which lies as its layout says."""
        image = self.pages.get(number)
        if image is None or image.scan is None:
            return None
        edition = printed_form(self.book, Spot(number, number * 1000)).edition
        return next(
            (one for one in self.calibrations if one.edition == edition and one.from_page <= number), None
        )

    def nudge_of(self, number: int) -> tuple[float, float]:
        """How far the page lies off."""
        scan = self.pages[number].scan if number in self.pages else None
        nudge = self.nudges.get((scan.pk, 0) if scan else (None, number))
        return (nudge.dx, nudge.dy) if nudge else (0.0, 0.0)

    def boxes(
        self, number: int, lines: Iterable[int] | None = None
    ) -> dict[str, dict[str, list[float]]] | None:
        """By line, then by field; None where nobody knows. Columns that the book lacks have no box."""
        image = self.pages[number]
        form = printed_form(self.book, Spot(number, number * 1000))
        layout = layout_of(form.edition)
        if layout is None:
            return None
        calibration = self.calibration_of(number)
        if image.scan is not None and (calibration is None or calibration.corners is None):
            return None
        laid = self._lines_laid(layout, calibration, tuple(form.variant.get("off", ())))
        dx, dy = self.nudge_of(number)
        wanted = laid if lines is None else sorted(set(lines) & set(laid))
        return {
            str(line): {
                name: [round(x + dx, 4), round(y + dy, 4), w, h] for name, (x, y, w, h) in laid[line].items()
            }
            for line in wanted
        }

    def _lines_laid(self, layout: PageLayout, calibration: Calibration | None, off: tuple[str, ...]) -> Lines:
        key = (layout.edition, calibration.pk if calibration else None, off)
        if key not in self._laid:
            lines = layout.without(off)
            if calibration is not None and calibration.corners is not None:
                matrix = homography(layout.corners, calibration.corners)
                lines = {line: _projected(matrix, boxes) for line, boxes in lines.items()}
            self._laid[key] = lines
        return self._laid[key]

    def page_of_shift(self, number: int, lines: Iterable[int] | None = None) -> dict[str, Any]:
        """The desk's `PageOfShift`; all lines where none are named."""
        image = self.pages[number]
        address = f"/anh/{image.page.pk}"
        scan = image.scan
        width, height = (scan.width, scan.height) if scan else self._drawn_size(number)
        return {
            "id": str(image.page.pk),
            "number": number,
            "image": f"{address}.webp?v={image.version}",
            "tiles": f"{address}/{{level}}/{{x}}_{{y}}.webp?v={image.version}" if scan else None,
            "width": width,
            "height": height,
            "boxes": self.boxes(number, lines),
        }

    def _drawn_size(self, number: int) -> tuple[int, int]:
        layout = layout_of(printed_form(self.book, Spot(number, number * 1000)).edition)
        return (layout.width, layout.height) if layout else (1000, round(1000 * _A4_HEIGHT))


def pages_of_shift(book: Book, positions: Iterable[int]) -> list[dict[str, Any]]:
    """`PageOfShift` of every page with an image that the positions (page × 1000 + line) stand on, with the boxes of their lines.

    Four queries, however many there are. Whoever asks has judged that the book may be seen; each image judges again when it is fetched.
    """
    lines: dict[int, set[int]] = {}
    for position in positions:
        page, line = divmod(position, 1000)
        lines.setdefault(page, set()).add(line)
    images = BookImages.of(book, lines)
    return [images.page_of_shift(number, lines[number]) for number in images.pages]


def box_of(book: Book, page: int, line: int, name: str) -> list[float] | None:
    """Where a field lies on its page's image, the whole entry where the field has no place; None where nobody knows."""
    images = BookImages.of(book, [page])
    boxes = (images.boxes(page, [line]) if page in images.pages else None) or {}
    on_line = boxes.get(str(line), {})
    return on_line.get(name) or on_line.get("*")


def homography(source: Sequence[Sequence[float]], target: Sequence[Sequence[float]]) -> Any:
    """The 3 × 3 matrix that takes four points to four points."""
    rows, values = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return numpy.append(numpy.linalg.solve(numpy.array(rows, float), numpy.array(values, float)), 1).reshape(
        3, 3
    )


def _projected(matrix: Any, boxes: Mapping[str, Box]) -> dict[str, Box]:
    """Each box as the upright one around its four moved corners."""
    x, y, w, h = numpy.array(list(boxes.values())).T
    corners = numpy.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]])
    moved = numpy.einsum("ij,cjn->cin", matrix, numpy.insert(corners, 2, 1, axis=1))
    moved = moved[:, :2] / moved[:, 2:]
    low, high = moved.min(axis=0), moved.max(axis=0)
    found = numpy.round(numpy.concatenate([low, high - low]).T, 4)
    return {name: tuple(map(float, box)) for name, box in zip(boxes, found, strict=True)}  # type: ignore[misc]
