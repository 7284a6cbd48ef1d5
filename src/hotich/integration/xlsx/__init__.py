"""Workbooks in and out, without running, resolving or trusting anything in them.

The reader streams. A library that lays a sheet out as a rectangle can be brought down by a workbook of two cells,
A1 and XFD1048576: ten gigabytes are asked for and the process is aborted. Here memory is bounded by one row and
the table of shared texts, both inside the limits of `refusals`. Streaming also keeps what the import has to tell
the officer about: the row as the spreadsheet numbers it, whether a cell was text, a number or a date, whether it
was a formula, and the digits as the file has them.
"""

from hotich.integration.xlsx.cells import Cell
from hotich.integration.xlsx.workbook import Sheet, Workbook, open_workbook
from hotich.integration.xlsx.writer import WorkbookOut, write_workbook

__all__ = ["Cell", "Sheet", "Workbook", "WorkbookOut", "open_workbook", "write_workbook"]
