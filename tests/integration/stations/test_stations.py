"""A machine keys only while its security check holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from making import chain_above
from world import make_world

from hotich.audit.models import AuditEvent
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.stations.operations import CheckRefused, record_security_check, register_station
from hotich.stations.queries import stations_of
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import today
from hotich.units.models import Agency

pytestmark = pytest.mark.django_db


def checked(world: Any, actor: Officer, station: Station, **more: Any) -> Station:
    day = world.now.date()
    said = {
        "actor": actor, "now": world.now, "station": station, "checked_on": day, "expires_on": day + timedelta(90),
        "minutes": "05/BB", "seal_number": "NP-1",
    }  # fmt: skip
    return record_security_check(**said | more)


@pytest.fixture
def device_officer(world: Any, elsewhere: Any, now: Any) -> Officer:
    chain = chain_above(world, elsewhere, make_world("90003", now))
    town_police = Agency.objects.create(code="697-CA", unit=chain.town, kind="CA", name="Công an thị xã")
    return world.officer("device_officer", agency=town_police)


def test_a_new_machine_keys_only_after_its_check(world: Any, device_officer: Officer) -> None:
    station = register_station(code="M-9", name="Máy 9", unit=world.unit, team=world.team)
    assert not station.may_key(world.now.date())
    checked(world, device_officer, station)
    assert station.may_key(world.now.date())
    assert not station.may_key(world.now.date() - timedelta(days=1))
    assert station.may_key(world.now.date() + timedelta(days=90))
    assert not station.may_key(world.now.date() + timedelta(days=91))
    assert AuditEvent.objects.filter(kind="station.checked", subject="station:M-9").exists()


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
    "wrong", [{"checked_on": date(2099, 1, 1), "expires_on": None}, {"expires_on": date(2023, 1, 1)}]
)
def test_a_check_that_cannot_have_been_so_is_refused(
    world: Any, device_officer: Officer, wrong: dict[str, Any]
) -> None:
    with pytest.raises(CheckRefused):
        checked(world, device_officer, world.station, **wrong)


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
