"""The demo town many times over: every row of a book's world copied by the database itself, with ids of its own.

The ids of a copy are made of the row's own and the number of the copy, so whatever points to a row of the town points to the same row of its
copy. The digests of the logs stay those of the town: these copies are to be listed, never verified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models
from psycopg import sql

ROOT = "books.Book"
_STEP = 10_000_000
"""What a number that must be unique grows by, copy by copy."""
Say = Callable[[str], None]


def copied_models() -> list[type[models.Model]]:
    """The book and whatever hangs on it, those first on which others hang."""
    root = apps.get_model(ROOT)
    found: dict[type[models.Model], None] = {root: None}
    every = [
        each for each in apps.get_models() if each.__module__.startswith("hotich.") and not _is_history(each)
    ]
    grew = True
    while grew:
        grew = False
        for model in every:
            if model not in found and any(True for _ in _references(model, found)):
                found[model] = None
                grew = True
    return _ordered(list(found))


def multiply(times: int, *, say: Say) -> None:
    """Adds `times` copies of the town. Runs as the owner of the tables."""
    todo = copied_models()
    with connection.cursor() as cursor:
        for model in todo:
            names = [field.column for field in _written(model)]
            values = [_value(model, field, todo) for field in _written(model)]
            table = sql.Identifier(model._meta.db_table)
            cursor.execute(
                sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} town, generate_series(1, %s) copy").format(
                    table, sql.SQL(", ").join(map(sql.Identifier, names)), sql.SQL(", ").join(values), table
                ),
                [times],
            )
            say(f"  {model._meta.db_table}: {cursor.rowcount:,} dòng")
        cursor.execute("ANALYZE")


def _is_history(model: type[models.Model]) -> bool:
    return model.__name__.endswith("Event") and hasattr(model, "pgh_tracked_model")


def _references(model: type[models.Model], among: Any) -> Iterator[models.Field[Any, Any]]:
    """Its columns that point to a copied row: foreign keys, and plain ids as the logs keep them."""
    for field in model._meta.concrete_fields:
        if field.is_relation:
            if field.related_model in among:
                yield field
        elif isinstance(field, models.UUIDField) and field.name in ("entry_id", "case_id", "book_id"):
            yield field


def _ordered(found: list[type[models.Model]]) -> list[type[models.Model]]:
    ordered: list[type[models.Model]] = []
    while found:
        ready = [
            model
            for model in found
            if all(
                not field.is_relation
                or field.related_model in ordered
                or field.related_model in (model, *_skipped(field))
                for field in _references(model, set(found) | set(ordered))
            )
        ]
        if not ready:
            raise RuntimeError(f"these hang on each other: {found}")
        ordered += ready
        found = [model for model in found if model not in ready]
    return ordered


def _skipped(field: models.Field[Any, Any]) -> tuple[Any, ...]:
    """A column that may stay empty in a copy."""
    return (field.related_model,) if field.null and not field.unique else ()


def _written(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField) and not getattr(field, "generated", False)
    ]


def _value(
    model: type[models.Model], field: models.Field[Any, Any], copied: list[type[models.Model]]
) -> sql.Composable:
    column = sql.SQL("town.{}").format(sql.Identifier(field.column))
    if field.is_relation:
        target = field.related_model
        if target not in copied:
            return column
        if isinstance(target._meta.pk, models.UUIDField):
            return _own(column)
        if target._meta.pk.is_relation or not field.null:
            return _own(column)
        return sql.SQL("NULL")
    if isinstance(field, models.UUIDField):
        return _own(column)
    if field.column in _alone(model):
        if isinstance(field, models.CharField):
            return sql.SQL("{} || '~' || copy").format(column)
        return sql.SQL("{} + copy * {}").format(column, sql.Literal(_STEP))
    return column


def _own(column: sql.Composable) -> sql.Composable:
    return sql.SQL("md5({}::text || copy)::uuid").format(column)


def _alone(model: type[models.Model]) -> set[str]:
    """Columns of a uniqueness that no id of the row's own keeps: the last of them is made another in every copy."""
    found = set()
    groups = [
        one.fields
        for one in model._meta.constraints
        if isinstance(one, models.UniqueConstraint) and one.fields
    ]
    groups += [
        (field.name,) for field in model._meta.concrete_fields if field.unique and not field.primary_key
    ]
    for names in groups:
        fields = [model._meta.get_field(name) for name in names]
        if any(
            isinstance(one, models.UUIDField) or (one.is_relation and one.null is False) for one in fields
        ):
            continue
        plain = [
            one
            for one in fields
            if isinstance(one, models.CharField | models.IntegerField) and not one.choices
        ]
        if plain:
            found.add(plain[-1].column)
    return found
