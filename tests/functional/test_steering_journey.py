"""A leader reads the room; an inspector reminds and the unit answers; an obstacle is raised, answered, and found again next door."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.functional.officer import Officer
from tests.functional.test_looks import english_of, faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]


def test_the_room_is_read_the_unit_reminded_and_the_obstacle_solved_once(sits_down: SitsDown) -> None:
    leader = sits_down("lanhdaotx.thixa").signs_in()
    page = leader.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("Phòng điều hành")
    faults = faults_of(page) + english_of(page)
    expect(page.locator(".tile")).to_have_count(8)
    page.get_by_text("Dự báo tính thế nào").click()
    # Nothing has changed: the part says so, and what was opened stays open.
    with page.expect_response(lambda answer: "/phan/tien-do/" in answer.url) as told:
        page.evaluate(
            "document.querySelector('[hx-get*=tien-do]').dispatchEvent(new CustomEvent('look-again'))"
        )
    assert told.value.status in (200, 304)
    expect(page.locator("#cach-du-bao")).to_have_attribute("open", "")
    leader.goes("/chien-dich/tuong/")
    faults += faults_of(page) + english_of(page)

    inspector = sits_down("kiemtra.thixa").signs_in("/chien-dich/don-doc/")
    page = inspector.page
    faults += faults_of(page) + english_of(page)
    inspector.chooses("#md-don-vi", "Minh Hưng")
    inspector.fills("#nhan-thay", "Ba ngày liền dưới 80 % chỉ tiêu.")
    inspector.fills("#yeu-cau", "Bố trí thêm ca tối.")
    inspector.enters("Gửi đơn vị")
    expect(page.locator(".messages")).to_contain_text("Đã gửi đôn đốc")
    faults += faults_of(page) + english_of(page)

    registrar = sits_down("hotich.minhhung").signs_in("/chien-dich/don-doc/")
    page = registrar.page
    page.locator("tbody").get_by_role("link").first.click()
    registrar.fills("#tra-loi", "Đã thêm ca tối từ hôm nay.")
    registrar.enters("Gửi trả lời")
    expect(page.locator(".messages")).to_contain_text("Đã gửi trả lời")
    faults += faults_of(page) + english_of(page)

    inspector.goes("/chien-dich/don-doc/?tinh-trang=answered")
    inspector.page.locator("tbody").get_by_role("link").first.click()
    inspector.enters("Chấp nhận trả lời")
    expect(inspector.page.locator(".messages")).to_contain_text("Đã chấp nhận")

    raised = sits_down("totruong.minhhung").signs_in("/chien-dich/vuong-mac/")
    page = raised.page
    faults += faults_of(page) + english_of(page)
    raised.chooses("#vm-linh-vuc", "nghiệp vụ hộ tịch")
    raised.fills("#vm-noi-dung", "Sổ ghi hai ngày đăng ký khác nhau, nhập ngày nào?")
    raised.enters("Gửi đầu mối")
    expect(page.locator(".messages")).to_be_visible()
    faults += faults_of(page) + english_of(page)

    answering = sits_down("tuphap.thixa").signs_in("/chien-dich/vuong-mac/")
    page = answering.page
    page.locator("tbody").get_by_role("link").first.click()
    answering.fills("#tra-loi", "Nhập ngày ở cột của trường hợp, ngày kia ghi vào ghi chú.")
    answering.reaches("#dung-chung")
    answering.presses("Space")
    answering.fills("#cau-hoi", "Sổ ghi hai ngày đăng ký khác nhau, nhập ngày nào?")
    answering.enters("Trả lời")
    expect(page.locator(".messages")).to_contain_text("Đã trả lời")
    faults += faults_of(page) + english_of(page)

    # Next door the answer is there before the question is sent, without an accent typed.
    next_door = sits_down("hotich.minhlap").signs_in("/chien-dich/vuong-mac/")
    page = next_door.page
    next_door.chooses("#vm-linh-vuc", "nghiệp vụ hộ tịch")
    next_door.reaches("#vm-noi-dung")
    page.keyboard.type("so ghi hai ngay dang ky khac nhau")
    expect(page.locator("#da-tra-loi")).to_contain_text("ngày kia ghi vào ghi chú")
    faults += faults_of(page) + english_of(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Trả lời này đã tháo gỡ được").click()
    expect(page.locator(".messages")).to_contain_text("tháo gỡ được bằng trả lời đã có")
    assert not faults, "\n".join(faults)


def test_a_part_of_the_room_that_is_read_by_keyboard_stays_and_says_how_old_it_is(
    sits_down: SitsDown,
) -> None:
    leader = sits_down("lanhdaotx.thixa")
    page = leader.page
    page.clock.install()
    leader.signs_in()
    part = page.locator("section", has=page.locator("#phan-tien-do"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    part.locator("summary").first.focus()
    page.clock.run_for("20:00")
    expect(part.locator("[data-held]")).to_be_visible()
    expect(part.locator("[data-held] time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    assert not [url for url in asked if "/phan/tien-do/" in url]
    assert [url for url in asked if "/phan/" in url], "the others are looked at meanwhile"

    with page.expect_response(lambda answer: "/phan/tien-do/" in answer.url):
        page.get_by_role("link", name="Đôn đốc, chấn chỉnh").focus()
        page.clock.run_for(1)
    expect(part.locator("[data-held]")).to_be_hidden()
