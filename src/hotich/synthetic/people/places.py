"""Where the synthetic citizens live and come from: the town's nine units over time, and home provinces.

The units' names and dates are those of the public decisions; who lives there is invented. A place is written as it
was called on a date, because that is how a register book has it.
"""

from dataclasses import dataclass
from datetime import date

PROVINCE_CODE = "070"

AREAS: dict[str, str] = {
    "25432": "phường Hưng Long",
    "25433": "phường Thành Tâm",
    "25447": "phường Minh Thành",
    "25441": "phường Minh Hưng",
    "25444": "phường Minh Long",
    "25435": "xã Minh Lập",
    "25450": "xã Nha Bích",
    "25453": "xã Minh Thắng",
    "25439": "xã Quang Minh",
}
"""The nine wards and communes of 2022–2025."""

BIRTH_WEIGHTS: dict[str, int] = {
    "25432": 15,
    "25433": 11,
    "25447": 11,
    "25441": 14,
    "25444": 12,
    "25435": 11,
    "25450": 11,
    "25453": 11,
    "25439": 11,
}
"""Share of the town's births since 1977: flatter than today's population, most of whose newcomers were born elsewhere."""

RESIDENCE_WEIGHTS: dict[str, int] = {
    "25432": 19,
    "25433": 11,
    "25447": 9,
    "25441": 34,
    "25444": 7,
    "25435": 6,
    "25450": 6,
    "25453": 4,
    "25439": 4,
}
"""Share of today's residents: the industrial zone is in Minh Hưng."""

TOWN_2022 = "thị xã Chơn Thành, tỉnh Bình Phước"


@dataclass(frozen=True, slots=True)
class OfficeSpan:
    """Who registered the births of an area between two dates, under which name."""

    since: date
    unit_code: str
    place: str


def _d(text: str) -> date:
    return date.fromisoformat(text)


def _spans(*rows: tuple[str, str, str]) -> tuple[OfficeSpan, ...]:
    return tuple(OfficeSpan(_d(since), code, place) for since, code, place in rows)


def _ordinary(code: str, name: str, today: str) -> tuple[OfficeSpan, ...]:
    return _spans(
        ("1900-01-01", code, f"xã {name}, quận Chơn Thành, tỉnh Bình Long"),
        ("1975-05-01", code, f"xã {name}, huyện Chơn Thành, tỉnh Sông Bé"),
        ("1977-03-11", code, f"xã {name}, huyện Bình Long, tỉnh Sông Bé"),
        ("1997-01-01", code, f"xã {name}, huyện Bình Long, tỉnh Bình Phước"),
        ("2003-02-20", code, f"xã {name}, huyện Chơn Thành, tỉnh Bình Phước"),
        ("2022-10-01", code, f"{today}, {TOWN_2022}"),
    )


_CHON_THANH = _spans(
    ("1900-01-01", "25432", "xã Chơn Thành, quận Chơn Thành, tỉnh Bình Long"),
    ("1975-05-01", "25432", "xã Chơn Thành, huyện Chơn Thành, tỉnh Sông Bé"),
    ("1977-03-11", "25432", "xã Chơn Thành, huyện Bình Long, tỉnh Sông Bé"),
    ("1994-08-01", "25432", "thị trấn Chơn Thành, huyện Bình Long, tỉnh Sông Bé"),
    ("1997-01-01", "25432", "thị trấn Chơn Thành, huyện Bình Long, tỉnh Bình Phước"),
    ("2003-02-20", "25432", "thị trấn Chơn Thành, huyện Chơn Thành, tỉnh Bình Phước"),
    ("2022-10-01", "25432", f"phường Hưng Long, {TOWN_2022}"),
)
_NHA_BICH = _ordinary("25450", "Nha Bích", "xã Nha Bích")
_MINH_HUNG = _ordinary("25441", "Minh Hưng", "phường Minh Hưng")

