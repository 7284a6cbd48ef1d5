"""Real workbooks of births in and out of the database."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.integration.birth_rows import BIRTH

from hotich.integration.formats import layout_of
from hotich.integration.refusals import FileRefused

pytestmark = pytest.mark.django_db

MOJ = layout_of("moj", "KS")
POLICE = layout_of("police", "KS")


def births(count: int) -> list[dict[str, str]]:
    return [
        BIRTH | {"registration.number": f"{number}/2006", "book.page": str(number), "child.personal_id": f"0702060000{number:02}"}
        for number in range(1, count + 1)
    ]  # fmt: skip


def counts(report: Any) -> tuple[int, int, int, int]:
    assert report.imported + report.unchanged + report.rejected == report.rows
    return report.rows, report.imported, report.unchanged, report.rejected


def codes(report: Any) -> list[str]:
    return [message.code for message in report.messages]


def all_entries() -> Any:
    from hotich.entries.models import Entry

    return Entry.objects.unscoped("test")


def all_books() -> Any:
    from hotich.books.models import Book

    return Book.objects.unscoped("test")


def test_a_ministry_workbook_comes_back_cell_by_cell(
    file_of: Callable[..., Path], imported: Callable[..., Any], exported: Callable[..., Any]
) -> None:
    rows = births(3)
    assert counts(imported(file_of("moj", rows))) == (3, 3, 0, 0)
    back = exported("moj")
    assert [{field: row[field] for field in BIRTH} for row in back] == rows
    assert [row[""] for row in back] == ["1", "2", "3"]


def test_police_rows_leave_in_the_ministrys_format_with_all_shared_columns(
    file_of: Callable[..., Path], imported: Callable[..., Any], exported: Callable[..., Any]
) -> None:
    shared = set(POLICE.by_id) & set(MOJ.by_id)
    full = {
        field: BIRTH.get(field)
        or {"partial_date": "19.11.2006", "code": "1", "personal_number": "070180012345"}.get(
            MOJ.by_id[field].type
        )
        or {"country": "Việt Nam", "ethnic_group": "Kinh"}.get(MOJ.by_id[field].type, "chữ trong sổ")
        for field in shared
    }
    imported(file_of("police", [full]), "police")
    (row,) = exported("moj")
    assert {field: row[field] for field in shared} == full


def test_the_same_file_again_imports_nothing(
    file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    path = file_of("moj", births(3))
    imported(path)
    assert counts(imported(path)) == (3, 0, 3, 0)
    assert all_entries().count() == 3


def test_an_entry_from_a_file_is_finished_marked_and_waits_for_its_number(
    file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    with_number, without = births(2)
    imported(file_of("police", [with_number, without | {"child.personal_id": ""}]), "police")
    first, second = all_entries().order_by("number_value")
    assert (first.status, first.from_file, first.page, first.outcome) == ("completed", True, 1, "matched")
    assert (second.from_file, second.outcome) == (True, "pending")


def test_a_number_of_the_file_is_a_judgement_of_the_police_software_and_no_transcription(
    file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    from hotich.entries.models import Transcription
    from hotich.linkage.models import Judgement

    imported(file_of("police", births(1)), "police")
    judgement = Judgement.objects.unscoped("test").get()
    assert (judgement.role, judgement.personal_id, judgement.source) == (
        "child",
        "070206000001",
        "phần mềm Công an",
    )
    assert "child.personal_id" not in Transcription.objects.get().fields


def test_a_number_that_cannot_be_one_is_kept_and_goes_out_as_it_came(
    file_of: Callable[..., Path], imported: Callable[..., Any], exported: Callable[..., Any]
) -> None:
    report = imported(file_of("moj", [BIRTH | {"child.personal_id": "70206012345"}]))
    assert "personal_number.lost_zero" in codes(report)
    (row,) = exported("moj")
    assert row["child.personal_id"] == "70206012345"
    assert all_entries().get().outcome == "pending"


def test_other_content_is_refused_and_with_update_becomes_a_correction(
    file_of: Callable[..., Path], imported: Callable[..., Any], exported: Callable[..., Any]
) -> None:
    from hotich.entries.models import EntryAction

    imported(file_of("moj", births(2)))
    changed = births(2)
    changed[1] |= {"child.full_name": "Điểu Lợi", "notes": ""}
    path = file_of("moj", changed, name="sua.xlsx")
    refused = imported(path)
    assert counts(refused) == (2, 0, 1, 1)
    message = next(message for message in refused.messages if message.code == "entry.differs")
    assert (message.row, message.column, message.severity) == (3, "so", "error")
    updated = imported(path, update=True)
    assert counts(updated) == (2, 1, 1, 0) and updated.details["corrected"] == 1
    assert [row["child.full_name"] for row in exported("moj")] == ["Điểu Long", "Điểu Lợi"]
    assert [row["notes"] for row in exported("moj")] == [BIRTH["notes"], ""]
    assert EntryAction.objects.filter(type="corrected").count() == 1
    assert counts(imported(path)) == (2, 0, 2, 0)


def test_a_dry_run_counts_and_writes_nothing(
    file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    report = imported(file_of("moj", births(2)), dry_run=True)
    assert counts(report) == (2, 2, 0, 0) and report.details["dry_run"]
    assert not all_entries().exists() and not all_books().exists()


def test_rows_find_the_book_of_the_inventory_by_its_office_over_time(
    town: dict[str, Any], now: Any, file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    from hotich.books.operations import record_book

    book, _ = record_book(
        actor=None, now=now, kind="KS", office="Ủy ban nhân dân xã Minh Hưng", unit=town["25441"], year_opened=2006, volume="1",
    )  # fmt: skip
    report = imported(file_of("moj", births(2)))
    assert "book.created" not in codes(report)
    assert all_entries().filter(book=book).count() == 2


def test_a_book_the_inventory_lacks_is_made_once_and_marked(
    town: dict[str, Any], file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    rows = births(2)
    rows[1] |= {
        "registration.place": "UBND xã Minh Hưng, H. Chơn Thành, T. Bình Phước",
        "book.number": "1/2006",
    }
    report = imported(file_of("moj", rows))
    book = all_books().get()
    assert (book.from_file, book.unit, book.year_opened, book.edition) == (
        True,
        town["25441"],
        2006,
        "KS/2006",
    )
    assert codes(report).count("book.created") == 1


def test_a_book_whose_unit_cannot_be_told_waits_or_is_told_by_the_command(
    town: dict[str, Any], file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    nowhere = [row | {"registration.place": ""} for row in births(1)]
    assert "book.no_unit" in codes(imported(file_of("moj", nowhere)))
    assert all_books().get().unit is None
    elsewhere = [row | {"registration.place": "", "book.number": "02/2006"} for row in births(1)]
    assert "book.no_unit" not in codes(imported(file_of("moj", elsewhere), unit_code="25435"))
    assert all_books().get(volume="02/2006").unit == town["25435"]


def test_rows_of_another_unit_than_the_one_named_are_refused(
    town: dict[str, Any], file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    rows = births(2)
    rows[0] |= {"registration.place": "UBND xã Minh Lập, huyện Chơn Thành, tỉnh Bình Phước"}
    report = imported(file_of("moj", rows), unit_code="25441")
    assert counts(report) == (2, 1, 0, 1) and "book.other_unit" in codes(report)


def test_a_number_that_stands_twice_is_two_entries(
    file_of: Callable[..., Path], imported: Callable[..., Any], exported: Callable[..., Any]
) -> None:
    twice = [BIRTH | {"child.full_name": name} for name in ("Điểu Long", "Điểu Lợi")]
    path = file_of("moj", twice)
    assert counts(imported(path)) == (2, 2, 0, 0)
    assert counts(imported(path)) == (2, 0, 2, 0)
    assert [row["child.full_name"] for row in exported("moj")] == ["Điểu Long", "Điểu Lợi"]


def test_a_refused_row_does_not_block_the_others(
    file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    rows = [births(1)[0], {"registration.date": "12.05.2006"}, births(2)[1]]
    report = imported(file_of("moj", rows))
    assert counts(report) == (3, 2, 0, 1)
    assert not report.complete
    assert [message.row for message in report.messages if message.severity == "error"] == [3]


def test_the_sentinel_is_suspected_where_the_book_contradicts_it_and_is_kept(
    file_of: Callable[..., Path], imported: Callable[..., Any], exported: Callable[..., Any]
) -> None:
    rows = births(3)
    rows[1] |= {"registration.date": "19.11.1999"}
    report = imported(file_of("moj", rows))
    assert [(m.row, m.column) for m in report.messages if m.code == "date.sentinel_suspected"] == [
        (3, "ngayDangKy")
    ]
    assert exported("moj")[1]["registration.date"] == "19.11.1999"


def test_a_file_of_the_other_format_says_which_option_reads_it(
    file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    with pytest.raises(FileRefused, match="--format police"):
        imported(file_of("police", births(1)), "moj")
    with pytest.raises(FileRefused, match="--format moj"):
        imported(file_of("moj", births(1)), "police")


def test_an_officer_imports_only_into_books_of_his_scope(
    world: Any, file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    report = imported(file_of("moj", births(1)), actor=world.officer("registrar"))
    assert counts(report) == (1, 0, 0, 1) and "book.out_of_scope" in codes(report)
    assert not all_books().filter(from_file=True).exists()


def test_an_officer_exports_only_what_he_may_see(
    world: Any, file_of: Callable[..., Path], imported: Callable[..., Any], exported: Callable[..., Any]
) -> None:
    from hotich.support.errors import NotAllowed

    imported(file_of("moj", births(1)))
    assert exported("moj", actor=world.officer("registrar")) == []
    with pytest.raises(NotAllowed):
        exported("moj", actor=world.officer("helper"))


def test_an_export_names_its_unit_with_those_before_it_and_leaves_others(
    town: dict[str, Any],
    file_of: Callable[..., Path],
    imported: Callable[..., Any],
    exported: Callable[..., Any],
) -> None:
    rows = births(2)
    rows[0] |= {"registration.place": "UBND xã Minh Lập, huyện Chơn Thành, tỉnh Bình Phước"}
    imported(file_of("moj", rows))
    assert [row["registration.number"] for row in exported("moj", unit_code="25441")] == ["2/2006"]
    book = all_books().get(unit=town["25435"])
    assert [row["registration.number"] for row in exported("moj", book_id=book.pk)] == ["1/2006"]


def test_what_was_keyed_at_the_desk_is_the_same_entry_as_the_row(
    world: Any, file_of: Callable[..., Path], imported: Callable[..., Any], desk: Any
) -> None:
    from hotich.books.identity import office_key

    all_books().filter(pk=world.book.pk).update(office_key=office_key(world.book.office))
    desk.whole(registration__number="7/2006")
    row = BIRTH | {
        "registration.number": "7/2006",
        "registration.place": world.book.office,
        "child.personal_id": "",
    }
    report = imported(file_of("moj", [row]))
    assert counts(report) == (1, 0, 0, 1) and "entry.differs" in codes(report)


def test_the_final_text_of_the_page_leaves_and_nothing_struck_out_or_amended_since(
    exported: Callable[..., Any], desk: Any
) -> None:
    desk.whole()
    desk.annotate({"child.sex": "Nam"})
    desk.open(line=2)
    desk.key_all()
    struck = {"v": "Nguyễn Thị Hòa", "m": None, "o": "typed", "struck": "Nguyễn Thị Hoa"}
    desk.key({"child.full_name": struck})
    desk.complete()
    noted, written_twice = exported("moj")
    assert noted["child.sex"] == written_twice["child.sex"]
    assert written_twice["child.full_name"] == "Nguyễn Thị Hòa"
    assert not any("Nguyễn Thị Hoa" in cell for cell in written_twice.values())


def test_the_log_is_whole_after_an_import(file_of: Callable[..., Path], imported: Callable[..., Any]) -> None:
    from hotich.entries.models import EntryAction
    from hotich.entries.queries import state_of

    imported(file_of("moj", births(2)), keyed_on=datetime.date(2023, 6, 1))
    for entry in all_entries():
        assert state_of(entry.pk).seq == entry.seq
    sources = [action.payload["source"] for action in EntryAction.objects.filter(type="imported")]
    assert sorted(source["row"] for source in sources) == [2, 3]
    assert {source["keyed_on"] for source in sources} == {"2023-06-01"}
