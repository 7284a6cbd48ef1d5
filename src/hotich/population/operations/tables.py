"""The tables of one extract, through the functions that the tables' owner has left for it (migration 0005)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from django.db import connection

from hotich.population.keytable import KEY_NUMBERS
from hotich.population.models import Extract
from hotich.support.errors import Conflict

_LOCK = 0x706F70
# What a session may have while it sorts and indexes millions of rows.
_ROOM = {"statement_timeout": "0", "maintenance_work_mem": "256MB", "work_mem": "128MB"}
# Where officers search another extract meanwhile, indexes are built on one core.
_MODEST = {"max_parallel_maintenance_workers": "0", "max_parallel_workers_per_gather": "0"}


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
    others = Extract.objects.filter(complete_at__isnull=False, wiped_at__isnull=True).exclude(pk=extract.pk)
    try:
        with unhurried(_MODEST if others.exists() else {}):
            yield
    finally:
        if _is_well():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, extract.pk])


@contextmanager
def unhurried(also: Mapping[str, str] = MappingProxyType({})) -> Iterator[None]:
    """Statements may take as long as they take, and have room to sort and index millions of rows; `also` are further settings."""
    before = {}
    with connection.cursor() as cursor:
        for name, value in {**_ROOM, **also}.items():
            cursor.execute("SELECT current_setting(%s), set_config(%s, %s, false)", [name, name, value])
            before[name] = cursor.fetchone()[0]
    try:
        yield
    finally:
        if _is_well():
            with connection.cursor() as cursor:
                for name, value in before.items():
                    cursor.execute("SELECT set_config(%s, %s, false)", [name, value])


def _is_well() -> bool:
    """Whether the connection still takes statements: one that broke off has given back what it held."""
    return not connection.needs_rollback and connection.is_usable()


def copy_in(statement: str, data: bytes) -> None:
    """Sends rows that are already written as COPY wants them."""
    connection.ensure_connection()
    assert connection.connection is not None
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(data)
