"""Accounts, positions and teams: who may make them, and what is refused with a remedy."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from hotich.audit.models import AuditEvent
from hotich.staff.models import Officer, Position
from hotich.staff.operations import (
    AccountRefused,
    give_position,
    open_account,
    reset_password,
    set_active,
)
from hotich.staff.permissions import (
    BY_TEAM,
    CAPABILITIES,
    COUNTS_ONLY,
    NO_UNIT,
    POSITIONS,
    WITH_UNITS_BELOW,
)
from hotich.staff.policies import require
from hotich.support.errors import NotAllowed
from hotich.support.time import today

pytestmark = pytest.mark.django_db

PASSWORD = "mật khẩu đủ dài 2023"


@pytest.fixture
def admin(world: Any) -> Officer:
    return world.officer("admin")


def opened(world: Any, actor: Officer | None, **more: Any) -> Officer:
    said = {"username": " NV.Ba ", "full_name": " Nguyễn Văn Ba ", "password": PASSWORD}
    return open_account(actor=actor, now=world.now, **said | more)


def placed(world: Any, actor: Officer | None, officer: Officer, **more: Any) -> Position:
    said = {"code": "keyer", "agency": world.police, "valid_from": date(2023, 6, 1)}
    return give_position(actor=actor, now=world.now, officer=officer, **said | more)


def refusal(act: Any) -> str:
    with pytest.raises(AccountRefused) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize(
    ("typed", "instead"),
    [("Nguyễn Văn Ba", "nguyen.van.ba"), ("nv ba", "nv.ba"), ("đỗ.ba", "do.ba"), ("nv\u00a0ba", "nv.ba"), (".ba", "ba")],
)  # fmt: skip
def test_a_login_name_is_one_that_can_be_typed_on_any_keyboard(
    world: Any, admin: Officer, typed: str, instead: str
) -> None:
    with pytest.raises(AccountRefused, match=f"ví dụ {instead}") as refused:
        opened(world, admin, username=typed)
    assert refused.value.code == "account.username"
    assert not Officer.objects.filter(full_name="Nguyễn Văn Ba").exists()
    assert opened(world, admin, username=instead).username == instead


def test_an_account_is_opened_with_a_name_of_its_own_and_a_password_to_change(
    world: Any, admin: Officer
) -> None:
    officer = opened(world, admin)
    assert (officer.username, officer.full_name, officer.must_change_password) == (
        "nv.ba", "Nguyễn Văn Ba", True,
    )  # fmt: skip
    assert officer.check_password(PASSWORD)
    assert not officer.scope.capabilities
    assert refusal(lambda: opened(world, admin, username="NV.BA")) == "account.username_taken"
    assert refusal(lambda: opened(world, admin, username="  ")) == "account.username"
    assert refusal(lambda: opened(world, admin, username="x", password="ngắn")) == "account.password"


def test_a_position_needs_dates_that_can_be_and_a_helper_his_end_and_signature(
    world: Any, admin: Officer
) -> None:
    officer = opened(world, admin)
    assert placed(world, admin, officer).code == "keyer"
    for wrong, code in (
        ({"code": "boss"}, "account.position"),
        ({"valid_to": date(2023, 5, 31)}, "account.dates"),
        ({"code": "helper"}, "account.helper"),
        ({"code": "helper", "valid_to": date(2023, 9, 1)}, "account.helper"),
        ({"code": "helper", "confidentiality_signed_on": date(2023, 6, 1)}, "account.helper"),
    ):
        assert refusal(lambda wrong=wrong: placed(world, admin, officer, **wrong)) == code
    placed(
        world, admin, officer, code="helper", valid_to=date(2023, 9, 1),
        confidentiality_signed_on=date(2023, 6, 1),
    )  # fmt: skip


def test_a_disabled_account_may_nothing_and_nobody_disables_himself(world: Any, admin: Officer) -> None:
    officer = opened(world, admin)
    placed(world, admin, officer, valid_from=today() - timedelta(days=1))
    set_active(actor=admin, now=world.now, officer=officer, active=False)
    assert not Officer.objects.get(pk=officer.pk).may("key")
    assert (
        refusal(lambda: set_active(actor=admin, now=world.now, officer=admin, active=False)) == "account.self"
    )
    set_active(actor=admin, now=world.now, officer=officer, active=True)
    assert Officer.objects.get(pk=officer.pk).may("key")


def test_a_reset_password_must_be_changed_again(world: Any, admin: Officer) -> None:
    officer = opened(world, None)
    assert not officer.must_change_password
    reset_password(actor=admin, now=world.now, officer=officer, password=PASSWORD + "4")
    assert officer.must_change_password
    assert refusal(
        lambda: reset_password(actor=admin, now=world.now, officer=officer, password="12345678901")
    ) == "account.password"  # fmt: skip


@pytest.mark.parametrize("code", sorted(POSITIONS.keys() - {"admin"}))
def test_only_the_administrator_manages_accounts(world: Any, code: str) -> None:
    actor = world.officer(code)
    officer = opened(world, None)
    for act in (
        lambda: opened(world, actor, username="khac"),
        lambda: placed(world, actor, officer),
        lambda: set_active(actor=actor, now=world.now, officer=officer, active=False),
        lambda: reset_password(actor=actor, now=world.now, officer=officer, password=PASSWORD),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_every_act_on_an_account_is_in_the_audit_and_no_password_is(world: Any, admin: Officer) -> None:
    officer = opened(world, admin)
    placed(world, admin, officer)
    set_active(actor=admin, now=world.now, officer=officer, active=False)
    reset_password(actor=admin, now=world.now, officer=officer, password=PASSWORD + "5")
    events = AuditEvent.objects.filter(subject=f"officer:{officer.pk}").order_by("at")
    assert [event.kind for event in events] == [
        "account.opened", "account.position_given", "account.disabled", "account.password_reset",
    ]  # fmt: skip
    assert PASSWORD not in str([event.detail for event in events])


def test_the_table_of_permissions_names_nothing_that_is_not_there(world: Any) -> None:
    assert set().union(*POSITIONS.values()) <= CAPABILITIES.keys()
    for group in (BY_TEAM, WITH_UNITS_BELOW, COUNTS_ONLY, NO_UNIT):
        assert group <= POSITIONS.keys()
    for code in COUNTS_ONLY - {"unit_head"}:
        assert "entries.view" not in POSITIONS[code], code
    assert "look_up" not in POSITIONS["helper"]
    with pytest.raises(NotAllowed) as refused:
        require(world.officer("helper"), "look_up")
    assert CAPABILITIES["look_up"] in refused.value.message
