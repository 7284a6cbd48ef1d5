"""The dirty workbook has the formats' columns and every kind of dirt, and says where."""

from collections import Counter
from datetime import date

import pytest

from hotich.synthetic.workbook import DIRT, SHEETS, WHOLE_ROW, dirty_header, dirty_rows


def test_every_sheet_has_as_many_columns_as_its_name_says() -> None:
    for name, sheet in SHEETS.items():
        columns = 61 if sheet.format == "police" else int(name.split("-")[1])
        assert len(sheet.columns) == len(set(sheet.columns)) == columns, name


def test_the_police_share_59_columns_with_the_ministry_three_under_another_name() -> None:
    same_name = {column.upper() for column in SHEETS["KS-70"].columns} & set(SHEETS["KS-police"].columns)
    assert len(same_name) == 59 - 3


@pytest.mark.parametrize("name", SHEETS)
def test_a_row_has_the_columns_of_its_sheet_in_order(name: str) -> None:
    for row in dirty_rows(name, 30, 1):
        assert tuple(row.cells) == SHEETS[name].columns


@pytest.mark.parametrize("name", SHEETS)
def test_every_kind_of_dirt_occurs_and_the_same_seed_gives_the_same_rows(name: str) -> None:
    rows = dirty_rows(name, 220, 4)
    found = Counter(dirt.kind for row in rows for dirt in row.dirt)
    assert set(found) == {*(kind for kind in DIRT if DIRT[kind][0](SHEETS[name])), *WHOLE_ROW}
    assert rows == dirty_rows(name, 220, 4)
    assert rows != dirty_rows(name, 220, 5)


@pytest.mark.parametrize("name", SHEETS)
def test_every_column_is_filled_in_some_row(name: str) -> None:
    rows = dirty_rows(name, 400, 6, share=0)
    assert [c for c in SHEETS[name].columns if not any(row.cells[c] for row in rows)] == []


def test_a_dirty_cell_is_what_its_kind_says() -> None:
    for row in dirty_rows("KS-70", 300, 2):
        for dirt in row.dirt:
            value = row.cells[dirt.column]
            match dirt.kind:
                case "sentinel_date":
                    assert str(value).strip() == "19.11.1999"
                case "impossible_year":
                    assert str(value).strip().endswith("5005")
                case "trailing_slash":
                    assert str(value).endswith("/")
                case "bare_commas":
                    assert not str(value).strip(", ")
                case "lost_zero":
                    assert isinstance(value, int) and len(str(value)) < 12
                case "year_as_number":
                    assert isinstance(value, int | float) and 1900 < value < 2020
                case "date_as_cell":
                    assert isinstance(value, date)
                case "nobody":
                    assert row.rejected and value is None and row.cells["so"] is None


def test_a_clean_sheet_has_nothing_wrong() -> None:
    rows = dirty_rows("KS-70", 100, 3, share=0)
    assert not [row for row in rows if row.dirt]
    assert all(isinstance(row.cells["so"], str) and row.cells["nksHoTen"] for row in rows)


def test_a_found_header_differs_from_the_clean_one_only_in_hints_spaces_and_case() -> None:
    for sheet in SHEETS.values():
        found = dirty_header(sheet)
        assert found != list(sheet.columns)
        assert [name.split()[0] for name in found] == list(sheet.columns)
