"""The way to the desks: one row for who holds few, groups with a second row for who holds many, and every link leads somewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.test import Client

from hotich.screens.desks import DESKS, ONE_ROW, desks_for, navigation_for
from hotich.staff.permissions import POSITIONS

pytestmark = pytest.mark.django_db


@dataclass
class Row:
    """One row of links as a page has it: what each is called, where it leads, and which is the current one, in which way."""

    links: dict[str, str]
    current: dict[str, str]


def rows(page: str) -> dict[str, Row]:
    """By its name each row of the navigation."""
    found = {}
    header = page.partition("<header")[2].partition("</header>")[0]
    for name, body in re.findall(r'<nav[^>]*aria-label="([^"]*)"[^>]*>(.*?)</nav>', header, re.S):
        links, current = {}, {}
        for address, attributes, label in re.findall(r'<a href="([^"]*)"([^>]*)>([^<]*)</a>', body):
            links[unescape(label)] = address
            if said := re.search(r'aria-current="([^"]*)"', attributes):
                current[unescape(label)] = said[1]
        found[unescape(name)] = Row(links, current)
    return found


def opened(side: Any, code: str, path: str) -> dict[str, Row]:
    client = Client()
    client.force_login(side.officers[code])
    answer = client.get(path)
    assert answer.status_code == 200, (code, path)
    return rows(answer.content.decode())


def test_a_keyer_has_his_desks_in_one_row(own: Any) -> None:
    found = opened(own, "keyer", "/ca-truc/")
    assert list(found) == ["Các bàn làm việc"]
    row = found["Các bàn làm việc"]
    assert row.links["Việc hôm nay"] == "/viec-hom-nay/"
    assert row.current == {"Ca trực của tôi": "page"}
    assert list(row.links.values()) == [desk.path for desk in desks_for(own.officers["keyer"])]


def test_a_team_leader_has_groups_and_under_them_the_desks_of_the_one_he_is_in(own: Any) -> None:
    found = opened(own, "team_leader", "/phan-cong/")
    assert list(found) == ["Các bàn làm việc", "Nhập liệu"]
    groups, desks = found["Các bàn làm việc"], found["Nhập liệu"]
    assert list(groups.links) == [
        "Nhập liệu",
        "Kiểm tra",
        "Hồ sơ",
        "Sổ",
        "Đợt cao điểm",
        "Tổ, máy, ca trực",
    ]
    assert groups.current == {"Nhập liệu": "true"}
    assert desks.current == {"Phân công": "page"}
    assert list(desks.links.values()) == [
        desk.path for desk in desks_for(own.officers["team_leader"]) if desk.group == "Nhập liệu"
    ]


def test_a_page_below_a_desk_is_that_desks_and_a_longer_address_another_ones(own: Any) -> None:
    book = opened(own, "team_leader", f"/so/{own.book.pk}/")
    assert (book["Các bàn làm việc"].current, book["Sổ"].current) == ({"Sổ": "true"}, {"Sổ hộ tịch": "page"})
    minutes = opened(own, "team_leader", "/ban-giao/")
    assert minutes["Sổ"].current == {"Sổ hộ tịch": "page"}
    assert opened(own, "team_leader", "/kiem-tra/lo/")["Kiểm tra"].current == {"Lô kiểm tra": "page"}


def test_a_page_of_no_desk_has_no_current_group_and_no_second_row(own: Any) -> None:
    found = opened(own, "team_leader", "/mau-so/")
    assert list(found) == ["Các bàn làm việc"]
    assert found["Các bàn làm việc"].current == {}


@pytest.mark.parametrize("code", sorted(POSITIONS))
def test_who_has_a_desk_in_a_group_sees_the_group_and_every_link_leads_to_a_page(own: Any, code: str) -> None:
    officer = own.officers[code]
    desks = [desk for desk in DESKS if officer.may(desk.capability)]
    client = Client()
    client.force_login(officer)
    first = rows(client.get("/mau-so/").content.decode())["Các bàn làm việc"]
    if len(desks) <= ONE_ROW:
        links = set(first.links.values())
    else:
        assert set(first.links) == {desk.group for desk in desks}
        links = set()
        for name, address in first.links.items():
            found = rows(client.get(address).content.decode())
            assert found["Các bàn làm việc"].current == {name: "true"}
            links |= set(found[name].links.values())
    assert links == {desk.path for desk in desks}
    answers = {path: client.get(path).status_code for path in sorted(links)}
    assert {path: status for path, status in answers.items() if status not in (200, 302)} == {}


def test_the_navigation_asks_the_database_nothing(own: Any, django_assert_num_queries: Any) -> None:
    officer = own.officers["team_leader"]
    assert officer.scope.positions
    with django_assert_num_queries(0):
        assert navigation_for(officer, path="/phan-cong/").second
