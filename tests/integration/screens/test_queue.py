"""The queue of a book from a file: its groups, who sees them, and an officer who works through one of them."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

sys.path.insert(0, str(Path(__file__).parents[1]))

from making import births_from_file, campaign_of, citizen, extract_of  # noqa: E402
from tests.integration.screens.town import make_two_wards  # noqa: E402

from hotich.support.time import database_now  # noqa: E402

pytestmark = pytest.mark.django_db

MAI = citizen(personal_id="990306000101", full_name="Nguyễn Thị Mai", birth_date="05/03/2006")
LAN = citizen(
    personal_id="990306000102", full_name="Lê Thị Lan", birth_date="06/07/2006", mother_full_name="Phạm Thị Đào",
    father_full_name="Lê Văn Sáu",
)  # fmt: skip
HOA = citizen(
    personal_id="990306000103", full_name="Trần Thị Hoa", birth_date="09/09/2006", mother_full_name="Võ Thị Cúc",
    father_full_name="Trần Văn Năm",
)  # fmt: skip


@pytest.fixture
def two_wards(db: None, now: Any) -> tuple[Any, Any]:
    """Of one test: the others here make a ward of the same code."""
    return make_two_wards(now)


def about(known: dict[str, str], **values: str) -> dict[str, str]:
    """The entry of a citizen."""
    return {
        "child__full_name": known["full_name"],
        "child__birth_date": known["birth_date"],
        "mother__full_name": known["mother_full_name"],
        "father__full_name": known["father_full_name"],
        **values,
    }


STRANGER = {
    "child__full_name": "Hoàng Thị Xuân", "child__birth_date": "11/12/1999",
    "mother__full_name": "Lý Thị Yến", "father__full_name": "Hoàng Văn Sáng",
}  # fmt: skip


def linked(book: Any, *births: dict[str, str]) -> list[Any]:
    from hotich.linkage.operations import books

    entries = births_from_file(book, *births)
    while books.link_book(book_id=book.pk, now=database_now()).more:
        pass
    return entries


def signed_in(officer: Any) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def page(client: Client, book: Any, group: str = "") -> str:
    """The main part of a book's queue."""
    answer = client.get(f"/cho-tra-cuu/so/{book.pk}/", {"nhom": group} if group else {})
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


def groups(html: str) -> dict[str, int]:
    """What the tabs of a queue count."""
    return {
        name: int(count)
        for name, count in re.findall(r'nhom=([a-z-]+)"[^>]*>.*?<strong>(\d+)</strong>', html)
    }


def opened(html: str) -> list[str]:
    """The addresses that the rows open."""
    return [one.replace("&amp;", "&") for one in re.findall(r'<a href="([^"]+)" data-open', html)]


@pytest.fixture
def leader(world: Any) -> Any:
    return world.officer("team_leader")


def test_everybody_stands_in_the_group_that_the_look_up_suggests(world: Any, leader: Any) -> None:
    extract_of(MAI, LAN, HOA)
    linked(world.book, about(MAI), about(LAN, child__birth_date="07/07/2006"), STRANGER)
    births_from_file(world.book, about(HOA))
    html = page(signed_in(leader), world.book)
    assert groups(html) == {
        "trung-khop": 1, "khong-trung-khop": 1, "can-chon": 0, "trung-nhau": 0, "khong-thay": 1, "chua-doi-chieu": 1,
    }  # fmt: skip
    assert "đã đối chiếu 3/4" in html
    assert "Nguyễn Thị Mai" in html
    mismatched = page(signed_in(leader), world.book, "khong-trung-khop")
    assert "Lê Thị Lan" in mismatched
    assert "ngày sinh" in mismatched.partition("<tbody>")[2]


def test_a_queue_shows_nothing_of_the_register_but_a_masked_number(world: Any, leader: Any) -> None:
    from hotich.entries.models import EntryAction

    extract_of(LAN)
    linked(world.book, about(LAN, child__birth_date="07/07/2006"))
    html = page(signed_in(leader), world.book, "khong-trung-khop")
    assert "990••••••102" in html
    assert LAN["personal_id"] not in html
    assert LAN["birth_date"] not in html
    assert not EntryAction.objects.filter(type="register_seen").exists()


