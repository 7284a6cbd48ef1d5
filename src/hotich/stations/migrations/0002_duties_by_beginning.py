"""Which shifts run now: asked every minute of all rosters, whatever lies before."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stations', '0001_tables'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(fields=['starts_at'], name='duties_by_beginning'),
        ),
    ]
