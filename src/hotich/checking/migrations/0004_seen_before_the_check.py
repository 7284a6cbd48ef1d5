"""A check says where its checker had seen what was keyed; without saying so the database refuses him, whoever writes the row."""

from django.db import migrations, models

GUARD = [
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
UNDO = ["DROP TRIGGER unseen_check ON checking_check", "DROP FUNCTION checking_unseen()"]

# Cases and arbitrations that were opened so far: their pages show what was keyed.
SEEN_SO_FAR = """
INSERT INTO entries_sight (entry_id, officer_id, seen_at)
SELECT seen.entry_id, seen.officer_id, min(seen.at)
FROM (
    SELECT opened.entry_id, event.officer_id, event.at
    FROM audit_auditevent event JOIN cases_case opened ON event.subject = 'case:' || opened.id
    WHERE event.kind = 'case.viewed'
    UNION ALL
    SELECT checked.entry_id, event.officer_id, event.at
    FROM audit_auditevent event JOIN checking_check checked ON event.subject = 'check:' || checked.id
    WHERE event.kind = 'check.viewed'
) seen
JOIN staff_officer officer ON officer.id = seen.officer_id
GROUP BY 1, 2
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [
        ("checking", "0003_duplicates_and_completions"),
        ("cases", "0001_initial"),
        ("entries", "0009_who_has_seen_an_entry"),
    ]

    operations = [
        migrations.AddField(
            model_name="check",
            name="seen_before",
            field=models.BooleanField(
                default=False, help_text="the checker had seen what was keyed, and nobody else could check it (ADR 27)"
            ),
        ),
        migrations.RunSQL(GUARD, UNDO),
        migrations.RunSQL(SEEN_SO_FAR, migrations.RunSQL.noop),
    ]
