"""What waits to reach the population register: decided, entered by hand on the police machine, acknowledged; and what could not be sent."""

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
OUTBOX = "/cap-nhat-dan-cu/"


def test_an_update_is_decided_entered_by_hand_and_acknowledged(
    furnished: dict[str, Any], sits_down: SitsDown
) -> None:
    verifier = sits_down("xacminh.hunglong").signs_in(OUTBOX)
    page = verifier.page
    faults = faults_of(page) + english_of(page)
    assert "Nguyễn Thị Chờ" in words_of(verifier.gets("Tải danh sách (xlsx)"), "xlsx")

    verifier.enters("Nguyễn Thị Chờ")
    expect(page.locator("h1 .mark")).to_have_text("chờ quyết định")
    faults += faults_of(page) + english_of(page)
    with page.expect_navigation():
        verifier.presses("Alt+1")
    expect(page.locator("h1 .mark")).to_have_text("chờ cập nhật")
    faults += faults_of(page) + english_of(page)
    # A number that is none is not taken for one.
    verifier.fills("#so", "07031200001")
    with page.expect_navigation():
        verifier.presses("Alt+2")
    expect(page.locator("#loi")).to_be_focused()
    verifier.fills("#so", "070312000011")
    with page.expect_navigation():
        verifier.presses("Alt+2")
    expect(page.locator(".messages")).to_contain_text("Đã xác nhận")
    verifier.enters("Đã cập nhật")
    verifier.enters("Nguyễn Thị Chờ")
    expect(page.get_by_text("070312000011").first).to_be_visible()
    faults += faults_of(page) + english_of(page)

    # What the register could not be told stands in its tray, and is sent again or entered by hand.
    verifier.goes(OUTBOX)
    verifier.enters("Không gửi được")
    verifier.enters("Nguyễn Thị Vướng")
    expect(page.get_by_text("Không kết nối được").first).to_be_visible()
    faults += faults_of(page) + english_of(page)
    with page.expect_navigation():
        verifier.presses("Alt+3")
    expect(page.locator("h1 .mark")).to_have_text("chờ cập nhật")
    verifier.goes(f"{OUTBOX}bo-sung/")
    faults += faults_of(page) + english_of(page)
    assert not faults, "\n".join(faults)
