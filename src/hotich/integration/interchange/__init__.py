"""What the outside formats for keyed entries share: columns known by dotted id, rows in, rows out.

A format is data, the `columns.csv` of its own folder; the code here never names a column of one.
"""

from hotich.integration.interchange.layout import Codes, Column, Layout, kinds_of, load_layout
from hotich.integration.interchange.numbers import NumbersBeside, read_numbers
from hotich.integration.interchange.reading import BookIdentity, ImportedRow, read_row
from hotich.integration.interchange.sentinel import Dated, suspected_sentinels
from hotich.integration.interchange.writing import WrittenRow, write_row

__all__ = [
    "BookIdentity",
    "Codes",
    "Column",
    "Dated",
    "ImportedRow",
    "Layout",
    "NumbersBeside",
    "WrittenRow",
    "kinds_of",
    "load_layout",
    "read_numbers",
    "read_row",
    "suspected_sentinels",
    "write_row",
]
