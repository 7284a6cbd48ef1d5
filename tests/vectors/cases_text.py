"""Names: real spellings of every people of the area, by hand, and every rhyme of the language, drawn."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from typing import Any

from hotich.core.text import (
    comparison_key,
    compose,
    display_name,
    expansion_suggestions,
    is_unnamed,
    lacks_diacritics,
    name_findings,
    same_name,
    search_key,
    split_name,
    squeeze,
    suspected_encoding,
    unify_iy,
    unify_placement,
)

NAMES = [
    "Nguyễn Thị Hòa", "Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA", "nguyễn thị hoà", "  Nguyễn   Thị Hòa ", "Thúy Kiều", "Thuý Kiều",
    "Lê Thị Khỏe", "Lê Thị Khoẻ", "Trần Quý", "Trần Qúy", "Trần Quí", "Đỗ Văn Đức", "Ðỗ Văn Ðức", "Ɖỗ Văn Ɖức", "đỗ văn đức",
    "Lý Mỹ Kỳ", "Lí Mĩ Kì", "Vy", "Vi", "Huỳnh Thúy Vy", "Nguyễn Quỳnh Như", "Phạm Thị Mây", "Võ Thị Bảy", "Trương Uyên",
    "Phan Văn Giàu", "Phan Văn Gìau", "Gia Bảo", "Già Làng", "Gìa Làng", "Giữ", "Gĩư", "Giếng", "Gíêng", "Hoài Oanh", "Khuỷu", "Khủyu",
    "Điểu Long", "Thị Brới", "Điểu Krứ", "H'Brới", "H’BRỚI Niê", "h'brới", "K'Ho", "K’Brêu", "Y-Bliêm", "Y Bliêm Niê", "Y - Bliêm",
    "H'Lim Êban", "Ayŭn H'Mĭ", "Ksor Č", "Thạch Sơn", "Néang Sa", "Danh Kim Sang", "Kim Thị Sa Rươne", "Voòng A Sú", "Lầm Cỏng Nhì",
    "Moong Văn Cụt", "Lầu Bá Xồng", "Bế Văn Nông", "Tôn Nữ Thị Ninh", "Tôn Thất Tùng", "Công Tằng Tôn Nữ Ái", "Âu Dương Phong",
    "Maria Nguyễn Thị Hoa", "Giuse Trần Văn An", "Bé Gái", "chưa đặt tên", "Con trai", "An", "Thị Hoa", "McDonald", "DeVries John",
    "NGuyễn vĂn an", "Ng. Văn An", "Ng.V.An", "Ng~ Văn An", "Ng\u0303 Văn An", "NG̃ V. AN", "Ngx T. Lan", "Tr. Thị B", "Trần Th. Lan", "Ph. V. Út",
    "Hg Văn Hg", "Đ. Long", "V. Thị Sáu", "L. V. Tám", "H Brới", "K Brêu", "Y Moan", "Nguyễn V An", "T. T. T. Hoa", "Ng.", "",
    " ", "Nguyễn Văn 2", "Trần/Thị Lan", "Lê \"Tèo\"", "NguyÔn V¨n An", "Nguyeãn Vaên An", "Ñoã Vaên Ñöùc", "Nguye^~n Va(n An",
    "Nguyễn\u00a0Văn\u200bAn", "\ufeffTrần An", "Nguye\u0303\u0302n", "Nguyê\u0303n", "D\u0335ức", "José María", "François Lê", "Müller", "Trần\tAn\nBình",
    "Ma-đam Lê", "Rơ Châm H'Phik", "Vũ Văn Mã", "Lữ", "Ka Brêu", "NG.V.AN", "ñg", "Siu Blŏ", "Lò Văn Páo", "ÂU THỊ Ý", "ý nhi", "Yến", "YẾN", "Xoong", "Ủy", "Uỷ", "uống", "quốc", "quờ", "quyết",
]  # fmt: skip

PAIRS = [
    ("Nguyễn Văn An", "Nguyễn Văn An"), ("Nguyễn Văn An", "nguyễn  văn an"), ("Nguyễn Thị Hòa", "Nguyễn Thị Hoà"), ("Lý Mỹ", "Lí Mĩ"),
    ("Ng. Văn An", "Nguyễn Văn An"), ("Nguyễn Văn An", "Ng.V.An"), ("Ng̃ V. An", "Nguyễn Văn An"), ("Ngx T. Lan", "Nguyễn Thị Lan"),
    ("Ng. Văn An", "Ngx Văn An"), ("Hg Văn A", "Hoàng Văn A"), ("Đ. Long", "Điểu Long"), ("Đ. Long", "Dương Long"), ("Tr. An", "Trần An"),
    ("Trần An", "Trần Văn An"), ("Nguyễn Văn An", "Nguyễn Văn Ân"), ("Nguyen Van An", "Nguyễn Văn An"), ("H'Brới", "H’Brới"), ("Y-Bliêm", "Y - Bliêm"),
    ("H Brới", "Hoàng Brới"), ("", "An"), (None, "An"), ("An", None), (None, None), ("An", " An "), ("Vy", "Vi"), ("Thúy", "Thúi"), ("Quý", "Quí"),
    ("Hòa", "Hóa"), ("Võ Thị A", "Vũ Thị A"), ("V. Thị Mã", "Vũ Thị Mã"), ("Vũ A", "V. A"), ("Vũ", "Vu"), ("V. Thị A", "Vũ Thị A"), ("Nguye\u0302\u0303n", "Nguyễn"),
]  # fmt: skip

ONSETS = ["", "b", "h", "th", "ngh", "qu", "gi", "đ", "k", "tr", "l"]
RHYMES = [
    "a",
    "ai",
    "ao",
    "au",
    "ay",
    "am",
    "anh",
    "âu",
    "ây",
    "ăn",
    "e",
    "eo",
    "em",
    "ê",
    "êu",
    "i",
    "ia",
    "iu",
    "iên",
    "iêu",
    "o",
    "oa",
    "oai",
    "oay",
    "oan",
    "oe",
    "oeo",
    "oet",
    "oi",
    "ô",
    "ôi",
    "ông",
    "ơ",
    "ơi",
    "u",
    "ua",
    "ui",
    "uân",
    "uây",
    "uê",
    "uênh",
    "uôi",
    "uông",
    "uơ",
    "uy",
    "uya",
    "uych",
    "uyên",
    "uynh",
    "uyu",
    "ư",
    "ưa",
    "ưi",
    "ưu",
    "ươi",
    "ươn",
    "ươu",
    "y",
    "yên",
    "yêu",
]
TONES = ["\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]


def _syllables() -> Iterator[str]:
    """Every rhyme under several onsets, its tone put on each of its vowels in turn: right and wrong placements."""
    draw = random.Random(2023)
    for rhyme in RHYMES:
        for onset in draw.sample(ONSETS, 4):
            tone = draw.choice(TONES)
            written = onset + rhyme
            for at, letter in enumerate(written):
                if at >= len(onset) - (onset in ("qu", "gi")) and letter in "aăâeêioôơuưy":
                    yield unicodedata.normalize("NFC", written[: at + 1] + tone + written[at + 1 :])


def cases() -> Iterator[tuple[str, list[Any], Any]]:
    for name in NAMES:
        for form in (name, unicodedata.normalize("NFD", name)):
            yield "compose", [form], compose(form)
        for function in (
            squeeze,
            display_name,
            comparison_key,
            search_key,
            suspected_encoding,
            is_unnamed,
            lacks_diacritics,
        ):
            yield function.__name__, [name], function(name)
        yield "unify_iy", [comparison_key(name)], unify_iy(comparison_key(name))
        yield "expansion_suggestions", [name], expansion_suggestions(name)
        yield "split_name", [name, None], split_name(name)
        yield "name_findings", [name, "child.full_name"], name_findings(name, field="child.full_name")
    yield "split_name", ["Thị Hoa", "Kinh"], split_name("Thị Hoa", ethnicity="Kinh")
    yield "split_name", ["Thị Brới", "Xtiêng"], split_name("Thị Brới", ethnicity="Xtiêng")
    for a, b in PAIRS:
        yield "same_name", [a, b], same_name(a, b)
    for syllable in _syllables():
        yield "unify_placement", [syllable], unify_placement(syllable)
        yield "unify_iy", [comparison_key(syllable)], unify_iy(comparison_key(syllable))
