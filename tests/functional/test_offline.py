"""The desk on a line that drops: what was keyed is there afterwards, once, whatever happened to line, session, page and browser."""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.conftest import CHROMIUM_FLAGS, House
from tests.functional.line import Line
from tests.functional.officer import Officer

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]
PARENTS = {"father.full_name": "Nguyễn Văn Bảy", "mother.full_name": "Trần Thị Bé"}
NAMES = (
    ["An", "Bình", "Cúc", "Diệp", "Giang", "Hạnh", "Hoa", "Huệ", "Khánh", "Lan", "Liên", "Mai", "Nga", "Ngân", "Nhung", "Oanh", "Phượng", "Quyên", "Thảo", "Yến"]
)  # fmt: skip
UNSENT = '.shift-words[data-unsent="{}"]'


def birth(number: int, name: str) -> dict[str, str]:
    return {
        "registration.number": str(number), "registration.date": "10/10/2006", "child.full_name": name, "child.sex": "Nữ",
        "child.birth_date": "02/03/2006", "child.birth_place": "", "child.ethnicity": "", "child.nationality": "",
        "child.hometown": "", **PARENTS,
    }  # fmt: skip


def kept(house: House, entry: str) -> dict[str, Any]:
    (found,) = [one for one in house.act("state")["entries"] if one["id"] == entry]
    return found


def value(house: House, entry: str, field: str) -> str | None:
    return kept(house, entry)["fields"].get(field, {}).get("v")


def times_kept(entry: dict[str, Any]) -> set[int]:
    """How often each field was kept: once, unless something was sent twice and counted twice."""
    log = entry["log"]
    return set(
        Counter(field for kind, payload in log if kind == "fields_keyed" for field in payload).values()
    )


def everything_is_sent(page: Page, patience: int = 60_000) -> None:
    expect(page.locator(UNSENT.format(0))).to_be_visible(timeout=patience)


def test_a_reload_in_the_middle_of_a_word_brings_the_word_back(house: House, behind: SitsDown) -> None:
    officer = behind("matmang.minhhung").signs_in("/nhap/")
    entry = officer.turns_to_an_empty_entry()
    officer.keys({"registration.number": "1", "registration.date": "10/10/2006"})
    officer.goes_to("child.full_name")
    officer.page.keyboard.type("Nguyễn Thị Tải L")
    officer.page.wait_for_timeout(900)
    officer.page.reload()
    officer.is_at_an_entry()
    assert officer.page.url.rstrip("/").endswith(entry)
    assert officer.field == "child.full_name"
    expect(officer.page.locator('[data-field="child.full_name"]')).to_have_value("Nguyễn Thị Tải L")
    officer.page.keyboard.type("ại")
    officer.presses("Enter")
    everything_is_sent(officer.page)
    assert value(house, entry, "child.full_name") == "Nguyễn Thị Tải Lại"
    assert value(house, entry, "registration.number") == "1"


def test_twenty_entries_are_keyed_without_a_line_and_arrive_once(
    house: House, line: Line, behind: SitsDown
) -> None:
    officer = behind("matmang.minhhung").signs_in("/nhap/")
    entry = officer.turns_to_an_empty_entry()
    officer.knows_of_trouble = True
    line.cut()
    entries = []
    for number, name in enumerate(NAMES, start=1):
        entries.append(entry)
        officer.keys(birth(number, f"Lý Thị {name}"))
        entry = officer.completes(entry)
    expect(officer.page.locator("[data-line]")).to_have_attribute("data-line", "down")
    assert int(officer.page.locator(".shift-words").get_attribute("data-unsent") or "0") >= 60
    line.mend()
    officer.presses("Control+s")
    everything_is_sent(officer.page, 180_000)
    there = {one["id"]: one for one in house.act("state")["entries"]}
    for entry, name in zip(entries, NAMES, strict=True):
        assert there[entry]["fields"]["child.full_name"]["v"] == f"Lý Thị {name}"
        assert there[entry]["status"] == "completed"
        assert times_kept(there[entry]) == {1}