OFFICES: dict[str, tuple[OfficeSpan, ...]] = {
    "25432": _CHON_THANH,
    "25441": _MINH_HUNG,
    "25444": _ordinary("25444", "Minh Long", "phường Minh Long"),
    "25447": _ordinary("25447", "Minh Thành", "phường Minh Thành"),
    "25435": _ordinary("25435", "Minh Lập", "xã Minh Lập"),
    "25450": _NHA_BICH,
    # Before it was a commune of its own, people there went to the commune it was split from.
    "25433": tuple(s for s in _CHON_THANH if s.since < _d("2006-01-01"))
    + _spans(
        ("2006-01-01", "25433", "xã Thành Tâm, huyện Chơn Thành, tỉnh Bình Phước"),
        ("2022-10-01", "25433", f"phường Thành Tâm, {TOWN_2022}"),
    ),
    "25453": tuple(s for s in _NHA_BICH if s.since < _d("2002-04-05"))
    + _spans(
        ("2002-04-05", "25453", "xã Minh Thắng, huyện Bình Long, tỉnh Bình Phước"),
        ("2003-02-20", "25453", "xã Minh Thắng, huyện Chơn Thành, tỉnh Bình Phước"),
        ("2022-10-01", "25453", f"xã Minh Thắng, {TOWN_2022}"),
    ),
    "25439": tuple(s for s in _MINH_HUNG if s.since < _d("1981-09-10"))
    + _spans(
        ("1981-09-10", "25438", "xã Tân Quan, huyện Bình Long, tỉnh Sông Bé"),
        ("1997-01-01", "25438", "xã Tân Quan, huyện Bình Long, tỉnh Bình Phước"),
        ("2003-02-20", "25438", "xã Tân Quan, huyện Chơn Thành, tỉnh Bình Phước"),
        ("2009-08-11", "25439", "xã Quang Minh, huyện Chơn Thành, tỉnh Bình Phước"),
        ("2022-10-01", "25439", f"xã Quang Minh, {TOWN_2022}"),
    ),
}

DISTRICT = "huyện Chơn Thành, tỉnh Bình Phước"
DISTRICT_CODE = "697"
DISTRICT_SINCE = date(2016, 1, 1)
"""From here the district registers births with a foreign parent (Luật Hộ tịch 2014 Đ.35)."""


def office_on(area: str, day: date) -> OfficeSpan:
    """The unit, under its name of that day, where people of `area` registered."""
    found = OFFICES[area][0]
    for span in OFFICES[area]:
        if span.since > day:
            break
        found = span
    return found


def modern_place(unit_code: str, fallback: str) -> str:
    """The name in 2022–2025 of the territory with this code; `fallback` where it left the town before."""
    name = AREAS.get(unit_code)
    return f"{name}, {TOWN_2022}" if name else fallback


@dataclass(frozen=True, slots=True)
class HomeProvince:
    """A province people moved here from: its number, its names over time and some of its communes."""

    code: str
    names: tuple[tuple[int, str], ...]
    """(first year, name), oldest first."""
    communes: tuple[str, ...]
    """`xã …, huyện …`"""
    id_prefix: str
    """First two figures of the nine-digit identity numbers issued there."""
    weight: int
    groups: tuple[str, ...] = ("kinh",)

    def name_in(self, year: int) -> str:
        found = self.names[0][1]
        for since, name in self.names:
            if since <= year:
                found = name
        return found


def _home(
    code: str, names: str, communes: str, id_prefix: str, weight: int, groups: tuple[str, ...] = ("kinh",)
) -> HomeProvince:
    parsed: list[tuple[int, str]] = []
    for item in names.split(";"):
        since, name = item.split(":")
        parsed.append((int(since), name))
    places: list[str] = []
    for item in communes.split(";"):
        district, list_ = item.split(":")
        places.extend(f"xã {commune}, huyện {district}" for commune in list_.split("|"))
    return HomeProvince(code, tuple(parsed), tuple(places), id_prefix, weight, groups)


