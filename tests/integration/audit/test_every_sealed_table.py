"""A flipped bit in any column of any sealed table is found and its row named; the copied unit alone may follow its book."""

from __future__ import annotations

from typing import Any

import outbox
import psycopg
import pytest
from desk import Desk
from making import citizen, entry_about, extract_of, seek
from psycopg import sql

from hotich.audit.operations import record, seal
from hotich.audit.tables import SEALED
from hotich.audit.verifying import verify
from hotich.cases import operations as cases
from hotich.entries.refolding import refold
from hotich.population.operations import use_version
from hotich.support.time import database_now

pytestmark = pytest.mark.django_db(transaction=True)
FOLLOWS_THE_BOOK = {("linkage_lookup", "unit_id"), ("linkage_judgement", "unit_id")}

ANOTHER = {
    "uuid": "gen_random_uuid()",
    "timestamp with time zone": "coalesce({c}, now()) + interval '1 microsecond'",
    "date": "coalesce({c}, current_date) + 1",
    "jsonb": "CASE jsonb_typeof({c}) WHEN 'array' THEN {c} || '[1]' ELSE coalesce({c}, '{{}}') || '{{\"x\": 1}}' END",
    "boolean": "NOT {c}",
    "bytea": "set_bit({c}, 9, 1 - get_bit({c}, 9))",
    "bigint": "coalesce({c}, 0) + 1000",
    "integer": "coalesce({c}, 0) + 1000",
    "smallint": "coalesce({c}, 0) + 1000",
    "double precision": "coalesce({c}, 0) + 0.5",
    "character varying": "CASE {c} WHEN 'x' THEN 'y' ELSE 'x' END",
}


@pytest.fixture
def sealed(desk: Desk) -> Desk:
    """A row in every sealed table: a look-up that was judged a mismatch, its case, an update of the register, a view, a model put to use."""
    extract_of(citizen(ethnicity="Hoa"))
    entry = entry_about(desk, child__ethnicity="Kinh")
    found = seek(actor=desk.officer, entry_id=entry, role="child")
    cases.judge(
        actor=desk.officer,
        entry_id=entry,
        role="child",
        decision="same_person",
        look_up_id=found.pk,
        candidate="1",
    )
    outbox.not_found(desk, line=2)
    outbox.gather()
    record(kind="entry.viewed", officer=desk.officer, subject=f"entry:{entry}", now=database_now())
    use_version(digest="shipped", actor=desk.officer, now=database_now(), on=database_now().date())
    assert seal() is not None
    assert verify().clean
    return desk


@pytest.mark.parametrize("table", SEALED, ids=lambda table: table.name)
def test_a_changed_column_of_any_sealed_row_is_found(sealed: Desk, addresses: Any, table: Any) -> None:
    with psycopg.connect(addresses.owner) as owner:
        # A forger with the owner's rights can put the triggers and references aside.
        columns = owner.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s",
            [table.name],
        ).fetchall()
    assert len(columns) > 5
    missed = []
    for column, kind in columns:
        if (table.name, column) in FOLLOWS_THE_BOOK:
            continue
        with psycopg.connect(addresses.owner, autocommit=True) as owner:
            kept = f"kept_{table.name}"
            name, held = sql.Identifier(table.name), sql.Identifier(kept)
            owner.execute(sql.SQL("CREATE TABLE {} AS SELECT * FROM {}").format(held, name))
            _without_references(owner)
            change = ANOTHER[kind].format(c=sql.Identifier(column).as_string(owner))
            owner.execute(
                sql.SQL("UPDATE {} SET {} = {}").format(name, sql.Identifier(column), sql.SQL(change))
            )
            if verify().clean:
                missed.append(column)
            owner.execute(sql.SQL("DELETE FROM {}").format(name))
            owner.execute(sql.SQL("INSERT INTO {} SELECT * FROM {}").format(name, held))
            owner.execute(sql.SQL("DROP TABLE {}").format(held))
    assert missed == []
    assert verify().clean


def _without_references(owner: psycopg.Connection[Any]) -> None:
    for table, name in owner.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE contype IN ('f', 'c', 'u') AND connamespace = 'public'::regnamespace AND conparentid = 0"
        " AND coninhcount = 0 AND conrelid::regclass::text ~ '^(audit|entries|linkage|cases|population|npd)_'"
        " ORDER BY contype <> 'f'"
    ).fetchall():
        owner.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}").format(
                sql.SQL(table), sql.Identifier(name)
            )
        )


PROJECTION = {
    "entries_entry": ("status", "outcome", "void", "reopened", "position", "author_id", "first_completed_at", "seq",
                      "completed_station_id", "number", "findings", "registered_on"),
    "entries_transcription": ("fields", "annotations", "author_id", "normalised"),
    "entries_subject": ("outcome", "personal_id", "principal", "full_name", "name_search", "birth_date", "sex"),
}  # fmt: skip


@pytest.mark.parametrize("table", PROJECTION)
def test_a_changed_column_of_a_projection_is_found(
    sealed: Desk, owner_connection: psycopg.Connection[Any], table: str
) -> None:
    kinds = dict(
        owner_connection.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table]
        ).fetchall()
    )
    assert refold(derived=True).clean
    _without_references(owner_connection)
    for column in PROJECTION[table]:
        name = sql.Identifier(column)
        keys = owner_connection.execute(
            sql.SQL("SELECT id, {} FROM {}").format(name, sql.Identifier(table))
        ).fetchall()
        change = ANOTHER[kinds[column]].format(c=name.as_string(owner_connection))
        owner_connection.execute(
            sql.SQL("UPDATE {} SET {} = {}").format(sql.Identifier(table), name, sql.SQL(change))
        )
        assert any(column in each.what for each in refold(derived=True).differences), column
        for key, value in keys:
            kept = psycopg.types.json.Jsonb(value) if isinstance(value, dict | list) else value
            owner_connection.execute(
                sql.SQL("UPDATE {} SET {} = %s WHERE id = %s").format(sql.Identifier(table), name),
                [kept, key],
            )
    assert refold(derived=True).clean
