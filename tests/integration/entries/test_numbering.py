"""The numbers of a book, year by year: beside the inventory, the volumes around it, and what officers stated."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from desk import CHILD, Desk, typed
from making import campaign_of

from hotich.books.models import Book, NumberMark
from hotich.books.operations import mark_numbers, withdraw_mark
from hotich.books.policies import BookRefused
from hotich.campaign.scope import settle_scope
from hotich.entries import operations as entries
from hotich.entries.numbering import BookNumbers, closing_for, closing_of, numbers_of
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db


def key(desk: Desk, number: str, year: int = 2006, *, book: Book | None = None, line: int = 0) -> Any:
    """An entry with nothing but its number and date, opened where the last one ended."""
    desk.line = line or getattr(desk, "line", 0) + 1  # type: ignore[attr-defined]
    desk.open(1, desk.line, book=book or desk.world.book)  # type: ignore[attr-defined]
    desk.key({"registration.number": typed(number), "registration.date": typed(f"03/05/{year}")})
    return desk.entry


def numbers(desk: Desk, book: Book | None = None) -> BookNumbers:
    return numbers_of(desk.world.officer("registrar"), book or desk.world.book)


def gaps(found: BookNumbers, year: int = 2006) -> list[tuple[str, str]]:
    of_year = next(one for one in found.years if one.sequence.year == year)
    return [(str(one.numbers), one.mark.kind if one.mark else one.where) for one in of_year.missing]


def mark(desk: Desk, first: int, last: int, kind: str = "void", **more: Any) -> NumberMark:
    return mark_numbers(
        **{
            "actor": desk.officer, "now": desk.world.now, "book": desk.world.book, "year": 2006, "first": first,
            "last": last, "kind": kind, "reason": "sổ để trắng", **more,
        }
    )  # fmt: skip


def test_repeats_suffixes_and_a_new_year_are_recorded_shown_and_never_refused(desk: Desk) -> None:
    for number in ("1", "2", "2", "2a", "3"):
        key(desk, number)
    key(desk, "01", 2007)
    found = numbers(desk)
    assert [(one.sequence.year, one.sequence.entries) for one in found.years] == [(2006, 5), (2007, 1)]
    first = found.years[0].sequence
    assert [str(each) for each in first.repeats] == ["2"]
    assert [each.text for each in first.suffixed] == ["2a"]
    assert gaps(found) == []


def test_the_inventorys_first_and_last_number_say_what_is_missing(desk: Desk) -> None:
    Book.objects.unscoped("test").filter(pk=desk.world.book.pk).update(
        first_number="01", last_number="10", year_from=2006, year_to=2006
    )
    desk.world.book.refresh_from_db()
    for number in ("2", "3", "6"):
        key(desk, number)
    assert gaps(numbers(desk)) == [("1", "before"), ("4–5", "inside"), ("7–10", "after")]


def test_in_a_book_of_several_years_the_inventory_speaks_of_its_own_year(desk: Desk) -> None:
    Book.objects.unscoped("test").filter(pk=desk.world.book.pk).update(
        first_number="5/2006", last_number="3", year_from=2006, year_to=2007
    )
    desk.world.book.refresh_from_db()
    key(desk, "5")
    key(desk, "2", 2007)
    found = numbers(desk)
    assert gaps(found) == []
    assert gaps(found, 2007) == [("1", "before"), ("3", "after")]


def test_a_second_volume_goes_on_where_the_first_ended(desk: Desk) -> None:
    world = desk.world
    second = world.new_book(volume="02/2006", volume_key="2/2006", office_key=world.book.office_key)
    world.assign(second, desk.officer)
    for number in ("1", "2", "3"):
        key(desk, number)
    key(desk, "6", book=second)
    first_numbers, second_numbers = numbers(desk), numbers(desk, second)
    assert gaps(first_numbers) == [("4–5", "after")]
    assert gaps(second_numbers) == [("4–5", "before")]
    before = second_numbers.years[0].before
    assert before is not None
    assert (before.book, before.number) == (world.book, 3)
    assert first_numbers.years[0].after.number == 6  # type: ignore[union-attr]


def test_a_volume_that_is_not_keyed_yet_speaks_by_its_inventory(desk: Desk) -> None:
    world = desk.world
    world.new_book(
        volume="00/2006",
        volume_key="0/2006",
        office_key=world.book.office_key,
        last_number="250",
        year_to=2006,
    )
    key(desk, "250")
    (year,) = numbers(desk).years
    assert [finding.code for finding in year.findings] == [
        "book.number.beyond_inventory", "book.number.overlaps_volume",
    ]  # fmt: skip


def test_a_volume_kept_beside_it_that_begins_anew_does_not_end_its_numbers(desk: Desk) -> None:
    desk.world.new_book(
        volume="02/2006", volume_key="2/2006", office_key=desk.world.book.office_key, first_number="1",
        last_number="40", year_from=2006, year_to=2006,
    )  # fmt: skip
    key(desk, "1")
    key(desk, "2")
    (year,) = numbers(desk).years
    assert (year.after, year.sequence.bounds.last, year.findings) == (None, None, ())


def test_the_other_copy_of_a_volume_is_no_volume_before_it(desk: Desk) -> None:
    book = desk.world.book
    twin = desk.world.new_book(
        volume=book.volume, volume_key=book.volume_key, office_key=book.office_key, copy_role="district",
        last_number="300", year_to=2006, marked_for_entry=False,
    )  # fmt: skip
    Book.objects.unscoped("test").filter(pk=book.pk).update(twin=twin)
    book.refresh_from_db()
    key(desk, "1")
    (year,) = numbers(desk).years
    assert (year.before, year.after) == (None, None)


def test_another_offices_volumes_and_other_kinds_are_not_around(desk: Desk, elsewhere: Any) -> None:
    desk.world.new_book(office_key="elsewhere", last_number="99", year_to=2006)
    desk.world.new_book(office_key=desk.world.book.office_key, kind="KH", last_number="99", year_to=2006)
    elsewhere.new_book(office_key=desk.world.book.office_key, last_number="99", year_to=2006)
    key(desk, "1")
    (year,) = numbers(desk).years
    assert (year.before, year.after) == (None, None)


def test_a_mark_explains_a_gap_until_the_number_is_keyed(desk: Desk) -> None:
    for number in ("1", "5"):
        key(desk, number)
    mark(desk, 2, 3)
    assert gaps(numbers(desk)) == [("2–3", "void"), ("4", "inside")]
    key(desk, "3")
    found = numbers(desk)
    assert gaps(found) == [("2", "void"), ("4", "inside")]
    assert found.marked("void") == 1


def test_a_mark_taken_back_explains_nothing_and_stays_on_record(desk: Desk) -> None:
    for number in ("1", "5"):
        key(desk, number)
    made = mark(desk, 2, 4, "missing")
    withdraw_mark(actor=desk.officer, now=desk.world.now, mark=made)
    assert gaps(numbers(desk)) == [("2–4", "inside")]
    made.refresh_from_db()
    assert made.withdrawn_by == desk.officer
    with pytest.raises(NotFound):
        withdraw_mark(actor=desk.officer, now=desk.world.now, mark=made)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "lost"}, "number_mark.kind"),
        ({"first": 0}, "number_mark.numbers"),
        ({"first": 9, "last": 8}, "number_mark.numbers"),
        ({"last": 10**7}, "number_mark.numbers"),
        ({"reason": " "}, "number_mark.reason"),
        ({"first": 3, "last": 3}, "number_mark.overlap"),
    ],
)
def test_a_statement_that_says_nothing_or_twice_is_refused(
    desk: Desk, said: dict[str, Any], code: str
) -> None:
    mark(desk, 2, 4)
    with pytest.raises(BookRefused) as refused:
        mark(desk, **{"first": 6, "last": 7, **said})
    assert refused.value.code == code


def test_the_same_number_of_another_year_is_another_number(desk: Desk) -> None:
    mark(desk, 2, 4)
    mark(desk, 2, 4, year=2007)
    mark(desk, 2, 4, year=None)
    with pytest.raises(BookRefused):
        mark(desk, 4, 4, year=None)


@pytest.mark.parametrize("code", ["unit_head", "checker", "verifier", "list_keeper"])
def test_who_has_not_the_book_before_him_states_nothing_of_it(desk: Desk, code: str) -> None:
    with pytest.raises(NotAllowed):
        mark(desk, 2, 4, actor=desk.world.officer(code))


def test_a_keyer_marks_the_books_given_to_his_team_only(desk: Desk) -> None:
    with pytest.raises(NotFound):
        mark(desk, 2, 4, book=desk.world.new_book())


def test_the_sum_of_a_book_adds_up(desk: Desk) -> None:
    """Inventory = keyed + void + unreadable + missing + out of scope (rules.md §10)."""
    world = desk.world
    campaign_of(world, scope_until=date(2019, 4, 1))
    Book.objects.unscoped("test").filter(pk=world.book.pk).update(
        entries_count=12, first_number="1", last_number="12", year_from=2006, year_to=2006
    )
    world.book.refresh_from_db()
    for line, number in enumerate(("1", "2", "3"), start=1):
        desk.whole(1, line, registration__number=number)
    desk.whole(1, 4, registration__number="1", registration__date="03/05/2020")
    settle_scope(entry_id=desk.entry, now=clock())  # type: ignore[arg-type]
    desk.open(1, 5)
    desk.key(CHILD | {"registration.number": typed("4")})
    entries.void(**desk.common, reason="sổ gạch hủy")
    desk.open(1, 6)
    desk.key({"registration.number": typed("5"), "registration.date": typed("03/05/2006")})
    entries.mark_unreadable(**desk.common)
    desk.open(1, 7)
    desk.key({"registration.number": typed("6"), "registration.date": typed("03/05/2006")})  # not finished
    mark(desk, 7, 8)
    mark(desk, 9, 11, "missing")
    sums = closing_of(world.book, numbers(desk))
    assert (sums.keyed, sums.void, sums.unreadable, sums.missing, sums.out_of_scope) == (3, 3, 1, 3, 1)
    assert (sums.accounted, sums.remaining, sums.more) == (11, 1, 0)
    desk.key_all(registration__number="6")
    desk.complete()
    sums = closing_of(world.book, numbers(desk))
    assert (sums.keyed, sums.remaining) == (4, 0)


def test_a_void_entry_without_a_number_is_told_apart(desk: Desk) -> None:
    desk.open(1, 1)
    entries.void(**desk.common, reason="bỏ trống")
    key(desk, "1", line=2)
    found = numbers(desk)
    assert (found.void_unnumbered, found.unread) == (1, ())
    assert closing_of(desk.world.book, found).void == 1
    assert closing_for(desk.world.officer("registrar"), desk.world.book).void == 1


def test_a_book_that_holds_more_than_was_counted_says_how_many(desk: Desk) -> None:
    Book.objects.unscoped("test").filter(pk=desk.world.book.pk).update(entries_count=1)
    desk.world.book.refresh_from_db()
    desk.whole(1, 1)
    desk.whole(1, 2, registration__number="13")
    sums = closing_of(desk.world.book, numbers(desk))
    assert (sums.remaining, sums.more) == (-1, 1)


def test_a_book_nobody_counted_has_no_remainder(desk: Desk) -> None:
    Book.objects.unscoped("test").filter(pk=desk.world.book.pk).update(entries_count=None)
    desk.world.book.refresh_from_db()
    assert closing_of(desk.world.book, numbers(desk)).remaining is None


def test_the_numbers_of_a_long_book_cost_no_more_questions(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    registrar = desk.world.officer("registrar")
    for number in range(1, 30, 2):
        key(desk, str(number))
        desk.world.new_book(office_key=desk.world.book.office_key, volume_key=f"{number + 100}/2006")
    assert registrar.scope
    with django_assert_max_num_queries(5):
        numbers_of(registrar, desk.world.book)
