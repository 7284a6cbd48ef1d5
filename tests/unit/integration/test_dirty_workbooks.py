"""Workbooks as they come from the wild: each kind of dirt is told, no clean cell is, and every value stays as it was."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from tests.sheets import write_sheet

from hotich.core.text import compose
from hotich.integration.formats import layout_of
from hotich.integration.interchange import ImportedRow, read_row
from hotich.integration.refusals import ENTRIES
from hotich.integration.tables import open_table
from hotich.synthetic.workbook import SHEETS, DirtyRow, dirty_rows

ROWS = 240
TODAY = datetime.date(2023, 6, 12)
TOLD = {
    "date_with_slashes": {"date.separator"},
    "trailing_space": {"cell.spaces"},
    "year_as_number": {"cell.number"},
    "date_as_cell": {"cell.date"},
    "date_as_serial": {"date.serial"},
    "no_such_day": {"date.day_not_in_month"},
    "impossible_year": {"date.year_out_of_bounds"},
    "trailing_slash": {"number.trailing_slash"},
    "bare_commas": {"place.bare_commas"},
    "upper_case": {"name.upper_case"},
    "lower_case": {"name.lower_case"},
    "digit_in_name": {"name.digits"},
    "lost_zero": {"personal_number.lost_zero"},
    "rounded_number": {"personal_number.rounded", "id_document.rounded"},
    "short_document": {"id_document.lost_zero"},
    "unknown_code": {"code.unknown"},
    "unknown_group": {"code.unknown"},
    "decomposed": {"cell.recoded"},
    "look_alike": {"cell.recoded"},
    "nobody": {"row.nobody"},
}
"""What is wrong with one cell, by itself. The rest needs other rows, or is nothing to be told: a value that is not there."""
REMEDY = re.compile(
    r"Đối chiếu|Ghi |Ghi lại|Kiểm tra|Lấy lại|Đổi ô|Xem lại|Xác nhận|giữ nguyên như tệp|Mẫu dùng ô|Lưu tệp"
)


def read(tmp_path: Path, name: str, rows: list[DirtyRow]) -> list[ImportedRow]:
    sheet = SHEETS[name]
    layout = layout_of(sheet.format, sheet.kind)
    with open_table(write_sheet(tmp_path / "so.xlsx", sheet, rows), layout.wanted, ENTRIES) as table:
        found = [read_row(layout, table, row, today=TODAY) for row in table.rows()]
    return [row for row in found if row is not None]


@pytest.mark.parametrize("name", SHEETS)
def test_every_kind_of_dirt_is_told_with_its_row_its_column_and_what_to_do(tmp_path: Path, name: str) -> None:
    dirty = dirty_rows(name, ROWS, seed=11)
    for row, source in zip(read(tmp_path, name, dirty), dirty, strict=True):
        told = {(message.code, message.column.split()[0]) for message in row.messages}
        for dirt in source.dirt:
            if dirt.kind in TOLD and dirt.kind != "nobody":
                assert told & {(code, dirt.column) for code in TOLD[dirt.kind]}, (
                    f"row {row.row}: {dirt} {source.cells[dirt.column]!r} was not told, only {told}"
                )
        assert row.rejected == source.rejected
        for message in row.messages:
            assert message.row == row.row
            assert REMEDY.search(message.message), message


@pytest.mark.parametrize("name", SHEETS)
def test_a_clean_workbook_has_no_warning(tmp_path: Path, name: str) -> None:
    messages = [
        message
        for row in read(tmp_path, name, dirty_rows(name, 120, seed=12, share=0))
        for message in row.messages
    ]
    assert [message for message in messages if message.severity != "note"] == []


@pytest.mark.parametrize("name", SHEETS)
def test_every_text_is_kept_as_the_file_has_it(tmp_path: Path, name: str) -> None:
    layout = layout_of(SHEETS[name].format, SHEETS[name].kind)
    dirty = dirty_rows(name, ROWS, seed=13)
    for row, source in zip(read(tmp_path, name, dirty), dirty, strict=True):
        kept = {field: value["v"] for field, value in row.fields.items()} | dict(row.personal_numbers)
        for column, value in source.cells.items():
            dotted_id = layout.by_key[column.casefold()].dotted_id
            if isinstance(value, str) and value.strip() and dotted_id:
                assert kept[dotted_id] == compose(value)
