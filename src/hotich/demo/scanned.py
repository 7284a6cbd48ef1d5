"""One book of the demo was scanned: its first pages came through the upload as a scanner's JPEG files, a little crooked, and the
registrar said where the table lies on them. The worker makes them ready once it runs; until then the pages are shown as drawn."""

from datetime import datetime
from io import BytesIO

import numpy
from PIL import Image

from hotich.books.boxes import homography
from hotich.books.operations import Incoming, calibrate, upload_scans
from hotich.core.forms.layout import PageLayout, layout_of
from hotich.demo.inventory import SEED, Shelf
from hotich.demo.officers import Staff
from hotich.synthetic.books import Inventory, keyable_entries
from hotich.synthetic.books.printed import is_table
from hotich.synthetic.pages import draw_page, entries_on

PAGES = 4
_GLASS = (2600, 1850)
"""The scanner's picture of an A3 sheet, in pixels."""
_LID = (232, 232, 228)
_SHEET = ((0.021, 0.034), (0.974, 0.017), (0.982, 0.958), (0.028, 0.979))
"""Where the sheet's corners lie on the glass: put down askew, as a bound book is."""
_DPI = 155


def scan_book(shelf: Shelf, inventory: Inventory, staff: Staff, *, now: datetime) -> None:
    """Uploads the scans of the first keyable book that has tables and images."""
    for holder, spec in shelf.specs:
        if spec.state == "keyable" and spec.has_images and is_table(spec.edition):
            book, layout = shelf.books[spec.key], layout_of(spec.edition)
            assert layout is not None
            entries = list(keyable_entries(inventory, spec))
            files = [
                askew(number, draw_page(spec, entries_on(entries, number), seed=SEED))
                for number in range(1, PAGES + 1)
            ]
            registrar = staff.of(holder, "hotich")
            upload_scans(actor=registrar, now=now, book=book, files=files, first_page=1, pages_per_image=1)
            calibrate(actor=registrar, now=now, book=book, page=1, from_page=1, corners=corners_of(layout))
            return


def corners_of(layout: PageLayout) -> list[list[float]]:
    """Where the corners of the form lie on a picture made by `askew`."""
    matrix = homography(((0, 0), (1, 0), (1, 1), (0, 1)), _SHEET)
    moved = [matrix @ (x, y, 1) for x, y in layout.corners]
    return [[float(x / t), float(y / t)] for x, y, t in moved]


def askew(number: int, page: Image.Image) -> Incoming:
    """The page as a scanner's JPEG file, put down a little crooked."""
    width, height = glass = _GLASS if page.width > page.height else _GLASS[::-1]
    onto = [(x * width, y * height) for x, y in _SHEET]
    from_sheet = ((0, 0), (page.width, 0), (page.width, page.height), (0, page.height))
    back = numpy.linalg.inv(homography(from_sheet, onto))
    seen = page.transform(
        glass, Image.Transform.PERSPECTIVE, (back / back[2, 2]).flatten()[:8].tolist(),
        Image.Resampling.BILINEAR, fillcolor=_LID,
    )  # fmt: skip
    out = BytesIO()
    seen.save(out, "JPEG", quality=82, dpi=(_DPI, _DPI))
    return Incoming(f"quet-{number:03}.jpg", out.tell(), [out.getvalue()])
