"""Each way of disagreeing does what its name says, and never makes something that is not a word."""

import unicodedata
from datetime import date
from random import Random

import pytest

from hotich.synthetic import noise
from hotich.synthetic.words import date_in_words


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Hòa", "Hoà"),
        ("Nguyễn Thị Thúy", "Nguyễn Thị Thuý"),
        ("Quý", "Quý"),
        ("Toàn", "Toàn"),
        ("Lê Khỏe", "Lê Khoẻ"),
    ],
)
def test_tone_placement_moves_only_where_both_schools_differ(before: str, after: str) -> None:
    assert noise.tone_placement(before) == after


def test_an_abbreviation_keeps_the_given_name() -> None:
    found = {noise.abbreviated(Random(seed), "Nguyễn Thị Hoa") for seed in range(30)}
    assert found == {"Ng. Thị Hoa", "Ng. T. Hoa", "Nguyễn T. Hoa"}
    assert noise.abbreviated(Random(1), "Điểu Srốt") == "Điểu Srốt"


def test_a_place_is_shortened_word_by_word() -> None:
    assert (
        noise.short_place("xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé")
        == "x. Minh Hưng, h. Bình Long, t. Sông Bé"
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_less_precise_date_keeps_its_year(seed: int) -> None:
    assert noise.less_precise(Random(seed), "05/11/1983") in ("1983", "11/1983")
    assert noise.less_precise(Random(seed), "1983") == "1983"


@pytest.mark.parametrize("seed", range(200))
def test_a_misheard_name_is_another_composed_name_of_the_same_length(seed: int) -> None:
    for name in ("Trần Thị Hường", "Điểu Srốt", "Lê Quang", "Nguyễn Gia Khánh", "Thị Brới"):
        other = noise.other_given_name(Random(seed), name)
        assert other.split()[:-1] == name.split()[:-1]
        assert unicodedata.is_normalized("NFC", other)
        assert not any(unicodedata.combining(letter) for letter in other)


@pytest.mark.parametrize("seed", range(40))
def test_another_day_or_year_is_still_a_date(seed: int) -> None:
    day, month, year = noise.other_day(Random(seed), "09/04/1990").split("/")
    assert date(int(year), int(month), int(day)) != date(1990, 4, 9)
    assert noise.other_year(Random(seed), "09/04/1990")[:-4] == "09/04/"
    assert noise.other_year(Random(seed), "09/04/1990") != "09/04/1990"


def test_without_marks_and_without_a_middle_name() -> None:
    assert noise.without_marks("Đặng Thị Thủy") == "Dang Thi Thuy"
    assert noise.without_middle_name("Đặng Thị Thủy") == "Đặng Thủy"
    assert noise.without_middle_name("Đặng Thủy") == "Đặng Thủy"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(1987, 3, 12), "Ngày mười hai tháng ba năm một nghìn chín trăm tám mươi bảy"),
        (date(2005, 4, 1), "Ngày mùng một tháng tư năm hai nghìn không trăm lẻ năm"),
        (date(2000, 10, 25), "Ngày hai mươi lăm tháng mười năm hai nghìn"),
        (date(1991, 11, 30), "Ngày ba mươi tháng mười một năm một nghìn chín trăm chín mươi mốt"),
    ],
)
def test_dates_in_words(day: date, words: str) -> None:
    assert date_in_words(day) == words
