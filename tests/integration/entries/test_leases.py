"""Leases and what comes next: two officers never hold the same stretch of a book."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk

from hotich.entries import operations as entries
from hotich.entries.errors import FormUndefined, LeaseTaken, NothingToKey, PlaceTaken, StationNotChecked
from hotich.entries.places import Place
from hotich.entries.queries import entries_for, unfinished_of
from hotich.support.errors import NotAllowed

pytestmark = pytest.mark.django_db


def next_of(desk: Desk, station: Any = None) -> Place:
    (place,) = entries.work_of(actor=desk.officer, station=station or desk.station, now=desk.world.now)
    return place


def lease(desk: Desk, low: int, high: int, **more: Any) -> Any:
    common = {"actor": desk.officer, "book": desk.world.book, "station": desk.station, "now": desk.world.now}
    return entries.grant_lease(**{**common, "low": low, "high": high, **more})


def test_overlapping_stretches_are_refused_and_say_who_holds_them(world: Any) -> None:
    first, second = (Desk(world, world.officer("keyer", name=name)) for name in ("Lê Văn Một", "Lê Văn Hai"))
    lease(first, 1000, 3000)
    with pytest.raises(LeaseTaken) as refused:
        lease(second, 2999, 4000)
    assert "Lê Văn Một" in refused.value.message
    lease(second, 3000, 4000)


def test_a_lease_that_ran_out_gives_way(world: Any) -> None:
    first, second = Desk(world, world.officer("keyer")), Desk(world, world.officer("keyer"))
    lease(first, 1000, 3000, until=world.now + timedelta(hours=1))
    lease(second, 1000, 3000, now=world.now + timedelta(hours=2))


def test_the_next_entry_is_the_first_free_place_of_what_is_assigned(desk: Desk) -> None:
    place = next_of(desk)
    assert (place.is_new, place.page, place.line, place.position) == (True, 1, 1, 1001)
    desk.whole(place.page, place.line)
    assert next_of(desk).position == 1002
    desk.whole(1, 2)
    assert next_of(desk).position == 2001, "two entries a page, as the inventory counted"


def test_an_unfinished_entry_comes_first(desk: Desk) -> None:
    desk.whole(1, 1)
    desk.open(1, 2)
    left = desk.entry
    desk.whole(2, 1)
    place = next_of(desk)
    assert (place.is_new, place.entry_id) == (False, left)
    assert [entry.pk for entry in unfinished_of(desk.officer)] == [left]


def test_a_book_without_pages_is_counted_in_entries(desk: Desk) -> None:
    book = desk.world.book
    book.pages_count, book.entries_count = None, 2
    book.save()
    for position in (1, 2):
        place = next_of(desk)
        assert (place.page, place.position) == (None, position)
        desk.entry = place.entry_id
        entries.open_entry(**desk.common, book=book, position=place.position)
        desk.key_all()
        desk.complete()
    with pytest.raises(NothingToKey):
        next_of(desk)


def test_two_officers_of_a_team_share_a_book_page_by_page(world: Any) -> None:
    first, second = Desk(world, world.officer("keyer")), Desk(world, world.officer("keyer"))
    world.assign(world.book)
    assert next_of(first).position == 1001
    assert next_of(second, world.machine()).position == 2001
    assert next_of(first).position == 1001


def test_assigned_pages_end_the_work(desk: Desk) -> None:
    other = Desk(desk.world, desk.world.officer("keyer"))
    book = desk.world.new_book(pages_count=10, entries_count=10)
    desk.world.assign(book, other.officer, pages=(3, 4))
    place = next_of(other)
    assert (place.page, place.line) == (3, 1)
    other.open(3, 1, book=book)
    entries.mark_unreadable(**other.common)
    with pytest.raises(NothingToKey):
        next_of(other)


def test_work_is_given_only_at_a_checked_machine_to_who_may_key(desk: Desk) -> None:
    with pytest.raises(StationNotChecked):
        next_of(desk, desk.world.machine(checked=False))
    with pytest.raises(NotAllowed):
        next_of(Desk(desk.world, desk.world.officer("registrar")))


def test_what_somebody_left_is_taken_over(desk: Desk) -> None:
    place = next_of(desk)
    desk.open(place.page, place.line)
    other = Desk(desk.world, desk.world.officer("keyer"), desk.world.machine())
    desk.world.assign(desk.world.new_book(), other.officer)
    leader = desk.world.officer("team_leader")
    with pytest.raises(NotAllowed):
        entries.take_over(
            actor=other.officer,
            lease=place.lease,
            officer=other.officer,
            station=other.station,
            now=desk.world.now,
        )
    taken = entries.take_over(
        actor=leader, lease=place.lease, officer=other.officer, station=other.station, now=desk.world.now
    )
    assert taken.officer == other.officer
    other.entry = desk.entry
    other.key()


def test_a_place_bears_one_entry_unless_its_number_was_void(desk: Desk) -> None:
    desk.open(1, 1)
    first = desk.entry
    with pytest.raises(PlaceTaken):
        desk.open(1, 1)
    desk.entry = first
    entries.void(**desk.common, reason="bỏ số")
    desk.open(1, 1)


def test_a_page_turned_to_by_hand_is_leased(desk: Desk) -> None:
    place = entries.place_at(
        actor=desk.officer, station=desk.station, book=desk.world.book, page=7, line=2, now=desk.world.now
    )
    assert (place.is_new, place.position) == (True, 7002)
    assert place.lease in entries.leases_of(desk.officer, desk.station, desk.world.now)


def test_a_book_whose_form_is_not_defined_is_not_what_comes_next(desk: Desk) -> None:
    marriages = desk.world.new_book(
        kind="KH", edition="KH", office_key="kh", volume="09/2006", volume_key="9/2006"
    )
    desk.world.assign(marriages, desk.officer)
    assert next_of(desk).book == desk.world.book
    with pytest.raises(FormUndefined) as refused:
        entries.place_at(
            actor=desk.officer, station=desk.station, book=marriages, page=1, line=1, now=desk.world.now
        )
    assert "loại sổ" in refused.value.message


def test_an_entry_handed_on_comes_next_for_who_takes_it(world: Any) -> None:
    leader = world.officer("team_leader")
    first, second = (Desk(world, world.officer("keyer", name=name)) for name in ("Lê Văn Một", "Lê Văn Hai"))
    world.assign(world.book)
    answer = first.open(1, 1)
    entry = entries_for(leader).get(pk=answer.entry_id)
    entries.hand_on(actor=leader, entry=entry, officer=second.officer, station=second.station, now=world.now)
    assert next_of(second).entry_id == answer.entry_id
