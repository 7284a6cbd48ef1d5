"""The keys of the desk in a real browser: what they bring, where they go on, and whose they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.functional.conftest import House
from tests.functional.officer import Officer

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]
FIRST = {
    "registration.number": "1", "registration.date": "101006", "registration.type": "1", "child.full_name": "Nguyễn Thị Hòa", "child.sex": "nu",
    "child.birth_date": "020906", "child.birth_place": "Trạm y tế xã Minh Hưng", "child.ethnicity": "Kinh", "child.nationality": "Việt Nam",
    "child.hometown": "xã Nga Liên, huyện Nga Sơn, tỉnh Thanh Hóa", "father.full_name": "Nguyễn Văn Bảy", "father.ethnicity": "Kinh",
    "father.occupation": "làm ruộng", "father.residence": "ấp 2, xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước", "mother.full_name": "Trần Thị Bé",
    "declarant.full_name": "Nguyễn Văn Bảy", "declarant.relation": "Cha", "signer.name": "Phạm Văn Ký", "signer.title": "Chủ tịch",
}  # fmt: skip


def rows(page: Page) -> list[str]:
    """What the open list offers."""
    return page.locator("[role=listbox]:not([hidden]) [role=option]").evaluate_all(
        "all => all.map(one => one.dataset.value)"
    )


def value(page: Page, field: str) -> str:
    return page.locator(f'[data-field="{field}"]').input_value()


def turns_to(officer: Officer, field: str) -> None:
    officer.page.locator(f'[data-field="{field}"]').focus()


@pytest.fixture
def second(sits_down: SitsDown) -> Iterator[Officer]:
    """An officer at an entry behind one that is keyed: she came back to it with PgDn, nothing of it is completed."""
    officer = sits_down("gophim.minhhung").signs_in()
    entry = officer.opens_next()
    if value(officer.page, "registration.number") == "":
        officer.keys(FIRST)
    officer.presses("PageDown")
    officer.is_at_an_entry(other_than=entry)
    yield officer


def test_a_key_that_brings_a_value_goes_on(second: Officer) -> None:
    page = second.page
    turns_to(second, "registration.number")
    second.presses("F2")
    assert (value(page, "registration.number"), second.field) == ("2", "book.page")
    turns_to(second, "registration.date")
    page.keyboard.type("15")
    second.presses("Enter")
    assert value(page, "registration.date") == "15/10/2006"
    second.presses("F2")
    assert (value(page, "registration.type"), second.field) == ("Đúng hạn", "child.full_name")
    turns_to(second, "child.ethnicity")
    second.presses("F9")
    assert second.field == "child.nationality"
    expect(page.locator('[data-field="child.ethnicity"]')).to_have_attribute("data-missing", "blank_in_book")
    second.presses("F8")
    assert second.field == "child.hometown"


def test_a_place_is_picked_from_the_book_and_from_the_gazetteer(second: Officer) -> None:
    page = second.page
    turns_to(second, "child.hometown")
    assert rows(page) == [FIRST["child.hometown"]]
    second.presses("Alt+1")
    assert (value(page, "child.hometown"), second.field) == (FIRST["child.hometown"], "father.full_name")
    turns_to(second, "father.residence")
    page.keyboard.type("5")
    assert rows(page)[0] == "ấp 5, xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước"
    second.presses("ArrowDown", "Enter")
    assert value(page, "father.residence") == "ấp 5, xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước"
    turns_to(second, "child.birth_place")
    page.keyboard.type("Ấp 3, tx tc na")
    row = page.locator("[role=option]", has_text="Ấp 3, xã Thanh Xuân")
    expect(row).to_be_visible()
    expect(row).to_contain_text("nay: ")
    second.presses("Alt+1")
    assert value(page, "child.birth_place") == "Ấp 3, xã Thanh Xuân, huyện Thanh Chương, tỉnh Nghệ An"


def test_columns_that_mean_the_same_have_one_list(second: Officer) -> None:
    page = second.page
    turns_to(second, "mother.occupation")
    assert rows(page)[0] == FIRST["father.occupation"]
    page.keyboard.type("nt")
    assert rows(page) == ["nội trợ"]
    second.presses("Alt+1")
    assert value(page, "mother.occupation") == "nội trợ"
    turns_to(second, "father.occupation")
    assert {"làm ruộng", "nội trợ"} <= set(rows(page)[:2])
    page.keyboard.type("thợ rèn")
    second.presses("Enter")
    assert value(page, "father.occupation") == "thợ rèn"
    turns_to(second, "declarant.id_document.type")
    assert rows(page)[0] == "CMND"
    second.presses("Alt+1")
    assert (value(page, "declarant.id_document.type"), second.field) == (
        "CMND",
        "declarant.id_document.number",
    )


def test_a_date_comes_in_words_as_clerks_word_it(second: Officer) -> None:
    page = second.page
    turns_to(second, "child.birth_date")
    page.keyboard.type("120906")
    second.presses("Enter")
    assert second.field == "child.birth_date_words"
    beginnings = [
        f"Ngày mười hai tháng chín năm hai {thousand} không trăm {odd} sáu"
        for thousand in ("nghìn", "ngàn")
        for odd in ("linh", "lẻ")
    ]
    assert set(beginnings) <= set(rows(page))
    second.presses("F4")
    assert value(page, "child.birth_date_words") == beginnings[0]


def test_the_margin_is_every_entrys_own(second: Officer) -> None:
    page = second.page
    second.presses("PageUp")
    turns_to(second, "notes")
    page.keyboard.type("Đã cấp bản sao.")
    second.presses("Enter", "PageDown")
    turns_to(second, "declarant.relation")
    second.presses("Control+F2")
    assert (value(page, "signer.name"), value(page, "notes")) == (FIRST["signer.name"], "")


def test_what_is_typed_stays_as_it_is_where_nothing_is_picked(second: Officer) -> None:
    turns_to(second, "mother.residence")
    second.page.keyboard.type("ấp  2, mh")
    expect(second.page.locator("[role=listbox]:not([hidden])")).to_be_visible()
    second.presses("Tab")
    assert value(second.page, "mother.residence") == "ấp  2, mh"


def test_a_parent_is_the_declarant_by_one_key(second: Officer) -> None:
    page = second.page
    # A journey before may have left names in the entry.
    for field in ("declarant.full_name", "declarant.relation"):
        turns_to(second, field)
        second.presses("Control+a", "Delete", "Enter")
    for field, name in (("father.full_name", "Lê Văn Ba"), ("mother.full_name", "Võ Thị Tư")):
        turns_to(second, field)
        second.presses("Control+a")
        page.keyboard.type(name)
    turns_to(second, "declarant.full_name")
    second.presses("F4")
    assert (value(page, "declarant.full_name"), value(page, "declarant.relation")) == ("Lê Văn Ba", "Cha")
    assert second.field not in {"declarant.full_name", "declarant.relation"}
    turns_to(second, "declarant.full_name")
    second.presses("Shift+F4")
    assert value(page, "declarant.full_name") == "Võ Thị Tư"


def test_f7_and_f10_are_the_desks_and_not_the_browsers(second: Officer) -> None:
    page = second.page
    page.evaluate(
        "() => { window.left = []; window.addEventListener('keydown', (e) => { if (!e.defaultPrevented && e.key.startsWith('F')) window.left.push(e.key); }); }"
    )
    turns_to(second, "child.full_name")
    second.presses("F7")
    assert second.field in {"book.number", "registration.place"}
    turns_to(second, "child.full_name")
    second.presses("F10", "F7", "Shift+F7", "F1", "Escape", "F3", "Escape")
    assert page.evaluate("window.left") == []


def test_a_changed_constant_holds_from_the_page_on_where_she_says_so(second: Officer) -> None:
    page = second.page
    turns_to(second, "child.full_name")
    second.presses("F7")
    while second.field != "registration.place":
        second.presses("F7")
    page.keyboard.type("UBND xã Minh Hưng, huyện Chơn Thành")
    second.presses("Enter")
    expect(page.locator(".choice")).to_contain_text("từ trang này trở đi?")
    second.presses("Alt+1")
    here = page.url
    second.presses("PageDown")
    page.wait_for_url(lambda url: url != here)
    assert value(page, "registration.place") == "UBND xã Minh Hưng, huyện Chơn Thành"
    second.presses("PageUp", "PageUp")
    expect(page.locator('[data-field="registration.place"]')).to_have_value("UBND xã Minh Hưng")


def test_what_is_in_the_way_is_listed_until_it_is_put_right(second: Officer) -> None:
    page = second.page
    summary = page.locator(".tray--summary")
    second.turns_to_an_empty_entry()
    second.presses("Control+Enter")
    expect(page.locator(".desk-says")).to_contain_text("chưa nhập gì")
    expect(summary).to_be_hidden()

    second.keys({"registration.number": "95"})
    second.presses("Control+Enter")
    expect(summary).to_contain_text("mục phải sửa")
    listed = summary.locator("li").count()
    second.keys({"registration.date": "111006"})
    expect(summary.locator("li")).to_have_count(listed - 1)
    second.keys(
        {
            "child.full_name": "Lê Văn Tư",
            "child.sex": "Nam",
            "child.birth_date": "030906",
            "mother.full_name": "Trần Thị Năm",
        }
    )
    expect(summary).to_be_hidden()


def test_the_keys_are_shown_and_can_be_her_own(second: Officer) -> None:
    page = second.page
    turns_to(second, "child.sex")
    second.presses("F1", "Tab", "Enter")
    blank = page.locator('.keys-line[data-command="blank_in_book"]')
    blank.focus()
    second.presses("Enter", "F8")
    expect(page.locator(".keys-says")).to_contain_text("không đọc được")
    second.presses("Control+e")
    expect(blank).to_contain_text("Ctrl + E")
    second.presses("Escape")
    assert second.field == "child.sex"
    second.presses("Control+e")
    expect(page.locator('[data-field="child.sex"]')).to_have_attribute("data-missing", "blank_in_book")
    second.presses("F1", "Tab", "Enter")
    page.locator('[data-command="reset"]').focus()
    second.presses("Enter")
    expect(blank).to_contain_text("F9")
    second.presses("Escape")


def test_an_entry_without_assistance_is_keyed_from_the_page_alone(house: House, sits_down: SitsDown) -> None:
    house.act("work", "confirm", "100")
    try:
        officer = sits_down("gophim.minhhung").signs_in()
        entry = officer.opens_next()
        page = officer.page
        officer.presses("PageDown")
        officer.is_at_an_entry(other_than=entry)
        turns_to(officer, "registration.date")
        page.keyboard.type("121006")
        officer.presses("Enter")
        page.keyboard.type("t")
        assert rows(page) == []
        officer.presses("Control+a", "Delete", "F2")
        assert (value(page, "registration.type"), officer.field) == ("", "registration.type")
        expect(page.locator(".desk-says")).to_contain_text("nhập thẳng từ sổ")
        turns_to(officer, "child.hometown")
        page.keyboard.type("mh")
        assert rows(page) == []
        expect(page.locator(".field-previous").filter(has_text="Kinh")).to_have_count(0)
    finally:
        house.act("work", "confirm", "0")


def test_every_list_says_how_long_it_took(second: Officer) -> None:
    page = second.page
    turns_to(second, "child.birth_place")
    for typed in ("mh", "tx tc na", "thanh x", "Ap 2, ml"):
        page.keyboard.type(typed)
        second.presses("Control+a", "Delete")
    page.wait_for_function("performance.getEntriesByName('suggestions').length > 10")


def test_the_keys_stay_with_the_input_method_while_it_composes(second: Officer) -> None:
    page = second.page
    turns_to(second, "notes")
    protocol = page.context.new_cdp_session(page)
    protocol.send("Input.imeSetComposition", {"text": "Nguyê", "selectionStart": 5, "selectionEnd": 5})
    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'F9', isComposing: true, bubbles: true, cancelable: true}))"
    )
    protocol.send("Input.insertText", {"text": "Nguyễn"})
    assert value(page, "notes") == "Nguyễn"
    expect(page.locator('[data-field="notes"]')).not_to_have_attribute("data-missing", "blank_in_book")
