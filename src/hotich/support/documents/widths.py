"""How wide the columns of a table are: as its shares say, but never too narrow for the longest word that stands in them."""

from collections.abc import Sequence
from typing import Final

from hotich.core.text import grouped
from hotich.support.documents.letters import ALLOWED_BREAK, breakable
from hotich.support.documents.model import Cell, Table

PADDING: Final = 3.2
"""Millimetres that a cell leaves free at its two sides together, with a little over."""
_CAPITAL: Final = 2.95
_LETTER: Final = 2.15
"""Millimetres of a letter at 12 points in bold; figures are as wide as small letters, points half as wide."""


def widths_of(table: Table, total: float) -> list[float]:
    """Millimetres of each column, together `total`."""
    shares = sum(one.share for one in table.columns)
    widths = [total * one.share / shares for one in table.columns]
    needs = _needs(table)
    if sum(needs) >= total:
        return [total * need / sum(needs) for need in needs]
    short = sum(max(0.0, need - width) for need, width in zip(needs, widths, strict=True))
    if not short:
        return widths
    spare = sum(max(0.0, width - need) for need, width in zip(needs, widths, strict=True))
    return [
        max(width, need) - short * max(0.0, width - need) / spare
        for need, width in zip(needs, widths, strict=True)
    ]


def shown(cell: Cell) -> str:
    """A count as people write it: `12.345`."""
    return grouped(cell) if isinstance(cell, int) else cell


def _needs(table: Table) -> list[float]:
    rows: list[Sequence[Cell]] = [[one.label for one in table.columns], *table.rows, table.total]
    needs = [0.0] * len(table.columns)
    for row in rows:
        for at, cell in enumerate(row):
            needs[at] = max(needs[at], max(map(_wide, _unbroken(shown(cell))), default=0.0) + PADDING)
    return needs


def _unbroken(text: str) -> list[str]:
    """What stands on one line whatever the column's width."""
    return [piece for word in text.split() for piece in str(breakable(word)).split(ALLOWED_BREAK)]


def _wide(word: str) -> float:
    return sum(
        _CAPITAL if letter.isupper() else _LETTER / 2 if letter in ".,;:()-/" else _LETTER for letter in word
    )
