"""From one image of an original: a pyramid to cut tiles from, and the working image (decisions.md 21)."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy
import pyvips

from hotich.books.imaging.opening import open_image
from hotich.books.imaging.problems import Unreadable

PYRAMID, WORKING = "page.tif", "page.webp"
MAX_WORKING_PIXELS = 9_000_000
MAX_WORKING_BYTES = 1_000_000
TILE = 512
_QUALITIES = (72, 50, 34)
_OVERLAP = 0.015
"""Of an opened book's width: what each half keeps beyond the middle, so that no letter at the fold is cut."""
_SMALL = 400
_DARK = 0.45
_MOST = 0.35
_MARGIN = 0.006


@dataclass(frozen=True, slots=True)
class Made:
    """What was made."""

    width: int
    height: int
    dpi: int
    bytes: int

    def as_json(self) -> dict[str, int]:
        return asdict(self)


def make(path: Path, kind: str, index: int, *, half: int, turn: int, out: Path) -> Made:
    """Makes both files of one page into the folder `out`. `half` 1 and 2 are the left and right page of an opened book, 0 the whole
    image; `turn` is degrees clockwise. Raises Unreadable."""
    image, dpi = open_image(path, kind, index)
    try:
        if turn:
            image = image.rot(f"d{turn}")
        image = _half(_trimmed(image), half)
        image.tiffsave(
            str(out / PYRAMID), tile=True, tile_width=TILE, tile_height=TILE, pyramid=True, compression="jpeg",
            Q=86, bigtiff=image.width * image.height > 120_000_000, keep="none",
        )  # fmt: skip
        made = _working(out / PYRAMID, image.width, image.height)
    except pyvips.Error as error:
        raise Unreadable("broken") from error
    (out / WORKING).write_bytes(made)
    return Made(image.width, image.height, dpi, len(made))


def _half(image: Any, half: int) -> Any:
    if not half:
        return image
    width = min(image.width, round(image.width * (0.5 + _OVERLAP)))
    return image.crop(0 if half == 1 else image.width - width, 0, width, image.height)


def _trimmed(image: Any) -> Any:
    """The image without the scanner's lid or the table around the sheet: only where the border is dark all along, the sheet light,
    and most of the picture stays. Anything doubtful stays as it is."""
    scale = max(image.width, image.height) / _SMALL
    if scale < 1:
        return image
    small = image.shrink(scale, scale)
    grey = (small if small.bands == 1 else small.colourspace("b-w")).extract_band(0).numpy()
    tall, wide = grey.shape
    # Along each line what most of it is like: writing and stains do not count.
    left, right = _inside(numpy.percentile(grey, 75, axis=0))
    top, bottom = _inside(numpy.percentile(grey, 75, axis=1))
    if (left, top, right, bottom) == (0, 0, wide, tall):
        return image
    if right - left < (1 - _MOST) * wide or bottom - top < (1 - _MOST) * tall:
        return image
    margin = _MARGIN * max(image.width, image.height)
    x0, y0 = (max(0, int(edge * scale - margin)) if edge else 0 for edge in (left, top))
    x1 = min(image.width, int(right * scale + margin)) if right < wide else image.width
    y1 = min(image.height, int(bottom * scale + margin)) if bottom < tall else image.height
    return image.crop(x0, y0, x1 - x0, y1 - y0)


def _inside(light: Any) -> tuple[int, int]:
    """Where the light part of a row of lines begins and ends."""
    lit = numpy.flatnonzero(light > numpy.median(light) * _DARK)
    return (int(lit[0]), int(lit[-1]) + 1) if len(lit) else (0, len(light))


def _working(pyramid: Path, width: int, height: int) -> bytes:
    share = min(1.0, (MAX_WORKING_PIXELS / (width * height)) ** 0.5)
    qualities: tuple[int, ...] = _QUALITIES
    while True:
        image = _layer(pyramid, share)
        for quality in qualities:
            content: bytes = image.webpsave_buffer(Q=quality, effort=2, keep="none")
            if len(content) <= MAX_WORKING_BYTES:
                return content
        # Grain that no quality tames: fewer pixels, at the last quality.
        share *= 0.95 * (MAX_WORKING_BYTES / len(content)) ** 0.5
        qualities = _QUALITIES[-1:]


def _layer(pyramid: Path, share: float) -> Any:
    """The page at a share of its size, from the next larger layer of the pyramid."""
    layer, rest = 0, share
    layers = _layers(pyramid)
    while rest <= 0.5 and layer + 1 < layers:
        layer, rest = layer + 1, rest * 2
    image = pyvips.Image.tiffload(str(pyramid), page=layer, access="sequential")
    return image.resize(rest).copy_memory() if rest < 1 else image.copy_memory()


def _layers(pyramid: Path) -> int:
    image = pyvips.Image.tiffload(str(pyramid))
    return int(image.get("n-pages")) if image.get_typeof("n-pages") else 1
