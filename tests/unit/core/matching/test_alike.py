"""What makes two entries worth laying side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hotich.core.matching.alike import Act, Person, agrees, keys_of

CHILD = Person("child", "nguyen thi hoa", "2006-03-02", 2006)
BIRTH = Act("KS", "ubnd xa minh hung", "KS|minh hung|2006|1/2006", 2006, 12, persons=(CHILD,), book="a")


def person(**changes: Any) -> Act:
    return replace(BIRTH, persons=(replace(CHILD, **changes),))


def test_an_entry_is_found_by_its_number_and_by_its_person() -> None:
    assert set(keys_of(BIRTH)) == {"number", "persons"}
    assert keys_of(BIRTH) == keys_of(replace(BIRTH, book="b", volume="another", rest={"mother": "le thi tu"}))


def test_another_office_kind_year_number_or_suffix_is_another_number() -> None:
    others = [
        replace(BIRTH, office="ubnd xa khac"), replace(BIRTH, kind="KT"), replace(BIRTH, year=2007),
        replace(BIRTH, number=13), replace(BIRTH, suffix="a"),
    ]  # fmt: skip
    assert all(keys_of(other)["number"] != keys_of(BIRTH)["number"] for other in others)


def test_a_name_and_a_year_alone_are_half_a_commune() -> None:
    assert "persons" not in keys_of(person(born="2006"))
    assert "persons" not in keys_of(person(born="2006-03"))
    assert "persons" not in keys_of(person(name=""))


def test_two_people_together_are_found_by_names_and_years() -> None:
    couple = (Person("husband", "le van a", "1980", 1980), Person("wife", "tran thi b", "1982", 1982))
    marriage = replace(BIRTH, kind="KH", persons=couple)
    assert "persons" in keys_of(marriage)
    assert keys_of(marriage) == keys_of(replace(marriage, persons=couple[::-1]))
    unknown = replace(marriage, persons=(couple[0], replace(couple[1], year=None)))
    assert "persons" not in keys_of(unknown)


def test_a_death_is_found_by_its_day_although_the_birth_is_a_year() -> None:
    death = replace(person(born="1930", year=1930), kind="KT", event="2001-05-06")
    assert "persons" in keys_of(death)
    assert keys_of(death)["persons"] != keys_of(replace(death, event="2001-05-07"))["persons"]


def test_what_one_person_has_many_of_is_found_by_its_number_only() -> None:
    assert set(keys_of(replace(BIRTH, kind="HN"))) == {"number"}


def test_the_same_number_needs_the_same_volume_or_a_shared_name_and_never_the_same_book() -> None:
    there = replace(person(name="le van khac"), book="b")
    assert agrees("number", BIRTH, there)
    assert not agrees("number", BIRTH, replace(there, volume="another"))
    assert agrees("number", BIRTH, replace(BIRTH, book="b", volume="another"))
    assert not agrees("number", BIRTH, replace(there, book="a"))


def test_the_same_person_with_another_mother_is_another_child() -> None:
    ours, theirs = (
        replace(BIRTH, rest={"mother": "le thi tu"}),
        replace(BIRTH, rest={"mother": "pham thi nam"}),
    )
    assert not agrees("persons", ours, theirs)
    assert agrees("persons", ours, BIRTH)
    assert agrees("persons", ours, replace(theirs, rest={"father": "tran van ba"}))


@given(st.text(max_size=20), st.text(max_size=20), st.integers(1900, 2020), st.integers(1, 500))
def test_keys_are_digests_and_agreeing_goes_both_ways(name: str, other: str, year: int, number: int) -> None:
    here = replace(person(name=name), year=year, number=number)
    there = replace(person(name=other), year=year, number=number, book="b")
    assert all(len(key) == 32 and set(key) <= set("0123456789abcdef") for key in keys_of(here).values())
    assert agrees("number", here, there) == agrees("number", there, here)
    assert agrees("persons", here, there) == agrees("persons", there, here)
