"""Machines are registered, given to another team, and retired; their past stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from making import chain_above
from world import make_world

from hotich.audit.models import AuditEvent
from hotich.staff.models import Officer
from hotich.stations.models import Duty, Heartbeat, Station
from hotich.stations.operations import (
    CheckRefused,
    StationRefused,
    give_station,
    record_security_check,
    register_station,
    retire_station,
    security_checklist,
)
from hotich.stations.queries import stations_of
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import start_of
from hotich.units.models import Agency, Level, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def device_officer(world: Any, elsewhere: Any, now: Any) -> Officer:
    chain = chain_above(world, elsewhere, make_world("90003", now))
    town_police = Agency.objects.create(code="697-CA", unit=chain.town, kind="CA", name="Công an thị xã")
    return world.officer("device_officer", agency=town_police)


def registered(world: Any, actor: Officer, **more: Any) -> Station:
    said = {
        "actor": actor,
        "name": "Máy mới",
        "unit_id": world.unit.pk,
        "team_id": world.team.pk,
        "now": world.now,
    }
    return register_station(**said | more)


def retired(world: Any, actor: Officer, **more: Any) -> Station:
    said = {
        "actor": actor, "code": world.station.code, "from_day": world.now.date() + timedelta(days=1),
        "reason": "hỏng ổ cứng", "now": world.now,
    }  # fmt: skip
    return retire_station(**said | more)


def given(world: Any, actor: Officer, **more: Any) -> Station:
    said = {
        "actor": actor,
        "code": world.station.code,
        "name": "Máy 1",
        "unit_id": world.unit.pk,
        "now": world.now,
    }
    return give_station(**said | more)


def on_duty(world: Any, days: int) -> Duty:
    starts = world.now + timedelta(days=days)
    return Duty.objects.create(
        station=world.station, unit=world.unit, team=world.team, officer=world.officer("keyer"),
        day=starts.date(), number=1, starts_at=starts, ends_at=starts + timedelta(hours=8), set_at=world.now,
    )  # fmt: skip


def test_a_machine_gets_the_units_next_code_and_keys_only_after_a_check(
    world: Any, device_officer: Officer
) -> None:
    first, second = (registered(world, device_officer) for _ in range(2))
    assert (first.code, second.code) == (f"{world.unit.code}-M2", f"{world.unit.code}-M3") or (
        first.code, second.code
    ) == (f"{world.unit.code}-M1", f"{world.unit.code}-M2")  # fmt: skip
    assert not first.may_key(world.now.date())
    assert AuditEvent.objects.filter(kind="station.registered", subject=f"station:{first.code}").exists()


def test_a_number_is_given_once_also_after_its_machine_is_gone(world: Any, device_officer: Officer) -> None:
    last = registered(world, device_officer, code=f"{world.unit.code}-M7")
    retired(world, device_officer, code=last.code)
    assert registered(world, device_officer).code == f"{world.unit.code}-M8"
    with pytest.raises(StationRefused, match="Đã có máy"):
        registered(world, device_officer, code=f"{world.unit.code}-m7")


def test_the_next_code_follows_the_units_own_way_of_coding(world: Any, device_officer: Officer) -> None:
    for way in (".2025", "-TP"):
        registered(world, device_officer, code=f"{world.unit.code}{way}-M4")
        assert registered(world, device_officer).code == f"{world.unit.code}{way}-M5"


@pytest.mark.parametrize(
    ("more", "why"),
    [({"name": " "}, "tên máy"), ({"code": "máy 3"}, "Mã máy gồm"), ({"code": "dang-ky"}, "Mã máy gồm")],
)
def test_a_machine_is_named_and_coded(world: Any, device_officer: Officer, more: Any, why: str) -> None:
    with pytest.raises(StationRefused, match=why):
        registered(world, device_officer, **more)


def test_only_who_sets_machines_registers_one_and_only_in_his_units(
    world: Any, elsewhere: Any, device_officer: Officer, now: Any
) -> None:
    for code in ("team_leader", "justice_officer", "police_head"):
        with pytest.raises(NotAllowed):
            registered(world, world.officer(code))
    far = make_world("90009", now)
    with pytest.raises(NotFound):
        registered(far, device_officer)
    with pytest.raises(NotFound):
        give_station(
            actor=device_officer, code=far.station.code, name="Máy", unit_id=world.unit.pk, now=world.now
        )
    with pytest.raises(NotFound):
        retired(far, device_officer)
    with pytest.raises(StationRefused, match="Tổ không thuộc"):
        registered(world, device_officer, team_id=elsewhere.team.pk)
    assert registered(far, world.officer("admin")).unit == far.unit


def test_a_machine_is_registered_for_a_ward_that_has_no_team_yet(world: Any, device_officer: Officer) -> None:
    ward = Unit.objects.create(
        key="test/90008", code="90008", name="90008", type_label="phường", level=Level.COMMUNE,
        parent=world.unit.parent, valid_from=date(1975, 1, 1), sort_key="90008",
    )  # fmt: skip
    with pytest.raises(NotFound):  # a ward that no agency of the installation serves keys nothing
        register_station(actor=device_officer, name="Máy", unit_id=ward.pk, now=world.now)
    Agency.objects.create(code="90008-UB", unit=ward, kind="UB", name="UBND")
    made = register_station(actor=device_officer, name="Máy", unit_id=ward.pk, now=world.now)
    assert (made.code, made.team) == ("90008-M1", None)
    with pytest.raises(NotFound):  # nor does the town, which has no team of its own
        register_station(actor=device_officer, name="Máy", unit_id=world.unit.parent_id, now=world.now)


def test_a_machine_goes_to_another_ward_with_its_check_and_leaves_its_past_behind(
    world: Any, elsewhere: Any, device_officer: Officer
) -> None:
    keyer = elsewhere.officer("keyer")
    elsewhere.team.members.add(keyer)
    moved = given(world, device_officer, unit_id=elsewhere.unit.pk, team_id=elsewhere.team.pk)
    assert (moved.unit, moved.team, moved.code) == (elsewhere.unit, elsewhere.team, world.station.code)
    assert moved.checked_on == world.station.checked_on
    assert moved.code in {station.code for station in stations_of(Officer.objects.get(pk=keyer.pk))}
    history = Station.pgh_event_model.objects.filter(pgh_obj_id=moved.pk).order_by("pgh_id")
    assert [event.unit_id for event in history][-2:] == [world.unit.pk, elsewhere.unit.pk]


def test_a_machine_on_the_roster_is_not_moved_nor_retired_but_can_be_renamed(
    world: Any, device_officer: Officer
) -> None:
    on_duty(world, 3)
    with pytest.raises(StationRefused, match="1 ca trực"):
        given(world, device_officer)
    with pytest.raises(StationRefused, match="1 ca trực"):
        retired(world, device_officer)
    assert given(world, device_officer, team_id=world.station.team_id, name=" Máy  1b ").name == "Máy 1b"
    after = world.now.date() + timedelta(days=5)
    assert retired(world, device_officer, from_day=after).retired_on == after


def test_a_retired_machine_keys_to_the_end_of_its_last_day(world: Any, device_officer: Officer) -> None:
    station = retired(world, device_officer)
    last = start_of(station.retired_on)
    assert station.may_key_at(last - timedelta(seconds=1)) and not station.may_key_at(last)
    assert station.keys_until == last
    assert station.retired_because == "hỏng ổ cứng"
    results = {item: {"ok": True, "note": ""} for item in security_checklist(world.now.date())}
    with pytest.raises(CheckRefused, match="thôi dùng"):
        record_security_check(
            actor=device_officer, now=world.now, station=station, checked_on=world.now.date(),
            expires_on=world.now.date(), minutes="1", seal_number="1", results=results,
        )  # fmt: skip
    for again in (retired, given):
        with pytest.raises(StationRefused, match="đã thôi dùng"):
            again(world, device_officer)


def test_a_machine_that_was_at_work_today_is_retired_from_tomorrow(
    world: Any, device_officer: Officer
) -> None:
    today = world.now.date()
    Heartbeat.objects.create(
        station=world.station, hour=world.now.replace(minute=0, second=0, microsecond=0), minutes=1
    )
    with pytest.raises(StationRefused, match="từ ngày mai"):
        retired(world, device_officer, from_day=today)
    assert retired(world, device_officer).retired_on == today + timedelta(days=1)


def test_a_machine_nobody_used_today_is_retired_at_once(world: Any, device_officer: Officer) -> None:
    assert not retired(world, device_officer, from_day=world.now.date()).may_key_at(world.now)


@pytest.mark.parametrize(("more", "why"), [({"reason": " "}, "lý do"), ({"days": -1}, "đã qua")])
def test_a_machine_is_retired_for_a_reason_and_not_in_the_past(
    world: Any, device_officer: Officer, more: dict[str, Any], why: str
) -> None:
    said = dict(more)
    if "days" in said:
        said["from_day"] = world.now.date() + timedelta(days=said.pop("days"))
    with pytest.raises(StationRefused, match=why):
        retired(world, device_officer, **said)
