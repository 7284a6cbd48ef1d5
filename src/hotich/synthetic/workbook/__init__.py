"""Rows of keyed entries as real workbooks have them: mostly right, and dirty in every way that was seen in the wild.

Rows come as dictionaries from column to cell, ready for whatever writes a spreadsheet; what is wrong with each stands
beside it, so that a test can ask whether the importer said so and kept the raw value. A sheet is one layout of one kind:
``KS-70``, ``KS-60``, ``KS-police``, ``KH-44``, ``KT-48``, ``CMC-50``, ``HN-35``.
"""

from .columns import SHEETS, Sheet
from .dirt import DIRT, WHOLE_ROW, Cell
from .rows import Dirt, DirtyRow, dirty_header, dirty_rows

__all__ = [
    "DIRT",
    "SHEETS",
    "WHOLE_ROW",
    "Cell",
    "Dirt",
    "DirtyRow",
    "Sheet",
    "dirty_header",
    "dirty_rows",
]
