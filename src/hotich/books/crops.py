"""A piece of a page's image, for who is asked about it: no more of the page travels than what the question shows."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from hotich.books.images import image_of
from hotich.books.models import Page

WHOLE = 10_000
"""A crop measures a page in parts of its width and height, so that it outlives another resolution."""
_WIDEST = 1600
_ASIDE, _ABOVE = 0.03, 0.012
"""Shown around a field, in parts of the page: letters reach over their lines, and what stands beside it says how the writer writes."""


def around(box: Sequence[float]) -> list[int]:
    """A field's place with what stands around it, in ten-thousandths of the page."""
    x, y, width, height = box
    left, top = max(0.0, x - _ASIDE), max(0.0, y - _ABOVE)
    right, bottom = min(1.0, x + width + _ASIDE), min(1.0, y + height + _ABOVE)
    return [round(part * WHOLE) for part in (left, top, right - left, bottom - top)]


def crop_of(page: Page, box: Sequence[int]) -> bytes:
    """The piece as WebP: x, y, width, height in ten-thousandths. Raises NoImage."""
    with Image.open(BytesIO(image_of(page).working())) as image:
        width, height = image.size
        left, top = box[0] * width // WHOLE, box[1] * height // WHOLE
        right = max(-(-(box[0] + box[2]) * width // WHOLE), left + 1)
        bottom = max(-(-(box[1] + box[3]) * height // WHOLE), top + 1)
        piece = image.crop((left, top, min(right, width), min(bottom, height)))
        piece.thumbnail((_WIDEST, _WIDEST))
        written = BytesIO()
        piece.save(written, "WEBP", quality=80)
        return written.getvalue()
