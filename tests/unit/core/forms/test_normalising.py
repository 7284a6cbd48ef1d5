"""What is derived for search; the value as written stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hotich.core.forms.comparing import diff
from hotich.core.forms.model import Edition
from hotich.core.forms.normalising import normalise, subjects_of
from hotich.core.forms.numbers import read_number

Fields = dict[str, dict[str, Any]]
Texts = dict[str, str | None]
Written = Callable[[Texts], Fields]


def test_each_type_has_its_normalised_value(form_of_2006: Edition, sound: Texts, written: Written) -> None:
    norm = normalise(form_of_2006, written(sound))
    assert norm["child.full_name"] == "nguyen thi hoa"
    assert norm["child.birth_date"] == "2006-05-02"
    assert norm["mother.birth_date"] == "1983"
    assert norm["child.sex"] == "female"
    assert norm["registration.number"] == {"value": 25, "suffix": "", "year": 2006}
    assert set(norm["child.birth_place"]) == {"unit_then", "unit_now", "rest"}
    assert norm["child.birth_place"]["unit_then"]
    assert "child.birth_date_words" not in norm


def test_a_value_that_says_nothing_readable_is_left_out(form_of_2006: Edition, written: Written) -> None:
    fields = written(
        {"child.birth_date": "31/04/2006", "child.sex": "chưa rõ", "father.full_name": "!blank_in_book"}
    )
    assert normalise(form_of_2006, fields) == {}


def test_a_figure_of_a_file_and_a_label_mean_the_same(form_of_2006: Edition, written: Written) -> None:
    assert normalise(form_of_2006, written({"child.sex": "2"})) == normalise(
        form_of_2006, written({"child.sex": "nữ"})
    )


def test_an_entry_names_its_people_in_the_order_of_the_kind(
    form_of_2006: Edition, sound: Texts, written: Written
) -> None:
    child, father, mother, declarant = subjects_of(form_of_2006, written(sound))
    assert (child.role, child.principal, child.name_search_key) == ("child", True, "nguyen thi hoa")
    assert (child.birth_date, child.birth_year, child.sex) == ("2006-05-02", 2006, "female")
    assert (father.sex, mother.sex, mother.birth_year) == ("male", "female", 1983)
    assert declarant.full_name == "Nguyễn Văn Bình"


def test_the_child_is_a_subject_even_without_a_name(form_of_2006: Edition) -> None:
    (child,) = subjects_of(form_of_2006, {})
    assert (child.role, child.full_name, child.birth_year) == ("child", "", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", (12, "", None)),
        ("012", (12, "", None)),
        ("12A", (12, "a", None)),
        ("12/2006", (12, "", 2006)),
        ("12-QH", (12, "qh", None)),
        ("12/QH2006", (12, "qh", 2006)),
        ("12/", (12, "", None)),
    ],
)
def test_a_number_says_its_order(text: str, expected: tuple[int, str, int | None]) -> None:
    number = read_number(text)
    assert number is not None
    assert (number.value, number.suffix, number.year) == expected


@pytest.mark.parametrize("text", ["", None, "số mười hai", "12/06", "1234567", "?2"])
def test_a_number_that_cannot_be_trusted_says_nothing(text: str | None) -> None:
    assert read_number(text) is None


def test_two_transcriptions_differ_by_column_in_reading_order(
    form_of_2006: Edition, sound: Texts, written: Written
) -> None:
    a, b = written(sound), written({**sound, "child.full_name": "Nguyễn Thị Hoà", "notes": "!illegible"})
    found = diff(form_of_2006, a, b)
    assert [(each.field, each.a, each.b, each.b_reason) for each in found] == [
        ("child.full_name", "Nguyễn Thị Hòa", "Nguyễn Thị Hoà", None),
        ("notes", None, None, "illegible"),
    ]
    assert diff(form_of_2006, a, a) == ()
