"""SIGKILL of web, worker and database in the middle of keying: what the screen had called saved is there, once."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import House
from tests.functional.officer import Officer

pytestmark = pytest.mark.functional


def answers(house: House) -> bool:
    try:
        with urllib.request.urlopen(f"{house.address}/healthz", timeout=2):
            return True
    except (OSError, urllib.error.HTTPError):
        return False


def saved_on(officer: Officer) -> dict[str, str]:
    """What the screen shows as being on the server."""
    return officer.page.evaluate(
        """Object.fromEntries([...document.querySelectorAll('[data-field][data-saved="server"]')]
             .filter((control) => control.value !== "").map((control) => [control.dataset.field, control.value]))"""
    )


def test_nothing_that_was_shown_as_saved_is_lost_or_doubled(
    house: House, sits_down: Callable[[str], Officer]
) -> None:
    officer = sits_down("totruong.minhhung").signs_in("/nhap/")
    entry = officer.turns_to_an_empty_entry()
    officer.keys(
        {"registration.number": "77", "registration.date": "11/11/2006", "child.full_name": "Lý Thị Điện Tắt"}
    )
    officer.sees_saved()
    shown = saved_on(officer)
    assert shown["child.full_name"] == "Lý Thị Điện Tắt"

    officer.keys({"child.sex": "Nữ"})  # on its way while the power goes
    officer.knows_of_trouble = True
    killed = house.kill_everything()
    assert len(killed) >= 3
    officer.keys({"child.birth_date": "01/11/2006", "child.birth_place": "Trạm y tế"})
    shown |= saved_on(officer)
    expect(officer.page.locator("[data-line]")).to_have_attribute("data-line", "down")

    deadline = time.monotonic() + 40
    while not answers(house):
        assert time.monotonic() < deadline, "the installation did not come back by itself"
        time.sleep(0.2)
    expect(officer.page.locator("[data-entry-saved]")).to_have_attribute(
        "data-entry-saved", "server", timeout=40_000
    )
    shown |= saved_on(officer)
    assert {"child.sex", "child.birth_date", "child.birth_place"} <= set(shown)

    (kept,) = [one for one in house.act("state")["entries"] if one["id"] == entry]
    assert {field: kept["fields"][field]["v"] for field in shown} == shown
    times = Counter(
        field
        for kind, payload in kept["log"]
        if kind == "fields_keyed"
        for field in payload
        if field in shown
    )
    assert set(times.values()) == {1}, f"kept more than once: {times}"
