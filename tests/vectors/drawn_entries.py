"""What the vectors of predicates and of judging are drawn from: values as clerks write them, and whole entries of any form."""

from __future__ import annotations

import random
from typing import Any

from hotich.core.forms.context import Context
from hotich.core.forms.judging import judge, missing_required, visible_fields
from hotich.core.forms.model import Edition

NAMES = [
    "Nguyễn Văn An", "NGUYỄN THỊ HOÀ", "Nguyễn Thị Hòa", "nguyễn thị hòa", "Trần Thị Bích Ngọc", "Điểu Long", "Điểu Thị Mai", "Thị Brới", "Thị Văn Sa", "H'Brới Ayŭn",
    "Y Bliêm Niê", "Hoa", "Bé Gái", "Ng. T. Hoa", "Lê Thành Thị", "nt", "Néang Sa", "Văn Thị Lựu", "  ", "Tr@n Thị", "Maria Nguyễn Thị Thu",
]  # fmt: skip
DATES = [
    "02/03/2006", "05/03/2006", "05/05/2006", "04/05/2006", "03/2006", "2006", "2005", "~2006", "1/3/2006l", "31/02/2006", "32/01/2006", "5/5/5005", "200?", "?2/03/2006", "????",
    "19/11/1999", "1999", "11/1999", "1994", "1996", "1988", "1930", "15/04/2019", "01/04/2019", "04/2019", "30/06/2025", "01/07/2025", "2025", "nt", "〃", "30 tuổi", "không rõ",
    "29/02/2004", "28/02/2016", "01/03/1994", "28/02/1994", "31/03/2006", "01/04/2006",
]  # fmt: skip
WORDS = [
    "ngày hai tháng ba năm hai nghìn không trăm linh sáu",
    "ngày ba tháng hai năm hai nghìn linh sáu",
    "năm hai ngàn lẻ sáu",
    "không rõ",
    "mồng hai tháng ba năm 2006",
]
NUMBERS = [
    "1",
    "01",
    "12",
    "12a",
    "12A",
    "12/2006",
    "12/2005",
    "13",
    "13/2006",
    "12-QH",
    "12/",
    "12.",
    "12/QH",
    "số 12",
    "12/06",
    "",
    "1/2007",
    "0012",
    "12 - 2006",
    "12/QH2006",
]
PERSONAL = [
    "070206123456",
    "070306123456",
    "070205123456",
    "075206000001",
    "70206123456",
    "285123456",
    "070 206 123 456",
    "B1234567",
    "070088000001",
    "12",
]
PLACES = [", ,", "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé", ",,,", "-", "ấp 5", "12"]
CODES = {
    "child.sex": ["Nam", "nữ", "1", "3", "Trai", "NỮ", "9"],
    "registration.type": ["Đúng hạn", "đúng hạn", "1", "Quá hạn", "4", "9", "3"],
    "child.parentage": ["1", "5", "Trẻ bị bỏ rơi", "Trẻ chưa xác định được cha", "khác"],
    "child.ethnicity": ["Kinh", "Xtiêng", "S'tiêng", "M'Nông", "Mnông", "Kihn", "nt"],
    "child.nationality": ["Việt Nam", "Viêt Nam", "Mỹ"],
    "declarant.signed": ["Có chữ ký", "Không có chữ ký", "Không", "Điểm chỉ"],
    "child.missing.status": ["1", "Hủy tuyên bố", "Huỷ tuyên bố"],
}
PAPERS = ["CMND", "CCCD", "Thẻ căn cước", "Sổ hộ khẩu", "Hộ chiếu", "4", "giấy lạ", ""]
ACTS = [
    "1985",
    "31/12/2015",
    "01/01/2016",
    "2016",
    "06/2024",
    "01/07/2024",
    "2024",
    "02/03/2025",
    "~2024",
    "nt",
]
CONTEXTS: list[dict[str, Any]] = [
    {},
    {"book_opened": "2006", "scope_until": "2019-04-01", "today": "2026-01-15", "province_codes": ["070", "075"]},
    {"book_opened": "1998", "book_closed": "1999-12-31", "province_codes": ["070"]},
    {"book_opened": "2020", "neighbours": [{"registration.date": "02/03/2020", "child.birth_date": "2020"}]},
    {
        "book_opened": "1999",
        "previous": {"registration.number": "11", "registration.date": "01/03/2006"},
        "neighbours": [{"registration.date": "11/1999", "child.birth_date": "1999"}, {"registration.date": "?"}],
        "numbers": [{"number": "12", "year": 2006}, {"number": "13/2005", "year": None}, {"number": "12a", "year": None}, {"number": "x", "year": 2006}],
    },
    {"previous": {"registration.number": "25", "registration.date": "2005"}, "neighbours": [{"registration.date": "1985"}, {"registration.date": "02/03/1986"}]},
    {"previous": {"registration.number": "1/2006"}, "numbers": [{"number": "1", "year": 2006}]},
]  # fmt: skip
REASONS = ["blank_in_book", "illegible", "struck_out", "not_in_edition"]


