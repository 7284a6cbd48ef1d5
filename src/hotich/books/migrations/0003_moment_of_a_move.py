"""A move of a book bears the moment of its row, not of the beginning of its transaction."""

from django.db import migrations

# A transaction may wait for another's row before it writes: figures that were closed meanwhile have waited for whoever had written,
# and would never see a move that says it was made before them.
_NOTE = """
    CREATE OR REPLACE FUNCTION books_note_move() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        INSERT INTO books_bookmove (book_id, left_id, unit_id, at) VALUES (NEW.id, OLD.unit_id, NEW.unit_id, {moment});
        RETURN NULL;
    END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('books', '0002_rules'),
    ]

    operations = [
        migrations.RunSQL(_NOTE.format(moment="clock_timestamp()"), _NOTE.format(moment="now()")),
    ]
