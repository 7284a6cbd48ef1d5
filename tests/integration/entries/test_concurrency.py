"""Several writers at once: every action is in the log exactly once, in one order, and nothing of it can be changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from desk import CHILD, Desk, typed
from django.db import connection
from psycopg.types.range import Range

from hotich.entries import operations as entries
from hotich.entries.models import EntryAction
from hotich.entries.queries import state_of
from hotich.entries.refolding import refold
from hotich.support.ids import uuid7

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Any) -> list[Any]:
    def run(call: Any) -> Any:
        try:
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_the_same_packet_from_many_connections_is_recorded_once(desk: Desk) -> None:
    entry, opening, keying = uuid7(), uuid7(), uuid7()
    answers = at_once(*[lambda: desk.open(entry_id=entry, tx_id=opening)] * 6)
    assert sorted(answer.status for answer in answers) == ["repeated"] * 5 + ["saved"]
    desk.entry = entry
    answers = at_once(*[lambda: desk.key(CHILD, tx_id=keying, base_seq=1)] * 6)
    assert sorted(answer.status for answer in answers) == ["repeated"] * 5 + ["saved"]
    assert EntryAction.objects.filter(entry_id=entry).count() == 2


def test_writers_of_one_entry_take_turns(desk: Desk) -> None:
    desk.open()
    fields = ["child.full_name", "child.sex", "mother.full_name", "father.full_name", "child.birth_date"]
    answers = at_once(*[lambda name=name: desk.key({name: typed("1/2/2006")}, base_seq=1) for name in fields])
    assert sorted(answer.seq for answer in answers) == [2, 3, 4, 5, 6]
    assert state_of(desk.entry).fields.keys() == set(fields)
    assert refold(derived=True).clean


def test_of_two_who_key_one_field_at_once_one_is_told(desk: Desk) -> None:
    desk.open()
    answers = at_once(
        *[
            lambda name=name: desk.key({"child.full_name": typed(name)}, base_seq=1)
            for name in ("Lê A", "Lê B")
        ]
    )
    assert sorted(answer.status for answer in answers) == ["conflict", "saved"]


def test_two_who_open_one_place_at_once_make_one_entry(desk: Desk) -> None:
    answers = at_once(*[lambda: Desk(desk.world, desk.officer).open(3, 1) for _ in range(4)])
    assert [getattr(each, "status", None) or each.code for each in answers].count("saved") == 1
    assert EntryAction.objects.filter(type="entry_opened").count() == 1


@pytest.mark.parametrize("pages", [50, None])
def test_officers_who_ask_for_work_at_once_never_get_one_place(world: Any, pages: int | None) -> None:
    book = world.new_book(pages_count=pages, entries_count=400)
    world.assign(book)
    stations = [world.machine() for _ in range(4)]
    desks = [Desk(world, world.officer("keyer"), station) for station in stations]
    taken: list[int] = []

    def work(desk: Desk) -> int:
        (place,) = entries.work_of(actor=desk.officer, station=desk.station, now=world.now)
        assert place.is_new
        desk.open(place.page, place.line, position=place.position, book=book, entry_id=place.entry_id)
        desk.key(CHILD)
        entries.mark_unreadable(**desk.common)
        return place.position

    for _ in range(6):
        found = at_once(*[lambda desk=desk: work(desk) for desk in desks])
        assert all(isinstance(each, int) for each in found), found
        taken += found
    assert len(set(taken)) == 24
    assert refold(derived=True).clean


def test_expired_leases_of_several_books_are_ended_by_many_at_once(world: Any) -> None:
    books = [world.new_book() for _ in range(4)]
    before = world.now - timedelta(days=2)
    old, station = world.officer("keyer"), world.station
    for book in books:
        entries.grant_lease(actor=old, book=book, station=station, low=1000, high=50_000, now=before)
    desks = []
    for number in range(4):
        desk = Desk(world, world.officer("keyer"), world.machine())
        for book in books[number:] + books[:number]:
            world.assign(book, desk.officer, pages=Range(number * 10 + 1, number * 10 + 10))
        desks.append(desk)
    places = at_once(
        *[
            lambda desk=desk: (
                entries.work_of(actor=desk.officer, station=desk.station, now=world.now)[0].position
            )
            for desk in desks
        ]
    )
    assert sorted(places) == [1001, 11001, 21001, 31001]


@pytest.mark.parametrize("statement", ["UPDATE {} SET late = true", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["entries_entryaction", "entries_entryaction_03"])
def test_the_applications_role_cannot_change_the_log(
    desk: Desk, addresses: Any, statement: str, table: str
) -> None:
    desk.open()
    with psycopg.connect(addresses.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement.format(table))
