"""Inventories and extracts, under Vietnamese headings or our own names."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from hotich.integration.books import BookRow, read_book_row
from hotich.integration.books.reading import wanted
from hotich.integration.messages import Message
from hotich.integration.population import open_population
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


def citizens(path: Path, *, most: int = 2) -> tuple[list[dict[str, str]], list[Message]]:
    """Rows that can be citizens, without their empty cells, and what was said of all."""
    good: list[dict[str, str]] = []
    messages: list[Message] = []
    with open_population(path, most=most) as batches:
        for batch in batches:
            for place in range(len(batch.numbers)):
                row = {key: texts[place] for key, texts in batch.columns.items()}
                good.append({key: text for key, text in row.items() if text})
            messages += batch.messages
    return good, messages


LINES = [
    ["personal_id", "full_name", "sex", "birth_date", "ethnicity"],
    ["070206012345", "Điểu Long", "1", "02/03/2006", "Xtiêng"],
    ["070306012346", "Thị Brới", "2", "2006", "Xtiêng"],
    ["070306012347", "Danh Sa", "", "", ""],
]


def test_an_extract_is_read_from_csv_xlsx_and_parquet_alike(
    tmp_path: Path, workbook: Callable[..., Path]
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "danso.csv"
    path.write_text("\n".join(",".join(line) for line in LINES), encoding="utf-8-sig")
    columnar = tmp_path / "danso.parquet"
    pq.write_table(
        pa.table({name: [row[at] or None for row in LINES[1:]] for at, name in enumerate(LINES[0])}), columnar
    )
    from_csv, from_xlsx, from_parquet = (citizens(one) for one in (path, workbook(LINES), columnar))
    assert from_csv == from_xlsx == from_parquet
    rows, messages = from_csv
    assert [row.get("sex") for row in rows] == ["male", "female", None]
    assert not messages


def test_a_citizen_without_twelve_digits_is_refused_and_no_zero_is_invented(
    workbook: Callable[..., Path],
) -> None:
    path = workbook(
        [["personal_id", "full_name"], [70206012345, "Điểu Long"], ["", "Thị Brới"], ["070306012347", ""]]
    )
    rows, messages = citizens(path)
    assert [(message.row, message.code) for message in messages] == [
        (2, "personal_number.lost_zero"), (3, "personal_number.missing"), (4, "name.missing"),
    ]  # fmt: skip
    assert not rows


def test_what_cannot_be_read_is_said_and_the_row_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "danso.csv"
    path.write_text(
        "personal_id;full_name;sex;birth_date\n\n070206012345;Điểu Long;9;hôm qua\n070 206 012 346;Thị Brới\n",
        encoding="utf-8",
    )
    rows, messages = citizens(path)
    assert [row["personal_id"] for row in rows] == ["070206012345", "070206012346"]
    assert [(m.row, m.code, m.severity) for m in messages] == [
        (3, "code.unknown", "warning"), (3, "date.unreadable", "warning"),
    ]  # fmt: skip


def test_a_large_csv_is_read_in_the_memory_of_a_batch(tmp_path: Path) -> None:
    path = tmp_path / "danso.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("personal_id,full_name\n")
        for number in range(20_000):
            stream.write(f"070206{number:06d},Điểu Long\n")
    with open_population(path, most=3) as batches:
        first = next(iter(batches))
    assert list(first.columns["personal_id"]) == ["070206000000", "070206000001", "070206000002"]
    assert list(first.numbers) == [2, 3, 4]


def test_a_parquet_file_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "danso.parquet"
    path.write_bytes(b"PAR1 not really PAR1")
    with pytest.raises(FileRefused) as refused:
        citizens(path)
    assert refused.value.code == "file.damaged"
