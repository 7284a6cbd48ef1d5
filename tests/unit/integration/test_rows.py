"""Rows in and out: what is written, what is odd about it, and that nothing is repaired."""

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.integration.birth_rows import BIRTH, cells_of, write_rows

from hotich.core.text import compose
from hotich.integration.formats import layout_of
from hotich.integration.interchange import ImportedRow, Layout, read_row, write_row
from hotich.integration.interchange.numbers import BesideNumber
from hotich.integration.refusals import ENTRIES
from hotich.integration.tables import Table, TableRow, open_table
from hotich.integration.xlsx import Cell

MOJ = layout_of("moj", "KS")
POLICE = layout_of("police", "KS")
TODAY = datetime.date(2023, 6, 12)
PERSONAL = ("child.personal_id", "mother.personal_id", "father.personal_id")


def table_of(layout: Layout) -> Table:
    return Table(
        "DL Import",
        {key: column.name for key, column in layout.by_key.items()},
        (),
        lambda: iter(()),
        lambda most: iter(()),
    )


def read(layout: Layout, cells: Mapping[str, str | Cell], row: int = 5) -> ImportedRow:
    by_key = {
        layout.by_id[field].name.casefold(): value if isinstance(value, Cell) else Cell(value)
        for field, value in cells.items()
        if value
    }
    found = read_row(layout, table_of(layout), TableRow(row, by_key), today=TODAY)
    assert found is not None
    return found


def write(layout: Layout, row: ImportedRow) -> dict[str, str]:
    numbers = {field.partition(".")[0]: number for field, number in row.personal_numbers.items()}
    out = write_row(layout, row.fields, meanings={}, personal_numbers=numbers, row=row.row)
    return {
        column.dotted_id: cell
        for column, cell in zip(layout.columns, out.cells, strict=True)
        if column.dotted_id
    }


def codes(row: ImportedRow) -> list[str]:
    return [message.code for message in row.messages]


def test_a_clean_row_has_nothing_to_say_and_comes_back_the_same() -> None:
    row = read(MOJ, BIRTH)
    assert row.messages == ()
    written = write(MOJ, row)
    assert {field: written[field] for field in BIRTH} == BIRTH
    assert {field for field, cell in written.items() if cell} == set(BIRTH)


def test_police_rows_leave_in_the_ministrys_format_with_every_shared_column() -> None:
    shared = set(POLICE.by_id) & set(MOJ.by_id)
    values = {field: BIRTH.get(field, f"{field} 1") for field in shared} | {
        field: "19.11.2006" for field in shared if POLICE.by_id[field].type == "partial_date"
    }
    values |= dict.fromkeys(("mother.personal_id", "father.personal_id"), "070180012345")
    written = write(MOJ, read(POLICE, values | {"extra.keyed_by_commune": "25441"}))
    assert {field: written[field] for field in shared} == values


def test_the_unit_that_keyed_a_police_row_is_kept_beside_the_form() -> None:
    row = read(POLICE, BIRTH | {"extra.keyed_by_district": "697", "extra.keyed_by_commune": "25441"})
    assert write(POLICE, row)["extra.keyed_by_commune"] == "25441"


def test_a_personal_number_is_no_transcription() -> None:
    row = read(MOJ, BIRTH)
    assert row.personal_numbers == {"child.personal_id": "070206012345"}
    assert not set(row.fields) & set(PERSONAL)


def test_a_row_names_its_book() -> None:
    row = read(MOJ, BIRTH)
    assert (row.book.kind, row.book.volume, row.book.year, row.number, row.number_year) == (
        "KS",
        "01/2006",
        2006,
        "25/2006",
        2006,
    )
    assert row.book.place == BIRTH["registration.place"]
    assert row.book.registered is not None and row.book.registered.earliest() == datetime.date(2006, 5, 12)


def test_only_a_row_without_number_and_names_is_refused() -> None:
    refused = read(MOJ, {"registration.date": "12.05.2006", "signer.name": "Lê Văn Tư"})
    assert refused.rejected and codes(refused) == ["row.nobody"]
    assert "Dòng 5" in refused.messages[0].message
    assert not read(MOJ, {"registration.number": "25/2006"}).rejected
    assert not read(MOJ, {"mother.full_name": "Thị Brới"}).rejected


def test_an_error_in_the_only_name_is_no_name() -> None:
    assert read(MOJ, {"child.full_name": Cell("#REF!", "error")}).rejected


def test_a_row_with_nothing_but_its_position_is_no_row() -> None:
    assert (
        read_row(MOJ, table_of(MOJ), TableRow(9, {"stt": Cell("8"), "so": Cell("  ")}), today=TODAY) is None
    )


