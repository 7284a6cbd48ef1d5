"""An entry about two people: each is looked up and judged for himself, and every screen says of whom it speaks."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk, typed
from django.test import Client
from making import campaign_of, citizen, extract_of, seek

from hotich.books.models import Book, BookStatus
from hotich.campaign.models import ReportingUnit
from hotich.cases import operations as cases
from hotich.cases.models import Case
from hotich.entries.models import Entry, Outcome
from hotich.linkage.models import LookUp
from hotich.linkage.words import cautions_of

pytestmark = pytest.mark.django_db

HUSBAND = citizen(
    personal_id="070090000021", full_name="Trần Văn Hải", sex="1", birth_date="25/12/1990",
    mother_full_name="Nguyễn Thị Hồng", father_full_name="Trần Văn An",
)  # fmt: skip
WIFE = citizen(
    personal_id="070192000022", full_name="Lê Thị Thanh", sex="2", birth_date="14/01/1992",
    mother_full_name="Mai Thị Đào", father_full_name="Lê Văn Cẩn",
)  # fmt: skip
MARRIED = {
    "registration.number": typed("7"),
    "registration.date": typed("28/05/2017"),
    "wife.full_name": typed("Lê Thị Thanh"),
    "wife.birth_date": typed("13/01/1992"),
    "husband.full_name": typed("Trần Văn Hải"),
    "husband.birth_date": typed("25/12/1990"),
}


@pytest.fixture
def couple(world: Any) -> Desk:
    """A marriage that was keyed and finished, in a ward that searches extracts. The book has another birthday of hers."""
    _, (unit,) = campaign_of(world)
    unit.look_up_way = "extract"
    unit.save()
    extract_of(HUSBAND, WIFE)
    world.book = world.new_book(kind="KH", edition="KH/2016", year_opened=2017, volume="01/2017")
    officer = world.officer("keyer")
    world.assign(world.book, officer)
    desk = Desk(world, officer)
    desk.open()
    desk.key(MARRIED)
    desk.complete()
    return desk


def seen_by(officer: Any, address: str) -> str:
    client = Client()
    client.force_login(officer)
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def look(desk: Desk, role: str) -> LookUp:
    return seek(actor=desk.officer, entry_id=desk.entry, role=role)


def judged(desk: Desk, role: str) -> Any:
    return cases.judge(
        actor=desk.officer, entry_id=desk.entry, role=role, decision="same_person",
        look_up_id=look(desk, role).pk, candidate="1",
    )  # fmt: skip


def entry_of(desk: Desk) -> Entry:
    return Entry.objects.unscoped("the test's own").get(pk=desk.entry)


def test_the_entry_waits_until_both_were_judged(couple: Desk) -> None:
    assert judged(couple, "husband").outcome == Outcome.MATCHED
    assert entry_of(couple).outcome == Outcome.PENDING
    assert judged(couple, "wife").outcome == Outcome.MISMATCHED
    assert entry_of(couple).outcome == Outcome.MISMATCHED
    assert Case.objects.unscoped("the test's own").get().role == "wife"


def test_both_wait_in_the_queue_and_it_says_who_is_who(couple: Desk) -> None:
    text = seen_by(couple.officer, "/cho-tra-cuu/")
    assert "1 trường hợp" in text
    assert "bên nam" in text and "bên nữ" in text


def test_the_page_of_a_spouse_says_whose_it_is_and_asks_for_nothing_a_marriage_does_not_tell(
    couple: Desk,
) -> None:
    address = f"/cho-tra-cuu/{couple.entry}/wife/"
    text = seen_by(couple.officer, address)
    assert "Tra cứu bên nữ" in text
    assert "female" not in text
    ReportingUnit.objects.unscoped("the test's own").update(look_up_way="recorded")
    recorded = seen_by(couple.officer, address)
    assert 'name="theo-full_name"' in recorded and 'name="thay-spouse_full_name"' in recorded
    assert "mother_full_name" not in recorded
    assert 'name="theo-sex"' not in recorded


def test_nobody_is_asked_to_key_parents_whom_the_book_does_not_name(couple: Desk) -> None:
    found = look(couple, "husband")
    kept = list(found.candidates.all())
    assert kept
    assert not [sentence for one in kept for sentence in cautions_of(one, kept) if "cha, mẹ" in sentence]


def test_each_judgement_stands_for_its_own_person(couple: Desk) -> None:
    judged(couple, "husband")
    judged(couple, "wife")
    text = seen_by(couple.officer, f"/truong-hop/{couple.entry}/")
    assert text.count("Xác định hiện hành") == 2
    assert "Xác định hiện hành, bên nam: trùng khớp" in text
    assert "Xác định hiện hành, bên nữ: không trùng khớp" in text
    judged(couple, "wife")
    again = seen_by(couple.officer, f"/truong-hop/{couple.entry}/")
    assert again.count("Xác định hiện hành") == 2
    assert again.count("Xác định đã thay") == 1


def test_the_tracking_list_says_which_of_the_two_differs(couple: Desk) -> None:
    judged(couple, "wife")
    keeper = couple.world.officer("list_keeper")
    text = seen_by(keeper, "/danh-sach-theo-doi-rieng/")
    assert "Lê Thị Thanh" in text and "bên nữ" in text
    assert "bên nam" not in text


def test_a_board_offers_books_of_every_kind(couple: Desk) -> None:
    waiting: Book = couple.world.new_book(
        kind="KT", edition="KT/2006", status=BookStatus.HANDED_OVER, marked_for_entry=True
    )
    leader = couple.world.officer("team_leader")
    text = seen_by(leader, "/phan-cong/")
    assert str(waiting.pk) in text
    assert str(couple.world.book.pk) in text
