"""What the database itself holds to, whoever writes: the unit of whatever belongs to a book or an entry, and who may check."""

from django.db import migrations

# `unit_id` is a copy (decisions.md 13). The database makes the copy itself, so no writer can make it differ, and a book
# whose unit becomes known later takes along what was keyed in it.
#
# A writer shares the book's key while he copies; the unique index makes the unit a part of that key, so that a
# change of unit waits for writers under way, and writers wait for the change.
UNIT_OF_THE_BOOK = [
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
NO_UNIT_OF_THE_BOOK = [
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

# What hangs on an entry follows it in the same way.
TABLES = ("entries_entrywork", "entries_question")
UNIT_OF_THE_ENTRY = [
    """
    CREATE FUNCTION entries_copy_entrys_unit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        SELECT unit_id INTO NEW.unit_id FROM entries_entry WHERE id = NEW.entry_id FOR KEY SHARE;
        RETURN NEW;
    END $$
    """,
    *(
        statement
        for table in TABLES
        for statement in (
            f"""
            CREATE TRIGGER unit_of_the_entry BEFORE INSERT ON {table}
            FOR EACH ROW EXECUTE FUNCTION entries_copy_entrys_unit()
            """,
            f"""
            CREATE TRIGGER unit_stays_the_entrys BEFORE UPDATE ON {table} FOR EACH ROW
            WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.entry_id IS DISTINCT FROM OLD.entry_id)
            EXECUTE FUNCTION entries_copy_entrys_unit()
            """,
        )
    ),
    """
    CREATE FUNCTION entries_follow_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        UPDATE entries_entrywork SET unit_id = NEW.unit_id
        WHERE entry_id = NEW.id AND unit_id IS DISTINCT FROM NEW.unit_id;
        UPDATE entries_question SET unit_id = NEW.unit_id
        WHERE entry_id = NEW.id AND unit_id IS DISTINCT FROM NEW.unit_id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER entries_work_follows AFTER UPDATE ON entries_entry FOR EACH ROW
    WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id) EXECUTE FUNCTION entries_follow_entry()
    """,
]
NO_UNIT_OF_THE_ENTRY = [
    "DROP TRIGGER entries_work_follows ON entries_entry",
    "DROP FUNCTION entries_follow_entry()",
    *(
        f"DROP TRIGGER {name} ON {table}"
        for table in TABLES
        for name in ("unit_of_the_entry", "unit_stays_the_entrys")
    ),
    "DROP FUNCTION entries_copy_entrys_unit()",
]

# Nobody checks or arbitrates his own work. `core.workflow.independence` says the same for the application, with its reasons. Rows
# of files are nobody's keying.
INDEPENDENCE = [
    """
CREATE FUNCTION entries_independent_check() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $guard$
DECLARE
    is_own boolean;
BEGIN
    IF NEW.author_id IS NULL THEN
        RAISE EXCEPTION 'Kiểm tra, phân xử phải có người thực hiện.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'check_by_somebody';
    END IF;
    IF NEW.type IN ('fields_keyed', 'completed') THEN
        -- Only who opened a check keys in it, and only in the pass that was opened for it.
        IF EXISTS (
            SELECT 1 FROM entries_entryaction begun
            WHERE begun.entry_id = NEW.entry_id AND begun.type = 'check_started'
              AND begun.pass_number = NEW.pass_number AND begun.author_id IS DISTINCT FROM NEW.author_id
        ) THEN
            RAISE EXCEPTION 'Lượt kiểm tra này đã giao cho cán bộ khác.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'check_keyed_by_its_officer';
        END IF;
        RETURN NEW;
    END IF;
    SELECT EXISTS (
        SELECT 1 FROM entries_entryaction keyed
        WHERE keyed.entry_id = NEW.entry_id AND keyed.author_id = NEW.author_id
          AND keyed.type IN ('entry_opened', 'fields_keyed', 'completed', 'voided', 'marked_unreadable')
          AND NOT EXISTS (
            SELECT 1 FROM entries_entryaction begun
            WHERE begun.entry_id = keyed.entry_id AND begun.type = 'check_started'
              AND begun.pass_number = keyed.pass_number
          )
    ) OR EXISTS (
        SELECT 1 FROM entries_entryaction other
        WHERE other.entry_id = NEW.entry_id AND other.author_id = NEW.author_id
          AND other.type = CASE WHEN NEW.type IN ('arbitrated', 'returned') THEN 'check_started' ELSE 'arbitrated' END
    ) INTO is_own;
    IF is_own THEN
        RAISE EXCEPTION 'Không ai kiểm tra hay phân xử phần việc của chính mình.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'check_by_another_officer';
    END IF;
    RETURN NEW;
END
$guard$
    """,
    """
CREATE TRIGGER independent_check BEFORE INSERT ON entries_entryaction FOR EACH ROW
    WHEN (NEW.type IN ('check_started', 'checked', 'arbitrated', 'returned'))
    EXECUTE FUNCTION entries_independent_check()
    """,
    """
CREATE TRIGGER check_keyed_by_its_officer BEFORE INSERT ON entries_entryaction FOR EACH ROW
    WHEN (NEW.type IN ('fields_keyed', 'completed') AND NEW.pass_number > 0)
    EXECUTE FUNCTION entries_independent_check()
    """,
]
NO_INDEPENDENCE = [
    "DROP TRIGGER check_keyed_by_its_officer ON entries_entryaction",
    "DROP TRIGGER independent_check ON entries_entryaction",
    "DROP FUNCTION entries_independent_check()",
]

# Nor does he open a check of what he had seen before, unless the line itself says that nobody else could.
UNSEEN = [
    """
CREATE FUNCTION entries_unseen_check() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $guard$
BEGIN
    IF NOT coalesce((NEW.payload ->> 'seen_before')::boolean, false) AND EXISTS (
        SELECT 1 FROM entries_sight seen WHERE seen.entry_id = NEW.entry_id AND seen.officer_id = NEW.author_id
    ) THEN
        RAISE EXCEPTION 'Người đã xem trường hợp không nhập lại độc lập được.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'check_by_who_has_not_seen';
    END IF;
    RETURN NEW;
END
$guard$
    """,
    """
CREATE TRIGGER unseen_check BEFORE INSERT ON entries_entryaction FOR EACH ROW
    WHEN (NEW.type = 'check_started') EXECUTE FUNCTION entries_unseen_check()
    """,
]
NO_UNSEEN = ["DROP TRIGGER unseen_check ON entries_entryaction", "DROP FUNCTION entries_unseen_check()"]


class Migration(migrations.Migration):

    replaces = [
        ('entries', '0002_unit_of_the_book'),
        ('entries', '0007_unit_of_work_and_questions'),
        ('entries', '0008_independent_checks'),
        ('entries', '0009_who_has_seen_an_entry'),
    ]

    dependencies = [
        ('entries', '0001_tables'),
    ]

    operations = [
        migrations.RunSQL(UNIT_OF_THE_BOOK, NO_UNIT_OF_THE_BOOK),
        migrations.RunSQL(UNIT_OF_THE_ENTRY, NO_UNIT_OF_THE_ENTRY),
        migrations.RunSQL(INDEPENDENCE, NO_INDEPENDENCE),
        migrations.RunSQL(UNSEEN, NO_UNSEEN),
    ]
