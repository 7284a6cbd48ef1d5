"""Predicates and judgements: every word of the vocabulary over values that settle it and values that do not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from hotich.core.forms.context import Context
from hotich.core.forms.judging import judge, missing_required, visible_fields
from hotich.core.forms.model import Edition
from hotich.core.forms.numbers import read_number
from hotich.core.forms.predicates import evaluate
from hotich.core.forms.reading import Reading
from hotich.core.forms.variants import apply_variant
from hotich.core.forms.vocabulary import read_predicate
from hotich.core.registers.catalogue import edition, editions_of, kinds
from hotich.core.text import search_key

Case = tuple[str, list[Any], Any]

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


def truth(raw: dict[str, Any], fields: dict[str, Any], context: dict[str, Any]) -> Case:
    form = edition("KS/2016")
    known = {each.id for each in (*form.printed_fields(), *form.other_fields)}
    predicate = read_predicate(raw, file="vectors", where="case", known_fields=known)
    result = evaluate(predicate, Reading(form, fields, Context.from_json(context)))
    return "evaluate", [predicate.as_json(), fields, context], result


def predicate_cases() -> Iterator[Case]:
    for text in [
        None,
        "",
        " ",
        "An",
        "nt",
        '"',
        "- nt -",
        "Như trên",
        "NT",
        "12/",
        "12",
        ",",
        "é",
        "ABC",
        "An Bình",
        "An BÌNH",
    ]:
        for reason in (None, *REASONS):
            if text and reason:
                continue
            fields = {"child.full_name": value(text, reason)}
            for name in ("present", "absent", "explained", "has_text", "usual_case", "is_ditto"):
                yield truth({name: {"field": "child.full_name"}}, fields, {})
            yield truth({"ends_with": {"field": "child.full_name", "text": "/"}}, fields, {})
    for name in NAMES:
        for marker in ("Thị", "Văn"):
            yield truth(
                {"name_has_marker": {"field": "child.full_name", "marker": marker}},
                {"child.full_name": value(name)},
                {},
            )
        for other in NAMES[:5]:
            fields = {"father.full_name": value(name), "mother.full_name": value(other)}
            yield truth({"same_text": {"a": "father.full_name", "b": "mother.full_name"}}, fields, {})
        yield truth(
            {"equals": {"field": "child.full_name", "value": "nguyễn thị hòa"}},
            {"child.full_name": value(name)},
            {},
        )
    for paper in PAPERS:
        for act in ACTS:
            yield truth(
                {"code_in_force": {"field": "mother.id_document.type"}},
                {"mother.id_document.type": value(paper), "registration.date": value(act)},
                {},
            )
    for field_id, texts in CODES.items():
        for text in texts:
            fields = {field_id: value(text)}
            yield truth({"known_code": {"field": field_id}}, fields, {})
            yield truth(
                {
                    "one_of": {
                        "field": field_id,
                        "values": ["male", "on_time", "xtieng", "mnong", "unsigned", "abandoned", "revoked"],
                    }
                },
                fields,
                {},
            )
            yield truth({"not": {"of": {"equals": {"field": field_id, "value": "female"}}}}, fields, {})
    yield from date_cases()
    yield from number_cases()
    yield from logic_cases()
    yield from meaning_cases()


def date_cases() -> Iterator[Case]:
    draw = random.Random(1999)
    for a in DATES:
        for b in [*draw.sample(DATES[:16], 4), *draw.sample(DATES[16:], 2)]:
            fields = {"child.birth_date": value(a), "registration.date": value(b)}
            yield truth({"not_after": {"a": "child.birth_date", "b": "registration.date"}}, fields, {})
            yield truth(
                {"days_between_more_than": {"a": "child.birth_date", "b": "registration.date", "days": 60}},
                fields,
                {},
            )
            fields = {"mother.birth_date": value(a), "child.birth_date": value(b)}
            yield truth(
                {
                    "year_gap_at_least": {
                        "older": "mother.birth_date",
                        "younger": "child.birth_date",
                        "years": 12,
                    }
                },
                fields,
                {},
            )
            yield truth(
                {
                    "age_between": {
                        "birth": "mother.birth_date",
                        "at": "child.birth_date",
                        "min": 12,
                        "max": 58,
                    }
                },
                fields,
                {},
            )
        fields = {"registration.date": value(a)}
        for moment in ("2006", "2006-03", "2019-04-01"):
            yield truth({"not_before": {"a": "registration.date", "b": moment}}, fields, {})
        for words in WORDS[:2]:
            fields = {"child.birth_date": value(a), "child.birth_date_words": value(words)}
            yield truth(
                {"words_match_digits": {"words": "child.birth_date_words", "date": "child.birth_date"}},
                fields,
                {},
            )
    for context in CONTEXTS:
        for text in ("19/11/1999", "11/1999", "1999", "02/03/2006", "15/04/2019"):
            fields = {"registration.date": value(text), "mother.birth_date": value(text)}
            for moment in (
                "context.book_opened",
                "context.book_closed",
                "context.scope_until",
                "context.today",
            ):
                yield truth({"not_after": {"a": "registration.date", "b": moment}}, fields, context)
            for field_id, youngest, oldest in (
                ("registration.date", 0, 0),
                ("registration.date", 0, 1),
                ("mother.birth_date", 12, 80),
            ):
                yield truth(
                    {
                        "looks_like_sentinel": {
                            "field": field_id,
                            "date": "1999-11-19",
                            "youngest": youngest,
                            "oldest": oldest,
                        }
                    },
                    fields,
                    context,
                )


def number_cases() -> Iterator[Case]:
    for text in NUMBERS:
        yield "read_number", [text], read_number(text)
        for day in ("02/03/2006", "200?", ""):
            fields = {"registration.number": value(text or None), "registration.date": value(day or None)}
            args = {"field": "registration.number", "date": "registration.date"}
            yield truth({"number_year_fits": args}, fields, {})
            for context in CONTEXTS:
                yield truth({"in_sequence": args}, fields, context)
                yield truth({"not_repeated": args}, fields, context)
    for text in PERSONAL:
        for context in CONTEXTS[:3]:
            for sex, born in (
                ("Nam", "02/03/2006"),
                ("Nữ", "200?"),
                ("3", "~2006"),
                ("?", "1988"),
                (None, "31/12/2005"),
            ):
                fields = {
                    "child.personal_id": value(text),
                    "child.sex": value(sex),
                    "child.birth_date": value(born),
                }
                for part, against in (
                    ("sex", "child.sex"),
                    ("birth_year", "child.birth_date"),
                    ("province", "registration.place"),
                ):
                    yield truth(
                        {"number_fits": {"number": "child.personal_id", "part": part, "against": against}},
                        fields,
                        context,
                    )


def meaning_cases() -> Iterator[Case]:
    form = edition("KS/2016")
    for name, codes in form.code_lists.items():
        for row in codes.rows:
            for text in (
                row.label,
                row.label.upper(),
                search_key(row.label),
                *row.names,
                *row.numbers.values(),
                f"0{row.numbers.get(codes.figures, '')}",
            ):
                yield "read_meaning", [name, text], codes.read(text)
        for text in (
            "",
            " ",
            "Dân tộc Xtiêng",
            "Xtiêng (Xa-điêng)",
            "người Hoa",
            "(x)",
            "Tho",
            "Thổ",
            "Căm-pu-chia (Cambodian)",
            "nuoc Lao",
            "Nước Lào",
            "00",
            "Hoa kỳ",
        ):
            yield "read_meaning", [name, text], codes.read(text)


def logic_cases() -> Iterator[Case]:
    # True, False and unknown in every pair: Kleene's tables.
    fields = {"child.sex": value("Nam"), "notes": value(None, "illegible")}
    parts = [
        {"equals": {"field": "child.sex", "value": "male"}},
        {"equals": {"field": "child.sex", "value": "female"}},
        {"present": {"field": "notes"}},
    ]
    for a in parts:
        yield truth({"not": {"of": a}}, fields, {})
        for b in parts:
            yield truth({"all": {"of": [a, b]}}, fields, {})
            yield truth({"any": {"of": [a, b]}}, fields, {})


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


def cases() -> Iterator[Case]:
    yield from predicate_cases()
    draw = random.Random(1961)
    for form in editions_of("KS"):
        for variant in VARIANTS:
            book_form = apply_variant(form, variant)
            for turn in range(8):
                fields = entry(draw) if turn else {}
                context = draw.choice(CONTEXTS)
                yield "judge", [form.id, variant, fields, context], judged(book_form, fields, context)
    for kind in kinds()[1:]:
        for form in editions_of(kind):
            for _ in range(2):
                fields, context = any_entry(draw, form), draw.choice(CONTEXTS)
                yield "judge", [form.id, {}, fields, context], judged(form, fields, context)
    for form in editions_of("KS"):
        for variant in (*VARIANTS, *PLACED):
            book_form = apply_variant(form, variant)
            yield (
                "apply_variant",
                [form.id, variant],
                {
                    "groups": [[group.id, [each.id for each in group.fields]] for group in book_form.groups],
                    "known": [each.id for each in book_form.other_fields],
                },
            )
