"""Synthetic sheets as workbook files, cells of every type, with the second sheet where the first has no column for numbers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from hotich.synthetic.workbook import DirtyRow, Sheet, dirty_header


def write_sheet(
    path: Path,
    sheet: Sheet,
    rows: Sequence[DirtyRow],
    *,
    header: Sequence[str] | None = None,
    source: str = "xác định",
) -> Path:
    """The rows under the header as it is found in the wild, or under another; `source` is what the second sheet says of its numbers."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        first = book.add_worksheet("DL Import")
        first.write_row(0, 0, dirty_header(sheet) if header is None else header)
        for number, row in enumerate(rows, start=1):
            for index, column in enumerate(sheet.columns):
                _write(first, number, index, row.cells[column], days)
        beside = [(number, row) for number, row in enumerate(rows, start=2) if row.numbers]
        if beside:
            second = book.add_worksheet("SoDinhDanh")
            second.write_row(0, 0, ["so", "quyenSo", "ngayDangKy", "role", "number", "dong", "nguon"])
            lines = [
                [
                    *(str(row.cells[c] or "") for c in ("so", "quyenSo", "ngayDangKy")),
                    *each,
                    str(number),
                    source,
                ]
                for number, row in beside
                for each in row.numbers
            ]
            for number, line in enumerate(lines, start=1):
                second.write_row(number, 0, line)
    return path


def _write(sheet: Any, number: int, index: int, value: Any, days: Any) -> None:
    if isinstance(value, datetime.date):
        sheet.write_datetime(number, index, datetime.datetime.combine(value, datetime.time()), days)
    elif isinstance(value, str):
        sheet.write_string(number, index, value)
    elif value is not None:
        sheet.write_number(number, index, value)
