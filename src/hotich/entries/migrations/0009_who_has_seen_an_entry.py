"""Who had the content of an entry before him: the database refuses that he opens a check of it, unless the line itself says that nobody
else could."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# `core.workflow.independence` says the same for the application, with its reason.
GUARD = [
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
UNDO = ["DROP TRIGGER unseen_check ON entries_entryaction", "DROP FUNCTION entries_unseen_check()"]

# What the audit has held so far.
SEEN_SO_FAR = """
INSERT INTO entries_sight (entry_id, officer_id, seen_at)
SELECT seen.entry_id, seen.officer_id, min(seen.at)
FROM (
    SELECT substring(subject FROM 7)::uuid AS entry_id, officer_id, at
    FROM audit_auditevent
    WHERE kind IN ('entry.viewed', 'duplicates.compared') AND subject LIKE 'entry:%'
    UNION ALL
    SELECT named.id::uuid, officer_id, at
    FROM audit_auditevent CROSS JOIN LATERAL jsonb_array_elements_text(detail -> 'entries') AS named(id)
    WHERE kind = 'entries.handed_out'
) seen
JOIN entries_entry entry ON entry.id = seen.entry_id
JOIN staff_officer officer ON officer.id = seen.officer_id
GROUP BY 1, 2
"""


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0002_found_by_case"),
        ("entries", "0008_independent_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Sight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sights", to="entries.entry"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "lần đầu xem trường hợp",
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "officer"), name="sight_once_an_officer")
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNDO),
        migrations.RunSQL(SEEN_SO_FAR, migrations.RunSQL.noop),
    ]
