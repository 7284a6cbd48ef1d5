"""The dirty workbook has the formats' columns and every kind of dirt, and says where."""

from collections import Counter
from datetime import date

import pytest

from hotich.synthetic.workbook import (
    DIRT,
    MOJ_COLUMNS,
    POLICE_COLUMNS,
    Format,
    columns_of,
    dirty_header,
    dirty_rows,
)


def test_the_formats_have_70_and_61_columns_59_of_them_shared() -> None:
    assert len(MOJ_COLUMNS) == len(set(MOJ_COLUMNS)) == 70
    assert len(POLICE_COLUMNS) == len(set(POLICE_COLUMNS)) == 61
    same_name = {column.upper() for column in MOJ_COLUMNS} & set(POLICE_COLUMNS)
    assert len(same_name) == 59 - 3


@pytest.mark.parametrize("format", ["moj", "police"])
def test_a_row_has_the_columns_of_its_format_in_order(format: Format) -> None:
    for row in dirty_rows(format, 30, 1):
        assert tuple(row.cells) == columns_of(format)


@pytest.mark.parametrize("format", ["moj", "police"])
def test_every_kind_of_dirt_occurs_and_the_same_seed_gives_the_same_sheet(format: Format) -> None:
    rows = dirty_rows(format, 150, 4)
    found = Counter(dirt.kind for row in rows for dirt in row.dirt)
    assert set(found) == {*DIRT, "number_twice", "nobody"}
    assert rows == dirty_rows(format, 150, 4)
    assert rows != dirty_rows(format, 150, 5)


def test_a_dirty_cell_is_what_its_kind_says() -> None:
    for row in dirty_rows("moj", 300, 2):
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
    rows = dirty_rows("moj", 100, 3, share=0)
    assert not [row for row in rows if row.dirt]
    assert all(isinstance(row.cells["so"], str) and row.cells["nksHoTen"] for row in rows)


def test_a_found_header_differs_from_the_clean_one_only_in_hints_spaces_and_case() -> None:
    for format in ("moj", "police"):
        found = dirty_header(format)
        assert found != list(columns_of(format))
        assert [name.split()[0] for name in found] == list(columns_of(format))
