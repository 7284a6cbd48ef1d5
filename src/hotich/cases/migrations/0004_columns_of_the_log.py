from django.db import migrations

# What the fold says of cases whose log ended before it was numbered: only states had been in it.
FILL = """
    UPDATE cases_case SET
        seq = (SELECT count(*) FROM cases_caseevent line WHERE line.case_id = cases_case.id),
        since = last_event_at,
        conclusion = coalesce((
            SELECT payload->>'conclusion' FROM cases_caseevent line
            WHERE line.case_id = cases_case.id AND type = 'concluded' ORDER BY received_at DESC LIMIT 1), ''),
        turn = CASE state
            WHEN 'to_verify' THEN 'list_keeper' WHEN 'verifying' THEN 'verifier' WHEN 'concluded' THEN 'verifier'
            WHEN 'with_registrar' THEN 'registrar' WHEN 'citizen_guided' THEN 'registrar'
            WHEN 'correcting' THEN 'registrar' ELSE '' END
"""


class Migration(migrations.Migration):

    dependencies = [("cases", "0003_whole_life_of_a_case")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