def test_an_expired_session_interrupts_nobody(house: House, behind: SitsDown) -> None:
    officer = behind("matmang.minhhung").signs_in("/nhap/")
    entry = officer.turns_to_an_empty_entry()
    officer.page.context.clear_cookies(name="sessionid")
    officer.keys(birth(31, "Lý Thị Hết Phiên"))
    following = officer.completes(entry)
    everything_is_sent(officer.page)
    assert (kept(house, entry)["status"], value(house, entry, "child.full_name")) == (
        "completed",
        "Lý Thị Hết Phiên",
    )
    officer.page.reload()
    officer.is_at_an_entry()
    link = officer.page.get_by_role("link", name=re.compile("đăng nhập lại"))
    expect(link).to_have_attribute("href", re.compile(following))


def test_the_next_officer_sends_what_the_one_before_left_and_reads_nothing_of_it(
    house: House, line: Line, behind: SitsDown
) -> None:
    first = behind("matmang.minhhung").signs_in("/nhap/")
    entry = first.turns_to_an_empty_entry()
    first.knows_of_trouble = True
    line.cut()
    first.keys(
        {"registration.number": "41", "registration.date": "10/10/2006", "child.full_name": "Lý Thị Để Lại"}
    )
    first.presses("Control+s")
    expect(first.page.locator(UNSENT.format(0))).to_have_count(0)
    first.page.wait_for_timeout(500)
    context = first.page.context
    first.page.close()
    line.mend()
    context.clear_cookies(name="sessionid")
    second = behind("casau.minhhung", context)
    # Nothing is sent before somebody is at the desk: the count shows what lies here.
    second.signs_in("/dang-nhap/?next=/nhap/")
    second.is_at_an_entry()
    assert "Lý Thị Để Lại" not in second.page.content()
    deadline = time.monotonic() + 30
    while not any(one["id"] == entry for one in house.act("state")["entries"]):
        assert time.monotonic() < deadline, "the packets of the officer before never arrived"
        time.sleep(1)
    assert value(house, entry, "child.full_name") == "Lý Thị Để Lại"
    readable = second.page.evaluate(
        """async () => {
             const open = indexedDB.open("hotich-desk");
             await new Promise((resolve) => (open.onsuccess = resolve));
             const rows = await new Promise((resolve) => {
               const all = open.result.transaction("drafts").objectStore("drafts").getAll();
               all.onsuccess = () => resolve(all.result);
             });
             return JSON.stringify(rows, (_key, one) => (one?.buffer || one instanceof ArrayBuffer ? new TextDecoder().decode(one) : one));
           }"""
    )
    assert "Để Lại" not in readable


def test_two_tabs_on_one_entry_are_one_entry(house: House, behind: SitsDown) -> None:
    one = behind("casau.minhhung").signs_in("/nhap/")
    entry = one.turns_to_an_empty_entry()
    one.keys({"registration.number": "51", "registration.date": "10/10/2006"})
    other = behind("casau.minhhung", one.page.context)
    other.goes(f"/nhap/{entry}/")
    other.is_at_an_entry()
    other.keys({"child.full_name": "Lý Thị Hai Trang"})
    expect(one.page.locator('[data-field="child.full_name"]')).to_have_value("Lý Thị Hai Trang")
    one.page.bring_to_front()
    one.keys({"child.birth_date": "02/03/2006"})
    expect(other.page.locator('[data-field="child.birth_date"]')).to_have_value("02/03/2006")
    everything_is_sent(one.page)
    everything_is_sent(other.page)
    fields = kept(house, entry)["fields"]
    assert {name: fields[name]["v"] for name in ("registration.number", "child.full_name", "child.birth_date")} == {
        "registration.number": "51", "child.full_name": "Lý Thị Hai Trang", "child.birth_date": "02/03/2006",
    }  # fmt: skip
    expect(one.page.locator("[data-conflict]")).to_have_count(0)


