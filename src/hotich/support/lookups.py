"""Conditions that Django has no word for."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet


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
