"""What lies in the inventory of units to be keyed: books and entries by kind, with the counts of a moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection


def brought(*, until: str = "'infinity'") -> str:
    """In SQL, of a `book` and a `part(unit, after)`: whether it belongs to the inventory that the part begins, where one before it was
    settled at `after`. A book returned or lost by then belongs to it only when it has left its shelf since.
    """
    return f"""(part.after IS NULL OR book.created_at >= part.after OR book.status NOT IN ('returned', 'lost') OR EXISTS (
        SELECT 1 FROM books_bookevent event
        WHERE event.pgh_obj_id = book.id AND event.pgh_created_at >= part.after AND event.pgh_created_at < {until}
            AND event.status NOT IN ('returned', 'lost')
    ))"""


_STOCK = f"""
SELECT book.unit_id, book.kind, count(*), COALESCE(sum(counted.entries_count), 0),
    COALESCE(sum(counted.entries_count) FILTER (WHERE counted.count_basis = 'estimated'), 0)
FROM books_book book
JOIN unnest(%(units)s::bigint[], %(after)s::timestamptz[]) AS part(unit, after) ON part.unit = book.unit_id
LEFT JOIN LATERAL (
    SELECT entries_count, count_basis FROM books_bookcount
    WHERE book_id = book.id AND counted_at < %(at)s ORDER BY counted_at DESC, id DESC LIMIT 1
) counted ON true
WHERE book.marked_for_entry AND book.created_at < %(at)s AND {brought()}
GROUP BY book.unit_id, book.kind
"""


@dataclass(frozen=True, slots=True)
class Stock:
    """Books of one kind in one unit that are marked to be keyed, with their entries; a book nobody has counted yet brings none."""

    unit_id: int
    kind: str
    books: int
    entries: int
    estimated: int


def stock_at(
    unit_ids: Iterable[int], moment: datetime, *, settled: Mapping[int, datetime | None] | None = None
) -> list[Stock]:
    """The inventory of the units, their books as they were counted by then; `settled` says of a unit when the one before it was. Which
    unit a book belongs to and whether it is marked to be keyed is read as it is now: a draft takes what is to be keyed from here on, and
    a plan that was made is held against that.
    """
    units, before = list(unit_ids), settled or {}
    with connection.cursor() as cursor:
        cursor.execute(_STOCK, {"at": moment, "units": units, "after": [before.get(unit) for unit in units]})
        return [
            Stock(unit, kind, books, int(entries), int(estimated))
            for unit, kind, books, entries, estimated in cursor.fetchall()
        ]
