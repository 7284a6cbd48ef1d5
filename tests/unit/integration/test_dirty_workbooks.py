"""Workbooks as they come from the wild: each kind of dirt is told, no clean cell is, and every value stays as it was."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Literal

import pytest
import xlsxwriter

from hotich.core.text import compose
from hotich.integration.formats import layout_of
from hotich.integration.interchange import ImportedRow, read_row
from hotich.integration.refusals import ENTRIES
from hotich.integration.tables import open_table
from hotich.synthetic.workbook import DirtyRow, columns_of, dirty_header, dirty_rows

ROWS = 160
TODAY = datetime.date(2023, 6, 12)
TOLD = {
    "date_with_slashes": "date.separator",
    "trailing_space": "cell.spaces",
    "year_as_number": "cell.number",
    "date_as_cell": "cell.date",
    "impossible_year": "date.year_out_of_bounds",
    "trailing_slash": "number.trailing_slash",
    "bare_commas": "place.bare_commas",
    "upper_case": "name.upper_case",
    "lower_case": "name.lower_case",
    "lost_zero": "personal_number.lost_zero",
    "nobody": "row.nobody",
}
Format = Literal["moj", "police"]


def written(path: Path, format: Format, rows: list[DirtyRow]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("DL Import")
        sheet.write_row(0, 0, dirty_header(format))
        for number, row in enumerate(rows, start=1):
            for index, column in enumerate(columns_of(format)):
                value = row.cells[column]
                if isinstance(value, datetime.date):
                    sheet.write_datetime(
                        number, index, datetime.datetime.combine(value, datetime.time()), days
                    )
                elif isinstance(value, str):
                    sheet.write_string(number, index, value)
                elif value is not None:
                    sheet.write_number(number, index, value)
    return path


def read(tmp_path: Path, format: Format, rows: list[DirtyRow]) -> list[ImportedRow]:
    layout = layout_of(format, "KS")
    with open_table(written(tmp_path / "so.xlsx", format, rows), layout.wanted, ENTRIES) as table:
        found = [read_row(layout, table, row, today=TODAY) for row in table.rows()]
    return [row for row in found if row is not None]


@pytest.mark.parametrize("format", ["moj", "police"])
def test_every_kind_of_dirt_is_told_with_its_column(tmp_path: Path, format: Format) -> None:
    dirty = dirty_rows(format, ROWS, seed=11)
    assert {dirt.kind for row in dirty for dirt in row.dirt} >= set(TOLD)
    for row, source in zip(read(tmp_path, format, dirty), dirty, strict=True):
        told = {(message.code, message.column) for message in row.messages}
        for dirt in source.dirt:
            if dirt.kind in TOLD and dirt.kind != "nobody":
                assert (TOLD[dirt.kind], dirt.column) in told, (
                    f"row {row.row}: {dirt} was not told, only {told}"
                )
        assert row.rejected == source.rejected


@pytest.mark.parametrize("format", ["moj", "police"])
def test_a_clean_workbook_has_no_warning(tmp_path: Path, format: Format) -> None:
    messages = [
        message
        for row in read(tmp_path, format, dirty_rows(format, 60, seed=12, share=0))
        for message in row.messages
    ]
    assert [message for message in messages if message.severity != "note"] == []


@pytest.mark.parametrize("format", ["moj", "police"])
def test_every_text_is_kept_as_the_file_has_it(tmp_path: Path, format: Format) -> None:
    layout = layout_of(format, "KS")
    dirty = dirty_rows(format, ROWS, seed=13)
    for row, source in zip(read(tmp_path, format, dirty), dirty, strict=True):
        kept = {name: value["v"] for name, value in row.fields.items()} | dict(row.personal_numbers)
        for column, value in source.cells.items():
            dotted_id = layout.by_key[column.casefold()].dotted_id
            if isinstance(value, str) and value.strip() and dotted_id:
                assert kept[dotted_id] == compose(value)
