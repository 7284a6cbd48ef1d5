"""What the database itself keeps of books: the note of a move to another unit."""

from django.db import migrations

# A book that comes to another unit takes along what was keyed in it. The database notes the move itself, so that no writer
# can forget it, and figures read the few moves instead of every row of the books' history.
NOTE = [
    """
    CREATE FUNCTION books_note_move() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        INSERT INTO books_bookmove (book_id, left_id, unit_id, at) VALUES (NEW.id, OLD.unit_id, NEW.unit_id, now());
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER note_move AFTER UPDATE ON books_book FOR EACH ROW
    WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id) EXECUTE FUNCTION books_note_move()
    """,
    # Which books have changed since a moment: asked at every count of them.
    "CREATE INDEX bookevent_by_moment ON books_bookevent (pgh_created_at)",
]
UNDO = [
    "DROP INDEX bookevent_by_moment",
    "DROP TRIGGER note_move ON books_book",
    "DROP FUNCTION books_note_move()",
]


class Migration(migrations.Migration):

    replaces = [
        ('books', '0008_moves_of_books'),
    ]

    dependencies = [
        ('books', '0001_tables'),
    ]

    operations = [
        migrations.RunSQL(NOTE, UNDO),
    ]
