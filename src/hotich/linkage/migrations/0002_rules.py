"""The unit of a look-up and of a judgement is their entry's."""

from django.db import migrations

# As in entries/0002_rules: the database copies the entry's unit, and what hangs on an entry follows it. The application
# may not change these logs, so what follows does it as the tables' owner; the digests leave this copy out.
COPY = [
    """
    CREATE FUNCTION linkage_copy_unit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        SELECT unit_id INTO NEW.unit_id FROM entries_entry WHERE id = NEW.entry_id FOR KEY SHARE;
        RETURN NEW;
    END $$
    """,
    *(
        statement
        for table in ("linkage_lookup", "linkage_judgement")
        for statement in (
            f"""
            CREATE TRIGGER unit_of_the_entry BEFORE INSERT ON {table}
            FOR EACH ROW EXECUTE FUNCTION linkage_copy_unit()
            """,
            f"""
            CREATE TRIGGER unit_stays_the_entrys BEFORE UPDATE ON {table} FOR EACH ROW
            WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.entry_id IS DISTINCT FROM OLD.entry_id)
            EXECUTE FUNCTION linkage_copy_unit()
            """,
        )
    ),
    """
    CREATE FUNCTION linkage_follow_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    BEGIN
        UPDATE linkage_lookup SET unit_id = NEW.unit_id
        WHERE entry_id = NEW.id AND unit_id IS DISTINCT FROM NEW.unit_id;
        UPDATE linkage_judgement SET unit_id = NEW.unit_id
        WHERE entry_id = NEW.id AND unit_id IS DISTINCT FROM NEW.unit_id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER linkage_follows AFTER UPDATE ON entries_entry FOR EACH ROW
    WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id) EXECUTE FUNCTION linkage_follow_entry()
    """,
]
UNDO = [
    "DROP TRIGGER linkage_follows ON entries_entry",
    "DROP FUNCTION linkage_follow_entry()",
    *(
        f"DROP TRIGGER {name} ON {table}"
        for table in ("linkage_lookup", "linkage_judgement")
        for name in ("unit_of_the_entry", "unit_stays_the_entrys")
    ),
    "DROP FUNCTION linkage_copy_unit()",
]


class Migration(migrations.Migration):

    replaces = [
        ('linkage', '0002_unit_of_the_entry'),
    ]

    dependencies = [
        ('linkage', '0001_tables'),
        ('entries', '0002_rules'),
    ]

    operations = [
        migrations.RunSQL(COPY, UNDO),
    ]