def value(text: str | None = None, reason: str | None = None) -> dict[str, Any]:
    return {"v": text, "m": reason}


def entry(draw: random.Random) -> dict[str, Any]:
    """An entry of values that may or may not fit each other."""
    fields: dict[str, Any] = {}
    for role in ("child", "mother", "father"):
        fields[f"{role}.full_name"] = value(draw.choice(NAMES))
        fields[f"{role}.birth_date"] = value(draw.choice(DATES))
        fields[f"{role}.ethnicity"] = value(draw.choice(CODES["child.ethnicity"]))
        fields[f"{role}.nationality"] = value(draw.choice(CODES["child.nationality"]))
        if draw.random() < 0.4:
            fields[f"{role}.personal_id"] = value(draw.choice(PERSONAL))
    for field_id in (
        "child.sex",
        "registration.type",
        "child.parentage",
        "declarant.signed",
        "child.missing.status",
    ):
        fields[field_id] = value(draw.choice(CODES[field_id]))
    fields["registration.number"] = value(draw.choice(NUMBERS))
    fields["registration.date"] = value(draw.choice(DATES))
    fields["registration.place"] = value(draw.choice(PLACES))
    fields["child.birth_place"] = value(draw.choice(PLACES))
    fields["child.birth_date_words"] = value(draw.choice(WORDS))
    fields["notes"] = value(draw.choice([None, "Cải chính năm sinh"]))
    for field_id in draw.sample(sorted(fields), draw.randint(0, 8)):
        fields[field_id] = value(None, draw.choice([None, *REASONS]))
    for field_id in draw.sample(sorted(fields), draw.randint(0, 3)):
        del fields[field_id]
    return fields


BY_TYPE: dict[str, list[Any]] = {
    "name": NAMES,
    "partial_date": DATES,
    "place": PLACES,
    "ethnic_group": ["Kinh", "S'tiêng", "Kihn", None],
    "country": ["Việt Nam", "Viêt Nam", "Lào", None],
    "personal_number": ["070206123456", "070306123456", "12345", None],
}


def any_entry(draw: random.Random, form: Edition) -> dict[str, Any]:
    """Something in most columns of a form of any kind: what fits their type, what does not, or why there is nothing."""
    fields = {}
    for each in form.all_fields():
        if draw.random() < 0.4:
            continue
        if each.type == "code":
            assert each.codes is not None
            texts: list[Any] = [row.label for row in form.code_lists[each.codes].rows] + ["9", "không rõ chữ"]
        else:
            texts = BY_TYPE.get(each.type, ["12", "Chép như sổ", "nt", None])
        fields[each.id] = (
            value(None, draw.choice(REASONS)) if draw.random() < 0.1 else value(draw.choice(texts))
        )
    return fields


VARIANTS: list[dict[str, Any]] = [
    {},
    {"off": ["book.page", "registration.number", "child.birth_place"]},
    {"off": ["father.full_name"], "extra": [{"id": "extra.ho_khau", "label": "Số hộ khẩu"}]},
]

_BESIDE = {"id": "extra.ho_khau", "label": "Số hộ khẩu", "after": "child.full_name"}
PLACED: list[dict[str, Any]] = [
    {"extra": [_BESIDE, {"id": "extra.to_khai", "label": "Tờ khai số", "after": "extra.ho_khau"}]},
    {
        "extra": [
            {"id": "extra.stt", "label": "STT", "after": ""},
            {"id": "extra.con_thu", "label": "Con thứ"},
        ]
    },
    {"off": ["extra.ho_khau", "father.full_name"], "extra": [_BESIDE]},
]
"""Where an added column is printed, and one that is no longer asked for."""


def judged(form: Edition, fields: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    findings = judge(form, fields, context=Context.from_json(context))
    return {
        "findings": [
            {"code": each.code, "grade": each.grade, "fields": each.fields, "message": each.message}
            for each in findings
        ],
        "missing": missing_required(form, fields),
        "visible": visible_fields(form, fields),
    }
