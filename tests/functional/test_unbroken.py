"""A word without end breaks where its part ends: no page grows wider than its window, and a table scrolls within itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from tests.functional.conftest import ROOT

pytestmark = pytest.mark.functional

STATIC = ROOT / "src" / "hotich" / "screens" / "static"
STYLES = (
    "vendor/bootstrap-5.3.8.min.css",
    "shell/shell.css",
    "campaign_room/plan.css",
    "campaign_room/room.css",
)
WORD = "dai" * 270
PARTS = {
    "head": f'<div class="page-head"><h1>{WORD}</h1><a href="#">Xem</a></div>',
    "two sheets": f'<div class="two"><section class="sheet"><h2>{WORD}</h2><p>{WORD}</p></section><section class="sheet">x</section></div>',
    "steering": f'<div class="steer-two"><section class="sheet"><dl><dt>Nhận thấy</dt><dd>{WORD}</dd></dl><ul class="life"><li>{WORD}</li></ul></section><div></div></div>',
    "facts": f'<dl class="facts"><dt>{WORD}</dt><dd>{WORD}</dd></dl>',
    "bars": f'<div class="bars"><span>{WORD}</span><progress max="3" value="1"></progress><span class="n">1</span></div>',
    "choices": f'<div class="filters"><div><label>Tổ</label><select class="form-select"><option>{WORD}</option></select></div></div>',
    "ticks": f'<div class="form-check"><input class="form-check-input" type="checkbox"><label class="form-check-label">{WORD}</label></div>',
    "messages": f'<ul class="messages"><li class="alert alert-success">{WORD}</li></ul>',
    "table": f'<section class="sheet table-wrap"><table class="list"><tbody><tr><th scope="row">Máy 1</th><td>{WORD}</td></tr></tbody></table></section>',
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("part", PARTS)
def test_no_part_grows_with_a_word_without_end(browser: Browser, part: str, width: int) -> None:
    styles = "".join((STATIC / name).read_text() for name in STYLES)
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(f'<html lang="vi"><style>{styles}</style><body><main>{PARTS[part]}</main></body></html>')
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{part} is wider than its window"
    inside = page.evaluate(
        "Math.max(0, ...[...document.querySelectorAll('table')].map((one) => one.scrollWidth))"
    )
    assert inside <= max(width, 1100), "a column ends, and the word breaks in it"
    page.close()
