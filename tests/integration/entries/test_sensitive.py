"""An entry becomes restricted by what its book says, and stays so whoever says otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from desk import CHILD, Desk, blank, typed

from hotich.entries import operations as entries
from hotich.entries.models import Entry
from hotich.entries.refolding import refold

pytestmark = pytest.mark.django_db

PARENTS = {"mother.full_name": typed("Thị Brới"), "father.full_name": typed("Điểu Krá")}


def of(desk: Desk) -> Entry:
    return Entry.objects.unscoped("a test's own entry").get(pk=desk.entry)


def clean() -> bool:
    found = refold(derived=True)
    assert found.clean, found.differences
    return True


def test_a_birth_without_a_father_is_restricted_from_the_keystroke_that_says_so(desk: Desk) -> None:
    desk.open()
    desk.key(CHILD)
    assert not of(desk).sensitive
    desk.key({"father.full_name": blank()})
    assert of(desk).sensitive
    assert clean()


def test_a_father_found_in_the_book_after_all_opens_the_entry(desk: Desk) -> None:
    desk.open()
    desk.key(CHILD | {"father.full_name": blank()})
    desk.key({"father.full_name": typed("Điểu Krá")})
    assert not of(desk).sensitive
    assert clean()


def test_an_annotation_of_an_adoption_restricts_the_entry(desk: Desk) -> None:
    desk.open()
    desk.key(CHILD | PARENTS)
    assert not of(desk).sensitive
    desk.annotate(kind="other", text="Đã cho làm con nuôi theo QĐ 12/2009")
    assert of(desk).sensitive
    assert clean()


def test_an_officer_restricts_what_no_rule_does_and_takes_it_back(desk: Desk) -> None:
    desk.open()
    desk.key(CHILD | PARENTS)
    entries.flag(**desk.common, flags={"sensitive": True}, reason="đương sự đề nghị")
    assert of(desk).sensitive
    assert clean()
    entries.flag(**desk.common, flags={"sensitive": False}, reason="nhầm")
    assert not of(desk).sensitive
    assert clean()


def test_no_officer_opens_what_the_law_restricts(desk: Desk) -> None:
    desk.open()
    desk.key(CHILD | {"father.full_name": blank()})
    entries.flag(**desk.common, flags={"sensitive": True}, reason="")
    entries.flag(**desk.common, flags={"sensitive": False}, reason="thử mở")
    assert of(desk).sensitive
    assert clean()


def test_a_row_of_a_file_is_restricted_when_it_comes_in(world: Any) -> None:
    from making import births_from_file

    open_one, restricted = births_from_file(world.book, {}, {"child__parentage": "3"})
    assert (open_one.sensitive, restricted.sensitive) == (False, True)
    assert clean()


def test_a_book_whose_form_is_unknown_is_judged_as_its_kind(world: Any) -> None:
    from making import births_from_file

    book = world.new_book(edition="")
    (restricted,) = births_from_file(book, {"child__parentage": "Trẻ bị bỏ rơi"})
    assert restricted.sensitive
    assert clean()


def test_a_restricted_column_is_shown_to_who_answers_for_the_book_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No kind of these tests has such a column yet: any will do."""
    from hotich.entries import policies

    desk.open()
    desk.key(CHILD | PARENTS)
    entry = of(desk)
    monkeypatch.setattr(policies, "sensitive_fields", lambda book: frozenset({"child.birth_date"}))
    fields = {"child.full_name": typed("Nguyễn Thị Hòa"), "child.birth_date": typed("02/03/2006")}
    for position in ("keyer", "helper", "registrar", "checker", "team_leader"):
        officer = desk.world.officer(position)
        assert policies.readable_fields(officer, entry, fields) == fields, position
    for position in ("verifier", "list_keeper", "police_head"):
        said = policies.readable_fields(desk.world.officer(position), entry, fields)
        assert said["child.birth_date"] == {"v": None, "m": "restricted", "o": "typed", "struck": None}, (
            position
        )
        assert said["child.full_name"] == fields["child.full_name"]


def test_after_an_upgrade_what_an_earlier_core_derived_is_made_again(desk: Desk) -> None:
    desk.open()
    desk.key(CHILD | {"father.full_name": blank()})
    stale = Entry.objects.unscoped("a test's own entries").filter(pk=desk.entry)
    stale.update(sensitive=False, core_version="1", number="")
    assert not refold(derived=True).clean
    assert entries.rederive() == 1
    assert (of(desk).sensitive, of(desk).number) == (True, "12")
    assert clean()
    assert entries.rederive() == 0
