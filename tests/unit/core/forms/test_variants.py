"""A book lacks a printed column, or has one more."""

from __future__ import annotations

import pytest

from hotich.core.forms.judging import judge, missing_required
from hotich.core.forms.model import Edition
from hotich.core.forms.variants import VariantRefused, apply_variant, extra_id, keeping, variant_digest

WITHOUT_NUMBERS = {"off": ["registration.number", "child.ethnicity"]}


def test_a_book_printed_like_its_edition_keeps_it(form_of_2006: Edition) -> None:
    assert apply_variant(form_of_2006, None) is form_of_2006
    assert apply_variant(form_of_2006, {"off": [], "extra": []}) is form_of_2006


def test_a_column_switched_off_is_neither_shown_nor_required(form_of_2006: Edition) -> None:
    form = apply_variant(form_of_2006, WITHOUT_NUMBERS)
    assert not form.prints("registration.number")
    assert "registration.number" not in missing_required(form, {})
    asked = [each.fields for each in judge(form, {}) if each.code == "field.left_empty"]
    assert ("child.ethnicity",) not in asked


def test_a_value_for_a_column_switched_off_is_still_judged(form_of_2006: Edition) -> None:
    form = apply_variant(form_of_2006, WITHOUT_NUMBERS)
    found = judge(form, {"registration.number": {"v": "12/", "m": None}})
    assert "registration.number.trailing_slash" in [each.code for each in found]


def test_a_group_without_columns_disappears(form_of_2006: Edition) -> None:
    off = [each.id for group in form_of_2006.groups if group.id == "foreign" for each in group.fields]
    assert "foreign" not in [group.id for group in apply_variant(form_of_2006, {"off": off}).groups]


def test_an_added_column_is_personal_text_with_its_printed_label(form_of_2006: Edition) -> None:
    form = apply_variant(form_of_2006, {"extra": [{"id": "extra.so_ho_khau", "label": "Số hộ khẩu"}]})
    added = form.get("extra.so_ho_khau")
    assert added is not None
    assert (added.label, added.type, added.personal) == ("Số hộ khẩu", "text", True)
    assert form.prints("extra.so_ho_khau")


HOUSEHOLD = {"id": "extra.so_ho_khau", "label": "Số hộ khẩu", "after": "child.full_name"}


def ids(form: Edition) -> list[str]:
    return [each.id for each in form.printed_fields()]


def test_an_added_column_stands_where_the_page_prints_it(form_of_2006: Edition) -> None:
    printed = ids(apply_variant(form_of_2006, {"extra": [HOUSEHOLD]}))
    assert printed[printed.index("child.full_name") + 1] == "extra.so_ho_khau"
    first = {"id": "extra.stt", "label": "STT", "after": ""}
    assert ids(apply_variant(form_of_2006, {"extra": [first]}))[0] == "extra.stt"
    assert ids(apply_variant(form_of_2006, {"extra": [first | {"after": None}]}))[-1] == "extra.stt"


def test_a_column_stays_at_its_place_when_the_one_before_it_is_switched_off(form_of_2006: Edition) -> None:
    behind = HOUSEHOLD | {"after": "child.sex"}
    printed = ids(apply_variant(form_of_2006, {"off": ["child.sex"], "extra": [behind]}))
    assert printed[printed.index("extra.so_ho_khau") - 1] == "child.full_name"


def test_a_column_once_added_keeps_its_label_when_it_is_no_longer_asked_for(form_of_2006: Edition) -> None:
    variant = keeping({"off": ["child.sex"]}, [HOUSEHOLD])
    form = apply_variant(form_of_2006, variant)
    assert not form.prints("extra.so_ho_khau")
    assert form.label("extra.so_ho_khau") == "Số hộ khẩu"
    assert not form.prints("child.sex")
    assert keeping({"extra": [HOUSEHOLD]}, [HOUSEHOLD]) == {"extra": [HOUSEHOLD]}
    assert keeping(None, []) == {}


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("Số hộ khẩu", "extra.so_ho_khau"),
        ("Đ/c: nơi ở (tạm trú)", "extra.d_c_noi_o_tam_tru"),
        ("2. Con thứ", "extra.cot_2_con_thu"),
        ("…", "extra.cot"),
    ],
)
def test_the_id_of_an_added_column_is_made_from_its_label(label: str, found: str) -> None:
    assert extra_id(label) == found
    assert extra_id(label, {found}) == f"{found}_2"


@pytest.mark.parametrize(
    ("variant", "sentence"),
    [
        ({"off": ["child.parentage"]}, "không có cột “child.parentage”"),
        ({"off": ["child.full_name"]}, "không thể tắt cột “họ, chữ đệm, tên”"),
        ({"extra": [{"id": "ho_khau", "label": "Số hộ khẩu"}]}, "extra.ho_khau"),
        ({"extra": [{"id": "extra.ho_khau", "label": " "}]}, "chưa có nhãn"),
        ({"extra": [{"id": "extra.Hộ", "label": "Số hộ khẩu"}]}, "chữ thường không dấu"),
        ({"extra": [{"id": "extra.a", "label": "A", "after": "child.age"}]}, "đứng sau cột “child.age”"),
        ({"extra": [{"id": "extra.a", "label": "A"}] * 2}, "đã có"),
    ],
)
def test_a_variant_that_does_not_fit_is_refused_with_its_remedy(
    form_of_2006: Edition, variant: dict[str, object], sentence: str
) -> None:
    with pytest.raises(VariantRefused) as refused:
        apply_variant(form_of_2006, variant)
    assert sentence in str(refused.value).replace("Không", "không").replace("Họ", "họ")


def test_the_digest_names_the_variant_whatever_the_order_of_its_columns() -> None:
    assert variant_digest({"off": ["a", "b"]}) == variant_digest({"off": ["b", "a"], "extra": []})
    assert variant_digest({"off": ["a"]}) != variant_digest({"off": ["b"]})
    assert variant_digest(None) == variant_digest({}) == ""
