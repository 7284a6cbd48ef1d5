"""Duplicates judged, a book completed and handed back with its label, another lent and brought home; with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.officer import Officer
from tests.functional.test_case_journey import words_of
from tests.functional.test_looks import english_of, faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]


def test_pairs_that_look_alike_are_judged_and_stay_two(
    furnished: dict[str, Any], sits_down: SitsDown
) -> None:
    leader = sits_down("totruong.hunglong").signs_in("/nghi-trung/")
    page = leader.page
    faults = faults_of(page) + english_of(page)
    both = page.locator("tbody tr").filter(has_text="cùng số")
    again = page.locator("tbody tr").filter(has_not_text="cùng số")
    expect(both).to_have_count(1)
    expect(again).to_have_count(1)

    # A child under two numbers was registered again: that needs its reason.
    again.get_by_role("link").first.focus()
    with page.expect_navigation():
        leader.presses("Enter")
    faults += faults_of(page) + english_of(page)
    leader.reaches('[name="xac-dinh"]')
    leader.presses("Space", "ArrowDown")
    leader.enters("Ghi")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#xd-again")).to_be_checked()
    leader.fills("#can-cu", "Đăng ký lại năm 2009, sổ cũ bị mất trang.")
    leader.enters("Ghi")
    expect(page.locator(".messages")).to_contain_text("đăng ký lại")

    # The act in both copies is ticked off in the list.
    leader.goes("/nghi-trung/")
    expect(page.locator("tbody tr")).to_have_count(1)
    leader.reaches('[name="cap"]')
    leader.presses("Space")
    page.get_by_role("button", name="Các cặp đã chọn").focus()
    with page.expect_navigation():
        leader.presses("Enter")
    expect(page.locator(".messages")).to_contain_text("1 cặp là cùng một việc")
    leader.chooses("#tinh-trang", "đã xác định")
    leader.enters("Lọc")
    expect(page.locator("tbody tr")).to_have_count(2)
    assert not faults, "\n".join(faults)


def test_a_book_is_completed_and_handed_back(furnished: dict[str, Any], sits_down: SitsDown) -> None:
    leader = sits_down("totruong.hunglong").signs_in(f"/so/{furnished['nearly']}/hoan-thanh/")
    page = leader.page
    expect(page.locator("li.stop")).to_be_visible()
    expect(page.get_by_role("button", name="Hoàn thành quyển")).to_be_disabled()
    faults = faults_of(page) + english_of(page)

    # The number that nobody accounted for is accounted for.
    leader.enters("Dãy số của quyển")
    faults += faults_of(page) + english_of(page)
    leader.reaches("td details summary")
    leader.presses("Enter")
    leader.chooses('[name="la"]', "thiếu")
    leader.fills('[name="ly-do"]', "Trang 2 bị xé.")
    leader.enters("Ghi nhận")
    leader.enters("Hoàn thành quyển")
    leader.fills("#trang", "2")
    leader.fills("#truong-hop", "2")
    leader.enters("Hoàn thành quyển")
    expect(page.locator("h1 .mark")).to_have_text("hoàn thành")
    faults += faults_of(page) + english_of(page)
    assert "01/2010" in words_of(leader.gets("Giấy xác nhận (PDF)"), "pdf")

    # It goes back with minutes and a label, and the registrar counts it.
    leader.enters("Lập biên bản trả sổ")
    faults += faults_of(page) + english_of(page)
    expect(page.locator("#cach")).to_have_value("return")
    expect(page.locator("#ben-nhan")).to_have_value("25432-UB")
    leader.fills("#so-bien-ban", "21/BB-BG")
    leader.enters("Lập biên bản 1 quyển")
    faults += faults_of(page) + english_of(page)
    for name, format in (
        ("Biên bản (PDF)", "pdf"),
        ("Biên bản (Word)", "docx"),
        ("Danh mục (Excel)", "xlsx"),
    ):
        assert "01/2010" in words_of(leader.gets(name), format), name
    registrar = sits_down("hotich.hunglong").signs_in("/ban-giao/")
    page = registrar.page
    faults += faults_of(page) + english_of(page)
    registrar.enters("21/BB-BG: kiểm đếm")
    registrar.fills("#noi-de", "Tủ 2, ngăn 3")
    registrar.enters("Xác nhận đã nhận")
    faults += faults_of(page) + english_of(page)
    registrar.goes(f"/so/{furnished['nearly']}/")
    expect(page.locator("h1 .mark")).to_have_text("đã trả")
    faults += faults_of(page) + english_of(page)
    label = words_of(registrar.gets("In nhãn"), "pdf")
    assert "01/2010" in label
    assert not faults, "\n".join(faults)


def test_a_book_is_lent_for_an_extract_and_comes_home(furnished: dict[str, Any], sits_down: SitsDown) -> None:
    leader = sits_down("totruong.hunglong").signs_in(f"/so/{furnished['lent']}/")
    leader.enters("Lập biên bản bàn giao")
    # Of a book that is being keyed nothing else can be done.
    expect(leader.page.locator("#cach option")).to_have_text(["cho mượn lại tạm thời"])
    expect(leader.page.locator("#ben-nhan")).to_have_value("25432-UB")
    leader.fills("#so-bien-ban", "22/BB-BG")
    # Without what it is for and until when, it does not go out.
    leader.enters("Lập biên bản 1 quyển")
    expect(leader.page.get_by_role("alert")).to_be_visible()
    expect(leader.page.locator("#so-bien-ban")).to_have_value("22/BB-BG")
    leader.chooses("#de-lam", "trích lục")
    leader.reaches("#han-tra")
    leader.page.locator("#han-tra").fill("2030-12-31")
    leader.enters("Lập biên bản 1 quyển")
    registrar = sits_down("hotich.hunglong").signs_in("/ban-giao/")
    registrar.enters("22/BB-BG: kiểm đếm")
    registrar.enters("Xác nhận đã nhận")

    registrar.goes(f"/so/{furnished['lent']}/")
    registrar.enters("Lập biên bản")
    faults = faults_of(registrar.page)
    expect(registrar.page.locator("#cach")).to_have_value("bring_back")
    expect(registrar.page.locator("#ben-nhan")).to_have_value("25432-CA")
    registrar.fills("#so-bien-ban", "23/BB-BG")
    registrar.enters("Lập biên bản 1 quyển")
    leader.goes("/ban-giao/")
    leader.enters("23/BB-BG: kiểm đếm")
    leader.enters("Xác nhận đã nhận")
    leader.goes(f"/so/{furnished['lent']}/")
    expect(leader.page.get_by_text("Đang giữ: Công an phường Hưng Long")).to_be_visible()
    expect(leader.page.locator("h1 .mark")).to_have_text("đang nhập")
    leader.goes("/so/qua-han/")
    faults += faults_of(leader.page) + english_of(leader.page)
    assert not faults, "\n".join(faults)
