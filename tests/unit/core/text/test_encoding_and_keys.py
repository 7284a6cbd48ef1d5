"""The door and the four values of one name."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.text import comparison_key, compose, display_name, lacks_diacritics, search_key, squeeze

LETTERS = st.sampled_from(
    "aăâeêioôơuưyđbcghklmnpqrstvxAĂÂEÊIOÔƠUƯYĐHNQGW'- .\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"
)
NAMES = st.text(LETTERS, max_size=24)
ANY_TEXT = st.one_of(NAMES, st.text(max_size=24))
MODEST = settings(max_examples=100)


@given(ANY_TEXT)
@MODEST
def test_passing_the_door_twice_changes_nothing(text: str) -> None:
    assert compose(compose(text)) == compose(text)


@given(ANY_TEXT)
@MODEST
def test_composed_and_decomposed_typing_are_one_text(text: str) -> None:
    assert compose(unicodedata.normalize("NFD", text)) == compose(unicodedata.normalize("NFC", text))


@given(ANY_TEXT)
@MODEST
def test_every_value_of_a_text_is_settled_after_one_step(text: str) -> None:
    for value in (squeeze, display_name, comparison_key, search_key):
        assert value(value(text)) == value(text)


@given(ANY_TEXT)
@MODEST
def test_what_left_the_door_can_be_stored(text: str) -> None:
    composed = compose(text)
    assert unicodedata.is_normalized("NFC", composed)
    assert "\x00" not in composed
    composed.encode("utf-8")


@given(NAMES)
@MODEST
def test_display_and_spacing_never_change_what_a_name_is(text: str) -> None:
    assert comparison_key(display_name(text)) == comparison_key(text)
    assert comparison_key(f"  {text} ") == comparison_key(text)


@given(NAMES, NAMES)
@MODEST
def test_the_search_key_never_parts_what_the_comparison_key_joins(a: str, b: str) -> None:
    if comparison_key(a) == comparison_key(b):
        assert search_key(a) == search_key(b)


@pytest.mark.parametrize(
    ("typed", "composed"),
    [
        ("Ðỗ Ɖức", "Đỗ Đức"),
        ("ðặng ɖình", "đặng đình"),
        ("D\u0335ức", "Đức"),
        ("Nguye\u0303\u0302n", "Nguyễn"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("Nguy\u1ec5n\u200b An\ufeff", "Nguyễn An"),
        ("Nguyễn\u00a0An", "Nguyễn An"),
        ("An\x00", "An"),
        ("H\u2019Brới  Niê", "H\u2019Brới  Niê"),
    ],
)
def test_the_door_repairs_encoding_and_nothing_else(typed: str, composed: str) -> None:
    assert compose(typed) == composed


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("NGUYỄN THỊ HÒA", "Nguyễn Thị Hòa"),
        ("nguyễn  thị hoà ", "Nguyễn Thị Hoà"),
        ("NGuyễn vĂn an", "Nguyễn Văn An"),
        ("h'Brới NIÊ", "H'Brới Niê"),
        ("H'BRỚI", "H'BRỚI"),
        ("k\u2019Ho", "K\u2019Ho"),
        ("y-Bliêm", "Y-Bliêm"),
        ("ma-đam lê", "Ma-đam Lê"),
        ("McDonald", "McDonald"),
        ("NG.V.AN", "Ng.V.An"),
    ],
)
def test_display_changes_case_but_no_letter_after_an_apostrophe_or_hyphen(written: str, shown: str) -> None:
    assert display_name(written) == shown


@pytest.mark.parametrize(
    ("a", "b"),
    [("Hòa", "Hóa"), ("Đỗ", "Đô"), ("Đặng", "Dặng"), ("An", "Ân"), ("Lý", "Lí"), ("Thảo", "Thạo")],
)
def test_the_comparison_key_keeps_tones_shapes_and_the_stroke(a: str, b: str) -> None:
    assert comparison_key(a) != comparison_key(b)


def test_the_search_key_folds_marks_and_the_stroke_of_d() -> None:
    assert search_key("Đỗ Văn Đức") == "do van duc"
    assert search_key("H'Brới Y-Bliêm") == "hbroi y bliem"
    assert search_key("P. Hưng Long, TX. Chơn Thành") == "p hung long tx chon thanh"


def test_a_record_is_without_diacritics_only_as_a_whole() -> None:
    assert lacks_diacritics("Nguyen Van An", "Tran Thi Be")
    assert not lacks_diacritics("An", "Nguyễn Thị Hoa")
    assert not lacks_diacritics("", None)
