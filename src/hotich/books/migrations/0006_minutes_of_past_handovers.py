"""Gives every handover before minutes were kept its minutes: those of one number, way, giver, taker and moment are one."""

import uuid

from django.db import migrations

_SHARED = ("way", "from_agency_id", "to_agency_id", "minutes_number", "handed_by_id", "handed_at")


def minutes_of(apps, schema_editor):
    handovers = apps.get_model("books", "Handover")
    minutes = apps.get_model("books", "Minutes")
    made = {}
    for handover in handovers.objects.filter(minutes__isnull=True).order_by("handed_at", "id").iterator():
        key = tuple(getattr(handover, name) for name in _SHARED)
        if key not in made or not handover.minutes_number:
            made[key] = [
                minutes.objects.create(
                    id=uuid.uuid4(), way=handover.way, from_agency_id=handover.from_agency_id,
                    to_agency_id=handover.to_agency_id, number=handover.minutes_number,
                    handed_by_id=handover.handed_by_id, handed_at=handover.handed_at,
                ),
                0,
            ]
        made[key][1] += 1
        handovers.objects.filter(pk=handover.pk).update(minutes=made[key][0], order=made[key][1])


class Migration(migrations.Migration):

    dependencies = [
        ('books', '0005_minutes_losses_and_openings'),
    ]

    operations = [
        migrations.RunPython(minutes_of, migrations.RunPython.noop),
        # Its history names the minutes too: the columns that said the same go with the next step.
        migrations.RunSQL(
            """
            SET CONSTRAINTS ALL IMMEDIATE;
            ALTER TABLE books_handoverevent DISABLE TRIGGER USER;
            UPDATE books_handoverevent event SET minutes_id = handover.minutes_id
            FROM books_handover handover WHERE handover.id = event.pgh_obj_id AND event.minutes_id IS NULL;
            SET CONSTRAINTS ALL IMMEDIATE;
            ALTER TABLE books_handoverevent ENABLE TRIGGER USER;
            """,
            migrations.RunSQL.noop,
        ),
    ]