def test_two_machines_on_one_entry_are_asked_field_by_field(
    house: House, line: Line, behind: SitsDown
) -> None:
    here = behind("casau.minhhung").signs_in("/nhap/")
    entry = here.turns_to_an_empty_entry()
    here.keys({"registration.number": "61", "child.full_name": "Lý Thị Một"})
    everything_is_sent(here.page)
    there = behind("casau.minhhung").signs_in(f"/nhap/{entry}/")
    there.is_at_an_entry()
    here.knows_of_trouble = there.knows_of_trouble = True
    line.cut()
    for officer, place in ((here, "Trạm y tế Minh Hưng"), (there, "Bệnh viện Chơn Thành")):
        officer.page.bring_to_front()
        officer.goes_to("child.birth_place")
        officer.page.keyboard.type(place)
        officer.presses("Enter")
    line.mend()
    here.presses("Control+s")
    everything_is_sent(here.page)
    there.page.bring_to_front()
    there.presses("Control+s")
    conflict = there.page.locator('[data-conflict="child.birth_place"]')
    expect(conflict).to_contain_text("Trạm y tế Minh Hưng")
    expect(conflict).to_contain_text("Bệnh viện Chơn Thành")
    expect(there.page.locator('.shift-words[data-asked="1"]')).to_be_visible()
    conflict.locator('[data-choice="theirs"]').click()
    expect(conflict).to_have_count(0)
    everything_is_sent(there.page)
    assert value(house, entry, "child.birth_place") == "Trạm y tế Minh Hưng"


def test_a_browser_that_is_killed_loses_no_committed_field(
    house: House, line: Line, browser: Browser, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    launch = {
        "executable_path": os.environ.get("HOTICH_CHROMIUM") or shutil.which("chromium"), "args": CHROMIUM_FLAGS,
        "viewport": {"width": 1366, "height": 768}, "locale": "vi-VN",
    }  # fmt: skip
    context = browser.browser_type.launch_persistent_context(str(profile), **launch)
    officer = Officer(context.pages[0], line.address, "matmang.minhhung").signs_in("/nhap/")
    entry = officer.turns_to_an_empty_entry()
    line.cut()
    officer.keys(
        {"registration.number": "71", "registration.date": "10/10/2006", "child.full_name": "Lý Thị Mất Điện"}
    )
    expect(officer.page.locator('[data-field="child.full_name"]')).to_have_attribute("data-saved", "local")
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"--user-data-dir={profile}".encode() in process.read_bytes():
                os.kill(int(process.parent.name), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            continue
    line.mend()
    again = browser.browser_type.launch_persistent_context(str(profile), **launch)
    officer = Officer(again.pages[0], line.address, "matmang.minhhung")
    officer.goes(f"/nhap/{entry}/")
    # The session died with the browser; the key of his own copies did not, so he may go on, or is asked to sign in first.
    officer.page.wait_for_selector("[data-field]:focus, #id_login")
    if officer.page.locator("#id_login").count():
        officer.signs_in(f"/dang-nhap/?next=/nhap/{entry}/")
    expect(officer.page.locator('[data-field="child.full_name"]')).to_have_value("Lý Thị Mất Điện")
    everything_is_sent(officer.page)
    assert value(house, entry, "child.full_name") == "Lý Thị Mất Điện"
    assert times_kept(kept(house, entry)) == {1}
    again.close()


def test_a_plain_address_keys_in_memory_and_says_what_it_cannot(
    house: House, line: Line, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    context.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    officer = Officer(context.new_page(), line.address, "matmang.minhhung").signs_in("/nhap/")
    entry = officer.turns_to_an_empty_entry()
    officer.keys({"registration.number": "91", "child.full_name": "Lý Thị Trần"})
    everything_is_sent(officer.page)
    assert value(house, entry, "child.full_name") == "Lý Thị Trần"
    expect(officer.page.locator(".shift-warning")).to_contain_text("không nhập được khi mất đường truyền")
    context.close()


def test_a_full_disk_is_said_and_the_work_goes_straight_to_the_server(
    house: House, line: Line, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    # A disk cannot be filled for a test: the browser answers as it does when there is no room.
    context.add_init_script(
        """const put = IDBObjectStore.prototype.put;
           IDBObjectStore.prototype.put = function (...given) {
             if (window.noRoom) throw new DOMException("no room", "QuotaExceededError");
             return put.apply(this, given);
           };"""
    )
    officer = Officer(context.new_page(), line.address, "matmang.minhhung").signs_in("/nhap/")
    entry = officer.turns_to_an_empty_entry()
    officer.page.evaluate("window.noRoom = true")
    officer.keys({"registration.number": "92", "child.full_name": "Lý Thị Đầy"})
    expect(officer.page.locator(".shift-warning")).to_contain_text("Đĩa của máy đã đầy")
    everything_is_sent(officer.page)
    assert value(house, entry, "child.full_name") == "Lý Thị Đầy"
    context.close()
