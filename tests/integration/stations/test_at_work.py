"""What the room asks of machines: at work, on shift, silent, standing, and rostered without a security check."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotich.core.quotas import VIETNAM
from hotich.staff.models import Officer
from hotich.stations.at_work import (
    MachinesNow,
    checked_spans,
    machines_now,
    outages_running,
    rostered_unchecked,
)
from hotich.stations.models import Duty, Outage, Station
from hotich.stations.operations import (
    beat_of,
    record_security_check,
    say_outage,
    security_checklist,
    set_duty,
    take_duty,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture
def leader(world: Any) -> Officer:
    return world.officer("team_leader")


@pytest.fixture
def device_officer(world: Any) -> Officer:
    return world.officer("device_officer")


def put(world: Any, leader: Officer, station: Station) -> Duty:
    """A keyer of his own at a machine in the shift that runs."""
    return set_duty(
        actor=leader, team_id=world.team.pk, station_code=station.code, officer_id=world.officer("keyer").pk,
        day=world.now.date(), number=1, now=world.now,
    )  # fmt: skip


def taken(world: Any, leader: Officer, station: Station) -> Duty:
    duty = put(world, leader, station)
    return take_duty(actor=duty.officer, duty_id=duty.pk, now=world.now)


def check(
    world: Any, actor: Officer, station: Station, now: datetime, *, passed: bool = True, days: int = 30
) -> None:
    results = {
        item: {"ok": passed, "note": "" if passed else "cổng USB mở"}
        for item in security_checklist(now.date())
    }
    record_security_check(
        actor=actor, now=now, station=station, checked_on=now.date(), expires_on=now.date() + days * DAY if passed else None,
        minutes="12/BB", seal_number="NP-1", results=results,
    )  # fmt: skip


def test_a_units_machines_are_counted_by_what_they_do(world: Any, elsewhere: Any, leader: Officer) -> None:
    working, silent, standing = (taken(world, leader, world.machine()) for _ in range(3))
    untaken = put(world, leader, world.machine())
    world.machine(checked=False)
    moment = world.now + 60 * MINUTE
    for heard in (working, silent):
        beat_of(station=heard.station, now=world.now + 2 * MINUTE)
    beat_of(station=working.station, now=moment - 2 * MINUTE)
    beat_of(station=world.station, now=moment - 2 * MINUTE)  # on no roster, and heard
    say_outage(
        actor=leader, station_code=standing.station.code, started_at=moment - 30 * MINUTE, cause="power", words="",
        now=moment,
    )  # fmt: skip
    assert untaken.taken_at is None
    assert machines_now([world.unit.pk, elsewhere.unit.pk], moment) == {
        world.unit.pk: MachinesNow(
            machines=6, may_key=5, at_work=2, on_shift=4, silent=1, out=1, not_taken=1
        ),
        elsewhere.unit.pk: MachinesNow(machines=1, may_key=1),
    }
    assert [outage.station_id for outage in outages_running([world.unit.pk])] == [standing.station_id]
    assert outages_running([elsewhere.unit.pk]) == []
    # Asked for later of that moment: the machine stood, whatever has become of its outage.
    ended = list(Outage.objects.unscoped("the one above").filter(station=standing.station))
    Outage.objects.unscoped("the one above").update(ended_at=moment + MINUTE)
    assert machines_now([world.unit.pk], moment)[world.unit.pk].silent == 2
    then = machines_now([world.unit.pk], moment, stood=ended)[world.unit.pk]
    assert (then.silent, then.out) == (1, 1)


def test_counting_machines_costs_the_same_for_one_as_for_many(
    world: Any, elsewhere: Any, leader: Officer
) -> None:
    taken(world, leader, world.station)
    with CaptureQueriesContext(
        connection,
    ) as few:
        machines_now([world.unit.pk], world.now)
    for _ in range(3):
        taken(world, leader, world.machine())
    with CaptureQueriesContext(connection) as many:
        machines_now([world.unit.pk, elsewhere.unit.pk], world.now)
    assert len(few) == len(many) <= 7


def test_a_check_that_fails_after_the_roster_was_set_is_seen_on_it(
    world: Any, leader: Officer, device_officer: Officer
) -> None:
    day = datetime.combine(world.now.date() + DAY, time(), tzinfo=VIETNAM)
    tomorrow = set_duty(
        actor=leader, team_id=world.team.pk, station_code=world.station.code, officer_id=world.officer("keyer").pk,
        day=day.date(), number=1, now=world.now,
    )  # fmt: skip
    assert rostered_unchecked([world.unit.pk], world.now, day + DAY) == []
    check(world, device_officer, world.station, world.now, passed=False)
    assert rostered_unchecked([world.unit.pk], world.now, day + DAY) == [tomorrow]
    assert rostered_unchecked([world.unit.pk], day + DAY, day + 2 * DAY) == []


def test_a_check_holds_from_its_day_to_its_last_or_until_one_fails(
    world: Any, device_officer: Officer
) -> None:
    machine = world.machine(checked=False)
    assert checked_spans([machine.pk]) == {machine.pk: []}
    first = world.now
    check(world, device_officer, machine, first, days=3)
    check(world, device_officer, machine, first + DAY, passed=False)
    check(world, device_officer, machine, first + 10 * DAY, days=2)

    def held(moment: datetime) -> bool:
        return any(
            start <= moment and (end is None or moment < end)
            for start, end in checked_spans([machine.pk])[machine.pk]
        )

    assert held(first)
    assert held(first + DAY - MINUTE)
    assert not held(first + DAY)
    assert not held(first + 9 * DAY)
    assert held(first + 12 * DAY)
    assert not held(first + 13 * DAY)
    assert not held(first - DAY)


def test_a_machine_that_was_checked_before_checks_were_kept_may_key_since_then(world: Any) -> None:
    [(start, end)] = checked_spans([world.station.pk])[world.station.pk]
    assert (start.astimezone(VIETNAM).date(), end) == (world.station.checked_on, None)
    world.station.retired_on = world.now.date()
    world.station.save()
    [(_, end)] = checked_spans([world.station.pk])[world.station.pk]
    assert end == datetime.combine(world.now.astimezone(VIETNAM).date(), time(), tzinfo=VIETNAM)
