from django.db import migrations

# `unit_id` is a copy (decisions.md 13). The database makes the copy itself, so no writer can make it differ, and a book
# whose unit becomes known later takes along what was keyed in it.
#
# A writer shares the book's key while he copies; the unique index makes the unit a part of that key, so that a
# change of unit waits for writers under way, and writers wait for the change.
COPY = [
    "CREATE UNIQUE INDEX book_key_with_unit ON books_book (id, unit_id)",
    """
    CREATE FUNCTION entries_copy_unit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        SELECT unit_id INTO NEW.unit_id FROM books_book WHERE id = NEW.book_id FOR KEY SHARE;
        RETURN NEW;
    END $$
    """,
    *(
        statement
        for table in ("entries_entry", "entries_deferredpacket")
        for statement in (
            f"""
            CREATE TRIGGER unit_of_the_book BEFORE INSERT ON {table}
            FOR EACH ROW EXECUTE FUNCTION entries_copy_unit()
            """,
            f"""
            CREATE TRIGGER unit_stays_the_books BEFORE UPDATE ON {table} FOR EACH ROW
            WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.book_id IS DISTINCT FROM OLD.book_id)
            EXECUTE FUNCTION entries_copy_unit()
            """,
        )
    ),
    # Locked in one order before they change: a look-up being added to one of them shares its key and is waited for.
    """
    CREATE FUNCTION entries_follow_book() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        PERFORM 1 FROM entries_entry WHERE book_id = NEW.id ORDER BY id FOR UPDATE;
        UPDATE entries_entry SET unit_id = NEW.unit_id
        WHERE book_id = NEW.id AND unit_id IS DISTINCT FROM NEW.unit_id;
        UPDATE entries_deferredpacket SET unit_id = NEW.unit_id
        WHERE book_id = NEW.id AND unit_id IS DISTINCT FROM NEW.unit_id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER entries_follow AFTER UPDATE ON books_book FOR EACH ROW
    WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id) EXECUTE FUNCTION entries_follow_book()
    """,
]
UNDO = [
    "DROP TRIGGER entries_follow ON books_book",
    "DROP FUNCTION entries_follow_book()",
    *(
        f"DROP TRIGGER {name} ON {table}"
        for table in ("entries_entry", "entries_deferredpacket")
        for name in ("unit_of_the_book", "unit_stays_the_books")
    ),
    "DROP FUNCTION entries_copy_unit()",
    "DROP INDEX book_key_with_unit",
]


class Migration(migrations.Migration):

    dependencies = [("entries", "0001_initial")]

    operations = [migrations.RunSQL(COPY, UNDO)]
