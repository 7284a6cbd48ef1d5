"""What was keyed under one form of a book, after another was confirmed: nothing is lost, and it is judged again."""

from __future__ import annotations

from typing import Any

import pytest
from desk import CHILD, Desk, typed
from django.db import connection

from hotich.books.models import Book
from hotich.entries import operations as entries
from hotich.entries.bulk import PastAction, PastEntry
from hotich.entries.derivation import edition_of_entry
from hotich.entries.models import Entry, EntryAction, Transcription
from hotich.entries.operations import confirm_printed_form, printed
from hotich.entries.operations.printed import ask_where_entries_wait, derive_again
from hotich.entries.packets import PacketMalformed
from hotich.entries.printing import keyed_columns
from hotich.entries.refolding import refold
from hotich.support.ids import uuid7

pytestmark = pytest.mark.django_db

HOUSEHOLD = {"id": "extra.so_ho_khau", "label": "Số hộ khẩu"}


def confirm(world: Any, **said: Any) -> int:
    book = Book.objects.unscoped("a test's own book").get(pk=world.book.pk)
    _, waiting = confirm_printed_form(
        actor=world.officer("registrar"), now=world.now, book=book,
        **{"edition": "KS/2006", **said},
    )  # fmt: skip
    world.book.refresh_from_db()
    return waiting


def settle(world: Any) -> None:
    while derive_again(book_id=world.book.pk).more:
        pass


def kept(entry_id: Any) -> dict[str, Any]:
    return Transcription.objects.get(entry_id=entry_id, accepted=True).fields


def entry(entry_id: Any) -> Entry:
    return Entry.objects.unscoped("a test's own entry").select_related("book").get(pk=entry_id)


def codes(entry_id: Any) -> set[tuple[str, tuple[str, ...]]]:
    return {(each["code"], tuple(each["fields"])) for each in entry(entry_id).findings}


def marks(entry_id: Any) -> list[str]:
    rows = EntryAction.objects.filter(entry_id=entry_id).order_by("seq")
    return [row.edition for row in rows]


def test_a_column_switched_off_keeps_what_was_keyed_in_it(desk: Desk) -> None:
    desk.open()
    desk.key(CHILD | {"notes": typed("Cải chính năm 1990")})
    assert confirm(desk.world, variant={"off": ["notes"]}) == 1
    settle(desk.world)
    assert kept(desk.entry)["notes"]["v"] == "Cải chính năm 1990"
    form = edition_of_entry(entry(desk.entry))
    assert form is not None
    assert not form.prints("notes")
    assert form.label("notes")
    desk.key({"notes": typed("Cải chính năm 1991")})
    assert kept(desk.entry)["notes"]["v"] == "Cải chính năm 1991"


def test_findings_are_made_again_under_the_columns_confirmed(desk: Desk) -> None:
    desk.open()
    desk.key(CHILD)
    left = ("field.left_empty", ("child.ethnicity",))
    assert left in codes(desk.entry)
    confirm(desk.world, variant={"off": ["child.ethnicity"]})
    assert left in codes(desk.entry)  # until the worker comes to it
    settle(desk.world)
    assert left not in codes(desk.entry)
    assert refold(derived=True).clean


