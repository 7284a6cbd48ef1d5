from hotich.core.forms.normalising import subjects_named
from hotich.core.registers.words import label_of


def test_a_column_of_an_undefined_kind_is_named_in_words():
    assert label_of("husband.full_name") == "Họ, chữ đệm, tên (bên nam)"
    assert label_of("wife.id_document.number") == "Số (bên nữ, giấy tờ tùy thân)"
    assert label_of("notes") == "Ghi chú"


def test_a_column_without_known_words_keeps_its_id():
    assert label_of("extra.keyed_by_unit") == "extra.keyed_by_unit"


def test_people_are_found_by_their_columns_where_no_form_is_defined():
    fields = {
        "husband.full_name": {"v": "Điểu Long"},
        "husband.birth_date": {"v": "03/1980"},
        "wife.full_name": {"v": None, "m": "illegible"},
        "registration.number": {"v": "12"},
    }
    (husband,) = subjects_named(fields)
    assert (husband.role, husband.full_name, husband.birth_year) == ("husband", "Điểu Long", 1980)
    assert husband.principal is False
