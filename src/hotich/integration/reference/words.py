"""Words for what a definition says in its own language: types, grades, conditions."""

from __future__ import annotations

from typing import Final

from hotich.core.forms.model import Edition, Predicate, SensitiveRule

TYPES: Final[dict[str, str]] = {
    "name": "họ tên",
    "text": "chữ",
    "long_text": "chữ, nhiều dòng",
    "partial_date": "ngày, tháng, năm (có thể thiếu)",
    "code": "danh mục",
    "ethnic_group": "danh mục",
    "country": "danh mục",
    "place": "địa danh",
    "personal_number": "số định danh cá nhân",
}
GRADES: Final[dict[str, str]] = {
    "hard": "phải sửa trước khi hoàn thành",
    "soft": "giữ được khi nêu lý do",
    "silent": "chỉ đếm, không hỏi",
}


def condition_words(predicate: Predicate, edition: Edition) -> str:
    """A condition as a reader says it: `“Loại đăng ký” là “Ghi chú kết hôn”`."""
    args = predicate.args
    match predicate.name:
        case "present":
            return f"“{edition.label(args['field'])}” có ghi"
        case "absent":
            return f"“{edition.label(args['field'])}” không ghi"
        case "equals":
            return f"“{edition.label(args['field'])}” là {_value(args['field'], args['value'], edition)}"
        case "one_of":
            listed = " hoặc ".join(_value(args["field"], value, edition) for value in args["values"])
            return f"“{edition.label(args['field'])}” là {listed}"
        case "not":
            return f"không phải ({condition_words(args['of'], edition)})"
        case "all":
            return " và ".join(condition_words(each, edition) for each in args["of"])
        case "any":
            return " hoặc ".join(condition_words(each, edition) for each in args["of"])
        case name:
            return name


def restriction_words(rule: SensitiveRule, edition: Edition) -> str:
    """When an entry is restricted, as a reader says it."""
    if rule.when is not None:
        return f"khi {condition_words(rule.when, edition)}"
    if rule.left_blank:
        columns = " hoặc ".join(f"“{edition.label_in_full(each)}”" for each in rule.left_blank)
        return f"khi sổ để trống {columns}"
    if rule.words:
        return f"khi phần ghi chú có chữ {', '.join(f'“{word}”' for word in rule.words)}"
    return "mọi trường hợp"


def _value(field_id: str, meaning: str, edition: Edition) -> str:
    known = edition.get(field_id)
    codes = edition.code_lists.get(known.codes) if known and known.codes else None
    row = codes.row(meaning) if codes else None
    return f"“{row.label if row else meaning}”"
