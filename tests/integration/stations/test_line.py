"""The line is measured by what desks send anyway; outages open and close by themselves, people say why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from hotich.core.quotas import Period
from hotich.staff.models import Officer
from hotich.stations.lost_hours import lost_hours
from hotich.stations.models import Duty, Heartbeat, Outage, Station
from hotich.stations.operations import (
    OutageRefused,
    beat,
    beat_of,
    is_beat_due,
    keep_carrier,
    note_outage,
    say_outage,
    set_duty,
    take_duty,
    watch_lines,
)
from hotich.stations.queries import history_of, last_heard, open_outages, outages_for
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def leader(world: Any) -> Officer:
    return world.officer("team_leader")


@pytest.fixture
def duty(world: Any, leader: Officer) -> Duty:
    """A shift that an officer has taken over at nine."""
    keyer = world.officer("keyer")
    made = set_duty(
        actor=leader, team_id=world.team.pk, station_code=world.station.code, officer_id=keyer.pk,
        day=world.now.date(), number=1, now=world.now,
    )  # fmt: skip
    return take_duty(actor=keyer, duty_id=made.pk, now=world.now)


def outage_of(world: Any) -> Outage:
    return Outage.objects.unscoped("a test's own").get(station=world.station)


def rounds(start: datetime, end: datetime) -> None:
    """The watch goes round every minute."""
    while start <= end:
        watch_lines(now=start)
        start += MINUTE


def test_a_minute_costs_one_row_an_hour_however_often_a_desk_sends(world: Any) -> None:
    for seconds in range(0, 180, 7):
        beat_of(station=world.station, now=world.now + timedelta(seconds=seconds))
    heartbeat = Heartbeat.objects.unscoped("a test's own").get()
    assert heartbeat.minutes.bit_count() == 3
    assert last_heard([world.station.pk], world.now) == {world.station.pk: world.now + 2 * MINUTE}
    assert not is_beat_due(world.station.code, world.now + 2 * MINUTE)
    assert is_beat_due(world.station.code, world.now + 3 * MINUTE)


def test_only_a_machine_that_the_grant_names_is_heard(world: Any) -> None:
    other = world.machine()
    assert beat(code=other.code, among={world.station.pk}, now=world.now) is None
    assert beat(code="", among={world.station.pk}, now=world.now) is None
    assert not Heartbeat.objects.unscoped("a test's own").exists()


def test_a_silent_machine_on_shift_opens_an_outage_that_closes_when_it_is_heard(
    world: Any, duty: Duty, leader: Officer
) -> None:
    beat_of(station=world.station, now=world.now + 20 * MINUTE)
    rounds(world.now, world.now + 31 * MINUTE)
    assert not open_outages(leader).exists(), "ten minutes are allowed"
    rounds(world.now + 32 * MINUTE, world.now + 40 * MINUTE)
    outage = outage_of(world)
    assert (outage.started_at, outage.ended_at, outage.cause) == (world.now + 21 * MINUTE, None, "unknown")
    beat_of(station=world.station, now=world.now + 50 * MINUTE)
    rounds(world.now + 41 * MINUTE, world.now + 60 * MINUTE)
    outage.refresh_from_db()
    assert outage.ended_at == world.now + 50 * MINUTE
    assert outage.cause == "idle", "it had tried nothing in vain: its officer was at rest"


def test_a_desk_that_had_tried_in_vain_says_it_was_the_line(world: Any, duty: Duty) -> None:
    beat_of(station=world.station, now=world.now)
    rounds(world.now, world.now + 15 * MINUTE)
    back = world.now + 30 * MINUTE
    beat_of(station=world.station, now=back, down_for=timedelta(minutes=28))
    outage = outage_of(world)
    assert (outage.ended_at, outage.cause, outage.source) == (back, "line", "desk")


def test_an_outage_is_measured_where_nobody_keeps_a_roster(world: Any) -> None:
    beat_of(station=world.station, now=world.now, down_for=timedelta(minutes=12))
    outage = outage_of(world)
    assert (outage.started_at, outage.ended_at, outage.cause) == (world.now - 12 * MINUTE, world.now, "line")
    beat_of(station=world.station, now=world.now + MINUTE, down_for=timedelta(seconds=20))
    assert Outage.objects.unscoped("a test's own").count() == 1, "a hiccup is no outage"


def test_while_the_server_stood_no_machine_is_to_blame(world: Any, duty: Duty) -> None:
    beat_of(station=world.station, now=world.now)
    watch_lines(now=world.now)
    back = world.now + 40 * MINUTE
    assert watch_lines(now=back) == (0, 0)
    rounds(back, back + 9 * MINUTE)
    assert not Outage.objects.unscoped("a test's own").exists()
    beat_of(station=world.station, now=back + 9 * MINUTE, down_for=timedelta(minutes=48))
    assert outage_of(world).cause == "server"


def test_a_shift_that_nobody_has_taken_has_no_outage(world: Any, leader: Officer) -> None:
    keyer = world.officer("keyer")
    set_duty(
        actor=leader, team_id=world.team.pk, station_code=world.station.code, officer_id=keyer.pk,
        day=world.now.date(), number=1, now=world.now,
    )  # fmt: skip
    rounds(world.now, world.now + 30 * MINUTE)
    assert not Outage.objects.unscoped("a test's own").exists()


def test_what_a_person_says_stands_when_the_machine_is_heard_again(
    world: Any, duty: Duty, leader: Officer
) -> None:
    said = say_outage(
        actor=leader, station_code=world.station.code, started_at=world.now, cause="power", words="",
        now=world.now + 5 * MINUTE,
    )  # fmt: skip
    beat_of(station=world.station, now=world.now + 45 * MINUTE, down_for=timedelta(minutes=2))
    said.refresh_from_db()
    assert (said.cause, said.ended_at) == ("power", world.now + 45 * MINUTE)


def test_an_outage_can_be_said_after_it_is_over_where_nothing_was_heard_meanwhile(
    world: Any, leader: Officer
) -> None:
    common = {
        "actor": leader,
        "station_code": world.station.code,
        "words": "mất điện đầu ca",
        "cause": "power",
    }
    beat_of(station=world.station, now=world.now + 40 * MINUTE)
    with pytest.raises(OutageRefused) as refusal:
        say_outage(
            **common, started_at=world.now, ended_at=world.now + 50 * MINUTE, now=world.now + 60 * MINUTE
        )
    assert refusal.value.code == "outage.heard"
    with pytest.raises(OutageRefused):
        say_outage(**common, started_at=world.now, ended_at=world.now - MINUTE, now=world.now + 60 * MINUTE)
    said = say_outage(
        **common, started_at=world.now, ended_at=world.now + 40 * MINUTE, now=world.now + 60 * MINUTE
    )
    assert said.ended_at == world.now + 40 * MINUTE
    assert list(open_outages(leader)) == []


def test_how_an_outage_was_noted_before_it_was_corrected_stays(
    world: Any, duty: Duty, leader: Officer
) -> None:
    watch_lines(now=world.now + 11 * MINUTE)
    common = {"actor": leader, "outage_id": outage_of(world).pk, "now": world.now + 12 * MINUTE}
    note_outage(**common, cause="machine", words="treo máy")
    note_outage(**common | {"now": world.now + 15 * MINUTE}, cause="power", words="mất điện cả ấp")
    history = history_of(outage_of(world))
    assert [(said.outage.cause, said.outage.words, said.officer) for said in history] == [
        ("unknown", "", None), ("machine", "treo máy", leader), ("power", "mất điện cả ấp", leader),
    ]  # fmt: skip


def test_a_machine_that_is_heard_is_not_said_to_stand(world: Any, leader: Officer) -> None:
    beat_of(station=world.station, now=world.now)
    common = {"actor": leader, "station_code": world.station.code, "words": "", "cause": "machine"}
    with pytest.raises(OutageRefused) as refusal:
        say_outage(**common, started_at=world.now - 20 * MINUTE, now=world.now + MINUTE)
    assert refusal.value.code == "outage.heard"
    say_outage(**common, started_at=world.now + 2 * MINUTE, now=world.now + 3 * MINUTE)
    with pytest.raises(OutageRefused) as twice:
        say_outage(**common, started_at=world.now + 3 * MINUTE, now=world.now + 4 * MINUTE)
    assert twice.value.code == "outage.standing"
    with pytest.raises(OutageRefused):
        say_outage(**common | {"cause": "server"}, started_at=world.now, now=world.now + MINUTE)


def test_the_carriers_clock_runs_from_when_it_was_told(world: Any, leader: Officer) -> None:
    beat_of(station=world.station, now=world.now, down_for=timedelta(hours=3))
    carrier = keep_carrier(actor=leader, name="VNPT", hotline="0800 1260", repair_hours=2)
    told_at = world.now - timedelta(hours=2, minutes=30)
    outage = note_outage(
        actor=leader, outage_id=outage_of(world).pk, cause="line", words="đứt cáp", carrier_id=carrier.pk,
        ticket="VT-1", told_at=told_at, now=world.now,
    )  # fmt: skip
    assert outage.due_at == told_at + timedelta(hours=2)
    assert outage.is_overdue(world.now)
    keep_carrier(actor=leader, name="VNPT", hotline="0800 1260", repair_hours=8)
    outage.refresh_from_db()
    assert outage.due_at == told_at + timedelta(hours=2), "a running clock keeps what was promised"
    for wrong in (
        {"cause": "power", "ticket": "VT-1", "carrier_id": None},
        {"cause": "line", "told_at": world.now + MINUTE, "carrier_id": carrier.pk},
        {"cause": "server"},
    ):
        with pytest.raises(OutageRefused):
            note_outage(**{"actor": leader, "outage_id": outage.pk, "words": "", "now": world.now} | wrong)


def test_outages_are_noted_and_seen_in_the_officers_own_units(
    world: Any, elsewhere: Any, leader: Officer
) -> None:
    beat_of(station=world.station, now=world.now, down_for=timedelta(minutes=12))
    common = {"outage_id": outage_of(world).pk, "cause": "line", "words": "", "now": world.now}
    with pytest.raises(NotAllowed):
        note_outage(actor=world.officer("keyer"), **common)
    with pytest.raises(NotFound):
        note_outage(actor=elsewhere.officer("team_leader"), **common)
    assert not outages_for(elsewhere.officer("team_leader")).exists()


def measured(station: Station, start: datetime, end: datetime, **more: Any) -> Outage:
    return Outage.objects.create(
        station=station, unit_id=station.unit_id, started_at=start, ended_at=end,
        **{"source": "desk", "cause": "line", **more},
    )  # fmt: skip


def manned(world: Any, officer: Officer, start: datetime, end: datetime, **more: Any) -> Duty:
    return Duty.objects.create(
        **{
            "station": world.station, "unit": world.unit, "team": world.team, "officer": officer,
            "day": start.date(), "number": 1, "starts_at": start, "ends_at": end, "set_at": start, **more,
        }
    )  # fmt: skip


def test_lost_hours_are_those_in_which_somebody_was_to_sit_there(world: Any) -> None:
    now = clock()
    period = Period(now - timedelta(hours=24), now)
    keyer = world.officer("keyer")
    manned(world, keyer, now - timedelta(hours=10), now - timedelta(hours=6))
    measured(world.station, now - timedelta(hours=8), now - timedelta(hours=4))
    lost = lost_hours([world.unit.pk], period, as_of=clock())[world.unit.pk]
    assert (lost.line, lost.total, lost.unexplained) == (2.0, 2.0, 0.0)


def test_a_machine_without_a_roster_loses_what_was_measured_and_nothing_for_its_silence(world: Any) -> None:
    now = clock()
    period = Period(now - timedelta(hours=24), now)
    measured(world.station, now - timedelta(hours=30), now - timedelta(hours=20), cause="power")
    measured(
        world.station, now - timedelta(hours=10), now - timedelta(hours=8), cause="idle", source="silence"
    )
    measured(world.machine(), now - timedelta(hours=6), now - timedelta(hours=5), source="silence")
    lost = lost_hours([world.unit.pk], period, as_of=clock())[world.unit.pk]
    assert (lost.power, lost.line, lost.total) == (4.0, 0.0, 4.0)


def test_what_nobody_can_explain_yet_is_told_apart(world: Any) -> None:
    now = clock()
    manned(world, world.officer("keyer"), now - timedelta(hours=3), now)
    measured(world.station, now - timedelta(hours=1), None, cause="unknown", source="silence")  # type: ignore[arg-type]
    lost = lost_hours([world.unit.pk], Period(now - timedelta(hours=2), now), as_of=clock())[world.unit.pk]
    assert (lost.total, lost.unexplained) == (0.0, 1.0)


def test_a_period_says_the_same_whenever_it_is_asked_for(world: Any, elsewhere: Any) -> None:
    """What came to be known after its end is not in it, unless the caller asks for later knowledge."""
    now = clock()
    period = Period(now - timedelta(hours=24), now - timedelta(hours=1))
    measured(world.station, now - timedelta(hours=8), now - timedelta(hours=7))
    both = lost_hours([world.unit.pk, elsewhere.unit.pk], period)
    assert both[world.unit.pk].total == both[elsewhere.unit.pk].total == 0
    assert lost_hours([world.unit.pk], period, as_of=clock())[world.unit.pk].total == 1.0


def test_who_was_taken_off_the_roster_is_on_it_no_more(world: Any) -> None:
    now = clock()
    keyer = world.officer("keyer")
    manned(
        world, keyer, now - timedelta(hours=10), now - timedelta(hours=6), withdrawn_at=clock(), withdrawn_by=keyer
    )  # fmt: skip
    measured(world.station, now - timedelta(hours=8), now - timedelta(hours=4))
    period = Period(now - timedelta(hours=24), now)
    lost = lost_hours([world.unit.pk], period, as_of=clock())[world.unit.pk]
    assert lost.line == 4.0, "a machine without a roster loses all that was measured"
