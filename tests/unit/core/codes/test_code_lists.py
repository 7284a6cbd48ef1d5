"""Values are kept by meaning; numbers exist only together with their system."""

import datetime as dt

import pytest

from hotich.core.codes import (
    System,
    UnknownCodeList,
    code_list,
    code_lists,
    from_number,
    label,
    number,
    read_code,
    systems,
)

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


@pytest.mark.parametrize("name", code_lists())
def test_every_list_says_since_when_it_is_in_force_and_when_it_was_last_compared(name: str) -> None:
    codes = code_list(name)
    assert codes.valid_from is not None
    assert codes.as_of is not None
    assert codes.valid_from <= codes.as_of
    assert codes.valid_to is None or codes.valid_from <= codes.valid_to


@pytest.mark.parametrize("name", code_lists())
def test_every_number_belongs_to_a_system_that_is_described(name: str) -> None:
    codes = code_list(name)
    used = {system for row in codes.rows for system in row.numbers} | ({codes.figures} - {""})
    assert used <= set(systems())


@pytest.mark.parametrize("system", systems().values(), ids=lambda system: system.name)
def test_every_system_has_a_title_a_source_and_a_date(system: System) -> None:
    assert system.title
    assert system.source
    assert system.valid_from is None or system.valid_from <= system.as_of


@pytest.mark.parametrize(("name", "meaning"), ALL_ROWS)
def test_no_value_ends_before_it_begins(name: str, meaning: str) -> None:
    row = code_list(name).row(meaning)
    assert row is not None
    assert not (row.valid_from and row.valid_to) or row.valid_from <= row.valid_to


# registers.md's own table: list, system, number, what stands beside it there.
OFFICIAL = [
    *[("registration_type.KS", "moj158", n, label) for n, label in {
        "1": "Đúng hạn", "2": "Đăng ký lại", "3": "Ghi vào sổ việc khai sinh đã ĐK ở CQ nước ngoài", "4": "Quá hạn",
        "5": "Cấp bản chính GKS", "6": "Không xác định"}.items()],
    *[("registration_type.KT", "moj158", n, label) for n, label in {
        "0": "Không có thông tin", "1": "Đúng hạn", "2": "Đăng ký lại", "4": "Quá hạn"}.items()],
    ("registration_type.KT", "dvcqg", "5", "Khai tử cho người chết đã lâu"),
    *[("registration_type.KH", "moj158", n, label) for n, label in {
        "1": "Đăng ký lần đầu", "2": "Đăng ký lại", "3": "Ghi chú kết hôn"}.items()],
    *[("registration_type.CMC", "moj158", n, label) for n, label in {"1": "Đăng ký mới", "2": "Ghi vào sổ"}.items()],
    *[("recognition_type", "moj158", n, label) for n, label in {
        "1": "Cha nhận con", "2": "Mẹ nhận con", "3": "Con nhận cha", "4": "Con nhận mẹ"}.items()],
    *[("parentage", "moj158", n, label) for n, label in {
        "1": "Đã xác định được cả cha lẫn mẹ", "2": "Chưa xác định được mẹ", "3": "Chưa xác định được cha",
        "4": "Chưa xác định được cả hai", "5": "Trẻ bị bỏ rơi"}.items()],
    *[("sex", "moj158", n, label) for n, label in {"1": "Nam", "2": "Nữ", "3": "Không xác định"}.items()],
    *[("sex", "qcvn109", n, label) for n, label in {"0": "Chưa xác định", "1": "Nam", "2": "Nữ"}.items()],
    *[("residence_type", "moj158", n, label) for n, label in {
        "0": "Không có thông tin", "1": "Thường trú", "2": "Tạm trú"}.items()],
    ("residence_type", "dvcqg", "3", "Nơi ở hiện tại"),
    *[("id_document_type", "moj158", n, label) for n, label in {
        "1": "CMND", "2": "Hộ chiếu", "3": "Thẻ thường trú", "4": "Thẻ CCCD", "5": "CM quân đội nhân dân",
        "6": "CM sĩ quan", "7": "CM công an", "8": "khác"}.items()],
    *[("id_document_type", "dvcqg", n, label) for n, label in {
        "2": "CMND", "3": "CM sĩ quan", "4": "CM công an", "5": "CCCD", "6": "Hộ chiếu", "7": "Sổ hộ khẩu", "8": "khác",
        "9": "Thẻ căn cước", "10": "Giấy chứng nhận căn cước"}.items()],
    *[("death_notice_type", "moj158", n, label) for n, label in {
        "1": "Giấy báo tử", "2": "Xác nhận thi hành án tử hình", "3": "Bản án tuyên bố chết",
        "4": "Văn bản của công an hoặc giám định pháp y", "5": "Văn bản của y tế cấp huyện", "6": "Biên bản xác nhận",
        "7": "Văn bản của người làm chứng"}.items()],
    *[("marital_purpose", "moj158", n, label) for n, label in {
        "1": "Kết hôn trong nước với người Việt Nam", "2": "Kết hôn trong nước với người nước ngoài",
        "3": "Kết hôn ở nước ngoài với người Việt Nam", "4": "Kết hôn ở nước ngoài với người nước ngoài", "5": "khác"}.items()],
    *[("court_declaration", "moj158", n, label) for n, label in {"1": "Tuyên bố", "2": "Hủy tuyên bố"}.items()],
]  # fmt: skip


