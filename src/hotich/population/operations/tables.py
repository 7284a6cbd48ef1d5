"""The tables of one extract, through the functions that the tables' owner has left for it (migration 0005)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from hotich.population.keytable import KEY_NUMBERS
from hotich.population.models import Extract
from hotich.support.errors import Conflict

_LOCK = 0x706F70
# What a session may have while it sorts and indexes millions of rows.
_ROOM = {"statement_timeout": "0", "maintenance_work_mem": "256MB", "work_mem": "128MB"}


def call(function: str, *arguments: Any) -> None:
    """Calls a function of the owner's."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(arguments))})", list(arguments))


def key_begin(extract: Extract) -> None:
    """An empty table to copy citizens into as they come; one left by a killed run goes."""
    call("population_key_begin", extract.pk, list(KEY_NUMBERS))


def index_columns() -> Sequence[str]:
    """The columns of a key table that have an index."""
    return ("person", "old", *(f"k{number}" for number in KEY_NUMBERS))


@contextmanager
def alone_with(extract: Extract) -> Iterator[None]:
    """Nobody else loads, prepares or wipes this extract meanwhile, and no statement is cut off for its length. Raises Conflict."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, extract.pk])
        if not cursor.fetchone()[0]:
            raise Conflict(
                f"Trích xuất “{extract.name}” đang được một lệnh khác nhập, lập chỉ mục hoặc xóa. Chờ lệnh đó xong rồi chạy lại."
            )
        before = {}
        for name, value in _ROOM.items():
            cursor.execute("SELECT current_setting(%s), set_config(%s, %s, false)", [name, name, value])
            before[name] = cursor.fetchone()[0]
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.is_usable():
            with connection.cursor() as cursor:
                for name, value in before.items():
                    cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, extract.pk])


def copy_in(statement: str, data: bytes) -> None:
    """Sends rows that are already written as COPY wants them."""
    connection.ensure_connection()
    assert connection.connection is not None
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(data)
