"""A question from the desk to the team leader and back, with the piece of the page; and how the keying went, told to who keyed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.functional.conftest import House
from tests.functional.officer import Officer
from tests.functional.test_looks import english_of, faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]
ABOUT_NAME = "Chữ cuối là Hòa hay Hóa?"
WITHOUT_LINE = "Trang này có hai dòng số 12?"


def questions(page: Page) -> Any:
    return page.locator(".questions [data-question]")


def test_a_question_is_asked_with_and_without_a_line_and_comes_back_answered(
    house: House, illustrated: dict[str, Any], sits_down: SitsDown
) -> None:
    officer = sits_down("anh.minhhung").signs_in()
    page = officer.page
    officer.opens_next()
    expect(page.locator(".field-frame")).to_be_visible(timeout=20_000)  # drawn by the server the first time
    officer.goes_to("child.full_name")
    page.keyboard.type("Nguyễn Thị H?a")
    officer.presses("Control+g")
    expect(page.locator(".choice input")).to_be_focused()
    page.keyboard.type(ABOUT_NAME)
    officer.presses("Enter")
    expect(page.locator('[data-field="child.full_name"]')).to_be_focused()
    expect(questions(page)).to_have_count(1)
    expect(questions(page)).to_have_attribute("data-question", "open")
    faults = faults_of(page)

    page.context.set_offline(True)
    officer.presses("Control+g")
    page.keyboard.type(WITHOUT_LINE)
    officer.presses("Enter")
    expect(page.locator('[data-question="waiting"]')).to_contain_text(WITHOUT_LINE)
    page.context.set_offline(False)
    expect(page.locator('[data-question="waiting"]')).to_have_count(0)
    expect(page.locator('[data-question="open"]')).to_have_count(2)

    leader = sits_down("totruong.minhhung").signs_in("/cau-hoi/")
    asked = leader.page.locator(".question", has_text=ABOUT_NAME)
    picture = asked.locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > image.naturalHeight)")
    expect(asked).to_contain_text(re.compile(r"trang \d+, dòng \d+"))
    faults += faults_of(leader.page) + english_of(leader.page)
    asked.get_by_role("textbox").focus()
    leader.page.keyboard.type("Hòa, dấu huyền")
    with leader.page.expect_navigation():
        leader.presses("Enter")
    expect(leader.page.get_by_text(ABOUT_NAME)).to_have_count(0)

    page.reload()
    answered = page.locator('[data-question="answered"]')
    expect(answered).to_contain_text("Hòa, dấu huyền")
    expect(answered).to_contain_text("Phạm Thị Trưởng")
    faults += faults_of(page)
    answered.get_by_role("button", name=re.compile("Đã rõ")).press("Enter")
    expect(page.locator('[data-question="closed"]')).to_have_count(1)
    expect(page.locator("[data-field]:focus")).to_be_visible()
    assert not faults, "\n".join(faults)


def test_what_is_shown_of_the_work_has_no_faults(house: House, sits_down: SitsDown) -> None:
    officer = sits_down("anh.minhhung").signs_in("/nhip-cua-toi/")
    faults = faults_of(officer.page) + english_of(officer.page)
    leader = sits_down("totruong.minhhung").signs_in("/nhip-cua-to/")
    faults += faults_of(leader.page) + english_of(leader.page)
    leader.page.get_by_text("Bảng số liệu").first.press("Enter")
    expect(leader.page.locator(".chart table").first).to_be_visible()
    leader.goes("/doi-chieu-ho-tro/")
    faults += faults_of(leader.page) + english_of(leader.page)
    assert not faults, "\n".join(faults)
