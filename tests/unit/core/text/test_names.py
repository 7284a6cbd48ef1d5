"""Abbreviations, agreement of names, and a name's parts among the peoples of the area."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.text import (
    NameAgreement,
    NameParts,
    comparison_key,
    expansion_suggestions,
    has_diacritics,
    is_abbreviated,
    is_unnamed,
    name_findings,
    same_name,
    split_name,
    squeeze,
    suspected_encoding,
)
from hotich.core.text.abbreviations import _same_on_closer_look
from hotich.core.text.names import _UNNAMED

WORDS = st.sampled_from(
    "Nguyễn Trần Lê Vũ Võ Mã Lữ Hồ Đỗ Điểu Thị Văn Hữu Ngọc An Hòa Lý Mỹ Brới Krứ Thạch Sơn Quý Phượng Xuân Uyên Ý".split()  # noqa: SIM905
)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize("short", ["Ng.", "Ng~", "Ng\u0303", "Ngx", "NG.", "ng"])
def test_every_way_to_shorten_nguyen_is_read(short: str) -> None:
    assert same_name(f"{short} Văn An", "Nguyễn Văn An") is NameAgreement.ABBREVIATION
    assert "nguyễn văn an" in [full.lower() for full in expansion_suggestions(f"{short} Văn An")]


def test_an_abbreviation_suggests_and_never_replaces() -> None:
    assert expansion_suggestions("Tr. Th. Lan") == ("Trần Thị Lan", "Trương Thị Lan", "Trịnh Thị Lan")
    assert expansion_suggestions("NG. V. AN") == ("NGUYỄN VĂN AN",)
    assert expansion_suggestions("Nguyễn Văn An") == ()


def test_a_long_row_of_initials_is_not_tried_in_every_combination() -> None:
    assert len(expansion_suggestions(" ".join(["H."] * 60))) == 12


@given(NAMES)
@settings(max_examples=100)
def test_no_whole_name_is_taken_for_an_abbreviation(name: str) -> None:
    assert not any(is_abbreviated(word) for word in name.split(" "))
    assert expansion_suggestions(name) == ()


@given(NAMES, NAMES)
@settings(max_examples=100)
def test_agreement_does_not_depend_on_who_is_first(a: str, b: str) -> None:
    assert same_name(a, b) is same_name(b, a)
    assert same_name(a, a) is NameAgreement.EXACT


@pytest.mark.parametrize(
    ("a", "b", "agreement"),
    [
        ("Nguyễn Thị Hòa", "Nguyễn Thị Hoà", "spelling"),
        ("Lý Mỹ", "LÍ  MĨ", "spelling"),
        ("H'Brới", "H\u2019Brới", "spelling"),
        ("Ng.V.An", "Nguyễn Văn An", "abbreviation"),
        ("V. Thị Mã", "Vũ Thị Mã", "abbreviation"),
        ("Đ. Long", "Dương Long", "different"),
        ("Trần An", "Trần Văn An", "different"),
        ("Hòa", "Hóa", "different"),
        ("Vũ", "Vu", "different"),
        ("Thúy", "Thúi", "different"),
        ("", "An", "missing"),
        (None, None, "missing"),
    ],
)
def test_names_agree_by_level(a: str | None, b: str | None, agreement: str) -> None:
    assert same_name(a, b) == agreement


@pytest.mark.parametrize(
    ("name", "surname", "middle", "given"),
    [
        ("Nguyễn Thị Hòa", "Nguyễn", "Thị", "Hòa"),
        ("Trần Lê Minh Anh", "Trần", "Lê Minh", "Anh"),
        ("Điểu Long", "Điểu", "", "Long"),
        ("Thị Brới", "Thị", "", "Brới"),
        ("Thạch Sơn", "Thạch", "", "Sơn"),
        ("Néang Sa", "Néang", "", "Sa"),
        ("Brới", "", "", "Brới"),
        ("Y Bliêm Niê", "Niê", "", "Y Bliêm"),
        ("H'Brới Niê Kdăm", "Niê Kdăm", "", "H'Brới"),
        ("Y - Bliêm", "", "", "Y-Bliêm"),
        ("Rơ Châm H'Phik", "Rơ Châm", "", "H'Phik"),
        ("Tôn Nữ Thị Ninh", "Tôn Nữ", "Thị", "Ninh"),
        ("", "", "", ""),
    ],
)
def test_a_name_splits_as_its_people_write_it(name: str, surname: str, middle: str, given: str) -> None:
    assert split_name(name) == NameParts(surname, middle, given)


def test_thi_alone_is_a_surname_except_where_the_people_has_none() -> None:
    assert split_name("Thị Hoa", ethnicity="Xtiêng").surname == "Thị"
    assert split_name("Thị Hoa", ethnicity="Kinh") == NameParts("", "Thị", "Hoa")


def test_a_saints_name_stands_apart() -> None:
    assert split_name("Maria Nguyễn Thị Hoa") == NameParts("Nguyễn", "Thị", "Hoa", "Maria")


@given(NAMES)
@settings(max_examples=60)
def test_the_parts_hold_every_word_of_the_name(name: str) -> None:
    parts = split_name(name)
    words = " ".join([parts.baptismal, parts.surname, parts.middle, parts.given]).split()
    assert sorted(words) == sorted(squeeze(name).split())


def test_a_child_without_a_name_is_recognised() -> None:
    assert is_unnamed("Bé Gái")
    assert is_unnamed("chưa đặt tên")
    assert not is_unnamed("Nguyễn Thị Gái")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("NguyÔn V¨n An", "TCVN3"),
        ("Nguyeãn Vaên An", "VNI"),
        ("Nguye^~n Va(n An", "VIQR"),
        ("Đỗ Hoà Uyên", ""),
    ],
)
def test_an_old_encoding_is_suspected(text: str, encoding: str) -> None:
    assert suspected_encoding(text) == encoding


@given(NAMES)
@settings(max_examples=60)
def test_an_ordinary_name_raises_nothing_an_officer_must_answer(name: str) -> None:
    assert suspected_encoding(name) == ""
    assert all(finding.grade == "silent" for finding in name_findings(name))


def test_findings_about_a_name_are_never_hard() -> None:
    for name in ("Trần/An", "Nguyễn Văn 2", "Bé gái", "NguyÔn"):
        found = name_findings(name, field="child.full_name")
        assert found
        assert all(finding.grade != "hard" and finding.fields == ("child.full_name",) for finding in found)


@given(NAMES, NAMES, st.sampled_from(["", " ", ".", "Ng. ", "\u200b", "\u0301", "-", " h", " K"]))
def test_names_of_whole_words_are_told_apart_as_on_a_closer_look(one: str, other: str, sign: str) -> None:
    for a, b in ((one, other), (one, one.upper()), (one + sign, other), (sign + one, one)):
        assert same_name(a, b) is _same_on_closer_look(a, b)


@given(
    st.text(max_size=6), st.sampled_from(["bé gái", "Con trai", "chưa đặt tên", "vô danh", "hài nhi", "An"])
)
def test_who_has_no_name_is_known_whatever_stands_before(before: str, name: str) -> None:
    for text in (f"{before}{name}", f"{before} {name}", name):
        assert is_unnamed(text) == bool(_UNNAMED.match(comparison_key(text)))


@given(st.text(alphabet="aăáạđ ĐêK\u212a\u00a0'’-\u2013\u0301\u200bzð", max_size=8))
def test_a_text_has_marks_where_its_key_has(text: str) -> None:
    assert has_diacritics(text) == (not comparison_key(text).isascii())
