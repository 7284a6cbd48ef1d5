"""Opening originals: how many images are in a file, and one of them upright, in plain colours, no larger than allowed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw
import pyvips

from hotich.books.imaging.problems import MAX_IMAGES, MAX_PIXELS, Unreadable

_DPI, _MIN_DPI, _MAX_DPI = 300, 150, 450
_PDF_PIXELS = 60_000_000
"""A page of a PDF is drawn no larger: it lies in memory whole."""
_POINTS = 72
_MM = 25.4
_LOADERS = {
    "jpeg": pyvips.Image.jpegload,
    "png": pyvips.Image.pngload,
    "tiff": pyvips.Image.tiffload,
}


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except pyvips.Error as error:
        raise Unreadable("broken") from error
    except pypdfium2.PdfiumError as error:
        raise Unreadable("encrypted" if "assword" in str(error) else "broken") from error


def count_images(path: Path, kind: str) -> int:
    """How many images a file holds. Raises Unreadable."""
    with _reading():
        if kind == "pdf":
            document = pypdfium2.PdfDocument(path)
            try:
                found = len(document)
            finally:
                document.close()
        elif kind == "tiff":
            image = _load(path, kind)
            found = image.get("n-pages") if image.get_typeof("n-pages") else 1
        else:
            _load(path, kind)
            found = 1
    if found < 1:
        raise Unreadable("empty")
    if found > MAX_IMAGES:
        raise Unreadable("too_many")
    return int(found)


def open_image(path: Path, kind: str, index: int) -> tuple[Any, int]:
    """One image of a file, upright, 8 bits, grey or sRGB without transparency, and its dots an inch (0 where it does not say).

    Nothing is decoded yet where the format allows it. Raises Unreadable.
    """
    with _reading():
        if kind == "pdf":
            return _drawn(path, index)
        image = _load(path, kind, index)
        dpi = round(image.xres * _MM)
        return _plain(image.autorot()), dpi if 50 <= dpi <= 2400 else 0


def _load(path: Path, kind: str, index: int = 0) -> Any:
    more = {"page": index} if kind == "tiff" else {}
    # A page cut off in the middle is no page: half of the book would be missing without a word.
    image = _LOADERS[kind](str(path), fail_on="truncated", **more)
    if image.width * image.height > MAX_PIXELS:
        raise Unreadable("too_large")
    return image


def _plain(image: Any) -> Any:
    if image.get_typeof("icc-profile-data"):
        image = image.icc_transform("srgb", embedded=True, intent="relative")
    elif image.interpretation != "srgb":
        image = image.colourspace("b-w" if image.bands < 3 else "srgb")
    if image.hasalpha():
        image = image.flatten(background=255)
    return image if image.format == "uchar" else image.cast("uchar")


def _drawn(path: Path, index: int) -> tuple[Any, int]:
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[index]
        width, height = page.get_size()
        if width < 1 or height < 1:
            raise Unreadable("broken")
        dpi = min(_native(page), int((_PDF_PIXELS * _POINTS**2 / (width * height)) ** 0.5))
        if dpi < 20:
            raise Unreadable("too_large")
        bitmap = page.render(scale=dpi / _POINTS, rev_byteorder=True, prefer_bgrx=False)
        pixels = bitmap.to_numpy()
        image = pyvips.Image.new_from_array(pixels, interpretation="srgb").copy_memory()
        bitmap.close()
        return image, dpi
    finally:
        document.close()


def _native(page: Any) -> int:
    """The dots an inch of the scan on a page: a scanner's PDF has one image that fills it. Raises Unreadable."""
    best = 0
    for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
        wide, tall = thing.get_px_size()
        # An image of a kilobyte can say that it is a terabyte.
        if wide * tall > MAX_PIXELS:
            raise Unreadable("too_large")
        left, bottom, right, top = thing.get_bounds()
        across = max(right - left, 1)
        if across * max(top - bottom, 1) > 0.5 * page.get_width() * page.get_height():
            best = max(best, round(max(wide / across, tall / max(top - bottom, 1)) * _POINTS))
    return min(max(best, _MIN_DPI), _MAX_DPI) if best else _DPI
