"""What stands in the margin and what is struck out: keyed at the desk with the keyboard alone, taken back by the registrar."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import House
from tests.functional.officer import Officer
from tests.functional.test_looks import english_of, faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]


def test_struck_out_text_and_a_margin_note_are_keyed_and_survive_a_reload(
    house: House, sits_down: SitsDown
) -> None:
    officer = sits_down("ghichu.minhhung").signs_in("/nhap/")
    page, entry = officer.page, officer.is_at_an_entry()
    officer.keys({"registration.number": "31", "registration.date": "10/10/2006"})
    officer.goes_to("child.full_name")
    page.keyboard.type("Nguyễn Thị Hạnh")
    officer.presses("F3")
    expect(page.locator(".choice input")).to_be_focused()
    page.keyboard.type("Nguyễn Thị Hanh")
    officer.presses("Enter")
    expect(page.locator('[data-field="child.full_name"]')).to_be_focused()
    expect(page.locator('[data-for="child.full_name"]')).to_contain_text("Gạch bỏ trong sổ: Nguyễn Thị Hanh")
    faults = faults_of(page)
    officer.presses("Control+b")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Thêm ghi chú bên lề")
    expect(page.locator("#loai")).to_be_focused()
    faults += faults_of(page) + english_of(page)
    page.keyboard.type("Cải")
    officer.presses("Tab")
    page.keyboard.type("12052010")
    officer.presses("Tab", "Tab")
    page.keyboard.type("Cải chính họ tên theo Quyết định số 12/QĐ-UBND")
    page.locator('[name="o-1"]').focus()
    page.locator('[name="o-1"]').select_option("child.full_name")
    officer.presses("Tab")
    page.keyboard.type("Nguyễn Thị Hạnh Phúc")
    with page.expect_navigation():
        officer.presses("Enter")

    expect(page).to_have_url(re.compile(f"/nhap/{entry}/"))
    field = page.locator('[data-for="child.full_name"]')
    for _ in range(2):
        expect(page.locator('[data-field="child.full_name"]')).to_have_value("Nguyễn Thị Hạnh")
        expect(field).to_contain_text("Gạch bỏ trong sổ: Nguyễn Thị Hanh")
        expect(field).to_contain_text("Nay là Nguyễn Thị Hạnh Phúc, theo ghi chú bên lề")
        expect(page.locator("[data-notes]")).to_contain_text("đã cải chính ngày 12/05/2010")
        expect(page.locator("[data-notes]")).to_contain_text("Họ, chữ đệm, tên: Nguyễn Thị Hạnh Phúc")
        faults += faults_of(page)
        page.reload()
    assert not faults, "\n".join(faults)

    (kept,) = [one for one in house.act("state")["entries"] if one["id"] == entry]
    assert kept["fields"]["child.full_name"] | {"o": ""} == {
        "v": "Nguyễn Thị Hạnh", "m": None, "o": "", "struck": "Nguyễn Thị Hanh",
    }  # fmt: skip
    assert [kind for kind, _ in kept["log"]].count("annotated") == 1


def test_the_registrar_takes_a_note_back(house: House, sits_down: SitsDown) -> None:
    (entry,) = [
        one["id"]
        for one in house.act("state")["entries"]
        if (one["fields"].get("registration.number") or {}).get("v") == "31"
    ]
    registrar = sits_down("hotich.minhhung").signs_in(f"/truong-hop/{entry}/")
    page = registrar.page
    expect(page.locator("[data-amended]").first).to_contain_text("nay là Nguyễn Thị Hạnh Phúc")
    faults = faults_of(page) + english_of(page)
    registrar.goes("/ghi-chu-can-doi-chieu/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ghi chú cần đối chiếu")
    faults += faults_of(page) + english_of(page)
    registrar.goes(f"/truong-hop/{entry}/")
    page.get_by_text("Rút", exact=False).first.click()
    page.get_by_label("Vì sao rút").fill("ghi chú của trường hợp khác")
    with page.expect_navigation():
        registrar.presses("Enter")
    expect(page.get_by_text("Đã rút ghi chú")).to_be_visible()
    expect(page.locator("[data-amended]")).to_have_count(0)
    faults += faults_of(page)
    assert not faults, "\n".join(faults)
