"""Dãy số của quyển, marks on it, and the two copies of a volume, as officers see them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from desk import Desk
from django.test import Client

from hotich.books.models import Book, NumberMark

pytestmark = pytest.mark.django_db


def signed_in(side: Any, code: str) -> Client:
    client = Client()
    client.force_login(side.officers[code])
    return client


def key(side: Any, number: str, line: int, *, book: Book | None = None, **values: str) -> Any:
    desk = Desk(side.world, side.officers["keyer"])
    desk.open(7, line, book=book or side.book)
    desk.key_all(registration__number=number, **values)
    desk.complete()
    return desk.entry


@pytest.fixture
def counted(own: Any) -> Any:
    """Numbers 1, 2, 2 and 6 beside those the ward's entries have (3111–3114)."""
    for line, number in enumerate(("1", "2", "2", "6"), start=1):
        key(own, number, line)
    return own


def test_gaps_repeats_and_the_sum_stand_on_one_page(counted: Any) -> None:
    page = signed_in(counted, "keyer").get(f"/so/{counted.book.pk}/day-so/").content.decode()
    for words in (
        "Năm 2006",
        "3–5",
        "7–899",
        "số bỏ trống trong sổ",
        "902–3110",
        "trùng số",
        "Chốt số của quyển",
    ):
        assert words in page
    assert '<rect class="thieu" x="2" width="3"' in page
    assert '<rect class="trung" x="1" width="1"' in page


def test_what_is_missing_is_explained_from_the_page_and_taken_back(counted: Any) -> None:
    keyer = signed_in(counted, "keyer")
    address = f"/so/{counted.book.pk}/day-so/"
    said = {"nam": "2006", "tu": "3", "den": "5", "la": "missing", "ly-do": "mất tờ 2"}
    assert keyer.post(f"{address}danh-dau/", said).status_code == 302
    page = keyer.get(address).content.decode()
    assert "mất tờ 2" in page
    assert '<rect class="missing" x="2" width="3"' in page
    mark = NumberMark.objects.get(reason="mất tờ 2")
    assert keyer.post(f"{address}{mark.pk}/bo/").status_code == 302
    assert "mất tờ 2" not in keyer.get(address).content.decode()


def test_who_sees_counts_only_sees_the_numbers_and_opens_no_entry(counted: Any) -> None:
    page = signed_in(counted, "unit_head").get(f"/so/{counted.book.pk}/day-so/").content.decode()
    assert "3–5" in page
    assert "/truong-hop/" not in page
    assert "danh-dau" not in page
    assert "Lê Thị" not in page


def test_the_page_of_a_book_says_form_sum_and_copies(counted: Any) -> None:
    page = signed_in(counted, "registrar").get(f"/so/{counted.spare.pk}/").content.decode()
    for words in (
        "chưa xác nhận mẫu sổ",
        "từ trang 20",
        "Chốt số của quyển",
        "Ghép hai bản",
        "bản lưu huyện",
    ):
        assert words in page
    assert (
        "Ghép hai bản"
        not in signed_in(counted, "team_leader").get(f"/so/{counted.spare.pk}/").content.decode()
    )


def test_two_copies_are_linked_compared_and_parted_on_screen(own: Any) -> None:
    from hotich.audit.models import AuditEvent

    own.world.assign(own.spare)
    own.world.assign(own.copy)
    key(own, "1", 1, book=own.spare, child__full_name="Lê Văn An", child__sex="Nam")
    key(own, "1", 1, book=own.copy, child__full_name="Lê Văn Ân", child__sex="Nam")
    own.spare.assignments.update(ended_at=own.world.now)
    registrar = signed_in(own, "registrar")
    address = f"/so/{own.spare.pk}/hai-ban/"
    registrar.post(f"{address}ghep/", {"ban-kia": own.copy.pk, "nhap-tu": own.spare.pk})
    page = registrar.get(address).content.decode()
    assert "Lê Văn An" in page
    assert "Lê Văn Ân" in page
    assert AuditEvent.objects.filter(kind="copies.compared", subject=f"book:{own.spare.pk}").count() == 1
    assert signed_in(own, "unit_head").get(address).status_code == 403
    registrar.post(f"/so/{own.copy.pk}/hai-ban/nhap-tu-ban-nay/")
    marked = Book.objects.unscoped("test").filter(pk__in=(own.spare.pk, own.copy.pk), marked_for_entry=True)
    assert [book.pk for book in marked] == [own.copy.pk]
    registrar.post(f"{address}tach/")
    assert registrar.get(address).status_code == 404


def test_what_is_restricted_is_not_spread_out_in_a_comparison(own: Any) -> None:
    own.world.assign(own.spare)
    own.world.assign(own.copy)
    entry = key(own, "1", 1, book=own.spare, child__full_name="Lê Văn An", child__sex="Nam")
    key(own, "1", 1, book=own.copy, child__full_name="Lê Văn Ân", child__sex="Nam")
    type(own.matched).objects.unscoped("test").filter(pk=entry).update(sensitive=True)
    registrar = signed_in(own, "registrar")
    address = f"/so/{own.spare.pk}/hai-ban/"
    registrar.post(f"{address}ghep/", {"ban-kia": own.copy.pk, "nhap-tu": own.spare.pk})
    assert re.search("Lê Văn [AÂ]n", registrar.get(address).content.decode())
    page = signed_in(own, "list_keeper").get(address).content.decode()
    assert "hạn chế xem" in page
    assert not re.search("Lê Văn [AÂ]n", page)
