"""What an officer sees follows from his positions of the day, and from nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from desk import Desk
from making import chain_above
from world import make_world

from hotich.books.models import Book
from hotich.books.queries import books_for
from hotich.entries.models import Entry
from hotich.staff.models import Officer, Position, Team
from hotich.staff.permissions import POSITIONS
from hotich.staff.scope import scope_of
from hotich.support.scope import UnscopedQuery
from hotich.support.time import today
from hotich.units.models import Agency

pytestmark = pytest.mark.django_db

WARD, SISTER, FAR = "ward", "sister", "far"
NOWHERE: frozenset[str] = frozenset()
HERE = frozenset({WARD})
TOWN = frozenset({WARD, SISTER})

# position → agency he serves, units whose books he sees, units whose persons he sees
SEES = {
    "team_leader": ("police", HERE, HERE),
    "verifier": ("police", HERE, HERE),
    "police_head": ("police", HERE, HERE),
    "registrar": ("committee", HERE, HERE),
    "list_keeper": ("committee", HERE, HERE),
    "checker": ("police", HERE, HERE),
    "unit_head": ("committee", HERE, NOWHERE),
    "area_officer": ("town", TOWN, NOWHERE),
    "justice_officer": ("town", TOWN, TOWN),
    "justice_head": ("town", TOWN, TOWN),
    "device_officer": ("town", TOWN, NOWHERE),
    "line_officer": ("town", TOWN, NOWHERE),
    "inspector": ("town", TOWN, TOWN),
    "town_leader": ("town", TOWN, NOWHERE),
    "province_viewer": ("province", TOWN, NOWHERE),
    "admin": ("town", NOWHERE, NOWHERE),
    "keyer": ("police", NOWHERE, NOWHERE),
    "helper": ("police", NOWHERE, NOWHERE),
}


@pytest.fixture
def three(world: Any, elsewhere: Any, now: Any) -> dict[str, Any]:
    """Two wards of one town and a ward of another province, an entry in each."""
    worlds = {WARD: world, SISTER: elsewhere, FAR: make_world("90003", now)}
    chain = chain_above(*worlds.values())
    for each in worlds.values():
        leader = each.officer("team_leader")
        each.assign(each.book, leader)
        Desk(each, leader).whole()
    for unit, code in ((chain.town, "town"), (chain.province, "province")):
        worlds[code] = Agency.objects.create(code=f"{unit.code}-XX", unit=unit, kind="UB", name=unit.name)
    return worlds


def officer_of(three: dict[str, Any], code: str, agency: str) -> Officer:
    world = three[WARD]
    serves = three[agency] if agency in ("town", "province") else getattr(world, agency)
    officer = world.officer(code, agency=serves)
    world.team.members.remove(officer)
    return officer


def units_of(three: dict[str, Any], rows: Any) -> set[str]:
    names = {three[key].unit.pk: key for key in (WARD, SISTER, FAR)}
    return {names[row.unit_id] for row in rows}


def test_every_position_is_in_the_table() -> None:
    assert SEES.keys() == POSITIONS.keys()


@pytest.mark.parametrize("code", SEES)
def test_a_position_sees_its_units_and_no_others(three: dict[str, Any], code: str) -> None:
    agency, counts, personal = SEES[code]
    officer = officer_of(three, code, agency)
    assert units_of(three, Book.objects.visible_to(officer)) == counts
    assert units_of(three, Entry.objects.visible_to(officer)) == personal


@pytest.mark.parametrize("code", ["keyer", "helper"])
def test_who_keys_sees_the_books_of_his_team_only(world: Any, code: str) -> None:
    officer = world.officer(code)
    other = world.new_book()
    world.assign(world.book)
    mine = Team.objects.create(name="Tổ khác", agency=world.police)
    world.assign(other, team=mine)

    assert list(Book.objects.visible_to(officer)) == [world.book]
    Desk(world, world.officer("team_leader")).whole()
    assert {entry.book_id for entry in Entry.objects.visible_to(officer)} == {world.book.pk}


@pytest.mark.parametrize("code", ["keyer", "helper"])
def test_who_keys_no_longer_sees_a_book_that_was_taken_back(world: Any, code: str) -> None:
    officer = world.officer(code)
    given = world.assign(world.book)
    assert Book.objects.visible_to(officer).filter(pk=world.book.pk).exists()
    given.ended_at = world.now
    given.save()
    assert not Book.objects.visible_to(officer).filter(pk=world.book.pk).exists()


def test_a_team_that_he_left_behind_in_another_unit_shows_him_nothing(world: Any, elsewhere: Any) -> None:
    officer = world.officer("keyer")
    elsewhere.team.members.add(officer)
    elsewhere.assign(elsewhere.book)
    assert not Book.objects.visible_to(officer).exists()


def test_a_position_counts_from_its_first_to_its_last_day(world: Any) -> None:
    officer = world.officer("registrar")
    officer.positions.update(valid_from=date(2023, 6, 1), valid_to=date(2023, 6, 30))
    held = {day: bool(scope_of(officer, on=day).unit_ids) for day in (
        date(2023, 5, 31), date(2023, 6, 1), date(2023, 6, 30), date(2023, 7, 1))}  # fmt: skip
    assert list(held.values()) == [False, True, True, False]


def test_a_position_that_ended_yesterday_shows_nothing_today(world: Any) -> None:
    officer = world.officer("registrar")
    officer.positions.update(valid_to=today() - timedelta(days=1))
    assert not Book.objects.visible_to(officer).exists()
    assert not officer.may("inventory")


def test_a_disabled_account_sees_nothing_and_may_do_nothing(world: Any) -> None:
    officer = world.officer("team_leader")
    officer.is_active = False
    assert not Book.objects.visible_to(officer).exists()
    assert not officer.scope.capabilities


def test_two_positions_add_up_and_counts_in_one_unit_stay_counts(three: dict[str, Any]) -> None:
    officer = officer_of(three, "unit_head", "committee")
    Position.objects.create(
        officer=officer, code="registrar", agency=three[SISTER].committee, valid_from=date(2020, 1, 1)
    )
    assert units_of(three, Book.objects.visible_to(officer)) == TOWN
    assert units_of(three, Entry.objects.visible_to(officer)) == {SISTER}


def test_rows_cannot_be_asked_for_without_saying_for_whom() -> None:
    for ask in (
        lambda: Book.objects.all(),
        lambda: Book.objects.filter(kind="KS"),
        lambda: Book.objects.get(pk=None),
        lambda: Book.objects.count(),
        lambda: list(Book.objects.iterator()),
        lambda: Book.objects.unscoped(""),
    ):
        with pytest.raises(UnscopedQuery):
            ask()


def test_what_hangs_on_a_row_in_sight_can_be_read_and_keeps_its_own_condition(
    world: Any, elsewhere: Any
) -> None:
    for each in (world, elsewhere):
        leader = each.officer("team_leader")
        Desk(each, leader).whole()
    leader = world.officer("team_leader")
    other = world.new_book()

    assert world.book.entries.count() == 1
    assert other.entries.unscoped("the entries of this one book").count() == 0
    assert world.book.entries.visible_to(leader).count() == 1
    assert not elsewhere.book.entries.visible_to(leader).exists()
    assert [len(book.entries.all()) for book in Book.objects.visible_to(leader).prefetch_related("entries")]


@pytest.mark.parametrize("text", ["Thử", "2006", "khoảng 2006", "²", "01/2006", "99999"])
def test_the_inventory_can_be_searched_for_anything(world: Any, text: str) -> None:
    found = books_for(world.officer("registrar"), text=text)
    assert set(found) <= {world.book}
    if text in ("Thử", "2006", "01/2006"):
        assert list(found) == [world.book]
