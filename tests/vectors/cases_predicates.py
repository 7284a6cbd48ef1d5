"""Predicates and judgements: every word of the vocabulary over values that settle it and values that do not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from drawn_entries import (
    ACTS,
    CODES,
    CONTEXTS,
    DATES,
    NAMES,
    NUMBERS,
    PAPERS,
    PERSONAL,
    PLACED,
    REASONS,
    VARIANTS,
    WORDS,
    any_entry,
    entry,
    judged,
    value,
)

from hotich.core.forms.context import Context
from hotich.core.forms.numbers import read_number
from hotich.core.forms.predicates import evaluate
from hotich.core.forms.reading import Reading
from hotich.core.forms.variants import apply_variant
from hotich.core.forms.vocabulary import read_predicate
from hotich.core.registers.catalogue import edition, editions_of, kinds
from hotich.core.text import search_key

Case = tuple[str, list[Any], Any]


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
