"""A book's printed columns are confirmed at inventory: the book's own, kept with who said so, used again for others."""

from __future__ import annotations

from typing import Any

import pytest

from hotich.books.models import Book, FormConfirmation, SavedVariant
from hotich.books.operations import confirm_form, drop_variant, save_variant
from hotich.books.policies import BookRefused
from hotich.books.queries import books_to_confirm_like
from hotich.entries.operations import confirm_alike
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db

HOUSEHOLD = {"id": "extra.so_ho_khau", "label": "Số hộ khẩu", "after": "child.full_name"}
VARIANT = {"off": ["notes"], "extra": [HOUSEHOLD]}


def fresh(book: Book) -> Book:
    return Book.objects.unscoped("a test's own book").get(pk=book.pk)


def confirm(world: Any, book: Book | None = None, **said: Any) -> Book:
    return confirm_form(
        **{
            "actor": said.pop("actor", None) or world.officer("registrar"),
            "now": world.now,
            "book": book or world.book,
            "edition": "KS/2006",
            **said,
        }
    )


def test_a_confirmed_book_has_its_columns_and_says_who_confirmed_them(world: Any) -> None:
    registrar = world.officer("registrar")
    assert fresh(world.book).form_confirmed_at is None
    confirm(world, actor=registrar, variant=VARIANT)
    book = fresh(world.book)
    assert (book.variant, book.form_confirmed_at) == (VARIANT, world.now)
    row = FormConfirmation.objects.get(book=book)
    assert (row.confirmed_by, row.confirmed_at, row.variant, row.proposed) == (
        registrar, world.now, VARIANT, "KS/2006",
    )  # fmt: skip


def test_a_later_statement_takes_the_place_of_the_first_and_both_stay_on_record(world: Any) -> None:
    confirm(world, variant=VARIANT)
    confirm(world, variant={"off": ["notes"]})
    assert fresh(world.book).variant == {"off": ["notes"]}
    assert FormConfirmation.objects.filter(book=world.book).count() == 2


def test_the_books_history_keeps_the_columns_it_had(world: Any) -> None:
    from django.apps import apps

    confirm(world, variant=VARIANT)
    confirm(world)
    kept = apps.get_model("books", "BookEvent").objects.filter(pgh_obj_id=world.book.pk).order_by("pgh_id")
    assert VARIANT in [event.variant for event in kept]


def test_another_form_than_mark_and_year_propose_needs_a_reason(world: Any) -> None:
    with pytest.raises(BookRefused) as refused:
        confirm(world, edition="KS/1999")
    assert refused.value.code == "form.reason"
    confirm(world, edition="KS/1999", reason="in trên mẫu cũ còn tồn")
    assert fresh(world.book).edition == "KS/1999"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"edition": "KH/2006", "reason": "x"}, "form.kind"),
        ({"edition": "KS/1900", "reason": "x"}, "edition.unknown"),
        ({"variant": {"off": ["child.full_name"]}}, "variant.refused"),
        ({"variant": {"off": ["child.age"]}}, "variant.refused"),
        ({"variant": {"extra": [HOUSEHOLD | {"after": "child.age"}]}}, "variant.refused"),
        ({"changes": [{"page": 1, "edition": "KS/2016"}]}, "form.change_place"),
        ({"changes": [{"page": 51, "edition": "KS/2016"}]}, "form.change_place"),
        ({"changes": [{"page": None, "edition": "KS/2016"}]}, "form.change_place"),
        ({"changes": [{"page": 9, "edition": "KS/2016"}] * 2}, "form.change_twice"),
        ({"changes": [{"page": 9, "edition": "KS/2016", "variant": {"off": ["x"]}}]}, "variant.refused"),
    ],
)
def test_what_no_page_can_be_is_refused_and_changes_nothing(
    world: Any, said: dict[str, Any], code: str
) -> None:
    with pytest.raises(BookRefused) as refused:
        confirm(world, **said)
    assert refused.value.code == code
    assert fresh(world.book).form_confirmed_at is None


