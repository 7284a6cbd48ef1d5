"""Reading log rows of every sealed table in the one order in which seals cover them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any

from django.db import connection
from psycopg import sql

from hotich.audit.tables import SEALED, SealedTable

_BATCH = 2000
_JSONB = 3802


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row: its table, its time, its key in words, its columns."""

    table: str
    time: datetime
    key: tuple[str, ...]
    columns: dict[str, Any]

    @property
    def order(self) -> tuple[datetime, str, tuple[str, ...]]:
        """Where the row stands in a seal."""
        return (self.time, self.table, self.key)

    @property
    def name(self) -> str:
        """How a message names the row: `entries_entryaction 0198…-… 3`."""
        return " ".join(
            (self.table, *(part.lstrip("0") or "0" if part.isdigit() else part for part in self.key))
        )


def rows_between(start: datetime, end: datetime | None, *, whole: bool = True) -> Iterator[LogRow]:
    """Every log row with a time in [start, end), in (time, table, key) order.

    Read through cursors on the server, so memory does not grow with the rows. `whole` False reads only times, keys
    and digests: what sealing needs.
    """
    yield from merge(*(_rows_of(table, start, end, whole) for table in SEALED), key=lambda row: row.order)


def _rows_of(table: SealedTable, start: datetime, end: datetime | None, whole: bool) -> Iterator[LogRow]:
    order = sql.SQL(", ").join(map(sql.Identifier, (table.time, *table.key)))
    statement = sql.SQL(
        "SELECT {wanted} FROM {table} WHERE {time} >= %(start)s AND {time} < %(end)s ORDER BY {order}"
    ).format(
        wanted=sql.SQL("*") if whole else order + sql.SQL(", digest"),
        table=sql.Identifier(table.name),
        time=sql.Identifier(table.time),
        order=order,
    )
    connection.ensure_connection()
    assert connection.connection is not None
    with connection.connection.cursor(name=f"log_{table.name}", withhold=True) as cursor:
        cursor.itersize = _BATCH
        cursor.execute(statement, {"start": start, "end": end or "infinity"})
        described = [(column.name, column.type_code == _JSONB) for column in cursor.description or ()]
        for values in cursor:
            columns = {
                name: json.loads(value) if is_json and isinstance(value, str) else value
                for (name, is_json), value in zip(described, values, strict=True)
            }
            yield LogRow(
                table=table.name,
                time=columns[table.time],
                key=tuple(_sortable(columns[name]) for name in table.key),
                columns=columns,
            )


def _sortable(value: Any) -> str:
    return f"{value:010}" if isinstance(value, int) else str(value)
