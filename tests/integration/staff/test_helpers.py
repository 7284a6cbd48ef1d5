"""Helpers: an account with an end, an organisation, a signed undertaking; it ends by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hotich.audit.models import AuditEvent
from hotich.staff.models import HelperTerm, Officer, Position
from hotich.staff.operations import (
    AccountRefused,
    HelperRefused,
    end_helper,
    expire_helpers,
    extend_helper,
    paper_of,
    set_active,
    take_in_helper,
)
from hotich.staff.operations.helpers import PaperBroken, undertakings
from hotich.staff.queries import helpers_for
from hotich.staff.scope import scope_of
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.kept_files import path_of

pytestmark = pytest.mark.django_db
PAPER = b"%PDF-1.7 a signed undertaking"
PASSWORD = "mot-mat-khau-dai-2023"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def leader(world: Any) -> Officer:
    return world.officer("team_leader")


def taken(world: Any, leader: Officer, **more: Any) -> HelperTerm:
    day = world.now.date()
    said = {
        "actor": leader, "now": world.now, "team_id": world.team.pk, "username": "hotro.moi",
        "full_name": "Đỗ Thị Giúp", "password": PASSWORD, "organisation": "Đoàn Thanh niên", "valid_from": day,
        "valid_to": day + timedelta(days=30), "signed_on": day, "size": len(PAPER), "chunks": [PAPER],
    }  # fmt: skip
    return take_in_helper(**said | more)


def test_a_helper_keys_in_his_teams_books_and_looks_nobody_up(world: Any, leader: Officer) -> None:
    term = taken(world, leader)
    helper = term.position.officer
    scope = scope_of(helper, on=world.now.date())
    assert scope.team_ids == {world.team.pk}
    assert scope.unit_ids == scope.personal_unit_ids == frozenset()
    assert "key" in scope.capabilities and "look_up" not in scope.capabilities
    assert helper.must_change_password
    assert term.organisation == "Đoàn Thanh niên"


def test_his_account_ends_by_itself(world: Any, leader: Officer) -> None:
    helper = taken(world, leader).position.officer
    last = world.now + timedelta(days=30)
    assert "key" in scope_of(helper, on=last.date()).capabilities
    assert expire_helpers(now=last) == []
    after = last + timedelta(days=1)
    assert scope_of(helper, on=after.date()).capabilities == frozenset()
    assert expire_helpers(now=after) == ["hotro.moi"]
    helper.refresh_from_db()
    assert not helper.is_active
    assert AuditEvent.objects.filter(kind="account.disabled", subject=f"officer:{helper.pk}").exists()
    assert expire_helpers(now=after) == []


def test_who_holds_another_position_keeps_his_account(world: Any, leader: Officer) -> None:
    officer = world.officer("keyer")
    Position.objects.create(
        officer=officer, code="helper", agency=world.police, valid_from=world.now.date() - timedelta(days=9),
        valid_to=world.now.date() - timedelta(days=1), confidentiality_signed_on=world.now.date() - timedelta(days=9),
    )  # fmt: skip
    assert expire_helpers(now=world.now) == []


def extended(world: Any, leader: Officer, position: Position, days: int, **more: Any) -> Position:
    """Extended to so many days from now."""
    said = {"actor": leader, "position_id": position.pk, "now": world.now} | more
    return extend_helper(**said, valid_to=said["now"].date() + timedelta(days=days))


def signed_again(world: Any, now: Any = None) -> dict[str, Any]:
    page = PAPER + b", again"
    return {"signed_on": (now or world.now).date(), "size": len(page), "chunks": [page]}


def test_a_term_is_extended_even_after_it_ended(world: Any, leader: Officer) -> None:
    position = taken(world, leader).position
    later = world.now + timedelta(days=40)
    expire_helpers(now=later)
    extended(world, leader, position, 5, now=later, **signed_again(world, later))
    helper = Officer.objects.get(pk=position.officer_id)
    assert helper.is_active and "key" in scope_of(helper, on=later.date()).capabilities
    with pytest.raises(HelperRefused):
        extended(world, leader, position, 200, now=later, **signed_again(world, later))


def test_beyond_the_day_he_signed_for_a_helper_signs_again(world: Any, leader: Officer) -> None:
    term = taken(world, leader)  # for 30 days
    first = term.paper_digest
    with pytest.raises(HelperRefused) as refused:
        extended(world, leader, term.position, 31)
    assert refused.value.code == "helper.paper_needed"
    with pytest.raises(HelperRefused, match="ngày ký"):
        extended(world, leader, term.position, 31, size=len(PAPER), chunks=[PAPER])
    with pytest.raises(HelperRefused, match="PDF"):
        extended(world, leader, term.position, 31, **signed_again(world) | {"chunks": [b"a photograph"]})
    assert Position.objects.get(pk=term.position_id).valid_to == world.now.date() + timedelta(days=30)
    extended(world, leader, term.position, 31, **signed_again(world))
    kept = HelperTerm.objects.visible_to(leader).get()
    assert kept.signed_until == world.now.date() + timedelta(days=31)
    assert paper_of(actor=leader, position_id=term.position_id, now=world.now) == PAPER + b", again"
    # The page the term rested on before is neither forgotten nor gone.
    history = HelperTerm.pgh_event_model.objects.filter(pgh_obj_id=kept.pk)
    assert first in set(history.values_list("paper_digest", flat=True))
    assert path_of(undertakings(), first).exists()


def test_within_the_days_he_signed_for_he_needs_no_new_page(world: Any, leader: Officer) -> None:
    position = taken(world, leader).position
    end_helper(actor=leader, position_id=position.pk, now=world.now)
    extended(world, leader, position, 30)
    assert HelperTerm.objects.visible_to(leader).get().paper_size == len(PAPER)


def test_a_helper_of_whom_no_paper_is_kept_is_extended_on_one(world: Any, leader: Officer) -> None:
    position = world.officer("helper").positions.get()
    with pytest.raises(HelperRefused, match="chưa ghi đến ngày nào"):
        extended(world, leader, position, 9)
    with pytest.raises(HelperRefused, match="cơ quan, tổ chức cử"):
        extended(world, leader, position, 9, **signed_again(world))
    extended(world, leader, position, 9, organisation="Đoàn Thanh niên", **signed_again(world))
    term = HelperTerm.objects.visible_to(leader).get()
    assert (term.organisation, term.position_id) == ("Đoàn Thanh niên", position.pk)


def test_a_helper_who_leaves_is_out_at_once(world: Any, leader: Officer) -> None:
    position = taken(world, leader).position
    end_helper(actor=leader, position_id=position.pk, now=world.now)
    helper = Officer.objects.get(pk=position.officer_id)
    assert not helper.is_active
    assert scope_of(helper, on=world.now.date()).capabilities == frozenset()
    assert list(helpers_for(leader)) == [position]
    assert AuditEvent.objects.filter(kind="helper.ended", subject=f"officer:{helper.pk}").count() == 1


def test_a_helper_who_has_not_begun_never_begins_once_he_is_ended(world: Any, leader: Officer) -> None:
    first = world.now.date() + timedelta(days=5)
    position = taken(world, leader, valid_from=first).position
    end_helper(actor=leader, position_id=position.pk, now=world.now)
    helper = Officer.objects.get(pk=position.officer_id)
    assert not helper.is_active
    # Nor where another position keeps his account open.
    helper.is_active = True
    helper.save()
    assert scope_of(helper, on=first).capabilities == frozenset()
    extended(world, leader, position, 30)
    assert "key" in scope_of(Officer.objects.get(pk=helper.pk), on=first).capabilities


def test_ending_a_helper_who_goes_on_in_another_position_leaves_his_account(
    world: Any, leader: Officer
) -> None:
    position = taken(world, leader).position
    Position.objects.create(
        officer=position.officer, code="checker", agency=world.police, valid_from=world.now.date()
    )
    end_helper(actor=leader, position_id=position.pk, now=world.now)
    helper = Officer.objects.get(pk=position.officer_id)
    assert helper.is_active
    for days in (0, 1):  # at once, and for good
        held = scope_of(helper, on=world.now.date() + timedelta(days=days)).capabilities
        assert "check" in held and "key" not in held


@pytest.mark.parametrize(
    "wrong",
    [
        {"chunks": [b"\xff\xd8\xff a photograph"]},
        {"chunks": []},
        {"size": 11 * 1024 * 1024},
        {"organisation": " "},
        {"days": 400},
        {"days": -1},
        {"signed_in": 1},
    ],
)
def test_without_paper_organisation_and_end_nobody_is_taken_in(
    world: Any, leader: Officer, wrong: dict[str, Any]
) -> None:
    day = world.now.date()
    if "days" in wrong:
        wrong = {"valid_to": day + timedelta(days=wrong["days"])}
    if "signed_in" in wrong:
        wrong = {"signed_on": day + timedelta(days=wrong["signed_in"])}
    with pytest.raises(HelperRefused):
        taken(world, leader, **wrong)
    assert not Officer.objects.filter(username="hotro.moi").exists()


def test_a_name_that_is_taken_takes_nobody_in_and_keeps_no_paper(
    world: Any, leader: Officer, home: Path
) -> None:
    taken(world, leader)
    before = [file for file in (home / "undertakings").rglob("*") if file.is_file()]
    other = PAPER + b" of somebody else"
    with pytest.raises(AccountRefused):
        taken(world, leader, size=len(other), chunks=[other])
    assert HelperTerm.objects.visible_to(leader).count() == 1
    assert [file for file in (home / "undertakings").rglob("*") if file.is_file()] == before


@pytest.mark.parametrize("days", [0, 40])
def test_an_account_an_administrator_disabled_is_not_opened_by_extending_it(
    world: Any, leader: Officer, days: int
) -> None:
    position = taken(world, leader).position
    set_active(actor=None, now=world.now, officer=position.officer, active=False)
    later = world.now + timedelta(days=days)  # its term runs, or has run out since
    expire_helpers(now=later)
    end_helper(actor=leader, position_id=position.pk, now=later)
    with pytest.raises(HelperRefused, match="quản trị hệ thống mở khóa"):
        extended(world, leader, position, 5, now=later, **signed_again(world, later))
    assert not Officer.objects.get(pk=position.officer_id).is_active
    set_active(actor=None, now=later, officer=Officer.objects.get(pk=position.officer_id), active=True)
    extended(world, leader, position, 5, now=later, **signed_again(world, later))
    assert Officer.objects.get(pk=position.officer_id).is_active


def test_one_who_left_today_may_come_back(world: Any, leader: Officer) -> None:
    position = taken(world, leader).position
    end_helper(actor=leader, position_id=position.pk, now=world.now)
    extended(world, leader, position, 5)
    helper = Officer.objects.get(pk=position.officer_id)
    assert helper.is_active and "key" in scope_of(helper, on=world.now.date()).capabilities


def test_helpers_are_the_units_own(world: Any, elsewhere: Any, leader: Officer) -> None:
    term = taken(world, leader)
    with pytest.raises(NotAllowed):
        taken(world, world.officer("keyer"), username="khac")
    stranger = elsewhere.officer("team_leader")
    with pytest.raises(NotFound):
        taken(world, stranger, username="khac")
    for act in (end_helper, paper_of):
        with pytest.raises(NotFound):
            act(actor=stranger, position_id=term.position_id, now=world.now)  # type: ignore[operator]
    assert not helpers_for(stranger).exists()


def test_the_signed_paper_is_given_as_it_was_kept_or_not_at_all(
    world: Any, leader: Officer, home: Path
) -> None:
    term = taken(world, leader)
    assert paper_of(actor=leader, position_id=term.position_id, now=world.now) == PAPER
    assert AuditEvent.objects.filter(kind="helper.paper_viewed").count() == 1
    kept = path_of(home / "undertakings", term.paper_digest)
    kept.chmod(0o600)
    kept.write_bytes(b"something else")
    with pytest.raises(PaperBroken):
        paper_of(actor=leader, position_id=term.position_id, now=world.now)
