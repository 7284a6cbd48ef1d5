"""What each role may do: the application adds to a log and cannot change it, the reports' role only reads."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from hotich.support.postgres import Urls, owner_role, report_role
from hotich.support.postgres.grants import append_only_tables, apply_grants

WRITES = ("UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}")


def first_column(connection: psycopg.Connection, table: str) -> str:
    row = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = quote_ident(%s)::regclass AND attnum = 1", [table]
    ).fetchone()
    assert row is not None
    return str(row[0])


def divided(addresses: Urls) -> bool:
    """Whether this server has a role for the application beside the owner's."""
    return addresses.app != addresses.owner


def test_logs_exist_and_are_known_by_their_models() -> None:
    assert {"entries_entryaction", "audit_auditevent", "audit_seal"} <= set(append_only_tables())


@pytest.mark.parametrize("act", WRITES)
def test_the_application_cannot_change_or_take_away_what_was_logged(addresses: Urls, act: str) -> None:
    with psycopg.connect(addresses.app, autocommit=True) as connection:
        for table in append_only_tables() if divided(addresses) else []:
            column = first_column(connection, table)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                name = sql.Identifier(column)
                connection.execute(sql.SQL(act).format(sql.Identifier(table), name, name))


def test_the_application_may_add_to_every_log_and_read_it(addresses: Urls) -> None:
    with psycopg.connect(addresses.app) as connection:
        for table in append_only_tables():
            row = connection.execute(
                "SELECT has_table_privilege(quote_ident(%s), 'INSERT') AND has_table_privilege(quote_ident(%s), 'SELECT')",
                [table, table],
            ).fetchone()
            assert row == (True,), table


def test_the_application_cannot_make_or_drop_tables(addresses: Urls) -> None:
    with psycopg.connect(addresses.app, autocommit=True) as connection:
        for statement in ("CREATE TABLE mine (n int)", "DROP TABLE audit_seal"):
            if divided(addresses):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)


def test_the_reports_role_reads_and_writes_nothing(addresses: Urls) -> None:
    if addresses.report is None:
        return
    with psycopg.connect(addresses.report, autocommit=True) as connection:
        connection.execute("SELECT count(*) FROM audit_auditevent")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM staff_officer")


def test_giving_the_rights_again_changes_nothing(owner_connection: psycopg.Connection) -> None:
    query = (
        "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    before = owner_connection.execute(query).fetchall()
    apply_grants(owner_connection)
    assert owner_connection.execute(query).fetchall() == before


def test_a_command_can_speak_as_the_owner_and_is_the_application_again_afterwards(addresses: Urls) -> None:
    from django.db import connection

    def who() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return str(cursor.fetchone()[0])

    def user(url: str | None) -> str:
        return str(conninfo_to_dict(url or addresses.app)["user"])

    with owner_role():
        assert who() == user(addresses.owner)
    with report_role():
        assert who() == user(addresses.report)
    assert who() == user(addresses.app)


@pytest.mark.django_db(transaction=True)
def test_the_applications_statements_and_idle_transactions_are_bounded() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("10s",)
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("10s",)
