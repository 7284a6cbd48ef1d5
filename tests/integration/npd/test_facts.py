"""Who may be the same person: whatever is written, the rule is symmetric, and equal keys are one person."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hotich.integration.npd.enums import Kind
from hotich.integration.npd.facts import may_be_one, message_key, name_key, person_key

NAMES = st.sampled_from(["Nguyễn Thị Hòa", "Nguyễn Thị Hoà", "NGUYEN THI HOA", "Lò Văn Ba", "H'Brới Niê", ""])
DATES = st.sampled_from(
    ["02/03/2006", "2/3/2006", "03/2006", "2006", "0?/03/2006", "khoảng 2006", "", "chữ mờ"]
)
PEOPLE = st.fixed_dictionaries(
    {
        "full_name": NAMES,
        "birth_date": DATES,
        "sex": st.sampled_from(["male", "female", ""]),
        "mother_full_name": NAMES,
    }
).map(lambda said: {word: text for word, text in said.items() if text})


@given(PEOPLE, PEOPLE)
def test_it_does_not_matter_which_of_two_is_asked_about(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert may_be_one(one, other) == may_be_one(other, one)


@given(PEOPLE)
def test_everybody_may_be_himself_and_has_one_key(one: dict[str, Any]) -> None:
    assert may_be_one(one, dict(one))
    assert person_key(Kind.NEW_CITIZEN, one) == person_key(Kind.NEW_CITIZEN, dict(one))


@given(PEOPLE, PEOPLE)
def test_who_has_the_same_key_is_found_before_the_database_refuses(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    """The rule that asks an officer is never narrower than the constraint that refuses."""
    if person_key(Kind.NEW_CITIZEN, one) == person_key(Kind.NEW_CITIZEN, other):
        assert name_key(Kind.NEW_CITIZEN, one) == name_key(Kind.NEW_CITIZEN, other)
        assert may_be_one(one, other)


@given(PEOPLE, st.integers(0, 3))
def test_the_key_of_a_message_is_of_person_and_fact(one: dict[str, Any], apart: int) -> None:
    person = person_key(Kind.NEW_CITIZEN, one)
    assert message_key(Kind.NEW_CITIZEN, person, apart, one) == message_key(
        Kind.NEW_CITIZEN, person, apart, dict(one)
    )
    assert message_key(Kind.NEW_CITIZEN, person, apart, one) != message_key(
        Kind.NEW_CITIZEN, person, apart + 1, one
    )
    assert message_key(Kind.NEW_CITIZEN, person, apart, one) != message_key(
        Kind.NEW_CITIZEN, person, apart, one | {"hometown": "Chơn Thành"}
    )
