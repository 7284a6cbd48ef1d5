"""A hundred places as the books of this region write them: the unit as it then was, and what it is today.

Each row: the writing, the day of the act, the gazetteer's id of the unit, today's units (how many, where a district was divided). Where
a commune's own history is not known its one row (`@0`) stands for all times: its id is right, its type may be a later one.
"""

from __future__ import annotations

import datetime as dt

import pytest

from hotich.core.places import Gazetteer, read_place

GAZETTEER = Gazetteer.load()

PLACES = [
    ("xã Chơn Thành, huyện Bình Long, tỉnh Sông Bé", "1988-05-01", "25432@1977", "phường Chơn Thành"),
    ("thị trấn Chơn Thành, huyện Bình Long, tỉnh Sông Bé", "1995-05-01", "25432@1994", "phường Chơn Thành"),
    ("TT Chơn Thành, Bình Long, Bình Phước", "1999-05-01", "25432@1994", "phường Chơn Thành"),
    ("UBND thị trấn Chơn Thành", "2010-05-01", "25432@2003", "phường Chơn Thành"),
    ("xã Minh Hưng, h. Bình Long, t. Sông Bé", "1985-05-01", "25441@1977", "phường Minh Hưng"),
    ("Thành Tâm, Chơn Thành, Bình Phước", "2012-05-01", "25433@0", "phường Chơn Thành"),
    ("P. Thành Tâm, TX. Chơn Thành", "2023-05-01", "25433@2022", "phường Chơn Thành"),
    ("Minh Thành, Bình Long, Sông Bé", "1990-05-01", "25447@1977", "phường Chơn Thành"),
    (
        "xã Minh Thạnh, huyện Bình Long, Sông Bé",
        "1990-05-01",
        "minh-thanh-binh-long@1977",
        "xã Long Hòa · xã Minh Thạnh",
    ),
    (
        "xã Minh Thạnh, huyện Bến Cát, Bình Dương",
        "1998-05-01",
        "minh-thanh-ben-cat@1997",
        "xã Long Hòa · xã Minh Thạnh",
    ),
    (
        "xã Minh Thạnh, huyện Dầu Tiếng, tỉnh Bình Dương",
        "2010-05-01",
        "25783@0",
        "xã Long Hòa · xã Minh Thạnh",
    ),
    ("Quang Minh, Chơn Thành, BP", "2015-05-01", "25439@2009", "xã Tân Quan"),
    ("xã Tân Quan, huyện Bình Long, tỉnh Sông Bé", "1985-05-01", "25438@1981", "xã Tân Quan"),
    ("xã Tân Quan, huyện Bình Long, tỉnh Bình Phước", "2009-09-01", "25438@1981", "xã Tân Quan"),
    ("xã Nha Bích, huyện Bình Long", "2000-05-01", "25450@1977", "xã Nha Bích"),
    ("xã Minh Thắng, huyện Bình Long, Bình Phước", "2002-06-01", "25453@2002", "xã Nha Bích"),
    ("xã Minh Thắng, huyện Bình Long, Bình Phước", "2001-06-01", "25453@2002", "xã Nha Bích"),
    ("phường Chơn Thành, tỉnh Đồng Nai", "2025-08-01", "25432@2025", "phường Chơn Thành"),
    ("phường Chơn Thành, thành phố Đồng Nai", "2026-06-01", "25432@2025", "phường Chơn Thành"),
    ("Phường Chơn Thành, TP. Đồng Nai", "2026-06-01", "25432@2025", "phường Chơn Thành"),
    ("xã Nha Bích, Đồng Nai", "2025-08-01", "25450@2025", "xã Nha Bích"),
    ("xã Tân Quan, TP Đồng Nai", "2026-08-01", "25351@2025", "xã Tân Quan"),
    ("phường Bình Long, Đồng Nai", "2025-08-01", "25326@2025", "phường Bình Long"),
    ("thị trấn An Lộc, huyện Bình Long, tỉnh Sông Bé", "1995-05-01", "25324@1994", "phường Bình Long"),
    ("xã An Lộc, huyện Bình Long, tỉnh Sông Bé", "1985-05-01", "25324@1977", "phường Bình Long"),
    ("thị trấn An Lộc, Bình Long, Bình Phước", "2005-05-01", "25324@1994", "phường Bình Long"),
    ("P. An Lộc, TX Bình Long", "2015-05-01", "25324@2009", "phường Bình Long"),
    ("xã Thanh Lương, huyện Bình Long, Bình Phước", "2000-05-01", "25333@0", "phường An Lộc"),
    ("xã Thanh Lương, thị xã Bình Long", "2015-05-01", "25333@0", "phường An Lộc"),
    ("xã Tân Khai, huyện Bình Long, Sông Bé", "1990-05-01", "25357@0", "phường Tân Khai"),
    ("xã Tân Khai, huyện Hớn Quản, Bình Phước", "2012-05-01", "25357@0", "phường Tân Khai"),
    ("TT Tân Khai, Hớn Quản", "2020-05-01", "25357@0", "phường Tân Khai"),
    ("xã Tân Khai, tỉnh Đồng Nai", "2025-08-01", "25357@2025", "phường Tân Khai"),
    ("phường Tân Khai, TP Đồng Nai", "2026-08-01", "25357@2026", "phường Tân Khai"),
    ("xã Phước An, Hớn Quản, Bình Phước", "2015-05-01", "25351@0", "xã Tân Quan"),
    ("xã Minh Đức, huyện Bình Long, Sông Bé", "1988-05-01", "25348@0", "xã Minh Đức"),
    ("xã Thanh Bình, huyện Bình Long", "1990-05-01", "25354@0", "phường Bình Long"),
    ("xã Lộc Thiện, huyện Lộc Ninh, Sông Bé", "1990-05-01", "25285@0", "xã Lộc Tấn"),
    ("thị trấn Lộc Ninh, Lộc Ninh, Bình Phước", "2000-05-01", "25270@0", "phường Lộc Ninh"),
    ("xã Lộc Ninh, huyện Lộc Ninh, Sông Bé", "1985-05-01", "25270@0", "phường Lộc Ninh"),
    ("thị trấn Phước Bình, huyện Phước Long, Sông Bé", "1990-05-01", "25219@0", "phường Phước Bình"),
    ("phường Phước Bình, thị xã Phước Long", "2015-05-01", "25219@0", "phường Phước Bình"),
    ("xã Đồng Xoài, huyện Đồng Phú, Sông Bé", "1990-05-01", "dong-xoai.tt@0", "phường Bình Phước"),
    ("thị trấn Đồng Xoài, huyện Đồng Phú, Sông Bé", "1995-05-01", "dong-xoai.tt@0", "phường Bình Phước"),
    ("P. Tân Phú, TX Đồng Xoài", "2005-05-01", "25195@0", "phường Bình Phước"),
    ("P Tân Bình, TP Đồng Xoài, Bình Phước", "2020-05-01", "25201@0", "phường Bình Phước"),
    ("xã Tân Lập, huyện Đồng Phú, Sông Bé", "1990-05-01", "25381@0", "phường Đồng Phú"),
    ("thị trấn Đức Phong, Bù Đăng", "2000-05-01", "25396@0", "xã Bù Đăng"),
    ("xã Minh Hưng, huyện Bù Đăng, Sông Bé", "1990-05-01", "25408@0", "xã Bù Đăng"),
    ("xã Bù Đăng, Đồng Nai", "2025-08-01", "25396@2025", "xã Bù Đăng"),
    ("xã Bù Nho, huyện Phước Long, Bình Phước", "2000-05-01", "25252@0", "xã Phú Riềng"),
    ("xã Bù Nho, Phú Riềng", "2018-05-01", "25252@0", "xã Phú Riềng"),
    ("huyện Bến Cát, tỉnh Sông Bé", "1990-05-01", "ben-cat.d@1976", "13 đơn vị"),
    ("xã Lai Uyên, huyện Bến Cát, Sông Bé", "1990-05-01", "25822@0", "xã Bàu Bàng · xã Trừ Văn Thố"),
    ("xã Lai Uyên, huyện Bến Cát, tỉnh Bình Dương", "2005-05-01", "25822@0", "xã Bàu Bàng · xã Trừ Văn Thố"),
    ("TT Lai Uyên, Bàu Bàng, Bình Dương", "2020-05-01", "25822@0", "xã Bàu Bàng · xã Trừ Văn Thố"),
    ("thị xã Thủ Dầu Một, tỉnh Sông Bé", "1990-05-01", "718@1976", "5 đơn vị"),
    ("TX Thủ Dầu Một, Bình Dương", "2005-05-01", "718@1976", "5 đơn vị"),
    ("huyện Thuận An, tỉnh Sông Bé", "1990-05-01", "thuan-an.d@1976", "8 đơn vị"),
    ("xã Lái Thiêu, huyện Thuận An, Sông Bé", "1990-05-01", "25966@0", "phường Lái Thiêu"),
    ("huyện Tân Uyên, Sông Bé", "1990-05-01", "tan-uyen.d@1976", "13 đơn vị"),
    (
        "huyện Dĩ An, Bình Dương",
        "2005-05-01",
        "724@1999",
        "phường Dĩ An · phường Tân Đông Hiệp · phường Đông Hòa",
    ),
    ("tỉnh Thủ Dầu Một", "1970-05-01", "song-be@1976", "thành phố Hồ Chí Minh · thành phố Đồng Nai"),
    (
        "quận Chơn Thành, tỉnh Bình Long",
        "1970-05-01",
        "chon-thanh@1956",
        "phường Chơn Thành · phường Minh Hưng · xã Nha Bích · xã Tân Quan",
    ),
    ("xã Chơn Thành, quận Chơn Thành, tỉnh Bình Long", "1970-05-01", "25432@1977", "phường Chơn Thành"),
    ("quận An Lộc, tỉnh Bình Long", "1972-05-01", "hon-quan@1956", "9 đơn vị"),
    ("quận Lộc Ninh, tỉnh Bình Long", "1972-05-01", "loc-ninh@1956", "7 đơn vị"),
    ("tỉnh Phước Long", "1970-05-01", "phuoc-long@1956", "thành phố Đồng Nai"),
    ("Sông Bé", "1980-05-01", "song-be@1976", "thành phố Hồ Chí Minh · thành phố Đồng Nai"),
    ("Bình Phước", "2010-05-01", "70@1997", "thành phố Đồng Nai"),
    ("Đồng Nai", "2026-08-01", "75@2026", "thành phố Đồng Nai"),
    ("tỉnh Đồng Nai", "1985-05-01", "75@1976", "thành phố Hồ Chí Minh · thành phố Đồng Nai"),
    ("TP Biên Hòa, tỉnh Đồng Nai", "2010-05-01", "731@0", "10 đơn vị"),
    ("huyện Xuân Lộc, Đồng Nai", "1995-05-01", "741@0", "7 đơn vị"),
    ("xã Trảng Bom, Đồng Nai", "2025-08-01", "26248@2025", "phường Trảng Bom"),
    ("phường Trảng Bom, thành phố Đồng Nai", "2026-08-01", "26248@2026", "phường Trảng Bom"),
    (
        "huyện Chơn Thành, Bình Phước",
        "2010-05-01",
        "697@2003",
        "phường Chơn Thành · phường Minh Hưng · xã Nha Bích · xã Tân Quan",
    ),
    (
        "thị xã Chơn Thành",
        "2023-05-01",
        "697@2022",
        "phường Chơn Thành · phường Minh Hưng · xã Nha Bích · xã Tân Quan",
    ),
    ("huyện Hớn Quản", "2015-05-01", "694@2009", "5 đơn vị"),
    ("ấp 3, xã Minh Lập, huyện Chơn Thành", "2010-05-01", "25435@2003", "xã Nha Bích"),
    ("Nông trường cao su Minh Hưng, Bình Long, Sông Bé", "1986-05-01", "binh-long.d@1978", "9 đơn vị"),
    (
        "UBND phường Hưng Long, thị xã Chơn Thành, tỉnh Bình Phước",
        "2023-05-01",
        "25432@2022",
        "phường Chơn Thành",
    ),
    (
        "Phòng Tư pháp thị xã Chơn Thành",
        "2023-05-01",
        "697@2022",
        "phường Chơn Thành · phường Minh Hưng · xã Nha Bích · xã Tân Quan",
    ),
    (
        "Bệnh viện đa khoa Bình Long, Sông Bé",
        "1990-05-01",
        "song-be@1976",
        "thành phố Hồ Chí Minh · thành phố Đồng Nai",
    ),
    ("phường Đồng Xoài, tỉnh Đồng Nai", "2025-08-01", "25210@2025", "phường Đồng Xoài"),
    ("xã Đồng Phú, Đồng Nai", "2025-08-01", "25363@2025", "phường Đồng Phú"),
    ("phường Long Thành, TP Đồng Nai", "2026-08-01", "26368@2026", "phường Long Thành"),
    ("xã Minh Long, H. Bình Long, T. Sông Bé", "1979-06-01", "25444@1977", "phường Minh Hưng"),
    ("xa Minh Lap huyen Chon Thanh tinh Binh Phuoc", "2011-05-01", "25435@2003", "xã Nha Bích"),
    ("Minh Hưng, Chơn Thành, BP", "2011-05-01", "25441@2003", "phường Minh Hưng"),
    ("X.Nha Bích H.Chơn Thành T.Bình Phước", "2010-05-01", "25450@2003", "xã Nha Bích"),
    ("Ấp 1 xã Minh Thành huyện Chơn Thành, Bình Phước", "2016-05-01", "25447@2003", "phường Chơn Thành"),
    ("Minh Thắng, Chơn Thành", "2016-05-01", "25453@2003", "xã Nha Bích"),
    ("xã Tân Quan, Chơn Thành, Bình Phước", "2005-05-01", "25438@2003", "xã Tân Quan"),
    ("phường Minh Long, thị xã Chơn Thành, tỉnh Bình Phước", "2024-01-05", "25444@2022", "phường Minh Hưng"),
    ("phường Minh Hưng, thành phố Đồng Nai", "2026-05-02", "25441@2025", "phường Minh Hưng"),
    ("UBND xã Chơn Thành, Bình Long, SB", "1992-02-03", "25432@1977", "phường Chơn Thành"),
    ("tỉnh Biên Hòa", "1970-01-01", "bien-hoa@0", "thành phố Đồng Nai"),
    ("tỉnh Gia Định", "1968-01-01", "gia-dinh@0", "thành phố Hồ Chí Minh"),
    ("tỉnh Long Khánh", "1965-01-01", "long-khanh@1957", "thành phố Đồng Nai"),
    (
        "Khu phố Trung Lợi, TT Chơn Thành, Chơn Thành, Bình Phước",
        "2012-03-04",
        "25432@2003",
        "phường Chơn Thành",
    ),
]


