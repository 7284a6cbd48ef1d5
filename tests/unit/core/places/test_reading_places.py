"""Places as registers write them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.places import Gazetteer, Level, Unit, read_place, read_registration_office

GAZETTEER = Gazetteer.load()
IN_1990 = dt.date(1990, 5, 1)
IN_2010 = dt.date(2010, 5, 1)
IN_2023 = dt.date(2023, 5, 22)


@pytest.mark.parametrize(
    ("text", "on", "unit"),
    [
        ("xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé", None, "25441@1977"),
        ("xã Minh Hưng huyện Bình Long tỉnh Sông Bé", None, "25441@1977"),
        ("x.Minh Hưng h.Bình Long t.Sông Bé", None, "25441@1977"),
        ("X. Minh Hưng, H. Bình Long, T. Sông Bé", None, "25441@1977"),
        ("xã Minh Hưng H Bình Long T Sông Bé", None, "25441@1977"),
        ("Minh Hưng - Bình Long - Sông Bé", None, "25441@1977"),
        ("Minh Hưng. Bình Long. Sông Bé.", None, "25441@1977"),
        ("xa Minh Hung huyen Binh Long tinh Song Be", None, "25441@1977"),
        ("tỉnh Sông Bé, huyện Bình Long, xã Minh Hưng", None, "25441@1977"),
        ("UBND xã Minh Hưng, Chơn Thành, Bình Phước", IN_2010, "25441@2003"),
        ("Minh Hưng, Chơn Thành, Bình Phước, Việt Nam", IN_2023, "25441@2022"),
        ("Ấp 3, Minh Hưng, Chơn Thành - Bình Phước", IN_2010, "25441@2003"),
        ("Minh Hưng, Chơn Thành-Bình Phước", IN_2010, "25441@2003"),
        ("TT. Chơn Thành, H. Chơn Thành, T. Bình Phước", None, "25432@2003"),
        ("Chơn Thành, Bình Long, Sông Bé", IN_1990, "25432@1977"),
        ("P.Hưng Long, TX Chơn Thành", None, "25432@2022"),
        ("P. Hưng Long, T.X Chơn Thành, Bình Phước", None, "25432@2022"),
        ("PHƯỜNG HƯNG LONG, THỊ XÃ CHƠN THÀNH", None, "25432@2022"),
        ("phường Minh Hưng, tỉnh Đồng Nai", None, "25441@2025"),
        ("Chơn Thành, Đồng Nai", None, "25432@2025"),
        ("xã Minh Hưng, huyện Bù Đăng", None, "25408@0"),
        ("xa Tan Quan huyen Chon Thanh tinh Binh Phuoc", None, "25438@2003"),
        ("xã Tân Quan, huyện Hớn Quản", None, "25438@2009"),
        ("TP.HCM", IN_2010, "79@1976"),
        ("TPHCM", IN_2010, "79@1976"),
        ("Thành phố Hồ Chí Minh", IN_2010, "79@1976"),
        ("Sài Gòn", IN_2010, "79@1976"),
        ("Quận 1, TP. Hồ Chí Minh", None, "760@0"),
        ("Q1 TPHCM", None, "760@0"),
        ("Bà Rịa - Vũng Tàu", None, "77@1991"),
        ("Quảng Nam - Đà Nẵng", None, "quang-nam-da-nang@1976"),
        ("Hà Tĩnh", None, "42@1991"),
        ("Ha Tinh", None, "42@1991"),
        ("Đắc Lắc", IN_2010, "66@2004"),
        ("tỉnh Bình Phuớc", None, "70@1997"),
        ("quận Chơn Thành, tỉnh Bình Long", None, "chon-thanh@1956"),
    ],
)
def test_a_written_place_names_this_unit(text: str, on: dt.date | None, unit: str) -> None:
    found = read_place(text, on).unit_then
    assert found is not None, f"{text} names no unit"
    assert found.id == unit


def test_numbers_are_names_of_their_own() -> None:
    one = read_place("Phường 1, Quận 10, TP.HCM").unit_then
    ten = read_place("P.10, Q.10, TP.HCM").unit_then
    padded = read_place("Phường 01, Quận 10, TP.HCM").unit_then
    assert one is not None
    assert ten is not None
    assert one.name == "1"
    assert ten.name == "10"
    assert padded is one


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Ấp 3, xã Minh Hưng, Bình Long, Sông Bé", "Ấp 3"),
        ("ấp Hiếu Cảm thị trấn Chơn Thành, Bình Phước", "ấp Hiếu Cảm"),
        ("Tổ 5, khu phố 2, P. Hưng Long, TX. Chơn Thành", "Tổ 5, khu phố 2"),
        ("45/3 đường Nguyễn Huệ, P. Hưng Long, Chơn Thành", "45/3 đường Nguyễn Huệ"),
        (
            "Bệnh viện đa khoa huyện Bình Long, xã Minh Hưng, huyện Bình Long",
            "Bệnh viện đa khoa huyện Bình Long",
        ),
        ("xã Minh Hưng, huyện Bình Long", ""),
    ],
)
def test_house_hamlet_and_hospital_are_the_rest(text: str, rest: str) -> None:
    assert read_place(text).rest == rest


def test_a_hospital_alone_still_says_where_it_stands() -> None:
    reading = read_place("Bệnh viện đa khoa tỉnh Bình Phước")
    assert reading.unit_then is GAZETTEER["70@1997"]
    assert reading.rest == "Bệnh viện đa khoa tỉnh Bình Phước"


def test_where_several_units_are_possible_none_is_chosen() -> None:
    reading = read_place("xã Minh Hưng")
    assert reading.unit_then is None
    assert {unit.id for unit in reading.candidates} == {"25408@0", "25441@1977", "25441@2003"}
    assert reading.unit_now == ()


def test_the_books_own_unit_settles_namesakes() -> None:
    found = read_place("xã Minh Hưng", IN_1990, near="25441@1977").unit_then
    assert found is GAZETTEER["25441@1977"]


def test_where_only_the_time_is_open_the_unit_of_today_is_known() -> None:
    reading = read_place("Minh Hưng, Chơn Thành, Bình Phước")
    assert reading.unit_then is None
    assert [unit.title for unit in reading.unit_now] == ["phường Minh Hưng"]


@pytest.mark.parametrize("text", [", , ,", " ,  ", "- - -", "...", ",,"])
def test_bare_commas_are_a_finding_and_no_place(text: str) -> None:
    reading = read_place(text)
    assert reading.levels == ()
    assert [finding.code for finding in reading.findings] == ["place.empty"]


@pytest.mark.parametrize("text", [None, "", "   "])
def test_nothing_written_is_nothing_read(text: str | None) -> None:
    reading = read_place(text)
    assert reading.levels == ()
    assert reading.findings == ()


def test_the_country_alone_is_kept_as_written_and_is_no_mistake() -> None:
    reading = read_place("Việt Nam")
    assert (reading.unit_then, reading.rest, reading.findings) == (None, "Việt Nam", ())


def test_a_name_outside_the_gazetteer_stays_as_level_and_name() -> None:
    reading = read_place("xã Xuân Hồng, huyện Xuân Thủy, tỉnh Nam Hà")
    assert [(named.level, named.name) for named in reading.outside] == [
        (Level.COMMUNE, "Xuân Hồng"),
        (Level.DISTRICT, "Xuân Thủy"),
    ]
    province = reading.at(Level.PROVINCE)
    assert province is not None
    assert {unit.name for unit in province.units} == {"Nam Hà"}
    assert "place.unknown_name" in {finding.code for finding in reading.findings}


def test_a_name_of_another_time_is_kept_and_only_counted() -> None:
    reading = read_place("xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước", IN_1990)
    assert reading.unit_then is GAZETTEER["25441@2003"]
    assert [(f.code, f.grade) for f in reading.findings] == [("place.outside_period", "silent")]


def test_the_normalised_value_has_the_three_keys_of_a_place() -> None:
    assert read_place("Ấp 3, xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé").normalised() == {
        "unit_then": "25441@1977",
        "unit_now": ["25441@2025"],
        "rest": "Ấp 3",
    }


TOWN = [
    u for u in GAZETTEER if u.code in {"25432", "25441", "25444", "25447", "25435", "25450", "25453", "25438"}
]
SHORT = {"thị xã": "TX.", "thị trấn": "TT.", "xã": "x.", "huyện": "h.", "tỉnh": "t.", "phường": "P."}


@given(
    st.sampled_from(TOWN),
    st.sampled_from(["{}", "UBND {}", "Ấp 2, {}", "{} , "]),
    st.sampled_from([", ", " - "]),
)
@settings(max_examples=80)
def test_a_units_own_full_name_reads_back_to_it(unit: Unit, frame: str, separator: str) -> None:
    written = frame.format(GAZETTEER.full_name(unit).replace(", ", separator))
    assert read_place(written, unit.valid_to).unit_then is unit


@given(st.sampled_from(TOWN))
@settings(max_examples=60)
def test_abbreviated_types_name_the_same_unit(unit: Unit) -> None:
    written = GAZETTEER.full_name(unit)
    for long, short in SHORT.items():
        written = written.replace(f"{long} ", f"{short} ")
    assert read_place(written, unit.valid_to).unit_then is unit


@given(st.text(max_size=60))
@settings(max_examples=100)
def test_no_text_breaks_the_reading(text: str) -> None:
    reading = read_place(text, IN_1990)
    assert set(reading.normalised()) == {"unit_then", "unit_now", "rest"}


@pytest.mark.parametrize(
    ("text", "kind", "unit"),
    [
        ("UBND xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé", "people_committee", "25441@1977"),
        ("Ủy ban nhân dân xã Minh Hưng", "people_committee", "25441@1977"),
        ("Uỷ ban nhân dân xã Nha Bích, Bình Long", "people_committee", "25450@1977"),
        ("Phòng Tư pháp thị xã Chơn Thành", "justice_division", "697@2022"),
        ("UBND huyện Bình Long, tỉnh Sông Bé", "people_committee", "binh-long.d@1978"),
        ("Sở Tư pháp tỉnh Bình Phước", "justice_department", "70@1997"),
        ("xã Minh Hưng, huyện Bình Long", "unstated", "25441@1977"),
    ],
)
def test_the_office_of_registration_serves_this_unit(text: str, kind: str, unit: str) -> None:
    office = read_registration_office(text, IN_1990, near="25441@1977")
    assert office.kind == kind
    assert office.unit is GAZETTEER[unit]


def test_an_office_of_an_unknown_commune_serves_no_unit_we_know() -> None:
    office = read_registration_office("UBND xã Tân Lập Thượng, huyện Chơn Thành, tỉnh Bình Phước", IN_2010)
    assert office.unit is None
    assert office.level is Level.COMMUNE
