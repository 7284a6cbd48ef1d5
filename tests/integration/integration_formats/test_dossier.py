"""A book's dossier: the rows, a PDF for each entry, and their names."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from tests.unit.integration.birth_rows import BIRTH

from hotich.integration.dossier.writing import write_dossier
from hotich.integration.refusals import FileRefused
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def births(count: int) -> list[dict[str, str]]:
    return [
        BIRTH | {"registration.number": f"{number}/2006", "child.personal_id": f"070206{number:06}"}
        for number in range(1, count + 1)
    ]


def book_of_entries(**values: Any) -> Any:
    from hotich.books.models import Book

    return (
        Book.objects.unscoped("test").get(entries__isnull=False, **values)
        if values
        else (Book.objects.unscoped("test").filter(entries__isnull=False).distinct().get())
    )


def text_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.fixture
def dossier(
    file_of: Callable[..., Path], imported: Callable[..., Any], tmp_path: Path, now: Any
) -> Callable[..., Any]:
    """Imports these births and makes the dossier of their book."""

    def make(rows: list[dict[str, str]], **options: Any) -> Any:
        imported(file_of("moj", rows))
        return write_dossier(book_id=book_of_entries().pk, out=tmp_path / "ho-so", now=now, **options)

    return make


def test_the_rows_and_the_pages_of_a_book_belong_to_each_other(dossier: Callable[..., Any]) -> None:
    rows = births(3)
    rows[2] |= {"registration.date": ""}
    report = dossier(rows)
    assert (report.rows_file.name, report.pages_file.name) == ("KS.2006.01.xlsx", "KS.2006.01.zip")
    sheet = openpyxl.load_workbook(report.rows_file).worksheets[0]
    with zipfile.ZipFile(report.pages_file) as package:
        assert package.testzip() is None
        assert package.namelist() == [
            "KS.2006.01.2006-05-12.01.pdf",
            "KS.2006.01.2006-05-12.02.pdf",
            "KS.2006.01.0000-00-00.03.pdf",
        ]
        assert sheet.max_row == 1 + len(package.namelist())
    assert sorted(path.name for path in report.rows_file.parent.iterdir()) == [
        "KS.2006.01.xlsx",
        "KS.2006.01.zip",
    ]


def test_an_entry_without_a_page_is_printed_and_marked(dossier: Callable[..., Any]) -> None:
    rows = births(1)
    rows[0] |= {
        "child.full_name": "H'Điểu <b>Mđhur</b> #strong[x] $x$",
        "notes": "Cải chính “năm sinh”\nlần 2",
    }
    report = dossier(rows)
    with zipfile.ZipFile(report.pages_file) as package:
        text = text_of(package.read(package.namelist()[0]))
    assert "không có ảnh" in text
    for said in (
        rows[0]["child.full_name"],
        "Thị Brới",
        "12.05.2006",
        "Họ, chữ đệm, tên",
        "Số 1/2006",
        "lần 2",
    ):
        assert said in text, said
    assert (report.entries, report.with_image) == (1, 0)


def test_a_number_that_stands_twice_has_two_pages(dossier: Callable[..., Any]) -> None:
    report = dossier([BIRTH, BIRTH | {"child.full_name": "Điểu Lợi"}])
    with zipfile.ZipFile(report.pages_file) as package:
        first, second = package.namelist()
        assert (first, second) == ("KS.2006.01.2006-05-12.25.pdf", "KS.2006.01.2006-05-12.25_2.pdf")
        assert "Điểu Lợi" in text_of(package.read(second))
    assert report.repeated == 1


def test_the_same_entries_make_the_same_zip(dossier: Callable[..., Any], tmp_path: Path, now: Any) -> None:
    first = dossier(births(3))
    before = first.pages_file.read_bytes()
    write_dossier(book_id=book_of_entries().pk, out=tmp_path / "ho-so", now=now)
    assert first.pages_file.read_bytes() == before


def test_a_book_with_images_gives_its_pages(world: Any, desk: Any, tmp_path: Path, settings: Any) -> None:
    from PIL import Image

    from hotich.books.models import Page

    settings.HOME = tmp_path / "nha"
    page = Page.objects.create(book=world.book, number=1, source={"file": "trang-1.webp"})
    kept = tmp_path / "nha" / "pages" / f"{page.pk}.webp"
    kept.parent.mkdir(parents=True)
    Image.effect_noise((2000, 2800), 40).convert("RGB").save(kept, "WEBP", quality=50)
    desk.whole(page=1, line=1, registration__number="1")
    desk.whole(page=2, line=1, registration__number="2")
    report = write_dossier(book_id=world.book.pk, out=tmp_path / "ho-so", now=world.now)
    assert (report.entries, report.with_image) == (2, 1)
    with zipfile.ZipFile(report.pages_file) as package:
        scanned, printed = (package.read(name) for name in package.namelist())
    (sheet,) = pypdf.PdfReader(io.BytesIO(scanned)).pages
    assert [image.image.width for image in sheet.images] == [1240]
    # A4 across, within a point.
    assert abs(float(sheet.mediabox.width) - 595.4) < 1.5
    assert "không có ảnh" in text_of(printed)


def test_a_page_whose_image_is_not_there_is_printed(
    world: Any, desk: Any, tmp_path: Path, settings: Any
) -> None:
    from hotich.books.models import Page

    settings.HOME = tmp_path / "nha"
    Page.objects.create(book=world.book, number=1, source={"file": "mat.webp"})
    desk.whole(page=1, line=1)
    report = write_dossier(book_id=world.book.pk, out=tmp_path / "ho-so", now=world.now)
    assert (report.entries, report.with_image) == (1, 0)


def test_gaps_are_printed_with_their_reasons(world: Any, desk: Any, tmp_path: Path) -> None:
    desk.whole(page=1, line=1)
    report = write_dossier(book_id=world.book.pk, out=tmp_path / "ho-so", now=world.now)
    with zipfile.ZipFile(report.pages_file) as package:
        text = text_of(package.read(package.namelist()[0]))
    assert "(không đọc được)" in text
    assert "illegible" not in text and "child." not in text


def test_the_summary_counts_fields_by_length_and_rows_that_would_be_sent_back(
    dossier: Callable[..., Any],
) -> None:
    rows = births(2)
    rows[1] |= {"child.birth_date": "31.02.2006"}
    report = dossier(rows).as_json()
    assert json.loads(json.dumps(report)) == report
    assert (report["check"]["rows"], report["check"]["refused"]) == (2, 1)
    (book,) = report["check"]["books"]
    assert book["fields"]["total"] == 2 * sum(bool(text) for text in BIRTH.values())
    assert (report["entries"], report["without_image"], report["repeated_names"]) == (2, 2, 0)


def test_another_books_dossier_is_not_written_over(
    dossier: Callable[..., Any], world: Any, desk: Any, tmp_path: Path
) -> None:
    first = dossier(births(1))
    before = first.pages_file.read_bytes()
    desk.whole()
    with pytest.raises(FileRefused, match="Chọn thư mục riêng"):
        write_dossier(book_id=world.book.pk, out=tmp_path / "ho-so", now=world.now)
    assert first.pages_file.read_bytes() == before


def test_only_who_may_export_makes_one_and_only_of_a_book_he_may_see(
    world: Any, elsewhere: Any, tmp_path: Path
) -> None:
    from hotich.audit.models import AuditEvent

    for officer, book, error in (
        (world.officer("keyer"), world.book, NotFound),
        (world.officer("verifier"), world.book, NotAllowed),
        (world.officer("registrar"), elsewhere.book, NotFound),
    ):
        with pytest.raises(error):
            write_dossier(book_id=book.pk, out=tmp_path / "ho-so", actor=officer, now=world.now)
    assert not (tmp_path / "ho-so").exists() or not list((tmp_path / "ho-so").iterdir())
    registrar = world.officer("registrar")
    write_dossier(book_id=world.book.pk, out=tmp_path / "ho-so", actor=registrar, now=world.now)
    event = AuditEvent.objects.get(kind="dossier.exported")
    assert (event.officer_id, event.subject) == (registrar.pk, f"book:{world.book.pk}")


def test_a_kind_without_a_national_format_has_its_rows_in_a_csv(
    made_up: str, world: Any, tmp_path: Path
) -> None:
    book = world.new_book(kind=made_up, edition=f"{made_up}/2006", volume="03/2010", year_opened=2010)
    report = write_dossier(book_id=book.pk, out=tmp_path / "ho-so", now=world.now)
    assert (report.rows_file.name, report.pages_file.name) == ("TG.2010.03.csv", "TG.2010.03.zip")