def test_in_blind_work_a_queue_shows_nothing_of_the_register_at_all(world: Any, leader: Any) -> None:
    extract_of(MAI)
    linked(world.book, about(MAI, child__birth_date="05/04/2006"))
    officer = signed_in(leader)
    seen = page(officer, world.book, "khong-trung-khop")
    assert "•" in seen
    assert "Khác ở" in seen
    campaign_of(world, working="blind")
    hidden = page(officer, world.book, "khong-trung-khop")
    assert "Nguyễn Thị Mai" in hidden
    assert "•" not in hidden
    assert "Khác ở" not in hidden


def test_nobody_found_in_less_than_the_nation_stays_pending(world: Any, leader: Any) -> None:
    extract_of(MAI, coverage="town")
    linked(world.book, STRANGER)
    html = page(signed_in(leader), world.book, "khong-thay")
    assert 'class="mark pending"' in html
    assert "toàn thị xã" in html
    extract_of(MAI, LAN, name="cả nước")
    linked(world.book)
    assert 'class="mark not_found"' in page(signed_in(leader), world.book, "khong-thay")


def test_two_births_of_one_citizen_stand_side_by_side_and_lead_to_each_other(world: Any, leader: Any) -> None:
    extract_of(MAI, LAN)
    first, _, second = linked(world.book, about(MAI), about(LAN), about(MAI, registration__date="09/05/2008"))
    client = signed_in(leader)
    html = page(client, world.book, "trung-nhau")
    assert groups(html)["trung-nhau"] == 2
    assert "Hai trường hợp cùng một công dân: có thể ghi trùng hoặc đăng ký lại" in html
    here, there = opened(html)
    assert str(first.pk) in here
    assert str(second.pk) in there
    assert f"/cho-tra-cuu/{second.pk}/child/" in client.get(here).content.decode()
    first.refresh_from_db()
    assert first.outcome == "pending", "nothing is assigned by force"


def test_an_entry_judged_already_is_the_other_half_of_a_duplicate(world: Any, leader: Any) -> None:
    extract_of(MAI)
    first, second = linked(world.book, about(MAI), about(MAI))
    client = signed_in(leader)
    address = opened(page(client, world.book, "trung-nhau"))[0]
    after = decided(client, address, world.book, first)
    assert after.endswith("nhom=trung-nhau")
    assert str(second.pk) in after
    html = page(client, world.book, "trung-nhau")
    assert groups(html)["trung-nhau"] == 1
    assert f'href="/truong-hop/{first.pk}/"' in html


def test_the_twin_copy_of_a_book_makes_no_duplicate(world: Any, leader: Any) -> None:
    twin = world.new_book(twin=world.book)
    extract_of(MAI)
    linked(world.book, about(MAI))
    linked(twin, about(MAI))
    assert groups(page(signed_in(leader), world.book))["trung-nhau"] == 0


def test_people_come_again_and_again_in_a_book_that_is_not_one_of_births_or_deaths(world: Any) -> None:
    from hotich.core.registers.catalogue import kinds_once_a_life

    assert set(kinds_once_a_life()) == {"KS", "KT"}


def decided(client: Client, address: str, book: Any, entry: Any) -> str:
    """Opens a subject from the queue, says that the first candidate is the person; where that leads."""
    html = client.get(address).content.decode()
    look_up_id = re.search(r"lan=([0-9a-f-]+)", address)[1]
    group = re.search(r"nhom=([a-z-]+)", address)[1]
    assert f'name="nhom" value="{group}"' in html
    answer = client.post(
        f"/cho-tra-cuu/{entry.pk}/child/xac-dinh/",
        {"lan": look_up_id, "nhom": group, "ung-vien": "1", "xac-dinh": "same_person"},
    )
    assert answer.status_code == 302, answer.content.decode()
    answer = client.get(answer.headers["Location"])
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_after_one_is_decided_the_next_of_the_same_group_opens(world: Any, leader: Any) -> None:
    extract_of(MAI, LAN, HOA)
    mai, lan, hoa = linked(world.book, about(MAI), about(LAN, child__birth_date="07/07/2006"), about(HOA))
    client = signed_in(leader)
    first, second = opened(page(client, world.book, "trung-khop"))
    assert decided(client, first, world.book, mai) == second
    assert decided(client, second, world.book, hoa) == f"/cho-tra-cuu/so/{world.book.pk}/"
    assert groups(page(client, world.book)) == {
        "trung-khop": 0, "khong-trung-khop": 1, "can-chon": 0, "trung-nhau": 0, "khong-thay": 0, "chua-doi-chieu": 0,
    }  # fmt: skip