def today(text: str, on: dt.date) -> str:
    titles = sorted(unit.title for unit in read_place(text, on).unit_now)
    return " · ".join(titles) if len(titles) <= 4 else f"{len(titles)} đơn vị"


@pytest.mark.parametrize(("text", "day", "unit", "now"), PLACES)
def test_a_place_of_this_region_is_the_unit_of_its_day_and_known_today(
    text: str, day: str, unit: str, now: str
) -> None:
    on = dt.date.fromisoformat(day)
    reading = read_place(text, on)
    assert reading.text == text
    assert reading.unit_then is not None, f"{text} names no unit"
    assert reading.unit_then.id == unit
    assert today(text, on) == now


@pytest.mark.parametrize(
    "name",
    ["Lộc Ninh", "Tân Khai", "Đồng Phú", "Tân Phú", "Trị An", "Trảng Bom", "Dầu Giây", "Long Thành", "Xuân Lộc", "Nhơn Trạch"],
)  # fmt: skip
def test_ten_communes_became_wards_when_the_province_became_a_city(name: str) -> None:
    province_then, city = GAZETTEER["75@2025"], GAZETTEER["75@2026"]
    (before,) = GAZETTEER.find(name, type="xã", parent=province_then, on=dt.date(2026, 4, 29))
    (after,) = GAZETTEER.find(name, type="phường", parent=city, on=dt.date(2026, 4, 30))
    assert before.code == after.code
    assert GAZETTEER.place_now(before) == {after}


