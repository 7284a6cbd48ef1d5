"""Two copies of one volume: linked by an officer, one of them keyed, compared by number where both were."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk

from hotich.audit.models import AuditEvent
from hotich.books.models import Book
from hotich.books.operations import enter_from, pair_copies, part_copies
from hotich.books.policies import BookRefused
from hotich.books.queries import possible_copies
from hotich.entries.copies import compared_copies
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def copies(world: Any) -> tuple[Book, Book]:
    """A ward's book and the district's copy of it."""
    book = world.book
    book.copy_role = "commune"
    book.save()
    other = world.new_book(
        volume=book.volume, volume_key=book.volume_key, office_key=book.office_key, copy_role="district"
    )
    return book, other


def fresh(*books: Book) -> list[Book]:
    return [Book.objects.unscoped("test").get(pk=book.pk) for book in books]


def pair(world: Any, book: Book, other: Book, keep: Book | None = None, actor: Any = None) -> None:
    pair_copies(
        actor=actor or world.officer("registrar"), now=world.now, book=book, other=other, keep=keep or book
    )


def test_a_volume_in_another_copy_is_proposed_and_nothing_else(world: Any, copies: tuple[Book, Book]) -> None:
    book, other = copies
    world.new_book(office_key=book.office_key, copy_role="district")
    world.new_book(
        volume_key=book.volume_key, copy_role="district", year_opened=2005, office_key=book.office_key
    )
    registrar = world.officer("registrar")
    assert list(possible_copies(registrar, book)) == [other]
    pair(world, book, other)
    assert list(possible_copies(registrar, fresh(book)[0])) == []


def test_of_two_linked_copies_one_is_keyed(world: Any, copies: tuple[Book, Book]) -> None:
    book, other = copies
    pair(world, book, other, keep=other)
    first, second = fresh(book, other)
    assert (first.twin, second.twin) == (second, first)
    assert (first.marked_for_entry, second.marked_for_entry) == (False, True)
    assert AuditEvent.objects.filter(kind="copies.paired", subject=f"book:{book.pk}").exists()


def test_the_mark_goes_over_to_the_other_copy_once_nobody_is_to_key_the_first(
    world: Any, copies: tuple[Book, Book]
) -> None:
    book, other = copies
    pair(world, book, other)
    registrar = world.officer("registrar")
    given = world.assign(book)
    with pytest.raises(BookRefused) as refused:
        enter_from(actor=registrar, now=world.now, book=fresh(other)[0])
    assert refused.value.code == "copies.assigned"
    type(given).objects.update(ended_at=world.now)
    enter_from(actor=registrar, now=world.now, book=fresh(other)[0])
    assert [each.marked_for_entry for each in fresh(book, other)] == [False, True]


def test_copies_are_parted_and_keep_their_marks(world: Any, copies: tuple[Book, Book]) -> None:
    book, other = copies
    pair(world, book, other)
    part_copies(actor=world.officer("registrar"), now=world.now, book=fresh(book)[0])
    first, second = fresh(book, other)
    assert (first.twin, second.twin) == (None, None)
    assert (first.marked_for_entry, second.marked_for_entry) == (True, False)
    with pytest.raises(BookRefused):
        part_copies(actor=world.officer("registrar"), now=world.now, book=first)


def test_only_copies_of_one_volume_are_linked_and_each_once(world: Any, copies: tuple[Book, Book]) -> None:
    book, other = copies
    with pytest.raises(BookRefused, match="cùng loại sổ"):
        pair(world, book, world.new_book(copy_role="district"))
    with pytest.raises(BookRefused, match="khác bản lưu"):
        pair(world, book, world.new_book(volume_key="9", copy_role="commune"))
    pair(world, book, other)
    with pytest.raises(BookRefused, match="đã ghép"):
        pair(world, *fresh(book, other))


def test_who_keeps_no_inventory_links_nothing_and_nobody_links_beyond_his_units(
    world: Any, elsewhere: Any, copies: tuple[Book, Book]
) -> None:
    book, other = copies
    for code in ("keyer", "team_leader", "checker"):
        with pytest.raises(NotAllowed):
            pair(world, book, other, actor=world.officer(code))
    with pytest.raises(NotFound):
        pair(world, book, other, actor=elsewhere.officer("registrar"))


class TestCompared:
    """Entries of both copies, joined by year, number and how many-th."""

    @pytest.fixture
    def both(self, desk: Desk, copies: tuple[Book, Book]) -> Any:
        book, other = copies
        desk.world.assign(other, desk.officer)

        def key(at: Book, line: int, number: str, **values: str) -> None:
            desk.open(1, line, book=at)
            desk.key_all(registration__number=number, **values)
            desk.complete()

        key(book, 1, "1")
        key(other, 1, "01", child__full_name="nguyễn thị hoà")
        key(book, 2, "2", child__full_name="Nguyễn Văn An", child__sex="Nam")
        key(other, 2, "2", child__full_name="Nguyễn Văn Ân", child__sex="Nam", notes="Cải chính")
        key(book, 3, "3")
        key(other, 3, "4")
        key(book, 4, "5")
        key(book, 5, "5", child__full_name="Lê Thị B")
        key(other, 4, "5")
        return compared_copies(desk.world.officer("registrar"), *fresh(book, other))

    def test_what_differs_is_listed_column_by_column(self, both: Any) -> None:
        (pair,) = both.differing
        assert pair.here.number == "2"
        assert [(field.here, field.there) for field in pair.differing] == [
            ("Nguyễn Văn An", "Nguyễn Văn Ân"),
            ("", "Cải chính"),
        ]

    def test_letter_case_tone_placement_and_leading_zeros_are_no_difference(self, both: Any) -> None:
        assert both.compared == 3
        assert "1" not in [pair.here.number for pair in both.differing]

    def test_what_only_one_copy_has_is_listed_a_second_one_of_a_number_too(self, both: Any) -> None:
        assert sorted(entry.number for entry in both.only_here) == ["3", "5"]
        assert [entry.number for entry in both.only_there] == ["4"]