DIRTY = [
    ("registration.date", "12/05/2006", "date.separator", "note"),
    ("registration.date", "12-5-2006", "date.separator", "note"),
    ("child.birth_date", "01/04/5005", "date.year_out_of_bounds", "warning"),
    ("child.birth_date", "31.04.1990", "date.day_not_in_month", "warning"),
    ("child.birth_date", "12.13.1990", "date.impossible_month", "warning"),
    ("child.birth_date", "12.05.2031", "date.future", "warning"),
    ("child.birth_date", "khoảng 1945", "date.no_writing", "warning"),
    ("child.birth_date", "36483", "date.serial", "warning"),
    ("registration.number", "25/", "number.trailing_slash", "warning"),
    ("registration.number", "không", "number.no_digit", "warning"),
    ("child.hometown", ", , ,", "place.bare_commas", "warning"),
    ("child.hometown", "xã Minh Hưng, , tỉnh Bình Phước", "place.empty_part", "note"),
    ("child.full_name", "ĐIỂU LONG", "name.upper_case", "note"),
    ("child.full_name", "điểu long", "name.lower_case", "note"),
    ("child.full_name", "Điểu Long ", "cell.spaces", "note"),
    ("child.personal_id", "70206012345", "personal_number.lost_zero", "warning"),
    ("child.personal_id", "7.02E+10", "personal_number.rounded", "warning"),
    ("child.personal_id", "070 206 012 345", "personal_number.separators", "note"),
    ("father.id_document.number", "12345678", "id_document.lost_zero", "warning"),
    ("child.sex", "Nam", "code.label", "note"),
    ("child.sex", "7", "code.unknown", "warning"),
    ("child.ethnicity", "Atlantis", "code.unknown", "warning"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "code", "severity"), DIRTY)
def test_a_value_that_is_odd_is_told_and_goes_out_as_it_came(
    field: str, value: str, code: str, severity: str
) -> None:
    row = read(MOJ, BIRTH | {field: value})
    told = next(message for message in row.messages if message.code == code)
    assert told.severity == severity
    assert told.column == MOJ.by_id[field].name
    assert told.message.startswith(f"Dòng 5, cột {told.column}: ")
    assert write(MOJ, row)[field] == value


CELLS = [
    ("registration.number", Cell("12", "number", "12.0"), "cell.number", "note"),
    ("registration.number", Cell("12.2006", "date", "39052"), "cell.became_date", "warning"),
    ("child.birth_date", Cell("02.05.2006", "date", "38839"), "cell.date", "note"),
    ("father.birth_date", Cell("11.05.1905", "date", "1958"), "cell.date_from_year", "warning"),
    ("child.full_name", Cell("Điểu Long", formula=True), "cell.formula", "warning"),
    ("child.hometown", Cell("#REF!", "error"), "cell.error", "warning"),
    ("notes", Cell("TRUE", "boolean", "1"), "cell.boolean", "warning"),
]


@pytest.mark.parametrize(("field", "cell", "code", "severity"), CELLS)
def test_a_cell_that_is_no_text_is_told_and_kept_as_shown(
    field: str, cell: Cell, code: str, severity: str
) -> None:
    row = read(MOJ, BIRTH | {field: cell})
    assert (code, severity) in {(message.code, message.severity) for message in row.messages}
    assert row.fields[field]["v"] == cell.text


def test_a_formula_without_a_value_is_told_and_leaves_the_field_empty() -> None:
    row = read(MOJ, {"registration.number": "1", "notes": Cell("", formula=True)})
    assert codes(row) == ["cell.formula"] and "notes" not in row.fields


def test_a_coded_number_in_a_number_cell_is_how_spreadsheets_are() -> None:
    assert read(MOJ, BIRTH | {"registration.type": Cell("1", "number", "1")}).messages == ()


def keyed(**values: str) -> dict[str, dict[str, str | None]]:
    return {
        field.replace("__", "."): {"v": value, "m": None, "o": "typed", "struck": None}
        for field, value in values.items()
    }


def test_what_was_keyed_from_the_book_leaves_in_the_formats_own_writing() -> None:
    fields = keyed(
        registration__date="12/05/2006",
        child__birth_date="05/2006",
        mother__birth_date="1983",
        child__sex="Nam",
        registration__type="Quá hạn",
    )
    out = write_row(MOJ, fields, meanings={}, personal_numbers={}, row=2)
    cells = {column.dotted_id: cell for column, cell in zip(MOJ.columns, out.cells, strict=True)}
    assert cells["registration.date"] == "12.05.2006"
    assert cells["child.birth_date"] == "05.2006"
    assert (cells["mother.birth_date"], cells["child.sex"], cells["registration.type"]) == ("1983", "1", "4")


def test_the_meaning_decides_the_figure_where_the_book_has_its_own_label() -> None:
    fields = keyed(child__sex="gái")
    out = write_row(MOJ, fields, meanings={"child.sex": "female"}, personal_numbers={}, row=2)
    assert out.cells[MOJ.by_id["child.sex"].position - 1] == "2"