HOME_PROVINCES: tuple[HomeProvince, ...] = (
    _home(
        "038",
        "1900:Thanh Hóa",
        "Nga Sơn:Nga Liên|Nga Thanh;Hoằng Hóa:Hoằng Lộc|Hoằng Phú;Quảng Xương:Quảng Nham|Quảng Lợi;"
        "Thọ Xuân:Xuân Lai|Thọ Lâm;Hậu Lộc:Đa Lộc|Minh Lộc;Thiệu Hóa:Thiệu Toán",
        "17",
        18,
    ),
    _home(
        "040",
        "1900:Nghệ An;1976:Nghệ Tĩnh;1992:Nghệ An",
        "Diễn Châu:Diễn Kỷ|Diễn Thịnh;Yên Thành:Hợp Thành|Thọ Thành;Quỳnh Lưu:Quỳnh Đôi|Quỳnh Lương;"
        "Nam Đàn:Kim Liên|Nam Cát;Đô Lương:Đà Sơn|Thịnh Sơn;Thanh Chương:Thanh Lĩnh",
        "18",
        15,
    ),
    _home(
        "042",
        "1900:Hà Tĩnh;1976:Nghệ Tĩnh;1992:Hà Tĩnh",
        "Can Lộc:Vượng Lộc|Thiên Lộc;Thạch Hà:Thạch Kênh|Thạch Sơn;Đức Thọ:Yên Hồ;Cẩm Xuyên:Cẩm Bình|Cẩm Duệ",
        "18",
        7,
    ),
    _home(
        "036",
        "1900:Nam Định;1965:Nam Hà;1976:Hà Nam Ninh;1992:Nam Hà;1997:Nam Định",
        "Hải Hậu:Hải Minh|Hải Anh|Hải Đường;Nghĩa Hưng:Nghĩa Sơn|Nghĩa Lạc;Ý Yên:Yên Trị|Yên Cường;"
        "Vụ Bản:Minh Tân|Liên Minh",
        "16",
        11,
    ),
    _home(
        "034",
        "1900:Thái Bình",
        "Kiến Xương:Vũ Lễ|Bình Thanh;Tiền Hải:Nam Thắng|Đông Lâm;Quỳnh Phụ:An Ninh|Quỳnh Hải;Đông Hưng:Đông Á",
        "15",
        7,
    ),
    _home(
        "052",
        "1900:Bình Định;1976:Nghĩa Bình;1990:Bình Định",
        "Phù Cát:Cát Tường|Cát Hanh;Tuy Phước:Phước Hòa|Phước Sơn;Hoài Nhơn:Hoài Thanh|Hoài Hảo;An Nhơn:Nhơn Phong",
        "21",
        10,
    ),
    _home(
        "051",
        "1900:Quảng Ngãi;1976:Nghĩa Bình;1990:Quảng Ngãi",
        "Mộ Đức:Đức Tân|Đức Nhuận;Đức Phổ:Phổ Ninh|Phổ Cường;Bình Sơn:Bình Hòa|Bình Chương;Tư Nghĩa:Nghĩa Kỳ",
        "21",
        8,
    ),
    _home(
        "049",
        "1900:Quảng Nam;1976:Quảng Nam - Đà Nẵng;1997:Quảng Nam",
        "Điện Bàn:Điện Hồng|Điện Phước;Đại Lộc:Đại Minh|Đại Cường;Thăng Bình:Bình Trung|Bình Tú",
        "20",
        5,
    ),
    _home(
        "046",
        "1900:Thừa Thiên Huế;1976:Bình Trị Thiên;1990:Thừa Thiên Huế",
        "Phú Lộc:Lộc Trì|Lộc An;Phong Điền:Phong An|Phong Hiền;Quảng Điền:Quảng Phước|Quảng Thái",
        "19",
        4,
    ),
    _home(
        "074",
        "1900:Bình Dương;1976:Sông Bé;1997:Bình Dương",
        "Bến Cát:Lai Uyên|Long Nguyên;Tân Uyên:Hội Nghĩa|Vĩnh Tân;Dầu Tiếng:Minh Hòa|Định Hiệp",
        "28",
        5,
        ("kinh", "hoa"),
    ),
    _home(
        "072",
        "1900:Tây Ninh",
        "Gò Dầu:Thạnh Đức|Phước Trạch;Trảng Bàng:An Hòa|Gia Lộc;Tân Châu:Tân Hội",
        "29",
        3,
        ("kinh", "khmer"),
    ),
    _home(
        "083", "1900:Bến Tre", "Mỏ Cày:An Định|Minh Đức;Ba Tri:An Thủy|Tân Xuân;Giồng Trôm:Mỹ Thạnh", "32", 3
    ),
    _home("082", "1900:Tiền Giang", "Cai Lậy:Long Trung|Tân Bình;Chợ Gạo:Tân Thuận Bình", "31", 2),
    _home(
        "075",
        "1900:Đồng Nai",
        "Long Thành:An Phước|Phước Bình;Xuân Lộc:Xuân Hiệp;Thống Nhất:Gia Kiệm",
        "27",
        2,
    ),
    _home(
        "070",
        "1900:Bình Long;1976:Sông Bé;1997:Bình Phước",
        "Lộc Ninh:Lộc Tấn|Lộc Thái;Bù Đăng:Minh Hưng|Đức Liễu;Phước Long:Đa Kia|Bình Thắng;Đồng Phú:Tân Lợi",
        "28",
        5,
        ("kinh", "xtieng"),
    ),
    _home(
        "004",
        "1900:Cao Bằng;1976:Cao Lạng;1979:Cao Bằng",
        "Trùng Khánh:Đình Phong|Chí Viễn;Hòa An:Nam Tuấn|Dân Chủ;Hà Quảng:Sóc Hà|Nà Sác",
        "08",
        6,
        ("tay", "nung"),
    ),
    _home(
        "020",
        "1900:Lạng Sơn;1976:Cao Lạng;1979:Lạng Sơn",
        "Văn Quan:Tân Đoàn|Tri Lễ;Chi Lăng:Quan Sơn|Vạn Linh;Bắc Sơn:Vũ Lễ|Tân Tri",
        "08",
        6,
        ("tay", "nung"),
    ),
    _home(
        "084",
        "1900:Trà Vinh;1976:Cửu Long;1992:Trà Vinh",
        "Trà Cú:Hàm Giang|Đại An;Cầu Kè:Phong Phú|Hòa Ân;Châu Thành:Lương Hòa",
        "33",
        4,
        ("khmer",),
    ),
    _home(
        "094",
        "1900:Sóc Trăng;1976:Hậu Giang;1992:Sóc Trăng",
        "Mỹ Xuyên:Tham Đôn|Thạnh Quới;Vĩnh Châu:Lạc Hòa;Mỹ Tú:Phú Tân",
        "36",
        4,
        ("khmer", "hoa"),
    ),
    _home(
        "091",
        "1900:Rạch Giá;1976:Kiên Giang",
        "Gò Quao:Định An|Định Hòa;Châu Thành:Minh Hòa",
        "37",
        2,
        ("khmer",),
    ),
)

HAMLETS: dict[str, tuple[str, ...]] = {
    "25432": ("khu phố Trung Lợi", "khu phố 1", "khu phố 2", "khu phố 3", "khu phố 5", "khu phố 8"),
    "25433": ("khu phố 1", "khu phố 2", "khu phố 4", "khu phố 6", "khu phố 8"),
    "25447": ("khu phố 1", "khu phố 3", "khu phố 5", "khu phố 6"),
    "25441": ("khu phố 1", "khu phố 2", "khu phố 3A", "khu phố 3B", "khu phố 7", "khu phố 9"),
    "25444": ("khu phố 1", "khu phố 2", "khu phố 5", "khu phố 7"),
    "25435": ("ấp 1", "ấp 2", "ấp 4", "ấp 6"),
    "25450": ("ấp 1", "ấp 3", "ấp 5", "ấp 6", "ấp Suối Ngang"),
    "25453": ("ấp 1", "ấp 2", "ấp 4", "ấp 6"),
    "25439": ("ấp Văn Hiên 1", "ấp Văn Hiên 2", "ấp Chà Lon", "ấp Tranh 3"),
}
