from django.db import migrations

# As in 0002: the database copies the entry's unit, and what hangs on an entry follows it.
TABLES = ("entries_entrywork", "entries_question")
COPY = [
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
UNDO = [
    "DROP TRIGGER entries_work_follows ON entries_entry",
    "DROP FUNCTION entries_follow_entry()",
    *(
        f"DROP TRIGGER {name} ON {table}"
        for table in TABLES
        for name in ("unit_of_the_entry", "unit_stays_the_entrys")
    ),
    "DROP FUNCTION entries_copy_entrys_unit()",
]


class Migration(migrations.Migration):

    dependencies = [("entries", "0006_work_and_questions")]

    operations = [migrations.RunSQL(COPY, UNDO)]
