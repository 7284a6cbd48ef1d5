"""Completing a book: every number accounted for, totals beside the closing note, and opening it again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk

from hotich.books.models import Assignment, Book
from hotich.books.operations import Given, mark_numbers, receive_minutes
from hotich.books.policies import BookRefused
from hotich.checking.completing.accounts import (
    ClosingNote,
    account_of,
    completion_named,
    completion_of,
    completions_of,
)
from hotich.checking.completing.operations import complete_book, receive_books, reopen_book, return_books
from hotich.checking.models import Check
from hotich.entries.errors import BookClosed
from hotich.entries.models import Entry
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db

NOTE = ClosingNote(pages=50, entries=3)


@pytest.fixture
def leader(world: Any) -> Any:
    return world.officer("team_leader")


def begun(world: Any, leader: Any, *numbers: str, counted: int | None = None) -> Book:
    """The world's book with finished entries of these numbers, counted as many unless said."""
    desk = Desk(world, leader)
    for line, number in enumerate(numbers, start=1):
        desk.open(1, line)
        desk.key_all(registration__number=number)
        desk.complete()
    book = world.book
    book.custodian, book.entries_count = world.police, len(numbers) if counted is None else counted
    book.save()
    return book


def finish(world: Any, leader: Any, book: Book, note: ClosingNote = NOTE, **more: Any) -> Any:
    return complete_book(actor=leader, now=world.now, book=book, note=note, **more)


def refusal(act: Any) -> str:
    with pytest.raises(BookRefused) as refused:
        act()
    return refused.value.code


def status(book: Book) -> str:
    book.refresh_from_db()
    return book.status


def test_a_book_whose_numbers_and_totals_agree_is_completed_with_its_account(world: Any, leader: Any) -> None:
    given = world.assign(world.book)
    book = begun(world, leader, "1", "2", "3")
    done = finish(world, leader, book)
    assert status(book) == "complete"
    said = done.figures
    assert (said["keyed"], said["accounted"], said["inventory"], said["pages_keyed"]) == (3, 3, 3, 1)
    assert said["cases"] == []
    assert (done.note_pages, done.note_entries, done.completed_by) == (50, 3, leader)
    assert completion_of(leader, book) == done
    assert Assignment.objects.get(pk=given.pk).ended_at == world.now
    with pytest.raises(BookClosed):
        Desk(world, leader).open(2, 1)


def test_an_entry_that_lies_half_keyed_stops_it(world: Any, leader: Any) -> None:
    book = begun(world, leader, "1", "2", "3")
    Desk(world, leader).open(2, 1)
    assert refusal(lambda: finish(world, leader, book)) == "book.unfinished"
    assert status(book) == "keying"


def test_a_number_that_nobody_has_stops_it_until_somebody_says_what_the_book_shows(
    world: Any, leader: Any
) -> None:
    book = begun(world, leader, "1", "2", "4")
    book.first_number, book.last_number, book.year_from, book.year_to = "1", "5", 2006, 2006
    book.save()
    account = account_of(leader, book)
    assert [(year, str(one.numbers)) for year, one in account.unexplained] == [(2006, "3"), (2006, "5")]
    assert refusal(lambda: finish(world, leader, book)) == "completing.numbers"
    for number, kind in ((3, "void"), (5, "missing")):
        mark_numbers(
            actor=leader,
            now=world.now,
            book=book,
            year=2006,
            first=number,
            last=number,
            kind=kind,
            reason="thấy trong sổ",
        )
    book.entries_count = 5
    book.save()
    done = finish(world, leader, book, ClosingNote(pages=50, entries=5))
    assert (done.figures["void"], done.figures["missing"], done.figures["accounted"]) == (1, 1, 5)
    assert [one["numbers"] for one in done.figures["years"][0]["missing"]] == ["3", "5"]


def test_the_closing_note_is_written_down_or_why_there_is_none(world: Any, leader: Any) -> None:
    book = begun(world, leader, "1", "2", "3")
    assert refusal(lambda: finish(world, leader, book, ClosingNote())) == "completing.closing_note"
    assert finish(world, leader, book, ClosingNote(why_none="mất trang cuối")).no_note == "mất trang cuối"


@pytest.mark.parametrize(
    ("counted", "note"),
    [(7, NOTE), (3, ClosingNote(pages=50, entries=4)), (3, ClosingNote(pages=49, entries=3))],
    ids=["inventory", "entries of the note", "pages of the note"],
)
def test_totals_that_differ_need_an_explanation(
    world: Any, leader: Any, counted: int, note: ClosingNote
) -> None:
    book = begun(world, leader, "1", "2", "3", counted=counted)
    assert refusal(lambda: finish(world, leader, book, note)) == "completing.totals"
    assert finish(world, leader, book, note, explanation="đếm lại: 3").explanation == "đếm lại: 3"


