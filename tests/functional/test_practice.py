"""The guided first shift: offered to who has finished nothing yet, done with the keyboard, left and resumed, sent nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional.officer import Officer
from tests.functional.test_looks import faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]
BOOK = Path(__file__).parents[2] / "src" / "hotich" / "screens" / "entry_desk" / "practice.json"
ENTRIES: list[dict[str, Any]] = json.loads(BOOK.read_text(encoding="utf-8"))["entries"]


def keys_page(officer: Officer, at: int, *, ditto: tuple[str, ...] = (), **otherwise: str) -> None:
    """Walks the form of one practice page to its end, as the coach says."""
    left = dict(ENTRIES[at]["written"]) | {name.replace("__", "."): text for name, text in otherwise.items()}
    if officer.page.locator('[data-field="registration.number"]').input_value():
        del left["registration.number"]
    for _ in range(60):
        field = officer.field
        if field is None or not left:
            break
        if field not in left:
            officer.presses("Enter")
        elif (text := left.pop(field)) in (None, "?"):
            officer.presses("F8" if text else "F9")  # which go on by themselves
        elif field in ditto:
            officer.presses("F2")
        else:
            officer.page.keyboard.type(text)
            officer.presses("Enter")
        # What a key does waits for the input method to have its say.
        officer.page.wait_for_function("was => document.activeElement?.dataset?.field !== was", arg=field)
    assert not left, f"never came to {sorted(left)}"


def step(officer: Officer, name: str) -> None:
    expect(officer.page.locator(".coach")).to_have_attribute("data-step", name)


def test_a_first_shift_is_led_through_the_keys_and_sends_nothing(sits_down: SitsDown) -> None:
    officer = sits_down("ghichu.minhhung").signs_in()
    page = officer.page
    expect(page.get_by_role("link", name="Nhập trường hợp tiếp theo")).to_be_focused()
    officer.tabs_to("Luyện tập trước")
    with page.expect_navigation():
        officer.presses("Enter")
    expect(page.locator("[data-field]:focus")).to_be_visible()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    step(officer, "walk")
    expect(page.locator(".coach-paper")).to_contain_text("Nguyễn Thị Mai Hoa")
    assert not faults_of(page)
    keys_page(officer, 0)
    step(officer, "complete")
    officer.presses("Control+Enter")
    expect(page.locator("#desk")).to_have_attribute("data-practice", "2")

    # He rests: what was done stays, and so does where he was.
    page.reload()
    expect(page.locator("#desk")).to_have_attribute("data-practice", "2")
    expect(page.locator("[data-field]:focus")).to_be_visible()
    step(officer, "ditto")
    keys_page(officer, 1, ditto=("child.ethnicity", "child.nationality", "child.hometown"))
    expect(page.locator('[data-for="child.full_name"] .agreement-mark')).to_have_text("✓")
    step(officer, "look_up")
    expect(page.locator('[data-decision="same_person"] kbd')).to_have_text("Ctrl+D")
    officer.presses("Control+d")
    officer.expects_outcome("matched")
    officer.presses("Control+Enter")

    expect(page.locator("#desk")).to_have_attribute("data-practice", "3")
    keys_page(officer, 2)
    step(officer, "rest")
    officer.presses("Control+Enter")

    expect(page.locator("#desk")).to_have_attribute("data-practice", "4")
    step(officer, "soft")
    page.keyboard.type("6")
    officer.presses("F10")
    expect(page.locator(".choice")).to_be_visible()
    officer.presses("Alt+1")
    step(officer, "rest")
    keys_page(officer, 3)
    officer.presses("Control+Enter")

    expect(page.locator("#desk")).to_have_attribute("data-practice", "5")
    keys_page(officer, 4)
    expect(page.locator('[data-for="child.birth_date"] .agreement-mark')).to_have_text("≠")
    officer.presses("Control+l")
    expect(page.locator('[data-again="child.birth_date"]')).to_be_focused()
    page.keyboard.type("050406")
    officer.presses("Enter")
    step(officer, "rest")
    officer.decides("same_person")
    officer.expects_outcome("mismatched")
    officer.presses("Control+Enter")

    expect(page.locator("#desk")).to_have_attribute("data-practice", "6")
    step(officer, "alone")
    keys_page(officer, 5, mother__full_name="Bùi Thị Ngà")
    officer.presses("Control+Enter")

    expect(page.locator("#practice-title")).to_be_focused()
    slips = page.locator("[data-slips] tbody tr").all_inner_texts()
    assert len(slips) == 1, slips
    assert "Bùi Thị Nga" in slips[0] and "Bùi Thị Ngà" in slips[0]
    expect(page.locator("#practice-title")).to_contain_text("98,6 %")
    assert not faults_of(page)
    assert sent == [], "the practice book sends nothing"