def test_a_book_without_pages_changes_form_at_an_entry(world: Any) -> None:
    book = world.new_book(pages_count=None)
    confirm(world, book, changes=[{"nth": 40, "edition": "KS/2016", "number": "40/2006"}])
    assert fresh(book).form_changes == [{"nth": 40, "edition": "KS/2016", "variant": {}, "number": "40/2006"}]
    with pytest.raises(BookRefused):
        confirm(world, book, changes=[{"page": 4, "edition": "KS/2016"}])


@pytest.mark.parametrize("code", ["keyer", "team_leader", "unit_head", "checker", "list_keeper"])
def test_only_who_keeps_the_inventory_confirms(world: Any, code: str) -> None:
    with pytest.raises(NotAllowed):
        confirm(world, actor=world.officer(code))


def test_a_registrar_confirms_books_of_his_own_unit_only(world: Any, elsewhere: Any) -> None:
    with pytest.raises(NotFound):
        confirm(world, elsewhere.book)


def test_a_variant_is_saved_under_a_name_and_offered_where_books_were_printed_alike(
    world: Any, elsewhere: Any
) -> None:
    registrar = world.officer("registrar")
    confirm(world, variant=VARIANT)
    saved = save_variant(actor=registrar, now=world.now, book=world.book, name="  Sổ in  1990 ")
    assert (saved.name, saved.variant, saved.unit) == ("Sổ in 1990", VARIANT, world.unit)
    other_office = world.new_book(office_key="another office")
    alike = world.new_book()
    world.new_book(edition="KS/1999")
    confirm(world, world.new_book())
    elsewhere.new_book()
    assert list(books_to_confirm_like(registrar, saved)) == [alike, other_office]


def test_a_saved_variant_confirms_several_books_at_once_or_none(world: Any) -> None:
    registrar = world.officer("registrar")
    confirm(world, variant=VARIANT)
    saved = save_variant(actor=registrar, now=world.now, book=world.book, name="Sổ in 1990")
    books = [world.new_book(), world.new_book()]
    assert confirm_alike(actor=registrar, now=world.now, saved=saved, books=books) == 2
    assert [fresh(book).variant for book in books] == [VARIANT, VARIANT]
    assert "Sổ in 1990" in FormConfirmation.objects.get(book=books[0]).reason
    with pytest.raises(BookRefused):
        more = [world.new_book(), world.new_book(kind="KH", edition="KH")]
        confirm_alike(actor=registrar, now=world.now, saved=saved, books=more)
    assert fresh(more[0]).form_confirmed_at is None


def test_a_name_is_used_once_and_a_book_nobody_confirmed_lends_no_variant(world: Any) -> None:
    registrar = world.officer("registrar")
    with pytest.raises(BookRefused, match="chưa xác nhận"):
        save_variant(actor=registrar, now=world.now, book=world.book, name="Mẫu A")
    confirm(world)
    save_variant(actor=registrar, now=world.now, book=world.book, name="Mẫu A")
    with pytest.raises(BookRefused, match="Đã có mẫu riêng"):
        save_variant(actor=registrar, now=world.now, book=world.book, name="Mẫu A")
    with pytest.raises(BookRefused, match="Đặt tên"):
        save_variant(actor=registrar, now=world.now, book=world.book, name="  ")


def test_a_variant_that_is_offered_no_longer_leaves_its_books_as_they_are(world: Any, elsewhere: Any) -> None:
    registrar = world.officer("registrar")
    confirm(world, variant=VARIANT)
    saved = save_variant(actor=registrar, now=world.now, book=world.book, name="Mẫu A")
    with pytest.raises(NotFound):
        drop_variant(actor=elsewhere.officer("registrar"), saved=saved)
    drop_variant(actor=registrar, saved=saved)
    assert not SavedVariant.objects.unscoped("a test's own rows").exists()
    assert fresh(world.book).variant == VARIANT
