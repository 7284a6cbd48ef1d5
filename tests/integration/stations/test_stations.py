"""A machine keys only while its security check holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from desk import Desk
from making import chain_above
from world import make_world

from hotich.audit.models import AuditEvent
from hotich.entries.errors import StationNotChecked
from hotich.entries.models import Lease
from hotich.entries.operations import work_of
from hotich.staff.models import Officer
from hotich.stations.models import SecurityCheck, Station
from hotich.stations.operations import (
    CheckRefused,
    record_security_check,
    security_checklist,
)
from hotich.stations.queries import stations_of
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import today
from hotich.units.models import Agency

pytestmark = pytest.mark.django_db


def found(day: date, *failed: str, note: str = "cổng USB mở") -> dict[str, dict[str, Any]]:
    return {
        item: {"ok": item not in failed, "note": note if item in failed else ""}
        for item in security_checklist(day)
    }


def checked(world: Any, actor: Officer, station: Station, **more: Any) -> Station:
    day = more.get("checked_on", world.now.date())
    said = {
        "actor": actor, "now": world.now, "station": station, "checked_on": day, "expires_on": day + timedelta(90),
        "minutes": "05/BB", "seal_number": "NP-1", "results": found(day),
    }  # fmt: skip
    return record_security_check(**said | more)


@pytest.fixture
def device_officer(world: Any, elsewhere: Any, now: Any) -> Officer:
    chain = chain_above(world, elsewhere, make_world("90003", now))
    town_police = Agency.objects.create(code="697-CA", unit=chain.town, kind="CA", name="Công an thị xã")
    return world.officer("device_officer", agency=town_police)


def test_a_new_machine_keys_only_after_its_check(world: Any, device_officer: Officer) -> None:
    station = Station.objects.create(code="M-9", name="Máy 9", unit=world.unit, team=world.team)
    assert not station.may_key(world.now.date())
    checked(world, device_officer, station)
    assert station.may_key(world.now.date())
    assert not station.may_key(world.now.date() - timedelta(days=1))
    assert station.may_key(world.now.date() + timedelta(days=90))
    assert not station.may_key(world.now.date() + timedelta(days=91))
    assert AuditEvent.objects.filter(kind="station.checked", subject="station:M-9").exists()


def test_a_check_keeps_what_was_found_item_by_item(world: Any, device_officer: Officer) -> None:
    checked(world, device_officer, world.station)
    check = SecurityCheck.objects.visible_to(device_officer).get()
    assert check.passed and check.minutes_number == "05/BB" and check.seal_number == "NP-1"
    assert set(check.results) == set(security_checklist(world.now.date()))
    assert check.checked_by == device_officer


def test_one_item_that_is_not_met_stops_the_machine_from_that_moment(
    world: Any, device_officer: Officer
) -> None:
    checked(world, device_officer, world.station)
    later = world.now + timedelta(hours=3)
    checked(
        world, device_officer, world.station, now=later, expires_on=None, seal_number="",
        results=found(world.now.date(), "ports"), minutes="06/BB",
    )  # fmt: skip
    assert not world.station.may_key(later.date())
    assert world.station.may_key_at(later - timedelta(minutes=1))
    assert not world.station.may_key_at(later)
    assert world.station.check_minutes == "05/BB"


def test_a_machine_that_failed_keys_again_after_the_next_check(world: Any, device_officer: Officer) -> None:
    day = world.now.date()
    checked(world, device_officer, world.station, results=found(day, "ports"), expires_on=None)
    checked(world, device_officer, world.station, now=world.now + timedelta(hours=1))
    assert world.station.may_key_at(world.now + timedelta(hours=2))
    assert world.station.keys_since == day


def test_a_check_renewed_in_time_leaves_no_day_without_one(world: Any, device_officer: Officer) -> None:
    """What was keyed under a grant of yesterday is still good when it arrives after today's check."""
    next_check = world.now.date() + timedelta(days=60)
    checked(world, device_officer, world.station)
    checked(world, device_officer, world.station, checked_on=next_check, now=world.now + timedelta(days=60))
    assert world.station.may_key(next_check - timedelta(days=1))
    assert world.station.keys_since == date(2020, 1, 1)
    assert world.station.checked_on == next_check


def test_a_check_that_came_too_late_begins_anew(world: Any, device_officer: Officer) -> None:
    late = world.now.date() + timedelta(days=95)
    checked(world, device_officer, world.station)
    checked(world, device_officer, world.station, checked_on=late, now=world.now + timedelta(days=95))
    assert world.station.keys_since == late
    assert not world.station.may_key(late - timedelta(days=1))


def test_a_lease_ends_with_the_machines_check(world: Any, desk: Desk) -> None:
    world.station.check_expires_on = world.now.date()
    world.station.save()
    work_of(actor=desk.officer, station=world.station, now=world.now + timedelta(hours=12), want=5)
    assert {lease.until for lease in Lease.objects.all()} == {world.station.keys_until}
    with pytest.raises(StationNotChecked):
        work_of(actor=desk.officer, station=world.station, now=world.station.keys_until, want=5)


def test_a_retired_machine_does_not_key(world: Any) -> None:
    world.station.retired_on = date(2023, 1, 1)
    assert not world.station.may_key(date(2023, 1, 1))
    assert world.station.may_key(date(2022, 12, 31))


def test_only_the_device_officer_of_the_town_keeps_checks(
    world: Any, device_officer: Officer, now: Any
) -> None:
    with pytest.raises(NotAllowed):
        checked(world, world.officer("team_leader"), world.station)
    with pytest.raises(NotFound):
        checked(world, device_officer, make_world("90009", now).station)


@pytest.mark.parametrize(
    "wrong",
    [
        {"checked_on": date(2099, 1, 1), "expires_on": None},
        {"expires_on": date(2023, 1, 1)},
        {"expires_on": None},
        {"expires_on": date(2025, 1, 1)},
        {"minutes": " "},
        {"seal_number": ""},
        {"results": {}},
        {"results": found(date(2023, 6, 15), "ports", note="")},
    ],
)
def test_a_check_that_cannot_have_been_so_is_refused(
    world: Any, device_officer: Officer, wrong: dict[str, Any]
) -> None:
    with pytest.raises(CheckRefused):
        checked(world, device_officer, world.station, **wrong)


def test_a_check_of_an_earlier_day_than_the_last_is_refused(world: Any, device_officer: Officer) -> None:
    checked(world, device_officer, world.station)
    with pytest.raises(CheckRefused):
        checked(world, device_officer, world.station, checked_on=world.now.date() - timedelta(days=1))


def test_an_officer_is_offered_the_machines_of_his_team_that_may_key(world: Any, elsewhere: Any) -> None:
    keyer = world.officer("keyer")
    world.machine(checked=False)
    of_unit = world.machine()
    of_unit.team = None
    of_unit.save()
    expired = world.machine()
    expired.check_expires_on = today() - timedelta(days=1)
    expired.save()
    assert set(stations_of(keyer)) == {world.station, of_unit}
