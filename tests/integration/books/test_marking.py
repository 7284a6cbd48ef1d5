"""A book that is not to be keyed: said with a reason while it is at home and untouched, and taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from making import campaign_of

from hotich.audit.models import AuditEvent
from hotich.books.models import Book, BookStatus
from hotich.books.operations import hand_over, leave_out, take_in
from hotich.books.policies import BookRefused
from hotich.books.queries import marks_of
from hotich.campaign.closing.accounts import all_accounts_of
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(world: Any) -> Any:
    return world.officer("registrar")


@pytest.fixture
def book(world: Any) -> Book:
    found: Book = world.new_book(custodian=world.committee, status=BookStatus.INVENTORIED, entries_count=40)
    return found


def leave(world: Any, actor: Any, book: Book, reason: str = "ngoài phạm vi đợt") -> Book:
    return leave_out(actor=actor, now=world.now, book=book, reason=reason)


def refusal(act: Any) -> str:
    with pytest.raises(BookRefused) as refused:
        act()
    return refused.value.code


def test_a_book_left_out_stands_in_no_account_until_it_is_taken_in_again(
    world: Any, registrar: Any, book: Book
) -> None:
    campaign, _ = campaign_of(world)
    assert all_accounts_of(campaign)[0].never_given == 1
    assert refusal(lambda: leave(world, registrar, book, "  ")) == "marking.reason"
    leave(world, registrar, book)
    book.refresh_from_db()
    assert not book.marked_for_entry
    assert all_accounts_of(campaign)[0].never_given == 0
    take_in(actor=registrar, now=world.now, book=book)
    assert all_accounts_of(campaign)[0].never_given == 1


def test_who_said_so_and_why_stays_in_the_history_and_the_audit(
    world: Any, registrar: Any, book: Book
) -> None:
    leave(world, registrar, book, "bản trùng của quyển 02")
    take_in(actor=registrar, now=world.now, book=book)
    out, back = marks_of(book)
    assert (out.to_be_keyed, out.by, out.reason) == (False, registrar, "bản trùng của quyển 02")
    assert (back.to_be_keyed, back.by, back.reason) == (True, registrar, "")
    lines = AuditEvent.objects.filter(subject=f"book:{book.pk}").order_by("at")
    assert [(one.kind, one.officer_id, one.detail) for one in lines] == [
        ("book.left_out", registrar.pk, {"reason": "bản trùng của quyển 02"}),
        ("book.taken_in", registrar.pk, {}),
    ]


def test_a_book_that_is_out_lost_promised_or_keyed_is_not_left_out(
    world: Any, desk: Any, registrar: Any
) -> None:
    for status in set(BookStatus) - {BookStatus.INVENTORIED}:
        elsewhere = world.new_book(custodian=world.committee, status=status)
        assert refusal(lambda book=elsewhere: leave(world, registrar, book)) == "marking.state", status
    desk.whole()
    Book.objects.unscoped("test").filter(pk=world.book.pk).update(status=BookStatus.INVENTORIED)
    assert refusal(lambda: leave(world, registrar, world.book)) == "marking.keyed"
    promised = world.new_book(custodian=world.committee, status=BookStatus.INVENTORIED)
    hand_over(actor=registrar, now=world.now, book=promised, to_agency=world.police, way="hand_over")
    assert refusal(lambda: leave(world, registrar, promised)) == "book.handover_open"


def test_of_two_copies_the_mark_is_changed_where_the_pair_is(world: Any, registrar: Any, book: Book) -> None:
    other = world.new_book(status=BookStatus.INVENTORIED, twin=book)
    Book.objects.unscoped("test").filter(pk=book.pk).update(marked_for_entry=False, twin=other)
    assert refusal(lambda: take_in(actor=registrar, now=world.now, book=book)) == "marking.twin"


def test_only_who_keeps_the_inventory_of_the_unit_leaves_books_out(
    world: Any, elsewhere: Any, book: Book
) -> None:
    for code in ("keyer", "team_leader", "police_head"):
        with pytest.raises(NotAllowed):
            leave(world, world.officer(code), book)
    with pytest.raises(NotFound):
        leave(world, elsewhere.officer("registrar"), book)


def test_the_page_of_the_book_offers_it_and_its_undoing_and_the_chain_tells_both(
    world: Any, registrar: Any, book: Book
) -> None:
    client = Client()
    client.force_login(registrar)
    address = f"/so/{book.pk}/"
    assert f"{address}khong-nhap/" in client.get(address).content.decode()
    client.post(f"{address}khong-nhap/", {"ly-do": "đã thống nhất với Công an phường"})
    text = client.get(address).content.decode()
    assert "đã thống nhất với Công an phường" in text
    assert f"{address}khong-nhap/" not in text
    client.post(f"{address}phai-nhap/")
    told = client.get(address).content.decode().partition("Sổ đã qua tay ai")[2]
    assert "<td>Nhập từ quyển này</td>" in told
    assert "<td>Không nhập từ quyển này<br>" in told
    assert told.count(str(registrar)) >= 2
