"""What was keyed at which machine: shifts, work beyond a security check, one account at two machines."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotich.entries.at_machines import done_by_shift, keyed_unchecked, keying_teams, shared_accounts
from hotich.entries.models import Entry, EntryAction
from hotich.stations.models import ShiftPattern, Station
from hotich.support.ids import uuid7

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def leader(world: Any) -> Any:
    return world.officer("team_leader")


def key(world: Any, officer: Any, station: Station, *, after: timedelta = timedelta(0), **more: Any) -> None:
    """One entry at a machine, opened and completed within a minute; the log says when the server received it."""
    entry_id, moment = uuid7(), world.now + after
    EntryAction.objects.bulk_create(
        EntryAction(
            entry_id=entry_id, seq=seq, tx_id=uuid7(), type=type, author_id=officer.pk, station_id=station.pk,
            received_at=moment + seq * timedelta(seconds=20), edition="KS/1999", payload_digest=b"", digest=b"", payload={},
            **more,
        )
        for seq, type in enumerate(("entry_opened", "fields_keyed", "completed"), start=1)
    )  # fmt: skip
    done = moment + MINUTE
    Entry.objects.create(
        id=entry_id, book=world.book, kind="KS", edition="KS/1999", opened_at=moment, last_action_at=done,
        first_completed_at=done, completed_by=officer, completed_station=station, status="completed",
    )  # fmt: skip


def test_a_teams_work_is_told_shift_by_shift(world: Any, elsewhere: Any, leader: Any) -> None:
    second = world.machine()
    key(world, leader, world.station)  # nine in the morning
    key(world, leader, second, after=HOUR)
    key(world, leader, second, after=6 * HOUR)
    since, until = world.now - HOUR, world.now + 20 * HOUR
    ids = [world.unit.pk, elsewhere.unit.pk]
    teams = keying_teams(ids)
    assert teams == {world.team.pk: world.unit.pk, elsewhere.team.pk: elsewhere.unit.pk}
    with CaptureQueriesContext(connection) as queries:
        done = done_by_shift(teams, ids, since, until)
    assert len(queries) == 2
    own = [one for one in done if one.unit_id == world.unit.pk]
    assert [(one.shift.number, one.entries, one.stations) for one in own] == [(1, 2, 2), (2, 1, 1), (3, 0, 0)]
    assert all(one.entries == 0 for one in done if one.unit_id == elsewhere.unit.pk)
    # A stretch that ends in a shift tells of that shift what lies in it.
    short = done_by_shift({world.team.pk: world.unit.pk}, ids, since, world.now + 2 * MINUTE)
    assert [one.entries for one in short] == [1]


def test_shifts_are_those_of_the_team_and_the_day(world: Any, leader: Any) -> None:
    key(world, leader, world.station)
    ShiftPattern.objects.create(
        team=world.team,
        since=world.now.date(),
        starts=[time(8, 30), time(20, 30)],
        silent_minutes=10,
        set_at=world.now,
    )
    ids = [world.unit.pk]
    done = done_by_shift(keying_teams(ids), ids, world.now - HOUR, world.now + HOUR)
    assert [(f"{one.shift.starts_at:%H:%M}", one.entries) for one in done] == [("08:30", 1)]


def test_what_a_machine_sent_without_a_check_is_kept_and_seen(world: Any, leader: Any) -> None:
    key(world, leader, world.station)
    since, until = world.now - HOUR, world.now + HOUR
    assert keyed_unchecked([world.unit.pk], since, until) == []
    # The machine fails a check; what was keyed at it offline arrives afterwards, one entry of it keyed in time by the desk's own clock.
    world.station.check_failed_at = world.now + 5 * MINUTE
    world.station.save()
    key(world, leader, world.station, after=20 * MINUTE)
    key(world, leader, world.station, after=30 * MINUTE, device_time=world.now + 2 * MINUTE)
    [found] = keyed_unchecked([world.unit.pk], since, until)
    assert (found.station_id, found.unit_id, found.entries, found.said_before) == (
        world.station.pk, world.unit.pk, 2, 1,
    )  # fmt: skip
    assert (found.first_at, found.last_at) == (world.now + 20 * MINUTE + SECOND * 20, world.now + 31 * MINUTE)
    assert keyed_unchecked([world.unit.pk], until, until + HOUR) == []


def test_one_account_at_two_machines_to_and_fro_is_seen(world: Any, elsewhere: Any, leader: Any) -> None:
    second = world.machine()
    since, until = world.now - HOUR, world.now + 2 * HOUR
    for turn in range(4):
        key(world, leader, (world.station, second)[turn % 2], after=turn * MINUTE)
    [found] = shared_accounts([world.unit.pk], since, until)
    assert (found.officer_id, found.changes) == (leader.pk, 3)
    assert set(found.station_ids) == {world.station.pk, second.pk}
    assert shared_accounts([elsewhere.unit.pk], since, until) == []


def test_whoever_moves_to_another_machine_shares_nothing(world: Any, leader: Any) -> None:
    second = world.machine()
    key(world, leader, world.station)
    key(world, leader, second, after=2 * MINUTE)
    key(world, leader, world.station, after=HOUR)
    key(world, leader, second, after=2 * HOUR)
    assert shared_accounts([world.unit.pk], world.now - HOUR, world.now + 3 * HOUR) == []


def test_an_outbox_that_somebody_else_brought_shares_nothing(world: Any, leader: Any) -> None:
    second = world.machine()
    for turn in range(4):
        key(world, leader, (world.station, second)[turn % 2], after=turn * MINUTE, late=turn % 2 == 1)
    assert shared_accounts([world.unit.pk], world.now - HOUR, world.now + HOUR) == []
