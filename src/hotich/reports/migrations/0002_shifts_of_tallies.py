"""Tallies tell the shift in which something was first completed at a machine."""

from django.db import migrations, models

# Of slices closed before, by the ordinary hours and where the slice began: a quarter of an hour lies in one shift.
FILL = """
    UPDATE reports_tally tally SET shift_at = begun.at
    FROM reports_slice slice
    CROSS JOIN LATERAL (SELECT slice.start AT TIME ZONE 'Asia/Ho_Chi_Minh' - interval '6 hours' AS local) six
    CROSS JOIN LATERAL (
        SELECT (date_trunc('day', local) + floor(extract(hour FROM local) / 8) * interval '8 hours' + interval '6 hours')
            AT TIME ZONE 'Asia/Ho_Chi_Minh' AS at
    ) begun
    WHERE slice.id = tally.slice_id AND tally.fresh AND NOT tally.from_file AND tally.station_id IS NOT NULL
        AND begun.at >= slice.period_from
"""


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='tally',
            name='shift_at',
            field=models.DateTimeField(help_text='when the shift began in which it was first completed at the machine, of those of the period', null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
