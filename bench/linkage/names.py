"""Names of a whole country: surnames by people, given and middle names by sex and era, wider than the town's of ``hotich.synthetic``.

Shares of Kinh surnames follow the published ones (Nguyễn 38.4 %, Trần 11 %, Lê 9.5 %, Phạm 7 % …).
"""

from __future__ import annotations

from functools import cache

import numpy as np

from hotich.synthetic.people import names as town

ERAS = (1975, 1995, 9999)
"""Births before the year belong to the era."""

PEOPLES: dict[str, tuple[str, float]] = {
    "kinh": ("Kinh", 0.855),
    "tay": ("Tày", 0.019),
    "thai": ("Thái", 0.018),
    "muong": ("Mường", 0.015),
    "khmer": ("Khơ-me", 0.017),
    "hmong": ("Mông", 0.014),
    "nung": ("Nùng", 0.012),
    "dao": ("Dao", 0.010),
    "hoa": ("Hoa", 0.012),
    "gia_rai": ("Gia-rai", 0.008),
    "e_de": ("Ê-đê", 0.007),
    "cham": ("Chăm", 0.005),
    "xtieng": ("Xtiêng", 0.005),
    "mnong": ("Mnông", 0.003),
}

_KINH = (
    "Nguyễn:384 Trần:110 Lê:95 Phạm:70 Hoàng:38 Huỳnh:25 Phan:45 Vũ:22 Võ:20 Đặng:21 Bùi:20 Đỗ:14 Hồ:13 Ngô:13 Dương:10 Lý:5 Đinh:9 Trương:11 Mai:5 Cao:5 "
    "Lương:5 Hà:5 Tạ:3 Đoàn:6 Trịnh:6 Châu:2 Lâm:3 Tô:3 Đào:6 Thái:3 Chu:3 Kiều:2 Quách:1 La:1 Lưu:3 Tăng:1 Phùng:3 Vương:2 Từ:1 Hứa:1 Doãn:1 Nghiêm:1 Khúc:1 "
    "Bạch:1 Ninh:1 Văn:1 Thân:1 Triệu:1 Đàm:2 Giang:1 Lại:1 Trà:1 Tống:1 Mạc:1 Cù:1 Âu:1 Diệp:1 Ông:1 Thiều:1 Viên:1 Khổng:1 Nhâm:1 Chử:1 Phí:1 Thạch:1 Quản:1"
)
_OTHERS = {
    "tay": "Nông:7 Hoàng:6 Lương:3 Vi:3 Bế:3 Long:2 Triệu:2 Lục:2 Mã:2 Đàm:2 Hà:2 Ma:2 Nguyễn:4 Dương:2",
    "thai": "Lò:10 Cà:3 Quàng:4 Lường:4 Tòng:3 Vì:2 Cầm:2 Hà:3 Lô:2 Vi:4 Kha:1 Lộc:1 Ngân:1 Sầm:1 Đèo:1",
    "muong": "Bùi:12 Đinh:5 Quách:4 Hà:3 Nguyễn:5 Phạm:2 Trương:3 Cao:2 Hoàng:1",
    "khmer": "Danh:5 Kim:5 Thạch:6 Sơn:5 Lâm:4 Kiên:3 Châu:2 Trần:2 Lý:2",
    "hmong": "Giàng:6 Vàng:5 Thào:4 Sùng:4 Mùa:3 Hạng:3 Lầu:3 Lý:4 Vừ:3 Cứ:2 Má:1 Ly:2 Hầu:1 Chang:1 Tráng:1 Cư:1",
    "nung": "Nông:5 Hoàng:5 Lương:3 Vi:4 Lục:3 Long:2 Lý:2 Chu:2 Hứa:2 Lăng:1 Lâm:2 Phùng:1",
    "dao": "Triệu:6 Bàn:5 Đặng:5 Lý:4 Phùng:3 Chảo:2 Tẩn:3 Phàn:2 Hoàng:1 Lò:1",
    "hoa": "Trần:4 Lâm:4 Huỳnh:2 Châu:2 Vòng:2 Phùn:2 Sú:1 Lầm:2 Quách:1 Lý:3 Trương:2 Tăng:1 Lưu:1 Mã:1 Hồng:1",
    "cham": "Đàng:3 Bá:3 Thông:2 Hán:2 Quảng:2 Lưu:2 Châu:2 Thạch:1 Báo:1 Đổng:1 Não:1 Mohamach:1",
    "gia_rai": "Rơ_Châm:5 Siu:5 Ksor:5 Kpă:4 Rmah:4 Nay:3 Rah_Lan:3 Puih:2 Rơ_Lan:2 Kpuih:2",
    "e_de": "Niê:5 Ayŭn:2 Mlô:3 Kbuôr:2 Byă:3 Êban:2 Hđơk:1 Ktul:1 Knul:1 Niê_Kdăm:2",
    "xtieng": "Điểu:1",
    "mnong": "Điểu:3 Triết:1",
}
_HIGHLAND_MEN = "Bliêm Thuyên Djuang Nghĩa Khoan Wen Kim Suôt Tlung Bhem Ngok Đương Krông Lak Blô Wôn Siêm Duin Phôn Thoan Bhơn Yôn Ksơr Wăn Mõ Nuih Trơn"
_HIGHLAND_WOMEN = "Brới Phik Lan Hoa Bliă Ngơi Nguôm Điệp Mrang Juin Wen Blưn Nga Yâo Suin Bluên Hriu Djan Ruel Phương Thảo Lina Rim Uyên Bhok Ner Dim Kiều"
_HMONG_MEN = "Páo Sính Chứ Dế Sử Của Lử Dơ Tủa Chu Phừ Súa Pó Nủ Vang Tống Sìn Dình Lềnh Chống Giống Dia Sùng Thắng Anh_Tuấn Mạnh_Hùng"
_HMONG_WOMEN = "Mỷ Dợ Mai Chía Pà Sua Xây Dính Máy Nhè Ly Chư Ca Xua Dí Sai Súa Hoa Ghênh Dở Lan Chở Sáo"
_MORE = {
    "1": (
        "Ba Tư Sáu Bảy Tám Chín Thìn Tý Dần Mão Tỵ Ngọ Mùi Thân Dậu Tuất Hợi Sửu Khải Khoát Khiêm Luận Lực Mạnh Nhân Ninh Oánh Phiên Phú Quyền Rạng Sự Thế Thiết Thông Thụ Thuyên Trác Triều Tuyên Uy Viết Vượng Xuyên Yên",
        "Anh Bách Biên Chung Chương Công Diệm Du Dương Giang Giáp Hạnh Hậu Hiển Hoạt Hội Huấn Kha Khiêm Kỳ Luật Lương Lượng Mạnh Năng Ngà Nguyện Ninh Pháp Quỳnh Sáng Thạch Thao Thức Thường Trực Tuyến Ước Văn Việt Xô",
        "An Ân Bách Bằng Cao Chí Dương Duẩn Giang Hào Hậu Hiển Khải Khiêm Kỳ Lân Lượng Mẫn Ngọc Nhân Phi Phước Quang Sang Tấn Thuận Toại Triết Trường Tường Vĩ Viễn Xuân Ý",
    ),
    "2": (
        "Ất Bích Cẩm Chiên Chung Dần Dậu Diễn Gấm Hảo Hợi Hợp Khuyên Lịch Luyến Lụa Ly Mão Miền Mùi Mỵ Nết Ngà Ngát Nhàn Nhạn Nhâm Nhị Ninh Phấn Quế Quyên Quỳ Rạng Son Tẻo Thắm Thêu Thìn Tí Tỵ Tươi Tý Vinh Xoan Yên",
        "Ánh Bích Cúc Diễm Diệu Gấm Giang Hảo Hậu Hiên Hoài Khánh Khuyên Lệ Lịch Linh Lý Minh Mận Ngà Ngân Ngọc Nhàn Ninh Phúc Quế Quyên Quỳnh Sâm Tâm Thêu Thơm Tình Tuyến Tươi Uyên Vân Xuyến Yên",
        "Ái Ánh Bình Cẩm Chi Dương Đan Giang Hạ Hạnh Hiếu Hồng Huệ Khánh Lam Lan Liên Loan Mẫn Mây Mẫn Nguyên Nguyệt Oanh Phượng Quyên Sương Thanh Thùy Thúy Thủy Tường Vân Xuân Ý",
    ),
}


