"""A registrar states which columns a book prints, with the keyboard alone; the next entry at the desk has just those."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.functional.officer import Officer
from tests.functional.test_looks import faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]


def test_columns_confirmed_at_inventory_are_the_columns_of_the_desk(sits_down: SitsDown) -> None:
    registrar = sits_down("hotich.minhhung").signs_in("/so/?tim=02/2006")
    page = registrar.page
    page.locator("tbody").get_by_role("link").first.click()
    page.get_by_role("link", name="Dãy số của quyển").click()
    faults = faults_of(page)
    page.get_by_role("link", name="Về quyển sổ").click()
    page.get_by_role("link", name=re.compile("Xác nhận mẫu sổ|Xem lại cột in")).click()
    faults += faults_of(page)
    first = page.locator("[data-column]").first
    expect(first).to_be_focused()
    page.locator("[id='c-child.hometown']").focus()
    registrar.presses("ArrowDown", "ArrowUp", "Space")
    expect(page.locator("[data-drawn='child.hometown']")).to_be_hidden()
    page.locator("#nhan-moi-0").focus()
    page.keyboard.type("Số hộ khẩu")
    expect(page.locator("[data-drawn-new]")).to_contain_text("Số hộ khẩu")
    with page.expect_navigation():
        registrar.presses("Control+Enter")
    expect(page.get_by_text("Đã xác nhận mẫu sổ.")).to_be_visible()
    expect(page.get_by_text("1 cột không có · 1 cột thêm")).to_be_visible()
    faults += faults_of(page)

    keyer = sits_down("totruong.minhhung").signs_in("/nhap/")
    keyer.is_at_an_entry()
    expect(keyer.page.locator("[data-field='extra.so_ho_khau']")).to_be_attached()
    expect(keyer.page.locator("[data-field='child.hometown']")).to_have_count(0)
    expect(keyer.page.get_by_text("chưa xác nhận mẫu sổ")).to_have_count(0)
    assert not faults, "\n".join(faults)
