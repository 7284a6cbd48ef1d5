"""What lies in the inventory of units to be keyed: books and entries by kind, with the counts of a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_STOCK = """
SELECT book.unit_id, book.kind, count(*), COALESCE(sum(counted.entries_count), 0),
    COALESCE(sum(counted.entries_count) FILTER (WHERE counted.count_basis = 'estimated'), 0)
FROM books_book book
LEFT JOIN LATERAL (
    SELECT entries_count, count_basis FROM books_bookcount
    WHERE book_id = book.id AND counted_at < %(at)s ORDER BY counted_at DESC, id DESC LIMIT 1
) counted ON true
WHERE book.marked_for_entry AND book.created_at < %(at)s AND book.unit_id = ANY(%(units)s)
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


def stock_at(unit_ids: Iterable[int], moment: datetime) -> list[Stock]:
    """The inventory of the units, their books as they were counted by then. Which unit a book belongs to and whether it is marked to be
    keyed is read as it is now: a draft takes what is to be keyed from here on, and a plan that was made is held against that.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STOCK, {"at": moment, "units": list(unit_ids)})
        return [
            Stock(unit, kind, books, int(entries), int(estimated))
            for unit, kind, books, entries, estimated in cursor.fetchall()
        ]
