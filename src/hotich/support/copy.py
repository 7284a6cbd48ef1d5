"""Writing many rows at once by COPY: for imports, for the bulk loader of the log and for the demo's past.

Rows pass no model and no manager, so only operations, `entries.bulk` and loaders of a past that never happened use it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from django.db import connection, models
from psycopg import sql

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def copy_rows(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> int:
    """Appends rows to the model's table; returns how many.

    A row maps attribute names (`book_id`, not `book`) to Python values. Every row has the keys of the first; a column it
    leaves out gets the model's default where it has one, else the table's (a serial id). JSON columns take plain data.
    Raises the database's own error and then loads nothing of this call.
    """
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return 0
    fields = [field for field in model._meta.concrete_fields if field.attname in first or field.has_default()]
    unknown = set(first) - {field.attname for field in fields}
    if unknown:
        raise ValueError(f"{model.__name__} has no columns {', '.join(sorted(unknown))}")
    statement = sql.SQL("COPY {table} ({columns}) FROM STDIN").format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields]),
    )
    connection.ensure_connection()
    assert connection.connection is not None
    number = 0
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        values = [_value_of(field, given=field.attname in first) for field in fields]
        for row in _chain(first, iterator):
            copy.write_row([value(row) for value in values])
            number += 1
    return number


def _chain(first: Mapping[str, Any], rest: Iterator[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    yield first
    yield from rest


def _value_of(field: "models.Field[Any, Any]", *, given: bool) -> Callable[[Mapping[str, Any]], Any]:
    """What a column gets from a row, decided once for all rows."""
    name = field.attname
    if not given:
        return lambda row: _plain(field, field.get_default())
    if isinstance(field, models.JSONField):
        return lambda row: None if row[name] is None else _as_json(row[name])
    return itemgetter(name)


def _plain(field: "models.Field[Any, Any]", value: Any) -> Any:
    return _as_json(value) if value is not None and isinstance(field, models.JSONField) else value
