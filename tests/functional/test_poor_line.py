"""Keying through a line that delays, stalls, cuts answers in the middle and delivers requests twice: everything is kept, once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from bench.desk.proxy import FAIR, Line, Weather
from playwright.sync_api import Browser, expect
from tests.functional.conftest import House
from tests.functional.officer import Officer

pytestmark = pytest.mark.functional

NASTY = Weather(delayed=0.2, stalled=0.05, cut=0.25, twice=0.3, only="/api/sync")


def test_a_bad_line_loses_nothing_and_doubles_nothing(house: House, browser: Browser, tmp_path: Path) -> None:
    with Line(house.port, seed=5) as line:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
        context.set_default_timeout(20_000)
        officer = Officer(context.new_page(), line.address, "totruong.minhhung").signs_in("/nhap/")
        keyed: dict[str, dict[str, str]] = {}
        entry = officer.turns_to_an_empty_entry()
        line.turns(NASTY)
        for number, name in ((301, "Lò Thị Chập"), (302, "Lò Văn Chờn"), (303, "Lò Thị Đứt")):
            keyed[entry] = {
                "registration.number": str(number), "registration.date": "11/11/2006", "child.full_name": name,
                "child.sex": "Nam" if "Văn" in name else "Nữ", "child.birth_date": "01/11/2006",
            }  # fmt: skip
            officer.keys(keyed[entry])
            before, entry = entry, ""
            officer.presses("PageDown")
            entry = officer.is_at_an_entry(other_than=before)
        line.turns(FAIR)
        expect(officer.page.locator('[data-unsent="0"]')).to_have_count(1, timeout=60_000)
        officer.page.screenshot(path=tmp_path / "bad-line.png")
        context.close()
        assert line.happened["cut"] + line.happened["twice"] > 0, "nothing befell the line"

    rows = {one["id"]: one for one in house.act("state")["entries"]}
    for entry, fields in keyed.items():
        kept = rows[entry]
        assert {name: kept["fields"][name]["v"] for name in fields} == fields
        log = Counter(kind for kind, _ in kept["log"])
        assert log["entry_opened"] == 1
        times = Counter(name for kind, payload in kept["log"] if kind == "fields_keyed" for name in payload)
        assert {times[name] for name in fields} == {1}, f"kept more than once: {times}"
    faults = [one for one in officer.faults if not re.search(r"ERR_|incomplete", one)]
    assert faults == []
