"""Looking up without leading the witness: marks before values, keying again in the form, one key where it is clear, who waits.

Runs after the day's own journeys, in the same book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from tests.functional.conftest import House
from tests.functional.officer import Officer
from tests.functional.test_day import birth
from tests.functional.test_found import outcome_of
from tests.functional.test_looks import faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]


@pytest.fixture(autouse=True)
def plan(house: House) -> Iterator[None]:
    """The plan's procedure with assistance, before and after."""
    house.act("work", "confirm", "0")
    yield
    house.act("work", "confirm", "0")


def identity(values: dict[str, str]) -> dict[str, str]:
    first = ("registration.number", "registration.date", "child.full_name", "child.sex", "child.birth_date")
    return {field: values[field] for field in first}


def test_what_differs_is_keyed_again_in_its_place_with_nothing_of_the_register_in_sight(
    house: House, sits_down: SitsDown
) -> None:
    officer = sits_down("nhap.minhhung").signs_in("/nhap/")
    entry, page = officer.is_at_an_entry(), officer.page
    # The officer slips: the book says 02/03, as the register does.
    slipped = birth("51", "Nguyễn Thị Hòa", "03/03/2006", "Nữ")
    officer.keys(identity(slipped))
    mark = page.locator('[data-for="child.birth_date"] .agreement-mark')
    expect(mark).to_have_text("≠")
    expect(page.locator('[data-for="child.full_name"] .agreement-mark')).to_have_text("✓")
    expect(page.locator(".panels")).not_to_contain_text("02/03/2006")
    assert not faults_of(page)

    at = officer.field
    officer.presses("Control+l")
    again = page.locator('[data-again="child.birth_date"]')
    expect(again).to_be_focused()
    expect(page.locator('[data-field="child.birth_date"]')).to_be_hidden()
    page.keyboard.type("020306")
    officer.presses("Enter")
    expect(page.locator(".again-why")).to_contain_text("Hai lần nhập khác nhau")
    page.keyboard.type("02/03/2006")
    officer.presses("Enter")
    # Read twice alike, it stands corrected with nothing seen; the search made anew agrees, and one key says who it is.
    expect(page.locator('[data-field="child.birth_date"]')).to_have_value("02/03/2006")
    expect(mark).to_have_text("✓")
    assert officer.field == at
    # Until the parents are keyed he may be somebody's brother: the key leads to what is to be read first.
    expect(page.locator('[data-decision="same_person"] kbd')).to_have_text("Alt+1")
    officer.presses("Control+d")
    expect(page.locator(".candidate")).to_be_focused()
    officer.presses("Control+l")
    officer.keys({"father.full_name": "Nguyễn Văn Bảy", "mother.full_name": "Trần Thị Bé"})
    expect(page.locator('[data-decision="same_person"] kbd')).to_have_text("Ctrl+D")
    at = officer.field
    officer.presses("Control+d")
    officer.expects_outcome("matched")
    assert officer.field == at, "the keying goes on where it was"

    # One key a field states that the book says the same.
    hometown = page.locator('[data-field="child.hometown"]')
    hometown.focus()
    officer.presses("F6")
    expect(hometown).to_have_value("Minh Hưng, Chơn Thành, Bình Phước")
    for field in ("child.birth_place", "child.ethnicity", "child.nationality"):
        page.locator(f'[data-field="{field}"]').focus()
        officer.presses("F9")
    officer.sees_saved()
    (kept,) = [one for one in house.act("state")["entries"] if one["id"] == entry]
    assert kept["fields"]["child.birth_date"]["o"] == "typed"
    assert kept["fields"]["child.hometown"]["o"] == "confirmed"
    officer.completes(entry)


def test_blind_work_offers_nothing_to_confirm_and_leaves_the_decision_for_the_list(
    house: House, sits_down: SitsDown
) -> None:
    house.act("work", "blind", "0")
    officer = sits_down("nhap.minhhung").signs_in("/nhap/")
    entry, page = officer.is_at_an_entry(), officer.page
    written = birth("52", "Nguyễn Văn Lúa", "09/09/2006", "Nam")
    officer.keys(written)
    officer.sees_saved()
    expect(page.locator('[data-decision="same_person"]')).to_be_visible()
    # Nothing holds the keying up: finished with the look-up open, the entry waits for its decision.
    officer.completes(entry)
    assert outcome_of(house, entry) == "pending"
    expect(page.locator(".waiting-open")).to_contain_text("Chờ xác định")

    officer.presses("Control+j")
    row = page.locator(".waiting-row", has_text="Nguyễn Văn Lúa")
    expect(row).to_be_focused()
    expect(page.locator(".waiting-list")).not_to_contain_text("0702060")
    assert not faults_of(page)
    officer.presses("Enter")
    expect(page.locator('.waiting [data-decision="same_person"]')).to_be_visible()
    officer.presses("Control+d")
    expect(page.locator(".waiting .outcome--matched, .desk-says")).not_to_have_count(0)
    page.wait_for_timeout(300)
    assert outcome_of(house, entry) == "matched"
    officer.presses("Escape", "Escape")


def test_an_entry_without_assistance_is_looked_up_from_the_list_once_it_is_finished(
    house: House, sits_down: SitsDown
) -> None:
    house.act("work", "confirm", "100")
    officer = sits_down("nhap.minhhung").signs_in("/nhap/")
    entry, page = officer.is_at_an_entry(), officer.page
    written = birth("53", "Nguyễn Thị Sen", "06/05/2006", "Nữ")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    officer.keys(written)
    officer.sees_saved()
    expect(page.locator("[data-later]")).to_contain_text("không có trợ giúp")
    officer.presses("Control+l")
    expect(page.locator(".agreement-mark, .candidate, [data-decision]")).to_have_count(0)
    assert [url for url in asked if url.endswith("/look-ups")] == []
    officer.completes(entry)

    officer.presses("Control+j")
    expect(page.locator(".waiting-row", has_text="Nguyễn Thị Sen")).to_be_focused()
    officer.presses("Enter")
    again = page.locator('.waiting [data-again="child.birth_date"]')
    expect(again).to_be_visible()
    expect(page.locator(".waiting")).not_to_contain_text("05/05/2006")
    again.focus()
    page.keyboard.type("06/05/2006")
    officer.presses("Enter")
    button = page.locator('.waiting [data-decision="same_person"]')
    expect(button).to_be_visible()
    button.focus()
    officer.presses("Enter")
    expect(page.locator(".waiting .outcome--mismatched, .desk-says")).not_to_have_count(0)
    page.wait_for_timeout(300)
    (kept,) = [one for one in house.act("state")["entries"] if one["id"] == entry]
    assert kept["outcome"] == "mismatched"
    assert (kept["fields"]["child.birth_date"]["v"], kept["fields"]["child.birth_date"]["o"]) == (
        "06/05/2006",
        "typed",
    )
