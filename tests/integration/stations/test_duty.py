"""Rosters around the clock: one officer a machine and shift, taken over with what the one before has left."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from hotich.staff.models import Officer, Position, Team
from hotich.stations.at_work import machines_now, on_duty, rostered
from hotich.stations.models import Duty
from hotich.stations.operations import (
    RosterRefused,
    beat_of,
    copy_roster,
    leave_duty,
    set_duty,
    set_shift_pattern,
    take_duty,
    withdraw_duty,
)
from hotich.stations.queries import (
    duties_of_day,
    duty_at_hand,
    left_before,
    own_duties,
    pattern_of,
    teams_for,
)
from hotich.support.errors import Conflict, NotAllowed, NotFound
from hotich.support.time import local

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(world: Any) -> Officer:
    return world.officer("team_leader", name="Lê Tổ Trưởng")


@pytest.fixture
def keyer(world: Any) -> Officer:
    return world.officer("keyer", name="Trần Nhập Một")


def put(world: Any, leader: Officer, officer: Officer, **more: Any) -> Duty:
    said = {
        "actor": leader, "team_id": world.team.pk, "station_code": world.station.code, "officer_id": officer.pk,
        "day": world.now.date(), "number": 1, "now": world.now,
    }  # fmt: skip
    return set_duty(**said | more)


def test_a_shift_has_one_officer_at_a_machine(world: Any, leader: Officer, keyer: Officer) -> None:
    other = world.officer("keyer")
    put(world, leader, keyer)
    put(world, leader, other)
    assert [duty.officer for duty in duties_of_day(leader, world.team, world.now.date())] == [other]
    assert Duty.objects.unscoped("a test's own").count() == 2, "who was taken off stays on record"


def test_who_puts_somebody_where_another_was_put_meanwhile_is_told(
    world: Any, leader: Officer, keyer: Officer
) -> None:
    other = world.officer("keyer")
    first = put(world, leader, keyer, seen="")
    with pytest.raises(Conflict, match="vừa được sắp cho Trần Nhập Một"):
        put(world, leader, other, seen="")
    put(world, leader, other, seen=str(first.pk))
    assert [duty.officer for duty in duties_of_day(leader, world.team, world.now.date())] == [other]


def test_an_officer_sits_at_one_machine_at_a_time(world: Any, leader: Officer, keyer: Officer) -> None:
    put(world, leader, keyer)
    with pytest.raises(RosterRefused) as refusal:
        put(world, leader, keyer, station_code=world.machine().code)
    assert refusal.value.code == "roster.overlap"
    put(world, leader, keyer, number=2)


def test_a_machine_without_a_valid_check_gets_nobody(world: Any, leader: Officer, keyer: Officer) -> None:
    with pytest.raises(RosterRefused) as refusal:
        put(world, leader, keyer, station_code=world.machine(checked=False).code)
    assert refusal.value.code == "roster.station_not_checked"


def test_a_helper_stands_on_no_roster_after_his_last_day(world: Any, leader: Officer) -> None:
    helper = world.officer("helper")
    Position.objects.filter(officer=helper).update(valid_to=world.now.date())
    put(world, leader, helper)
    with pytest.raises(RosterRefused) as refusal:
        put(world, leader, helper, day=world.now.date() + timedelta(days=1))
    assert refusal.value.code == "roster.may_not_key"


def test_a_roster_of_the_past_stays_as_it_was(world: Any, leader: Officer, keyer: Officer) -> None:
    with pytest.raises(RosterRefused):
        put(world, leader, keyer, day=world.now.date() - timedelta(days=2))
    duty = put(world, leader, keyer)
    with pytest.raises(RosterRefused):
        withdraw_duty(actor=leader, duty_id=duty.pk, now=duty.ends_at)


def test_only_who_sets_rosters_of_the_unit_sets_them(world: Any, elsewhere: Any, keyer: Officer) -> None:
    with pytest.raises(NotAllowed):
        put(world, keyer, keyer)
    with pytest.raises(NotFound):
        put(world, elsewhere.officer("team_leader"), keyer)
    stranger = elsewhere.officer("keyer")
    with pytest.raises(NotFound):
        put(world, world.officer("team_leader"), stranger)


def test_who_leaves_tells_the_next(world: Any, leader: Officer, keyer: Officer) -> None:
    other = world.officer("keyer")
    first, second = put(world, leader, keyer), put(world, leader, other, number=2)
    with pytest.raises(RosterRefused) as refusal:
        leave_duty(actor=keyer, duty_id=first.pk, note="Xong trang 12", now=world.now)
    assert refusal.value.code == "roster.not_taken"
    take_duty(actor=keyer, duty_id=first.pk, now=world.now)
    with pytest.raises(RosterRefused):
        leave_duty(actor=keyer, duty_id=first.pk, note="  ", now=world.now)
    leave_duty(actor=keyer, duty_id=first.pk, note="Xong trang 12, sổ ở ngăn trên", now=first.ends_at)
    assert left_before(own_duties(other, first.ends_at))[second.pk].note == "Xong trang 12, sổ ở ngăn trên"
    leave_duty(actor=keyer, duty_id=first.pk, note="Xong trang 13", now=first.ends_at)
    take_duty(actor=other, duty_id=second.pk, now=second.starts_at)
    with pytest.raises(RosterRefused) as late:
        leave_duty(actor=keyer, duty_id=first.pk, note="Xong trang 14", now=second.starts_at)
    assert late.value.code == "roster.next_has_taken"


def test_a_shift_is_taken_by_its_officer_and_in_its_time(world: Any, leader: Officer, keyer: Officer) -> None:
    duty = put(world, leader, keyer, number=2)
    with pytest.raises(RosterRefused):
        take_duty(actor=keyer, duty_id=duty.pk, now=duty.starts_at - timedelta(hours=1))
    with pytest.raises(NotFound):
        take_duty(actor=world.officer("keyer"), duty_id=duty.pk, now=duty.starts_at)
    taken = take_duty(actor=keyer, duty_id=duty.pk, now=duty.starts_at - timedelta(minutes=20))
    assert taken.taken_at == duty.starts_at - timedelta(minutes=20)


def test_an_officer_is_told_of_the_shift_at_hand(world: Any, leader: Officer, keyer: Officer) -> None:
    duty = put(world, leader, keyer)
    assert duty_at_hand(keyer, duty.starts_at - timedelta(hours=1)) is None
    assert duty_at_hand(keyer, duty.starts_at - timedelta(minutes=20)) == duty
    take_duty(actor=keyer, duty_id=duty.pk, now=duty.starts_at)
    assert duty_at_hand(keyer, duty.starts_at + timedelta(hours=1)) == duty
    leave_duty(actor=keyer, duty_id=duty.pk, note="xong trang 3", now=duty.starts_at + timedelta(hours=2))
    assert duty_at_hand(keyer, duty.starts_at + timedelta(hours=3)) is None


def test_a_shift_that_was_taken_is_not_given_away_nor_withdrawn(
    world: Any, leader: Officer, keyer: Officer
) -> None:
    duty = put(world, leader, keyer)
    taken = take_duty(actor=keyer, duty_id=duty.pk, now=world.now)
    for change in (
        lambda: put(world, leader, world.officer("keyer")),
        lambda: withdraw_duty(actor=leader, duty_id=duty.pk, now=world.now),
    ):
        with pytest.raises(RosterRefused) as refusal:
            change()
        assert refusal.value.code == "roster.taken"
        assert f"{keyer} đã nhận" in refusal.value.message, "the refusal names who took it"
        assert f"{local(taken.taken_at):%H:%M}" in refusal.value.message, "and when"
    assert duties_of_day(leader, world.team, world.now.date()) == [duty]
    assert put(world, leader, keyer) == duty, "who sits there already stays"


def test_a_shift_that_was_handed_over_keeps_its_note_and_another_stands_in_for_the_rest(
    world: Any, leader: Officer, keyer: Officer
) -> None:
    duty, other = put(world, leader, keyer), world.officer("keyer")
    take_duty(actor=keyer, duty_id=duty.pk, now=world.now)
    left_at, later = world.now + timedelta(hours=1), world.now + timedelta(hours=2)
    leave_duty(actor=keyer, duty_id=duty.pk, note="Xong trang 12", now=left_at)
    with pytest.raises(RosterRefused) as refusal:
        withdraw_duty(actor=leader, duty_id=duty.pk, now=later)
    assert refusal.value.code == "roster.taken"
    rest = put(world, leader, other, now=later)
    duties = duties_of_day(leader, world.team, world.now.date())
    assert [(one.officer, one.note) for one in duties] == [(keyer, "Xong trang 12"), (other, "")]
    assert (duties[0].ends_at, rest.starts_at, rest.ends_at) == (later, later, duty.ends_at)
    assert left_before(own_duties(other, later))[rest.pk].note == "Xong trang 12"
    assert put(world, leader, other, now=later) == rest, "asked for twice it is set once"
    assert rostered([duty.unit_id], duty.day, duty.day) == {duty.day: 1.0}


def test_a_day_is_copied_without_touching_what_was_taken_or_handed_over(
    world: Any, leader: Officer, keyer: Officer
) -> None:
    today, other = world.now.date(), world.officer("keyer")
    duty = put(world, leader, keyer)
    take_duty(actor=keyer, duty_id=duty.pk, now=world.now)
    leave_duty(actor=keyer, duty_id=duty.pk, note="Xong trang 12", now=world.now + timedelta(hours=1))
    put(world, leader, other, now=world.now + timedelta(hours=2))
    tomorrow = today + timedelta(days=1)
    made, refused = copy_roster(
        actor=leader, team_id=world.team.pk, from_day=today, to_day=tomorrow, now=world.now
    )
    assert (made, refused) == (1, [])
    assert [one.officer for one in duties_of_day(leader, world.team, tomorrow)] == [keyer], (
        "the shift is his who was set for it, not his who stood in"
    )
    copied = duties_of_day(leader, world.team, tomorrow)[0]
    take_duty(actor=keyer, duty_id=copied.pk, now=copied.starts_at)
    copy_roster(actor=leader, team_id=world.team.pk, from_day=today, to_day=tomorrow, now=copied.starts_at)
    assert duties_of_day(leader, world.team, tomorrow) == [copied]


def test_a_copied_day_leaves_a_machine_of_the_unit_to_the_other_team_that_has_it(
    world: Any, leader: Officer, keyer: Officer
) -> None:
    today, tomorrow = world.now.date(), world.now.date() + timedelta(days=1)
    other_team, other = Team.objects.create(name="Tổ hai", agency=world.police), world.officer("keyer")
    other_team.members.add(other)
    put(world, leader, keyer)
    theirs = put(world, leader, other, team_id=other_team.pk, day=tomorrow)
    made, _ = copy_roster(actor=leader, team_id=world.team.pk, from_day=today, to_day=tomorrow, now=world.now)
    assert made == 0
    assert duties_of_day(leader, other_team, tomorrow) == [theirs]


def test_a_day_is_set_as_the_day_before_where_it_can_be(world: Any, leader: Officer, keyer: Officer) -> None:
    day = world.now.date()
    helper = world.officer("helper")
    put(world, leader, keyer)
    put(world, leader, helper, number=2)
    Position.objects.filter(officer=helper).update(valid_to=day)
    made, refused = copy_roster(
        actor=leader, team_id=world.team.pk, from_day=day, to_day=day + timedelta(days=1), now=world.now
    )
    assert made == 1
    assert len(refused) == 1 and str(helper) in refused[0]
    again, _ = copy_roster(
        actor=leader, team_id=world.team.pk, from_day=day, to_day=day + timedelta(days=1), now=world.now
    )
    assert again == 0


def test_a_team_changes_its_hours_from_a_day_on(world: Any, leader: Officer, keyer: Officer) -> None:
    day: date = world.now.date()
    said = {
        "actor": leader, "team_id": world.team.pk, "since": day + timedelta(days=1), "now": world.now,
        "starts": [time(7), time(19)], "silent_minutes": 15,
    }  # fmt: skip
    set_shift_pattern(**said)
    assert pattern_of(world.team, on=day).starts == (time(6), time(14), time(22))
    assert pattern_of(world.team, on=day + timedelta(days=1)).starts == (time(7), time(19))
    duty = put(world, leader, keyer, day=day + timedelta(days=1), number=2)
    assert duty.ends_at - duty.starts_at == timedelta(hours=12)
    for wrong in (
        {"since": day - timedelta(days=1)},
        {"starts": [time(19), time(7)]},
        {"silent_minutes": 1},
        {"since": day + timedelta(days=1)},  # somebody stands there by the old hours
    ):
        with pytest.raises(RosterRefused):
            set_shift_pattern(**said | wrong)


def test_a_shift_that_nobody_takes_is_seen(world: Any, leader: Officer, keyer: Officer) -> None:
    duty = put(world, leader, keyer, number=2)
    assert on_duty(leader, duty.starts_at + timedelta(minutes=5))[0].state == "working"
    assert on_duty(leader, duty.starts_at + timedelta(minutes=15))[0].state == "not_taken"
    take_duty(actor=keyer, duty_id=duty.pk, now=duty.starts_at + timedelta(minutes=16))
    assert on_duty(leader, duty.starts_at + timedelta(minutes=20))[0].state == "working"
    assert on_duty(leader, duty.starts_at + timedelta(minutes=40))[0].state == "idle"


def test_a_machine_that_was_handed_over_is_silent_for_nobody(
    world: Any, leader: Officer, keyer: Officer
) -> None:
    duty = put(world, leader, keyer)
    beat_of(station=world.station, now=world.now - timedelta(hours=2))
    take_duty(actor=keyer, duty_id=duty.pk, now=world.now)
    quiet = world.now + timedelta(minutes=40)
    (idle,) = on_duty(leader, quiet)
    assert (idle.state, idle.last) == ("idle", world.now), (
        "silent since it was taken, not since the shift before"
    )
    leave_duty(actor=keyer, duty_id=duty.pk, note="Xong trang 12", now=world.now + timedelta(minutes=5))
    assert on_duty(leader, quiet) == []
    assert machines_now([world.unit.pk], quiet)[world.unit.pk].silent == 0
    put(world, leader, world.officer("keyer"), now=quiet)
    assert [one.state for one in on_duty(leader, quiet + timedelta(hours=1))] == ["not_taken"]


def test_rosters_of_another_unit_are_not_seen(
    world: Any, elsewhere: Any, leader: Officer, keyer: Officer
) -> None:
    duty = put(world, leader, keyer, number=2)
    assert list(teams_for(leader)) == [world.team]
    assert on_duty(elsewhere.officer("team_leader"), duty.starts_at) == []
