"""Seals: whatever is changed in a log, or taken away from it, is found and named."""

from __future__ import annotations

import threading
from typing import Any

import psycopg
import pytest
from desk import CHILD, Desk
from django.db import connection, transaction

from hotich.audit.clock import log_time
from hotich.audit.models import Seal
from hotich.audit.operations import record, seal
from hotich.audit.verifying import verify
from hotich.entries.models import EntryAction

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sealed(desk: Desk) -> Desk:
    """Three seals over the logs of two entries and some audit events, and one row not sealed yet."""
    desk.whole(1, 1)
    record(kind="entry.viewed", officer=desk.officer, subject="entry x", detail={"số": 1})
    assert seal() is not None
    desk.open(1, 2)
    desk.key(CHILD)
    assert seal() is not None
    desk.key_all()
    assert seal() is not None
    desk.complete()
    return desk


def test_untouched_logs_verify_and_what_is_not_sealed_is_counted(sealed: Desk) -> None:
    result = verify()
    assert (result.broken, result.seals, result.unsealed) == ([], 3, 1)
    assert result.rows == EntryAction.objects.count() + 1
    assert result.last_root == bytes(Seal.objects.get(number=3).root).hex()


def test_seals_follow_one_another_without_a_gap(sealed: Desk) -> None:
    first, second, third = Seal.objects.order_by("number")
    assert (first.end, second.end) == (second.start, third.start)
    assert (bytes(first.root), bytes(second.root)) == (
        bytes(second.previous_root),
        bytes(third.previous_root),
    )
    assert first.counts == {"entries_entryaction": 3, "audit_auditevent": 1}


def test_nothing_new_makes_no_seal(sealed: Desk) -> None:
    assert seal() is not None
    assert seal() is None


COLUMNS = {
    "tx_id": "gen_random_uuid()",
    "type": "'reopened'",
    "author_id": "author_id + 1",
    "sender_id": "sender_id + 1",
    "station_id": "station_id + 1",
    "device_time": "now()",
    "received_at": "received_at + interval '1 microsecond'",
    "pass_number": "1",
    "edition": "'KS/1999'",
    "late": "NOT late",
    "bulk": "NOT bulk",
    "payload_digest": "set_bit(payload_digest, 17, 1 - get_bit(payload_digest, 17))",
    "digest": "set_bit(digest, 255, 1 - get_bit(digest, 255))",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_any_changed_column_is_found_and_its_row_named(
    sealed: Desk, owner_connection: psycopg.Connection[Any], column: str
) -> None:
    entry = EntryAction.objects.filter(seq=3).values_list("entry_id", flat=True)[0]
    owner_connection.execute(
        f"UPDATE entries_entryaction SET {column} = {COLUMNS[column]} WHERE entry_id = %s AND seq = 3",
        [entry],
    )
    broken = verify().broken
    assert broken[0].code == "row.digest"
    assert broken[0].what == f"entries_entryaction {entry} 3"


def test_a_changed_payload_is_found(sealed: Desk, owner_connection: psycopg.Connection[Any]) -> None:
    owner_connection.execute(
        "UPDATE entries_entryaction SET payload = jsonb_set(payload, '{child.sex,v}', '\"Nam\"')"
        " WHERE type = 'fields_keyed'"
    )
    assert {each.code for each in verify().broken} == {"row.payload"}


def test_a_wiped_payload_still_verifies(sealed: Desk, owner_connection: psycopg.Connection[Any]) -> None:
    owner_connection.execute("UPDATE entries_entryaction SET payload = NULL")
    assert verify().clean


def test_a_removed_row_is_missed_by_its_seal(sealed: Desk, owner_connection: psycopg.Connection[Any]) -> None:
    owner_connection.execute("DELETE FROM audit_auditevent")
    broken = verify().broken
    assert [(each.code, each.what) for each in broken] == [("seal.row_gone", "1")]


def test_a_row_replaced_with_a_digest_of_its_own_is_found(
    sealed: Desk, owner_connection: psycopg.Connection[Any]
) -> None:
    from hotich.audit.digests import row_digest
    from hotich.audit.rows import rows_between
    from hotich.audit.sealing import BEGINNING

    row = next(row for row in rows_between(BEGINNING, None) if row.table == "audit_auditevent")
    forged = row_digest(row.columns | {"kind": "sign_in"})
    owner_connection.execute("UPDATE audit_auditevent SET kind = 'sign_in', digest = %s", [forged])
    assert [(each.code, each.what) for each in verify().broken] == [("seal.root", "1")]


def test_a_row_slipped_into_a_sealed_minute_is_found(
    sealed: Desk, owner_connection: psycopg.Connection[Any]
) -> None:
    owner_connection.execute(
        "INSERT INTO audit_auditevent (id, at, kind, agency_code, subject, detail, digest)"
        " SELECT gen_random_uuid(), at, kind, agency_code, subject, detail, digest FROM audit_auditevent"
    )
    assert "seal.row_added" in {each.code for each in verify().broken}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_seal SET root = set_bit(root, 3, 1 - get_bit(root, 3)) WHERE number = 2",
        "UPDATE audit_seal SET previous_root = set_bit(previous_root, 3, 1 - get_bit(previous_root, 3)) WHERE number = 2",
        "UPDATE audit_seal SET sealed_at = sealed_at + interval '1 second' WHERE number = 2",
        """UPDATE audit_seal SET counts = '{"entries_entryaction": 1}' WHERE number = 2""",
        "DELETE FROM audit_seal WHERE number = 2",
        "UPDATE audit_seal SET start = start - interval '1 second' WHERE number = 2",
    ],
)
def test_a_changed_seal_is_found(
    sealed: Desk, owner_connection: psycopg.Connection[Any], change: str
) -> None:
    owner_connection.execute(change)
    assert not verify().clean


def test_a_transaction_that_is_still_writing_holds_the_seal_back_and_is_covered_by_the_next(
    desk: Desk,
) -> None:
    desk.open()
    began, finish = threading.Event(), threading.Event()

    def slow_writer() -> None:
        try:
            with transaction.atomic():
                log_time()
                began.set()
                finish.wait(10)
                record(kind="slow")
        finally:
            connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    began.wait(10)
    assert seal(patience=0.2) is None
    finish.set()
    writer.join()
    made = seal()
    assert made is not None
    assert made.counts == {"entries_entryaction": 1, "audit_auditevent": 1}


def test_a_clock_that_steps_back_is_held_at_the_last_seal(
    sealed: Desk, owner_connection: psycopg.Connection[Any]
) -> None:
    owner_connection.execute("UPDATE audit_seal SET \"end\" = now() + interval '1 hour' WHERE number = 3")
    assert log_time() == Seal.objects.get(number=3).end
    assert record(kind="later").at == Seal.objects.get(number=3).end


@pytest.mark.parametrize("table", ["audit_auditevent", "audit_seal"])
def test_the_applications_role_can_only_add(sealed: Desk, addresses: Any, table: str) -> None:
    with psycopg.connect(addresses.app, autocommit=True) as app:
        for statement in (
            f"DELETE FROM {table}",
            f"UPDATE {table} SET {'kind' if 'event' in table else 'root'} = null",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)
