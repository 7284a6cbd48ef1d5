"""Counts as people write them."""

from typing import Final

_VIETNAMESE: Final = str.maketrans(",.", ".,")


def grouped(value: float, decimals: int = 0) -> str:
    """`12.345`: a point before every three figures; `1.234,5` with a decimal."""
    said = f"{value:,}" if isinstance(value, int) and not decimals else f"{value:,.{decimals}f}"
    return said.translate(_VIETNAMESE)
