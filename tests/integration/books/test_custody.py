"""Custody passes when the receiver says so; what a book's state allows and what not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hotich.books.models import Assignment, Book, BookStatus, Handover
from hotich.books.operations import (
    Given,
    assign,
    draw_up,
    end_assignment,
    end_work,
    hand_over,
    receive,
    receive_minutes,
)
from hotich.books.policies import BookRefused, require_keyable
from hotich.books.queries import assignments_for, assignments_of, handovers_for
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(world: Any) -> Any:
    return world.officer("registrar")


@pytest.fixture
def leader(world: Any) -> Any:
    return world.officer("team_leader")


def kept(world: Any, *, by: Any = None, status: str = BookStatus.INVENTORIED, **more: Any) -> Book:
    return world.new_book(custodian=by or world.committee, status=status, **more)


def give(world: Any, actor: Any, book: Book, to: Any, way: str = "hand_over", **more: Any) -> Handover:
    terms = (
        {"purpose": "extract", "due_on": world.now.date() + timedelta(days=5)} if way == "lend_back" else {}
    )
    return hand_over(
        actor=actor, now=world.now, book=book, to_agency=to, way=way, minutes_number="01/BB", **terms | more
    )


def state(book: Book) -> tuple[Any, str]:
    book.refresh_from_db()
    return book.custodian, book.status


def refusal(act: Any) -> str:
    with pytest.raises(BookRefused) as refused:
        act()
    return refused.value.code


# -- handing over


def test_custody_passes_when_the_receiver_confirms_and_not_before(
    world: Any, registrar: Any, leader: Any
) -> None:
    book = kept(world)
    handover = give(world, registrar, book, world.police)
    assert state(book) == (world.committee, "inventoried")
    assert refusal(lambda: require_keyable(book)) == "book.not_handed_over"
    receive(actor=leader, now=world.now, handover=handover)
    assert state(book) == (world.police, "handed_over")
    require_keyable(book)
    again = receive(actor=leader, now=world.now + timedelta(days=1), handover=handover)
    assert again.received_at == world.now
    assert list(handovers_for(registrar)) == [again]


def test_only_who_has_the_book_gives_it_and_only_once_at_a_time(
    world: Any, registrar: Any, leader: Any
) -> None:
    book = kept(world)
    assert refusal(lambda: give(world, leader, book, world.committee)) == "book.not_in_custody"
    assert refusal(lambda: give(world, registrar, book, world.committee)) == "book.same_agency"
    assert refusal(lambda: give(world, registrar, book, world.police, way="throw")) == "book.way"
    handover = give(world, registrar, book, world.police)
    assert refusal(lambda: give(world, registrar, book, world.police)) == "book.handover_open"
    assert (
        refusal(lambda: receive(actor=registrar, now=world.now, handover=handover)) == "book.not_the_receiver"
    )
    loose = world.new_book()
    assert refusal(lambda: give(world, registrar, loose, world.police)) == "book.no_custodian"


def test_who_has_no_such_right_or_another_unit_gives_and_takes_nothing(
    world: Any, elsewhere: Any, registrar: Any
) -> None:
    book = kept(world)
    with pytest.raises(NotAllowed):
        give(world, world.officer("unit_head"), book, world.police)
    with pytest.raises(NotFound):
        give(world, elsewhere.officer("registrar"), book, elsewhere.police)
    with pytest.raises(NotFound):
        give(world, registrar, book, elsewhere.police)
    handover = give(world, registrar, book, world.police)
    with pytest.raises(NotFound):
        receive(actor=elsewhere.officer("team_leader"), now=world.now, handover=handover)


@pytest.mark.parametrize("status", [BookStatus.KEYING, BookStatus.COMPLETE])
def test_a_book_lent_back_for_a_margin_note_comes_again_as_it_went(
    world: Any, registrar: Any, leader: Any, status: str
) -> None:
    book = kept(world, by=world.police, status=status)
    receive(actor=registrar, now=world.now, handover=give(world, leader, book, world.committee, "lend_back"))
    assert state(book) == (world.committee, status)
    receive(actor=leader, now=world.now, handover=give(world, registrar, book, world.police, "bring_back"))
    assert state(book) == (world.police, status)


def test_a_returned_book_is_no_longer_keyed(world: Any, registrar: Any, leader: Any) -> None:
    book = kept(world, by=world.police, status=BookStatus.COMPLETE)
    assert refusal(lambda: give(world, leader, book, world.committee, "return")) == "book.not_checked"
    minutes = draw_up(
        actor=leader,
        now=world.now,
        given=[Given(book)],
        to_agency=world.committee,
        way="return",
        checked=True,
    )
    receive_minutes(actor=registrar, now=world.now, minutes=minutes)
    assert state(book) == (world.committee, "returned")
    assert refusal(lambda: require_keyable(book)) == "book.not_handed_over"


# -- assigning


def given(world: Any, leader: Any, **more: Any) -> Assignment:
    said = {
        "actor": leader, "now": world.now, "book": world.book, "team": world.team, "officer": None, "station": None,
    }  # fmt: skip
    return assign(**said | more)


def test_pages_are_given_to_one_at_a_time(world: Any, leader: Any) -> None:
    keyer = world.officer("keyer")
    first = given(world, leader, officer=keyer, pages=(1, 11))
    for pages in ((10, 20), (5, 6), None):
        assert refusal(lambda pages=pages: given(world, leader, pages=pages)) == "assign.overlap"
    given(world, leader, pages=(11, 20))
    end_assignment(actor=leader, now=world.now, assignment=first)
    given(world, leader, pages=(1, 11))
    assert len(assignments_for(leader)) == 2


@pytest.mark.parametrize("pages", [(0, 5), (-3, 2), (5, 5), (6, 5), (1, 2_000_000)])
def test_pages_that_no_book_has_are_refused(world: Any, leader: Any, pages: tuple[int, int]) -> None:
    assert refusal(lambda: given(world, leader, pages=pages)) == "assign.pages"


def test_work_goes_to_who_may_key_at_a_machine_that_may(world: Any, elsewhere: Any, leader: Any) -> None:
    outsider = world.officer("keyer")
    world.team.members.remove(outsider)
    checker = world.officer("checker")
    world.team.members.add(checker)
    late = world.officer("keyer")
    late.positions.update(valid_to=world.now.date() - timedelta(days=1))
    expired = world.machine()
    expired.check_expires_on = world.now.date() - timedelta(days=1)
    expired.save()
    for wrong, code in (
        ({"officer": outsider}, "assign.not_in_team"),
        ({"officer": checker}, "assign.may_not_key"),
        ({"officer": late}, "assign.may_not_key"),
        ({"station": world.machine(checked=False)}, "assign.station_not_checked"),
        ({"station": expired}, "assign.station_not_checked"),
        ({"station": elsewhere.station}, "assign.other_units_station"),
    ):
        assert refusal(lambda wrong=wrong: given(world, leader, **wrong)) == code
    keyer = world.officer("keyer")
    mine = given(world, leader, officer=keyer, station=world.station)
    assert list(assignments_of(keyer)) == [mine]


@pytest.mark.parametrize(
    ("book", "code"),
    [
        ({"status": BookStatus.INVENTORIED}, "book.not_handed_over"),
        ({"status": BookStatus.RETURNED}, "book.not_handed_over"),
        ({"status": BookStatus.COMPLETE}, "book.not_handed_over"),
        ({"marked_for_entry": False}, "book.not_marked"),
    ],
)
def test_a_book_that_may_not_be_keyed_is_given_to_nobody(
    world: Any, leader: Any, book: dict[str, Any], code: str
) -> None:
    kept_book = world.new_book(**book)
    assert refusal(lambda: given(world, leader, book=kept_book)) == code


def test_giving_the_first_pages_begins_the_keying(world: Any, leader: Any) -> None:
    book = kept(world, by=world.police, status=BookStatus.HANDED_OVER)
    given(world, leader, book=book)
    assert state(book)[1] == "keying"


def test_only_a_leader_of_the_unit_gives_work_and_takes_it_back(
    world: Any, elsewhere: Any, leader: Any
) -> None:
    mine = given(world, leader)
    with pytest.raises(NotAllowed):
        given(world, world.officer("keyer"))
    stranger = elsewhere.officer("team_leader")
    for act in (
        lambda: given(world, stranger, team=elsewhere.team),
        lambda: end_assignment(actor=stranger, now=world.now, assignment=mine),
        lambda: end_work(actor=stranger, now=world.now, book=world.book),
        lambda: given(world, leader, team=elsewhere.team),
    ):
        with pytest.raises(NotFound):
            act()
