"""Who had what was keyed before him does not check it: not at the operations, not over HTTP, not with SQL; where nobody else can, it is said."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk
from django.db import IntegrityError, connection, transaction
from django.test import Client
from rekeying import Checker, entry_of, keyed, planned

from hotich.checking.errors import NothingToCheck
from hotich.checking.models import Check
from hotich.checking.operations import give_back, take_checks
from hotich.checking.policies import may_check
from hotich.checking.queries import queue_of, seen_before
from hotich.core.rates import Rate
from hotich.entries import operations as entries
from hotich.entries.errors import BlindToThis, NotIndependent
from hotich.entries.models import ActionType, EntryAction, Sight

pytestmark = pytest.mark.django_db


@pytest.fixture
def checker(world: Any) -> Checker:
    return Checker(world, world.officer("checker"))


def opens(world: Any, officer: Any, entry: Any) -> None:
    entries.show_entry(actor=officer, entry=entry_of(entry), now=world.now)


def waiting_for(officer: Any, world: Any) -> int:
    return sum(one.waiting for one in queue_of(officer, world.now))


def test_who_opened_an_entry_is_offered_the_others_alone(desk: Desk, world: Any, checker: Checker) -> None:
    seen, unseen = keyed(desk, 1), keyed(desk, 2)
    world.officer("checker")
    planned(world)
    opens(world, checker.officer, seen)
    assert waiting_for(checker.officer, world) == 1
    assert [check.entry_id for check in checker.take()] == [unseen]


def test_nor_does_he_get_it_by_its_name(desk: Desk, world: Any, checker: Checker) -> None:
    entry = keyed(desk)
    other = Checker(world, world.officer("checker"))
    (check,) = planned(world)
    opens(world, checker.officer, entry)
    with pytest.raises(NotIndependent, match="đã mở xem"):
        may_check(checker.officer, check, world.now)
    with pytest.raises(NothingToCheck):
        checker.take(check_id=check.pk)
    assert [one.pk for one in other.take(check_id=check.pk)] == [check.pk]
    check.refresh_from_db()
    assert not check.seen_before


def test_where_nobody_else_can_the_check_and_the_log_and_the_rate_say_so(
    desk: Desk, world: Any, checker: Checker
) -> None:
    entry = keyed(desk)
    planned(world)
    opens(world, checker.officer, entry)
    assert waiting_for(checker.officer, world) == 1
    (check,) = checker.take()
    assert check.seen_before
    assert (
        EntryAction.objects.get(entry_id=entry, type=ActionType.CHECK_STARTED).payload["seen_before"] is True
    )
    checker.keys(check)
    assert check.state == Check.State.AGREED
    leader = world.officer("team_leader")
    assert seen_before(leader) == Rate(1, 1)
    client = Client()
    client.force_login(leader)
    said = client.get("/kiem-tra/lo/ket-qua/?tu=2023-01-01").content.decode()
    assert "1 trên 1 lượt do người đã mở xem trường hợp" in said


def test_put_back_it_is_nobodys_and_says_nothing(desk: Desk, world: Any, checker: Checker) -> None:
    entry = keyed(desk)
    planned(world)
    opens(world, checker.officer, entry)
    (check,) = checker.take()
    give_back(actor=checker.officer, check_id=check.pk, now=world.now)
    check.refresh_from_db()
    assert (check.checker_id, check.seen_before) == (None, False)


def test_in_a_ward_with_one_keyer_the_other_registrar_gets_what_the_one_has_seen(
    desk: Desk, world: Any
) -> None:
    entry = keyed(desk)
    planned(world)
    one, other = world.officer("registrar"), world.officer("registrar")
    opens(world, one, entry)
    with pytest.raises(NothingToCheck):
        take_checks(actor=one, station=world.station, now=world.now)
    (check,) = take_checks(actor=other, station=world.station, now=world.now)
    assert not check.seen_before


@pytest.mark.parametrize("address", ["/truong-hop/{}/", "/truong-hop/{}/ghi-chu/", "/api/entries/{}"])
def test_every_page_that_opens_an_entry_is_remembered(desk: Desk, world: Any, address: str) -> None:
    entry = keyed(desk)
    registrar = world.officer("registrar")
    client = Client()
    client.force_login(registrar)
    for _ in range(2):
        assert client.get(address.format(entry)).status_code == 200
    assert Sight.objects.filter(entry=entry, officer=registrar).count() == 1


def test_what_an_arbiter_opened_he_does_not_check_later(desk: Desk, world: Any, checker: Checker) -> None:
    keyed(desk)
    planned(world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Ai Đó Khác")
    arbiter = world.officer("checker")
    client = Client()
    client.force_login(arbiter)
    assert client.get(f"/kiem-tra/phan-xu/{check.pk}/").status_code == 200
    assert Sight.objects.filter(entry=check.entry_id, officer=arbiter).exists()


def test_a_list_of_names_is_no_look_at_an_entry(desk: Desk, world: Any) -> None:
    entry = keyed(desk)
    registrar = world.officer("registrar")
    entries.show_names(actor=registrar, entries=[entry_of(entry)], where="test", now=world.now)
    client = Client()
    client.force_login(registrar)
    assert client.get(f"/so/{world.book.pk}/").status_code == 200
    assert not Sight.objects.filter(officer=registrar).exists()


def test_who_is_checking_an_entry_is_shown_it_nowhere(desk: Desk, world: Any, checker: Checker) -> None:
    keyed(desk)
    planned(world)
    (check,) = checker.take()
    with pytest.raises(BlindToThis):
        entries.saw(actor=checker.officer, entries=[entry_of(check.entry_id)], now=world.now)
    # Seen once he has finished, it does not undo his check.
    checker.keys(check)
    opens(world, checker.officer, check.entry_id)
    check.refresh_from_db()
    check.save()
    assert check.state == Check.State.AGREED


def test_the_database_refuses_who_has_seen_unless_the_row_says_so(
    desk: Desk, world: Any, checker: Checker
) -> None:
    entry = keyed(desk)
    (check,) = planned(world)
    opens(world, checker.officer, entry)
    row = Check.objects.unscoped("test").filter(pk=check.pk)
    with pytest.raises(IntegrityError, match="đã xem"), transaction.atomic():
        row.update(checker=checker.officer, state="keying")
    row.update(checker=checker.officer, state="keying", seen_before=True)
    with pytest.raises(IntegrityError, match="đã xem"), transaction.atomic():
        row.update(seen_before=False)


def test_the_database_refuses_the_line_of_the_log_too(desk: Desk, world: Any, checker: Checker) -> None:
    entry = keyed(desk)
    opens(world, checker.officer, entry)
    with pytest.raises(IntegrityError, match="đã xem"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO entries_entryaction (entry_id, seq, tx_id, type, author_id, pass_number, received_at, edition, payload,
                   payload_digest, digest)
               SELECT entry_id, 900, gen_random_uuid(), 'check_started', %s, 7, received_at, edition, '{}', payload_digest, digest
               FROM entries_entryaction WHERE entry_id = %s ORDER BY seq LIMIT 1""",
            [checker.officer.pk, entry],
        )
