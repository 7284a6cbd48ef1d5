"""The inventory: what makes two rows one volume, what its counts were, who may change it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from hotich.books.models import Book, BookCount, BookMove
from hotich.books.operations import record_book
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db

HERE = "UBND xã Minh Hưng, huyện Bình Long"


def recorded(world: Any, **more: Any) -> tuple[Book, str]:
    said: dict[str, Any] = {
        "actor": None, "now": world.now, "kind": "KS", "office": HERE, "unit": world.unit,
        "year_opened": 2006, "volume": "01/2006", "copy_role": "commune",
    }  # fmt: skip
    return record_book(**said | more)


def test_a_mark_found_later_proposes_the_form_until_somebody_confirms_it(world: Any) -> None:
    book, _ = recorded(world)
    assert book.edition == "KS/2006"
    book, what = recorded(world, form_mark="TP/HT-1999-A1")
    assert (book.edition, what) == ("KS/1999", "updated")
    Book.objects.unscoped("test").filter(pk=book.pk).update(form_confirmed_at=world.now)
    book, _ = recorded(world, form_mark="STP/HT-2006-KS.1")
    assert (book.edition, book.form_mark) == ("KS/1999", "STP/HT-2006-KS.1")


@pytest.mark.parametrize(
    ("office", "volume"),
    [
        (HERE, "1/2006"),
        ("ubnd xã minh hưng huyện bình long", "01/2006"),
        ("UBND  xa Minh Hung,huyen Binh Long", "001/2006"),
    ],
)
def test_another_way_of_writing_is_the_same_volume(world: Any, office: str, volume: str) -> None:
    first, how = recorded(world)
    again, what = recorded(world, office=office, volume=volume)
    assert (again.pk, how, what) == (first.pk, "created", "unchanged")
    assert Book.objects.unscoped("test").get(pk=first.pk).office == HERE


@pytest.mark.parametrize(
    "other",
    [{"kind": "KH"}, {"office": "UBND xã Hưng Long"}, {"year_opened": 2007}, {"year_opened": None},
     {"volume": "02/2006"}, {"volume": "10/2006"}, {"copy_role": "district"}],
)  # fmt: skip
def test_each_part_of_the_identity_makes_another_volume(world: Any, other: dict[str, Any]) -> None:
    first, _ = recorded(world)
    second, how = recorded(world, **other)
    assert (how, first.pk == second.pk) == ("created", False)


def test_a_book_without_a_year_is_one_book_too(world: Any) -> None:
    first, _ = recorded(world, year_opened=None)
    assert recorded(world, year_opened=None)[0].pk == first.pk


def test_the_book_chooses_its_form(world: Any) -> None:
    assert recorded(world)[0].edition == "KS/2006"
    assert recorded(world, kind="LH")[0].edition.startswith("LH")


def test_a_changed_count_keeps_the_one_before_with_its_reason(world: Any) -> None:
    book, _ = recorded(world, entries_count=200, pages_count=100)
    later = world.now + timedelta(days=1)
    assert recorded(world, entries_count=195, reason="đếm lại", now=later)[1] == "updated"
    assert recorded(world, notes="bìa rách", now=later)[1] == "updated"
    assert recorded(world, entries_count=195, notes="bìa rách", now=later)[1] == "unchanged"
    counts = BookCount.objects.filter(book=book).values_list("entries_count", "reason", "counted_at")
    assert list(counts) == [(200, "kiểm kê", world.now), (195, "đếm lại", later)]


def test_a_book_without_a_unit_takes_the_one_that_is_told_later(world: Any) -> None:
    book, _ = recorded(world, unit=None)
    assert recorded(world)[1] == "updated"
    book.refresh_from_db()
    assert book.unit == world.unit


def test_that_a_book_came_to_another_unit_is_noted_whoever_moved_it(world: Any, elsewhere: Any) -> None:
    book, _ = recorded(world, unit=None)
    recorded(world)
    Book.objects.unscoped("a test's own book").filter(pk=book.pk).update(unit=elsewhere.unit)
    Book.objects.unscoped("a test's own book").filter(pk=book.pk).update(notes="bìa rách")
    moves = BookMove.objects.unscoped("a test's own moves").filter(book=book).order_by("pk")
    assert [(one.left_id, one.unit_id) for one in moves] == [
        (None, world.unit.pk),
        (world.unit.pk, elsewhere.unit.pk),
    ]


def test_a_move_bears_the_moment_of_its_row_and_not_of_its_transaction(world: Any, elsewhere: Any) -> None:
    """It may have waited for another's row while figures were closed that have waited for nobody who had not written yet."""
    book, _ = recorded(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT now(), clock_timestamp()")
        began, wrote_after = cursor.fetchone()
    Book.objects.unscoped("a test's own book").filter(pk=book.pk).update(unit=elsewhere.unit)
    move = BookMove.objects.unscoped("a test's own moves").get(book=book, left=world.unit)
    assert began < wrote_after <= move.at


def test_only_who_keeps_the_inventory_of_the_unit_changes_it(world: Any, elsewhere: Any) -> None:
    registrar = world.officer("registrar")
    book, _ = recorded(world, actor=registrar)
    assert BookCount.objects.get(book=book).counted_by == registrar
    for code in ("keyer", "unit_head", "team_leader"):
        with pytest.raises(NotAllowed):
            recorded(world, actor=world.officer(code))
    stranger = elsewhere.officer("registrar")
    for unit in (world.unit, elsewhere.unit):  # his own unit's name does not open another's book
        with pytest.raises(NotFound):
            recorded(world, actor=stranger, unit=unit)


def test_a_column_the_inventory_does_not_have_is_a_mistake(world: Any) -> None:
    with pytest.raises(TypeError):
        recorded(world, status="complete")