def test_an_empty_book_is_not_completed(world: Any, leader: Any) -> None:
    world.book.custodian = world.police
    world.book.save()
    assert refusal(lambda: finish(world, leader, world.book)) == "completing.numbers"


def test_only_the_leader_who_has_the_book_completes_it(world: Any, elsewhere: Any, leader: Any) -> None:
    book = begun(world, leader, "1", "2", "3")
    for code in ("keyer", "registrar", "police_head"):
        with pytest.raises(NotAllowed):
            finish(world, world.officer(code), book)
    with pytest.raises(NotFound):
        finish(world, elsewhere.officer("team_leader"), book)
    Book.plain.filter(pk=book.pk).update(custodian=world.committee)
    assert refusal(lambda: finish(world, leader, book)) == "book.not_in_custody"


def test_reopening_needs_a_reason_and_the_old_certificate_stays(world: Any, leader: Any) -> None:
    book = begun(world, leader, "1", "2", "3")
    first = finish(world, leader, book)
    again = {"actor": leader, "now": world.now + timedelta(hours=1), "book": book}
    assert refusal(lambda: reopen_book(reason=" ", **again)) == "completing.reason"
    reopen_book(reason="sót trang 12", **again)
    assert status(book) == "keying"
    assert completion_of(leader, book) is None
    second = finish(world, leader, book)
    assert [(one.order, one.reopen_reason) for one in completions_of(leader, book)] == [
        (2, ""),
        (1, "sót trang 12"),
    ]
    assert completion_named(leader, first.pk).reopened_by == leader
    assert second.order == 2
    assert refusal(lambda: finish(world, leader, book)) == "book.state"


def all_agree(book: Book) -> None:
    """Whatever was asked of the book has been keyed again, alike."""
    Check.objects.unscoped("test").filter(book=book).update(state=Check.State.AGREED)


def completed(world: Any, leader: Any) -> tuple[Book, dict[str, Any]]:
    """A completed book of three numbers, and what is said to send it back."""
    book = begun(world, leader, "1", "2", "3")
    finish(world, leader, book)
    book.refresh_from_db()
    return book, {"actor": leader, "now": world.now, "given": [Given(book)], "to_agency": world.committee}


def test_a_completed_book_is_asked_for_its_last_checks_and_goes_back_once_none_is_open(
    world: Any, leader: Any
) -> None:
    book, back = completed(world, leader)
    assert refusal(lambda: return_books(**back)) == "completing.open_checks"
    asked = Check.objects.unscoped("test").filter(book=book)
    assert [check.state for check in asked] == ["waiting"] * 3
    assert account_of(leader, book).open_checks == 3
    all_agree(book)
    minutes = return_books(**back, number="03/BBTS")
    receive_minutes(actor=world.officer("registrar"), now=world.now, minutes=minutes)
    assert status(book) == "returned"
    assert (
        refusal(lambda: reopen_book(actor=leader, now=world.now, book=book, reason="sót")) == "book.returned"
    )


def test_a_check_opened_after_the_minutes_keeps_the_book(world: Any, leader: Any) -> None:
    book, back = completed(world, leader)
    assert refusal(lambda: return_books(**back)) == "completing.open_checks"
    all_agree(book)
    minutes = return_books(**back, number="03/BBTS")
    entry = Entry.objects.visible_to(leader).filter(book=book).first()
    check = Check.objects.create(
        entry=entry, book=book, kind=book.kind, reason="risk", fields=["child.full_name"], keyer=leader, planned_at=world.now,
    )  # fmt: skip
    taking = {"actor": world.officer("registrar"), "now": world.now, "minutes": minutes}
    assert refusal(lambda: receive_books(**taking)) == "completing.open_checks"
    assert status(book) == "complete"
    check.state = Check.State.WITHDRAWN
    check.save(update_fields=["state"])
    receive_books(**taking)
    receive_books(**taking)
    assert status(book) == "returned"


def test_another_unit_sees_no_certificate(world: Any, elsewhere: Any, leader: Any) -> None:
    book = begun(world, leader, "1", "2", "3")
    done = finish(world, leader, book)
    stranger = elsewhere.officer("team_leader")
    with pytest.raises(NotFound):
        completion_named(stranger, done.pk)
    assert completion_of(stranger, book) is None