def jobs(*, taken: bool = False) -> list[str]:
    """The tasks that wait for the worker; with `taken` he has done them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        waiting = [name for (name,) in cursor.fetchall()]
        if taken:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
    return waiting


def test_the_worker_makes_them_again_slice_by_slice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    from hotich.jobs.deriving import derive_book, derive_books

    monkeypatch.setattr(printed, "SLICE", 2)
    for line in range(1, 6):
        desk.open(1, line)
    with django_capture_on_commit_callbacks(execute=True):
        confirm(desk.world, variant={"off": ["notes"]})
    assert jobs() == [printed.TASK]
    with django_capture_on_commit_callbacks(execute=True):
        derive_books()  # the sweep adds nothing beside what waits already
    assert jobs(taken=True) == [printed.TASK]
    for left in (3, 1, 0):
        with django_capture_on_commit_callbacks(execute=True):
            derive_book(book_id=str(desk.world.book.pk))
        waiting = Entry.objects.unscoped("test").filter(core_version=printed.STALE)
        assert (waiting.count(), jobs(taken=True)) == (left, [printed.TASK] if left else [])


def test_nothing_waits_where_the_same_columns_are_confirmed_again(desk: Desk) -> None:
    desk.open()
    assert confirm(desk.world) == 0
    assert entry(desk.entry).core_version
    confirm(desk.world, variant={"off": ["notes"]})
    assert ask_where_entries_wait() == 1
    settle(desk.world)
    assert ask_where_entries_wait() == 0


def test_every_action_names_the_form_it_was_keyed_on(desk: Desk) -> None:
    desk.open()
    desk.key(CHILD)
    confirm(desk.world, variant={"off": ["notes"]})
    desk.key({"child.sex": typed("Nam")})
    assert marks(desk.entry)[:2] == ["KS/2006", "KS/2006"]
    assert marks(desk.entry)[2].startswith("KS/2006#")


def test_an_added_column_is_keyed_as_text_and_never_loses_its_label(desk: Desk) -> None:
    confirm(desk.world, variant={"extra": [HOUSEHOLD]})
    desk.open()
    desk.key(CHILD | {"extra.so_ho_khau": typed("12/HK")})
    confirm(desk.world)
    settle(desk.world)
    form = edition_of_entry(entry(desk.entry))
    assert form is not None
    assert (form.prints("extra.so_ho_khau"), form.label("extra.so_ho_khau")) == (False, "Số hộ khẩu")
    assert kept(desk.entry)["extra.so_ho_khau"]["v"] == "12/HK"


def test_what_a_desk_keyed_offline_in_a_column_since_dropped_is_kept(desk: Desk) -> None:
    confirm(desk.world, variant={"extra": [HOUSEHOLD]})
    desk.open()
    confirm(desk.world)
    desk.key({"extra.so_ho_khau": typed("12/HK")})
    assert kept(desk.entry)["extra.so_ho_khau"]["v"] == "12/HK"
    with pytest.raises(PacketMalformed):
        desk.key({"child.shoe_size": typed("36")})


def test_an_unconfirmed_book_is_keyed_like_any_other(desk: Desk) -> None:
    assert desk.world.book.form_confirmed_at is None
    desk.whole()
    assert entry(desk.entry).first_completed_at is not None


def test_before_confirming_one_sees_what_was_keyed_column_by_column(desk: Desk) -> None:
    assert keyed_columns(desk.world.book).entries == 0
    desk.whole(1, 1, notes="ghi chú")
    desk.whole(1, 2, registration__number="13")
    counted = keyed_columns(desk.world.book)
    assert (counted.entries, counted.by_column["notes"], counted.by_column["child.sex"]) == (2, 1, 2)
    assert "child.ethnicity" not in counted.by_column  # stated to be blank in the book


class TestABookThatChangesFormMidway:
    """Pages 1–9 on the form of 1999, page 10 and on that of 2016."""

    @pytest.fixture
    def changing(self, desk: Desk) -> Desk:
        confirm(
            desk.world, edition="KS/1999", reason="in trên mẫu cũ",
            changes=[{"page": 10, "edition": "KS/2016", "variant": {"off": ["notes"]}, "number": "50", "year": 2016}],
        )  # fmt: skip
        return desk

    def test_each_entry_is_judged_on_the_form_of_its_page(self, changing: Desk) -> None:
        changing.open(9, 1)
        before = changing.entry
        changing.open(10, 1)
        assert [edition_of_entry(entry(one)).id for one in (before, changing.entry)] == ["KS/1999", "KS/2016"]  # type: ignore[union-attr]
        assert marks(before) == ["KS/1999"]
        assert marks(changing.entry)[0].startswith("KS/2016#")
        assert entry(changing.entry).edition == "KS/2016"

    def test_a_row_of_a_file_is_placed_by_its_page_else_by_its_number(self, changing: Desk) -> None:
        def imported(number: str, date: str, page: int | None = None, position: int = 7) -> str:
            entry_id = uuid7()
            entries.record_import(
                actor=None, book=changing.world.book, entry_id=entry_id, page=page, position=position,
                fields={"registration.number": typed(number), "registration.date": typed(date)}, now=changing.world.now,
            )  # fmt: skip
            assert edition_of_entry(entry(entry_id)).id == marks(entry_id)[0].partition("#")[0]  # type: ignore[union-attr]
            return entry(entry_id).edition

        assert imported("1", "03/05/2016", page=10) == "KS/2016"
        assert imported("99", "03/05/2016", page=9) == "KS/1999"
        assert imported("50", "03/05/2016") == "KS/2016"
        assert imported("49", "03/05/2016") == "KS/1999"
        assert imported("51", "", position=20_000) == "KS/1999"

    def test_a_refold_finds_what_was_saved(self, changing: Desk) -> None:
        changing.whole(9, 1)
        changing.whole(10, 1, registration__number="13")
        assert refold(derived=True).clean

    def test_the_change_is_taken_back_and_its_entries_are_judged_on_the_form_before(
        self, changing: Desk
    ) -> None:
        changing.open(10, 1)
        assert confirm(changing.world, edition="KS/1999", reason="xem lại") == 1
        assert edition_of_entry(entry(changing.entry)).id == "KS/1999"  # type: ignore[union-attr]

    def test_a_past_that_is_loaded_knows_its_pages_too(self, changing: Desk) -> None:
        past = PastEntry(
            changing.world.book, (PastAction("entry_opened", changing.world.now),), page=10, line=2
        )
        assert (past.spot.page, past.spot.position) == (10, 10_002)
