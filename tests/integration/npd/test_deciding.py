"""Nobody is created but by an officer of the police, and nobody twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk
from django.db import IntegrityError, transaction
from outbox import NUMBER, entry_of, events_of, gather, not_found, say_found, the_update, updates

from hotich.audit.verifying import verify
from hotich.core.workflow import workflow
from hotich.entries.refolding import refold
from hotich.integration.npd.models import Update
from hotich.integration.npd.operations import confirm, create, drop, same_person, set_apart, settle
from hotich.integration.npd.policies import AlikeFirst, CreatedTwice, NotNow, UpdateRefused
from hotich.integration.npd.queries import alike
from hotich.linkage.models import FirstComparison, Judgement, LookUp
from hotich.staff.models import Position
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import database_now, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(desk: Desk) -> Any:
    return desk.world.officer("police_head")


def entered(head: Any, update: Update, **more: Any) -> Update:
    said = {"on": today(), "by": "Trần Thị Công An", "number": NUMBER, "now": database_now()}
    return confirm(actor=head, update_id=update.pk, **said | more)


def two_copies(desk: Desk, **second: str) -> list[Update]:
    """One child in the ward's copy and in the town's."""
    not_found(desk)
    not_found(desk, line=2, **second)
    gather()
    return updates()


def test_only_the_police_decide(desk: Desk) -> None:
    not_found(desk)
    gather()
    update = the_update()
    for code in ("registrar", "keyer", "helper", "list_keeper", "unit_head"):
        with pytest.raises((NotAllowed, NotFound)):
            create(actor=desk.world.officer(code), update_id=update.pk)
    # A team leader of the justice office keys too; creating citizens is not his.
    leader = desk.world.officer("team_leader", agency=desk.world.committee)
    assert Position.objects.get(officer=leader).agency.kind == "UB"
    with pytest.raises(NotAllowed):
        create(actor=leader, update_id=update.pk)
    assert create(actor=desk.world.officer("team_leader"), update_id=update.pk).state == "queued"


def test_another_units_officer_finds_no_such_update(desk: Desk, elsewhere: Any) -> None:
    not_found(desk)
    gather()
    with pytest.raises(NotFound):
        create(actor=elsewhere.officer("police_head"), update_id=the_update().pk)


def test_nothing_goes_out_while_somebody_alike_waits_for_a_word(desk: Desk, head: Any) -> None:
    first, second = two_copies(desk)
    assert [one.pk for one in alike(first)] == [second.pk]
    with pytest.raises(AlikeFirst):
        create(actor=head, update_id=first.pk)
    assert {one.state for one in updates()} == {"waiting"}


@pytest.mark.parametrize(
    "second",
    [
        {"child__full_name": "Nguyễn Thị Hoà"},
        {"child__full_name": "NGUYEN THI HOA"},
        {"child__birth_date": "2006"},
    ],
    ids=["tone placed otherwise", "no marks", "the year alone"],
)
def test_a_copy_is_found_however_it_was_written(desk: Desk, second: dict[str, str]) -> None:
    first, other = two_copies(desk, **second)
    assert [one.pk for one in alike(first)] == [other.pk]


@pytest.mark.parametrize(
    "second",
    [
        {"child__full_name": "Nguyễn Thị Hương"},
        {"child__birth_date": "03/03/2006"},
        {"child__sex": "Nam"},
        {"mother__full_name": "Lê Thị Khác"},
    ],
    ids=["name", "day", "sex", "mother"],
)
def test_somebody_else_is_not_taken_for_a_copy(desk: Desk, head: Any, second: dict[str, str]) -> None:
    first, _ = two_copies(desk, **second)
    assert alike(first) == []
    assert create(actor=head, update_id=first.pk).state == "queued"


def test_of_one_person_one_goes_out_and_both_entries_get_his_number(desk: Desk, head: Any) -> None:
    first, second = two_copies(desk)
    same_person(actor=head, update_id=second.pk, other_id=first.pk, reason="bản lưu thị xã")
    create(actor=head, update_id=first.pk)
    entered(head, first)
    for entry in (first.entry_id, second.entry_id):
        judged = Judgement.objects.unscoped("test").get(entry_id=entry, superseded_by__isnull=True)
        assert (judged.outcome, judged.personal_id, judged.decision) == ("matched", NUMBER, "same_person")
        assert entry_of(entry).outcome == "matched"
        look_up = LookUp.objects.unscoped("test").get(pk=judged.look_up_id)
        assert (look_up.way, look_up.found) == ("told", 1)
    assert [one.state for one in updates()] == ["acknowledged", "withdrawn"]
    # What the register was told out of the book says nothing of how well the book was keyed.
    assert not FirstComparison.objects.unscoped("test").exists()
    assert refold(derived=True).clean
    assert verify().clean


def test_said_to_be_the_same_after_he_was_created_the_entry_gets_his_number_at_once(
    desk: Desk, head: Any
) -> None:
    not_found(desk)
    gather()
    first = the_update()
    create(actor=head, update_id=first.pk)
    entered(head, first)
    entry = not_found(desk, line=2)
    gather()
    second = the_update(entry_id=entry)
    with pytest.raises(AlikeFirst):
        create(actor=head, update_id=second.pk)
    same_person(actor=head, update_id=second.pk, other_id=first.pk, reason="đăng ký lại")
    assert entry_of(entry).outcome == "matched"
    assert events_of(second) == ["made", "same_person", "person_created"]


def test_two_persons_of_one_name_are_created_apart(desk: Desk, head: Any) -> None:
    first, second = two_copies(desk)
    set_apart(actor=head, update_id=second.pk, other_id=first.pk, reason="hai gia đình khác nhau")
    create(actor=head, update_id=first.pk)
    create(actor=head, update_id=second.pk)
    keys = {one.key for one in updates()}
    assert len(keys) == 2
    entered(head, first)
    with pytest.raises(UpdateRefused, match="đã là của công dân"):
        entered(head, second)
    entered(head, second, number="070306008888")


def test_the_database_refuses_to_create_somebody_twice(desk: Desk, head: Any) -> None:
    first, second = two_copies(desk)
    Update.objects.unscoped("test").filter(pk=first.pk).update(state="queued")
    with pytest.raises(IntegrityError, match="nobody_is_created_twice"), transaction.atomic():
        Update.objects.unscoped("test").filter(pk=second.pk).update(state="queued")


def test_a_rule_that_would_forget_is_caught_by_the_database(
    desk: Desk, head: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hotich.integration.npd.operations import deciding

    first, second = two_copies(desk)
    monkeypatch.setattr(deciding, "require_alike_decided", lambda update: None)
    create(actor=head, update_id=first.pk)
    with pytest.raises(CreatedTwice):
        create(actor=head, update_id=second.pk)
    assert the_update(pk=second.pk).state == "waiting"


def test_the_copy_wakes_when_what_it_leans_on_is_dropped(desk: Desk, head: Any) -> None:
    first, second = two_copies(desk)
    same_person(actor=head, update_id=second.pk, other_id=first.pk, reason="bản lưu")
    say_found(desk, first.entry_id)
    gather()
    assert the_update(pk=second.pk).state == "waiting"


def test_what_is_confirmed_says_when_who_and_which_number(desk: Desk, head: Any) -> None:
    not_found(desk)
    gather()
    update = the_update()
    create(actor=head, update_id=update.pk)
    for wrong in (
        {"number": ""},
        {"number": "07030600999"},
        {"number": "²" * 12},
        {"by": " "},
        {"on": today() + timedelta(days=1)},
        {"on": today().replace(year=1999)},
    ):
        with pytest.raises(UpdateRefused):
            entered(head, update, **wrong)
    entered(head, update, number="0703 0600 9999")
    assert the_update().answer == {"personal_id": NUMBER, "on": today().isoformat(), "by": "Trần Thị Công An"}
    with pytest.raises(NotNow):
        entered(head, update)


def test_a_decision_without_a_reason_is_none(desk: Desk, head: Any) -> None:
    first, second = two_copies(desk)
    for act in (
        lambda: drop(actor=head, update_id=first.pk, reason=" "),
        lambda: drop(actor=head, update_id=first.pk, reason="x" * 301),
        lambda: same_person(actor=head, update_id=first.pk, other_id=second.pk, reason=""),
        lambda: set_apart(actor=head, update_id=first.pk, other_id=first.pk, reason="lý do"),
    ):
        with pytest.raises(UpdateRefused):
            act()


def test_what_is_unsettled_ends_by_hand_with_a_reason(desk: Desk, head: Any) -> None:
    entry = not_found(desk)
    gather()
    update = the_update()
    create(actor=head, update_id=update.pk)
    entered(head, update)
    say_found(desk, entry, "070306001111")
    gather()
    assert the_update().state == "unsettled"
    settle(actor=head, update_id=update.pk, reason="đã hủy số cấp trùng trên máy Công an")
    assert the_update().state == "withdrawn"


@pytest.mark.parametrize("code", ["team_leader", "verifier", "police_head", "registrar", "keyer"])
@pytest.mark.parametrize("state", [state.id for state in workflow("outbox").states])
def test_the_table_is_what_the_operations_do(desk: Desk, state: str, code: str) -> None:
    """Each officer in each state: what the workflow does not allow is refused and changes nothing."""
    not_found(desk)
    gather()
    Update.objects.unscoped("test").update(state=state)
    officer, update, flow = desk.world.officer(code), the_update(), workflow("outbox")
    acts = {
        "create": lambda: create(actor=officer, update_id=update.pk),
        "drop": lambda: drop(actor=officer, update_id=update.pk, reason="lý do"),
        "settle": lambda: settle(actor=officer, update_id=update.pk, reason="lý do"),
        "confirm": lambda: entered(officer, update),
    }
    for action, act in acts.items():
        row = flow.allowed(action, state, [code])
        with transaction.atomic():
            if row is None:
                with pytest.raises((NotAllowed, NotNow, NotFound)):
                    act()
            else:
                assert act().state == row.target(state)
            transaction.set_rollback(True)
