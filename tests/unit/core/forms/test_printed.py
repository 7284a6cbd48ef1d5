"""A book changes form midway: the place of an entry says which form it has, its number where no place is known."""

from __future__ import annotations

from typing import Any

import pytest

from hotich.core.forms.printed import PrintedForm, form_at

OLD = PrintedForm("KS/1999", {"off": ["notes"]})
BY_PAGE = {"page": 121, "number": "57", "year": 2006, "edition": "KS/2006", "variant": {}}
NTH = {"nth": 40, "edition": "KS/2006", "variant": {"off": ["notes"]}}


def at(*changes: dict[str, Any], page: int | None = None, position: int = 0, **said: Any) -> str:
    return form_at(OLD, changes, page=page, position=position, **said).edition


@pytest.mark.parametrize(
    ("page", "edition"), [(1, "KS/1999"), (120, "KS/1999"), (121, "KS/2006"), (300, "KS/2006")]
)
def test_the_page_says_which_form_an_entry_has(page: int, edition: str) -> None:
    assert at(BY_PAGE, page=page, position=page * 1000 + 1) == edition


@pytest.mark.parametrize(
    ("nth", "edition"), [(1, "KS/1999"), (39, "KS/1999"), (40, "KS/2006"), (4000, "KS/2006")]
)
def test_in_a_book_without_pages_the_order_of_the_entries_says_it(nth: int, edition: str) -> None:
    assert at(NTH, position=nth) == edition


@pytest.mark.parametrize(
    ("number", "year", "edition"),
    [
        ("56", 2006, "KS/1999"),
        ("57", 2006, "KS/2006"),
        ("57a", 2006, "KS/2006"),
        ("12/2007", None, "KS/2006"),
        ("200", 2005, "KS/1999"),
        ("300", None, "KS/1999"),  # without its year the number proves nothing
        ("không số", 2006, "KS/1999"),
        ("không số", 2007, "KS/2006"),
    ],
)
def test_a_row_that_names_no_page_is_placed_by_its_number(
    number: str, year: int | None, edition: str
) -> None:
    # The position of such a row is its place in the file, however long the file is.
    assert at(BY_PAGE, position=5000, number=number, year=year) == edition


def test_a_change_that_names_no_number_holds_no_row_whose_page_nobody_knows() -> None:
    assert at({"page": 121, "edition": "KS/2006", "variant": {}}, number="500", year=2010) == "KS/1999"


def test_of_several_changes_the_last_one_reached_holds() -> None:
    third = {"page": 200, "edition": "KS/2016", "variant": {}}
    assert at(third, BY_PAGE, page=150, position=150_001) == "KS/2006"
    assert at(third, BY_PAGE, page=200, position=200_001) == "KS/2016"


def test_each_part_of_a_book_has_a_variant_of_its_own() -> None:
    assert form_at(OLD, [BY_PAGE], page=121, position=121_001).variant == {}
    assert form_at(OLD, [], page=121, position=121_001) is OLD
