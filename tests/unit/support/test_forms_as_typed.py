"""A page's form filled in again as it was sent."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hotich.support.forms_as_typed import as_typed

PAGE = """<!doctype html>
<h1>Đôn đốc &amp; chấn chỉnh</h1>
<a href="?trang=2&amp;loai=a">2</a><a href="#duoi">xuống</a><form method="get" class="filters"><input name="loai"></form>
<form method="get" action="/giao/"><input name="noi-dung" value="lọc"></form>
<form method="post" action="/giao/"><input type="hidden" name="csrfmiddlewaretoken" value="t"><input type="hidden" name="muc" value="1"><input name="noi-dung"></form>
<details class="sheet"><summary>Giao</summary>
<form method="post" action="/giao/?dot=A" id="giao"><input type="hidden" name="csrfmiddlewaretoken" value="t"><input type="hidden" name="muc" value="2">
<input class="x" name="noi-dung" value="cũ &quot;1&quot;" required><textarea name="yeu-cau" rows=3>cũ</textarea>
<select name="loai"><option value="">chọn</option><option value="a" selected>A &amp; B</option><option value="b">B</option></select>
<input type="checkbox" name="co" value="1" checked><input type="checkbox" name="co" value="2"><input type="radio" name="r" value="x" checked><input type="radio" name="r" value="y">
<input name="gui" value="1"><input name="gui" value="2"><input type="password" name="mat-khau"><input type="file" name="tep"><button name="nut" value="ghi">Ghi</button></form></details>
<input name="ngoai" form="giao"><button form="giao" formaction="/ghi-them/">Ghi thêm</button>
"""
SENT = {
    "csrfmiddlewaretoken": ["khác"], "muc": ["2"], "noi-dung": ['<b>"mới"'], "yeu-cau": ["dòng 1\n</textarea>"], "loai": ["b"],
    "co": ["2"], "r": ["y"], "gui": ["một", "hai"], "mat-khau": ["bí mật"], "ngoai": ["ở ngoài"], "nut": ["ghi"],
}  # fmt: skip


class _Values(HTMLParser):
    """What a browser would show in the fields of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.fields.append((tag, dict(attrs)))
        if tag == "textarea":
            self._inside = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "textarea"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def filled(**more: Any) -> str:
    said = {"address": "/trang/", "action": "/giao/", "typed": SENT, "sentence": "Chưa <được>."} | more
    page = as_typed(PAGE, **said)
    assert page is not None
    return page


def test_every_field_of_the_form_that_was_sent_shows_what_was_typed() -> None:
    page = filled()
    shown = _Values(page)
    inputs = [attrs for tag, attrs in shown.fields if tag == "input"]
    assert [one["value"] for one in inputs if one["name"] == "gui"] == ["một", "hai"]
    assert [one["value"] for one in inputs if one["name"] == "noi-dung" and "class" in one] == ['<b>"mới"']
    assert [one["value"] for one in inputs if one["name"] == "ngoai"] == ["ở ngoài"]
    assert [one["value"] for one in inputs if "checked" in one] == ["2", "y"]
    assert [attrs["value"] for tag, attrs in shown.fields if tag == "option" and "selected" in attrs] == ["b"]
    assert shown.texts == ["\ndòng 1\n</textarea>"]


def test_the_sentence_stands_in_the_form_and_its_fold_is_open() -> None:
    page = filled()
    assert 'role="alert" tabindex="-1" autofocus>Chưa &lt;được&gt;.</p><input type="hidden"' in page
    assert '<details class="sheet" open>' in page
    assert page.count("Chưa &lt;được&gt;.") == 1


def test_a_fold_with_a_box_that_was_ticked_is_open() -> None:
    page = '<form method="post" action="/a/"><details><input type="checkbox" name="b" value="1"></details><details><input type="checkbox" name="b" value="2"></details></form>'
    drawn = as_typed(page, address="/", action="/a/", typed={"b": ["2"]}, sentence="")
    assert drawn is not None
    assert drawn.count("<details open>") == 1
    assert drawn.index("<details>") < drawn.index("<details open>")


def test_another_form_of_the_page_stays_as_it_was_drawn() -> None:
    page = filled()
    start, end = '<form method="get" action="/giao/">', "<details"
    assert PAGE[PAGE.index(start) : PAGE.index(end)] == page[page.index(start) : page.index(end)]


def test_what_means_this_page_names_it_for_the_address_is_another() -> None:
    page = filled()
    assert '<a href="/trang/?trang=2&amp;loai=a">' in page
    assert '<a href="#duoi">' in page
    assert '<form method="get" class="filters" action="/trang/">' in page


def test_no_password_no_file_and_no_token_is_put_into_a_page() -> None:
    page = filled()
    assert "bí mật" not in page
    assert 'value="khác"' not in page


def test_a_form_of_another_state_of_the_thing_is_not_filled_in() -> None:
    assert as_typed(PAGE, address="/", action="/giao/", typed=SENT | {"muc": ["3"]}, sentence="x") is None
    assert as_typed(PAGE, address="/", action="/khac/", typed=SENT, sentence="x") is None


def test_a_form_is_found_by_a_button_that_sends_elsewhere() -> None:
    page = filled(action="/ghi-them/", sentence="")
    assert "dòng 1" in page
    assert 'role="alert"' not in page


def test_a_form_without_an_address_sends_to_its_page() -> None:
    page = '<form method="post" class="sheet"><input name="a"></form>'
    said = as_typed(page, address="/sua/", action="/sua/", typed={"a": ["x"]}, sentence="")
    assert said == '<form method="post" class="sheet" action="/sua/"><input name="a" value="x"></form>'
    assert as_typed(page, address="/khac/", action="/sua/", typed={"a": ["x"]}, sentence="") is None


@given(st.text(st.characters(exclude_characters="\x00\r", exclude_categories=("Cs",)), max_size=60))
def test_whatever_is_typed_comes_back_as_it_is_and_nothing_of_it_becomes_the_page(text: str) -> None:
    page = '<form method="post" action="/a/"><input name="a"><textarea name="b"></textarea></form>'
    drawn = as_typed(page, address="/", action="/a/", typed={"a": [text], "b": [text]}, sentence=text)
    assert drawn is not None
    shown = _Values(drawn)
    assert [tag for tag, _ in shown.fields] == (
        ["form", "p", "input", "textarea"] if text else ["form", "input", "textarea"]
    )
    assert dict(shown.fields)["input"]["value"] == text
    assert shown.texts == ["\n" + text]
