"""Tiles cut out of a pyramid, in the levels of Deep Zoom: the highest is the full resolution, each below it half of it, rounded up."""

from math import ceil
from pathlib import Path
from typing import Any

import pyvips

from hotich.books.imaging.making import TILE

_QUALITY = 78


def top_level(width: int, height: int) -> int:
    """The level of the full resolution."""
    return (max(width, height, 1) - 1).bit_length()


def tile(pyramid: Path, level: int, column: int, row: int) -> bytes | None:
    """One tile as WebP; None where the page has none at this place."""
    full = pyvips.Image.tiffload(str(pyramid))
    top = top_level(full.width, full.height)
    if not 0 <= level <= top or min(column, row) < 0:
        return None
    scale = 2 ** (top - level)
    width, height = ceil(full.width / scale), ceil(full.height / scale)
    left, upper = column * TILE, row * TILE
    if left >= width or upper >= height:
        return None
    layers = int(full.get("n-pages")) if full.get_typeof("n-pages") else 1
    layer = min(top - level, layers - 1)
    image = pyvips.Image.tiffload(str(pyramid), page=layer) if layer else full
    wide, tall = min(TILE, width - left), min(TILE, height - upper)
    content: bytes = _cut(image, scale >> layer, left, upper, wide, tall).webpsave_buffer(
        Q=_QUALITY, effort=1, keep="none"
    )
    return content


def _cut(image: Any, shrink: int, left: int, upper: int, wide: int, tall: int) -> Any:
    """A rectangle of the layer divided by `shrink`. Layers are rounded down and levels up: a last line is said twice."""
    x, y = min(left * shrink, image.width - 1), min(upper * shrink, image.height - 1)
    part = image.crop(x, y, min(wide * shrink, image.width - x), min(tall * shrink, image.height - y))
    if shrink > 1:
        part = part.resize(min(wide / part.width, 1), vscale=min(tall / part.height, 1))
    return part.embed(0, 0, wide, tall, extend="copy")
