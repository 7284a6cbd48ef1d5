"""One place under many names is one place; two places of one name are two."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.places import Gazetteer, PlaceAgreement, Unit, compare_places, explain_places

GAZETTEER = Gazetteer.load()
SONG_BE = "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé"
CHAIN = (
    SONG_BE,
    "xã Minh Hưng, huyện Bình Long, tỉnh Bình Phước",
    "xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước",
    "phường Minh Hưng, thị xã Chơn Thành, Bình Phước",
    "phường Minh Hưng, tỉnh Đồng Nai",
    "phường Minh Hưng, thành phố Đồng Nai",
)


@pytest.mark.parametrize("other", CHAIN[1:])
def test_minh_hung_is_one_place_through_1994_2003_2022_and_2025(other: str) -> None:
    assert compare_places(SONG_BE, other) is PlaceAgreement.SAME_UNIT_OVER_TIME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "thị trấn Chơn Thành, huyện Bình Long, tỉnh Sông Bé",
            "phường Hưng Long, thị xã Chơn Thành, Bình Phước",
        ),
        ("phường Hưng Long, thị xã Chơn Thành, Bình Phước", "phường Chơn Thành, tỉnh Đồng Nai"),
        ("xã Minh Long, huyện Bình Long, tỉnh Sông Bé", "phường Minh Hưng, tỉnh Đồng Nai"),
        ("xã Nha Bích, huyện Bình Long, tỉnh Sông Bé", "xã Minh Thắng, huyện Chơn Thành, tỉnh Bình Phước"),
        ("xã Tân Quan, huyện Chơn Thành, Bình Phước", "xã Tân Quan, huyện Hớn Quản, tỉnh Bình Phước"),
        ("xã Minh Hưng, huyện Chơn Thành, tỉnh Sông Bé", "xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước"),
        ("xã Đại Đồng, huyện Thạch Thất, Hà Tây", "xã Đại Đồng, huyện Thạch Thất, Hà Nội"),
        ("Nghĩa Thịnh, Nghĩa Hưng, Hà Nam Ninh", "xã Nghĩa Thịnh, huyện Nghĩa Hưng, tỉnh Nam Định"),
        ("Hà Nam Ninh", "Nam Định"),
        ("Nam Hà", "Nam Định"),
        ("tỉnh Sông Bé", "tỉnh Bình Phước"),
    ],
)
def test_these_are_one_place_over_time(a: str, b: str) -> None:
    assert compare_places(a, b) is PlaceAgreement.SAME_UNIT_OVER_TIME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("xã Minh Thắng, Chơn Thành, Bình Phước", "xã Minh Hưng, Chơn Thành, Bình Phước"),
        (SONG_BE, "xã Minh Hưng, huyện Bù Đăng, tỉnh Bình Phước"),
        ("phường Minh Hưng, tỉnh Đồng Nai", "xã Minh Hưng, huyện Bù Đăng, tỉnh Bình Phước"),
        ("xã Minh Long, huyện Bình Long, tỉnh Sông Bé", SONG_BE),
        ("xã Minh Lập, huyện Chơn Thành", "xã Nha Bích, huyện Chơn Thành"),
        ("Phường 1, Quận 10, TP.HCM", "Phường 10, Quận 10, TP.HCM"),
        ("xã Minh Thành, Bình Long, Sông Bé", "xã Minh Thạnh, Bình Long, Sông Bé"),
        ("Bình Dương", "Bình Phước"),
        ("Nam Định", "Thái Bình"),
        ("xã Xuân Hồng, huyện Xuân Thủy, Nam Hà", "xã Xuân Thượng, huyện Xuân Thủy, Nam Hà"),
        ("huyện Lộc Ninh, Bình Phước", "phường Minh Hưng, tỉnh Đồng Nai"),
    ],
)
def test_a_true_difference_stays_different(a: str, b: str) -> None:
    assert compare_places(a, b) is PlaceAgreement.DIFFERENT
    assert compare_places(b, a) is PlaceAgreement.DIFFERENT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("xa Minh Hung, huyen Binh Long, Song Be", SONG_BE),
        (
            "TT. Chơn Thành, H. Chơn Thành, T. Bình Phước",
            "thị trấn Chơn Thành, huyện Chơn Thành, tỉnh Bình Phước",
        ),
        ("UBND xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé", SONG_BE),
        ("Minh Hưng, Chơn Thành, Bình Phước", "xã Minh Hưng, Chơn Thành, Bình Phước"),
        ("TP.HCM", "Thành phố Hồ Chí Minh"),
        ("Phnôm Pênh, Campuchia", "phnôm pênh - campuchia"),
    ],
)
def test_another_way_of_writing_is_the_same_place(a: str, b: str) -> None:
    assert compare_places(a, b) is PlaceAgreement.EQUAL


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Bình Phước", SONG_BE),
        ("Sông Bé", "phường Minh Hưng, tỉnh Đồng Nai"),
        ("Chơn Thành, Bình Phước", SONG_BE),
        ("xã Minh Hưng", SONG_BE),
        (SONG_BE, "Ấp 3, xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé"),
        ("Campuchia", "Phnôm Pênh, Campuchia"),
        ("Xuân Thủy, Nam Hà", "xã Xuân Hồng, huyện Xuân Thủy, Nam Hà"),
    ],
)
def test_the_side_that_says_less_is_named(short: str, long: str) -> None:
    found = explain_places(short, long)
    assert (found.agreement, found.coarser) == (PlaceAgreement.LESS_PRECISE, "a")
    assert explain_places(long, short).coarser == "b"


def test_another_hamlet_of_the_same_commune_is_no_other_place() -> None:
    found = explain_places(f"Ấp 3, {SONG_BE}", f"Ấp 5, {SONG_BE}")
    assert (found.agreement, found.coarser) == (PlaceAgreement.LESS_PRECISE, None)


@pytest.mark.parametrize("empty", [None, "", ", , ,"])
def test_a_side_that_names_no_place_is_missing(empty: str | None) -> None:
    found = explain_places(empty, SONG_BE)
    assert (found.agreement, found.coarser) == (PlaceAgreement.MISSING, "a")


def test_the_note_says_what_the_place_is_today() -> None:
    note = explain_places(SONG_BE, "phường Minh Hưng, thị xã Chơn Thành, Bình Phước").note
    assert note.endswith("nay thuộc phường Minh Hưng, thành phố Đồng Nai.")


def test_the_note_names_what_the_gazetteer_does_not_know() -> None:
    note = explain_places(
        "xã Xuân Hồng, huyện Xuân Thủy, Nam Hà", "xã Xuân Bắc, huyện Xuân Thủy, Nam Hà"
    ).note
    assert "Danh mục địa danh chưa có “Xuân Hồng”" in note


HISTORY = [u for u in GAZETTEER if u.mark.startswith(("found", "unsure")) or u.id.startswith("254")]
NAMES = st.sampled_from(sorted(GAZETTEER.full_name(unit) for unit in HISTORY))


@given(NAMES, NAMES)
@settings(max_examples=100)
def test_comparing_is_the_same_from_both_sides(a: str, b: str) -> None:
    assert compare_places(a, b) is compare_places(b, a)


@given(NAMES)
@settings(max_examples=60)
def test_a_place_equals_itself(name: str) -> None:
    assert compare_places(name, name) is PlaceAgreement.EQUAL


@given(st.sampled_from(HISTORY))
@settings(max_examples=60)
def test_no_unit_differs_from_what_it_was_or_became(unit: Unit) -> None:
    own = GAZETTEER.full_name(unit)
    for other in GAZETTEER.lineage(unit):
        agreement = compare_places(own, GAZETTEER.full_name(other))
        assert agreement is not PlaceAgreement.DIFFERENT, (own, GAZETTEER.full_name(other))


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=80)
def test_no_two_texts_break_the_comparison(a: str, b: str) -> None:
    assert compare_places(a, b) is compare_places(b, a)
