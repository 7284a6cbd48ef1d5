"""Slices counted before cases were divided between successive campaigns of a unit are counted anew."""

from django.db import migrations

# Derived rows: where they are missing the log is read. Of a campaign none of whose units takes part in another one, every slice stays.
_STALE = """
    WITH RECURSIVE chain(id, above) AS (
        SELECT id, parent_id FROM campaign_campaign WHERE parent_id IS NOT NULL
        UNION
        SELECT chain.id, next.parent_id FROM chain JOIN campaign_campaign next ON next.id = chain.above
        WHERE next.parent_id IS NOT NULL
    )
    SELECT slice.id FROM reports_slice slice
    JOIN campaign_campaign own ON own.id = slice.campaign_id
    WHERE EXISTS (
        SELECT 1 FROM campaign_reportingunit mine
        JOIN campaign_reportingunit theirs ON theirs.unit_id = mine.unit_id AND theirs.campaign_id <> own.id
        JOIN campaign_campaign other ON other.id = theirs.campaign_id
        WHERE mine.campaign_id = own.id AND (
            other.keying_starts_on < own.keying_starts_on
            OR slice.end > other.keying_starts_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
        ) AND NOT EXISTS (
            SELECT 1 FROM chain WHERE (chain.id, chain.above) IN ((own.id, other.id), (other.id, own.id))
        )
    )
"""
FORGET = [
    f"DELETE FROM reports_tally WHERE slice_id IN ({_STALE})",
    f"DELETE FROM reports_casetally WHERE slice_id IN ({_STALE})",
    f"DELETE FROM reports_slice WHERE id IN ({_STALE})",
]


class Migration(migrations.Migration):

    dependencies = [
        ('campaign', '0001_tables'),
        ('reports', '0002_shifts_of_tallies'),
    ]

    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
    ]
