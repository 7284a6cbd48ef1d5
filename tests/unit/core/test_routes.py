"""The route of a case is law, not choice (rules.md §8): conclusion × kind × age × day."""

from __future__ import annotations

from datetime import date

import pytest

from hotich.core.dates import read_date
from hotich.core.registers.catalogue import kinds
from hotich.core.workflow.routes import BrokenRoutes, NoRoute, age_on, read_routes, routes

PLAN, TODAY = date(2023, 6, 15), date(2026, 11, 27)
LAW = routes()


@pytest.mark.parametrize(
    ("conclusion", "age", "on", "empty", "route", "authority", "days", "more"),
    [
        ("book_right", "from_14", PLAN, False, "adjust_register", "police", None, 0),
        ("book_right", "under_14", TODAY, False, "adjust_register", "police", 2, 0),
        ("cannot_tell", "from_14", TODAY, False, "adjust_register", "police", 2, 0),
        ("book_right", "from_14", date(2024, 6, 30), False, "adjust_register", "police", None, 0),
        ("book_right", "from_14", date(2024, 7, 1), False, "adjust_register", "police", 2, 0),
        ("register_right", "under_14", PLAN, False, "correct_book", "commune", 3, 3),
        ("register_right", "from_14", PLAN, False, "correct_book", "district", 3, 3),
        ("register_right", None, PLAN, False, "correct_book", "district", 3, 3),
        ("register_right", "from_14", date(2025, 6, 30), False, "correct_book", "district", 3, 3),
        ("register_right", "from_14", date(2025, 7, 1), False, "correct_book", "commune", 3, 3),
        ("register_right", "from_14", TODAY, True, "supplement", "commune", 0, 0),
        ("register_right", "from_14", PLAN, True, "supplement", "commune", 0, 0),
        ("both_wrong", "from_14", PLAN, False, "correct_and_adjust", "district", 3, 3),
        ("both_wrong", "under_14", TODAY, False, "correct_and_adjust", "commune", 3, 3),
        ("different_person", "from_14", TODAY, False, "look_up_again", "none", None, 0),
    ],
)
def test_the_law_chooses(
    conclusion: str, age: str | None, on: date, empty: bool, route: str, authority: str, days: int | None,
    more: int,
) -> None:  # fmt: skip
    found = LAW.by_law(conclusion=conclusion, kind="KS", age=age, on=on, book_empty=empty)  # type: ignore[arg-type]
    assert (found.id, found.authority, found.days, found.more) == (route, authority, days, more)
    assert found.source and found.label


@pytest.mark.parametrize("on", [date(2016, 1, 1), PLAN, date(2024, 7, 1), date(2025, 7, 1), TODAY])
def test_no_conclusion_is_left_without_a_route(on: date) -> None:
    for kind in kinds():
        for conclusion in LAW.conclusions:
            for age in ("under_14", "from_14", None):
                for empty in (False, True):
                    assert LAW.by_law(conclusion=conclusion, kind=kind, age=age, on=on, book_empty=empty)  # type: ignore[arg-type]


def test_the_birth_entry_is_the_yardstick_of_marriage_and_death() -> None:
    birth, death = (
        LAW.by_law(conclusion="register_right", kind=kind, age="from_14", on=TODAY) for kind in ("KS", "KT")
    )
    assert set(death.proofs) - set(birth.proofs) == {"birth_certificate"}
    assert "TT 04/2020" in death.source


def test_correcting_a_book_asks_for_proof_of_an_error() -> None:
    found = LAW.by_law(conclusion="register_right", kind="KS", age="from_14", on=TODAY)
    assert {"official_error", "declarant_error"} <= set(found.proofs)
    assert "hợp thức hóa" in found.note


def test_where_the_age_is_not_known_the_route_says_that_it_was_assumed() -> None:
    assert not LAW.by_law(conclusion="register_right", kind="KS", age=None, on=PLAN).age_known
    assert LAW.by_law(conclusion="register_right", kind="KS", age=None, on=TODAY).age_known


def test_another_route_has_the_authority_and_the_term_of_its_own() -> None:
    found = LAW.chosen("adjust_register", conclusion="register_right", kind="KS", age="from_14", on=TODAY)
    assert (found.authority, found.days) == ("police", 2)
    with pytest.raises(NoRoute):
        LAW.chosen("none", conclusion="register_right", kind="KS", age="from_14", on=TODAY)
    with pytest.raises(NoRoute):
        LAW.by_law(conclusion="register_right", kind="KS", age="from_14", on=date(2015, 12, 31))


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("16/06/2009", PLAN, "under_14"),
        ("15/06/2009", PLAN, "from_14"),
        ("06/2009", PLAN, None),
        ("2008", PLAN, "from_14"),
        ("2009", PLAN, None),
        ("2010", PLAN, "under_14"),
        ("", PLAN, None),
    ],
)
def test_who_is_fourteen(born: str, on: date, age: str | None) -> None:
    assert age_on(read_date(born).value, on) == age


def test_a_table_that_cannot_be_is_refused() -> None:
    parts = (
        "conclusions: {a: A}\nevidence: {}\nproofs: {}\nroutes: {r: {}}\nauthorities: {x: X}\nyardstick: {}\n"
    )
    with pytest.raises(BrokenRoutes, match="missing"):
        read_routes("conclusions: {}")
    for row, problem in (
        ("{conclusion: [b], route: r, authority: x, source: s}", "no conclusion b"),
        ("{conclusion: [a], route: q, authority: x, source: s}", "no route q"),
        ("{conclusion: [a], route: r, authority: y, source: s}", "no authority y"),
        ("{conclusion: [a], route: r, authority: x}", "no source"),
        ("{conclusion: [a], route: r, authority: x, source: s, who: me}", "unknown word who"),
    ):
        with pytest.raises(BrokenRoutes, match=problem):
            read_routes(f"{parts}rules:\n  - {row}\n")
