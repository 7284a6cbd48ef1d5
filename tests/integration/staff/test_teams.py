"""Teams: formed by the unit they work for, under a decision that may follow, with people who hold a position there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hotich.audit.models import AuditEvent
from hotich.staff.models import Officer, Position, Team
from hotich.staff.operations import TeamRefused, change_team, form_team, set_active, take_in_helper
from hotich.staff.scope import scope_of
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(world: Any) -> Officer:
    return world.officer("registrar")


def formed(world: Any, actor: Officer | None, **more: Any) -> Team:
    said = {"actor": actor, "now": world.now, "name": "Tổ thứ hai", "agency": world.police, "member_ids": []}
    return form_team(**said | more)


def changed(world: Any, actor: Officer, **more: Any) -> Team:
    said = {"actor": actor, "now": world.now, "team_id": world.team.pk, "name": world.team.name}
    return change_team(**said | more)


def test_a_unit_forms_its_team_and_its_keyer_sees_the_teams_books(world: Any, registrar: Officer) -> None:
    keyer = world.officer("keyer")
    world.team.members.clear()
    assert scope_of(keyer, on=world.now.date()).team_ids == frozenset()
    day = world.now.date()
    team = formed(world, registrar, member_ids=[keyer.pk], decision_number=" 15/QĐ-UBND ", decision_date=day)
    assert scope_of(keyer, on=day).team_ids == {team.pk}
    assert (team.decision_number, team.decision_date) == ("15/QĐ-UBND", day)
    event = AuditEvent.objects.get(kind="team.formed")
    assert (event.officer_id, event.unit_id, event.detail["joined"]) == (
        registrar.pk,
        world.unit.pk,
        [keyer.pk],
    )


def test_the_decision_may_follow_and_comes_with_its_day(world: Any, registrar: Officer) -> None:
    assert formed(world, registrar).decision_number == ""
    day = world.now.date()
    for number, dated in (("15/QĐ", None), ("", day), ("15/QĐ", day + timedelta(days=1)), ("5" * 61, day)):
        with pytest.raises(TeamRefused) as refused:
            changed(world, registrar, decision_number=number, decision_date=dated)
        assert refused.value.code == "team.decision"
    assert changed(world, registrar, decision_number="15/QĐ", decision_date=day).decision_number == "15/QĐ"


def test_who_changes_a_team_puts_nobody_out_who_came_meanwhile(world: Any, registrar: Officer) -> None:
    stays, goes, comes = (world.officer("keyer") for _ in range(3))
    world.team.members.set([stays, goes])
    helper = world.officer("helper")  # taken in while the page was open
    changed(world, registrar, joining=[comes.pk], leaving=[goes.pk])
    assert set(world.team.members.all()) == {stays, comes, helper}
    assert scope_of(goes, on=world.now.date()).team_ids == frozenset()
    detail = AuditEvent.objects.get(kind="team.changed").detail
    assert (detail["joined"], detail["left"]) == ([comes.pk], [goes.pk])


def test_nobody_serves_in_a_team_without_a_position_that_does_its_work(
    world: Any, elsewhere: Any, registrar: Officer
) -> None:
    closed = world.officer("keyer")
    set_active(actor=None, now=world.now, officer=closed, active=False)
    past = world.officer("keyer")
    Position.objects.filter(officer=past).update(valid_to=world.now.date() - timedelta(days=1))
    inspector = world.officer("inspector")
    for stranger in (elsewhere.officer("keyer"), registrar, closed, past, inspector):
        with pytest.raises(TeamRefused) as refused:
            formed(world, registrar, member_ids=[stranger.pk])
        assert refused.value.code == "team.member"
    team = formed(world, registrar, kind="inspection", member_ids=[inspector.pk])
    assert list(team.members.all()) == [inspector]


def test_who_comes_later_may_be_named_before_he_begins(world: Any, registrar: Officer) -> None:
    coming = world.officer("keyer")
    Position.objects.filter(officer=coming).update(valid_from=world.now.date() + timedelta(days=5))
    assert list(formed(world, registrar, member_ids=[coming.pk]).members.all()) == [coming]


@pytest.mark.parametrize("name", [" ", "Tổ 90001"])
def test_two_teams_of_a_unit_are_not_called_the_same(world: Any, registrar: Officer, name: str) -> None:
    world.team.name = "Tổ 90001"
    world.team.save()
    with pytest.raises(TeamRefused):
        formed(world, registrar, name=name)
    with pytest.raises(TeamRefused):
        formed(world, registrar, kind="khac")
    # Its own name it keeps.
    assert changed(world, registrar, name="Tổ  90001").name == "Tổ 90001"


def test_a_team_is_set_by_its_own_unit_alone(world: Any, elsewhere: Any, registrar: Officer) -> None:
    for code in ("keyer", "team_leader", "unit_head", "inspector"):
        with pytest.raises(NotAllowed):
            formed(world, world.officer(code))
    stranger = elsewhere.officer("registrar")
    for act in (formed, changed):
        with pytest.raises(NotFound):
            act(world, stranger)
    head, keyer = world.officer("police_head"), world.officer("keyer")
    assert formed(world, head, member_ids=[keyer.pk]).agency == world.police


def test_a_team_that_was_just_formed_takes_helpers_in(
    world: Any, registrar: Officer, settings: Any, tmp_path: Any
) -> None:
    leader = world.officer("team_leader")
    team = formed(world, registrar, member_ids=[leader.pk])
    settings.HOME = tmp_path
    day = world.now.date()
    term = take_in_helper(
        actor=leader, now=world.now, team_id=team.pk, username="hotro.moi", full_name="Đỗ Thị Giúp",
        password="mot-mat-khau-dai-2023", organisation="Đoàn Thanh niên", valid_from=day, valid_to=day + timedelta(days=9),
        signed_on=day, size=9, chunks=[b"%PDF-1.7 "],
    )  # fmt: skip
    assert term.position.officer in team.members.all()
