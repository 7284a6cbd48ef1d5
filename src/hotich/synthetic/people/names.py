"""Names as people of the town have them: by group, sex and decade.

Surname shares follow the published shares of the Kinh majority (Nguyễn 38 %, Trần 11 %, Lê 9.5 % …). Xtiêng families
have no common surname: sons are Điểu, daughters Thị, so parents and children legitimately differ.
"""

from collections.abc import Sequence
from random import Random
from typing import Final

MALE: Final = "1"


def _w(text: str) -> tuple[str, ...]:
    """`Nguyễn*38 Trần*11` as a flat tuple, so that a draw is one multiplication."""
    out: list[str] = []
    for item in text.split():
        name, _, times = item.partition("*")
        out.extend([name.replace("_", " ")] * int(times or 1))
    return tuple(out)


SURNAMES: dict[str, tuple[str, ...]] = {
    "kinh": _w(
        "Nguyễn*76 Trần*22 Lê*19 Phạm*14 Hoàng*6 Huỳnh*5 Phan*9 Vũ*5 Võ*5 Đặng*4 Bùi*4 Đỗ*3 Hồ*3 Ngô*3 Dương*2 "
        "Lý Đinh*2 Trương*3 Mai*2 Cao*2 Lương Hà*1 Tạ Đoàn*2 Trịnh*2 Châu Lâm Tô Đào Thái"
    ),
    "khmer": _w("Danh*5 Kim*5 Thạch*6 Sơn*5 Lâm*4 Kiên*3 Châu*2"),
    "tay": _w("Nông*7 Hoàng*6 Lương*3 Vi*3 Bế*3 Long*2 Triệu*2 Lục*2 Mã Đàm*2 Hà"),
    "nung": _w("Nông*5 Hoàng*5 Lương*3 Vi*4 Lục*3 Long*2 Lý*2 Chu*2 Hứa*2 Lăng"),
    "hoa": _w("Trần*4 Lâm*4 Huỳnh*2 Châu*2 Vòng*2 Phùn*2 Sú Lầm*2 Quách Lý*3 Trương*2 Tăng"),
}

