"""The page image beside the form: it follows the field, its aids have keys, and nothing about it is in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.functional.officer import Officer
from tests.functional.test_looks import faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]

# Where the frame around the field stands in its pane; null while there is none.
FRAME = """() => {
  const frame = document.querySelector('.field-frame');
  if (frame === null || !frame.isConnected) return null;
  const [a, b] = [frame, document.querySelector('.page-surface')].map((one) => one.getBoundingClientRect());
  return { width: a.width, left: a.left - b.left, right: b.right - a.right, top: a.top - b.top, bottom: b.bottom - a.bottom };
}"""
# Whether something lies over the middle of what has the focus.
OBSCURED = """() => {
  const { left, top, width, height } = document.activeElement.getBoundingClientRect();
  const over = document.elementFromPoint(left + width / 2, top + height / 2);
  return over !== document.activeElement && !document.activeElement.parentElement.contains(over);
}"""


@pytest.fixture
def opens(illustrated: dict[str, Any], sits_down: SitsDown) -> Callable[[str], Officer]:
    """An officer at the desk, with the first field under the cursor and its image in place."""

    def at_desk(login: str) -> Officer:
        officer = sits_down(login).signs_in()
        officer.opens_next()
        is_placed(officer.page)
        return officer

    return at_desk


def is_placed(page: Page) -> None:
    """The image is there, and the field has its frame on it."""
    # The first time somebody asks for it, a page is drawn by the server.
    expect(page.locator(".field-frame")).to_be_visible(timeout=20_000)


def test_the_image_follows_the_field(opens: Callable[[str], Officer]) -> None:
    officer = opens("anh.minhhung")
    seen = set()
    for _ in range(25):
        officer.presses("Enter")
        officer.page.wait_for_timeout(60)
        frame = officer.page.evaluate(FRAME)
        if frame is None:
            continue  # a field that this form does not print
        seen.add(officer.field)
        assert min(frame["left"], frame["right"], frame["top"], frame["bottom"]) >= -2, officer.field
    assert {"child.full_name", "child.birth_date", "mother.full_name"} <= seen


def test_the_keyboard_never_goes_into_the_image(opens: Callable[[str], Officer]) -> None:
    officer = opens("anh.minhhung")
    officer.page.mouse.click(200, 300)
    assert officer.field is not None
    for _ in range(60):
        officer.presses("Tab")
        assert officer.page.evaluate("document.activeElement.closest('.page-image') === null")


def test_every_aid_has_its_key(opens: Callable[[str], Officer]) -> None:
    officer = opens("anh.minhhung")
    page = officer.page
    officer.goes_to("child.full_name")
    page.wait_for_timeout(100)
    drawn = page.locator(".page-surface canvas").first
    frame = page.evaluate(FRAME)

    officer.presses("NumpadAdd")
    page.wait_for_timeout(100)
    assert page.evaluate(FRAME)["width"] > frame["width"] * 1.2
    officer.presses("NumpadMultiply")
    page.wait_for_timeout(100)
    assert page.evaluate(FRAME)["width"] == pytest.approx(frame["width"], abs=2)
    for key, words in (("NumpadDivide", "contrast"), ("Alt+KeyI", "invert"), ("Alt+KeyN", "desk-sharpen")):
        officer.presses(key)
        assert words in (page.evaluate("document.querySelector('.page-surface canvas').style.filter") or "")
    expect(drawn).to_be_visible()
    officer.presses("Alt+KeyL")
    expect(page.locator(".loupe canvas")).to_be_visible()
    officer.presses("Alt+KeyS")
    expect(page.locator(".letters canvas").first).to_be_visible()
    officer.presses("Alt+KeyG")
    expect(page.locator(".page-pinned")).to_be_visible()
    held = page.evaluate(FRAME)
    officer.presses("Enter", "Enter")
    officer.presses("Alt+KeyG")
    page.wait_for_timeout(100)
    assert page.evaluate(FRAME) != held
    officer.presses("Alt+KeyR")
    page.wait_for_timeout(100)
    assert page.evaluate(FRAME)["top"] >= -2
    assert officer.field is not None, "the keyboard stayed in the form"


def test_boxes_are_moved_by_arrows_and_kept_for_the_page(opens: Callable[[str], Officer]) -> None:
    officer = opens("bang.minhhung")
    page = officer.page
    officer.goes_to("child.full_name")
    officer.presses("Alt+KeyG")
    page.wait_for_timeout(100)
    before = page.evaluate(FRAME)
    officer.presses("Alt+KeyH", "Shift+ArrowRight", "Shift+ArrowRight")
    page.wait_for_timeout(100)
    moved = page.evaluate(FRAME)
    assert moved["left"] > before["left"] + 5
    with page.expect_response(lambda answer: answer.url.endswith("/nudge")) as kept:
        officer.presses("Enter")
    assert kept.value.ok
    page.wait_for_timeout(100)
    assert page.evaluate(FRAME)["left"] == pytest.approx(moved["left"], abs=2)
    page.reload()
    is_placed(page)
    officer.goes_to("child.full_name")
    assert officer.field == "child.full_name"


def test_an_upright_page_stands_beside_the_form_a_wide_one_above_it(opens: Callable[[str], Officer]) -> None:
    expect(opens("anh.minhhung").page.locator("#desk")).to_have_attribute("data-layout", "side")
    officer = opens("bang.minhhung")
    desk = officer.page.locator("#desk")
    expect(desk).to_have_attribute("data-layout", "top")
    share = officer.page.evaluate("document.querySelector('.page-image').clientHeight")
    officer.presses("Alt+PageDown")
    assert officer.page.evaluate("document.querySelector('.page-image').clientHeight") > share
    officer.presses("Alt+KeyB")
    expect(desk).to_have_attribute("data-layout", "side")
    officer.page.reload()
    is_placed(officer.page)
    expect(desk).to_have_attribute("data-layout", "side")


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (683, 384)], ids=["office", "large", "at 200 %"])
def test_what_is_keyed_is_never_hidden(opens: Callable[[str], Officer], size: tuple[int, int]) -> None:
    officer = opens("anh.minhhung")
    page = officer.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for _ in range(20):
        officer.presses("Enter")
        assert page.evaluate(OBSCURED) is False, officer.field
        expect(page.locator(".page-image")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_with_its_image_is_accessible_by_day_and_by_night(
    opens: Callable[[str], Officer], scheme: str
) -> None:
    officer = opens("bang.minhhung")
    officer.page.emulate_media(color_scheme=scheme)
    expect(officer.page.locator("html")).to_have_attribute(
        "data-theme", "night" if scheme == "dark" else "light"
    )
    officer.presses("Enter", "Enter")
    assert faults_of(officer.page) == []
    officer.presses("F1")
    assert faults_of(officer.page) == []


def test_four_corners_are_laid_under_the_form_by_keys_and_kept(
    illustrated: dict[str, Any], sits_down: SitsDown
) -> None:
    book = illustrated["bang.minhhung"]
    leader = sits_down("totruong.minhhung").signs_in(f"/so/{book}/can-chinh/?trang=1")
    page = leader.page
    expect(page.locator(".stage-box").first).to_be_attached()
    corner = page.locator('.stage-corner[data-corner="1"]')
    before = page.locator(".stage-box").first.get_attribute("points")
    corner.focus()
    leader.presses("ArrowLeft", "Shift+ArrowDown")
    assert page.locator(".stage-box").first.get_attribute("points") != before
    expect(page.locator(".stage-glass")).to_be_visible()
    assert faults_of(page) == []
    keep = page.get_by_role("button", name="Giữ căn chỉnh này")
    keep.focus()
    leader.presses("Enter")
    expect(page.locator(".calibration-says")).to_contain_text("Đã giữ")
    # Three corners in one line are of no sheet.
    corner = page.locator('.stage-corner[data-corner="1"]')
    corner.focus()
    for _ in range(100):
        leader.presses("Shift+ArrowLeft")
    expect(keep).to_be_disabled()
