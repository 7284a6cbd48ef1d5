"""The line drops where nobody is keying: before the desk is opened, and between the book and the register."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect
from tests.functional.conftest import House
from tests.functional.line import Line
from tests.functional.officer import Officer
from tests.functional.test_offline import (
    PARENTS,
    UNSENT,
    birth,
    everything_is_sent,
    kept,
    times_kept,
    value,
)

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]
KEPT_WHOLE = """async () => navigator.serviceWorker.controller !== null
    && (await caches.match("/nhap/da-du/")) !== undefined"""


def is_kept_whole(page: Page) -> None:
    """Waits until the browser could start the desk without a line. Playwright's own waiting takes a promise for a yes."""
    for _ in range(300):
        if page.evaluate(KEPT_WHOLE):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the desk was never kept whole")


def test_the_desk_starts_without_a_line_and_sends_when_it_is_back(
    house: House, line: Line, behind: SitsDown
) -> None:
    officer = behind("casau.minhhung").signs_in("/nhap/")
    page = officer.page
    officer.is_at_an_entry()
    is_kept_whole(page)
    line.cut()
    page.context.set_offline(True)

    officer.goes("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trang này cần đường truyền")
    officer.goes("/nhap/")
    entry = officer.turns_to_an_empty_entry()
    officer.keys(birth(201, "Lý Thị Mở Máy"))
    following = officer.completes(entry)
    expect(page.locator("[data-line]")).to_have_attribute("data-line", "down")
    expect(page.locator(UNSENT.format(0))).to_have_count(0)
    # The day's work is here after another start too.
    page.reload()
    officer.is_at_an_entry()
    assert page.url.rstrip("/").endswith(following)
    expect(page.get_by_label("Trường hợp trước")).to_contain_text("Lý Thị Mở Máy")
    assert not any(one["id"] == entry for one in house.act("state")["entries"])

    line.mend()
    page.context.set_offline(False)
    everything_is_sent(page)
    assert (kept(house, entry)["status"], value(house, entry, "child.full_name")) == (
        "completed",
        "Lý Thị Mở Máy",
    )
    assert times_kept(kept(house, entry)) == {1}


def test_the_desk_starts_where_the_browser_has_lost_its_token(behind: SitsDown) -> None:
    """A browser that was killed may not have written its newest cookie: the page it kept sets none."""
    officer = behind("casau.minhhung").signs_in("/nhap/")
    page = officer.page
    officer.is_at_an_entry()
    is_kept_whole(page)
    page.context.clear_cookies(name="csrftoken")
    page.reload()
    officer.is_at_an_entry()
    # As the browser itself counts it: an answer may be there before anybody outside listens for it.
    page.wait_for_function(
        "performance.getEntriesByType('resource').some((one) => one.name.endsWith('/api/desk/shift') && one.responseStatus === 200)",
        timeout=30_000,
    )
    assert page.evaluate("document.cookie.includes('csrftoken')")


def test_the_desk_starts_where_a_token_is_overtaken_by_another(behind: SitsDown) -> None:
    """Each refusal brings a token of its own, and the refusal of one question may arrive while another is asked again."""
    officer = behind("casau.minhhung").signs_in("/nhap/")
    page = officer.page
    officer.is_at_an_entry()
    is_kept_whole(page)
    asked: list[str] = []

    def overtaken(route: Route) -> None:
        token = route.request.headers.get("x-csrftoken", "")
        asked.append(token)
        if len(asked) <= 2:
            newer, root = f"{len(asked)}" * 32, urljoin(page.url, "/")
            page.context.add_cookies([{"name": "csrftoken", "value": newer, "url": root}])
        route.continue_()

    page.context.clear_cookies(name="csrftoken")
    page.route("**/api/desk/shift", overtaken)
    page.reload()
    officer.is_at_an_entry()
    assert len(asked) > 2