_MALE_OLD = _w(
    "Hùng*3 Minh*3 Thành*3 Sơn*2 Dũng*2 Bình*2 Hải*2 Long*2 Tâm*2 Tài*2 Phước*2 Lộc*2 Thọ*2 Bảy Tám Sáu Năm Ba "
    "Hai Tư Út Mười Đức*2 Quang Chánh Nghĩa Trí Thảo Hòa*2 Thuận An Hiền Xuân Cường Vinh Lâm Đạt Ngọc Mẫn Cẩn Khoa Liêm "
    "Đông Tấn Quý Lợi Phát Đại Cảnh Chiến Thắng Hoan Sanh Kiệm Tròn Được"
)
_MALE_70 = _w(
    "Hùng*5 Dũng*5 Tuấn*5 Cường*4 Thắng*3 Minh*3 Hải*3 Sơn*3 Bình*3 Thành*3 Long*2 Hòa*2 Đức*2 Quang*2 Trung*2 Chiến*2 "
    "Nam*2 Tâm*2 Phong*2 Vinh*2 Hà Lâm Quyết Tiến*2 Lợi Phúc Phương Toàn Tùng*2 Việt Thống Nhất Hưng*2 Trường Hoàng Khánh"
)
_MALE_90 = _w(
    "Tuấn*5 Hùng*2 Dũng*2 Cường*3 Nam*3 Hoàng*4 Huy*4 Long*3 Đạt*3 Đức*3 Tùng*3 Hiếu*4 Thắng*2 Quân*2 Trung*3 Phương "
    "Duy*3 Tân Linh Khánh Sơn*2 Tài*2 Vũ*2 Phúc*2 Quốc Toàn Vương Thịnh Lộc Luân Kiên Khoa Nhật Trọng Nghĩa Tú Thái"
)
_MALE_2000 = _w(
    "Huy*5 Khang*4 Bảo*4 Minh*4 Phúc*4 Anh*4 Khoa*3 Phát*3 Đạt*3 Khôi*3 Long*2 Nam*2 Duy*2 Hưng*2 Thịnh*3 Quân*3 "
    "Nhật Nguyên*2 Kiệt*3 Tiến Thiện Vinh*2 Lâm Hải Đăng*2 Tuấn Trí Tín Quý Khánh"
)
_MALE_2010 = _w(
    "Huy*3 Khang*5 Bảo*5 Minh*4 Phúc*4 An*4 Khôi*5 Đăng*4 Khoa*3 Phát*3 Nguyên*3 Quân*3 Kiệt*2 Thiên*2 Lâm*2 Nam*2 "
    "Long*2 Hưng*2 Vinh Tâm Bin Tuệ Duy Việt Phong*2"
)
_FEMALE_OLD = _w(
    "Lan*3 Hoa*4 Sáu Bảy Năm Ba Tư Út Chín Mai*2 Cúc*3 Đào*2 Hồng*3 Liên*2 Sen*2 Nga Tuyết*2 Bé*2 Gái Nhỏ Thơm*2 Lài "
    "Hường*2 Nữ Mận*2 Lựu Huệ*3 Lành Phượng Nguyệt*2 Hoàng Xuân*2 Thu*2 Bông Cam Điệp Hiền Tám Mười Kiều Thảo Dung Loan*2"
)
_FEMALE_70 = _w(
    "Hương*4 Lan*4 Hoa*4 Thu*3 Hồng*4 Hà*3 Nga*3 Thủy*4 Hằng*3 Bình*2 Mai*3 Liên*3 Tuyết*2 Loan*2 Phượng*3 Yến*2 Hạnh*3 "
    "Dung*3 Thanh*2 Oanh*2 Nguyệt Thoa Xuân*2 Hiền*3 Hòa*2 Phương*2 Huệ*2 Tâm Vân*2 Kim Thúy*2 Thắm Lý Nhung*2"
)
_FEMALE_90 = _w(
    "Hương*4 Trang*5 Linh*5 Thảo*4 Phương*4 Hằng*3 Hà*3 Ngọc*4 Thúy*3 Huyền*3 Nga*2 Yến*3 Mai*2 Nhung*3 Anh*3 Hiền*3 "
    "Loan*2 Oanh*2 Dung*2 Trinh*2 My*2 Vy*2 Duyên*3 Tuyền*2 Trâm*2 Thủy*2 Nhi*2 Quỳnh*2 Thư Diễm*2 Ly Kiều Hòa"
)
_FEMALE_2000 = _w(
    "Linh*4 Trang*3 Nhi*5 Vy*5 Như*4 My*4 Thư*4 Ngân*4 Anh*4 Trâm*3 Uyên*3 Quỳnh*3 Thảo*2 Tiên*3 Ngọc*3 Hân*3 Châu*2 "
    "Phương*2 Trinh*2 Duyên*2 Yến*2 Trúc*2 Tuyền Giang*2 Thy Mỹ Khanh"
)
_FEMALE_2010 = _w(
    "Hân*5 Nhi*5 Vy*5 An*4 Ngân*4 Thư*4 My*3 Chi*3 Anh*4 Châu*3 Trâm*3 Ngọc*3 Khuê Linh*2 Như*3 Quyên Uyên*2 Thảo*2 "
    "Tiên*2 Vân Diệp*2 Khánh Yến Thy*2 Khanh*2"
)
GIVEN: dict[str, tuple[tuple[int, tuple[str, ...]], ...]] = {
    "1": ((1960, _MALE_OLD), (1981, _MALE_70), (1998, _MALE_90), (2010, _MALE_2000), (9999, _MALE_2010)),
    "2": (
        (1960, _FEMALE_OLD),
        (1981, _FEMALE_70),
        (1998, _FEMALE_90),
        (2010, _FEMALE_2000),
        (9999, _FEMALE_2010),
    ),
}

_MIDDLE_MALE_OLD = _w(
    "Văn*62 Đức*4 Hữu*4 Công*3 Đình*4 Ngọc*3 Minh*3 Xuân*2 Thanh*2 Quang*2 Trọng Bá*2 Viết*2 Sỹ Thế"
)
_MIDDLE_MALE_90 = _w(
    "Văn*34 Đức*6 Hữu*4 Công*4 Đình*4 Ngọc*5 Minh*6 Xuân*3 Thanh*5 Quang*4 Trọng*3 Quốc*5 Anh*3 Hoàng*4 Tuấn*3 Duy*3 Thế*2"
)
_MIDDLE_MALE_2010 = _w(
    "Văn*7 Đức*5 Minh*9 Gia*9 Hoàng*7 Quốc*5 Anh*5 Thanh*3 Duy*4 Nhật*4 Tuấn*4 Ngọc*3 Hữu*3 Bảo*5 Thiên*3 Đăng*3 "
    "Hoàng_Gia Ngọc_Gia Phúc_Gia Trần_Minh Lê_Minh Hoàng_Anh*2"
)
_MIDDLE_FEMALE_OLD = _w("Thị*93 Ngọc*2 Kim*2 Thanh Hồng Tuyết")
_MIDDLE_FEMALE_90 = _w(
    "Thị*62 Ngọc*4 Kim*3 Thanh*4 Hồng*2 Mỹ*3 Thúy*2 Thị_Ngọc*3 Thị_Thu*3 Thị_Kim*2 Thị_Hồng*2 Thị_Thanh*2 Thị_Mỹ*2 Diễm*2"
)
_MIDDLE_FEMALE_2010 = _w(
    "Thị*13 Ngọc*10 Bảo*6 Gia*6 Thanh*4 Kim*3 Mỹ*3 Quỳnh*4 Phương*4 Khánh*5 Minh*4 Thảo*4 Yến*3 Tường*2 Hoàng*3 "
    "Thị_Ngọc*3 Thị_Thanh*2 Ngọc_Bảo*3 Hoàng_Bảo*2 Ngọc_Gia*2 Hà Ánh*2 Anh*2"
)
MIDDLE: dict[str, tuple[tuple[int, tuple[str, ...]], ...]] = {
    "1": ((1982, _MIDDLE_MALE_OLD), (2003, _MIDDLE_MALE_90), (9999, _MIDDLE_MALE_2010)),
    "2": ((1982, _MIDDLE_FEMALE_OLD), (2003, _MIDDLE_FEMALE_90), (9999, _MIDDLE_FEMALE_2010)),
}

