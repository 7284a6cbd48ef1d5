# Warming reads the citizens' own rows too: the ten nearest are fetched from all over a table of gigabytes.
from django.db import migrations

WARM = """
CREATE OR REPLACE FUNCTION population_warm(n bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM population_writer();
    IF to_regproc('pg_prewarm') IS NOT NULL THEN
        -- The texts only as far as the system's own cache: the server's memory is for the keys.
        PERFORM pg_prewarm(format('population_citizen_%s', n)::regclass, 'read');
        PERFORM pg_prewarm(c.oid::regclass) FROM pg_class c
        WHERE c.oid = format('population_key_%s', n)::regclass
           OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid IN (
                  format('population_key_%s', n)::regclass, format('population_citizen_%s', n)::regclass));
    ELSE
        EXECUTE format('SELECT sum(length(full_name)) FROM population_citizen_%s', n);
        EXECUTE format('SELECT sum(length(codes)) FROM population_key_%s', n);
    END IF;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [("population", "0006_model_versions")]

    operations = [migrations.RunSQL(WARM, migrations.RunSQL.noop)]
