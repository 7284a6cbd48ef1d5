"""A file is judged by what is in it, and refused before it costs anything."""

import struct
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from hotich.integration.refusals import ENTRIES, FileRefused, Limits
from hotich.integration.xlsx import open_workbook


def refusal(path: Path, limits: Limits = ENTRIES) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read_all(path, limits)
    return refused.value


def read_all(path: Path, limits: Limits = ENTRIES) -> list[tuple[int, dict[int, str]]]:
    with open_workbook(path, limits) as book:
        return [
            (number, {index: cell.text for index, cell in cells.items()})
            for sheet in book.sheets
            for number, cells in book.rows(sheet)
        ]


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "file.empty", "rỗng"),
        (b"so,quyenSo\n1,01/2006\n", "file.wrong_type", "csv"),
        (b"%PDF-1.7\n", "file.wrong_type", "PDF"),
        (b"<html><table><tr><td>so</td></tr></table></html>", "file.wrong_type", "trang web"),
        (b"\x89PNG\r\n\x1a\n", "file.wrong_type", "PNG"),
        (b"PK\x03\x04 torn", "file.damaged", "hỏng"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"),
            "file.wrong_type",
            ".xls",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "file.encrypted",
            "mật khẩu",
        ),
    ],
)
def test_whatever_its_name_a_file_that_is_no_workbook_is_refused_for_what_it_is(
    tmp_path: Path, content: bytes, code: str, words: str
) -> None:
    path = tmp_path / "khai-sinh.xlsx"
    path.write_bytes(content)
    refused = refusal(path)
    assert refused.code == code
    assert words in refused.message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "khong-co.xlsx").code == "file.missing"


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("word/document.xml", "Word"),
        ("xl/workbook.bin", ".xlsb"),
        ("so-01.xlsx", "Giải nén"),
        ("anh.jpg", "tệp nén"),
    ],
)
def test_another_zip_is_not_taken_for_a_workbook(tmp_path: Path, member: str, words: str) -> None:
    path = tmp_path / "so.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(member, b"x")
    assert words in refusal(path).message


def test_a_workbook_under_another_ending_is_read(workbook, tmp_path: Path) -> None:
    path = workbook([["so"], ["1"]]).rename(tmp_path / "so.dat")
    assert read_all(path) == [(1, {0: "so"}), (2, {0: "1"})]


def test_two_hundred_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "lon.xlsx"
    with path.open("wb") as stream:
        stream.write(b"PK\x03\x04")
        stream.truncate(200_000_000)
    began = time.monotonic()
    refused = refusal(path)
    assert time.monotonic() - began < 1
    assert refused.code == "file.too_large"
    assert "200 MB" in refused.message and "50 MB" in refused.message


def test_a_zip_bomb_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(60):
                member.write(b"\0" * 10_000_000)
    assert path.stat().st_size < 1_000_000
    began = time.monotonic()
    refused = refusal(path)
    assert time.monotonic() - began < 1
    assert refused.code == "file.too_large"
    assert "600 MB" in refused.message


def test_a_member_that_lies_about_its_size_is_damage_and_is_not_unpacked(workbook, tmp_path: Path) -> None:
    path = workbook([["so"]] + [[str(number)] for number in range(2000)])
    with zipfile.ZipFile(path) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"xl/worksheets/sheet1.xml") - 46
    assert content[entry : entry + 4] == b"PK\x01\x02"
    struct.pack_into("<I", content, entry + 24, info.file_size // 4)
    path.write_bytes(content)
    assert refusal(path).code == "file.damaged"


def test_a_directory_of_a_million_names_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "nhieu.xlsx"
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 46_000_000, 4, 0)
    path.write_bytes(b"PK\x03\x04" + end)
    assert refusal(path).code == "file.too_large"


def test_a_workbook_that_breaks_off_is_damaged(workbook, tmp_path: Path) -> None:
    path = workbook([["so"], ["1"]])
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path).code == "file.damaged"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_part_that_is_no_xml_is_damage(workbook, repacked, part: str) -> None:
    path = repacked(workbook([["so"], ["1"]]), {part: b"<broken"})
    assert refusal(path).code == "file.damaged"


def test_texts_shared_between_cells_are_read_and_their_damage_is_seen(tmp_path: Path, repacked) -> None:
    path = tmp_path / "so.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_row(0, 0, ["xã Minh Hưng", "xã Minh Hưng"])
    assert read_all(path) == [(1, {0: "xã Minh Hưng", 1: "xã Minh Hưng"})]
    assert refusal(repacked(path, {"xl/sharedStrings.xml": b"<broken"}, "xml.xlsx")).code == "file.damaged"
    assert refusal(repacked(path, {"xl/sharedStrings.xml": b"<sst/>"}, "short.xlsx")).code == "file.damaged"


def test_a_document_type_definition_is_refused_unread(workbook, repacked) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    refused = refusal(repacked(workbook([["so"]]), {"xl/worksheets/sheet1.xml": laughs}))
    assert "DTD" in refused.message


def test_a_link_to_another_workbook_is_refused_with_the_remedy(workbook, repacked) -> None:
    path = repacked(workbook([["so"]]), {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    refused = refusal(path)
    assert refused.code == "workbook.external_link"
    assert "Ngắt liên kết" in refused.message


def test_macros_are_told_and_never_run(workbook, repacked) -> None:
    path = repacked(workbook([["so"]]), {"xl/vbaProject.bin": b"\0"})
    with open_workbook(path, ENTRIES) as book:
        assert book.has_macros


def test_two_cells_at_the_far_corners_cost_two_cells(workbook, repacked) -> None:
    sheet = (
        b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>so</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    )
    path = repacked(workbook([["so"]]), {"xl/worksheets/sheet1.xml": sheet})
    assert read_all(path) == [(1, {0: "so"}), (1_048_576, {16_383: "x"})]


def test_more_rows_than_the_limit_are_refused(workbook) -> None:
    path = workbook([["so"]] + [[str(number)] for number in range(11)])
    refused = refusal(path, Limits(packed=10**6, unpacked=10**7, rows=10))
    assert refused.code == "file.too_many_rows"
    assert len(read_all(path, Limits(packed=10**6, unpacked=10**7, rows=11))) == 12


def test_rows_are_counted_without_being_read_and_empty_ones_do_not_count(workbook, repacked) -> None:
    filled = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(1, 12))
    empty = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % row for row in range(12, 5000))
    sheet = b"<worksheet><sheetData>" + filled + empty + b"</sheetData></worksheet>"
    path = repacked(workbook([["so"]]), {"xl/worksheets/sheet1.xml": sheet})
    with open_workbook(path, Limits(10**6, 10**7, rows=10)) as book:
        book.check_row_limit(book.sheets[0])
    with (
        open_workbook(path, Limits(10**6, 10**7, rows=9)) as book,
        pytest.raises(FileRefused, match="hơn 9 dòng"),
    ):
        book.check_row_limit(book.sheets[0])
