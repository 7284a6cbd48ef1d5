"""Places offered while one is typed, for a book of this town."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.places import Gazetteer, Style, styles_of, suggest_places, then_in_words, today_in_words

IN_1985, IN_2010, IN_2023, IN_2026 = (dt.date(year, 6, 1) for year in (1985, 2010, 2023, 2026))
MINH_HUNG = "25441@2003"


def offered(typed: str, on: dt.date = IN_2010, near: str | None = MINH_HUNG, limit: int = 5) -> list[str]:
    return [one.text for one in suggest_places(typed, on=on, near=near, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "on", "text"),
    [
        ("mh", IN_2010, "xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước"),
        ("minh h", IN_1985, "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé"),
        ("minhh", IN_1985, "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé"),
        ("MINH HUNG", IN_2023, "phường Minh Hưng, thị xã Chơn Thành, tỉnh Bình Phước"),
        ("mh", IN_2026, "phường Minh Hưng, thành phố Đồng Nai"),
        ("xã minh l", IN_2010, "xã Minh Long, huyện Chơn Thành, tỉnh Bình Phước"),
        ("tân q", IN_1985, "xã Tân Quan, huyện Bình Long, tỉnh Sông Bé"),
        ("tk", IN_1985, "thị trấn Tân Khai, huyện Bình Long, tỉnh Sông Bé"),
        ("al", IN_1985, "xã An Lộc, huyện Bình Long, tỉnh Sông Bé"),
        ("sb", IN_1985, "tỉnh Sông Bé"),
        ("bl sb", IN_1985, "huyện Bình Long, tỉnh Sông Bé"),
        ("ct dn", IN_2026, "phường Chơn Thành, thành phố Đồng Nai"),
        ("tx tc na", IN_2010, "xã Thanh Xuân, huyện Thanh Chương, tỉnh Nghệ An"),
        ("thanh xuan, tc, na", IN_2010, "xã Thanh Xuân, huyện Thanh Chương, tỉnh Nghệ An"),
        ("thanh x nghe an", IN_2010, "xã Thanh Xuân, huyện Thanh Chương, tỉnh Nghệ An"),
        ("tx tc nt", IN_1985, "xã Thanh Xuân, huyện Thanh Chương, tỉnh Nghệ Tĩnh"),
        ("q1 hcm", IN_2010, "quận 1, thành phố Hồ Chí Minh"),
    ],
)  # fmt: skip
def test_a_few_letters_bring_the_place_to_the_top(typed: str, on: dt.date, text: str) -> None:
    assert offered(typed, on)[0] == text


def test_the_books_own_area_comes_first_and_the_country_after_it() -> None:
    near_home, far_away = offered("minh h"), offered("minh h", near="17332@0")
    assert near_home[0] == "xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước"
    assert near_home[1] == "xã Minh Hưng, huyện Bù Đăng, tỉnh Bình Phước"
    assert far_away[0] != near_home[0]


def test_a_ward_of_today_keeps_the_books_of_all_it_was_made_of() -> None:
    assert offered("minh", IN_1985, near="25441@2025", limit=2) == [
        "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé",
        "xã Minh Long, huyện Bình Long, tỉnh Sông Bé",
    ]


def test_what_the_book_named_lately_comes_before_the_rest_of_the_province() -> None:
    recent = [next(u.id for u in Gazetteer.load().find("Thanh Xuân", on=IN_2010) if "33820" not in u.id)]
    found = suggest_places("thanh", on=IN_2010, near=MINH_HUNG, recent=recent)
    assert [one.unit.name for one in found[:2]] == ["Thành Tâm", "Thanh Xuân"]


def test_marks_that_were_typed_count() -> None:
    assert all("Thạnh" in text for text in offered("Thạnh"))
    assert offered("thành")[0] == "xã Thành Tâm, huyện Chơn Thành, tỉnh Bình Phước"


def test_a_unit_is_offered_under_no_name_of_another_time() -> None:
    assert not any("Hưng Long" in text for text in offered("hưng long", IN_2010) if "Chơn Thành" in text)
    assert offered("hưng long", IN_2023)[0] == "phường Hưng Long, thị xã Chơn Thành, tỉnh Bình Phước"
    assert not any("Sông Bé" in text for text in offered("sông bé", IN_2010))


def test_each_is_offered_with_what_it_is_today() -> None:
    (one, *_) = suggest_places("mh", on=IN_1985, near="25441@1977")
    assert one.unit.id == "25441@1977"
    assert [unit.title for unit in one.now] == ["phường Minh Hưng"]


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (Style.FULL, "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé"),
        (Style.SHORT, "X. Minh Hưng, H. Bình Long, T. Sông Bé"),
        (Style.SMALL, "x. Minh Hưng, h. Bình Long, t. Sông Bé"),
        (Style.BARE, "Minh Hưng, Bình Long, Sông Bé"),
    ],
)
def test_a_pick_is_written_as_the_book_writes(style: Style, text: str) -> None:
    (one, *_) = suggest_places("mh", on=IN_1985, near="25441@1977", style=style)
    assert one.text == text
    assert styles_of([text, "Chơn Thành"]) == (style,)


def test_the_styles_of_a_book_are_told_by_how_often_it_has_them() -> None:
    texts = [
        "xã Minh Hưng",
        "x. Minh Hưng, h. Bình Long",
        "Ấp 2, x. Minh Lập",
        "Sông Bé",
        "Minh Hưng, Sông Bé",
    ]
    assert styles_of(texts) == (Style.SMALL, Style.FULL, Style.BARE)
    assert styles_of(["Sông Bé"]) == ()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("mh.", "xã Minh Hưng"),
        ("mh ct.", "xã Minh Hưng, huyện Chơn Thành"),
        ("x.mh", "x. Minh Hưng, h. Chơn Thành, t. Bình Phước"),
        ("X. mh", "X. Minh Hưng, H. Chơn Thành, T. Bình Phước"),
        ("tt.ct.", "tt. Chơn Thành"),
        ("mh/", "Minh Hưng, Chơn Thành, Bình Phước"),
        ("mh ct./", "Minh Hưng, Chơn Thành"),
    ],
)
def test_signs_say_how_this_one_is_written(typed: str, text: str) -> None:
    assert offered(typed)[0] == text


def test_types_in_full_are_asked_for_by_writing_one() -> None:
    (one, *_) = suggest_places("xa mh", on=IN_2010, near=MINH_HUNG, style=Style.SMALL)
    assert one.text == "xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước"


@pytest.mark.parametrize("typed", ["", "   ", "...", ",", "qqqq zzz", "xã", "\x00", "日本"])
def test_nothing_that_could_be_meant_offers_nothing(typed: str) -> None:
    assert offered(typed) == [] or typed == "xã"


@given(st.text(max_size=30))
@settings(max_examples=200)
def test_whatever_is_typed_is_answered(typed: str) -> None:
    assert len(offered(typed)) <= 5


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (["25441@2025"], "phường Minh Hưng, thành phố Đồng Nai"),
        (["75@2026", "79@2025"], "thành phố Đồng Nai; thành phố Hồ Chí Minh"),
        (["25432@2025", "25441@2025", "25450@2025", "25351@2025"], "4 đơn vị"),
        ([], ""),
        (["gone"], ""),
    ],
)
def test_today_is_said_in_words(now: list[str], words: str) -> None:
    assert today_in_words({"unit_now": now}) == words


def test_the_unit_of_the_day_is_said_in_words() -> None:
    assert (
        then_in_words({"unit_then": "25441@1977"}, IN_1985) == "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé"
    )
    assert then_in_words({"unit_then": None}) == ""