def _pool(text: str) -> tuple[np.ndarray, np.ndarray]:
    words, weights = [], []
    for item in text.split():
        word, _, weight = item.partition(":")
        words.append(word.replace("_", " "))
        weights.append(float(weight or 1))
    total = np.array(weights)
    return np.array(words, dtype=object), total / total.sum()


def _counted(words: tuple[str, ...], more: tuple[str, ...] = ()) -> tuple[np.ndarray, np.ndarray]:
    counts: dict[str, float] = {}
    for word in words:
        counts[word] = counts.get(word, 0.0) + 1.0
    for word in more:
        counts[word] = counts.get(word, 0.0) + 0.6
    total = np.array(list(counts.values()))
    return np.array(list(counts), dtype=object), total / total.sum()


@cache
def surnames(people: str) -> tuple[np.ndarray, np.ndarray]:
    """Surnames of a people and their shares."""
    return _pool(_KINH if people == "kinh" else _OTHERS[people])


@cache
def given_names(people: str, sex: str, era: int) -> tuple[np.ndarray, np.ndarray]:
    """Given names (with a prefix where the people has one) and their shares."""
    if people in ("gia_rai", "e_de", "mnong") and era < 2:
        words = (_HIGHLAND_MEN if sex == "1" else _HIGHLAND_WOMEN).split()
        prefix = "Y " if sex == "1" else "H'"
        return _counted(tuple(prefix + word for word in words))
    if people == "hmong":
        return _counted(
            tuple(w.replace("_", " ") for w in (_HMONG_MEN if sex == "1" else _HMONG_WOMEN).split())
        )
    if people == "xtieng":
        return _counted(
            tuple(w.replace("_", " ") for w in (town.XTIENG_MALE if sex == "1" else town.XTIENG_FEMALE))
        )
    if people == "khmer" and era < 2:
        words = town.KHMER_MALE if sex == "1" else tuple(w.removeprefix("Thị ") for w in town.KHMER_FEMALE)
        return _counted(tuple(w.replace("_", " ") for w in words))
    table = town.GIVEN[sex]
    pools = {0: (0, 1), 1: (2,), 2: (3, 4)}[era]
    return _counted(tuple(w for i in pools for w in table[i][1]), tuple(_MORE[sex][era].split()))


