"""What was keyed under the columns a book was thought to have: read before its printed form is confirmed anew."""

from dataclasses import dataclass, field

from django.db import connection

from hotich.books.models import Book
from hotich.entries.models import Entry


@dataclass(frozen=True, slots=True)
class KeyedColumns:
    """How many entries the book has, and how many of them say something in each column."""

    entries: int = 0
    by_column: dict[str, int] = field(default_factory=dict)


def keyed_columns(book: Book) -> KeyedColumns:
    """Counts only; nothing that was keyed is shown."""
    entries = Entry.objects.unscoped("counts only").filter(book=book).count()
    if not entries:
        return KeyedColumns()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT field.key, count(*)
            FROM entries_entry entry
            JOIN entries_transcription kept ON kept.entry_id = entry.id AND kept.accepted,
            LATERAL jsonb_each(kept.fields) AS field
            WHERE entry.book_id = %s AND COALESCE(field.value->>'v', '') <> ''
            GROUP BY field.key
            """,
            [book.pk],
        )
        return KeyedColumns(entries, dict(cursor.fetchall()))