def test_who_was_keyed_without_a_line_is_looked_up_when_it_is_back(
    house: House, line: Line, behind: SitsDown
) -> None:
    officer = behind("casau.minhhung").signs_in("/nhap/")
    page = officer.page
    entry = officer.turns_to_an_empty_entry()
    line.cut()
    officer.keys(birth(211, "Nguyễn Thị Mây") | {"child.birth_date": "21/04/2006"})
    expect(page.locator("[data-line]")).to_have_attribute("data-line", "down")
    expect(page.locator(".candidate")).to_have_count(0)
    line.mend()
    officer.presses("Control+s")
    expect(page.locator(".candidate")).to_contain_text("Nguyễn Thị Mây", timeout=30_000)
    officer.decides("same_person")
    officer.expects_outcome("matched")
    # What stood there when the register was shown is changed with a reason only, after another start of the page too.
    page.reload()
    officer.is_at_an_entry()
    page.locator('[data-field="mother.full_name"]').fill("Trần Thị Bế")
    officer.presses("Enter")
    expect(page.locator(".choice")).to_contain_text("Vì sao sửa bản nhập của sổ")
    officer.presses("Alt+1")
    officer.completes(entry)
    everything_is_sent(page)
    # What the book says by now is compared again: its mother is not the register's.
    assert (kept(house, entry)["status"], kept(house, entry)["outcome"]) == ("completed", "mismatched")
    assert kept(house, entry)["fields"]["mother.full_name"]["o"] == "after_seeing"


def test_a_decision_that_the_line_did_not_take_is_taken_again(
    house: House, line: Line, behind: SitsDown
) -> None:
    officer = behind("casau.minhhung").signs_in("/nhap/")
    page = officer.page
    entry = officer.turns_to_an_empty_entry()
    written = birth(212, "Nguyễn Văn Gió") | {"child.sex": "Nam", "child.birth_date": "17/12/2006"}
    officer.keys(written)
    officer.sees_saved()
    expect(page.locator(".candidate")).to_contain_text("Nguyễn Văn Gió")
    line.cut()
    officer.decides("same_person")
    expect(page.locator("[data-look-up] .panel-warning")).to_be_visible()
    officer.expects_outcome("pending")
    line.mend()
    officer.decides("same_person")
    officer.expects_outcome("matched")
    officer.completes(entry)
    everything_is_sent(page)
    assert kept(house, entry)["outcome"] == "matched"


def test_a_search_that_the_line_did_not_take_is_made_again_by_itself(
    house: House, line: Line, behind: SitsDown
) -> None:
    officer = behind("casau.minhhung").signs_in("/nhap/")
    page = officer.page
    officer.turns_to_an_empty_entry()
    identity = birth(213, "Nguyễn Thị Mây") | {"child.birth_date": "21/04/2006"}
    page.route("**/look-ups", lambda route: route.abort("connectionreset"))
    officer.keys({field: text for field, text in identity.items() if field not in PARENTS})
    expect(page.locator("[data-look-up] .panel-warning")).to_contain_text("Cứ nhập tiếp")
    page.unroute("**/look-ups")
    # He keys on meanwhile.
    officer.keys(PARENTS)
    expect(page.locator(".candidate")).to_contain_text("Nguyễn Thị Mây", timeout=30_000)


def test_parents_keyed_while_an_answer_was_on_its_way_are_asked_with(behind: SitsDown) -> None:
    officer = behind("casau.minhhung").signs_in("/nhap/")
    page = officer.page
    officer.turns_to_an_empty_entry()
    written = birth(214, "Lê Thị Lan") | {"child.birth_date": "11/05/2006"}
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/look-ups", lambda route: held.append((route, route.fetch())), times=1)
    officer.keys({field: text for field, text in written.items() if field not in PARENTS})
    for _ in range(100):
        if held:
            break
        page.wait_for_timeout(100)
    officer.keys({"father.full_name": "Lê Văn Tám", "mother.full_name": "Võ Thị Mười"})
    officer.sees_saved()
    (route, answer), *_ = held
    route.fulfill(response=answer)
    expect(page.locator(".candidate").first).to_contain_text("Võ Thị Mười")
    expect(page.locator(".decisions .cautions")).not_to_contain_text("chưa có cha, mẹ")
