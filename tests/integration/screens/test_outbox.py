"""The desk of what is to reach the register: what waits, who may be the same person, and what an officer decides."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from desk import Desk
from django.test import Client
from making import citizen, entry_about, extract_of, seek
from outbox import (
    NUMBER,
    concluded_case,
    death_entry,
    entry_of,
    gather,
    not_found,
    say_found,
    the_update,
    updates,
)
from tests.integration.screens.town import make_two_wards

from hotich.audit.models import AuditEvent
from hotich.cases import operations as cases
from hotich.support.time import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_wards(db: None, now: Any) -> tuple[Any, Any]:
    """Of one test: the others here make a ward of the same code."""
    return make_two_wards(now)


@pytest.fixture
def head(desk: Desk) -> Client:
    return signed_in(desk.world.officer("police_head", name="Lê Công An"))


def signed_in(officer: Any) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_list_says_what_waits_since_when_and_for_what(desk: Desk, head: Client) -> None:
    not_found(desk)
    say_found(desk, death_entry(desk), role="deceased")
    concluded_case(desk, line=3)
    gather()
    page = text(head, "/cap-nhat-dan-cu/")
    for word in (
        "tạo công dân mới",
        "cập nhật ngày chết",
        "điều chỉnh theo Sổ hộ tịch",
        "3 việc, lâu nhất trước",
    ):
        assert word in page
    waiting = text(head, "/cap-nhat-dan-cu/?tinh-trang=waiting")
    assert "1 việc" in waiting
    assert "cập nhật ngày chết</td>" not in waiting
    assert "1 việc" in text(head, "/cap-nhat-dan-cu/?viec=adjustment")
    for odd in ("?tinh-trang=x&viec=y&don-vi=z&trang=q", "?trang=-1"):
        head.get(f"/cap-nhat-dan-cu/{odd}")


def test_an_officer_decides_and_confirms_from_the_page(desk: Desk, head: Client) -> None:
    not_found(desk)
    gather()
    address = f"/cap-nhat-dan-cu/{the_update().pk}/"
    page = text(head, address)
    assert "Trần Thị Bé" in page
    assert "Nữ" in page
    assert head.post(f"{address}quyet-dinh/", {"quyet-dinh": "create"}).status_code == 302
    wrong = head.post(f"{address}xac-nhan/", {"ngay": "2023-99-01", "so": "12", "nguoi": "Người Khác"})
    assert wrong.status_code == 422
    assert 'value="Người Khác"' in wrong.content.decode()
    assert (
        head.post(
            f"{address}xac-nhan/", {"ngay": today().isoformat(), "so": NUMBER, "nguoi": "Lê Công An"}
        ).status_code
        == 302
    )
    page = text(head, address)
    assert NUMBER in page
    assert "Lê Công An cập nhật ngày" in page
    assert entry_of(desk.entry).outcome == "matched"
    assert "Cập nhật vào dữ liệu dân cư" in text(signed_in(desk.officer), f"/cho-tra-cuu/{desk.entry}/child/")


def test_who_may_be_the_same_stands_beside_and_is_decided_there(desk: Desk, head: Client) -> None:
    not_found(desk)
    not_found(desk, line=2)
    gather()
    first, second = updates()
    address = f"/cap-nhat-dan-cu/{second.pk}/"
    assert "Có thể là cùng một người" in text(head, address)
    refused = head.post(f"{address}quyet-dinh/", {"quyet-dinh": "create", f"ly-do-{first.pk}": "bản lưu"})
    assert (refused.status_code, "Còn trường hợp khác" in refused.content.decode()) == (409, True)
    assert f'name="ly-do-{first.pk}" value="bản lưu"' in refused.content.decode()
    without = head.post(f"{address}quyet-dinh/", {"quyet-dinh": f"same_person:{first.pk}"})
    assert (without.status_code, "Ghi lý do" in without.content.decode()) == (422, True)
    said = {"quyet-dinh": f"same_person:{first.pk}", f"ly-do-{first.pk}": "bản lưu"}
    assert head.post(f"{address}quyet-dinh/", said).status_code == 302
    assert the_update(pk=second.pk).same_as_id == first.pk
    for odd in ("create:x", "same_person", "same_person:x", "x", "", f"drop:{first.pk}"):
        assert head.post(f"{address}quyet-dinh/", {"quyet-dinh": odd}).status_code == 404


def test_of_another_units_entry_only_that_it_is_there_and_where(
    desk: Desk, elsewhere: Any, head: Client
) -> None:
    elsewhere.unit.name = "phường Xa Lạ"
    elsewhere.unit.save()
    other = Desk(elsewhere, elsewhere.officer("keyer"))
    elsewhere.assign(elsewhere.book, other.officer)
    not_found(desk)
    not_found(other, father__full_name="Phạm Văn Kín")
    gather()
    mine, theirs = the_update(unit=desk.world.unit), the_update(unit=elsewhere.unit)
    page = text(head, f"/cap-nhat-dan-cu/{mine.pk}/")
    assert "Xa Lạ" in page
    assert "Ngoài phạm vi" in page
    assert "Phạm Văn Kín" not in page
    assert str(theirs.pk) in page, "the decision names it"
    assert f'href="/cap-nhat-dan-cu/{theirs.pk}/"' not in page
    assert head.get(f"/cap-nhat-dan-cu/{theirs.pk}/").status_code == 404
    said = {"quyet-dinh": f"set_apart:{theirs.pk}", f"ly-do-{theirs.pk}": "đã trao đổi, hai trẻ khác nhau"}
    assert head.post(f"/cap-nhat-dan-cu/{mine.pk}/quyet-dinh/", said).status_code == 302
    assert head.post(f"/cap-nhat-dan-cu/{mine.pk}/quyet-dinh/", {"quyet-dinh": "create"}).status_code == 302
    assert the_update(pk=mine.pk).state == "queued"
    assert the_update(pk=theirs.pk).state == "waiting"


def test_a_restricted_entry_is_listed_without_who_it_is_about(desk: Desk, head: Client) -> None:
    # A child whose parents are unknown: verifiers see it only while a case is open, the head of police never.
    from desk import blank

    from hotich.entries.models import Entry

    desk.open()
    desk.key_all()
    desk.key({"mother.full_name": blank(), "father.full_name": blank()})
    desk.complete()
    from outbox import say_not_found

    say_not_found(desk, desk.entry)
    assert Entry.objects.unscoped("test").get(pk=desk.entry).sensitive
    gather()
    update = the_update()
    page = text(head, "/cap-nhat-dan-cu/") + text(head, f"/cap-nhat-dan-cu/{update.pk}/")
    assert "hạn chế" in page
    assert "Nguyễn Thị Hòa" not in page
    assert head.post(f"/cap-nhat-dan-cu/{update.pk}/quyet-dinh/", {"quyet-dinh": "create"}).status_code == 403
    leader = signed_in(desk.world.officer("team_leader"))
    assert "Nguyễn Thị Hòa" in text(leader, f"/cap-nhat-dan-cu/{update.pk}/")


def test_the_list_is_taken_away_as_a_workbook_and_that_is_on_record(desk: Desk, head: Client) -> None:
    import openpyxl

    not_found(desk)
    say_found(desk, death_entry(desk), role="deceased")
    gather()
    answer = head.get("/cap-nhat-dan-cu/tai-ve.xlsx")
    assert "Hòa" not in answer.headers["Content-Disposition"]
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
    assert rows[0][:3] == ("STT", "Việc", "Tình trạng")
    assert {row[1] for row in rows[1:]} == {"tạo công dân mới", "cập nhật ngày chết"}
    death = next(row for row in rows if row[1] == "cập nhật ngày chết")
    assert "Ngày chết: 01/05/2012" in str(death)
    event = AuditEvent.objects.get(kind="document.drawn")
    assert event.detail == {"document": "outbox", "rows": 2}
    assert (
        len(
            list(
                openpyxl.load_workbook(
                    BytesIO(head.get("/cap-nhat-dan-cu/tai-ve.xlsx?viec=new_citizen").content)
                ).active.values
            )
        )
        == 2
    )


def test_what_could_be_supplemented_is_a_list_and_nothing_else(desk: Desk, head: Client) -> None:
    extract_of(citizen(mother_full_name="", personal_id=NUMBER))
    entry = entry_about(desk)
    found = seek(actor=desk.officer, entry_id=entry, role="child")
    cases.judge(
        actor=desk.officer,
        entry_id=entry,
        role="child",
        decision="same_person",
        look_up_id=found.pk,
        candidate="1",
    )
    page = text(head, "/cap-nhat-dan-cu/bo-sung/")
    assert "Họ tên mẹ: Trần Thị Bé" in page
    assert NUMBER not in page
    assert "070••••••999" in page