@cache
def middle_names(sex: str, era: int) -> tuple[np.ndarray, np.ndarray]:
    """Middle names of one or two words and their shares; Thị and Văn are drawn apart, by year."""
    words = [w for w in town.MIDDLE[sex][era][1] if not w.startswith(("Thị", "Văn"))]
    extra = "Tiến Mạnh Trung Việt Phi Hải Nhật Trí Chí Phú Đăng Khắc Sĩ Duy Bá Trọng Mậu Hồng Huy Tấn"
    if sex == "2":
        extra = "Diệu Cẩm Lệ Bích Ánh Tuyết Mai Lan Hoài Thùy Thu Như Huyền Nguyệt Trúc Tú Tâm Hải Linh Cát Nhã Uyên"
    return _counted(tuple(words), tuple(extra.split()) * 2)


def thi_share(year: int) -> float:
    """Share of women with the middle name Thị: 92 % of those born by 1950, 18 % of those born in 2020."""
    return float(np.clip(0.92 - (year - 1950) * (0.74 / 70), 0.18, 0.92))


def van_share(year: int) -> float:
    """Share of men with the middle name Văn: 55 % by 1950, 5 % in 2020."""
    return float(np.clip(0.55 - (year - 1950) * (0.50 / 70), 0.05, 0.55))


def syllables() -> list[str]:
    """All words of all pools, the commoner first: what the normaliser's vocabulary is made from."""
    weights: dict[str, float] = {"Thị": 30.0, "Văn": 20.0}

    def add(pool: tuple[np.ndarray, np.ndarray], share: float) -> None:
        for text, weight in zip(*pool, strict=True):
            for word in str(text).split():
                weights[word] = weights.get(word, 0.0) + float(weight) * share

    for people, (_, share) in PEOPLES.items():
        add(surnames(people), 100 * share)
        for sex in "12":
            for era in range(3):
                add(given_names(people, sex, era), 25 * share)
                add(middle_names(sex, era), 25 * share)
    for words in (town._FEMALE_2000, town._MALE_2000):
        add(_counted(words), 0.1)
    return sorted(weights, key=lambda word: (-weights[word], word))