@pytest.mark.parametrize(
    ("day", "wards", "communes"), [(dt.date(2025, 7, 1), 23, 72), (dt.date(2026, 4, 30), 33, 62)]
)
def test_dong_nai_counts_its_units_as_the_resolutions_do(day: dt.date, wards: int, communes: int) -> None:
    units = [
        unit
        for unit in GAZETTEER
        if unit.valid_on(day) and any(parent.code == "75" for parent in GAZETTEER.parents(unit, day))
    ]
    assert sum(unit.type == "phường" for unit in units) == wards
    assert sum(unit.type == "xã" for unit in units) == communes


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("25432", {"1980-01-01": "xã Chơn Thành", "2000-01-01": "thị trấn Chơn Thành", "2023-01-01": "phường Hưng Long",
                   "2025-08-01": "phường Chơn Thành"}),
        ("25351", {"2020-01-01": "xã Phước An", "2025-08-01": "xã Tân Quan"}),
        ("25438", {"1990-01-01": "xã Tân Quan", "2020-01-01": "xã Tân Quan"}),
        ("25326", {"2020-01-01": "phường Phú Đức", "2025-08-01": "phường Bình Long"}),
        ("25450", {"2023-01-01": "xã Nha Bích", "2025-08-01": "xã Nha Bích"}),
    ],
)  # fmt: skip
def test_a_code_used_again_is_another_territory(code: str, days: dict[str, str]) -> None:
    for day, title in days.items():
        unit = GAZETTEER.by_code(code, dt.date.fromisoformat(day))
        assert unit is not None, (code, day)
        assert unit.title == title


