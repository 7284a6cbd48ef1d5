"""What the calibration screen works with, as JSON: one page, the form's layout, and what was said of them before."""

from typing import Any

from hotich.books.boxes import BookImages
from hotich.books.forms import Spot, printed_form
from hotich.books.models import Book, Page
from hotich.core.forms.layout import WHOLE, layout_of
from hotich.core.registers.catalogue import EditionUnknown, edition
from hotich.staff.models import Officer
from hotich.support.errors import NotFound


def image_numbers(officer: Officer, book: Book) -> list[int]:
    """The pages of the book that have an image."""
    pages = Page.objects.visible_to(officer).filter(book=book)
    return list(pages.order_by("number").values_list("number", flat=True))


def calibration_page(officer: Officer, book: Book, number: int | None = None) -> dict[str, Any]:
    """The data of one page, the first where none is named. Raises NotFound where it has no image."""
    numbers = image_numbers(officer, book)
    number = number or next(iter(numbers), 0)
    if number not in numbers:
        raise NotFound("Trang này không có ảnh.")
    images = BookImages.of(book, [number])
    form = printed_form(book, Spot(number, number * 1000))
    layout = layout_of(form.edition)
    said = images.calibration_of(number)
    return {
        "book": str(book.pk),
        "title": book.title,
        "page": images.page_of_shift(number),
        "numbers": numbers,
        "layout": layout.as_json()
        | {
            "lines": {
                str(line): {name: list(box) for name, box in boxes.items()}
                for line, boxes in layout.without(form.variant.get("off", ())).items()
            }
        }
        if layout
        else None,
        "labels": _labels(form.edition, layout.lines[1] if layout else ()),
        "calibration": {
            "corners": said.corners, "from_page": said.from_page, "by": said.by.full_name, "at": said.at.isoformat(),
        }
        if said
        else None,
        "nudge": list(images.nudge_of(number)),
        "may": {"calibrate": officer.may("scan"), "nudge": officer.may("align")},
    }  # fmt: skip


def _labels(edition_id: str, names: Any) -> dict[str, str]:
    try:
        form = edition(edition_id)
    except EditionUnknown:
        return {}
    return {name: form.label_in_full(name) for name in names if name != WHOLE}