@pytest.mark.parametrize("written", ["~1945", "1?/05/1971", "15/12/1970l", "30 tuổi"])
def test_a_date_that_the_format_cannot_write_goes_out_as_in_the_book_with_a_warning(written: str) -> None:
    out = write_row(MOJ, keyed(mother__birth_date=written), meanings={}, personal_numbers={}, row=2)
    assert out.cells[MOJ.by_id["mother.birth_date"].position - 1] == written
    assert "date.as_written" in {message.code for message in out.messages}


def test_an_unknown_kind_of_registration_is_six_and_missing_dates_are_empty_with_a_warning() -> None:
    out = write_row(MOJ, {}, meanings={}, personal_numbers={}, row=2)
    assert out.cells[MOJ.by_id["registration.type"].position - 1] == "6"
    warned = {message.column for message in out.messages if message.code == "date.missing"}
    assert warned == {"ngayDangKy", "nksNgaySinh", "meNgaySinh", "chaNgaySinh"}


def test_two_numbers_for_one_child_both_go_out_and_are_told() -> None:
    fields = keyed(child__personal_id="070206999999")
    out = write_row(MOJ, fields, meanings={}, personal_numbers={"child": "070206012345"}, row=2)
    assert out.cells[MOJ.by_id["child.personal_id"].position - 1] == "070206012345"
    assert out.beside == (BesideNumber("child", "070206999999", "sổ"),)
    assert "personal_number.two" in {message.code for message in out.messages}


def test_kinds_without_columns_for_numbers_carry_them_beside() -> None:
    layout = layout_of("moj", "KH")
    out = write_row(
        layout, {}, meanings={}, personal_numbers={"wife": "070180012345", "husband": "070080012345"}, row=2
    )
    assert out.beside == (
        BesideNumber("husband", "070080012345", "xác định"),
        BesideNumber("wife", "070180012345", "xác định"),
    )
    assert "070180012345" not in out.cells


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
)


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(sorted(set(MOJ.by_id) - {"registration.type"})), TEXT, min_size=1))
def test_whatever_text_a_cell_holds_goes_out_as_it_came_in(cells: dict[str, str]) -> None:
    cells = {field: text for field, text in cells.items() if compose(text).strip()} | {
        "registration.number": "1"
    }
    written = write(MOJ, read(MOJ, cells))
    assert {field: written[field] for field in cells} == {
        field: compose(text) for field, text in cells.items()
    }


VALUES = {
    "partial_date": st.dates(datetime.date(1950, 1, 1), datetime.date(2020, 1, 1)).flatmap(
        lambda day: st.sampled_from([f"{day:%d.%m.%Y}", f"{day:%m.%Y}", f"{day:%Y}"])
    ),
    "personal_number": st.integers(0, 999_999).map(lambda number: f"070206{number:06d}"),
}


@settings(max_examples=25)
@given(st.data())
def test_a_workbook_read_and_written_again_has_the_same_cells(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    rows = []
    for _ in range(data.draw(st.integers(1, 3))):
        values = dict(BIRTH)
        for column in MOJ.columns:
            if column.type in VALUES and data.draw(st.booleans()):
                values[column.dotted_id] = data.draw(VALUES[column.type])
            elif column.dotted_id in MOJ.codes and data.draw(st.booleans()):
                values[column.dotted_id] = data.draw(
                    st.sampled_from(sorted(MOJ.codes[column.dotted_id].writings.values()))
                )
        rows.append(values)
    folder = tmp_path_factory.mktemp("round")
    first = write_rows(folder / "a.xlsx", MOJ, rows)
    with open_table(first, MOJ.wanted, ENTRIES) as table:
        read_rows = [read_row(MOJ, table, row, today=TODAY) for row in table.rows()]
    assert all(row is not None and row.messages == () for row in read_rows)
    second = write_rows(folder / "b.xlsx", MOJ, [write(MOJ, row) for row in read_rows if row is not None])
    assert grid(second) == grid(first)


def grid(path: Path) -> list[list[str | None]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows()]


def test_a_real_looking_workbook_of_sixty_columns_is_read(workbook: Callable[..., Path]) -> None:
    columns = [column for column in MOJ.columns if column.required]
    headings = [
        f"{column.name} i=[1,2,3]" if column.type == "code" else f"{column.name}  " for column in columns
    ]
    row = [
        dict(zip([c.dotted_id for c in MOJ.columns], cells_of(MOJ, BIRTH), strict=True))[c.dotted_id]
        for c in columns
    ]
    path = workbook({"Ghi chu": [["loaiDangKy", "1: đúng hạn"]], "DL Import": [headings, row]})
    with open_table(path, MOJ.wanted, ENTRIES) as table:
        (only,) = [read_row(MOJ, table, found, today=TODAY) for found in table.rows()]
    assert only is not None and only.number == "25/2006" and only.messages == ()
    assert not table.messages
