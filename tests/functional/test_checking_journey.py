"""A second officer keys blind, a third decides in front of the page, the first sees his correction and objects, and is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.officer import Officer
from tests.functional.pages import written
from tests.functional.test_images import is_placed
from tests.functional.test_looks import english_of, faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]
SLIP, STANDS = "Nguyễn Thị Bười", "Nguyễn Thị Bưởi"


def test_a_difference_is_decided_at_the_page_and_the_keyer_may_object(
    furnished: dict[str, Any], sits_down: SitsDown
) -> None:
    faults: list[str] = []

    # The checker keys what he is asked, from the page alone.
    checker = sits_down("doichieu.hunglong").signs_in("/kiem-tra/")
    page = checker.page
    faults += faults_of(page) + english_of(page)
    checker.enters("Sổ khai sinh, quyển 01/2007")
    checker.is_at_an_entry()
    is_placed(page)
    faults += faults_of(page)
    assert SLIP not in page.content()
    stands = {**written(2007, "01/2007", 1), "father.full_name": "Nguyễn Văn Ba"}
    asked = page.locator("[data-field]").evaluate_all("all => all.map((one) => one.dataset.field)")
    assert "child.full_name" in asked
    checker.keys({word: stands.get(word) or "" for word in asked})
    checker.presses("Control+Enter")
    expect(page.get_by_role("heading")).to_contain_text("Quyển này không còn trường hợp nào")
    faults += faults_of(page)

    # The arbiter sees two keyings without names, and the place on the page; not the checker himself.
    registrar = sits_down("hotich.hunglong").signs_in("/kiem-tra/phan-xu/")
    page = registrar.page
    faults += faults_of(page) + english_of(page)
    registrar.enters("Xem sổ và quyết định")
    for name in ("Thạch Thị Gõ", "Mạc Văn Đối"):
        assert name not in page.content()
    picture = page.locator(".decision img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    faults += faults_of(page) + english_of(page)
    groups = page.locator(".decision")
    for number in range(groups.count()):
        right = STANDS if groups.nth(number).get_by_text(STANDS).count() else None
        registrar.reaches(f'[name="chon-{number + 1}"]')
        for _ in range(2):
            label = page.evaluate("document.activeElement.labels[0].innerText")
            if right is None or label == right:
                break
            registrar.presses("ArrowDown")
        registrar.presses("Space")
        registrar.presses("Tab")
    registrar.enters("Ghi kết quả")
    expect(page.locator(".messages")).to_contain_text("Đã ghi kết quả phân xử")

    # Who keyed it sees what was corrected, alone, and objects.
    keyer = sits_down("go.hunglong").signs_in("/o-da-sua/")
    page = keyer.page
    expect(page.locator("tbody tr").filter(has_text=SLIP)).to_contain_text(STANDS)
    faults += faults_of(page) + english_of(page)
    keyer.reaches("details summary")
    keyer.presses("Enter")
    keyer.fills('[name="vi-sao"]', "Nét chữ đọc được cả hai cách.")
    keyer.enters("Gửi phản hồi")
    expect(page.locator(".messages")).to_contain_text("Đã gửi phản hồi")

    # Somebody who had no hand in it answers.
    other = sits_down("hotich2.hunglong").signs_in("/kiem-tra/")
    page = other.page
    other.enters("1 phản hồi của người nhập")
    faults += faults_of(page) + english_of(page)
    other.fills('[name="tra-loi"]', "Sổ ghi rõ dấu hỏi.")
    other.enters("Giữ kết quả phân xử")
    expect(page.locator(".messages")).to_contain_text("Đã trả lời")
    other.goes("/kiem-tra/lo/")
    faults += faults_of(page) + english_of(page)
    other.enters("Tỷ lệ sai")
    faults += faults_of(page) + english_of(page)
    keyer.goes("/o-da-sua/")
    expect(keyer.page.locator("tbody tr").filter(has_text=SLIP)).to_contain_text("Sổ ghi rõ dấu hỏi.")
    assert not faults, "\n".join(faults)
