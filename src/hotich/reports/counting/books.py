"""The books of a campaign's units as they stood at a moment, and the entries counted in them by then."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from hotich.books.stock import brought
from hotich.campaign.spans import Span

# A book of which nothing was written since is what it was; of the few others their histories tell, and of one made before its history
# began, the book.
_STOOD = f"""
    WITH touched AS MATERIALIZED (
        SELECT pgh_obj_id AS id FROM books_bookevent WHERE pgh_created_at >= %(end)s
        UNION
        SELECT book_id FROM books_bookcount WHERE counted_at >= %(end)s
    ), known AS (
        SELECT book.id, book.unit_id AS unit, book.status, book.marked_for_entry, book.created_at, book.entries_count
        FROM books_book book
        WHERE book.unit_id = ANY(%(units)s) AND book.created_at < %(end)s AND NOT EXISTS (SELECT FROM touched WHERE touched.id = book.id)
        UNION ALL
        SELECT book.id, COALESCE(last.unit_id, book.unit_id), COALESCE(last.status, book.status),
            COALESCE(last.marked_for_entry, book.marked_for_entry), book.created_at,
            COALESCE(counted.entries_count, last.entries_count)
        FROM touched
        JOIN books_book book ON book.id = touched.id
        LEFT JOIN LATERAL (
            SELECT unit_id, status, marked_for_entry, entries_count FROM books_bookevent
            WHERE pgh_obj_id = book.id AND pgh_created_at < %(end)s ORDER BY pgh_id DESC LIMIT 1
        ) last ON true
        LEFT JOIN LATERAL (
            SELECT entries_count FROM books_bookcount
            WHERE book_id = book.id AND counted_at < %(end)s ORDER BY counted_at DESC, id DESC LIMIT 1
        ) counted ON true
    ), stood AS (
        SELECT book.id, book.unit, book.status, COALESCE(book.entries_count, 0) AS entries, book.created_at < %(end)s AS there
        FROM known book
        JOIN unnest(%(units)s::bigint[], %(after)s::timestamptz[], %(before)s::timestamptz[]) AS part(unit, after, before)
            ON part.unit = book.unit
        WHERE book.marked_for_entry
            AND (part.before IS NULL OR book.created_at < part.before)
            AND {brought(until="%(end)s")}
    )
"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Books of one unit that stood alike: how many, and the entries counted in them."""

    unit: int
    status: str
    entries: int
    books: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One book: its status at the moment, and the entries counted in it."""

    book: UUID
    status: str
    entries: int


def shelves_at(units: Collection[int], spans: Mapping[int, Span], moment: datetime) -> list[Shelf]:
    """By unit and status the books that were to be entered. Where a unit was in another campaign before (`spans`), books settled in that
    one and still at their place are not this one's. In one order, however it is counted.
    """
    rows = _asked(
        "SELECT unit, status, COALESCE(sum(entries) FILTER (WHERE there), 0), count(*) FILTER (WHERE there) FROM stood GROUP BY 1, 2",
        units,
        spans,
        moment,
    )
    # Sorted here: the few sums, where the database would rather sort every book.
    return [Shelf(unit, status, int(entries), books) for unit, status, entries, books in sorted(rows)]


def books_at(unit: int, spans: Mapping[int, Span], moment: datetime) -> list[Standing]:
    """The books behind the shelves of one unit."""
    return [
        Standing(*row)
        for row in _asked("SELECT id, status, entries FROM stood WHERE there", [unit], spans, moment)
    ]


def _asked(
    question: str, units: Collection[int], spans: Mapping[int, Span], moment: datetime
) -> list[tuple[Any, ...]]:
    parts = [spans.get(unit, Span()) for unit in units]
    with connection.cursor() as cursor:
        cursor.execute(
            _STOOD + question,
            {
                "end": moment, "units": list(units), "after": [part.after for part in parts],
                "before": [part.before for part in parts],
            },
        )  # fmt: skip
        return cursor.fetchall()
