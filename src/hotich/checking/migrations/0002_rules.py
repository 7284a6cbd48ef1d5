"""The unit of a check, of a lot and of an objection is the book's; and nobody checks or arbitrates his own work, whoever writes the row."""

from django.db import migrations

# As in entries/0002_rules: the database copies the unit, and what hangs on an entry or a book follows it.
UNIT_AND_INDEPENDENCE = [
    """
    CREATE TRIGGER unit_of_the_entry BEFORE INSERT ON checking_check
    FOR EACH ROW EXECUTE FUNCTION entries_copy_entrys_unit()
    """,
    """
    CREATE TRIGGER unit_stays_the_entrys BEFORE UPDATE ON checking_check FOR EACH ROW
    WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.entry_id IS DISTINCT FROM OLD.entry_id)
    EXECUTE FUNCTION entries_copy_entrys_unit()
    """,
    """
    CREATE FUNCTION checking_follow_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        UPDATE checking_check SET unit_id = NEW.unit_id
        WHERE entry_id = NEW.id AND unit_id IS DISTINCT FROM NEW.unit_id;
        UPDATE checking_contest SET unit_id = NEW.unit_id
        WHERE unit_id IS DISTINCT FROM NEW.unit_id AND difference_id IN (
            SELECT differing.id FROM checking_fielddifference differing
            JOIN checking_check checked ON checked.id = differing.check_row_id
            WHERE checked.entry_id = NEW.id
        );
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER checking_follows AFTER UPDATE ON entries_entry FOR EACH ROW
    WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id) EXECUTE FUNCTION checking_follow_entry()
    """,
    # What the constraints cannot see: who keyed stands in the log, whatever the row says of its keyer.
    """
    CREATE FUNCTION checking_independent() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM entries_entryaction keyed
            WHERE keyed.entry_id = NEW.entry_id AND keyed.author_id IN (NEW.checker_id, NEW.arbiter_id)
              AND keyed.type IN ('entry_opened', 'fields_keyed', 'completed', 'voided', 'marked_unreadable')
              AND NOT EXISTS (
                SELECT 1 FROM entries_entryaction begun
                WHERE begun.entry_id = keyed.entry_id AND begun.type = 'check_started'
                  AND begun.pass_number = keyed.pass_number
              )
        ) THEN
            RAISE EXCEPTION 'Không ai kiểm tra hay phân xử phần việc của chính mình.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'check_by_another_officer';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER independent_check BEFORE INSERT OR UPDATE OF checker_id, arbiter_id, entry_id ON checking_check
    FOR EACH ROW WHEN (NEW.checker_id IS NOT NULL OR NEW.arbiter_id IS NOT NULL)
    EXECUTE FUNCTION checking_independent()
    """,
]
NO_UNIT_AND_INDEPENDENCE = [
    "DROP TRIGGER independent_check ON checking_check",
    "DROP FUNCTION checking_independent()",
    "DROP TRIGGER checking_follows ON entries_entry",
    "DROP FUNCTION checking_follow_entry()",
    "DROP TRIGGER unit_of_the_entry ON checking_check",
    "DROP TRIGGER unit_stays_the_entrys ON checking_check",
]

# A check says where its checker had seen what was keyed; without saying so he is refused.
UNSEEN = [
    """
CREATE FUNCTION checking_unseen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $guard$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.checker_id IS NOT DISTINCT FROM OLD.checker_id AND NEW.seen_before = OLD.seen_before THEN
        RETURN NEW;
    END IF;
    IF NOT NEW.seen_before AND EXISTS (
        SELECT 1 FROM entries_sight seen WHERE seen.entry_id = NEW.entry_id AND seen.officer_id = NEW.checker_id
    ) THEN
        RAISE EXCEPTION 'Người đã xem trường hợp không nhập lại độc lập được.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'check_by_who_has_not_seen';
    END IF;
    RETURN NEW;
END
$guard$
    """,
    """
CREATE TRIGGER unseen_check BEFORE INSERT OR UPDATE OF checker_id, seen_before ON checking_check
    FOR EACH ROW WHEN (NEW.checker_id IS NOT NULL) EXECUTE FUNCTION checking_unseen()
    """,
]
NO_UNSEEN = ["DROP TRIGGER unseen_check ON checking_check", "DROP FUNCTION checking_unseen()"]


class Migration(migrations.Migration):

    replaces = [
        ('checking', '0002_unit_and_independence'),
        ('checking', '0004_seen_before_the_check'),
    ]

    dependencies = [
        ('checking', '0001_tables'),
        ('entries', '0002_rules'),
    ]

    operations = [
        migrations.RunSQL(UNIT_AND_INDEPENDENCE, NO_UNIT_AND_INDEPENDENCE),
        migrations.RunSQL(UNSEEN, NO_UNSEEN),
    ]
