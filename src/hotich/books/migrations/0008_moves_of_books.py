import django.db.models.deletion
from django.db import migrations, models

# A book that comes to another unit takes along what was keyed in it. The database notes the move itself, so that no writer
# can forget it, and figures read the few moves instead of every row of the books' history.
NOTE = [
    """
    CREATE FUNCTION books_note_move() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        INSERT INTO books_bookmove (book_id, left_id, unit_id, at) VALUES (NEW.id, OLD.unit_id, NEW.unit_id, now());
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER note_move AFTER UPDATE ON books_book FOR EACH ROW
    WHEN (NEW.unit_id IS DISTINCT FROM OLD.unit_id) EXECUTE FUNCTION books_note_move()
    """,
    """
    INSERT INTO books_bookmove (book_id, left_id, unit_id, at)
    SELECT pgh_obj_id, before, unit_id, pgh_created_at
    FROM (
        SELECT pgh_id, pgh_obj_id, unit_id, pgh_created_at,
            lag(unit_id) OVER of_book AS before, row_number() OVER of_book AS number
        FROM books_bookevent WINDOW of_book AS (PARTITION BY pgh_obj_id ORDER BY pgh_id)
    ) step
    WHERE number > 1 AND unit_id IS DISTINCT FROM before AND EXISTS (SELECT 1 FROM books_book WHERE id = pgh_obj_id)
    ORDER BY pgh_id
    """,
    # Which books have changed since a moment: asked at every count of them.
    "CREATE INDEX bookevent_by_moment ON books_bookevent (pgh_created_at)",
]
UNDO = [
    "DROP INDEX bookevent_by_moment",
    "DROP TRIGGER note_move ON books_book",
    "DROP FUNCTION books_note_move()",
]


class Migration(migrations.Migration):

    dependencies = [
        ('books', '0007_handovers_belong_to_minutes'),
        ('units', '0003_more_offices'),
    ]

    operations = [
        migrations.CreateModel(
            name='BookMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='books.book')),
                ('left', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'verbose_name': 'sổ chuyển đơn vị',
                'abstract': False,
                'base_manager_name': 'plain',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('plain', django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunSQL(NOTE, UNDO),
    ]
