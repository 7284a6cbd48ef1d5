"""The unit of a case is its entry's."""

from django.db import migrations

# As in entries/0002_rules. A case that comes to a unit gets the next number there, under the lock that
# `cases.operations` takes for a new one.
COPY = [
    """
    CREATE FUNCTION cases_copy_unit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        SELECT unit_id INTO NEW.unit_id FROM entries_entry WHERE id = NEW.entry_id FOR KEY SHARE;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER unit_of_the_entry BEFORE INSERT ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_copy_unit()
    """,
    """
    CREATE TRIGGER unit_stays_the_entrys BEFORE UPDATE ON cases_case FOR EACH ROW
    WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.entry_id IS DISTINCT FROM OLD.entry_id)
    EXECUTE FUNCTION cases_copy_unit()
    """,
    """
    CREATE FUNCTION cases_follow_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE
        moved uuid;
    BEGIN
        FOR moved IN
            SELECT id FROM cases_case WHERE entry_id = NEW.id AND unit_id IS DISTINCT FROM NEW.unit_id ORDER BY number
        LOOP
            PERFORM pg_advisory_xact_lock(hashtext('cases.number'), coalesce(NEW.unit_id, 0)::int);
            UPDATE cases_case SET unit_id = NEW.unit_id, number = (
                SELECT coalesce(max(number), 0) + 1 FROM cases_case WHERE unit_id IS NOT DISTINCT FROM NEW.unit_id
            ) WHERE id = moved;
        END LOOP;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER cases_follow AFTER UPDATE ON entries_entry FOR EACH ROW
    WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id) EXECUTE FUNCTION cases_follow_entry()
    """,
]
UNDO = [
    "DROP TRIGGER cases_follow ON entries_entry",
    "DROP FUNCTION cases_follow_entry()",
    "DROP TRIGGER unit_of_the_entry ON cases_case",
    "DROP TRIGGER unit_stays_the_entrys ON cases_case",
    "DROP FUNCTION cases_copy_unit()",
]


class Migration(migrations.Migration):

    replaces = [
        ('cases', '0002_unit_of_the_entry'),
    ]

    dependencies = [
        ('cases', '0001_tables'),
        ('entries', '0002_rules'),
    ]

    operations = [
        migrations.RunSQL(COPY, UNDO),
    ]
