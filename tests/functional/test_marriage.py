"""A marriage at the desk: the wife stands first on the page, and both are looked up and judged before it is finished."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import House
from tests.functional.officer import Officer
from tests.functional.test_looks import faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]
MARRIAGE = {
    "registration.number": "1", "registration.date": "28/05/2017", "registration.type": "Đăng ký lần đầu",
    "wife.full_name": "Đinh Thị Thanh", "wife.birth_date": "13/01/1992", "wife.ethnicity": "Kinh",
    "wife.nationality": "Việt Nam", "husband.full_name": "Trần Văn Hải", "husband.birth_date": "25/12/1990",
    "husband.ethnicity": "Kinh", "husband.nationality": "Việt Nam",
}  # fmt: skip


def test_an_officer_keys_a_marriage_and_judges_both_spouses_with_the_keyboard_alone(
    house: House, sits_down: SitsDown
) -> None:
    officer = sits_down("kethon.minhhung").signs_in()
    page = officer.page
    entry = officer.opens_next()
    expect(page.locator("[data-look-up] .panel-title")).to_have_text(["Tra cứu: Bên nữ", "Tra cứu: Bên nam"])

    officer.keys(MARRIAGE)
    officer.sees_saved()
    assert officer.keys_again(MARRIAGE) == ["wife.birth_date"]
    expect(page.locator('[data-look-up="wife"] .candidate')).to_contain_text("Đinh Thị Thanh")
    expect(page.locator('[data-look-up="husband"] .candidate')).to_contain_text("Trần Văn Hải")
    expect(page.locator(".cautions:visible", has_text="cha, mẹ")).to_have_count(0)
    assert not faults_of(page)

    # Ctrl+L goes to whose columns the cursor is in, then to who still waits.
    officer.decides("same_person", of="husband")
    officer.expects_outcome("matched", of="husband")
    expect(page.locator('[data-personal-id="husband"]')).to_have_text("070090000088")
    officer.decides("same_person", of="wife")
    officer.expects_outcome("mismatched", of="wife")
    expect(page.locator('[data-look-up="wife"] [data-difference="birth_date"]')).to_contain_text("14/01/1992")
    officer.completes(entry)

    (kept,) = [one for one in house.act("state")["entries"] if one["id"] == entry]
    assert (kept["status"], kept["outcome"]) == ("completed", "mismatched")
    assert kept["fields"]["wife.birth_date"]["v"] == "13/01/1992"

    page.goto(f"{house.address}/truong-hop/{entry}/")
    expect(page.get_by_role("heading", name="Xác định hiện hành, bên nữ: không trùng khớp")).to_be_visible()
    expect(page.get_by_role("heading", name="Xác định hiện hành, bên nam: trùng khớp")).to_be_visible()
    assert not faults_of(page)
