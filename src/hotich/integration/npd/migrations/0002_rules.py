"""The unit of an update is its entry's."""

from django.db import migrations

# As in entries/0002_rules: the database copies the entry's unit, and what hangs on an entry follows it.
COPY = [
    """
    CREATE FUNCTION npd_copy_unit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        SELECT unit_id INTO NEW.unit_id FROM entries_entry WHERE id = NEW.entry_id FOR KEY SHARE;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER unit_of_the_entry BEFORE INSERT ON npd_update
    FOR EACH ROW EXECUTE FUNCTION npd_copy_unit()
    """,
    """
    CREATE TRIGGER unit_stays_the_entrys BEFORE UPDATE ON npd_update FOR EACH ROW
    WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.entry_id IS DISTINCT FROM OLD.entry_id)
    EXECUTE FUNCTION npd_copy_unit()
    """,
    """
    CREATE FUNCTION npd_follow_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        UPDATE npd_update SET unit_id = NEW.unit_id
        WHERE entry_id = NEW.id AND unit_id IS DISTINCT FROM NEW.unit_id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER npd_follows AFTER UPDATE ON entries_entry FOR EACH ROW
    WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id) EXECUTE FUNCTION npd_follow_entry()
    """,
]
UNDO = [
    "DROP TRIGGER npd_follows ON entries_entry",
    "DROP FUNCTION npd_follow_entry()",
    "DROP TRIGGER unit_of_the_entry ON npd_update",
    "DROP TRIGGER unit_stays_the_entrys ON npd_update",
    "DROP FUNCTION npd_copy_unit()",
]


class Migration(migrations.Migration):

    replaces = [
        ('npd', '0002_unit_of_the_entry'),
    ]

    dependencies = [
        ('npd', '0001_tables'),
        ('entries', '0002_rules'),
    ]

    operations = [
        migrations.RunSQL(COPY, UNDO),
    ]
