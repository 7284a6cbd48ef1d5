"""Names of a dossier's files."""

from __future__ import annotations

import datetime

import pytest

from hotich.integration.dossier.naming import FileNames

TODAY = datetime.date(2023, 6, 12)


def names(volume: str = "01/1995", year: int | None = 1995, kind: str = "KS") -> FileNames:
    return FileNames(kind, year, volume, TODAY)


@pytest.mark.parametrize(
    ("volume", "number", "registered", "name"),
    [
        ("01", "01", "22/11/1995", "KS.1995.01.1995-11-22.01.pdf"),
        ("1/1995", "7/1995", "22.11.1995", "KS.1995.01.1995-11-22.07.pdf"),
        ("01/1995", "58", "26/02/1994", "KS.1995.01.1994-02-26.58.pdf"),
        ("1", "123/1995", "22/11/1995", "KS.1995.01.1995-11-22.123.pdf"),
        ("1", "12a", "22/11/1995", "KS.1995.01.1995-11-22.12A.pdf"),
        ("1", "12-QH", "22/11/1995", "KS.1995.01.1995-11-22.12-QH.pdf"),
        ("1", "007", "22/11/1995", "KS.1995.01.1995-11-22.07.pdf"),
        ("1", "7", "11/1995", "KS.1995.01.1995-11-00.07.pdf"),
        ("1", "7", "1995", "KS.1995.01.1995-00-00.07.pdf"),
        ("1", "7", "", "KS.1995.01.0000-00-00.07.pdf"),
        ("1", "7", "ngày 15 tháng Chạp năm Canh Tuất", "KS.1995.01.0000-00-00.07.pdf"),
        ("1", "", "22/11/1995", "KS.1995.01.1995-11-22.khong-so.pdf"),
        ("", "7", "22/11/1995", "KS.1995.khong-quyen.1995-11-22.07.pdf"),
        ("Quyển 2 (QH)", "7", "22/11/1995", "KS.1995.QUYEN-2-QH.1995-11-22.07.pdf"),
        ("1", "../../etc/passwd", "22/11/1995", "KS.1995.01.1995-11-22.ETC-PASSWD.pdf"),
    ],
)
def test_a_name_is_kind_year_volume_day_and_number(
    volume: str, number: str, registered: str, name: str
) -> None:
    assert names(volume).of(number=number, registered=registered) == name


def test_a_book_whose_year_is_not_known_has_zeros() -> None:
    assert names(year=None).stem == "KS.0000.01"


def test_a_name_that_is_taken_gets_a_number_behind() -> None:
    book = names()
    given = [book.of(number=number, registered="22/11/1995") for number in ("12a", "12A", "12a", "13")]
    assert given == [
        "KS.1995.01.1995-11-22.12A.pdf",
        "KS.1995.01.1995-11-22.12A_2.pdf",
        "KS.1995.01.1995-11-22.12A_3.pdf",
        "KS.1995.01.1995-11-22.13.pdf",
    ]
    assert book.repeated == 2
