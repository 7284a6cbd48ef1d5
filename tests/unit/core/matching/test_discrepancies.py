"""What is a discrepancy between the book and the population register, and what is only shown."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.matching.discrepancies import (
    KINDS,
    FieldAgreement,
    FieldComparison,
    compare_subject,
    judge,
    supplements,
)

REGISTERED_ON = dt.date(1990, 5, 1)
REGISTER = {
    "personal_id": "070190012345",
    "full_name": "Nguyễn Thị Hòa",
    "sex": "female",
    "birth_date": "02/03/1990",
    "birth_place": "phường Minh Hưng, thị xã Chơn Thành, tỉnh Bình Phước",
    "birth_registration_place": "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé",
    "hometown": "xã Nghĩa Thịnh, huyện Nghĩa Hưng, tỉnh Nam Định",
    "ethnicity": "Kinh",
    "nationality": "Việt Nam",
    "mother_full_name": "Lê Thị Lan",
    "father_full_name": "Nguyễn Văn Bình",
    "residence": "khu phố 2, phường Minh Hưng",
}


def written(text: str | None, missing: str | None = None) -> dict[str, Any]:
    return {"v": text, "m": missing, "o": "typed", "struck": None}


def one(
    field: str, book: str | None, register: str, *, missing: str | None = None, **more: Any
) -> FieldComparison:
    """The comparison of one field, in a record that has a name with diacritics on both sides."""
    book_values = {"full_name": written("Nguyễn Thị Hòa"), field: written(book, missing)}
    values = {"full_name": "Nguyễn Thị Hòa", field: register}
    found = compare_subject("child", book_values, values, book_date=REGISTERED_ON, **more)
    return next(comparison for comparison in found if comparison.field == field)


@pytest.mark.parametrize(
    ("field", "book", "register"),
    [
        ("full_name", "Nguyễn Thị Hoà", "Nguyễn Thị Hòa"),
        ("full_name", "NGUYỄN THỊ HÒA", "Nguyễn Thị Hòa"),
        ("full_name", "Lý Thị Mỹ", "Lí Thị Mĩ"),
        ("full_name", "Ng. Thị Hòa", "Nguyễn Thị Hòa"),
        ("birth_date", "1990", "02/03/1990"),
        ("birth_date", "03/1990", "02/03/1990"),
        ("birth_date", "~1990", "02/03/1990"),
        ("birth_date", "?2/03/1990", "02/03/1990"),
        ("ethnicity", "S'tiêng", "Xtiêng"),
        ("ethnicity", "Khmer", "Khơ-me"),
        ("nationality", "Cam-pu-chia", "Căm-pu-chia (Cambodian)"),
        ("birth_place", "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé", REGISTER["birth_place"]),
        ("birth_registration_place", "UBND xã Minh Hưng, Bình Long", REGISTER["birth_registration_place"]),
        ("hometown", "Hà Nam Ninh", REGISTER["hometown"]),
        ("hometown", "Nghĩa Thịnh, Nghĩa Hưng, Hà Nam Ninh", REGISTER["hometown"]),
        ("personal_id", "70190012345", "070190012345"),
    ],
)
def test_another_way_of_saying_the_same_is_shown_and_no_discrepancy(
    field: str, book: str, register: str
) -> None:
    found = one(field, book, register)
    assert (found.agreement, found.is_discrepancy) == (FieldAgreement.AGREES_SHOWN, False), found.note


@pytest.mark.parametrize(
    ("field", "book", "register", "class_"),
    [
        ("full_name", "Nguyễn Hòa", "Nguyễn Thị Hòa", "basic"),
        ("full_name", "Nguyễn Thị Hóa", "Nguyễn Thị Hòa", "basic"),
        ("full_name", "Nguyen Thi Hoa", "Nguyễn Thị Hòa", "basic"),
        ("birth_date", "03/02/1990", "02/03/1990", "basic"),
        ("birth_date", "1991", "02/03/1990", "basic"),
        ("birth_date", "31/04/1990", "30/04/1990", "basic"),
        ("sex", "Nam", "female", "basic"),
        ("ethnicity", "Kinh", "Xtiêng", "basic"),
        ("nationality", "Việt Nam", "Campuchia", "basic"),
        ("birth_place", "xã Minh Thắng, Chơn Thành", "xã Minh Hưng, Chơn Thành", "basic"),
        ("hometown", "Nam Định", "Thái Bình", "basic"),
        ("personal_id", "070190012345", "070190012346", "basic"),
        ("mother_full_name", "Lê Lan", "Lê Thị Lan", "other"),
        ("father_full_name", "Nguyễn Văn Bính", "Nguyễn Văn Bình", "other"),
    ],
)
def test_a_true_difference_is_a_discrepancy_of_its_class(
    field: str, book: str, register: str, class_: str
) -> None:
    book_values = {
        "full_name": written("Đỗ Thị Thủy"),
        "hometown": written("tỉnh Hà Tĩnh"),
        field: written(book),
    }
    values = {"full_name": "Đỗ Thị Thủy", "hometown": "tỉnh Hà Tĩnh", field: register}
    found = next(c for c in compare_subject("child", book_values, values) if c.field == field)
    assert (found.agreement, found.is_discrepancy, found.class_) == (FieldAgreement.DIFFERS, True, class_)


@pytest.mark.parametrize(
    ("field", "book", "register"),
    [("residence", "Ấp 3, xã Minh Lập", "phường Minh Hưng"), ("mother_birth_date", "1960", "1961")],
)
def test_residence_and_parents_birth_dates_are_shown_and_never_a_case(
    field: str, book: str, register: str
) -> None:
    found = one(field, book, register)
    assert (found.agreement, found.is_discrepancy) == (FieldAgreement.DIFFERS, False)
    assert "Chỉ hiển thị" in found.note


@pytest.mark.parametrize(
    ("field", "book", "register"),
    [
        ("full_name", "Nguyễn Thị Hòa", "Nguyễn Thị Hòa"),
        ("birth_date", "2.3.1990", "02/03/1990"),
        ("sex", "Nữ", "female"),
        ("sex", "2", "Nữ"),
        ("nationality", "Việt Nam", "VN"),
        ("personal_id", "070 190 012345", "070190012345"),
    ],
)
def test_the_same_value_agrees(field: str, book: str, register: str) -> None:
    assert one(field, book, register).agreement is FieldAgreement.AGREES


@pytest.mark.parametrize("missing", ["blank_in_book", "not_in_edition", "struck_out", None])
def test_what_the_book_lacks_is_a_possible_supplement(missing: str | None) -> None:
    found = one("hometown", None, REGISTER["hometown"], missing=missing)
    assert (found.agreement, found.is_discrepancy, found.can_supplement) == (
        FieldAgreement.BOOK_LACKS,
        False,
        True,
    )


def test_a_less_precise_book_is_a_possible_supplement_and_a_more_precise_one_is_not() -> None:
    assert one("birth_date", "1990", "02/03/1990").can_supplement
    assert one("hometown", "Nam Định", REGISTER["hometown"]).can_supplement
    assert not one("birth_date", "02/03/1990", "1990").can_supplement
    assert not one("hometown", REGISTER["hometown"], "Nam Định").can_supplement


def test_the_registers_first_of_january_supplements_no_book_that_has_a_year() -> None:
    assert not one("birth_date", "1990", "01/01/1990").can_supplement


def test_the_number_found_by_a_look_up_is_no_supplement_of_the_book() -> None:
    found = one("personal_id", None, "070190012345", missing="not_in_edition")
    assert (found.agreement, found.can_supplement) == (FieldAgreement.NOT_COMPARED, False)


def test_no_sentence_repeats_a_personal_number() -> None:
    for book in (None, "070190012345", "070190012999", "70190012345"):
        assert "0190012" not in one("personal_id", book, "070190012345").note


@pytest.mark.parametrize(
    ("book", "missing"), [(None, "illegible"), ("Nguyễn ?ăn Bình", None), ("tháng ba năm con rồng", None)]
)
def test_what_cannot_be_read_is_not_compared(book: str | None, missing: str | None) -> None:
    field = "birth_date" if book and book.startswith("tháng") else "father_full_name"
    found = one(field, book, "02/03/1990" if field == "birth_date" else "Nguyễn Văn Bình", missing=missing)
    assert (found.agreement, found.is_discrepancy) == (FieldAgreement.NOT_COMPARED, False)


def test_a_field_not_keyed_yet_is_not_said_to_be_empty_in_the_book() -> None:
    found = {c.field: c for c in compare_subject("child", {"full_name": written("Nguyễn Thị Hòa")}, REGISTER)}
    assert found["hometown"].agreement is FieldAgreement.NOT_COMPARED
    assert supplements(list(found.values())) == []


def test_a_value_the_officer_did_not_see_is_not_said_to_be_missing_in_the_register() -> None:
    book = {"full_name": written("Nguyễn Thị Hòa"), "hometown": written("Nam Định")}
    seen = compare_subject("child", book, {"full_name": "Nguyễn Thị Hòa"})
    empty = compare_subject("child", book, {"full_name": "Nguyễn Thị Hòa", "hometown": ""})
    assert seen[1].agreement is FieldAgreement.NOT_COMPARED
    assert empty[1].agreement is FieldAgreement.REGISTER_LACKS


def test_a_child_without_a_name_yet_has_no_name_to_differ() -> None:
    found = compare_subject("child", {"full_name": written("Bé gái")}, {"full_name": "Nguyễn Thị Hòa"})
    assert (found[0].agreement, found[0].can_supplement) == (FieldAgreement.BOOK_LACKS, True)


def test_the_current_value_after_an_annotation_is_compared() -> None:
    found = one("ethnicity", "Xtiêng", "Xtiêng", originals={"ethnicity": written("Kinh")})
    assert (found.agreement, found.manner) == (FieldAgreement.AGREES_SHOWN, "amended")
    assert "ghi chú thay đổi từ “Kinh”" in found.note


def test_a_register_that_still_has_the_value_before_the_annotation_is_no_discrepancy() -> None:
    found = one("ethnicity", "Xtiêng", "Kinh", originals={"ethnicity": written("Kinh")})
    assert (found.agreement, found.is_discrepancy) == (FieldAgreement.AGREES_SHOWN, False)
    assert "còn theo giá trị cũ" in found.note


def test_an_annotation_excuses_no_third_value() -> None:
    assert one("ethnicity", "Xtiêng", "Hoa", originals={"ethnicity": written("Kinh")}).is_discrepancy


def test_a_record_wholly_without_diacritics_is_compared_without_them() -> None:
    book = {
        "full_name": written("NGUYEN THI HOA"),
        "birth_place": written("xa Minh Hung, huyen Binh Long, tinh Song Be"),
        "mother_full_name": written("Le Thi Lan"),
    }
    found = {c.field: c for c in compare_subject("child", book, REGISTER, book_date=REGISTERED_ON)}
    for field in book:
        assert not found[field].is_discrepancy, found[field].note
    assert found["full_name"].manner == "unmarked"


def test_one_value_without_diacritics_in_a_record_that_has_them_is_a_discrepancy() -> None:
    book = {"full_name": written("Nguyen Thi Hoa"), "mother_full_name": written("Lê Thị Lan")}
    found = {c.field: c for c in compare_subject("child", book, REGISTER)}
    assert found["full_name"].is_discrepancy


def test_fields_that_neither_side_has_are_left_out() -> None:
    found = compare_subject(
        "child", {"full_name": written("Nguyễn Thị Hòa")}, {"full_name": "Nguyễn Thị Hòa"}
    )
    assert [comparison.field for comparison in found] == ["full_name"]


def test_a_comparison_as_json_has_the_words_the_desk_reads() -> None:
    found = one("sex", "Nam", "female").as_json()
    assert found == {
        "field": "sex",
        "book": "Nam",
        "register": "female",
        "agreement": "differs",
        "is_discrepancy": True,
        "class": "basic",
        "note": "Giới tính: sổ ghi “Nam”, dân cư ghi “Nữ”.",
        "can_supplement": False,
        "manner": "different",
    }


TEXTS = st.one_of(
    st.none(), st.text(max_size=20), st.sampled_from([*REGISTER.values(), "1990", "Ng. Thị Hoà", ", ,"])
)
BOOKS = st.dictionaries(
    st.sampled_from(list(KINDS)),
    st.builds(written, TEXTS, st.sampled_from([None, "illegible", "blank_in_book", "struck_out"])),
)


@given(BOOKS, st.dictionaries(st.sampled_from(list(KINDS)), TEXTS))
@settings(max_examples=100)
def test_no_values_break_the_comparison(book: dict[str, Any], register: dict[str, Any]) -> None:
    found = compare_subject("child", book, register, book_date=REGISTERED_ON)
    assert [c.field for c in found] == [field for field in KINDS if field in {c.field for c in found}]
    for comparison in found:
        assert comparison.note
        assert not comparison.is_discrepancy or (comparison.book and comparison.register)
        assert not (comparison.is_discrepancy and comparison.can_supplement)


@given(st.sampled_from(sorted(REGISTER)))
def test_a_register_value_written_in_the_book_is_never_a_discrepancy(field: str) -> None:
    assert not one(field, REGISTER[field], REGISTER[field]).is_discrepancy


_WRITTEN = {
    "name": ["", "Nguyễn Thị Hòa", "Nguyễn Thị Hoà", "Ng. T. Hòa", "Nguyen Thi Hoa", "Nguyễn Hòa", "bé gái", "Ng?yễn Hòa", "NGUYỄN THỊ HÒA"],
    "place": ["", "tỉnh Bình Phước", "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé", "phường Minh Hưng, tỉnh Đồng Nai", "xã Hư Không"],
    "date": ["", "02/03/1990", "1990", "03/02/1990", "30/02/1990", "??/03/1990"],
    "sex": ["", "male", "female", "2"],
    "ethnic_groups": ["", "Kinh", "Việt", "Tày", "Không rõ"],
    "nationalities": ["", "Việt Nam", "Lào"],
    "number": ["", "070190012345", "70190012345", "070190012346"],
    "text": ["", "Đã kết hôn", "đã  kết hôn", "Độc thân"],
}  # fmt: skip


@pytest.mark.parametrize("field", KINDS)
@pytest.mark.parametrize("unmarked", [False, True])
def test_many_pairs_are_judged_as_one_is(field: str, unmarked: bool) -> None:
    judged = judge()
    for book in _WRITTEN[KINDS[field]]:
        for register in _WRITTEN[KINDS[field]]:
            mark = "" if unmarked else "Nguyễn Thị Hòa"
            beside = "mother_full_name" if field == "full_name" else "full_name"
            values = {beside: written(mark), field: written(book)}
            compared = compare_subject("subject", values, {beside: mark, field: register})
            found = next((one for one in compared if one.field == field), None)
            bare = unmarked and (book.isascii() or register.isascii())
            assert judged(field, book, register, bare) == (found is not None and found.is_discrepancy), (
                book,
                register,
            )
