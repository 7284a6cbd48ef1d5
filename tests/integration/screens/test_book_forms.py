"""Confirming a book's columns on screen, and what the desk then draws."""

from __future__ import annotations

import re
from typing import Any

import pytest
from desk import Desk, typed
from django.test import Client

from hotich.books.models import Book, FormConfirmation, SavedVariant
from hotich.books.operations import record_book
from hotich.core.registers.catalogue import edition
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db

ALL = [each.id for each in edition("KS/2006").printed_fields()]


@pytest.fixture
def registrar(own: Any) -> Client:
    client = Client()
    client.force_login(own.officers["registrar"])
    return client


def fresh(book: Book) -> Book:
    return Book.objects.unscoped("test").get(pk=book.pk)


def confirm(client: Client, book: Book, **said: Any) -> Any:
    said = {
        "phan": "0",
        "mau": "KS/2006",
        "cot": ALL,
        **{name.replace("_", "-"): v for name, v in said.items()},
    }
    return client.post(f"/so/{book.pk}/mau-so/xac-nhan/", said)


def desk_data(side: Any, place: tuple[int, int], *, book: Book | None = None) -> dict[str, Any]:
    """What the desk is given for an entry at a place of the book."""
    keyer = side.officers["keyer"]
    desk = Desk(side.world, keyer)
    desk.open(*place, book=book or side.book)
    client = Client()
    client.force_login(keyer)
    answer = client.post("/api/desk/shift", {"entry": str(desk.entry)}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_the_page_shows_every_column_in_print_order_with_its_drawing(own: Any, registrar: Client) -> None:
    page = registrar.get(f"/so/{own.book.pk}/mau-so/").content.decode()
    shown = re.findall(r'id="c-([\w.]+)"', page)
    assert shown == ALL
    assert re.findall(r'data-drawn="([\w.]+)"', page) == ALL
    assert "chưa xác nhận" in page


def test_columns_are_dropped_and_added_in_one_form(own: Any, registrar: Client) -> None:
    left = [each for each in ALL if each not in ("notes", "child.hometown")]
    answer = confirm(
        registrar, own.book, cot=left, ma=["", "", ""], nhan=["Số hộ khẩu", "", "STT"],
        sau=["child.full_name", "-", ""], luu_ten="Mẫu Minh Hưng",
    )  # fmt: skip
    assert answer.status_code == 302
    book = fresh(own.book)
    assert set(book.variant["off"]) == {"notes", "child.hometown"}
    assert book.variant["extra"] == [
        {"id": "extra.so_ho_khau", "label": "Số hộ khẩu", "after": "child.full_name"},
        {"id": "extra.stt", "label": "STT", "after": ""},
    ]
    assert FormConfirmation.objects.get(book=book).confirmed_by == own.officers["registrar"]
    assert SavedVariant.objects.unscoped("test").filter(name="Mẫu Minh Hưng", variant=book.variant).exists()
    again = registrar.get(f"/so/{own.book.pk}/mau-so/").content.decode()
    assert re.findall(r'id="c-([\w.]+)"', again)[0] == "extra.stt"
    kept = ["extra.stt", *left]
    confirm(
        registrar, own.book, cot=kept, ma=["extra.so_ho_khau", "extra.stt"], nhan=["Số hộ khẩu", "Số TT"],
        sau=["child.full_name", "-"],
    )  # fmt: skip
    assert fresh(own.book).variant["extra"] == [{"id": "extra.stt", "label": "Số TT"}]


def test_what_was_ticked_is_still_there_when_something_is_missing(own: Any, registrar: Client) -> None:
    old = [each.id for each in edition("KS/1999").printed_fields() if each.id != "notes"]
    answer = confirm(registrar, own.book, mau="KS/1999", cot=old, ma=[""], nhan=["Cột lạ"], sau=["-"])
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ghi lý do chọn mẫu khác" in page
    assert 'value="Cột lạ"' in page
    assert re.search(r'value="notes" data-column>', page)
    assert fresh(own.book).form_confirmed_at is None
    assert confirm(registrar, own.book, mau="KS/1999", cot=old, ly_do="in trên mẫu cũ").status_code == 302
    assert fresh(own.book).edition == "KS/1999"


def test_one_is_warned_of_what_was_keyed_before(own: Any, registrar: Client) -> None:
    desk = Desk(own.world, own.officers["keyer"])
    desk.open(5, 1)
    desk.key({"notes": typed("cải chính")})
    confirm(registrar, own.book, cot=[each for each in ALL if each != "notes"])
    page = registrar.get(f"/so/{own.book.pk}/mau-so/").content.decode()
    assert "Quyển đã có 5 trường hợp" in page
    assert re.search(r"Cột đang tắt đã có giá trị:[^.]*\(1\)", page)


def test_a_book_changes_form_midway_and_the_desk_draws_each_page_as_it_is(
    own: Any, registrar: Client
) -> None:
    confirm(registrar, own.book)
    newer = [each.id for each in edition("KS/2016").printed_fields() if each.id != "notes"]
    assert "Từ đầu quyển" in registrar.get(f"/so/{own.book.pk}/mau-so/?phan=moi").content.decode()
    answer = confirm(registrar, own.book, phan="moi", mau="KS/2016", cot=newer, tu="20", so="120", nam="2016")
    assert answer.status_code == 302
    assert fresh(own.book).form_changes == [
        {"page": 20, "edition": "KS/2016", "variant": {"off": ["notes"]}, "number": "120", "year": 2016}
    ]
    before, after = desk_data(own, (19, 1)), desk_data(own, (20, 1))
    assert [data["places"][0]["edition"] for data in (before, after)] == ["KS/2006", "KS/2016"]
    assert "KS-2006" in before["places"][0]["edition_url"]
    assert "KS-2016" in after["places"][0]["edition_url"]
    assert [data["places"][0]["variant"] for data in (before, after)] == [None, {"off": ["notes"]}]
    assert after["books"][0]["form_confirmed"] is True
    registrar.post(f"/so/{own.book.pk}/mau-so/bo-doi-mau/", {"phan": "1"})
    assert fresh(own.book).form_changes == []


def test_a_change_beyond_the_last_page_is_said_on_the_same_page(own: Any, registrar: Client) -> None:
    answer = confirm(registrar, own.book, phan="moi", mau="KS/2016", cot=[], tu="500")
    assert answer.status_code == 409
    assert "Quyển có 50 trang" in answer.content.decode()


def test_a_book_from_1987_shows_the_columns_of_1987(own: Any, registrar: Client) -> None:
    book, _ = record_book(
        actor=None, now=clock(), kind="KS", office="UBND xã Minh Hưng", unit=own.world.unit, year_opened=1987,
        volume="01/1987", pages_count=50,
    )  # fmt: skip
    Book.objects.unscoped("test").filter(pk=book.pk).update(status="keying")
    own.world.assign(book)
    data = desk_data(own, (1, 1), book=fresh(book))
    assert data["places"][0]["edition"] == "KS/1976"
    assert "KS-1976" in data["places"][0]["edition_url"]
    assert data["books"][0]["form_confirmed"] is False
    page = registrar.get(f"/so/{book.pk}/mau-so/").content.decode()
    assert re.findall(r'id="c-([\w.]+)"', page) == [each.id for each in edition("KS/1976").printed_fields()]


def test_books_printed_alike_are_confirmed_together(own: Any, registrar: Client) -> None:
    alike, other = own.world.new_book(), own.world.new_book()
    address = f"/so/mau-rieng/{own.saved.pk}/"
    assert str(alike.pk) in registrar.get(address).content.decode()
    answer = registrar.post(f"{address}ap-dung/", {"so": [alike.pk, other.pk]})
    assert answer.status_code == 302
    assert [fresh(book).variant for book in (alike, other)] == [own.saved.variant] * 2
    assert str(alike.pk) not in registrar.get(address).content.decode()
    assert registrar.post(f"{address}ap-dung/", {"so": [alike.pk]}).status_code == 404


def test_the_inventory_lists_the_books_that_wait_for_their_columns(own: Any, registrar: Client) -> None:
    confirm(registrar, own.book)
    page = registrar.get("/so/?mau-so=chua").content.decode()
    assert str(own.spare.pk) in page
    assert str(own.book.pk) not in page


def test_a_foreign_wards_saved_variant_is_not_offered_and_does_nothing(
    two_wards: Any, registrar: Client
) -> None:
    own, foreign = two_wards
    page = registrar.get(f"/so/{own.book.pk}/mau-so/?mau-rieng={foreign.saved.pk}").content.decode()
    assert "Mẫu Bình Sơn Ngoại" not in page
    assert registrar.get(f"/so/{own.book.pk}/mau-so/?mau=KH/2006").status_code in (404, 409)