# The province of a personal number's first three figures, and the code of what it belongs to since 1/7/2025.
PROVINCES = {
    "01": "01", "02": "08", "04": "04", "06": "19", "08": "08", "10": "15", "11": "11", "12": "12", "14": "14", "15": "15",
    "17": "25", "19": "19", "20": "20", "22": "22", "24": "24", "25": "25", "26": "25", "27": "24", "30": "31", "31": "31",
    "33": "33", "34": "33", "35": "37", "36": "37", "37": "37", "38": "38", "40": "40", "42": "42", "44": "44", "45": "44",
    "46": "46", "48": "48", "49": "48", "51": "51", "52": "52", "54": "66", "56": "56", "58": "56", "60": "68", "62": "51",
    "64": "52", "66": "66", "67": "68", "68": "68", "70": "75", "72": "80", "74": "79", "75": "75", "77": "79", "79": "79",
    "80": "80", "82": "82", "83": "86", "84": "86", "86": "86", "87": "82", "89": "91", "91": "91", "92": "92", "93": "92",
    "94": "92", "95": "96", "96": "96",
}  # fmt: skip


@pytest.mark.parametrize(("code", "now"), PROVINCES.items())
def test_each_of_the_63_provinces_went_where_the_resolution_says(code: str, now: str) -> None:
    unit = GAZETTEER.by_code(code, dt.date(2025, 6, 30))
    assert unit is not None
    assert {each.code for each in GAZETTEER.place_now(unit)} == {now}
