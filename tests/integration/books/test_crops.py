"""The piece of a page that a case and an arbiter are shown: of a scan put down askew, the right field of the right line of the right page."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw

from hotich.books.boxes import box_of
from hotich.books.crops import WHOLE, around, crop_of
from hotich.books.models import Page
from hotich.books.operations import calibrate, make_scans, upload_scans
from hotich.core.forms.layout import Box, PageLayout, layout_of
from hotich.demo.scanned import askew, corners_of

pytestmark = pytest.mark.django_db
COLUMNS, STEP = 8, 28
NEAR = 13
"""How far JPEG and WebP may move a colour: less than half a step."""


@pytest.mark.parametrize("edition", ["KS/1976", "KS/2006"])
def test_the_piece_is_of_the_right_field_of_the_right_line_and_page(world: Any, edition: str) -> None:
    layout = layout_of(edition)
    assert layout is not None
    book = world.new_book(edition=edition, kind="KS")
    registrar = world.officer("registrar")
    sheets = [askew(page, _coloured(layout, page)) for page in (1, 2)]
    made = upload_scans(
        actor=registrar, now=world.now, book=book, files=sheets, first_page=1, pages_per_image=1
    )
    while make_scans(upload_id=made.pk).more:
        pass
    calibrate(actor=registrar, now=world.now, book=book, page=1, from_page=1, corners=corners_of(layout))
    for number in (1, 2):
        page = Page.objects.unscoped("a test's own page").get(book=book, number=number)
        for at, ((line, name), _) in enumerate(_places(layout)):
            box = box_of(book, number, line, name)
            assert box is not None
            piece = Image.open(BytesIO(crop_of(page, around(box)))).convert("RGB")
            seen = piece.getpixel(_middle(piece, box))
            assert max(abs(a - b) for a, b in zip(seen, _colour(number, at), strict=True)) <= NEAR, (
                line,
                name,
                seen,
                _colour(number, at),
            )


def test_what_stands_around_a_field_ends_at_the_edge_of_the_page() -> None:
    assert around([0.0, 0.0, 1.0, 1.0]) == [0, 0, WHOLE, WHOLE]
    left, top, width, height = around([0.5, 0.5, 0.1, 0.1])
    assert left < 5000 and top < 5000 and left + width > 6000 and top + height > 6000


def _middle(piece: Image.Image, box: list[float]) -> tuple[int, int]:
    """Where the middle of the field lies on the piece, which shows what is around it too."""
    left, top, width, height = (part / WHOLE for part in around(box))
    x, y = (box[0] + box[2] / 2 - left) / width, (box[1] + box[3] / 2 - top) / height
    return round(x * piece.width), round(y * piece.height)


def _coloured(layout: PageLayout, page: int) -> Image.Image:
    """A sheet on which every place of every line has a colour of its own."""
    sheet = Image.new("RGB", (layout.width, layout.height), (255, 255, 255))
    pen = ImageDraw.Draw(sheet)
    for at, (_, (x, y, width, height)) in enumerate(_places(layout)):
        corners = (
            x * layout.width,
            y * layout.height,
            (x + width) * layout.width,
            (y + height) * layout.height,
        )
        pen.rectangle(corners, fill=_colour(page, at))
    return sheet


def _places(layout: PageLayout) -> list[tuple[tuple[int, str], Box]]:
    """Each place once, with a line and a field that stand there: none that others lie over, as the fields of a cell over the cell."""
    found: dict[Box, tuple[int, str]] = {}
    for line, fields in layout.lines.items():
        for name in sorted(set(fields) - {"*"}):
            found.setdefault(fields[name], (line, name))
    return [(where, box) for box, where in found.items() if not any(_over(box, other) for other in found)]


def _over(box: Box, other: Box) -> bool:
    """Whether the other lies over the middle of this."""
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    inside = other[0] <= x <= other[0] + other[2] and other[1] <= y <= other[1] + other[3]
    return other != box and inside


def _colour(page: int, at: int) -> tuple[int, int, int]:
    return page * 100, at // COLUMNS * STEP, at % COLUMNS * STEP
