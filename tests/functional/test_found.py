"""Who is not in the register and who is there twice: what the officer sees of a brother and of a namesake before he decides.

Runs before the journeys that leave an entry half keyed at the desk (files run by name).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import House
from tests.functional.officer import Officer
from tests.functional.test_day import birth
from tests.functional.test_looks import faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]


def outcome_of(house: House, entry: str) -> str:
    return next(str(one["outcome"]) for one in house.act("state")["entries"] if one["id"] == entry)


def test_the_brother_of_a_missing_child_is_named_as_such_and_not_suggested(
    house: House, sits_down: SitsDown
) -> None:
    officer = sits_down("nhap.minhhung").signs_in("/nhap/")
    entry, page = officer.is_at_an_entry(), officer.page
    parents = {"father.full_name": "Điểu Krang", "mother.full_name": "Thị Brơi"}
    written = birth("41", "Điểu Long", "20/11/2006", "Nam") | parents
    officer.keys(written)
    officer.sees_saved()
    assert "child.birth_date" in officer.keys_again(written)

    # Asked for nobody, the desk searches wider first and shows who came nearest.
    officer.decides("not_found")
    brother = page.locator(".candidate", has_text="Điểu Thành")
    expect(brother.locator(".relation")).to_have_text("có thể anh chị em")
    expect(brother).not_to_have_class("candidate candidate--likely")
    expect(page.locator(".panel-count")).not_to_contain_text("Gợi ý người")
    expect(page.locator("[data-source]")).to_contain_text("phạm vi toàn quốc")
    expect(page.locator('[data-decision="not_found"]')).to_have_class("button button--main")
    caution = page.locator(".decisions .cautions")
    brother.click()
    expect(caution).to_contain_text(
        "Có thể là anh chị em ruột của người trong sổ: cùng cha mẹ, khác tên và ngày sinh"
    )
    expect(page.locator('[data-compared="mother_full_name"] .weight-words')).to_have_text("rất nặng")
    assert not faults_of(page)

    officer.presses("Enter")
    expect(page.locator(".opened")).to_be_focused()
    officer.presses("Escape")
    expect(brother).to_be_focused()
    officer.decides("not_found")
    officer.presses("Alt+1")
    officer.expects_outcome("not_found")
    officer.completes(entry)
    assert outcome_of(house, entry) == "not_found"


def test_a_namesake_is_told_apart_once_the_parents_are_keyed(sits_down: SitsDown) -> None:
    officer = sits_down("nhap.minhhung").signs_in("/nhap/")
    page = officer.page
    entry = officer.is_at_an_entry()
    both = birth("42", "Lê Thị Lan", "11/05/2006", "Nữ") | {
        "father.full_name": "Lê Văn Tám", "mother.full_name": "Võ Thị Mười",
    }  # fmt: skip
    officer.keys({field: text for field, text in both.items() if not field.startswith(("father", "mother"))})
    officer.sees_saved()
    expect(page.locator(".candidate")).to_have_count(2)
    expect(page.locator(".decisions .cautions")).to_contain_text("cũng gần như người này")
    expect(page.locator(".decisions .cautions")).to_contain_text("chưa có cha, mẹ")

    officer.keys({field: text for field, text in both.items() if field.startswith(("father", "mother"))})
    officer.sees_saved()
    expect(page.locator(".candidate").first).to_contain_text("Võ Thị Mười")
    expect(page.locator(".candidate").last.locator(".relation")).to_have_text("trùng tên")
    officer.decides("same_person")
    officer.expects_outcome("matched")
    expect(page.locator("[data-personal-id]")).to_have_text("070306000067")
    expect(page.locator("[data-source]")).to_contain_text("phạm vi toàn quốc")
    officer.completes(entry)


def test_the_page_of_a_subject_decides_from_the_keyboard(house: House, sits_down: SitsDown) -> None:
    officer = sits_down("nhap.minhhung").signs_in("/nhap/")
    page = officer.page
    entry = officer.is_at_an_entry()
    parents = {"father.full_name": "Lê Văn Dũng", "mother.full_name": "Ngô Thị Hạnh"}
    officer.keys(birth("43", "Lê Thị Lan", "11/05/2006", "Nữ") | parents)
    officer.sees_saved()
    officer.decides("undecided")
    expect(page.locator(".outcome--pending")).to_be_visible()
    officer.completes(entry)

    officer.goes(f"/cho-tra-cuu/{entry}/child/")
    page.get_by_role("button", name="Tra cứu", exact=True).click()
    expect(page.get_by_role("radio").first).to_be_focused()
    expect(page.locator("[data-opened='1']")).to_be_visible()
    expect(page.locator("[data-opened='2']")).to_be_hidden()
    officer.presses("ArrowDown")
    expect(page.locator("[data-opened='2']")).to_be_visible()
    expect(page.locator("[data-cautions='2']")).to_be_visible()
    officer.presses("ArrowUp", "Enter")
    expect(page.locator("[data-opened='1']")).to_be_focused()
    expect(page.get_by_role("table", name="Lần sau thay lần trước")).to_contain_text("để người khác chọn")
    assert not faults_of(page)
    officer.presses("Alt+1")
    expect(page.locator(".messages")).to_contain_text("trùng khớp")
    assert outcome_of(house, entry) == "matched"