@pytest.mark.parametrize(("name", "system", "figure", "written"), OFFICIAL)
def test_an_official_number_and_its_label_mean_the_same(
    name: str, system: str, figure: str, written: str
) -> None:
    meaning = from_number(name, figure, system)
    assert meaning is not None
    assert read_code(name, written) == meaning


SUBGROUPS = [
    (row.meaning, f"{row.label} ({name})")
    for row in code_list("ethnic_groups").rows
    for name in row.names
    if "(" not in name
]


@pytest.mark.parametrize(("meaning", "written"), SUBGROUPS)
def test_a_sub_group_in_brackets_is_its_group(meaning: str, written: str) -> None:
    """“158” writes ``Xtiêng (Xa-điêng)``; a name that two groups share (Thổ, Xá Khao) is settled by the group before it."""
    assert read_code("ethnic_groups", written) == meaning


@pytest.mark.parametrize(
    ("written", "on", "meaning"),
    [
        ("CCCD", dt.date(2015, 12, 31), None),
        ("CCCD", dt.date(2016, 1, 1), "cccd"),
        ("CCCD", dt.date(2025, 8, 1), "cccd"),  # cards issued before 1/7/2024 are good until they expire
        ("Thẻ căn cước", dt.date(2024, 6, 30), None),
        ("Thẻ căn cước", dt.date(2024, 7, 1), "identity_card"),
        ("Giấy chứng nhận căn cước", dt.date(2024, 6, 30), None),
        ("CMND", dt.date(1985, 5, 1), "cmnd"),
        ("CMND", dt.date(2025, 1, 1), None),
        ("Sổ hộ khẩu", dt.date(2022, 12, 31), "household_book"),
        ("Sổ hộ khẩu", dt.date(2023, 1, 1), None),
    ],
)
def test_a_paper_is_read_on_the_days_it_was_good(written: str, on: dt.date, meaning: str | None) -> None:
    assert read_code("id_document_type", written, on=on) == meaning


def test_the_list_of_nationalities_holds_every_state() -> None:
    codes = {row.numbers["iso"] for row in code_list("nationalities").rows if "iso" in row.numbers}
    assert len(codes) >= 195
    assert {"VN", "KH", "LA", "CN", "TW", "KR", "US", "FR", "KZ", "NG", "NE", "CD", "CG", "PS", "VA"} <= codes


def test_two_states_of_one_short_name_are_no_answer() -> None:
    assert read_code("nationalities", "Congo") is None
    assert read_code("nationalities", "Niger") == "NE"
    assert read_code("nationalities", "Nigeria") == "NG"
