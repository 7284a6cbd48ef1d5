"""The book chooses the form: its mark, the year it was opened, its first registration."""

from __future__ import annotations

from datetime import date

import pytest

from hotich.core.registers.catalogue import EditionUnknown, edition, edition_for, editions_of, kinds


@pytest.mark.parametrize(
    ("year", "expected"),
    [(1968, "KS/0"), (1975, "KS/0"), (1976, "KS/1976"), (1998, "KS/1976"), (1999, "KS/1999"), (2005, "KS/1999"),
     (2006, "KS/2006"), (2015, "KS/2006"), (2016, "KS/2016"), (2026, "KS/2016")],
)  # fmt: skip
def test_the_year_a_book_was_opened_chooses_its_form(year: int, expected: str) -> None:
    assert edition_for("KS", year_opened=year).id == expected


def test_a_book_of_2006_is_settled_by_its_first_registration() -> None:
    assert edition_for("KS", year_opened=2006, registration_date=date(2006, 2, 10)).id == "KS/1999"
    assert edition_for("KS", year_opened=2006, registration_date=date(2006, 4, 1)).id == "KS/2006"


def test_an_old_book_still_in_use_keeps_its_form() -> None:
    assert edition_for("KS", year_opened=2015, registration_date=date(2017, 3, 1)).id == "KS/2006"


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("TP/HT-1999-A.1", "KS/1999"),
        ("STP/HT-2006-KS.1", "KS/2006"),
        ("tp / ht - 2010 - KS", "KS/2006"),
        ("01-TP/HT-2015-KS", "KS/2016"),
    ],
)
def test_the_printed_mark_wins_over_the_year(mark: str, expected: str) -> None:
    assert edition_for("KS", year_opened=2003, form_mark=mark).id == expected


def test_an_unknown_mark_leaves_the_choice_to_the_year() -> None:
    assert edition_for("KS", year_opened=2003, form_mark="mẫu tự in").id == "KS/1999"


def test_without_a_year_the_first_registration_chooses() -> None:
    assert edition_for("KS", registration_date=date(1985, 5, 1)).id == "KS/1976"


def test_with_nothing_known_the_refusal_says_what_is_needed() -> None:
    with pytest.raises(EditionUnknown, match="năm mở sổ"):
        edition_for("KS")


def test_a_kind_that_is_not_there_yet_is_refused_by_name() -> None:
    with pytest.raises(EditionUnknown, match="“XX”"):
        editions_of("XX")


def test_an_edition_is_found_by_its_id_and_its_revision() -> None:
    assert edition("KS/2006") is edition("KS/2006.1")
    with pytest.raises(EditionUnknown, match="KS/2006.9"):
        edition("KS/2006.9")
    assert "KS" in kinds()
