"""Inventories and extracts, under Vietnamese headings or our own names."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from hotich.integration.books import BookRow, read_book_row
from hotich.integration.books.reading import wanted
from hotich.integration.population import CitizenRow, open_population
from hotich.integration.refusals import ENTRIES, FileRefused
from hotich.integration.tables import open_table

VIETNAMESE = [
    "Loại sổ",
    "Nơi đăng ký (như ghi trên sổ)",
    "Năm mở sổ",
    "QUYỂN SỐ",
    "Ngày mở",
    "Số trang",
    "Số trường hợp",
    "Cách đếm",
    "Bản",
    "Các năm",
]


def books(path: Path) -> list[BookRow]:
    with open_table(path, wanted(), ENTRIES, csv_allowed=True) as table:
        return [book for row in table.rows() if (book := read_book_row(table, row)) is not None]


def test_an_inventory_under_vietnamese_headings_is_read(workbook: Callable[..., Path]) -> None:
    path = workbook(
        [VIETNAMESE, ["Sổ đăng ký khai sinh", "UBND xã Minh Hưng, huyện Bình Long", 2006, "01/2006", "01/04/2006", "200", "1.250", "đếm", "bản lưu xã", "2006-2008"]]
    )  # fmt: skip
    (book,) = books(path)
    assert (book.kind, book.year_opened, book.volume, book.copy_role) == ("KS", 2006, "01/2006", "commune")
    assert book.values["opened_on"] == datetime.date(2006, 4, 1)
    assert (book.values["pages_count"], book.values["entries_count"]) == (200, 1250)
    assert (book.values["year_from"], book.values["year_to"]) == (2006, 2008)
    assert book.messages == ()


def test_the_same_inventory_under_our_own_names_as_csv(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text(
        "kind,office,volume,copy_role\nKH,UBND xã Minh Lập,02/1999,district\n", encoding="utf-8-sig"
    )
    (book,) = books(path)
    assert (book.kind, book.year_opened, book.copy_role) == ("KH", 1999, "district")


def test_a_book_without_kind_or_office_is_refused_by_row_and_column(workbook: Callable[..., Path]) -> None:
    path = workbook([VIETNAMESE, ["Sổ thu chi", "", "", "01"], ["KT", "UBND xã Nha Bích", "", "03"]])
    first, second = books(path)
    assert first.rejected and {message.code for message in first.messages} == {
        "book.kind_unknown",
        "book.office_missing",
    }
    assert all(message.message.startswith("Dòng 2, cột ") for message in first.messages)
    assert not second.rejected and second.kind == "KT"


@pytest.mark.parametrize(
    ("column", "value"),
    [("Năm mở sổ", "20006"), ("Số trang", "khoảng 200"), ("Ngày mở", "31/04/2006"), ("Bản", "bản photo")],
)
def test_a_figure_that_cannot_be_is_left_out_with_a_warning(
    workbook: Callable[..., Path], column: str, value: str
) -> None:
    cells = dict.fromkeys(VIETNAMESE, "") | {
        "Loại sổ": "KS",
        VIETNAMESE[1]: "UBND xã A",
        "QUYỂN SỐ": "01",
        column: value,
    }
    (book,) = books(workbook([VIETNAMESE, list(cells.values())]))
    assert [message.severity for message in book.messages] == ["warning"]
    assert value in book.messages[0].message


def citizens(path: Path) -> list[CitizenRow]:
    with open_population(path) as rows:
        return list(rows)


def test_an_extract_is_read_from_csv_and_xlsx_alike(tmp_path: Path, workbook: Callable[..., Path]) -> None:
    lines = [
        ["personal_id", "full_name", "sex", "birth_date", "ethnicity"],
        ["070206012345", "Điểu Long", "1", "02/03/2006", "Xtiêng"],
        ["070306012346", "Thị Brới", "2", "2006", "Xtiêng"],
        ["070306012347", "Danh Sa", "", "", ""],
    ]
    path = tmp_path / "danso.csv"
    path.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8-sig")
    from_csv, from_xlsx = citizens(path), citizens(workbook(lines))
    assert from_csv == from_xlsx
    assert from_csv[0].values["sex"] == "male" and from_csv[1].values["sex"] == "female"
    assert "sex" not in from_csv[2].values


def test_a_citizen_without_twelve_digits_is_refused_and_no_zero_is_invented(
    workbook: Callable[..., Path],
) -> None:
    path = workbook(
        [["personal_id", "full_name"], [70206012345, "Điểu Long"], ["", "Thị Brới"], ["070306012347", ""]]
    )
    codes = [[message.code for message in row.messages] for row in citizens(path)]
    assert codes == [["personal_number.lost_zero"], ["personal_number.missing"], ["name.missing"]]
    assert all(row.rejected for row in citizens(path))


def test_a_large_csv_is_read_in_the_memory_of_a_row(tmp_path: Path) -> None:
    path = tmp_path / "danso.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("personal_id,full_name\n")
        for number in range(20_000):
            stream.write(f"070206{number:06d},Điểu Long\n")
    with open_population(path) as rows:
        first = next(iter(rows))
    assert first.values == {"personal_id": "070206000000", "full_name": "Điểu Long"}


def test_parquet_without_its_reader_says_what_to_install(tmp_path: Path) -> None:
    path = tmp_path / "danso.parquet"
    path.write_bytes(b"PAR1 not really PAR1")
    with pytest.raises(FileRefused) as refused:
        citizens(path)
    assert refused.value.code in {"file.parquet_reader_missing", "file.damaged"}
    assert "pyarrow" in refused.value.message or "hỏng" in refused.value.message