XTIENG_MALE = _w(
    "Long Srốt Đố Krứt Mốt Bách Xuân Nhơn Hơn Lâm Rôi Sa Đen Tiến Ngọc Bé Vinh Phước Minh_Tuấn Hùng Kim Dũng Bơn "
    "Krá Ton Drai Nghích Thu Nheo Vốt Hích Lên Bum Brân Điếc Hoàng Khánh Thắng Gôn Quyền Xia Rê"
)
XTIENG_FEMALE = _w(
    "Brới Hồng Nhăn Lan Xuôi Ngroi Sênh Bớt Mai Rế Đêm Xưng Bréc Hương Gái Nhương Thanh Xơn Loi Beo Ngọc Hiếu Kiều Lý "
    "Diễm Mỹ_Linh Thảo Bé Krép Nia Đôi Châm Bơ Rơi Út Ren Khuyến Xơ Grêt Lon"
)
KHMER_MALE = _w(
    "Sa_Rươn Thươl Sa_Mát Phết Sóc_Khum Hoàng_Minh Chanh_Đa Rinh Sô_Phia Văn_Hiền Đa Rít Pho_La Ươl Xà_Rinh Keo Sang Tha"
)
KHMER_FEMALE = _w(
    "Thị_Sa_Rinh Thị_Sóc_Kha Thị_Phô_La Thị_Hiên Thị_Dal Thị_Sa_Rane Thị_Chanh_Thu Thị_Mỹ_Duyên Thị_Lươn Thị_Rịa Thị_Pha_Ly"
)
NEANG = _w("Sóc_Kha Kim_Thương Sa_Vy Phia Chanh Rinh Sa_Mây Sâm_Nang")
FOREIGN_FATHERS: tuple[tuple[str, str], ...] = (
    ("Chen Wei Ming", "Trung Quốc (Đài Loan)"),
    ("Lin Chih Hao", "Trung Quốc (Đài Loan)"),
    ("Huang Chun Hung", "Trung Quốc (Đài Loan)"),
    ("Wu Jian Zhong", "Trung Quốc (Đài Loan)"),
    ("Kim Sung Ho", "Hàn Quốc"),
    ("Park Jae Won", "Hàn Quốc"),
    ("Lee Dong Hyun", "Hàn Quốc"),
    ("Choi Min Seok", "Hàn Quốc"),
    ("Sok Vanna", "Căm-pu-chia"),
    ("Jason Wojcik", "Hoa Kỳ"),
)

ETHNICITY: dict[str, str] = {
    "kinh": "Kinh",
    "xtieng": "Xtiêng",
    "khmer": "Khơ-me",
    "tay": "Tày",
    "nung": "Nùng",
    "hoa": "Hoa",
}


def pick(rng: Random, pool: Sequence[str]) -> str:
    """One of `pool`; about twice as fast as `Random.choice`."""
    return pool[int(rng.random() * len(pool))]


def surname_for(rng: Random, group: str, sex: str) -> str:
    """A surname for somebody whose father is not in the town."""
    if group == "xtieng":
        return "Điểu" if sex == MALE else "Thị"
    if group == "khmer" and sex != MALE and rng.random() < 0.3:
        return "Néang"
    return pick(rng, SURNAMES[group])


def _of_year(table: tuple[tuple[int, tuple[str, ...]], ...], year: int) -> tuple[str, ...]:
    for until, pool in table:
        if year < until:
            return pool
    return table[-1][1]


def full_name(rng: Random, *, group: str, sex: str, year: int, surname: str) -> str:
    """A full name of somebody of `group` born in `year`, with this surname."""
    if group == "xtieng":
        if sex == MALE:
            return f"Điểu {pick(rng, XTIENG_MALE)}"
        return f"Thị {pick(rng, XTIENG_FEMALE)}"
    if group == "khmer" and rng.random() < 0.75:
        if sex == MALE:
            return f"{surname} {pick(rng, KHMER_MALE)}"
        return f"{surname} {pick(rng, NEANG if surname == 'Néang' else KHMER_FEMALE)}"
    given = pick(rng, _of_year(GIVEN[sex], year))
    if rng.random() < 0.012:
        return f"{surname} {given}"
    middle = pick(rng, _of_year(MIDDLE[sex], year))
    if middle.endswith(given):
        middle = "Thị" if sex != MALE else "Văn"
    return f"{surname} {middle} {given}"
