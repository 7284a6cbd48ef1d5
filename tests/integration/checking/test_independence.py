"""Nobody checks or arbitrates his own work: not at the operations, not with packets, not over HTTP, not with SQL as the application."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk, typed
from django.db import IntegrityError, connection, transaction
from django.test import Client
from rekeying import Checker, decide, keyed, planned

from hotich.checking.errors import NothingToCheck, NotYoursToCheck
from hotich.checking.models import Check, CheckPolicy
from hotich.checking.operations import answer_contest, arbitrate, contest
from hotich.checking.policies import may_check_in
from hotich.entries import operations as entries
from hotich.entries.errors import BlindToThis, NotIndependent
from hotich.entries.models import EntryAction
from hotich.entries.operations._append import log_rows
from hotich.staff.models import Position
from hotich.support.errors import NotAllowed
from hotich.support.ids import uuid7

pytestmark = pytest.mark.django_db


def also(world: Any, officer: Any, code: str) -> Any:
    """A second position: one person with two hats is still one person."""
    Position.objects.create(
        officer=officer, code=code, agency=world.police, valid_from=world.now.date().replace(year=2020)
    )
    officer.__dict__.pop("scope", None)
    return type(officer).objects.get(pk=officer.pk)


@pytest.fixture
def checker(world: Any) -> Checker:
    return Checker(world, world.officer("checker"))


def test_the_keyer_gets_no_check_of_his_own(desk: Desk) -> None:
    keyed(desk)
    planned(desk.world)
    with pytest.raises(NothingToCheck):
        Checker(desk.world, also(desk.world, desk.officer, "checker")).take()


def test_nor_by_its_name(desk: Desk) -> None:
    keyed(desk)
    (check,) = planned(desk.world)
    with pytest.raises(NothingToCheck):
        Checker(desk.world, also(desk.world, desk.officer, "checker")).take(check_id=check.pk)


def test_who_keyed_one_column_is_a_keyer(desk: Desk) -> None:
    world = desk.world
    entry = keyed(desk)
    helper = world.officer("keyer")
    world.assign(world.new_book(), helper)
    entries.reopen(actor=desk.officer, entry_id=entry, reason="nhầm", now=world.now, station=desk.station)
    leader = world.officer("team_leader")
    other = Desk(world, leader, entry=entry)
    other.key({"child.full_name": typed("Nguyễn Thị Hòa")})
    other.complete()
    planned(world)
    with pytest.raises(NothingToCheck):
        Checker(world, also(world, leader, "checker")).take()


def test_the_keyer_cannot_open_a_check_in_the_log(desk: Desk) -> None:
    entry = keyed(desk)
    with pytest.raises(NotIndependent):
        entries.start_check(
            actor=desk.officer, entry_id=entry, check=uuid7(), fields=["child.full_name"], now=desk.world.now
        )


def test_neither_keyer_nor_checker_arbitrates(desk: Desk, checker: Checker) -> None:
    keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Ai đó khác")
    keyer = also(desk.world, desk.officer, "checker")
    for officer in (keyer, checker.officer):
        with pytest.raises(NotIndependent):
            arbitrate(
                actor=officer,
                check_id=check.pk,
                decisions={"child.full_name": {"as": "first"}},
                now=desk.world.now,
            )


def test_an_arbiter_does_not_check_what_he_decided(desk: Desk, checker: Checker) -> None:
    entry = keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Ai đó khác")
    arbiter = desk.world.officer("checker")
    decide(desk.world, arbiter, check)
    with pytest.raises(NotIndependent):
        entries.start_check(
            actor=arbiter, entry_id=entry, check=uuid7(), fields=["child.full_name"], now=desk.world.now
        )


def test_a_packet_in_anothers_check_is_refused(desk: Desk, checker: Checker) -> None:
    keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    other = desk.world.officer("checker")
    with pytest.raises(NotAllowed):
        checker.send(check, "fields_keyed", {"child.full_name": typed("Ai")}, actor=other)
    assert not EntryAction.objects.filter(entry_id=check.entry_id, author_id=other.pk).exists()


def test_a_keyers_packet_cannot_name_the_pass_of_a_check(desk: Desk, checker: Checker) -> None:
    keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    with pytest.raises(NotAllowed):
        desk.key({"child.full_name": typed("Ai")}, pass_number=check.pass_number)


def test_over_http_the_keyer_is_told_that_nothing_waits(desk: Desk) -> None:
    keyed(desk)
    planned(desk.world)
    client = Client()
    client.force_login(also(desk.world, desk.officer, "checker"))
    client.cookies["hotich-may"] = ""
    answer = client.post("/api/desk/checks", {}, content_type="application/json")
    assert answer.status_code in (404, 409)
    assert "child" not in answer.content.decode()


@pytest.mark.parametrize("type", ["check_started", "checked", "arbitrated", "returned"])
def test_the_database_refuses_the_keyer_whoever_writes(desk: Desk, type: str) -> None:
    entry = keyed(desk)
    with pytest.raises(IntegrityError, match="chính mình"), transaction.atomic():
        _raw(entry, type, desk.officer.pk, 3)


@pytest.mark.parametrize("type", ["arbitrated", "returned"])
def test_the_database_refuses_the_checker_as_arbiter(desk: Desk, checker: Checker, type: str) -> None:
    entry = keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Ai đó khác")
    with pytest.raises(IntegrityError, match="chính mình"), transaction.atomic():
        _raw(entry, type, checker.officer.pk, 5)


def test_the_database_refuses_a_decision_of_nobody(desk: Desk) -> None:
    entry = keyed(desk)
    with pytest.raises(IntegrityError, match="người thực hiện"), transaction.atomic():
        _raw(entry, "arbitrated", None, 3)


def test_the_database_refuses_keying_in_anothers_check(desk: Desk, checker: Checker) -> None:
    keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    with pytest.raises(IntegrityError, match="cán bộ khác"), transaction.atomic():
        _raw(check.entry_id, "fields_keyed", desk.officer.pk, check.pass_number)


def test_the_database_refuses_a_check_row_of_the_keyer_even_where_he_is_not_named(desk: Desk) -> None:
    keyed(desk)
    (check,) = planned(desk.world)
    rows = Check.objects.unscoped("a forger's update")
    for forged in (
        {"checker": desk.officer},
        {"checker": desk.officer, "keyer": None},
        {"arbiter": desk.officer, "keyer": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.filter(pk=check.pk).update(**forged)


def test_what_was_keyed_stays_hidden_from_who_is_checking_it(desk: Desk, world: Any) -> None:
    CheckPolicy.objects.create(
        unit=world.unit, since=world.now.date().replace(year=2020), set_by=desk.officer, set_at=world.now
    )
    registrar = world.officer("registrar")
    entry = keyed(desk)
    planned(world)
    (check,) = Checker(world, registrar).take()
    from rekeying import entry_of

    with pytest.raises(BlindToThis):
        entries.show_entry(actor=registrar, entry=entry_of(entry), now=world.now)
    client = Client()
    client.force_login(registrar)
    for address in (f"/truong-hop/{entry}/", f"/api/entries/{entry}"):
        assert "Nguyễn Thị Hòa" not in client.get(address).content.decode()


def test_the_registrar_checks_where_one_officer_keys_alone_and_nowhere_else(desk: Desk, world: Any) -> None:
    registrar = world.officer("registrar")
    may_check_in(registrar, world.book, world.now)
    world.officer("keyer")
    with pytest.raises(NotYoursToCheck):
        may_check_in(registrar, world.book, world.now)


def test_another_units_checker_checks_books_with_images_where_the_rule_says_so(
    desk: Desk, world: Any, elsewhere: Any
) -> None:
    CheckPolicy.objects.create(
        unit=world.unit, since=world.now.date().replace(year=2020), when_alone="other_unit", set_by=desk.officer, set_at=world.now
    )  # fmt: skip
    other = elsewhere.officer("checker")
    with pytest.raises(NotYoursToCheck):
        may_check_in(other, world.book, world.now)
    world.book.has_images = True
    may_check_in(other, world.book, world.now)
    with pytest.raises(NotYoursToCheck):
        may_check_in(world.officer("registrar"), world.book, world.now)


def test_an_objection_is_answered_by_none_of_the_three(desk: Desk, checker: Checker) -> None:
    keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Ai đó khác")
    arbiter = desk.world.officer("checker")
    decide(desk.world, arbiter, check, child__full_name="second")
    made = contest(
        actor=desk.officer, difference_id=check.differences.get().pk, text="Sổ ghi rõ", now=desk.world.now
    )
    for officer in (also(desk.world, desk.officer, "checker"), checker.officer, arbiter):
        with pytest.raises(NotAllowed):
            answer_contest(actor=officer, contest_id=made.pk, uphold=True, answer="đúng", now=desk.world.now)


def _raw(entry: Any, type: str, author: int | None, number: int) -> None:
    """A row of the log as somebody with the application's rights would write it past the operations."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO entries_entryaction (entry_id, seq, tx_id, type, author_id, received_at, pass_number, edition, late,"
            " bulk, payload, payload_digest, digest) VALUES (%s, %s, gen_random_uuid(), %s, %s, now(), %s, '', false, false,"
            " '{}', '', '')",
            [entry, len(log_rows(entry)) + 1, type, author, number],
        )
