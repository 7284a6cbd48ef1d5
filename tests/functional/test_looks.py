"""Every screen: no serious fault for those who see, hear or move otherwise, and no page wider than an office screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.functional.conftest import ROOT, House
from tests.functional.officer import Officer

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]
AXE = (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text()
SCREENS = {
    "nhap.minhhung": (
        "/viec-hom-nay/",
        "/ca-truc/",
        "/so/",
        "/cho-tra-cuu/",
        "/cho-tra-cuu/so/",
        "/phan-cong/",
        "/khong-co/",
        "/o-da-sua/",
        "/doi-mat-khau/",
    ),
    "totruong.minhhung": (
        "/phan-cong/",
        "/danh-sach-theo-doi-rieng/",
        "/bao-cao/",
        "/so/",
        "/may/",
        "/may/25441-M1/",
        "/gian-doan/",
        "/lich-truc/",
        "/luc-luong-ho-tro/",
        "/ban-giao/",
        "/so/qua-han/",
        "/ban-giao/lap/",
        "/nghi-trung/",
        "/kiem-tra/lo/",
        "/kiem-tra/lo/ket-qua/",
        "/cap-nhat-dan-cu/",
        "/cap-nhat-dan-cu/bo-sung/",
    ),
    "hotich.minhhung": (
        "/to/",
        "/bao-cao/",
        "/so/",
        "/kiem-tra/",
        "/kiem-tra/phan-xu/",
        "/kiem-tra/phan-hoi/",
        "/danh-sach-theo-doi-rieng/nguoi-theo-doi/",
        "/danh-sach-theo-doi-rieng/dot/",
        "/danh-sach-theo-doi-rieng/cho-bao-lau/",
        "/ke-hoach/",
        "/ke-hoach/nhiem-vu/",
        "/ke-hoach/san-sang/",
        "/ke-hoach/dau-moi/",
        "/ke-hoach/chi-tieu/",
        "/ke-hoach/chi-tieu/thu/",
    ),
    "lanhdao.minhhung": ("/bao-cao/", "/kinh-phi/", "/ket-thuc-dot/"),
    "tuphap.thixa": (
        "/bao-cao/",
        "/so/",
        "/danh-sach-theo-doi-rieng/",
        "/ke-hoach/",
        "/ke-hoach/nhiem-vu/",
        "/ke-hoach/san-sang/",
        "/ke-hoach/dau-moi/",
        "/ke-hoach/chi-tieu/",
        "/ke-hoach/chi-tieu/thu/",
        "/ke-hoach/dot-moi/",
        "/van-ban/",
        "/van-ban/soan/",
        "/van-ban/soan/inspection_minutes/",
        "/kinh-phi/",
        "/kinh-phi/khoi-luong/",
        "/ket-thuc-dot/",
    ),
    "kiemtra.thixa": (
        "/chien-dich/",
        "/chien-dich/tuong/",
        "/chien-dich/canh-bao/",
        "/chien-dich/quy-tac/",
        "/chien-dich/don-doc/",
        "/chien-dich/kiem-tra/",
        "/chien-dich/vuong-mac/",
        "/chien-dich/vuong-mac/tra-loi/",
    ),
    "thietbi.thixa": ("/may/", "/may/25441-M1/"),
    "duongtruyen.thixa": ("/gian-doan/", "/lich-truc/", "/may/", "/may/25441-M1/"),
    "quantri": ("/tai-khoan/", "/may/", "/hai-lop/"),
}


def faults_of(page: Page) -> list[str]:
    """Serious and critical violations, and a page that scrolls sideways; the wide form scrolls in a box of its own."""
    # Evaluated, not injected: the page's own rules forbid scripts that are not its own.
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations)"
    )
    faults = [
        f"{page.url}: {one['id']} ({one['impact']}): {one['help']}: {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    return faults + _too_wide(page) + too_wide_at_twice_the_size(page)


def _too_wide(page: Page) -> list[str]:
    size = page.viewport_size or {"width": 0}
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{page.url}: {wide} px too wide for {size['width']}"] if wide > 0 else []


def too_wide_at_twice_the_size(page: Page) -> list[str]:
    """The same page at 200 %, which a browser shows as if the screen were half as large."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"] // 2, "height": size["height"] // 2})
    faults = _too_wide(page)
    page.set_viewport_size(size)
    return faults


def english_of(page: Page) -> list[str]:
    """Words of the libraries that were left untranslated."""
    text = page.locator("body").inner_text()
    return re.findall(r"\b(?:Password|Username|Sign|Log|Submit|Error|None|True|False|Save|Page|Not)\b", text)


@pytest.mark.parametrize("login", sorted(SCREENS))
def test_screens_are_accessible_and_vietnamese(sits_down: SitsDown, login: str) -> None:
    officer = sits_down(login)
    faults = faults_of(officer.goes("/dang-nhap/").page)
    officer.signs_in()
    for path in SCREENS[login]:
        page = officer.goes(path).page
        faults += faults_of(page) + [f"{path}: {word}" for word in english_of(page)]
    assert not faults, "\n".join(faults)


def test_an_entry_its_case_and_its_look_up_are_accessible(house: House, sits_down: SitsDown) -> None:
    house.act("example")
    officer = sits_down("tracuu.minhlap").signs_in("/cho-tra-cuu/")
    page = officer.page
    page.locator("tbody").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tra cứu")
    faults = faults_of(page)
    page.get_by_role("link", name="Xem cả bản nhập").click()
    expect(page.get_by_role("heading", name="Bản nhập")).to_be_visible()
    faults += faults_of(page)

    registrar = sits_down("hotich.minhlap").signs_in("/danh-sach-theo-doi-rieng/")
    registrar.page.locator("tbody").get_by_role("link").first.click()
    expect(registrar.page.locator("tr.differs").first).to_be_visible()
    faults += faults_of(registrar.page)
    registrar.goes("/so/").page.locator("tbody").get_by_role("link").first.click()
    expect(registrar.page.get_by_role("heading", name="Bàn giao")).to_be_visible()
    faults += faults_of(registrar.page)
    assert not faults, "\n".join(faults)


def test_the_desk_is_accessible_while_it_is_used(sits_down: SitsDown) -> None:
    officer = sits_down("nhap.minhhung").signs_in("/nhap/")
    officer.is_at_an_entry()
    faults = faults_of(officer.page)
    officer.keys({"child.full_name": "Nguyễn Thị Hòa", "child.sex": "Nữ", "child.birth_date": "31/02/2006"})
    faults += faults_of(officer.page)
    officer.page.locator('[data-field="child.birth_date"]').fill("02/03/2006")
    officer.presses("Enter")
    expect(officer.page.locator(".candidate").first).to_be_visible()
    faults += faults_of(officer.page)
    officer.presses("F1")
    faults += faults_of(officer.page)
    assert not faults, "\n".join(faults)


def test_a_screenshot_shows_the_desk_beside_its_look_up(sits_down: SitsDown, tmp_path: Path) -> None:
    """The picture in README is drawn the same way."""
    officer = sits_down("nhap.minhhung").signs_in("/nhap/")
    officer.is_at_an_entry()
    expect(officer.page.locator("[data-look-up]")).to_be_in_viewport()
    expect(officer.page.locator("#desk-complete")).to_be_in_viewport()
