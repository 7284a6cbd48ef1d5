"""A shift handed over with its note, a silent machine, the carrier's ticket; a machine that keys only within its check. By keyboard."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from tests.functional.conftest import House
from tests.functional.officer import Officer
from tests.functional.test_looks import english_of, faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOTE = "Nhập đến trang 3, sổ để ngăn trên tủ số 1. Đường truyền chập chờn."


def local_now() -> datetime:
    return datetime.now(VIETNAM)


def fills_moment(page: Page, selector: str, moment: datetime) -> None:
    page.locator(selector).fill(f"{moment:%Y-%m-%dT%H:%M}")


def test_a_shift_is_handed_over_a_machine_falls_silent_and_the_carrier_is_told(
    house: House, manned: dict[str, Any], sits_down: SitsDown
) -> None:
    # The running period began hours before, wherever another journey left the cut-off.
    house.act("cut-off", f"{local_now() - timedelta(hours=2):%H:%M:%S}")

    # The leader divides the day so that one shift runs now, and puts two officers on the roster.
    leader = sits_down("totruong.minhthanh").signs_in("/lich-truc/")
    page = leader.page
    faults = faults_of(page) + english_of(page)
    while local_now().minute == 59:  # the next shift begins then
        time.sleep(1)
    hour = local_now().hour
    leader.reaches("details summary")
    leader.presses("Enter")
    page.locator("#tu-ngay").fill(f"{local_now():%Y-%m-%d}")
    starts = [*(["00:00"] if hour else []), f"{hour:02}:00", f"{hour:02}:59"]
    leader.fills("#gio", ", ".join(starts))
    leader.enters("Đổi cách chia ca")
    expect(page.locator(".messages")).to_contain_text("chia ca theo giờ mới")
    puts(leader, len(starts) - 1, "Triệu Thị Sớm")
    puts(leader, len(starts), "Quách Văn Khuya")
    expect(page.locator("tbody").last).to_contain_text("Quách Văn Khuya")
    # Machine 2 was never checked: nobody can be put at it.
    expect(page.get_by_text("máy không còn hiệu lực kiểm tra").first).to_be_visible()
    faults += faults_of(page) + english_of(page)

    # Who sits there takes over, and leaves a note to the next.
    first = sits_down("ca1.minhthanh").signs_in("/ca-truc/")
    faults += faults_of(first.page) + english_of(first.page)
    first.enters("Nhận ca")
    expect(first.page.locator(".messages")).to_contain_text("Đã nhận ca")
    first.reaches("textarea")
    first.page.keyboard.insert_text(NOTE)
    first.enters("Giao ca")
    expect(first.page.locator(".messages")).to_contain_text("Đã giao ca")
    faults += faults_of(first.page) + english_of(first.page)

    # The next one is told on his first page that his shift has begun, reads the note and takes over.
    house.act("hand-on")
    second = sits_down("ca2.minhthanh").signs_in("/viec-hom-nay/")
    faults += faults_of(second.page) + english_of(second.page)
    second.enters("nhận ca")
    expect(second.page.locator("main")).to_contain_text(NOTE)
    second.enters("Nhận ca")
    faults += faults_of(second.page) + english_of(second.page)

    # He is not heard for a quarter of an hour: an outage opens by itself, and the leader is told.
    assert house.act("fall-silent") == {"opened": 1, "closed": 0}
    leader.goes("/viec-hom-nay/")
    expect(page.locator("main")).to_contain_text("gián đoạn từ")
    faults += faults_of(page) + english_of(page)
    leader.enters("gián đoạn từ")
    faults += faults_of(page) + english_of(page)

    # The line officer says why, whom he told, and under which ticket; the carrier's clock runs.
    officer = sits_down("duongtruyen.thixa").signs_in("/gian-doan/")
    page = officer.page
    faults += faults_of(page) + english_of(page)
    officer.enters("Máy 1")
    officer.chooses("#nguyen-nhan", "đường truyền")
    officer.fills("#ghi-chu", "Đứt cáp ở ấp 3")
    officer.chooses("#nha-mang", "VNPT")
    officer.fills("#so-phieu", "VT-7001")
    fills_moment(page, "#bao-luc", local_now() - timedelta(minutes=2))
    officer.enters("Lưu")
    row = page.locator("table").first.locator("tbody tr").filter(has_text="Minh Thành")
    expect(row).to_contain_text("phiếu VT-7001")
    expect(row).to_contain_text("phải xong trước")
    faults += faults_of(page) + english_of(page)

    # He keys again: the line is heard, and the outage closes by itself with its hours.
    second.goes("/nhap/")
    second.is_at_an_entry()
    second.keys({"registration.number": "1", "registration.date": "02/03/2006"})
    expect(second.page.locator('[data-unsent="0"]')).to_have_count(1)
    house.act("watch")
    officer.goes("/gian-doan/")
    expect(page.get_by_text("Không có máy nào đang gián đoạn.")).to_be_visible()
    passed = page.locator("table").last.locator("tbody tr").filter(has_text="VT-7001")
    expect(passed).to_contain_text("đường truyền")
    lost = page.locator("tbody tr").filter(has_text="Minh Thành").first.locator("td.n").first
    assert re.fullmatch(r"0,[23]\d?", lost.inner_text()), lost.inner_text()
    passed.get_by_role("link").focus()
    with page.expect_navigation():
        officer.presses("Enter")
    # How it was noted, from the silence on.
    expect(page.locator("table").last.locator("tbody tr")).to_have_count(3)
    faults += faults_of(page) + english_of(page)
    assert not faults, "\n".join(faults)


def puts(leader: Officer, number: int, name: str) -> None:
    """Chooses who sits at machine 1 in a shift, and sets him."""
    page = leader.page
    box = page.get_by_label(f"Cán bộ, ca {number}, Máy 1")
    box.focus()
    leader.presses("Home")
    while name not in box.evaluate("box => box.selectedOptions[0].label"):
        leader.presses("ArrowDown")
    leader.presses("Tab")
    with page.expect_navigation():
        leader.presses("Enter")


def test_a_machine_keys_only_within_a_check_it_has_passed(
    house: House, manned: dict[str, Any], sits_down: SitsDown
) -> None:
    device = sits_down("thietbi.thixa").signs_in("/may/25447-M2/")
    page = device.page
    faults = faults_of(page) + english_of(page)
    expect(page.locator("dl.facts")).to_contain_text("chưa kiểm tra an ninh")
    today = local_now().date()

    # A check that held until yesterday: the machine has passed it and may key no more.
    checks(device, today - timedelta(days=3), today - timedelta(days=1), "40/BB-KTAN")
    expect(page.locator("dl.facts")).to_contain_text("hết hạn kiểm tra")
    keyer = sits_down("ca1.minhthanh").signs_in("/nhap/may/")
    expect(keyer.page.get_by_label("Máy 2")).to_have_count(0)

    # Checked again: it may.
    device.goes("/may/25447-M2/")
    checks(device, today, today + timedelta(days=90), "41/BB-KTAN")
    expect(page.locator("dl.facts")).to_contain_text("được nhập")
    faults += faults_of(page) + english_of(page)
    keyer.goes("/nhap/may/")
    expect(keyer.page.get_by_label("Máy 2")).to_have_count(1)
    faults += faults_of(keyer.page) + english_of(keyer.page)

    # One item is not met: what was seen must be said, and from then on nobody keys there.
    device.goes("/may/25447-M2/")
    checks(device, today, None, "42/BB-KTAN", failed="ports")
    expect(page.get_by_role("alert")).to_contain_text("phải ghi rõ thấy gì")
    faults += faults_of(page) + english_of(page)
    device.fills('[name="thay-ports"]', "Cổng USB phía sau mở")
    device.enters("Lưu kết quả kiểm tra")
    expect(page.locator("dl.facts")).to_contain_text("kiểm tra không đạt")
    expect(page.locator("main")).to_contain_text("Cổng USB phía sau mở")
    faults += faults_of(page) + english_of(page)
    keyer.goes("/nhap/may/")
    expect(keyer.page.get_by_label("Máy 2")).to_have_count(0)
    assert not faults, "\n".join(faults)


def checks(device: Officer, on: Any, until: Any, minutes: str, *, failed: str = "") -> None:
    """Goes through the list with the keyboard, every item met but one, and keeps the result."""
    page = device.page
    if not page.locator('[name="bien-ban"]').is_visible():
        device.reaches("details:has(#ngay) > summary")
        device.presses("Enter")
    for name in page.locator('input[type="radio"][value="1"]').evaluate_all(
        "boxes => boxes.map(box => box.name)"
    ):
        value = "0" if name == f"dat-{failed}" else "1"
        page.locator(f'input[name="{name}"][value="{value}"]').focus()
        device.presses("Space")
    page.locator("#ngay").fill(f"{on:%Y-%m-%d}")
    page.locator("#den").fill(f"{until:%Y-%m-%d}" if until else "")
    device.fills("#bien-ban", minutes)
    device.fills("#niem-phong", "NP-204")
    device.enters("Lưu kết quả kiểm tra")
