"""How questions are put to the database and its answers read: many ids at once, moments by the thousand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from hotich.books.models import Book
from hotich.stations.models import Station
from hotich.support.postgres.connections import Moments

pytestmark = pytest.mark.django_db


@pytest.fixture
def machines(world: Any, elsewhere: Any) -> Any:
    for _ in range(3):
        world.machine()
    return Station.objects.unscoped("test").order_by("pk")


def test_any_of_finds_what_in_finds(machines: Any, world: Any, elsewhere: Any) -> None:
    ids = [one.pk for one in machines]
    units = {world.unit.pk, elsewhere.unit.pk}
    for some in ([], ids[:1], ids[1:4], [*ids, 0]):
        assert list(machines.filter(pk__any_of=some)) == list(machines.filter(pk__in=some))
        assert list(machines.exclude(pk__any_of=some)) == list(machines.exclude(pk__in=some))
    assert list(machines.filter(unit_id__any_of=units)) == list(machines)
    assert list(machines.filter(team__agency__unit_id__any_of={elsewhere.unit.pk})) == [elsewhere.station]
    either = Q(pk__any_of=[]) | Q(unit_id__any_of=frozenset([elsewhere.unit.pk]))
    assert list(machines.filter(either)) == [elsewhere.station]


def test_ids_that_can_be_gone_through_once_are_kept(machines: Any) -> None:
    found = machines.filter(pk__any_of=(one.pk for one in machines))
    assert found.count() == len(found) == len(machines) > 1


def test_any_of_finds_what_has_no_unit_no_more_than_in_does(world: Any) -> None:
    lost = world.new_book(unit=None)
    books = Book.objects.unscoped("test").order_by("pk")
    ids = [world.unit.pk, world.unit.pk + 1_000]
    assert list(books.filter(unit_id__any_of=ids)) == list(books.filter(unit_id__in=ids)) == [world.book]
    assert list(books.exclude(unit_id__any_of=ids)) == list(books.exclude(unit_id__in=ids)) == [lost]


def test_hundreds_of_ids_are_one_parameter_and_one_id_is_an_equality(machines: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        list(machines.filter(pk__any_of=range(500)))
        list(machines.filter(pk__any_of=[7]))
    many, one = (query["sql"] for query in queries)
    assert " IN (" not in many
    assert '"stations_station"."id" = 7' in one


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 29, 21, 18, 51, 396247, tzinfo=UTC), datetime(1900, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 1, tzinfo=UTC), datetime(2026, 1, 1, 0, 0, 0, 500_000, tzinfo=UTC),
    ],
)  # fmt: skip
def test_a_moment_comes_back_as_it_was_written(moment: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [moment])
        (found,) = cursor.fetchone()
        loader = cursor.connection.adapters.get_loader(1184, 0)
    assert (found, found.tzinfo, found.utcoffset()) == (moment, UTC, timedelta(0))
    assert loader is Moments


def test_what_is_no_moment_of_a_calendar_is_refused_and_not_made_one() -> None:
    with connection.cursor() as cursor, pytest.raises(Exception, match="timestamp too large"):
        cursor.execute("SELECT 'infinity'::timestamptz")
        cursor.fetchone()
