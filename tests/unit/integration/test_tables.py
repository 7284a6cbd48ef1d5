"""The table is found by its columns; what is missing, repeated or elsewhere is named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hotich.integration.refusals import ENTRIES, FileRefused, Limits
from hotich.integration.tables import Wanted, open_table

NAMES = {"so": "so", "hoten": "hoTen", "ngay": "ngay"}
WANTED = Wanted(
    title="mẫu thử",
    match=lambda heading: heading.strip().casefold() if heading.strip().casefold() in NAMES else None,
    required={"so": "so", "hoten": "hoTen"},
    known=NAMES,
)


def rows(path: Path, **options: bool) -> list[tuple[int, dict[str, str]]]:
    with open_table(path, WANTED, ENTRIES, **options) as table:
        return [(row.number, {key: cell.text for key, cell in row.cells.items()}) for row in table.rows()]


def refusal(path: Path, **options: bool) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        rows(path, **options)
    return refused.value


def test_the_sheet_with_the_columns_is_found_wherever_its_tab_stands(workbook: Callable[..., Path]) -> None:
    path = workbook({"Ghi chu": [["mã", "nghĩa"]], "DL Import": [["so", "hoTen"], ["1", "An"]]})
    assert rows(path) == [(2, {"so": "1", "hoten": "An"})]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows(workbook: Callable[..., Path]) -> None:
    path = workbook([["SỔ KHAI SINH"], [], [" SO ", "HoTen"], ["1", "An"], [], ["2", "Bình"]])
    assert [number for number, _ in rows(path)] == [4, 6]


def test_a_workbook_without_the_sheet_names_what_was_seen(workbook: Callable[..., Path]) -> None:
    refused = refusal(workbook({"Lương": [["tháng", "tiền"]], "Trang 2": []}))
    assert refused.code == "sheet.not_found"
    assert all(words in refused.message for words in ("“Lương”", "“Trang 2”", "tháng", "mẫu thử"))


def test_missing_columns_are_named(workbook: Callable[..., Path]) -> None:
    refused = refusal(workbook({"DL Import": [["so", "ngay"], ["1", "1999"]]}))
    assert refused.code == "columns.missing"
    assert "hoTen" in refused.message and "DL Import" in refused.message


def test_a_column_named_twice_is_refused_with_its_letters(workbook: Callable[..., Path]) -> None:
    refused = refusal(workbook([["so", "hoTen", "So "], ["1", "An", "2"]]))
    assert refused.code == "columns.repeated"
    assert "cột A, C" in refused.message


def test_two_sheets_with_data_are_never_half_read(workbook: Callable[..., Path]) -> None:
    sheet = [["so", "hoTen"], ["1", "An"]]
    assert refusal(workbook({"Quyển 1": sheet, "Quyển 2": sheet})).code == "workbook.several_sheets"
    assert len(rows(workbook({"Quyển 1": sheet, "Mẫu": sheet[:1]}))) == 1


def test_a_column_of_another_layout_is_named_and_left(workbook: Callable[..., Path]) -> None:
    with open_table(workbook([["so", "hoTen", "Người nhập"], ["1", "An", "x"]]), WANTED, ENTRIES) as table:
        assert [message.code for message in table.messages] == ["column.unknown"]
        assert "cột C" in table.messages[0].message.lower() or "Cột C" in table.messages[0].message


def test_rows_past_the_limit_are_refused_before_any_is_read(workbook: Callable[..., Path]) -> None:
    path = workbook([["so", "hoTen"], *(["1", "An"] for _ in range(5))])
    with (
        pytest.raises(FileRefused, match="hơn 4 dòng"),
        open_table(path, WANTED, Limits(10**6, 10**7, rows=4)),
    ):
        pass


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_with_or_without_its_mark(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "so.csv"
    lines = [["so", "hoTen"], ["1", "Điểu Long"], ["2", '"Thị, Brới"']]
    path.write_text("\r\n".join(separator.join(line) for line in lines), encoding=encoding)
    assert rows(path, csv_allowed=True) == [
        (2, {"so": "1", "hoten": "Điểu Long"}),
        (3, {"so": "2", "hoten": "Thị, Brới"}),
    ]


def test_a_csv_is_no_workbook_where_only_workbooks_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text("so,hoTen\n1,An\n", encoding="utf-8")
    assert refusal(path).code == "file.wrong_type"


def test_a_csv_in_an_older_encoding_says_how_to_save_it(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_bytes("so,hoTen\n1,Nguyễn Văn An".encode("cp1258", "replace") + b"\xd2\n")
    assert refusal(path, csv_allowed=True).code == "file.encoding"


def test_a_csv_without_the_columns_names_those_missing(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text("so,ngay\n1,1999\n", encoding="utf-8")
    assert refusal(path, csv_allowed=True).code == "columns.missing"
