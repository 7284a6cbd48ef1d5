"""The birth registers: what every edition must have, whatever its year."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hotich.core.forms.model import CODED_TYPES, Edition
from hotich.core.registers.catalogue import edition, editions_of

EDITIONS = editions_of("KS")
COLUMNS = list(csv.DictReader(Path(__file__).with_name("ks_columns.csv").open(encoding="utf-8")))

every_edition = pytest.mark.parametrize("form", EDITIONS, ids=lambda form: form.id)


def printed(form: Edition) -> list[str]:
    return [each.id for each in form.printed_fields()]


@every_edition
def test_every_interchange_column_is_known_with_its_type(form: Edition) -> None:
    for column in COLUMNS:
        if not column["dotted_id"]:
            continue
        known = form.get(column["dotted_id"])
        assert known is not None, f"{form.id} does not know {column['dotted_id']}"
        assert known.type == column["type"], f"{known.id} is {known.type}, the list says {column['type']}"


@every_edition
def test_only_facts_of_the_book_are_constants(form: Edition) -> None:
    constants = {each.id for each in (*form.printed_fields(), *form.other_fields) if each.constant}
    assert constants == {"registration.place", "book.number"}


@every_edition
def test_ethnicity_nationality_and_birth_place_are_personal_and_never_constant(form: Edition) -> None:
    for each in (*form.printed_fields(), *form.other_fields):
        if each.id.endswith(("ethnicity", "nationality", "birth_place")):
            assert each.personal and not each.constant


@every_edition
def test_the_child_is_the_only_one_looked_up(form: Edition) -> None:
    assert [each.role for each in form.subjects if each.principal] == ["child"]


@every_edition
def test_every_coded_column_has_its_list(form: Edition) -> None:
    for each in (*form.printed_fields(), *form.other_fields):
        if each.type in CODED_TYPES:
            assert each.codes is not None
            assert form.code_lists[each.codes].rows


@every_edition
def test_every_finding_says_where_it_comes_from_and_what_to_do(form: Edition) -> None:
    for rule in form.rules:
        assert rule.source and rule.message.endswith(".")
        assert len(rule.message) > 30


@pytest.mark.parametrize("year", ["1976", "1999", "2006"])
def test_until_2015_the_father_stands_first(year: str) -> None:
    ids = printed(edition(f"KS/{year}"))
    assert ids.index("father.full_name") < ids.index("mother.full_name")


def test_since_2016_the_mother_stands_first() -> None:
    ids = printed(edition("KS/2016"))
    assert ids.index("mother.full_name") < ids.index("father.full_name")


@pytest.mark.parametrize(
    ("field_id", "years"),
    [
        ("child.personal_id", ["2016"]),
        ("child.parentage", ["2016"]),
        ("child.hometown", ["2006", "2016"]),
        ("child.birth_date_words", ["1999", "2006", "2016"]),
        ("mother.occupation", ["0", "1976", "1999", "2006"]),
        ("mother.residence_type", ["1976", "1999", "2006"]),
        ("declarant.relation", ["1976", "1999", "2006"]),
        ("declarant.signed", ["1976", "1999", "2006", "2016"]),
        ("mother.age", ["0", "1976"]),
    ],
)
def test_an_era_prints_its_own_columns(field_id: str, years: list[str]) -> None:
    assert [form.id for form in EDITIONS if form.prints(field_id)] == [f"KS/{year}" for year in years]


def test_eras_follow_one_another_without_gap_or_overlap() -> None:
    for earlier, later in zip(EDITIONS, EDITIONS[1:], strict=False):
        assert earlier.valid_to is not None and later.valid_from is not None
        assert (later.valid_from - earlier.valid_to).days == 1


def test_what_could_not_be_verified_is_said() -> None:
    assert all(form.unverified for form in EDITIONS)
