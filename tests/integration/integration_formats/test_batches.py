"""Many rows at once leave what as many saves would have left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from making import campaign_of
from tests.unit.integration.birth_rows import BIRTH

from hotich.support.time import VIETNAM

pytestmark = pytest.mark.django_db


def births(count: int, **values: str) -> list[dict[str, str]]:
    return [
        BIRTH
        | {"registration.number": f"{number}/2006", "child.personal_id": f"070206{number:06}"}
        | {name.replace("__", "."): text for name, text in values.items()}
        for number in range(1, count + 1)
    ]


def all_entries() -> Any:
    from hotich.entries.models import Entry

    return Entry.objects.unscoped("test")


def file_rows(book: Any, count: int, **fields: str) -> list[Any]:
    """Rows for `record_imports`, the first entries of a book."""
    import uuid

    from hotich.entries.operations import FileRow
    from hotich.integration.interchange.reading import imported

    return [
        FileRow(
            tx_id=uuid.uuid5(book.pk, f"tx {number}"),
            entry_id=uuid.uuid5(book.pk, str(number)),
            book=book,
            fields={
                "registration.number": imported(f"{number}/2006"),
                "child.full_name": imported("Điểu Long"),
                **{name.replace("__", "."): imported(text) for name, text in fields.items()},
            },
            position=number,
            source={"file": "vao.xlsx", "row": number + 1},
        )
        for number in range(1, count + 1)
    ]


def test_projection_and_derived_columns_are_what_the_log_says(
    file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    from hotich.entries.refolding import refold

    imported(file_of("police", births(30)), "police")
    found = refold(derived=True)
    assert (found.entries, found.differences) == (30, [])


def test_a_batch_writes_what_a_single_import_writes(world: Any) -> None:
    from hotich.entries import operations as entries
    from hotich.entries.models import EntryAction, Subject, Transcription

    other = world.new_book()
    (row,) = file_rows(world.book, 1)
    (twin,) = file_rows(other, 1)
    entries.record_imports(actor=None, rows=[row], now=world.now, station=world.station)
    entries.record_import(
        actor=None, book=other, entry_id=twin.entry_id, fields=twin.fields, position=1, source=twin.source,
        now=world.now, tx_id=twin.tx_id, station=world.station,
    )  # fmt: skip

    def written(entry_id: Any) -> list[dict[str, Any]]:
        own = {
            "id", "entry_id", "book_id", "tx_id", "received_at", "opened_at", "first_completed_at",
            "last_action_at", "payload_digest", "digest",
        }  # fmt: skip
        rows = [
            all_entries().filter(pk=entry_id).values().get(),
            EntryAction.objects.filter(entry_id=entry_id).values().get(),
            Transcription.objects.filter(entry_id=entry_id).values().get(),
            *Subject.objects.filter(entry_id=entry_id).order_by("role").values(),
        ]
        for each in rows:
            if each.get("payload"):
                each["payload"] = {name: said for name, said in each["payload"].items() if name != "book"}
        return [{name: said for name, said in each.items() if name not in own} for each in rows]

    assert written(row.entry_id) == written(twin.entry_id)


def test_every_line_and_judgement_bears_the_digest_of_what_came_back_from_the_database(
    file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    from hotich.audit.digests import digest_of, payload_digest
    from hotich.entries.models import EntryAction
    from hotich.linkage.models import Judgement

    imported(file_of("police", births(5)), "police")
    judgements, actions = list(Judgement.objects.unscoped("test")), list(EntryAction.objects.all())
    assert (len(judgements), len(actions)) == (5, 10)
    assert all(digest_of(row) == bytes(row.digest) for row in (*judgements, *actions))
    assert all(payload_digest(row.payload) == bytes(row.payload_digest) for row in actions)


def test_the_number_of_queries_does_not_grow_with_the_rows(world: Any) -> None:
    from hotich.entries.operations import record_imports

    counts = []
    for rows in (file_rows(world.book, 3), file_rows(world.new_book(), 60)):
        with CaptureQueriesContext(connection) as queries:
            record_imports(actor=None, rows=rows, now=world.now)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_a_row_that_cannot_be_kept_is_refused_and_the_others_are_written(world: Any) -> None:
    from hotich.entries.operations import record_imports
    from hotich.support.errors import Refusal

    good, bad = file_rows(world.book, 2)
    bad = file_rows(world.book, 2, notes="x" * 5000)[1]
    saved, refused = record_imports(actor=None, rows=[good, bad], now=world.now)
    assert not isinstance(saved, Refusal) and saved.status == "saved"
    assert isinstance(refused, Refusal) and refused.code == "packet.malformed"
    assert list(all_entries().values_list("pk", flat=True)) == [good.entry_id]


def test_rows_that_are_there_are_compared_and_left_alone(world: Any) -> None:
    from hotich.entries.models import EntryAction
    from hotich.entries.operations import record_imports
    from hotich.support.errors import Refusal

    first = file_rows(world.book, 2)
    record_imports(actor=None, rows=first, now=world.now)
    again = [first[0], file_rows(world.book, 2, child__sex="1")[1], *file_rows(world.book, 3)[2:]]
    answers = record_imports(actor=None, rows=again, now=world.now)
    assert [answer.code if isinstance(answer, Refusal) else answer.status for answer in answers] == [
        "repeated",
        "entry.differs",
        "saved",
    ]
    assert EntryAction.objects.count() == 3


def test_an_officer_without_the_right_imports_nothing(world: Any, elsewhere: Any) -> None:
    from hotich.entries.operations import record_imports
    from hotich.support.errors import NotAllowed, NotFound

    rows = file_rows(world.book, 1)
    with pytest.raises(NotAllowed):
        record_imports(actor=world.officer("helper"), rows=rows, now=world.now)
    with pytest.raises(NotFound):
        record_imports(actor=elsewhere.officer("registrar"), rows=rows, now=world.now)


def test_the_files_day_and_machine_stand_in_the_log(
    world: Any, file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    from hotich.entries.models import EntryAction

    imported(file_of("moj", births(1)), keyed_on=date(2023, 6, 1), station_code=world.station.code)
    action = EntryAction.objects.get(type="imported")
    assert action.station_id == world.station.pk
    assert {"keyed_on": "2023-06-01", "station": world.station.code}.items() <= action.payload[
        "source"
    ].items()
    assert all_entries().get().completed_station == world.station


def test_an_entry_after_the_campaigns_last_day_is_marked_as_it_comes(
    world: Any, town: dict[str, Any], file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    from hotich.campaign.operations import add_reporting_unit
    from hotich.entries.models import EntryAction
    from hotich.entries.refolding import refold

    begun = date(2023, 6, 1)
    campaign, _ = campaign_of(world, scope_until=date(2006, 5, 31), starts_on=begun, keying_starts_on=begun)
    add_reporting_unit(campaign=campaign, unit=town["25441"], code="25441", name="Minh Hưng", order=9)
    rows = births(2)
    rows[1] |= {"registration.date": "01.06.2006"}
    imported(file_of("moj", rows))
    assert list(all_entries().order_by("number_value").values_list("out_of_scope", flat=True)) == [
        False,
        True,
    ]
    assert not EntryAction.objects.filter(type="flagged").exists()
    assert refold(derived=True).clean
    rows[1] |= {"registration.date": "30.05.2006"}
    imported(file_of("moj", rows), update=True)
    assert not all_entries().filter(out_of_scope=True).exists()


def test_a_workbook_that_lacks_columns_neither_contradicts_nor_empties_what_it_cannot_say(
    file_of: Callable[..., Path], imported: Callable[..., Any], exported: Callable[..., Any]
) -> None:
    police = births(
        2, extra__keyed_by_commune="Phường Minh Hưng", extra__keyed_by_district="Thị xã Chơn Thành"
    )
    imported(file_of("police", police), "police")
    again = imported(file_of("moj", births(2)))
    assert (again.imported, again.unchanged, again.rejected) == (0, 2, 0)
    changed = births(2)
    changed[0] |= {"child.full_name": "Điểu Lợi"}
    assert imported(file_of("moj", changed), update=True).details["corrected"] == 1
    first, _ = exported("police")
    assert (first["child.full_name"], first["extra.keyed_by_commune"]) == ("Điểu Lợi", "Phường Minh Hưng")


def test_a_number_found_since_makes_no_row_differ(
    file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    from hotich.integration.imports.numbers import judge_numbers

    path = file_of("moj", births(1, child__personal_id=""))
    imported(path)
    judge_numbers(actor=None, entry_id=all_entries().get().pk, numbers={"child": "070206012345"})
    again = imported(path)
    assert (again.imported, again.unchanged, again.rejected) == (0, 1, 0)


def test_two_offices_that_one_unit_has_taken_in_keep_their_own_volumes(
    db: None, file_of: Callable[..., Path]
) -> None:
    from hotich.books.models import Book
    from hotich.integration.imports import import_entries
    from hotich.units.operations import load_units

    load_units(keys=["25435@2022", "25450@2022"])
    rows = births(1) * 2
    rows[0] = rows[0] | {"registration.place": "UBND xã Minh Lập, huyện Chơn Thành, tỉnh Bình Phước"}
    rows[1] = rows[1] | {"registration.place": "UBND xã Nha Bích, huyện Chơn Thành, tỉnh Bình Phước"}
    path = file_of("moj", rows)
    later = datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)
    for imported, unchanged in ((2, 0), (0, 2)):
        report = import_entries(path=path, kind="KS", format="moj", now=later)
        assert (report.imported, report.unchanged, report.rejected) == (imported, unchanged, 0)
    books = Book.objects.unscoped("test")
    assert sorted(book.office for book in books) == sorted(row["registration.place"] for row in rows)
    assert books.values("unit").distinct().count() == 1


def test_rows_that_name_no_office_find_their_book_again(
    file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    path = file_of("moj", births(2, registration__place=""))
    assert imported(path).imported == 2
    again = imported(path)
    assert (again.imported, again.unchanged) == (0, 2)


@pytest.mark.django_db(transaction=True)
def test_the_same_file_imported_twice_at_once_makes_every_entry_once(
    town: dict[str, Any], file_of: Callable[..., Path], now: datetime
) -> None:
    from hotich.entries.refolding import refold
    from hotich.integration.imports import import_entries

    path = file_of("police", births(40))
    together = threading.Barrier(2)
    reports: list[Any] = []

    def run() -> None:
        try:
            together.wait()
            reports.append(import_entries(path=path, kind="KS", format="police", now=now))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(report.rows, report.rejected) for report in reports] == [(40, 0), (40, 0)]
    assert all_entries().count() == 40
    assert refold(derived=True).clean
