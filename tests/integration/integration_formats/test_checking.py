"""What would be sent back is known before anything is sent, for entries and for finished files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.unit.integration.birth_rows import BIRTH

from hotich.integration.checks import check_file
from hotich.integration.exports import check_entries, export_entries
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def births(count: int) -> list[dict[str, str]]:
    return [BIRTH | {"registration.number": f"{number}/2006"} for number in range(1, count + 1)]


def test_an_entry_says_the_same_before_it_is_sent_as_the_finished_file(
    file_of: Callable[..., Path], imported: Callable[..., Any], tmp_path: Path, now: Any
) -> None:
    rows = births(4)
    rows[1] |= {"child.birth_date": "31.02.2006"}
    rows[2] |= {"child.sex": "9", "registration.date": ""}
    imported(file_of("moj", rows))
    before = check_entries(kind="KS", format="moj", now=now)
    out = tmp_path / "ra.xlsx"
    export_entries(kind="KS", format="moj", out=out, now=now)
    after = check_file(path=out, kind="KS", format="moj")

    def errors(report: Any) -> list[tuple[int, str, str]]:
        return [(m.row, m.column, m.code) for m in report.messages if m.severity == "error"]

    assert errors(before) == errors(after)
    assert errors(before) == [
        (3, "nksNgaySinh", "send.date"),
        (4, "ngayDangKy", "send.empty"),
        (4, "nksGioiTinh", "send.code"),
    ]
    assert (before.rows, before.refused) == (after.rows, after.refused) == (4, 2)


def test_every_message_about_an_entry_names_it(
    file_of: Callable[..., Path], imported: Callable[..., Any], now: Any
) -> None:
    from hotich.entries.models import Entry

    rows = births(2)
    rows[1] |= {"child.birth_date": "31.02.2006"}
    imported(file_of("moj", rows))
    report = check_entries(kind="KS", format="moj", now=now).as_json()
    (message,) = [each for each in report["messages"] if each["severity"] == "error"]
    assert message["entry"] == str(Entry.objects.unscoped("test").get(number="2/2006").pk)
    assert (report["rows"], report["accepted"], report["refused"]) == (2, 1, 1)


def test_what_was_keyed_goes_in_the_formats_writing_and_is_not_sent_back_for_it(
    desk: Any, world: Any, now: Any
) -> None:
    desk.whole(registration__number="7/2006", mother__birth_date="1983")
    report = check_entries(kind="KS", format="moj", now=world.now)
    assert [m.message for m in report.messages if m.severity == "error"] == []
    assert report.rows == 1


def test_fields_are_counted_by_book_and_length(
    file_of: Callable[..., Path], imported: Callable[..., Any], now: Any
) -> None:
    rows = births(3)
    rows[2] |= {"book.number": "02/2006"}
    imported(file_of("moj", rows))
    books = check_entries(kind="KS", format="moj", now=now).as_json()["books"]
    assert [each["rows"] for each in books] == [2, 1]
    filled = sum(bool(text) for text in BIRTH.values())
    # The row's own number in the sheet is no field of an entry.
    assert [each["fields"]["total"] for each in books] == [2 * filled, filled]
    assert all(
        each["fields"]["total"]
        == each["fields"]["up_to_15"] + each["fields"]["from_16_to_50"] + each["fields"]["over_50"]
        for each in books
    )


def test_only_who_may_export_checks_and_only_what_he_may_see(
    world: Any, elsewhere: Any, file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    imported(file_of("moj", births(1)))
    assert check_entries(kind="KS", format="moj", actor=world.officer("registrar"), now=world.now).rows == 0
    with pytest.raises(NotAllowed):
        check_entries(kind="KS", format="moj", actor=world.officer("keyer"), now=world.now)
    with pytest.raises(NotFound):
        check_entries(
            kind="KS",
            format="moj",
            book_id=elsewhere.book.pk,
            actor=world.officer("registrar"),
            now=world.now,
        )


def test_a_number_typed_as_a_number_is_told_in_a_finished_file(
    tmp_path: Path, file_of: Callable[..., Path]
) -> None:
    path = file_of("moj", births(1))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    column = [cell.value for cell in sheet[1]].index("nksSoDinhDanh") + 1
    sheet.cell(2, column).value = 123456789012
    sheet.cell(2, column).number_format = "0"
    book.save(path)
    report = check_file(path=path, kind="KS", format="moj")
    assert [(m.row, m.column, m.code) for m in report.messages if m.severity == "error"] == [
        (2, "nksSoDinhDanh", "send.not_text")
    ]


def test_a_report_is_one_object_that_can_be_written_as_json(file_of: Callable[..., Path]) -> None:
    report = check_file(path=file_of("moj", births(2)), kind="KS", format="moj").as_json()
    assert json.loads(json.dumps(report)) == report
    assert set(report) == {"rows", "accepted", "refused", "messages", "books"}
