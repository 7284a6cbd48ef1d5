"""Personal numbers say little and prove nothing: findings are soft."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.dates import PartialDate, read_date
from hotich.core.identifiers import (
    Generation,
    findings_for,
    generation_of,
    likely_number,
    province_code_of,
    provinces,
    read_personal_number,
)


@given(
    st.sampled_from(sorted(provinces())),
    st.integers(1900, 2399),
    st.sampled_from(["male", "female"]),
    st.integers(0, 999999),
)
@settings(max_examples=100)
def test_a_number_gives_back_what_it_was_made_of(code: str, year: int, sex: str, rest: int) -> None:
    figure = (year // 100 - 19) * 2 + (sex == "female")
    number = read_personal_number(f"{code}{figure}{year % 100:02d}{rest:06d}")
    assert number is not None
    assert (number.province_code, number.birth_year, number.sex) == (code, year, sex)
    assert number.century == year // 100 + 1
    assert findings_for(number.text, sex=sex, birth_date=PartialDate(year), province_code=code) == ()


@given(st.text(max_size=20))
@settings(max_examples=100)
def test_no_text_makes_a_finding_hard_or_the_reader_fail(text: str) -> None:
    assert all(
        finding.grade == "soft" for finding in findings_for(text, sex="male", birth_date=PartialDate(1985))
    )
    generation_of(text)


def test_all_63_provinces_are_known() -> None:
    assert len(provinces()) == 63
    assert provinces()["070"].name == "Bình Phước"
    assert province_code_of("TỈNH BÌNH PHƯỚC") == "070"
    assert province_code_of("Thành phố Hồ Chí Minh") == "079"
    assert province_code_of("Sông Bé") is None


@pytest.mark.parametrize(
    ("text", "generation"),
    [
        ("070085123456", Generation.PERSONAL_NUMBER),
        ("070 085 123 456", Generation.PERSONAL_NUMBER),
        ("70085123456", Generation.LOST_ZERO),
        ("1085123456", Generation.LOST_ZERO),
        ("285123456", Generation.OLD_ID),
        ("B1234567", Generation.PASSPORT),
        ("7.0085E+10", Generation.UNKNOWN),
        ("", Generation.UNKNOWN),
    ],
)
def test_a_number_knows_its_generation(text: str, generation: Generation) -> None:
    assert generation_of(text) is generation


def test_a_lost_zero_is_told_and_not_put_back() -> None:
    (finding,) = findings_for("70085123456", field="child.personal_id")
    assert finding.code == "personal_number.lost_zero"
    assert "070085123456" in finding.message
    assert read_personal_number("70085123456") is None
    assert likely_number("70085123456") == "070085123456"


@pytest.mark.parametrize(
    ("sex", "birth", "province", "codes"),
    [
        ("male", "02/03/1985", "070", []),
        ("female", "02/03/1985", "070", ["personal_number.sex"]),
        ("male", "1986", "070", ["personal_number.birth_year"]),
        ("male", "198?", "074", ["personal_number.province"]),
        (None, "~1986", None, []),
        (None, "15/12/1984l", None, []),
    ],
)
def test_a_number_that_does_not_fit_its_owner_is_worth_a_look(
    sex: str | None, birth: str, province: str | None, codes: list[str]
) -> None:
    found = findings_for("070085123456", sex=sex, birth_date=read_date(birth).value, province_code=province)
    assert [finding.code for finding in found] == codes


def test_a_country_code_is_no_unknown_province() -> None:
    assert findings_for("101085123456") == ()
    assert [finding.code for finding in findings_for("003085123456")] == ["personal_number.province_unknown"]