def test_who_left_one_for_later_comes_back_to_it_after_the_last(world: Any, leader: Any) -> None:
    extract_of(MAI, LAN)
    linked(world.book, about(MAI), about(LAN))
    client = signed_in(leader)
    first, second = opened(page(client, world.book, "trung-khop"))
    entry_id = second.split("/")[2]
    path = f"/cho-tra-cuu/so/{world.book.pk}/tiep/?nhom=trung-khop&sau={entry_id}&vai=child"
    assert client.get(path).headers["Location"] == first


def test_opening_a_queue_is_on_record(world: Any, leader: Any) -> None:
    from hotich.audit.models import AuditEvent

    extract_of(MAI)
    linked(world.book, about(MAI))
    page(signed_in(leader), world.book)
    event = AuditEvent.objects.get(kind="queue.viewed")
    assert (event.officer_id, event.subject, event.unit_id) == (
        leader.pk,
        f"book:{world.book.pk}",
        world.unit.pk,
    )
    assert event.detail == {"group": "trung-khop", "shown": 1}


def test_a_keyer_sees_the_queue_of_his_teams_book_and_of_no_other(world: Any) -> None:
    extract_of(MAI)
    other = world.new_book()
    linked(world.book, about(MAI))
    linked(other, about(MAI))
    keyer = world.officer("keyer")
    world.assign(world.book)
    client = signed_in(keyer)
    assert groups(page(client, world.book))["trung-khop"] == 1
    assert client.get(f"/cho-tra-cuu/so/{other.pk}/").status_code == 404
    assert str(other.pk) not in client.get("/cho-tra-cuu/").content.decode()


def test_the_book_itself_and_the_list_of_books_say_how_far_it_has_come(world: Any, leader: Any) -> None:
    extract_of(MAI)
    linked(world.book, about(MAI))
    births_from_file(world.book, about(LAN))
    client = signed_in(leader)
    for path in (f"/so/{world.book.pk}/", "/cho-tra-cuu/so/"):
        html = client.get(path).content.decode()
        assert "đã đối chiếu 1/2" in html
        assert f"/cho-tra-cuu/so/{world.book.pk}/" in html
    registrar = signed_in(world.officer("registrar")).get(f"/so/{world.book.pk}/").content.decode()
    assert "đã đối chiếu 1/2" in registrar
    assert "/cho-tra-cuu/" not in registrar, "who may not look up is not led to the queue"


def test_the_list_leads_to_its_books_where_there_are_any(world: Any, leader: Any) -> None:
    client = signed_in(leader)
    assert "/cho-tra-cuu/so/" not in client.get("/cho-tra-cuu/").content.decode()
    extract_of(MAI)
    linked(world.book, about(MAI))
    assert 'hx-get="/cho-tra-cuu/so/"' in client.get("/cho-tra-cuu/").content.decode()
    part = client.get("/cho-tra-cuu/so/", headers={"HX-Request": "true"}).content.decode()
    assert f"/cho-tra-cuu/so/{world.book.pk}/" in part and "<html" not in part


def test_a_longer_queue_asks_no_more_questions(world: Any, leader: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    extract_of(MAI, LAN)
    client = signed_in(leader)
    linked(world.book, about(MAI), about(MAI), about(LAN), STRANGER)
    paths = ["/cho-tra-cuu/", "/cho-tra-cuu/so/"] + [
        f"/cho-tra-cuu/so/{world.book.pk}/?nhom={group}"
        for group in ("trung-khop", "trung-nhau", "khong-thay")
    ]
    few = [asked(path) for path in paths]
    linked(world.book, *(about(MAI) for _ in range(20)), *(STRANGER for _ in range(20)))
    linked(world.new_book(), about(LAN))
    assert [asked(path) for path in paths] == few
    assert max(few) <= 25
