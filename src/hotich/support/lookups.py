"""Conditions that Django has no word for."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, F, Field, ForeignKey, Func, Lookup, Q, QuerySet


class AnyOf(Lookup):  # type: ignore[type-arg]  # not subscriptable when it runs
    """`column__any_of=ids`: what `column__in=ids` finds, the ids sent as one array. A province has hundreds of units; as one parameter
    each, writing a question about them down takes longer than answering it. The ids are of the column's own type.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Iterable[Any]) -> None:
        super().__init__(lhs, [one for one in rhs if one is not None])

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        ids = self.rhs
        if not ids:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        # Of one id the database reads an index in its order; of an array of one it does not know that it may.
        if len(ids) == 1:
            return f"{column} = %s", (*params, ids[0])
        return f"{column} = ANY(%s)", (*params, ids)


Field.register_lookup(AnyOf)
ForeignKey.register_lookup(AnyOf)


class _AnyOf(Func):
    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def is_any_of(column: str, values: QuerySet[Any]) -> Q:
    """The rows whose column is among the few values of a query of one column.

    The values are read once, before the rows: unlike `IN (SELECT …)`, which beside an OR is asked of every row, both sides of the OR
    are then found by their indexes.
    """
    return Q(_AnyOf(F(column), ArraySubquery(values.order_by())))
