"""Where the tone stands is orthography; which tone it is, is the name."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.text import comparison_key, unify_iy, unify_placement

TONES = "\u0300\u0301\u0303\u0309\u0323"
RHYMES = [
    "oa",
    "oe",
    "uy",
    "oai",
    "oay",
    "oan",
    "oang",
    "oac",
    "uyên",
    "uya",
    "uyu",
    "uynh",
    "ia",
    "iên",
    "iêu",
    "ua",
    "uôn",
    "uôi",
    "ưa",
    "ươn",
    "ươi",
    "ươu",
    "ưu",
    "ai",
    "ao",
    "au",
    "ay",
    "âu",
    "ây",
    "eo",
    "êu",
    "oi",
    "ôi",
    "ơi",
    "ui",
    "ưi",
    "iu",
]


def toned(syllable: str, at: int, tone: str) -> str:
    return unicodedata.normalize("NFC", syllable[: at + 1] + tone + syllable[at + 1 :])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("thúy", "thuý"),
        ("khỏe", "khoẻ"),
        ("tùy", "tuỳ"),
        ("già", "gìa"),
        ("giữ", "gĩư"),
        ("giếng", "gíêng"),
        ("quý", "qúy"),
        ("quả", "qủa"),
        ("quốc", "qúôc"),
        ("toàn", "tòan"),
        ("hoài", "hòai"),
        ("múa", "muá"),
        ("HÒA", "HOÀ"),
        ("Ủy", "Uỷ"),
    ],
)
def test_both_placements_are_one_spelling(one: str, other: str) -> None:
    assert unify_placement(one) == unify_placement(other)


@pytest.mark.parametrize(
    "name", ["Hòa", "Thúy", "Quý", "Giữ", "Già", "Nguyễn", "Hoàng", "Huỳnh", "Điểu", "Gì", "Quỳ", "Thủy"]
)
def test_the_usual_spelling_stays_as_it_is(name: str) -> None:
    assert unify_placement(name) == name


@given(
    st.sampled_from(RHYMES),
    st.sampled_from(["", "b", "h", "th", "ngh", "đ"]),
    st.sampled_from(TONES),
    st.data(),
)
@settings(max_examples=100)
def test_the_key_ignores_placement_and_keeps_the_tone(
    rhyme: str, onset: str, tone: str, data: st.DataObject
) -> None:
    vowels = [i for i, letter in enumerate(rhyme) if letter in "aăâeêioôơuưy"]
    one, other = (data.draw(st.sampled_from(vowels)) for _ in range(2))
    key = comparison_key(toned(onset + rhyme, len(onset) + one, tone))
    assert key == comparison_key(toned(onset + rhyme, len(onset) + other, tone))
    another = TONES[(TONES.index(tone) + 1) % len(TONES)]
    assert key != comparison_key(toned(onset + rhyme, len(onset) + one, another))
    assert key != comparison_key(onset + rhyme)


def test_a_run_with_two_tones_is_no_syllable_and_stays() -> None:
    assert unify_placement("hòá") == "hòá"


@pytest.mark.parametrize(
    ("y", "i"),
    [
        ("lý", "lí"),
        ("mỹ", "mĩ"),
        ("kỳ", "kì"),
        ("vy", "vi"),
        ("quý", "quí"),
        ("sỹ", "sĩ"),
        ("quỳnh", "quình"),
    ],
)
def test_a_sole_y_and_i_are_one_spelling(y: str, i: str) -> None:
    assert unify_iy(y) == unify_iy(i) == i


@pytest.mark.parametrize(
    "key", ["may", "mây", "thúy", "huy", "nguyễn", "yến", "ý", "y bliêm", "huỳnh", "duyên", "khuỷu"]
)
def test_a_y_beside_another_vowel_or_alone_stays(key: str) -> None:
    assert unify_iy(key) == key
