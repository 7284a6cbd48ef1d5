"""A cell is read as the officer sees it, and what it was underneath is not forgotten."""

import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.integration.refusals import ENTRIES
from hotich.integration.xlsx import Cell, open_workbook, write_workbook
from hotich.integration.xlsx.cells import (
    NumberFormat,
    column_index,
    column_letters,
    number_cell,
    read_format,
    unescape,
    year_in_date_format,
)


def cells(path: Path) -> list[Cell]:
    with open_workbook(path, ENTRIES) as book:
        return [cell for _, row in book.rows(book.sheets[0]) for cell in row.values()]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("12", "12"),
        ("12.0", "12"),
        ("70096012345", "70096012345"),
        ("7.0096012345E10", "70096012345"),
        ("1.23E+11", "1.23E+11"),
        ("1E2", "100"),
        ("0.5", "0.5"),
        ("1234567890123456789", "1234567890123456789"),
    ],
)
def test_a_number_keeps_the_digits_it_has_and_gains_none(raw: str, text: str) -> None:
    assert number_cell(raw, NumberFormat()).text == text


def test_leading_zeros_that_a_format_shows_are_read() -> None:
    assert number_cell("70096012345", read_format(164, "000000000000")).text == "070096012345"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("dd/mm/yyyy", "19.11.1999"),
        ("yyyy-mm-dd;@", "19.11.1999"),
        ("[$-42A]dd mmmm yyyy", "19.11.1999"),
        ("mm/yyyy", "11.1999"),
        ('"năm "yyyy', "1999"),
        ("#,##0", "36483"),
        ('0.00" đồng"', "36483"),
        ("General", "36483"),
    ],
)
def test_a_date_shows_the_parts_its_format_shows(code: str, text: str) -> None:
    assert number_cell("36483", read_format(164, code)).text == text


def test_days_are_counted_as_excel_counts_them() -> None:
    dmy = NumberFormat("dmy")
    assert number_cell("1", dmy).text == "01.01.1900"
    assert number_cell("61", dmy).text == "01.03.1900"
    assert number_cell("0", dmy, since_1904=True).text == "0"
    assert number_cell("366", dmy, since_1904=True).text == "01.01.1905"


def test_a_year_typed_into_a_date_cell_is_recognised() -> None:
    assert year_in_date_format(number_cell("1958", NumberFormat("dmy")))
    assert not year_in_date_format(number_cell("36483", NumberFormat("dmy")))


def test_a_workbook_of_another_program_is_read_cell_by_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(
        ["Nguyễn Văn An ", 12, datetime.date(1999, 11, 19), True, datetime.time(7, 30), "=A1", "#REF!"]
    )
    book.active["G1"].data_type = "e"
    path = tmp_path / "so.xlsx"
    book.save(path)
    read = cells(path)
    assert [(cell.text, cell.kind) for cell in read[:5]] == [
        ("Nguyễn Văn An ", "text"),
        ("12", "number"),
        ("19.11.1999", "date"),
        ("TRUE", "boolean"),
        ("07:30", "time"),
    ]
    assert read[5] == Cell("", formula=True)
    assert (read[6].text, read[6].kind) == ("#REF!", "error")


def test_prefixed_names_rich_text_and_reading_aids_are_understood(workbook, repacked) -> None:
    sheet = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>Điểu </x:t></x:r><x:r><x:t>Long</x:t></x:r>'
        '<x:rPh sb="0" eb="1"><x:t>zzz</x:t></x:rPh></x:is></x:c><x:c t="str"><x:f>A1</x:f><x:v>a_x0041_</x:v></x:c>'
        '<x:c t="d"><x:v>1999-11-19T00:00:00</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    read = cells(repacked(workbook([["so"]]), {"xl/worksheets/sheet1.xml": sheet.encode()}))
    assert [cell.text for cell in read] == ["Điểu Long", "aA", "19.11.1999"]
    assert read[1].formula


@given(st.integers(0, 16_383))
def test_column_letters_and_numbers_are_one_to_one(index: int) -> None:
    assert column_index(column_letters(index)) == index


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40
)


@settings(max_examples=50)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=5))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("out") / "ra.xlsx"
    with write_workbook(path) as out:
        sheet = out.sheet("DL Import", ["so"])
        for row in rows:
            sheet.append(row)
    with open_workbook(path, ENTRIES) as book:
        read = [[row[index].text for index in sorted(row)] for _, row in book.rows(book.sheets[0])]
    assert read == [["so"], *rows]


@pytest.mark.parametrize(
    "text", ["=1+1", "+84", "-nt-", "@SUM(A1)", "{=A1}", "https://example.test", "070096012345"]
)
def test_no_text_leaves_as_a_formula_a_link_or_a_number(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ra.xlsx"
    with write_workbook(path) as out:
        out.sheet("DL Import", ["so"]).append([text])
    cell = openpyxl.load_workbook(path).active["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None) or cell.data_type == "inlineStr"
    assert cell.value == text


def test_an_export_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "ra.xlsx"
    with pytest.raises(KeyError), write_workbook(path) as out:
        out.sheet("DL Import", ["so"])
        raise KeyError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        ("a_x0041_", "aA"),
        ("a_x000D_", "a\r"),
        ("a_x0000_b", "a_x0000_b"),
        ("_xD83D__xDE00_", "_xD83D__xDE00_"),
    ],
)
def test_an_escaped_letter_is_undone_only_where_a_text_can_hold_it(escaped: str, text: str) -> None:
    assert unescape(escaped) == text
