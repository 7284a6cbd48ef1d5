"""A day of the campaign in two wards, from the first key to the report: each test goes on where the one before ended."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from playwright.sync_api import expect
from tests.functional.conftest import House
from tests.functional.officer import Officer
from tests.functional.test_offline import everything_is_sent

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
PARENTS = {"father.full_name": "Nguyễn Văn Bảy", "mother.full_name": "Trần Thị Bé"}
THREE = {"matched": 1, "mismatched": 1, "not_found": 1, "unavailable": 0, "pending": 0, "unreadable": 0}


def birth(number: str, name: str, born: str, sex: str) -> dict[str, str]:
    """What the book says of one birth; it leaves ethnicity, nationality and hometown empty."""
    return {
        "registration.number": number, "registration.date": "10/10/2006", "child.full_name": name, "child.sex": sex,
        "child.birth_date": born, "child.birth_place": "", "child.ethnicity": "", "child.nationality": "",
        "child.hometown": "", **PARENTS,
    }  # fmt: skip


def kept_in(house: House, unit: str) -> list[dict[str, Any]]:
    return [entry for entry in house.act("state")["entries"] if entry["unit"] == unit]


def test_a_police_officer_keys_three_entries_with_the_keyboard_alone(
    house: House, sits_down: SitsDown
) -> None:
    officer = sits_down("nhap.minhhung").signs_in()
    entry = officer.opens_next()

    officer.keys(birth("1", "Nguyễn Thị Hòa", "02/03/2006", "Nữ"))
    officer.sees_saved()
    officer.decides("same_person")
    officer.expects_outcome("matched")
    expect(officer.page.locator("[data-personal-id]")).to_have_text("070306000011")
    entry = officer.completes(entry)

    second = birth("2", "Nguyễn Văn Bình", "15/08/2006", "Nam")
    officer.keys(second)
    assert officer.keys_again(second) == ["child.birth_date"]
    officer.decides("same_person")
    officer.expects_outcome("mismatched")
    expect(officer.page.locator('[data-difference="birth_date"]')).to_contain_text("18/08/2006")
    entry = officer.completes(entry)

    third = birth("3", "Điểu Thị Rơ Mung", "07/07/2006", "Nữ")
    officer.keys(third)
    assert "child.full_name" in officer.keys_again(third)
    officer.decides("second")
    officer.decides("not_found")
    officer.presses("Alt+1")
    officer.expects_outcome("not_found")
    officer.completes(entry)
    officer.signs_out()

    kept = kept_in(house, "25441")
    assert [one["outcome"] for one in kept] == ["matched", "mismatched", "not_found"]
    assert {(one["status"], one["by"]) for one in kept} == {("completed", "nhap.minhhung")}
    assert kept[0]["fields"]["child.full_name"]["v"] == "Nguyễn Thị Hòa"
    assert kept[0]["fields"]["child.ethnicity"]["m"] == "blank_in_book"
    # The book's date stands as the book has it, whatever the register says.
    assert kept[1]["fields"]["child.birth_date"]["v"] == "15/08/2006"


def test_a_helper_keys_and_an_officer_records_what_the_police_machine_says(
    house: House, sits_down: SitsDown
) -> None:
    helper = sits_down("hotro.minhlap").signs_in()
    entry = helper.opens_next()
    for number, name, born, sex in (
        ("1", "Nguyễn Thị Sen", "05/05/2006", "Nữ"),
        ("2", "Nguyễn Văn Lúa", "19/09/2006", "Nam"),
        ("3", "Thị Brơi", "01/12/2006", "Nữ"),
    ):
        helper.keys(birth(number, name, born, sex))
        helper.sees_saved()
        expect(helper.page.locator(".recorded, .decisions")).to_have_count(0)
        entry = helper.completes(entry)
    everything_is_sent(helper.page)
    helper.goes("/cho-tra-cuu/")
    expect(helper.page.get_by_role("alert")).to_contain_text("không có quyền: tra cứu")
    helper.signs_out()
    assert [one["outcome"] for one in kept_in(house, "25435")] == ["pending"] * 3

    officer = sits_down("tracuu.minhlap").signs_in("/cho-tra-cuu/")
    page = officer.page
    expect(page.get_by_text("3 trường hợp")).to_be_visible()
    for name, number, seen in (
        ("Nguyễn Thị Sen", "070306000033", {"birth_date": "05/05/2006", "sex": "Nữ"}),
        ("Nguyễn Văn Lúa", "070206000044", {"birth_date": "09/09/2006", "sex": "Nam"}),
        ("Thị Brơi", "", {}),
    ):
        page.get_by_role("link", name=name).click()
        expect(page.get_by_label("Họ, chữ đệm, tên").first).to_have_value(name)
        page.get_by_label("Kết quả").select_option("matched" if number else "not_found")
        page.get_by_label("Số định danh cá nhân").fill(number)
        if not number:
            page.locator("#lan2-full_name").fill("Thị Brôi")
        if number:
            page.locator("#thay-full_name").fill(name)
            for word, value in seen.items():
                page.locator(f"#thay-{word}").fill(value)
        page.get_by_role("button", name="Ghi kết quả").click()
        expect(page.locator(".messages")).to_contain_text("Đã ghi kết quả tra cứu")
    expect(page.get_by_text("Không còn ai chờ tra cứu")).to_be_visible()
    officer.signs_out()
    kept = kept_in(house, "25435")
    assert [one["outcome"] for one in kept] == ["matched", "mismatched", "not_found"]
    assert {one["by"] for one in kept} == {"hotro.minhlap"}


@pytest.mark.parametrize(
    ("login", "name", "number", "book_says", "register_says"),
    [
        ("hotich.minhhung", "Nguyễn Văn Bình", "070••••••022", "15/08/2006", "18/08/2006"),
        ("hotich.minhlap", "Nguyễn Văn Lúa", "070••••••044", "19/09/2006", "09/09/2006"),
    ],
)
def test_the_civil_status_officer_sees_the_mismatch_in_the_tracking_list(
    sits_down: SitsDown, login: str, name: str, number: str, book_says: str, register_says: str
) -> None:
    officer = sits_down(login).signs_in("/danh-sach-theo-doi-rieng/")
    page = officer.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Danh sách theo dõi riêng")
    expect(page.get_by_text("1 hồ sơ không trùng khớp")).to_be_visible()
    row = page.locator("table.cases tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(name)
    expect(row).to_contain_text(number)
    row.get_by_role("link").first.click()
    difference = page.locator("tr.differs")
    expect(difference).to_have_count(1)
    expect(difference).to_contain_text(book_says)
    expect(difference).to_contain_text(register_says)
    officer.signs_out()


def test_the_report_at_the_cut_off_counts_what_was_keyed(
    house: House, sits_down: SitsDown, tmp_path: Path
) -> None:
    moment = (datetime.now(VIETNAM) + timedelta(seconds=1)).replace(microsecond=0)
    house.act("cut-off", moment.time().isoformat())
    day = moment.date().isoformat()
    deadline = time.monotonic() + 60
    while house.act("freeze")["frozen"] < 3:
        assert time.monotonic() < deadline, "the day was not closed"
        time.sleep(2)

    figures = {}
    for code in ("25441", "25435"):
        house.hotich("report", "unit", "--unit", code, "--date", day, "--out", str(tmp_path / f"{code}.json"))
        form = json.loads((tmp_path / f"{code}.json").read_text())
        (line,) = form["units"]
        assert (line["entered"]["KS"], line["entered"]["total"], line["cumulative"]["total"]) == (3, 3, 3)
        assert line["outcomes"] == THREE
        assert form["period"]["to"] == moment.isoformat()
        figures[code] = line
    house.hotich("report", "town", "--date", day, "--out", str(tmp_path / "town.json"))
    town = json.loads((tmp_path / "town.json").read_text())
    assert {line["code"]: line["outcomes"] for line in town["units"]} == {
        code: line["outcomes"] for code, line in figures.items()
    }
    assert town["total"]["entered"]["total"] == 6
    assert town["total"]["outcomes"] == {name: 2 * n for name, n in THREE.items()}

    officer = sits_down("hotich.minhhung").signs_in("/bao-cao/")
    page = officer.page
    # After the cut-off the page opens with the report that waits to be sent.
    expect(page.get_by_role("heading", level=1)).to_contain_text(moment.strftime("%d/%m/%Y"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải xlsx").click()
    download.value.save_as(tmp_path / "unit.xlsx")
    totals_are_formulas(tmp_path / "unit.xlsx")
    page.locator("table.form-table").get_by_role("link", name="3").first.click()
    expect(page.get_by_text("3 trường hợp")).to_be_visible()
    expect(page.get_by_role("cell", name="Điểu Thị Rơ Mung")).to_be_visible()
    page.get_by_role("link", name=re.compile("Báo cáo ngày .*20")).click()
    page.get_by_label("Khó khăn, vướng mắc").fill("Sổ năm 1998 mờ chữ.")
    page.get_by_label("Đề xuất, kiến nghị").fill("Cho mượn kính lúp.")
    page.get_by_role("button", name="Xác nhận số liệu và gửi").click()
    expect(page.locator(".messages")).to_contain_text("Đã gửi báo cáo tới Phòng Tư pháp")
    expect(page.locator("table.form-table .mark")).to_have_text(re.compile("đã gửi|gửi muộn"))
    officer.signs_out()

    justice = sits_down("tuphap.thixa").signs_in(f"/bao-cao/?ngay={day}")
    with justice.page.expect_download() as download:
        justice.page.get_by_role("link", name="Tải xlsx").click()
    download.value.save_as(tmp_path / "town.xlsx")
    rows = totals_are_formulas(tmp_path / "town.xlsx")
    assert {"Phường Minh Hưng", "Xã Minh Lập"} <= {str(cell) for row in rows for cell in row}


def totals_are_formulas(path: Path) -> list[tuple[Any, ...]]:
    """The workbook opens elsewhere too, and what sums in it is computed there, not typed."""
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    total = next(row for row in rows if "Tổng cộng" in row)
    said = r"Tổng cộng|\d\d/\d\d/\d{4}|chưa đủ số liệu"  # the forecast is words
    sums = [cell for cell in total if cell not in (None, "") and not re.fullmatch(said, str(cell))]
    assert sums
    assert all(str(cell).startswith("=") for cell in sums)
    return rows
