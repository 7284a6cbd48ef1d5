"""An extract read from end to end, block by block: for learning from it, never for showing anybody."""

from collections.abc import Iterator, Sequence

import numpy as np
from django.db import connection

from hotich.core.matching.normaliser import COLUMNS, FIELDS, Prepared
from hotich.population.candidates import table
from hotich.population.keytable import unpacked
from hotich.population.models import Citizen, Extract

ROWS = 20_000
"""Rows of one block; each is a statement of its own, well within the ten seconds a transaction may last."""
_READ = (*FIELDS, "birth_registration_place")


def pages(extract: Extract, columns: Sequence[str], *, most: int) -> Iterator[list[tuple[str, ...]]]:
    """Every citizen's named columns, ``personal_id`` among them, at most ``most`` citizens a statement."""
    last, at = "", list(columns).index("personal_id")
    while True:
        rows = list(
            Citizen.objects.filter(extract=extract, personal_id__gt=last)
            .order_by("personal_id")
            .values_list(*columns)[:most]
        )
        if not rows:
            return
        last = rows[-1][at]
        yield rows


def citizens_in_blocks(extract: Extract) -> Iterator[dict[str, Sequence[str]]]:
    """Every citizen of an extract as columns of texts under the words of the normaliser."""
    for rows in pages(extract, _READ, most=ROWS):
        yield _columns(rows)


def columns_in_blocks(extract: Extract) -> Iterator[Prepared]:
    """Every citizen of an extract as the columns that its key table holds: nothing is prepared anew."""
    last = -1
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT string_agg(known, ''), string_agg(codes, ''), max(person) FROM ("
                f"SELECT person, known, codes FROM {table(extract.pk)}"
                " WHERE person > %s AND digest IS NOT NULL ORDER BY person LIMIT %s) AS page",
                [last, ROWS],
            )
            known, codes, end = cursor.fetchone()
            if end is None:
                return
            last = end
            columns = np.ascontiguousarray(unpacked(bytes(known), bytes(codes)).T)
            yield dict(zip(COLUMNS, columns, strict=True))


def some_citizens(extract: Extract, *, about: int) -> dict[str, Sequence[str]]:
    """Roughly ``about`` citizens of an extract, from pages all over the table."""
    share = min(100.0, 100.0 * about / max(extract.size, 1))
    names = ", ".join(_READ)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {names} FROM {Citizen._meta.db_table} TABLESAMPLE SYSTEM (%s) REPEATABLE (1) WHERE extract_id = %s LIMIT %s",
            [share, extract.pk, 2 * about],
        )
        return _columns(cursor.fetchall())


def _columns(rows: Sequence[Sequence[str]]) -> dict[str, Sequence[str]]:
    every: list[Sequence[str]] = list(zip(*rows, strict=True)) if rows else [()] * len(_READ)
    columns = dict(zip(_READ, every, strict=False))
    registered = columns.pop("birth_registration_place")
    # As a search compares them.
    columns["birth_place"] = [
        place or other for place, other in zip(columns["birth_place"], registered, strict=True)
    ]
    return columns
