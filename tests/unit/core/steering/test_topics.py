"""About what an obstacle is, and which earlier answers are like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.steering.topics import ranked, topic_of, words_of


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Đường truyền gián đoạn từ 9h00 đến 10h15, đã báo nhà mạng.", "line"),
        ("Mất điện 30 phút", "line"),
        ("Đề nghị hỗ trợ thêm 01 máy tính trong tuần tới.", "device"),
        ("Phần mềm quay lâu, đăng nhập không được", "software"),
        ("Chưa phân bổ kinh phí làm thêm giờ", "money"),
        ("Nhiều trang sổ giai đoạn 1977–1985 bị mờ, nhập chậm.", "justice"),
        ("", "justice"),
    ],
)
def test_a_topic_is_guessed_from_the_words(text: str, topic: str) -> None:
    assert topic_of(text) == topic


def test_words_are_found_without_accents_and_in_either_writing() -> None:
    assert words_of("Đường truyền MẤT") == words_of("duong truyen mat") == ["duong", "truyen", "mat"]


@given(st.text(max_size=200))
def test_words_are_folded_once_and_stay_so(text: str) -> None:
    words = words_of(text)
    assert len(set(words)) == len(words)
    assert all(len(word) <= 40 for word in words)
    assert words_of(" ".join(words)) == words


def test_the_likest_comes_first_and_one_shared_word_is_too_little() -> None:
    known = [
        (1, words_of("Mất đường truyền, máy không gửi được")),
        (2, words_of("Máy in hết mực")),
        (3, words_of("Đường vào trụ sở ngập")),
    ]
    assert ranked(words_of("đường truyền bị mất từ sáng"), known) == [1]
    assert ranked(words_of("mực"), known) == [2]
    assert ranked([], known) == []


@given(
    st.lists(st.lists(st.sampled_from("abcdef"), max_size=4, unique=True), max_size=8),
    st.lists(st.sampled_from("abcdef"), max_size=4, unique=True),
)
def test_whoever_shares_all_words_is_never_behind_whoever_shares_fewer_of_them(
    rows: list[list[str]], asked: list[str]
) -> None:
    order = ranked(asked, list(enumerate(rows)))
    shares = [{word for word in asked if word in rows[at]} for at in order if isinstance(at, int)]
    for at, one in enumerate(shares):
        assert not any(one < later for later in shares[at + 1 :])
