"""Values are kept by meaning; numbers exist only together with their system."""

import datetime as dt

import pytest

from hotich.core.codes import UnknownCodeList, code_list, code_lists, from_number, label, number, read_code

ALL_ROWS = [(name, row.meaning) for name in code_lists() for row in code_list(name).rows]


@pytest.mark.parametrize(
    ("written", "meaning"),
    [
        ("Kinh", "kinh"),
        ("KINH", "kinh"),
        ("Việt", "kinh"),
        ("dân tộc Kinh", "kinh"),
        ("Kinh (Việt)", "kinh"),
        ("Xtiêng", "xtieng"),
        ("S'tiêng", "xtieng"),
        ("S’Tiêng", "xtieng"),
        ("X'tiêng", "xtieng"),
        ("Stiêng", "xtieng"),
        ("Xtiêng (Xa-điêng)", "xtieng"),
        ("xtieng", "xtieng"),
        ("Khơ-me", "khmer"),
        ("Khơ Me", "khmer"),
        ("Khmer", "khmer"),
        ("Khơ Me (Cul)", "khmer"),
        ("M'Nông", "mnong"),
        ("Mông", "hmong"),
        ("H'mông", "hmong"),
        ("Ê Đê", "e_de"),
        ("Cao Lan", "san_chay"),
        ("Thổ", "tho"),
        ("Người nước ngoài", "foreigner"),
    ],
)
def test_an_ethnic_group_is_read_under_each_of_its_names(written: str, meaning: str) -> None:
    assert read_code("ethnic_groups", written) == meaning


@pytest.mark.parametrize("written", ["Trại", "Xá Khao", "04", "4", "", None, "Không biết", "Tây"])
def test_a_name_of_two_groups_or_of_none_is_no_answer(written: str | None) -> None:
    assert read_code("ethnic_groups", written) is None


def test_a_shared_name_keeps_every_group_it_can_mean() -> None:
    assert code_list("ethnic_groups").possible("Trại") == {"dao", "san_diu"}


@pytest.mark.parametrize(
    ("meaning", "qd121", "gso"),
    [
        ("hoa", "04", "06"),
        ("muong", "06", "04"),
        ("khmer", "05", "05"),
        ("xtieng", "22", "22"),
        ("cham", "17", "14"),
    ],
)
def test_both_numberings_of_the_ethnic_groups_are_known(meaning: str, qd121: str, gso: str) -> None:
    assert number("ethnic_groups", meaning, "qd121") == qd121
    assert number("ethnic_groups", meaning, "gso") == gso
    assert from_number("ethnic_groups", qd121.lstrip("0"), "qd121") == meaning


@pytest.mark.parametrize("system", ["qd121", "gso"])
def test_each_numbering_gives_54_groups_a_number_of_their_own(system: str) -> None:
    numbers = [row.numbers[system] for row in code_list("ethnic_groups").rows if system in row.numbers]
    assert len(numbers) == len(set(numbers))
    assert {f"{n:02d}" for n in range(1, 55)} <= set(numbers)


@pytest.mark.parametrize(
    ("written", "meaning"),
    [
        ("Việt Nam", "VN"),
        ("VN", "VN"),
        ("viet nam", "VN"),
        ("Quốc tịch Việt Nam", "VN"),
        ("Campuchia", "KH"),
        ("Căm-pu-chia (Cambodian)", "KH"),
        ("Trung Quốc", "CN"),
        ("Trung Quốc (Đài Loan)", "TW"),
        ("Trung Quốc (Đài Loan) (Taiwanese)", "TW"),
        ("Đài Loan", "TW"),
        ("Mỹ", "US"),
        ("Úc", "AU"),
        ("Nhật", "JP"),
        ("Người không quốc tịch", "stateless"),
    ],
)
def test_a_nationality_is_read_under_each_of_its_names(written: str, meaning: str) -> None:
    assert read_code("nationalities", written) == meaning


def test_the_ministrys_name_of_a_country_carries_its_english_word() -> None:
    assert number("nationalities", "KH", "moj158") == "Căm-pu-chia (Cambodian)"
    assert number("nationalities", "KH", "iso") == "KH"


@pytest.mark.parametrize(
    ("written", "meaning"), [("Nam", "male"), ("1", "male"), ("nữ", "female"), ("2", "female")]
)
def test_sex_is_read_as_word_or_figure(written: str, meaning: str) -> None:
    assert read_code("sex", written) == meaning


def test_identity_papers_have_two_numberings_that_meet_by_meaning() -> None:
    assert number("id_document_type", "cmnd", "moj158") == "1"
    assert number("id_document_type", "cmnd", "dvcqg") == "2"
    assert from_number("id_document_type", "2", "moj158") == "passport"
    assert from_number("id_document_type", "2", "dvcqg") == "cmnd"


def test_a_paper_that_did_not_exist_yet_is_not_read() -> None:
    assert read_code("id_document_type", "Thẻ căn cước", on=dt.date(2023, 5, 1)) is None
    assert read_code("id_document_type", "Thẻ căn cước", on=dt.date(2025, 5, 1)) == "identity_card"


def test_each_kind_of_register_has_its_own_kinds_of_registration() -> None:
    assert read_code("registration_type", "4", kind="KS") == "late"
    assert read_code("registration_type", "6", kind="KS") == "unknown"
    assert read_code("registration_type", "0", kind="KT") == "unknown"
    assert read_code("registration_type", "Kết hôn lần đầu", kind="KH") == "first"


def test_an_unknown_list_is_refused_by_name() -> None:
    with pytest.raises(UnknownCodeList, match="no_such_list"):
        read_code("no_such_list", "1")


@pytest.mark.parametrize(("name", "meaning"), ALL_ROWS)
def test_every_label_reads_back_to_its_meaning(name: str, meaning: str) -> None:
    assert read_code(name, label(name, meaning)) == meaning


@pytest.mark.parametrize("name", code_lists())
def test_meanings_and_numbers_are_unique_and_the_source_is_named(name: str) -> None:
    codes = code_list(name)
    meanings = [row.meaning for row in codes.rows]
    assert len(meanings) == len(set(meanings))
    assert codes.legal_reference
    for system in {system for row in codes.rows for system in row.numbers}:
        numbers = [row.numbers[system] for row in codes.rows if system in row.numbers]
        assert len(numbers) == len(set(numbers)), system
